#include "core/io/text/marker_table.h"

#include <algorithm>
#include <cmath>
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
    std::size_t group = 0, gene = 0, change = 0, mean = 0, mean_rest = 0, p = 0, fdr = 0, fields = 0;
};

Places places_in(const std::vector<std::string>& names, const std::string& path, std::string& fdr) {
    const auto find = [&](const std::string& name) {
        return static_cast<std::size_t>(std::ranges::find(names, name) - names.begin());
    };
    const std::size_t none = names.size();
    if (fdr.empty())
        fdr = find("fdr_voom") != none || find("donor_fdr_voom") != none ? "fdr_voom" : "fdr_wilcoxon";
    const std::string donors = find(fdr) == none && find("donor_" + fdr) != none ? "donor_" : "";
    Places places{.group = find("group"),
                  .gene = std::min(find("gene"), find("tf")),
                  .change = find(donors + "log2_fold_change"),
                  .mean = find("mean"),
                  .mean_rest = find("mean_rest"),
                  .p = find(donors + "p_" + fdr.substr(fdr.find('_') + 1)),
                  .fdr = find(donors + fdr),
                  .fields = none};
    if (places.group == none || places.gene == none || places.change == none)
        refuse(path, 1, "The table has no columns group, gene and log2_fold_change");
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

// Of some genes all should not point to one side.
bool one_sided(const std::vector<MarkerRow>& rows) {
    constexpr std::size_t some = 20;
    const auto up = std::ranges::count_if(rows, [](const MarkerRow& row) { return row.change > 0; });
    const auto down = std::ranges::count_if(rows, [](const MarkerRow& row) { return row.change < 0; });
    return static_cast<std::size_t>(up + down) >= some && (up == 0 || down == 0);
}

// Over how many tests the rates are, at least; 0 where no row tells.
double tests_behind(const std::vector<MarkerRow>& rows) {
    std::vector<const MarkerRow*> tested;
    for (const MarkerRow& row : rows)
        if (row.p > 0 && row.fdr > 0) tested.push_back(&row);
    const auto untold = static_cast<std::size_t>(
        std::ranges::count_if(rows, [](const MarkerRow& row) { return row.p == 0; }));
    std::ranges::sort(tested, {}, &MarkerRow::p);
    double tests = 0;
    for (std::size_t i = 0; i < tested.size(); ++i) {
        // Equal p share the last of their ranks.
        if (i + 1 < tested.size() && tested[i + 1]->p == tested[i]->p) continue;
        const auto rank = static_cast<double>(untold + i + 1);
        tests = std::max(tests, tested[i]->fdr / tested[i]->p * rank);
    }
    return tests;
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
    const bool donors = fdr == "fdr_voom";
    if (!donors && std::ranges::any_of(counts, [&](std::size_t count) { return count != counts.front(); }))
        return false;
    return !one_sided(rows) && tests_behind(rows) <= 1.01 * static_cast<double>(rows.size());
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
            refuse(path, lines.number(), "The line does not have as many fields as the first");
        const auto [at, fresh] = numbers.emplace(fields[places.group], made.groups.size());
        if (fresh) made.groups.push_back(fields[places.group]);
        const auto value = [&](std::size_t place) {
            return place < fields.size() ? number(fields[place], path, lines.number())
                                         : std::numeric_limits<double>::quiet_NaN();
        };
        double change = value(places.change);
        if (std::isnan(change)) change = value(places.mean) - value(places.mean_rest);
        made.rows.push_back({at->second, fields[places.gene], change, value(places.p), value(places.fdr)});
    }
    if (made.rows.empty()) refuse(path, 0, "The table has no rows");
    return made;
}

}  // namespace regulus
