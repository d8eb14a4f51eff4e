#include "core/workflow/filtered_dataset.h"

#include <algorithm>

#include "core/data/matrix_rows.h"
#include "core/data/selected_cells.h"
#include "core/data/selected_genes.h"

namespace regulus {
namespace {

// The genes that are kept, with what is known of them now.
std::shared_ptr<const Table> kept_var(const Table& var, const QualityReport& report) {
    Table some = selected_rows(var, report.genes.kept);
    for (const Column& column : gene_columns(report.kept)) {
        Numeric values{{}, column.numeric()->integral};  // sums and counts of now
        for (const std::uint32_t g : report.genes.kept) values.values.push_back(column.numeric()->values[g]);
        put(some.columns, {column.name, std::move(values)});
    }
    for (Column& column : variable_columns(report)) put(some.columns, std::move(column));
    return std::make_shared<const Table>(std::move(some));
}

bool same_genes(const Assay& a, const Assay& b) {
    return a.var == b.var || (a.name != "raw" && b.name != "raw" && a.var->index == b.var->index);
}

}  // namespace

std::vector<Column> quality_columns(const QualityReport& report) {
    std::vector<Column> columns = cell_columns(report.all);
    Boolean kept;
    for (std::size_t c = 0; c < report.cells.kept.universe(); ++c)
        kept.values.push_back(report.cells.kept.contains(c));
    columns.push_back({"regulus_kept", std::move(kept)});
    return columns;
}

std::vector<Column> variable_columns(const QualityReport& report) {
    if (!report.variable) return {};
    const VariableGenes& genes = *report.variable;
    Boolean chosen;
    for (const bool is : genes.chosen) chosen.values.push_back(is);
    std::vector<Column> columns{{"highly_variable", std::move(chosen)}, {"means", Numeric{genes.means}}};
    const auto add = [&](const char* name, const std::vector<double>& values) {
        if (!values.empty()) columns.push_back({name, Numeric{values}});
    };
    add("dispersions", genes.dispersions);
    add("dispersions_norm", genes.dispersions_norm);
    add("variances", genes.variances);
    add("variances_norm", genes.variances_norm);
    add("highly_variable_rank", genes.rank);
    return columns;
}

Dataset dataset_of_cells(const Dataset& dataset, const std::vector<std::uint32_t>& cells) {
    Dataset some = dataset;
    some.extendable = false;
    some.obs = selected_rows(dataset.obs, cells);
    for (Assay& assay : some.assays) assay.matrix = selected_cells(std::move(assay.matrix), cells);
    std::erase_if(some.embeddings,
                  [&](const Embedding& embedding) { return embedding.coordinates.rows != dataset.cells(); });
    for (Embedding& embedding : some.embeddings)
        embedding.coordinates = matrix_rows(embedding.coordinates, cells);
    for (CellGraph& graph : some.graphs)
        graph.matrix = selected_genes(selected_cells(std::move(graph.matrix), cells), cells);
    return some;
}

Dataset filtered_dataset(const Dataset& dataset, const QualityReport& report) {
    const Assay& looked_at = *dataset.assay(report.assay);
    Dataset some = dataset_of_cells(dataset, report.cells.kept.rows());
    const auto var = kept_var(*looked_at.var, report);
    for (Assay& assay : some.assays) {
        if (!same_genes(assay, looked_at)) continue;
        assay.var = var;
        if (report.genes.removed > 0)
            assay.matrix = selected_genes(std::move(assay.matrix), report.genes.kept);
    }
    return some;
}

}  // namespace regulus
