// regulus qc: quality of cells and genes, filters, and highly variable genes.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <chrono>
#include <nlohmann/json.hpp>

#include "app/command_line/command.h"
#include "app/command_line/console.h"
#include "app/command_line/data_options.h"
#include "app/command_line/open_files.h"
#include "core/base/memory.h"
#include "core/io/csv_writer.h"
#include "core/workflow/learning_assay.h"
#include "core/workflow/quality_control.h"

namespace regulus {
namespace {

using nlohmann::json;

VariableFlavor flavor_named(const std::string& name) {
    for (const auto flavor : {VariableFlavor::CellRanger, VariableFlavor::SeuratV3}) {
        if (name == to_string(flavor)) return flavor;
    }
    return VariableFlavor::Seurat;
}

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

// scanpy's columns of var; empty where a gene was removed or the method has no such value.
struct VariableColumns {
    explicit VariableColumns(const QualityReport& report) : genes(*report.variable) {
        place.assign(report.kept.gene_cells.size(), -1);
        for (std::size_t i = 0; i < report.genes.kept.size(); ++i)
            place[report.genes.kept[i]] = static_cast<std::ptrdiff_t>(i);
        v3 = !genes.variances.empty();
    }
    std::vector<const char*> names() const {
        if (v3) return {"highly_variable", "means", "variances", "variances_norm", "highly_variable_rank"};
        return {"highly_variable", "means", "dispersions", "dispersions_norm"};
    }
    void add(CsvWriter& table, std::size_t gene) const {
        const std::ptrdiff_t at = place[gene];
        const auto value = [&](const std::vector<double>& values) {
            at < 0 ? table.field("") : table.field(values[static_cast<std::size_t>(at)]);
        };
        table.field(at >= 0 && genes.chosen[static_cast<std::size_t>(at)] ? "true" : "false");
        value(genes.means);
        value(v3 ? genes.variances : genes.dispersions);
        value(v3 ? genes.variances_norm : genes.dispersions_norm);
        if (v3) value(genes.rank);
    }
    const VariableGenes& genes;
    std::vector<std::ptrdiff_t> place;
    bool v3 = false;
};

void write_genes(const std::string& path, const Table& var, const QualityReport& report) {
    const std::vector<Column> columns = gene_columns(report.kept);
    const auto variable = report.variable ? std::make_unique<VariableColumns>(report) : nullptr;
    std::vector<std::string> names = names_of("gene", columns, {"kept"});
    if (variable) {
        const auto more = variable->names();
        names.insert(names.end(), more.begin(), more.end());
    }
    std::vector<bool> kept(var.size(), false);
    for (const std::uint32_t g : report.genes.kept) kept[g] = true;
    CsvWriter table(path);
    table.names(names);
    for (std::size_t g = 0; g < var.size(); ++g) {
        table.field(var.index[g]);
        add_values(table, columns, g);
        table.field(kept[g] ? "true" : "false");
        if (variable) variable->add(table, g);
        table.end_row();
    }
    table.commit();
}

json removed_json(const FilteredCells& cells) {
    return {{"cells", cells.removed},           {"few_counts", cells.few_counts},
            {"many_counts", cells.many_counts}, {"few_genes", cells.few_genes},
            {"many_genes", cells.many_genes},   {"mitochondrial", cells.mitochondrial}};
}

class QualityCommand final : public Command {
  public:
    const char* name() const override { return "qc"; }
    const char* description() const override {
        return "Quality of cells and genes, filters, highly variable genes";
    }

