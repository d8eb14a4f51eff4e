#include "core/io/anndata/h5ad_subset_frame.h"

#include <algorithm>

#include "core/base/error.h"

namespace regulus::h5 {
namespace {

class FrameCopy {
  public:
    FrameCopy(const Object& from, const Target& to, const Kept& rows, Unused unused, Job& job)
        : m_from(from), m_to(to), m_rows(rows), m_unused(unused), m_job(job) {}

    Dropped run() {
        columns(m_from, m_to, {});
        return std::move(m_dropped);
    }

  private:
    // `path`: of the group in the frame; a column with '/' in its name lies in groups of that name.
    void columns(const Object& from, const Target& to, const std::string& path) {
        for (const std::string& name : from.names()) {
            if (name == "__categories") continue;
            m_job.checkpoint();
            const Object object = from.child(name);
            const std::string whole = path.empty() ? name : path + "/" + name;
            if (object.is_dataset())
                array(object, to, name, whole);
            else if (object.has("codes") && object.has("categories"))
                categorical(object, to, name, whole);
            else if (object.has("values"))
                masked(object, to, name);
            else if (!object.has_attribute("encoding-type"))
                columns(object, make_group(to, name), whole);
            else
                unknown(object);
        }
    }

    [[noreturn]] static void unknown(const Object& object) {
        throw Error(ErrorKind::Input,
                    "It is a column of type " + object.text_attribute("encoding-type").value_or("unknown"),
                    object.place().text(), "Take the column out of the file");
    }

    // anndata 0.7 keeps categories beside the codes, which refer to them.
    void array(const Object& object, const Target& to, const std::string& name, const std::string& whole) {
        const auto categories = object.referenced("categories");
        if (!categories) {
            copy_part(object, to, name, m_rows, {}, m_job);
            return;
        }
        const Target codes = used_codes(object, *categories, to, name, whole);
        const Target kept = copy_categories(*categories, group_in(m_to, "__categories"), whole, whole);
        set_reference(codes, "categories", kept);
    }

    void categorical(const Object& object, const Target& to, const std::string& name,
                     const std::string& whole) {
        const Target made = make_group(to, name);
        copy_attributes_of(object, made);
        const Object categories = object.child("categories");
        used_codes(object.child("codes"), categories, made, "codes", whole);
        if (categories.is_dataset()) {
            copy_categories(categories, made, "categories", whole);
            return;
        }
        const Target group = make_group(made, "categories");  // values and a mask
        copy_attributes_of(categories, group);
        for (const std::string& part : categories.names())
            copy_categories(categories.child(part), group, part, whole);
    }

    void masked(const Object& object, const Target& to, const std::string& name) {
        const Target made = make_group(to, name);
        copy_attributes_of(object, made);
        for (const std::string& part : object.names())
            copy_part(object.child(part), made, part, m_rows, {}, m_job);
    }

    Target used_codes(const Object& object, const Object& categories, const Target& to,
                      const std::string& name, const std::string& whole) {
        const auto all = object.read_all<std::int64_t>(m_job);
        std::vector<std::int64_t> codes;
        if (m_rows) {
            for (const std::uint32_t row : *m_rows) codes.push_back(all.at(row));
        } else {
            codes = all;
        }
        const std::size_t count = (categories.is_group() ? categories.child("values") : categories).length();
        std::vector<std::int64_t> place(count, -1);
        for (const std::int64_t code : codes) {
            if (code >= 0 && static_cast<std::size_t>(code) < count)
                place[static_cast<std::size_t>(code)] = 0;
        }
        UsedCategories used{count, {}};
        for (std::size_t i = 0; i < count; ++i) {
            if (place[i] < 0 && m_unused == Unused::Drop) continue;
            place[i] = static_cast<std::int64_t>(used.kept.size());
            used.kept.push_back(static_cast<std::uint32_t>(i));
        }
        for (std::int64_t& code : codes)
            code = code >= 0 && static_cast<std::size_t>(code) < count ? place[static_cast<std::size_t>(code)]
                                                                       : -1;
        if (used.kept.size() < count) m_dropped[whole] = std::move(used);
        return write_like(object, to, name, codes);
    }

    Target copy_categories(const Object& object, const Target& to, const std::string& name,
                           const std::string& whole) {
        const auto dropped = m_dropped.find(whole);
        const Kept kept = dropped == m_dropped.end() ? Kept() : Kept(dropped->second.kept);
        return copy_part(object, to, name, kept, {}, m_job);
    }

    const Object& m_from;
    const Target& m_to;
    const Kept& m_rows;
    const Unused m_unused;
    Job& m_job;
    Dropped m_dropped;
};

}  // namespace

void copy_attributes_of(const Object& from, const Target& to) {
    const Lock lock;
    copy_attributes(from.id(), to, false);
}

Dropped copy_frame(const Object& parent, const std::string& name, const Target& to, const Kept& rows,
                   Unused unused, Job& job) {
    const Object frame = parent.child(name);
    const bool roomy = needs_room(frame.texts_attribute("column-order"));
    const Target made = roomy ? make_roomy_group(to, name) : make_group(to, name);
    copy_attributes_of(frame, made);
    return FrameCopy(frame, made, rows, unused, job).run();
}

}  // namespace regulus::h5
