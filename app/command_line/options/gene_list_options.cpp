#include "app/command_line/options/gene_list_options.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>

#include <algorithm>

#include "app/command_line/console.h"
#include "core/base/count_text.h"
#include "core/base/error.h"
#include "core/io/prior/prior_names.h"
#include "core/io/text/marker_table.h"

namespace regulus {
namespace {

std::size_t group_of(const MarkerTable& table, const GeneListOptions& options) {
    if (options.of.empty() && table.groups.size() == 1) return 0;
    const auto found = std::ranges::find(table.groups, options.of);
    if (found != table.groups.end()) return static_cast<std::size_t>(found - table.groups.begin());
    throw Error(ErrorKind::Usage,
                options.of.empty() ? "The table has several groups"
                                   : fmt::format("The table has no group '{}'", options.of),
                options.markers, fmt::format("Choose with --of: {}", fmt::join(table.groups, ", ")));
}

std::vector<std::string> markers_of(const MarkerTable& table, std::size_t group,
                                    const GeneListOptions& options) {
    std::vector<const MarkerRow*> rows;
    for (const MarkerRow& row : table.rows) {
        const double change = options.down ? -row.change : row.change;
        // NaN passes no bound.
        if (row.group == group && row.fdr <= options.max_fdr && change > 0 &&
            change >= options.min_fold_change)
            rows.push_back(&row);
    }
    // The table goes from what is highest to what is lowest in the group.
    if (options.down) std::ranges::reverse(rows);
    if (options.first > 0) rows.resize(std::min(rows.size(), options.first));
    std::vector<std::string> genes;
    for (const MarkerRow* const row : rows) genes.push_back(row->gene);
    if (genes.empty())
        throw Error(
            ErrorKind::Data,
            fmt::format("No gene of {} is {} with a false discovery rate ({}) of at most {}",
                        table.groups[group], options.down ? "lower" : "higher", table.fdr, options.max_fdr),
            options.markers, "Raise --max-fdr, or lower --min-fold-change");
    return genes;
}

}  // namespace

void declare_gene_list(CLI::App& app, GeneListOptions& options) {
    auto* const genes = app.add_option("--genes", options.genes, "The list: genes, separated by commas")
                            ->type_name("GENE,GENE,...")
                            ->delimiter(',');
    auto* const list =
        app.add_option("--list", options.list, "The list: a file with one gene per line")->type_name("FILE");
    auto* const markers =
        app.add_option(
               "--markers", options.markers,
               "The list: markers of a group, from a table that markers or compare wrote without filters")
            ->type_name("FILE");
    genes->excludes(list)->excludes(markers);
    list->excludes(markers);
    app.add_option(
           "--tested", options.tested,
           "File with all genes that could have been on the list, one per line (default with --markers: "
           "the genes of that group in the table)")
        ->type_name("FILE");
    app.add_option("--of", options.of, "Markers: of this group")->type_name("GROUP")->needs(markers);
    app.add_option("--test", options.test,
                   "Markers: whose false discovery rate counts: wilcoxon, wilcoxon-continuity, welch or voom "
                   "(default: voom where the table has it, else wilcoxon)")
        ->check(CLI::IsMember({"wilcoxon", "wilcoxon-continuity", "welch", "voom"}))
        ->needs(markers);
    app.add_option("--max-fdr", options.max_fdr, "Markers: with at most this false discovery rate")
        ->check(CLI::Range(0.0, 1.0))
        ->needs(markers)
        ->capture_default_str();
    app.add_option("--min-fold-change", options.min_fold_change,
                   "Markers: with at least this log2 fold change")
        ->check(CLI::NonNegativeNumber)
        ->needs(markers)
        ->capture_default_str();
    app.add_option("--first", options.first, "Markers: at most so many, the best (default: all)")
        ->check(CLI::Range(1, 1'000'000))
        ->needs(markers);
    app.add_flag("--down", options.down, "Markers: genes that are lower in the group")->needs(markers);
}

void check_gene_list(const GeneListOptions& options) {
    if (options.genes.empty() && options.list.empty() && options.markers.empty())
        throw Error(ErrorKind::Usage, "No list of genes was named", {},
                    "Give one with --genes, --list or --markers");
    if (options.markers.empty() && options.tested.empty())
        throw Error(ErrorKind::Usage, "It is not known which genes were tested", {},
                    "Give all genes that could have been on the list with --tested");
}

OpenedList open_gene_list(const GeneListOptions& options, Console& console, Job& job) {
    OpenedList opened;
    if (!options.tested.empty()) opened.tested = read_name_list(options.tested, job).names;
    if (!options.genes.empty()) opened.list = options.genes;
    if (!options.list.empty()) opened.list = read_name_list(options.list, job).names;
    if (options.markers.empty()) return opened;
    std::string fdr = options.test.empty() ? std::string() : "fdr_" + options.test;
    std::ranges::replace(fdr, '-', '_');
    const MarkerTable table = read_marker_table(options.markers, fdr, job);
    const std::size_t group = group_of(table, options);
    opened.list = markers_of(table, group, options);
    if (opened.tested.empty()) {
        opened.tested = table.genes(group);
        if (!table.complete() || opened.list.size() == opened.tested.size())
            console.warn(
                "The table seems to lack genes that were tested, or other groups: if it was written with "
                "filters, write it without, or give all genes with --tested");
    }
    console.say(
        fmt::format("{} of {}", count_text(opened.list.size(), "marker", "markers"), table.groups[group]));
    return opened;
}

}  // namespace regulus