    void declare(CLI::App& app) override {
        declare_data(app, m_data);
        app.add_option("--out", m_out, "Table of cells to write (.csv or .tsv)")->type_name("FILE");
        app.add_option("--genes-out", m_genes_out, "Table of genes to write (.csv or .tsv)")
            ->type_name("FILE");
        CellFilter& filter = m_request.cells;
        app.add_option("--min-counts", filter.min_counts, "Keep cells with at least so many counts");
        app.add_option("--max-counts", filter.max_counts, "Keep cells with at most so many counts");
        app.add_option("--min-genes", filter.min_genes, "Keep cells with at least so many genes");
        app.add_option("--max-genes", filter.max_genes, "Keep cells with at most so many genes");
        app.add_option("--max-mt", filter.max_pct_mt,
                       "Keep cells with at most so many percent of mitochondrial counts")
            ->check(CLI::Range(0.0, 100.0));
        app.add_option("--min-cells", m_request.min_cells,
                       "Keep genes found in at least so many of the cells that are kept");
        app.add_option("--variable", m_flavor, "Also find highly variable genes, by this method")
            ->check(CLI::IsMember({"seurat", "cell_ranger", "seurat_v3"}));
        app.add_option("--top", m_top, "Highly variable genes to choose (default: by their dispersion)");
        app.add_option("--batch", m_request.batch_column,
                       "Column of obs: choose highly variable genes batch by batch");
        app.add_option("--assay", m_request.assay, "Values to look at: X, raw or a layer");
    }

    void run(Console& console) override {
        for (const std::string& path : {m_out, m_genes_out})
            if (!path.empty()) check_output(path, {m_data.path});
        if (!m_flavor.empty()) {
            m_request.variable.emplace();
            m_request.variable->flavor = flavor_named(m_flavor);
            if (m_top > 0) m_request.variable->top = m_top;
        }
        ConsoleJob job(console);
        const auto dataset = open_dataset(m_data, job);
        const auto begin = std::chrono::steady_clock::now();
        const QualityReport report = quality_control(*dataset, m_request, job);
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
        for (const auto& warning : report.warnings) console.warn(warning);
        if (!m_out.empty()) write_cells(m_out, *dataset, report);
        const Table& var = *learning_assay(*dataset, report.assay).var;
        if (!m_genes_out.empty()) write_genes(m_genes_out, var, report);
        say(console, *dataset, report);
        emit(console, *dataset, report, seconds.count());
    }

  private:
    void say(Console& console, const Dataset& dataset, const QualityReport& report) const {
        const FilteredCells& cells = report.cells;
        console.say(fmt::format("values         {} ({})", report.assay, to_string(report.kind)));
        console.say(
            fmt::format("cells          {} of {} kept", dataset.cells() - cells.removed, dataset.cells()));
        if (cells.removed > 0) {
            console.say(fmt::format(
                "  beyond bounds {} few counts, {} many counts, {} few genes, {} many genes, "
                "{} mitochondrial",
                cells.few_counts, cells.many_counts, cells.few_genes, cells.many_genes, cells.mitochondrial));
        }
        console.say(fmt::format("genes          {} of {} kept", report.genes.kept.size(),
                                report.genes.kept.size() + report.genes.removed));
        console.say(report.mitochondrial.genes.empty()
                        ? "mitochondrial  no gene found"
                        : fmt::format("mitochondrial  {} genes, by {}", report.mitochondrial.genes.size(),
                                      report.mitochondrial.source));
        if (report.variable)
            console.say(
                fmt::format("variable       {} genes ({})", report.variable->genes().size(), m_flavor));
    }

    void emit(Console& console, const Dataset& dataset, const QualityReport& report, double seconds) const {
        json object{{"cells", dataset.cells()},
                    {"cells_kept", dataset.cells() - report.cells.removed},
                    {"removed", removed_json(report.cells)},
                    {"genes", report.genes.kept.size() + report.genes.removed},
                    {"genes_kept", report.genes.kept.size()},
                    {"mitochondrial_genes", report.mitochondrial.genes.size()},
                    {"mitochondrial_source", report.mitochondrial.source},
                    {"assay", report.assay},
                    {"kind", to_string(report.kind)},
                    {"seconds", seconds},
                    {"peak_memory_mb", peak_memory_mb()}};
        if (report.variable) {
            object["variable_genes"] = report.variable->genes().size();
            object["flavor"] = m_flavor;
            object["batches"] = report.variable->batches;
        }
        console.emit(object);
    }

    DataOptions m_data;
    QualityRequest m_request;
    std::string m_out, m_genes_out, m_flavor;
    std::size_t m_top = 0;
};

}  // namespace

std::unique_ptr<Command> make_quality_command() {
    return std::make_unique<QualityCommand>();
}

}  // namespace regulus
