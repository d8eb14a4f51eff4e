#include "core/io/prior/gene_set_reader.h"

#include <unordered_set>

#include "core/base/count_text.h"
#include "core/base/utf8.h"
#include "core/io/files/delimited_text.h"
#include "core/io/prior/gmt_fields.h"
#include "core/io/prior/prior_words.h"

namespace regulus {
namespace {

constexpr std::size_t largest_text = std::size_t{512} << 20U;
constexpr const char* remedy = "Correct the line, or choose a GMT file";

GeneSet read_set(const std::string& path, const LineReader& lines) {
    if (!is_utf8(lines.line()))
        refuse_prior(path, lines.number(), "The gene set is not UTF-8", "Save the file as UTF-8");
    GeneSet set;
    std::unordered_set<std::string_view> seen;
    std::size_t fields = 0;
    each_gmt_field(lines.line(), [&](std::size_t place, std::string_view field) {
        ++fields;
        if (place == 0) set.name = field;
        if (place < 2 || field.empty() || !seen.insert(field).second) return;
        set.genes.emplace_back(field);
    });
    if (fields < 2 || set.name.empty()) refuse_prior(path, lines.number(), gmt_line_rule, remedy);
    return set;
}

}  // namespace

GeneSets read_gene_sets(const std::string& path, Job& job) {
    const std::string text = read_text_file(path, largest_text, job);
    GeneSets made;
    std::unordered_set<std::string> names;
    std::size_t empty = 0;
    LineReader lines(text, path);
    while (lines.next()) {
        job.checkpoint();
        if (lines.number() % 256 == 0)
            job.progress(static_cast<double>(lines.position()) / static_cast<double>(text.size()),
                         "reading gene sets");
        GeneSet set = read_set(path, lines);
        if (!names.insert(set.name).second)
            refuse_prior(path, lines.number(), "Another gene set has the name " + set.name, remedy);
        if (set.genes.empty())
            ++empty;
        else
            made.sets.push_back(std::move(set));
    }
    if (made.sets.empty()) refuse_prior(path, 0, "The file has no gene set with genes", "Choose a GMT file");
    if (empty > 0) made.warnings.push_back(count_text(empty, "set has", "sets have") + " no genes");
    return made;
}

}  // namespace regulus
