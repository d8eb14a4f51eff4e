#include "core/io/anndata/h5ad_subset.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "core/base/error.h"
#include "core/io/anndata/h5ad_encode.h"
#include "core/io/anndata/h5ad_extend.h"
#include "core/io/anndata/h5ad_subset_frame.h"
#include "core/io/anndata/h5ad_table.h"
#include "core/io/anndata/h5ad_texts.h"
#include "core/io/assembly/feature_types.h"
#include "core/io/files/atomic_file.h"
#include "core/io/hdf5/hdf5_subset.h"

namespace regulus {
namespace {

using Rows = std::vector<std::uint32_t>;

// The rows of var that a dataset has, which leaves out features other than genes.
Rows features_of(const h5::Object& var, const std::string& part, Job& job) {
    std::vector<std::string> ignored;
    const auto types = feature_types_of(h5::read_table(var, ignored, job));
    const bool asked = std::ranges::find(types, part) != types.end();
    Rows which = choose_features(types, asked ? part : std::string(), var.place().text()).which;
    if (!which.empty()) return which;
    which.resize(h5::look_at_frame(var).rows);
    std::iota(which.begin(), which.end(), 0U);
    return which;
}

Rows chosen(const Rows& features, const Rows& genes) {
    Rows rows;
    for (const std::uint32_t gene : genes) rows.push_back(features.at(gene));
    return rows;
}

class Subset {
  public:
    Subset(const h5::Object& from, const h5::Target& to, const KeptParts& kept, Job& job)
        : m_from(from), m_to(to), m_kept(kept), m_job(job) {
        m_genes = features_of(from.child("var"), kept.part, job);
        if (!kept.of_raw) m_genes = chosen(m_genes, kept.genes);
        if (!from.has("raw") || !from.child("raw").is_group() || !from.child("raw").has("var")) return;
        m_raw_genes = features_of(from.child("raw").child("var"), kept.part, job);
        if (kept.of_raw) m_raw_genes = chosen(m_raw_genes, kept.genes);
    }

    std::vector<std::string> run() {
        h5::copy_attributes_of(m_from, m_to);
        const h5::Kept cells(m_kept.cells), genes(m_genes);
        const h5::Dropped of_obs = h5::copy_frame(m_from, "obs", m_to, cells, h5::Unused::Drop, m_job);
        const h5::Dropped of_var = h5::copy_frame(m_from, "var", m_to, genes, h5::Unused::Drop, m_job);
        if (m_from.has("X")) element(m_from, "X", m_to, cells, genes);
        each("layers", cells, genes);
        each("obsm", cells, {});
        each("varm", genes, {});
        each("obsp", cells, cells);
        each("varp", genes, genes);
        raw(cells);
        unstructured(of_obs, of_var);
        constexpr std::array known{"X", "obs", "var", "layers", "obsm", "varm", "obsp", "varp", "uns", "raw"};
        for (const std::string& name : m_from.names()) {
            if (std::ranges::find(known, name) == known.end()) m_notes.push_back(name + " is not kept");
        }
        return std::move(m_notes);
    }

  private:
    void each(const std::string& name, const h5::Kept& rows, const h5::Kept& columns) {
        if (!m_from.has(name)) return;
        const h5::Object all = m_from.child(name);
        if (!all.is_group()) {
            m_notes.push_back(name + " is not kept: it is no group of arrays");
            return;
        }
        const h5::Target made = h5::make_group(m_to, name);
        h5::copy_attributes_of(all, made);
        for (const std::string& member : all.names()) {
            try {
                element(all, member, made, rows, columns);
            } catch (const Error& error) {
                if (error.kind() == ErrorKind::Storage) throw;
                if (h5::has_link(made, member)) h5::remove_link(made, member);
                m_notes.push_back(name + "/" + member + " is not kept: " + error.problem());
            }
        }
    }

