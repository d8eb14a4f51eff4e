#include "app/command_line/pictures/comparison_figures.h"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/base/count_text.h"
#include "core/base/error.h"
#include "ui/figures/comparison/comparison_numbers.h"
#include "ui/figures/comparison/comparison_plots.h"
#include "ui/figures/point_plot_figure.h"

namespace regulus {
namespace {

// By donors where they were named, and by cells all the same: whose shares the filters know. Donors first: a
// column that is not there is told at once.
ComparisonResult compared(const Dataset& dataset, CellGroups sides, const OpenedValues& opened,
                          const ComparisonArguments& values, Job& job) {
    const bool by_donors = !values.donors.donors.empty();
    PartJob adding(job, 0, by_donors ? 0.4 : 0), testing(job, by_donors ? 0.4 : 0, 1);
    std::optional<DonorComparison> donors;
    if (by_donors)
        donors = compare_donors(dataset, sides, open_genes(values.genes, adding), values.donors, adding);
    ComparisonResult result;
    result.cells = compare_cells(opened.values, std::move(sides), dataset.obs, opened.model.get(),
                                 values.options, testing);
    if (donors) addDonors(result, std::move(*donors), {});
    return result;
}

// What `compare` says of the same numbers.
void say(Console& console, const ComparisonResult& result) {
    const auto& donors = result.donors;
    for (const std::string& warning : donors ? donors->warnings : result.cells.warnings)
        console.warn(warning);
    console.say("values: " + (donors ? donors->values : result.cells.values));
    for (const std::string& note : donors ? donors->notes : result.cells.notes) console.say("Note: " + note);
}

void say_passing(Console& console, const PointPlot& plot, bool genes) {
    const auto passing = static_cast<std::size_t>(std::ranges::count_if(
        plot.points, [](const auto& one) { return one.tone != PointPlot::Tone::Muted; }));
    console.say(fmt::format("{} of {} in colour", count_text(passing),
                            count_text(plot.points.size(), genes ? "gene" : "TF", genes ? "genes" : "TFs")));
}

}  // namespace

void declare_sides(CLI::App& app, ComparedSidesArguments& arguments) {
    app.add_option(
           "--of", arguments.sides.of,
           "Volcano, ranking, network: the group: cells with this value in a column of obs, or any of "
           "several (network: all cells by default)")
        ->type_name("COLUMN=VALUE");
    app.add_option("--against", arguments.sides.against,
                   "Volcano, ranking: the group to compare with (default: all other cells); network: a group "
                   "beside the first")
        ->type_name("COLUMN=VALUE");
    ComparisonFilters& filters = arguments.filters;
    app.add_option("--min-share", filters.minShare,
                   "Volcano, ranking: in grey, genes expressed in a smaller share of cells in the group and "
                   "in the rest")
        ->check(CLI::Range(0.0, 1.0));
    app.add_option("--min-change,--min-fold-change", filters.minChange,
                   "Volcano, ranking: in grey, genes or TFs with a smaller absolute log2 fold change, or "
                   "difference of means")
        ->check(CLI::NonNegativeNumber);
    app.add_option("--max-fdr", filters.mostQ,
                   "Volcano, ranking: in grey, genes or TFs with a higher false discovery rate")
        ->check(CLI::Range(0.0, 1.0))
        ->capture_default_str();
    app.add_flag("--up", filters.upOnly,
                 "Volcano, ranking: only genes or TFs that are higher in the group in colour");
}

bool shows_sides(const std::string& view) {
    return view == "volcano" || view == "ranking";
}

void check_sides(const std::string& view, const ComparedSidesArguments& arguments,
                 ComparisonArguments& values) {
    const SideOptions& sides = arguments.sides;
    if (!shows_sides(view)) {
        if (view == "network" && arguments.filters == ComparisonFilters{}) {
            if (!sides.of.empty() || sides.against.empty()) return;
            throw Error(ErrorKind::Usage, "--against needs another group", {}, "Name it with --of");
        }
        if (sides.of.empty() && sides.against.empty() && arguments.filters == ComparisonFilters{}) return;
        throw Error(ErrorKind::Usage, "Options of comparisons do nothing for the view " + view, {},
                    "Choose --view volcano or ranking, or leave out --of, --against, --min-share, "
                    "--min-change, --max-fdr and --up");
    }
    if (sides.of.empty())
        throw Error(ErrorKind::Usage, "The view " + view + " takes a group", {}, "Name it with --of");
    const ComparisonFilters& filters = arguments.filters;
    // What is no number passes the checks of a range.
    if (!std::isfinite(filters.minShare) || !std::isfinite(filters.minChange) ||
        !std::isfinite(filters.mostQ))
        throw Error(ErrorKind::Usage, "--min-share, --min-change and --max-fdr are numbers", {},
                    "Give them as such");
    if (values.over != "genes" && filters.minShare > 0)
        throw Error(ErrorKind::Usage, "--min-share applies to genes alone", {}, "Leave it out");
    check_comparison(values);
}

MadeFigure comparison_figure(const std::string& view, const Dataset& dataset,
                             const ComparedSidesArguments& arguments, const ComparisonArguments& values,
                             Console& console, Job& job) {
    PartJob opening(job, 0, 0.2), comparing(job, 0.2, 1);
    CellGroups sides = sides_of(dataset.obs, arguments.sides, all_cells(dataset.cells()));
    name_by_values(sides, arguments.sides);
    const OpenedValues opened = open_values(values, dataset, console, opening);
    const auto result = std::make_shared<const ComparisonResult>(
        compared(dataset, std::move(sides), opened, values, comparing));
    say(console, *result);
    const std::vector<std::uint32_t> ranked = testedNames(*result, 0);
    const ComparisonFilters filters = arguments.filters;
    PointPlot plot =
        view == "volcano" ? volcanoOf(*result, 0, filters, ranked) : ranksOf(*result, 0, filters, ranked);
    plot.simulated = dataset.simulated || (opened.model && opened.model->record.simulated);
    say_passing(console, plot, result->ofGenes());
    return {nullptr, std::make_shared<PointPlotFigure>(std::move(plot)),
            [result, filters, ranked] { return comparisonNumbers(*result, 0, filters, ranked); }};
}

}  // namespace regulus
