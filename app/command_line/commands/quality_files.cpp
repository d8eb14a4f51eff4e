#include "app/command_line/commands/quality_files.h"

#include "core/io/anndata/h5ad_export.h"
#include "core/io/anndata/h5ad_subset.h"
#include "core/io/files/csv_writer.h"
#include "core/workflow/filtered_dataset.h"

namespace regulus {
namespace {

void add_values(CsvWriter& table, const std::vector<Column>& columns, std::size_t row) {
    for (const Column& column : columns) table.field(column.numeric()->values[row]);
}

std::vector<std::string> names_of(const char* first, const std::vector<Column>& columns,
                                  std::initializer_list<const char*> more) {
    std::vector<std::string> names{first};
    for (const Column& column : columns) names.push_back(column.name);
    names.insert(names.end(), more.begin(), more.end());
    return names;
}

// A value as a table has it; empty where there is none.
void add_value(CsvWriter& table, const Column& column, std::ptrdiff_t row) {
    if (const Boolean* truth = column.boolean()) {
        table.field(row >= 0 && truth->values[static_cast<std::size_t>(row)] > 0 ? "true" : "false");
    } else if (row < 0) {
        table.field("");
    } else {
        table.field(column.numeric()->values[static_cast<std::size_t>(row)]);
    }
}

}  // namespace

void write_cells(const std::string& path, const Dataset& dataset, const QualityReport& report) {
    const std::vector<Column> columns = cell_columns(report.all);
    CsvWriter table(path);
    table.names(names_of("cell", columns, {"kept"}));
    for (std::size_t c = 0; c < dataset.cells(); ++c) {
        table.field(dataset.obs.index[c]);
        add_values(table, columns, c);
        table.field(report.cells.kept.contains(c) ? "true" : "false");
        table.end_row();
    }
    table.commit();
}

void write_genes(const std::string& path, const Table& var, const QualityReport& report) {
    const std::vector<Column> columns = gene_columns(report.kept);
    const std::vector<Column> variable = variable_columns(report);
    std::vector<std::string> names = names_of("gene", columns, {"kept"});
    for (const Column& column : variable) names.push_back(column.name);
    std::vector<std::ptrdiff_t> place(var.size(), -1);
    for (std::size_t i = 0; i < report.genes.kept.size(); ++i)
        place[report.genes.kept[i]] = static_cast<std::ptrdiff_t>(i);
    CsvWriter table(path);
    table.names(names);
    for (std::size_t g = 0; g < var.size(); ++g) {
        table.field(var.index[g]);
        add_values(table, columns, g);
        table.field(place[g] >= 0 ? "true" : "false");
        for (const Column& column : variable) add_value(table, column, place[g]);
        table.end_row();
    }
    table.commit();
}

std::vector<std::string> write_data(const std::string& path, const Dataset& dataset,
                                    const QualityReport& report, bool filter, Job& job) {
    if (!filter) return write_with_results(dataset, path, quality_columns(report), {}, job);
    Dataset whole = dataset;
    for (Column& column : quality_columns(report)) {
        std::erase_if(whole.obs.columns, [&](const Column& old) { return old.name == column.name; });
        if (column.name != "regulus_kept") whole.obs.columns.push_back(std::move(column));
    }
    Dataset some = filtered_dataset(whole, report);
    if (!dataset.extendable) return write_with_results(some, path, {}, {}, job);
    const Table& var = *some.assay(report.assay)->var;
    const bool of_raw = report.assay == "raw";
    KeptParts kept{report.cells.kept.rows(), report.genes.kept, of_raw, dataset.part, {}, {}};
    const auto add = [](std::vector<Column>& to, const Table& from, const std::string& name) {
        if (const Column* column = from.find(name)) to.push_back(*column);
    };
    for (const std::string& name : dataset.added_columns) add(kept.obs, some.obs, name);
    for (const Column& column : cell_columns(report.all)) add(kept.obs, some.obs, column.name);
    for (const Column& column : gene_columns(report.kept)) add(kept.var, var, column.name);
    for (const Column& column : variable_columns(report)) add(kept.var, var, column.name);
    return write_subset(dataset.unpacked.empty() ? dataset.path : dataset.unpacked, path, kept, job);
}

}  // namespace regulus
