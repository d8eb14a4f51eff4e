#include "core/workflow/quality_control.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/data/selected_genes.h"
#include "core/workflow/learning_assay.h"

namespace regulus {
namespace {

constexpr std::size_t most_batches = 10000;

struct BatchCodes {
    std::vector<std::int32_t> codes;
    std::size_t count = 1;
};

// Batches of the cells that are kept; the others, and cells without a value, have -1.
BatchCodes batch_codes(const Dataset& dataset, const std::string& column, const CellSet& kept,
                       std::vector<std::string>& warnings) {
    BatchCodes batches{std::vector<std::int32_t>(dataset.cells(), 0), 1};
    if (!column.empty()) {
        const Column* found = dataset.obs.find(column);
        auto categories = found != nullptr ? as_categorical(*found, most_batches) : std::nullopt;
        if (!categories) {
            throw Error(ErrorKind::Usage, "obs has no batch column '" + column + "'", {},
                        "Choose a column of text or whole numbers");
        }
        batches.codes = std::move(categories->codes);
        batches.count = std::max<std::size_t>(1, categories->categories.size());
        const auto without = std::ranges::count_if(batches.codes, [](std::int32_t code) { return code < 0; });
        if (without > 0) warnings.push_back(fmt::format("Cells without a batch are left out: {}", without));
    }
    for (std::size_t c = 0; c < batches.codes.size(); ++c) {
        if (!kept.contains(c)) batches.codes[c] = -1;
    }
    return batches;
}

void find_variable(const Dataset& dataset, const Assay& assay, const QualityRequest& request,
                   QualityReport& report, Job& job) {
    const BatchCodes batches = batch_codes(dataset, request.batch_column, report.cells.kept, report.warnings);
    Assay some = assay;
    // Totals are then of the genes that are kept, as after a filter in any other program.
    if (report.genes.removed > 0) some.matrix = selected_genes(assay.matrix, report.genes.kept);
    report.variable = highly_variable_genes(some, {batches.codes, batches.count}, *request.variable, job);
    const auto& more = report.variable->warnings;
    report.warnings.insert(report.warnings.end(), more.begin(), more.end());
}

}  // namespace

QualityReport quality_control(const Dataset& dataset, const QualityRequest& request, Job& job) {
    const Assay& assay = learning_assay(dataset, request.assay);
    QualityReport report;
    report.assay = assay.name;
    report.kind = assay.kind;
    if (assay.kind != ValueKind::Counts) {
        report.warnings.push_back(
            fmt::format("{} has {} values, not counts; totals and shares are of these values", assay.name,
                        describe_values(assay)));
    }
    report.mitochondrial = mitochondrial_genes(*assay.var);
    PartJob first(job, 0, 0.4), second(job, 0.4, 0.6), third(job, 0.6, 1);
    report.all = cell_quality(*assay.matrix, report.mitochondrial, nullptr, first);
    report.cells = filter_cells(report.all, request.cells);
    report.warnings.insert(report.warnings.end(), report.cells.warnings.begin(), report.cells.warnings.end());
    if (report.cells.kept.empty()) {
        throw Error(ErrorKind::Data, "No cell passes the filter", dataset.name, "Choose wider bounds");
    }
    report.kept = report.cells.removed == 0
                      ? report.all
                      : cell_quality(*assay.matrix, report.mitochondrial, &report.cells.kept, second);
    report.genes = filter_genes(report.kept, request.min_cells);
    if (report.genes.kept.empty()) {
        throw Error(ErrorKind::Data, "No gene is detected in that many cells", dataset.name,
                    "Lower the minimum number of cells");
    }
    if (request.variable) find_variable(dataset, assay, request, report, third);
    job.progress(1, "quality of cells");
    return report;
}

}  // namespace regulus
