#include "core/workflow/dataset_summary.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/workflow/learning_assay.h"
#include "core/workflow/prior_match.h"

namespace regulus {
namespace {

// The assay a model would learn from, or null when only scaled values exist.
const Assay* usable_assay(const Dataset& dataset) {
    try {
        return &modelling_assay(dataset);
    } catch (const Error&) {
        return nullptr;
    }
}

void say_mapping(DatasetSummary& summary, const GeneMapping& mapping) {
    const GeneChoice& how = summary.gene_choice;
    if (how.mapped == 0) {
        summary.warnings.push_back(fmt::format(
            "{} matches none of the genes in {} (called {})", mapping.name(),
            how.column == "index" ? "the var index" : how.column, examples(summary.gene_names.names)));
    } else if (how.ambiguous > 0) {
        summary.warnings.push_back(
            fmt::format("{} gene names are ambiguous in {} and stay", how.ambiguous, mapping.name()));
    }
}

}  // namespace

DatasetSummary summarise(const Dataset& dataset, const GeneRequest& genes) {
    DatasetSummary summary;
    const Assay* assay = usable_assay(dataset);
    summary.cells = dataset.cells();
    summary.genes = dataset.assays.front().matrix->genes();
    summary.labels = label_columns(dataset.obs);
    summary.batches = batch_columns(dataset.obs);
    MatchedNames names = own_names(*(assay != nullptr ? assay : &dataset.assays.front())->var, genes);
    summary.gene_names = std::move(names.genes);
    summary.gene_choice = names.choice;
    summary.warnings = dataset.warnings;
    if (assay != nullptr) {
        summary.modelling_assay = assay->name;
        if (auto note = values_warning(*assay); !note.empty()) summary.warnings.push_back(std::move(note));
    } else if (dataset.cells() == 0) {
        summary.warnings.emplace_back("The dataset has no cells");
    } else if (std::ranges::all_of(dataset.assays, [](const Assay& each) {
                   return each.kind == ValueKind::Empty && each.scale;
               })) {
        summary.warnings.emplace_back("All expression values are zero: no model can be trained");
    } else {
        summary.warnings.emplace_back(
            "No counts or log-normalised values: the data can be explored, but no model can be trained");
    }
    if (genes.mapping) say_mapping(summary, *genes.mapping);
    // Of the index the dataset itself says so.
    if (summary.gene_names.duplicates > 0 && summary.gene_names.source != "index") {
        summary.warnings.push_back(
            fmt::format("Duplicate gene names get -1, -2, ... from the second on: {} in {}",
                        summary.gene_names.duplicates, summary.gene_names.source));
    }
    return summary;
}

}  // namespace regulus
