// regulus cluster: finds clusters of cells by Leiden and writes them.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <nlohmann/json.hpp>
#include <set>

#include "app/command_line/commands/command.h"
#include "app/command_line/console.h"
#include "app/command_line/options/choose_cells.h"
#include "app/command_line/options/data_options.h"
#include "app/command_line/options/gene_options.h"
#include "app/command_line/options/map_options.h"
#include "app/command_line/options/open_files.h"
#include "app/command_line/options/output_files.h"
#include "core/base/count_text.h"
#include "core/base/error.h"
#include "core/base/plain_number.h"
#include "core/io/anndata/h5ad_export.h"
#include "core/io/files/csv_writer.h"
#include "core/io/text/loupe_categories.h"
#include "core/workflow/cell_clusters.h"
#include "core/workflow/cell_points.h"

namespace regulus {
namespace {

struct Clusters {
    double resolution = 0;
    Communities found;
    std::string name;  // of the column
};

class ClusterCommand final : public Command {
  public:
    const char* name() const override { return "cluster"; }
    const char* description() const override { return "Find clusters of cells by Leiden"; }

    void declare(CLI::App& app) override {
        declare_data(app, m_data);
        auto* model = app.add_option("--model", m_model,
                                     "Use the cell embedding of this model (default: principal components)")
                          ->type_name("FILE");
        app.add_option("--out", m_out,
                       "Table (.csv, .tsv), or a new .h5ad with the clusters as columns of obs")
            ->type_name("FILE")
            ->required();
        app.add_option("--loupe", m_loupe, "Also a table of categories for Loupe Browser (.csv)")
            ->type_name("FILE");
        app.add_option("--resolution", m_resolutions,
                       "More gives more clusters; several, separated by commas, give a column each")
            ->delimiter(',')
            ->check(CLI::Range(0.0, 1000.0))
            ->capture_default_str();
        app.add_option("--neighbors,--neighbours", m_request.neighbours, "Number of nearest neighbours")
            ->check(CLI::Range(2, 200))
            ->capture_default_str();
        declare_components(app, m_variable_genes, m_pcs);
        for (const char* of_expression : {"--pcs", "--variable-genes"})
            model->excludes(app.get_option(of_expression));
        app.add_option("--iterations", m_options.iterations, "Of Leiden; 0: until nothing changes")
            ->check(CLI::Range(0, 1000))
            ->capture_default_str();
        app.add_option("--seed", m_request.seed, "Random seed")->capture_default_str();
        app.add_option("--name", m_name, "Name of the column")->capture_default_str();
        declare_genes(app, m_genes);
        declare_cells(app, m_cells);
    }

    void run(Console& console) override;

  private:
    std::vector<Clusters> found(const CsrMatrix& graph, Job& job) const;
    void write(const Dataset& dataset, std::span<const std::uint32_t> rows, const std::vector<Clusters>& all,
               Console& console, Job& job) const;
    void write_for_loupe(const Dataset& dataset, std::span<const std::uint32_t> rows,
                         const Clusters& clusters, Job& job) const;
    void check_names(const Table& obs) const;
    void check_loupe() const;
    void report(Console& console, const CellPoints& points, const std::vector<Clusters>& all) const;
    std::string from(const CellPoints& points) const;