    void element(const h5::Object& parent, const std::string& name, const h5::Target& to,
                 const h5::Kept& rows, const h5::Kept& columns) {
        m_job.checkpoint();
        const h5::Object object = parent.child(name, std::size_t{16} << 20U);
        const auto encoding = object.text_attribute("encoding-type").value_or("");
        if (encoding == "null") {
            h5::copy_whole(parent, name, to);
        } else if (object.is_dataset()) {
            h5::copy_part(object, to, name, rows, columns, m_job);
        } else if (object.has("indptr")) {
            const auto kind = encoding.empty() ? object.text_attribute("h5sparse_format") : encoding;
            h5::copy_sparse_part(object, kind == "csc_matrix" || kind == "csc", to, name, rows, columns,
                                 m_job);
        } else if (encoding == "dataframe" || object.has_attribute("_index")) {
            h5::copy_frame(parent, name, to, rows, h5::Unused::Keep, m_job);
        } else {
            throw Error(ErrorKind::Input,
                        encoding.empty() ? "its kind is not known" : "it is of type " + encoding,
                        object.place().text(), "");
        }
    }

    void raw(const h5::Kept& cells) {
        if (!m_from.has("raw")) return;
        const h5::Object from = m_from.child("raw");
        if (!from.is_group() || !from.has("X") || !from.has("var")) return;
        const h5::Target made = h5::make_group(m_to, "raw");
        h5::copy_attributes_of(from, made);
        const h5::Kept genes(m_raw_genes);
        element(from, "X", made, cells, genes);
        h5::copy_frame(from, "var", made, genes, h5::Unused::Keep, m_job);
        if (!from.has("varm")) return;
        const h5::Object all = from.child("varm");
        const h5::Target varm = h5::make_group(made, "varm");
        h5::copy_attributes_of(all, varm);
        for (const std::string& name : all.names()) element(all, name, varm, genes, {});
    }

    // Colours of categories that went are taken out, all else is as it is.
    void unstructured(const h5::Dropped& of_obs, const h5::Dropped& of_var) {
        if (!m_from.has("uns")) return;
        h5::copy_whole(m_from, "uns", m_to);
        const h5::Object uns = m_from.child("uns");
        if (!uns.is_group()) return;
        const h5::Target made = h5::group_in(m_to, "uns");
        for (const h5::Dropped* dropped : {&of_var, &of_obs}) {
            for (const auto& [column, used] : *dropped) {
                const std::string name = column + "_colors";
                if (!uns.has(name)) continue;
                const h5::Object colors = uns.child(name);
                if (colors.is_group() || colors.shape().size() != 1 || colors.length() != used.before)
                    continue;
                h5::remove_link(made, name);
                h5::copy_part(colors, made, name, h5::Kept(used.kept), {}, m_job);
            }
        }
    }

    const h5::Object& m_from;
    const h5::Target& m_to;
    const KeptParts& m_kept;
    Job& m_job;
    Rows m_genes, m_raw_genes;
    std::vector<std::string> m_notes;
};

void add_results(const h5::Target& root, const h5::Object& source, const KeptParts& kept, Job& job) {
    const auto add = [&](const h5::Target& at, const char* name, const h5::Object& from,
                         const std::vector<Column>& columns) {
        const h5::FrameFacts facts = h5::look_at_frame(from.child(name));
        if (facts.plain) h5::declare_frame(at, name, facts);
        if (!columns.empty()) h5::add_columns(at, name, facts, columns, job);
    };
    add(root, "obs", source, kept.obs);
    add(root, "var", source, kept.of_raw ? std::vector<Column>() : kept.var);
    if (kept.of_raw) {
        // The colours of columns of raw have no place.
        add(h5::group_in(root, "raw"), "var", source.child("raw"), kept.var);
    }
}

}  // namespace

std::vector<std::string> write_subset(const std::string& source, const std::string& target,
                                      const KeptParts& kept, Job& job) {
    const h5::Object from = h5::Object::root(source);
    AtomicFile file(target);
    std::vector<std::string> notes;
    h5::Handle handle = h5::create_file(file.path());
    {
        const h5::Target root{handle, {target, "/"}};
        notes = Subset(from, root, kept, job).run();
        job.progress(0.95, "adding columns");
        add_results(root, from, kept, job);
    }
    h5::close_written(std::exchange(handle, h5::Handle()), target);
    if (const auto mended = h5::texts_to_mend(file.path(), job); !mended.empty()) {
        h5::Handle again = h5::open_for_change(file.path());
        h5::write_mended({again, {target, "/"}}, mended);
        h5::close_written(std::exchange(again, h5::Handle()), target);
    }
    job.checkpoint();
    file.commit();
    job.progress(1, "adding columns");
    return notes;
}

}  // namespace regulus
