#include "core/io/text/marker_table.h"

#include <algorithm>
#include <limits>
#include <unordered_map>

#include "core/base/error.h"
#include "core/io/files/delimited_text.h"
#include "core/io/files/number_text.h"

namespace regulus {
namespace {

constexpr std::size_t largest_text = std::size_t{1} << 30U;

[[noreturn]] void refuse(const std::string& path, std::size_t line, const std::string& what) {
    throw Error(ErrorKind::Input, what, path + (line > 0 ? ", line " + std::to_string(line) : std::string()),
                "Give a table that regulus markers or compare wrote");
}

struct Places {
    std::size_t group = 0, gene = 0, fold_change = 0, fdr = 0, fields = 0;
};

Places places_in(const std::vector<std::string>& names, const std::string& path, std::string& fdr) {
    const auto find = [&](const std::string& name) {
        return static_cast<std::size_t>(std::ranges::find(names, name) - names.begin());
    };
    const std::size_t none = names.size();
    Places places{find("group"), find("gene"), find("log2_fold_change"), none, none};
    if (places.gene == none) places.gene = find("tf");
    if (places.group == none || places.gene == none || places.fold_change == none)
        refuse(path, 1, "The table has no columns group, gene and log2_fold_change");
    if (fdr.empty()) fdr = find("fdr_voom") != none ? "fdr_voom" : "fdr_wilcoxon";
    places.fdr = find(fdr);
    if (places.fdr == none)
        throw Error(ErrorKind::Usage, "The table has no column '" + fdr + "'", path,
                    "Choose the test that the table holds");
    return places;
}

double number(const std::string& text, const std::string& path, std::size_t line) {
    if (text.empty()) return std::numeric_limits<double>::quiet_NaN();
    const auto value = decimal_number(text);
    if (!value) refuse(path, line, "'" + text + "' is no number");
    return *value;
}

}  // namespace

std::vector<std::string> MarkerTable::genes(std::size_t group) const {
    std::vector<std::string> names;
    for (const MarkerRow& row : rows)
        if (row.group == group) names.push_back(row.gene);
    return names;
}

bool MarkerTable::complete() const {
    std::vector<std::size_t> counts(groups.size(), 0);
    for (const MarkerRow& row : rows) ++counts[row.group];
    return std::ranges::all_of(counts, [&](std::size_t count) { return count == counts.front(); });
}

MarkerTable read_marker_table(const std::string& path, const std::string& fdr, Job& job) {
    const std::string text = read_text_file(path, largest_text, job);
    // Such lines are passed over below, and these would be lost.
    if (text.find("\n#") != std::string::npos)
        refuse(path, 0, "A line begins with '#', as comments do: a group of that name cannot be read");
    MarkerTable made;
    made.fdr = fdr;
    LineReader lines(text, path);
    std::vector<std::string> fields;
    if (!lines.next()) refuse(path, 0, "The table has no lines");
    const char delimiter = delimiter_of(lines.line());
    if (!split_fields(lines.line(), delimiter, fields)) refuse(path, 1, "A quote is not closed");
    const Places places = places_in(fields, path, made.fdr);
    std::unordered_map<std::string, std::size_t> numbers;
    while (lines.next()) {
        if (lines.number() % 1024 == 0) job.checkpoint();
        if (!split_fields(lines.line(), delimiter, fields) || fields.size() != places.fields)
            refuse(path, lines.number(), "The line has not as many fields as the first");
        const auto [at, fresh] = numbers.emplace(fields[places.group], made.groups.size());
        if (fresh) made.groups.push_back(fields[places.group]);
        made.rows.push_back({at->second, fields[places.gene],
                             number(fields[places.fold_change], path, lines.number()),
                             number(fields[places.fdr], path, lines.number())});
    }
    if (made.rows.empty()) refuse(path, 0, "The table has no rows");
    return made;
}

}  // namespace regulus
