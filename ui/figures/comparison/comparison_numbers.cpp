#include "ui/figures/comparison/comparison_numbers.h"

#include "core/base/plain_number.h"
#include "ui/figures/comparison/comparison_plots.h"

namespace regulus {
namespace {

std::vector<std::string> columnsOf(const ComparisonResult& result, std::size_t group) {
    const bool genes = result.ofGenes();
    std::vector<std::string> columns{"group", genes ? "gene" : "tf", "rank"};
    const auto add = [&](const char* change, const char* score, const char* q) {
        columns.insert(columns.end(), {change, score, q});
    };
    if (result.testedByDonors(group))
        add("log2_fold_change", "t", "fdr_voom");
    else if (result.cells.of_depth())
        add("difference_depth", "z_depth", "fdr_depth");
    else
        add(result.cells.counts ? "log2_fold_change" : "difference", "z", "fdr_wilcoxon");
    if (genes) columns.insert(columns.end(), {"share", "share_rest"});
    columns.emplace_back("side");
    return columns;
}

const char* sideOf(PointPlot::Tone tone) {
    if (tone == PointPlot::Tone::Muted) return "";
    return tone == PointPlot::Tone::Higher ? "higher" : "lower";
}

}  // namespace

FigureNumbers comparisonNumbers(const ComparisonResult& result, std::size_t group,
                                const ComparisonFilters& filters, const std::vector<std::uint32_t>& ranked) {
    FigureNumbers numbers;
    numbers.columns = columnsOf(result, group);
    for (std::size_t i = 0; i < ranked.size(); ++i) {
        const ComparedRow row = comparedRow(result, group, ranked[i]);
        std::vector<std::string> line{result.cells.groups.names[group], result.name(ranked[i]),
                                      std::to_string(i + 1)};
        for (const double value : {row.change, row.score, row.q}) line.push_back(plain_number(value));
        if (result.ofGenes())
            for (const double share : {row.share, row.shareRest})
                line.push_back(plain_number(static_cast<float>(share)));
        line.emplace_back(sideOf(toneOf(row, filters)));
        numbers.rows.push_back(std::move(line));
    }
    return numbers;
}

}  // namespace regulus