    DataOptions m_data;
    GeneOptions m_genes;
    CellChoice m_cells;
    std::string m_model, m_out, m_loupe, m_name = "leiden";
    std::vector<double> m_resolutions{1};
    std::size_t m_variable_genes = ComponentOptions().genes, m_pcs = ComponentOptions().components;
    NeighbourGraphRequest m_request;
    LeidenOptions m_options;
};

// Clusters take the place of no column of the file, be it clusters as well.
void ClusterCommand::check_names(const Table& obs) const {
    std::vector<std::string> names{m_name};
    for (const double resolution : m_resolutions) names.push_back(m_name + "_" + plain_number(resolution));
    const bool several = m_resolutions.size() > 1;
    for (std::size_t i = several ? 1 : 0; i < (several ? names.size() : 1); ++i) {
        if (obs.find(names[i]) != nullptr)
            throw Error(ErrorKind::Usage, "obs has a column '" + names[i] + "' already", "--name",
                        "Choose another name for the clusters");
        if (names[i].find('/') != std::string::npos || names[i] == "cell")
            throw Error(ErrorKind::Usage, "A column cannot be called '" + names[i] + "'", "--name",
                        "Choose another name for the clusters");
    }
}

std::vector<Clusters> ClusterCommand::found(const CsrMatrix& graph, Job& job) const {
    std::vector<Clusters> all;
    std::set<double> seen;
    for (const double resolution : m_resolutions) {
        if (!seen.insert(resolution).second) continue;
        job.progress(static_cast<double>(all.size()) / static_cast<double>(m_resolutions.size()),
                     "finding clusters");
        LeidenOptions options = m_options;
        options.resolution = resolution;
        options.seed = m_request.seed;
        all.push_back({resolution, leiden(graph, options, job), {}});
    }
    for (Clusters& clusters : all)
        clusters.name = all.size() == 1 ? m_name : m_name + "_" + plain_number(clusters.resolution);
    return all;
}

void ClusterCommand::write(const Dataset& dataset, std::span<const std::uint32_t> rows,
                           const std::vector<Clusters>& all, Console& console, Job& job) const {
    if (ends_with(m_out, ".h5ad")) {
        std::vector<Column> columns;
        for (const Clusters& clusters : all)
            columns.push_back(cluster_column(clusters.found, rows, dataset.cells(), clusters.name));
        for (const std::string& note : write_with_results(dataset, m_out, columns, {}, job))
            console.warn(note);
        return;
    }
    CsvWriter table(m_out);
    std::vector<std::string> names{"cell"};
    for (const Clusters& clusters : all) names.push_back(clusters.name);
    table.names(names);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        table.field(dataset.obs.index[rows[i]]);
        for (const Clusters& clusters : all) table.field(std::to_string(clusters.found.of[i]));
        table.end_row();
    }
    table.commit();
}

// Loupe Browser takes one grouping a file.
void ClusterCommand::check_loupe() const {
    if (m_loupe.empty()) return;
    check_output(m_loupe, {".csv"}, "Loupe Browser imports categories as .csv");
    if (m_resolutions.size() > 1)
        throw Error(ErrorKind::Usage, "Loupe Browser takes one grouping a file", "--loupe",
                    "Choose one resolution");
}

void ClusterCommand::write_for_loupe(const Dataset& dataset, std::span<const std::uint32_t> rows,
                                     const Clusters& clusters, Job& job) const {
    if (m_loupe.empty()) return;
    const Column column = cluster_column(clusters.found, rows, dataset.cells(), clusters.name);
    write_loupe_categories(dataset.obs.index, column.name, *column.categorical(), m_loupe, job);
}

std::string ClusterCommand::from(const CellPoints& points) const {
    return m_model.empty() ? fmt::format("{} principal components", points.points.cols)
                           : std::string("the model's cell embedding");
}

void ClusterCommand::report(Console& console, const CellPoints& points,
                            const std::vector<Clusters>& all) const {
    std::vector<std::vector<std::string>> rows{
        {"column", "resolution", "clusters", "largest", "smallest", "modularity"}};
    nlohmann::json columns = nlohmann::json::array();
    for (const Clusters& clusters : all) {
        const Communities& found = clusters.found;
        rows.push_back({clusters.name, plain_number(clusters.resolution), count_text(found.sizes.size()),
                        count_text(found.sizes.front()), count_text(found.sizes.back()),
                        fmt::format("{:.3f}", found.modularity)});
        columns.push_back({{"column", clusters.name},
                           {"resolution", clusters.resolution},
                           {"clusters", found.sizes.size()},
                           {"sizes", found.sizes},
                           {"modularity", found.modularity}});
    }
    console.table(rows);
    const std::size_t cells = all.front().found.of.size();
    console.say(fmt::format("{} written to {} (Leiden on {} neighbours by {})",
                            count_text(cells, "cell", "cells"), m_out, m_request.neighbours, from(points)));
    nlohmann::json made{{"cells", cells},
                        {"columns", columns},
                        {"from", from(points)},
                        {"values", points.values},
                        {"neighbours", m_request.neighbours},
                        {"iterations", m_options.iterations},
                        {"seed", m_request.seed},
                        {"warnings", points.warnings},
                        {"out", m_out}};
    if (m_model.empty()) made.update({{"variable_genes", m_variable_genes}, {"pcs", m_pcs}});
    console.emit(made);
}

void ClusterCommand::run(Console& console) {
    check_output(m_out, {".h5ad", ".csv", ".tsv", ".txt"}, "Clusters are written as .csv, .tsv or .h5ad");
    check_loupe();
    if (m_name.empty()) throw Error(ErrorKind::Usage, "The column of clusters needs a name", "--name");
    if (m_resolutions.empty()) throw Error(ErrorKind::Usage, "Clusters need a resolution", "--resolution");
    ConsoleJob job(console);
    const auto model = m_model.empty() ? nullptr : open_model(m_model);
    const auto dataset = open_dataset(m_data, job, &console);
    PartJob describing(job, 0, 0.4), graphing(job, 0.4, 0.6), clustering(job, 0.6, 0.9), writing(job, 0.9, 1);
    check_names(dataset->obs);
    const DatasetPart part = part_of(dataset, m_cells);
    const CellPoints points = cell_points(*part.dataset, model, open_genes(m_genes, job),
                                          {m_pcs, m_request.seed, m_variable_genes}, describing);
    for (const auto& warning : points.warnings) console.warn(warning);
    console.say("values: " + points.values);
    NeighbourGraphRequest request = m_request;
    request.metric = points.metric;
    const CsrMatrix graph = neighbour_graph(points.points, request, graphing);
    const std::vector<Clusters> all = found(graph, clustering);
    write(*dataset, part.rows, all, console, writing);
    write_for_loupe(*dataset, part.rows, all.front(), job);
    report(console, points, all);
}

}  // namespace

std::unique_ptr<Command> make_cluster_command() {
    return std::make_unique<ClusterCommand>();
}

}  // namespace regulus
