#include "app/command_line/options/comparison_options.h"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "app/command_line/console.h"
#include "app/command_line/options/open_files.h"
#include "app/command_line/options/output_files.h"
#include "core/base/count_text.h"
#include "core/base/error.h"
#include "core/workflow/apply_model.h"

namespace regulus {
namespace {

constexpr std::size_t most_rewired = 1'000;

void declare_results(CLI::App& app, ComparisonArguments& arguments) {
    app.add_option("--out", arguments.out,
                   "Table to write (.csv, .tsv), or a new .h5ad with the ranking in uns as scanpy's "
                   "rank_genes_groups")
        ->type_name("FILE");
    app.add_option("--test", arguments.test,
                   "Test to rank by: wilcoxon, wilcoxon-continuity, welch or, of TFs, equal-depth (default: "
                   "wilcoxon; "
                   "of TFs equal-depth)")
        ->check(CLI::IsMember({"wilcoxon", "wilcoxon-continuity", "welch", "equal-depth"}));
    app.add_option("--pseudo-count", arguments.pseudo_count,
                   "Added to both means of counts per 10,000 before the fold change")
        ->check(CLI::PositiveNumber)
        ->default_str("1");
    app.add_option("--min-cells", arguments.min_cells, "Minimum cells of a group that is tested")
        ->check(CLI::Range(1, 1'000'000'000))
        ->default_str("3");
    app.add_option("--min-share", arguments.filter.min_share,
                   "Leave out genes expressed in a smaller share of cells in the group and in the rest")
        ->check(CLI::Range(0.0, 1.0));
    app.add_option("--min-fold-change", arguments.filter.min_fold_change,
                   "Leave out genes with a smaller absolute log2 fold change")
        ->check(CLI::NonNegativeNumber);
    app.add_option("--max-fdr", arguments.filter.most_q, "Leave out genes with a higher false discovery rate")
        ->check(CLI::Range(0.0, 1.0));
    app.add_flag("--up", arguments.filter.up, "Only genes that are higher in the group");
    app.add_option("--top", arguments.top, "Genes printed for each group")->capture_default_str();
}

RankingTest test_of(const ComparisonArguments& arguments) {
    using enum RankingTest;
    for (const RankingTest test : {Wilcoxon, WilcoxonContinuity, Welch, EqualDepth})
        if (arguments.test == to_string(test)) return test;
    return arguments.over == "genes" ? Wilcoxon : EqualDepth;
}

bool filters(const ComparisonFilter& filter) {
    return filter.min_share > 0 || filter.min_fold_change > 0 || filter.most_q < 1 || filter.up;
}

void check_donors(ComparisonArguments& arguments) {
    if (arguments.donors.donors.empty()) return;
    if (arguments.over != "genes")
        throw Error(ErrorKind::Usage, "Donors are compared by counts of genes alone", {},
                    "Leave --over or --donors out");
    if (arguments.filter.min_share > 0 || !arguments.test.empty())
        throw Error(ErrorKind::Usage, "--min-share and --test apply to cells, not to donors", {},
                    "Leave them out: donors are tested by limma with voom");
    if (arguments.min_cells)
        throw Error(ErrorKind::Usage, "--min-cells applies to cells, not to donors", {},
                    "Leave it out; --min-donor-cells is the minimum of a donor");
    if (arguments.pseudo_count)
        throw Error(ErrorKind::Usage, "--pseudo-count applies to cells, not to donors", {},
                    "Leave it out: fold changes of donors are those of limma with voom");
    arguments.donors.assay = arguments.assay;
}

OpenedValues values_of_model(const ComparisonArguments& arguments, const Dataset& dataset, Console& console,
                             Job& job) {
    OpenedValues opened;
    opened.model = open_model(arguments.model);
    const ModelInput input =
        prepare_model(dataset, *opened.model, open_genes(arguments.genes, job), arguments.assay);
    for (const auto& warning : input.warnings) console.warn(warning);
    if (opened.model->reader) {
        TfReader reader = model_tf_reader(*opened.model, input.match, input.genes.size());
        opened.values = arguments.over == "activity"
                            ? compared_activity(input.expression, std::move(reader.regulons))
                            : compared_attention(input.expression, std::move(reader));
        return opened;
    }
    if (arguments.over == "activity")
        throw Error(ErrorKind::Usage, "Activity of a model that reads genes is not defined", arguments.model,
                    "Give the prior with --prior");
    opened.values = compared_choice(input, Predictor::create(opened.model));
    return opened;
}

OpenedValues values_of_prior(const ComparisonArguments& arguments, const Dataset& dataset, Console& console,
                             Job& job) {
    const RegulatoryNetwork prior = open_prior(arguments.prior, arguments.prior_filters, job);
    RegulonInput input =
        prepare_regulons(dataset, prior, {open_genes(arguments.genes, job), arguments.assay, {}});
    for (const auto& warning : input.warnings) console.warn(warning);
    console.say("gene names: " + describe(input.choice));
    OpenedValues opened;
    if (arguments.over == "activity")
        opened.values = compared_activity(
            input.expression, activity_regulons(input.genes, prior, PriorReaderOptions().min_targets));
    else
        opened.values = compared_attention(input.expression,
                                           make_prior_reader(*input.expression, input.genes, prior, {}, job));
    console.say(fmt::format("{} of {} are genes of this dataset, and have enough targets besides themselves",
                            count_text(opened.values.names.size()),
                            count_text(input.regulons.count(), "TF", "TFs")));
    return opened;
}

}  // namespace

void declare_comparison(CLI::App& app, ComparisonArguments& arguments) {
    declare_data(app, arguments.data);
    app.add_option("--over", arguments.over,
                   "What is compared: genes, activity (of TFs) or attention (to TFs)")
        ->check(CLI::IsMember({"genes", "activity", "attention"}))
        ->capture_default_str();
    auto* const model =
        app.add_option("--model", arguments.model, "Activity and attention: of this model (.safetensors)")
            ->type_name("FILE");
    app.add_option("--prior", arguments.prior,
                   "Activity and attention without a model: TF → target edges, or starter")
        ->type_name("FILE")
        ->excludes(model);
    declare_prior_filters(app, arguments.prior_filters);
    app.add_option(
           "--rewired", arguments.rewired,
           "Activity and attention: rewired priors that each TF's difference is compared with; 0: none")
        ->check(CLI::IsMember({0}) | CLI::Range(fewest_rewired, most_rewired))
        ->default_str(std::to_string(rewired_priors));
    app.add_option("--assay", arguments.assay, "Values to use: X, raw or a layer")->type_name("NAME");
    declare_cells(app, arguments.cells);
    declare_genes(app, arguments.genes);
    auto* const donors =
        app.add_option("--donors", arguments.donors.donors,
                       "Column of donors: counts are added up by donor, and donors are the replicates")
            ->type_name("COLUMN");
    app.add_option("--min-donor-cells", arguments.donors.min_cells,
                   "Minimum cells of a donor in a group, and outside it")
        ->check(CLI::Range(1, 1'000'000'000))
        ->needs(donors)
        ->capture_default_str();
    declare_results(app, arguments);
}

void check_comparison(ComparisonArguments& arguments) {
    const bool tfs = arguments.over != "genes", source = !arguments.model.empty() || !arguments.prior.empty();
    if (tfs && !source)
        throw Error(ErrorKind::Usage, "TFs need a model or a prior", {}, "Give one with --model or --prior");
    if (!tfs && source)
        throw Error(ErrorKind::Usage, "--model and --prior apply to TFs alone", {},
                    "Add --over activity or --over attention, or leave them out");
    if (tfs && (arguments.filter.min_fold_change > 0 || arguments.pseudo_count))
        throw Error(ErrorKind::Usage, "TF activity and attention have no fold change", {},
                    "Leave --min-fold-change and --pseudo-count out");
    if (arguments.prior.empty() && arguments.prior_filters != PriorArguments{})
        throw Error(ErrorKind::Usage, "Filters of a prior apply to --prior alone", {},
                    "Leave --min-confidence, --sign, --min-importance, --top-targets, --tf-list and "
                    "--expand-complexes out");
    if (!tfs && arguments.rewired)
        throw Error(ErrorKind::Usage, "--rewired applies to TF activity and attention alone", {},
                    "Add --over activity or --over attention, or leave it out");
    arguments.options.rewired = tfs ? arguments.rewired.value_or(rewired_priors) : 0;
    arguments.options.pseudo_count = arguments.pseudo_count.value_or(arguments.options.pseudo_count);
    arguments.options.min_cells = arguments.min_cells.value_or(arguments.options.min_cells);
    arguments.filter.by = test_of(arguments);
    if (!tfs && arguments.filter.by == RankingTest::EqualDepth)
        throw Error(ErrorKind::Usage, "--test equal-depth applies to TFs alone", {},
                    "Leave it out: genes are compared by counts per 10,000");
    check_donors(arguments);
    if (arguments.out.empty()) return;
    check_output(arguments.out, {".h5ad", ".csv", ".tsv", ".txt"},
                 "Comparisons are written as .csv, .tsv or .h5ad");
    if (ends_with(arguments.out, ".h5ad") && filters(arguments.filter))
        throw Error(ErrorKind::Usage, "A new .h5ad holds the ranking of all genes", arguments.out,
                    "Write a .csv for some of them");
}

OpenedValues open_values(const ComparisonArguments& arguments, const Dataset& dataset, Console& console,
                         Job& job) {
    if (!arguments.model.empty()) return values_of_model(arguments, dataset, console, job);
    if (!arguments.prior.empty()) return values_of_prior(arguments, dataset, console, job);
    OpenedValues opened{compared_genes(dataset, arguments.assay, open_genes(arguments.genes, job)), nullptr};
    if (!opened.values.counts && (arguments.pseudo_count || arguments.filter.min_fold_change > 0))
        throw Error(ErrorKind::Usage,
                    "These values cannot be brought to counts per 10,000, and have no fold change: " +
                        opened.values.values,
                    dataset.path, "Leave --min-fold-change and --pseudo-count out, or choose other values");
    return opened;
}

}  // namespace regulus
