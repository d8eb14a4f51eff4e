// regulus qc: quality of cells and genes, filters, and highly variable genes.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <chrono>
#include <nlohmann/json.hpp>

#include "app/command_line/commands/command.h"
#include "app/command_line/commands/quality_files.h"
#include "app/command_line/console.h"
#include "app/command_line/options/data_options.h"
#include "app/command_line/options/open_files.h"
#include "app/command_line/options/output_files.h"
#include "core/base/count_text.h"
#include "core/base/memory.h"
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

template <class T>
void check_range(const std::optional<T>& least, const std::optional<T>& most, const char* what) {
    if (least && most && *least > *most)
        throw Error(ErrorKind::Usage, fmt::format("--min-{0} is above --max-{0}", what));
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
        app.add_option("--out", m_out,
                       "Table of cells (.csv or .tsv), or the dataset with cell quality in "
                       "obs (.h5ad)")
            ->type_name("FILE");
        app.add_flag("--filter", m_filter, "Write only the cells and genes that are kept (.h5ad)");
        app.add_option("--genes-out", m_genes_out, "Table of genes to write (.csv or .tsv)")
            ->type_name("FILE");
        CellFilter& filter = m_request.cells;
        app.add_option("--min-counts", filter.min_counts, "Minimum counts per cell");
        app.add_option("--max-counts", filter.max_counts, "Maximum counts per cell");
        app.add_option("--min-genes", filter.min_genes, "Minimum genes per cell");
        app.add_option("--max-genes", filter.max_genes, "Maximum genes per cell");
        app.add_option("--max-mt", filter.max_pct_mt, "Maximum percentage of mitochondrial counts")
            ->check(CLI::Range(0.0, 100.0));
        app.add_option("--min-cells", m_request.min_cells,
                       "Minimum number of kept cells in which a gene is detected");
        auto* variable =
            app.add_option("--variable", m_flavor, "Also select highly variable genes, by this method")
                ->check(CLI::IsMember({"seurat", "cell_ranger", "seurat_v3"}));
        app.add_option("--top", m_top, "Number of highly variable genes (default: by dispersion)")
            ->needs(variable);
        app.add_option("--batch", m_request.batch_column,
                       "Column of obs: select highly variable genes within each batch")
            ->needs(variable);
        app.add_option("--assay", m_request.assay, "Values to use: X, raw or a layer");
    }

    void run(Console& console) override {
        if (!m_out.empty())
            check_output(m_out, {".csv", ".tsv", ".txt", ".h5ad"},
                         "Cells are written as .csv or .tsv, a dataset as .h5ad");
        if (!m_genes_out.empty()) check_table(m_genes_out);
        const bool h5ad = ends_with(m_out, ".h5ad");
        if (m_filter && !h5ad) {
            throw Error(ErrorKind::Usage, "--filter writes a dataset", m_out, "Name one with --out X.h5ad");
        }
        check_range(m_request.cells.min_counts, m_request.cells.max_counts, "counts");
        check_range(m_request.cells.min_genes, m_request.cells.max_genes, "genes");
        if (!m_flavor.empty()) {
            m_request.variable.emplace();
            m_request.variable->flavor = flavor_named(m_flavor);
            if (m_top > 0) m_request.variable->top = m_top;
        }
        ConsoleJob job(console);
        const auto dataset = open_dataset(m_data, job, &console);
        const auto begin = std::chrono::steady_clock::now();
        PartJob looking(job, 0, h5ad ? 0.5 : 1), writing(job, 0.5, 1);
        const QualityReport report = quality_control(*dataset, m_request, looking);
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
        for (const auto& warning : report.warnings) console.warn(warning);
        if (m_filter && report.assay == "raw" && report.genes.removed > 0 && dataset->assays.size() > 1) {
            console.warn("Genes are removed from raw only; X and layers keep theirs");
        }
        if (h5ad)
            for (const std::string& note : write_data(m_out, *dataset, report, m_filter, writing))
                console.warn(note);
        else if (!m_out.empty())
            write_cells(m_out, *dataset, report);
        const Table& var = *learning_assay(*dataset, report.assay).var;
        if (!m_genes_out.empty()) write_genes(m_genes_out, var, report);
        say(console, *dataset, report);
        emit(console, *dataset, report, seconds.count());
    }

  private:
    void say(Console& console, const Dataset& dataset, const QualityReport& report) const {
        const FilteredCells& cells = report.cells;
        console.say(fmt::format("values         {} ({})", report.assay,
                                describe_values(*dataset.assay(report.assay))));
        console.say(
            fmt::format("cells          {} of {} kept", dataset.cells() - cells.removed, dataset.cells()));
        if (cells.removed > 0) {
            console.say(fmt::format(
                "  filtered out  {} few counts, {} many counts, {} few genes, {} many genes, "
                "{} mitochondrial",
                cells.few_counts, cells.many_counts, cells.few_genes, cells.many_genes, cells.mitochondrial));
        }
        console.say(fmt::format("genes          {} of {} kept", report.genes.kept.size(),
                                report.genes.kept.size() + report.genes.removed));
        console.say(report.mitochondrial.genes.empty()
                        ? "mitochondrial  no gene found"
                        : fmt::format("mitochondrial  {}, by {}",
                                      count_text(report.mitochondrial.genes.size(), "gene", "genes"),
                                      report.mitochondrial.source));
        if (report.variable)
            console.say(fmt::format("variable       {} ({})",
                                    count_text(report.variable->genes().size(), "gene", "genes"), m_flavor));
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
                    {"out", m_out},
                    {"filtered", m_filter},
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
    bool m_filter = false;
};

}  // namespace

std::unique_ptr<Command> make_quality_command() {
    return std::make_unique<QualityCommand>();
}

}  // namespace regulus
