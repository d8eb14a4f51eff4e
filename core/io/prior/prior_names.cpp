#include "core/io/prior/prior_names.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <unordered_set>

#include "core/base/utf8.h"
#include "core/io/files/checksum.h"
#include "core/io/files/delimited_text.h"
#include "core/io/prior/prior_formats.h"
#include "core/io/prior/prior_words.h"

namespace regulus {
namespace {

constexpr std::size_t largest_text = std::size_t{512} << 20U;

bool is_title(const std::string& name) {
    static constexpr std::array<std::string_view, 8> titles{"tf",     "tfs",         "gene",      "genes",
                                                            "symbol", "gene_symbol", "gene_name", "name"};
    return std::ranges::find(titles, lower_case(name)) != titles.end();
}

}  // namespace

bool looks_like_names(const PriorHead& head) {
    return std::ranges::all_of(head.rows, [](const auto& row) { return row.size() == 1; });
}

std::optional<NameList> find_name_list(const std::string& path, Job& job) {
    const std::string text = read_text_file(path, largest_text, job);
    if (!looks_like_names(head_of(path, text))) return std::nullopt;
    NameList list;
    std::unordered_set<std::string> seen;
    std::vector<std::string> fields;
    LineReader lines(text, path);
    bool first = true;
    while (lines.next()) {
        if (lines.number() % 4096 == 0) job.checkpoint();
        const bool closed = split_fields(lines.line(), '\t', fields);
        if (!is_utf8(lines.line())) {
            refuse_prior(path, lines.number(),
                         "The name \"" + as_utf8(fields.empty() ? "" : fields[0]) + "\" is not UTF-8",
                         "Save the list as UTF-8");
        }
        if (!closed || fields.size() != 1 || fields[0].find_first_of(" ,;") != std::string::npos) {
            refuse_prior(path, lines.number(), "A list of names needs one name per line", "Correct the line");
        }
        if (first && is_title(fields[0])) {
            first = false;
            continue;
        }
        first = false;
        if (seen.insert(fields[0]).second) {
            list.names.push_back(fields[0]);
        } else {
            ++list.repeated;
        }
    }
    list.file = std::filesystem::path(path).filename().string();
    list.checksum = sha256_of_file(path, job);
    return list;
}

NameList read_name_list(const std::string& path, Job& job) {
    if (auto list = find_name_list(path, job)) return *std::move(list);
    refuse_prior(path, 0, "The file is not a list of names: its lines have several columns",
                 "Choose a file with one TF per line");
}

}  // namespace regulus
