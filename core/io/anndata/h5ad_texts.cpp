#include "core/io/anndata/h5ad_texts.h"

#include <algorithm>
#include <optional>

#include "core/base/error.h"
#include "core/base/utf8.h"
#include "core/io/hdf5/hdf5_object.h"

namespace regulus::h5 {
namespace {

constexpr int deepest = 16;
constexpr std::size_t most_members = 100'000;

class Finder {
  public:
    explicit Finder(Job& job) : m_job(job) {}

    std::vector<MendedTexts> find(const Object& root) {
        look(root, "", 0);
        return std::move(m_found);
    }

  private:
    void look(const Object& group, const std::string& before, int depth) {
        for (const std::string& name : group.names()) {
            m_job.checkpoint();
            if (++m_seen > most_members) return;
            std::optional<Object> member;
            try {
                member = group.child(name);
            } catch (const Error&) {
                continue;  // a link to another file, or a type: no text
            }
            const std::string path = before + name;
            if (member->is_group()) {
                if (depth < deepest) look(*member, path + "/", depth + 1);
            } else if (member->type() == ValueType::String && member->shape().size() <= 1) {
                take(*member, path);
            }
        }
    }

    void take(const Object& object, const std::string& path) {
        std::vector<std::string> texts = object.read_texts(m_job);
        if (std::ranges::all_of(texts, [](const std::string& text) { return is_utf8(text); })) return;
        for (std::string& text : texts) text = as_utf8(text);
        m_found.push_back({path, std::move(texts)});
    }

    Job& m_job;
    std::size_t m_seen = 0;
    std::vector<MendedTexts> m_found;
};

}  // namespace

std::vector<MendedTexts> texts_to_mend(const std::string& file, Job& job) {
    return Finder(job).find(Object::root(file));
}

void write_mended(const Target& root, const std::vector<MendedTexts>& all) {
    for (const MendedTexts& one : all) replace_texts(root, one.path, one.texts);
}

}  // namespace regulus::h5
