// regulus embed: places the cells on a map, or among principal components, and writes their coordinates.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <nlohmann/json.hpp>

#include "app/command_line/commands/command.h"
#include "app/command_line/commands/embed_components.h"
#include "app/command_line/commands/embed_into.h"
#include "app/command_line/commands/map_files.h"
#include "app/command_line/console.h"
#include "app/command_line/options/choose_cells.h"
#include "app/command_line/options/data_options.h"
#include "app/command_line/options/distributed.h"
#include "app/command_line/options/gene_options.h"
#include "app/command_line/options/map_options.h"
#include "app/command_line/options/open_files.h"
#include "core/base/count_text.h"
#include "core/base/error.h"

namespace regulus {
namespace {

class EmbedCommand final : public Command {
  public:
    const char* name() const override { return "embed"; }
    const char* description() const override {
        return "Place the cells on a map by UMAP, or on the map of another file, or find principal "
               "components";
    }

    void declare(CLI::App& app) override {
        declare_data(app, m_data);
        auto* model = app.add_option("--model", m_model,
                                     "Use the cell embedding of this model (default: principal components)")
                          ->type_name("FILE");
        app.add_option(
               "--out", m_out,
               "Table to write (.csv or .tsv), or a new .h5ad with the map, or the components, in obsm")
            ->type_name("FILE")
            ->required();
        m_components = app.add_option("--components", m_options_of_components.components,
                                      "Write this many principal components instead of a map")
                           ->check(CLI::Range(1, 2000));
        m_reference =
            app.add_option("--into", m_into.path,
                           "Place the cells on the map of this file, whose cells stay where they are")
                ->type_name("FILE");
        auto* embedding = app.add_option("--embedding", m_into.map, "Map of that file (default: the first)")
                              ->type_name("NAME")
                              ->needs(m_reference);
        auto* name = app.add_option("--name", m_name,
                                    "Name of the map in a new .h5ad (default: X_umap; with --into that of "
                                    "the map)");
        declare_distributed(app, m_distributed);
        declare_map(app, m_options);
        app.add_option("--dimensions", m_options.dimensions, "Dimensions of the map: 2 or 3")
            ->check(CLI::Range(2, 3));
        for (auto* own : {model, app.get_option("--dimensions"), app.get_option("--distributed")})
            m_reference->excludes(own);
        for (auto* of_maps :
             {m_reference, embedding, model, name, app.get_option("--neighbors"),
              app.get_option("--min-dist"), app.get_option("--pcs"), app.get_option("--dimensions")})
            m_components->excludes(of_maps);
        for (const char* of_expression : {"--pcs", "--variable-genes"})
            model->excludes(app.get_option(of_expression));
        declare_genes(app, m_genes);
        declare_cells(app, m_cells);
    }

    void run(Console& console) override {
        if (m_components->count() > 0) {
            m_options_of_components.seed = m_options.seed;
            m_options_of_components.genes = m_options.variable_genes;
            return embed_components({m_data, m_distributed, m_cells, m_options_of_components, m_out},
                                    console);
        }
        if (m_distributed.distributed)
            throw Error(ErrorKind::Usage, "A map is made by one process", "--distributed",
                        "Add --components N for principal components, or leave it out");
        if (m_reference->count() > 0)
            return embed_into({m_data, m_into, m_cells, m_genes, m_options, m_name, m_out}, console);
        check_source(m_data, m_distributed);
        check_map_output(m_out);
        ConsoleJob job(console);
        const auto model = m_model.empty() ? nullptr : open_model(m_model);
        const auto dataset = open_dataset(m_data, job, &console);
        check_map_name(*dataset, m_out, m_name, map_name());
        const DatasetPart part = part_of(dataset, m_cells);
        PartJob mapping(job, 0, 0.9), writing(job, 0.9, 1);
        const CellMap map = map_cells(*part.dataset, model, open_genes(m_genes, mapping), m_options, mapping);
        for (const auto& warning : map.warnings) console.warn(warning);
        console.say("values: " + map.values);
        write_map(*dataset, part, {map_name(), map.coordinates}, {}, m_out, console, writing);
        const std::size_t cells = part.dataset->cells();
        console.say(
            fmt::format("{} written to {} ({})", count_text(cells, "cell", "cells"), m_out, map.description));
        nlohmann::json made{{"cells", cells},
                            {"dimensions", map.coordinates.cols},
                            {"from", map.description},
                            {"values", map.values},
                            {"neighbours", m_options.neighbours},
                            {"min_dist", m_options.min_dist},
                            {"seed", m_options.seed},
                            {"out", m_out}};
        if (!model)
            made.update({{"variable_genes", m_options.variable_genes}, {"pcs", m_options.components}});
        console.emit(made);
    }

  private:
    std::string map_name() const { return m_name.empty() ? "X_umap" : m_name; }

    DataOptions m_data;
    GeneOptions m_genes;
    CellChoice m_cells;
    std::string m_model, m_name, m_out;
    EmbeddingRequest m_options;
    CLI::Option *m_components = nullptr, *m_reference = nullptr;
    ReferenceMap m_into;
    ComponentOptions m_options_of_components;
    DistributedOptions m_distributed;
};

}  // namespace

std::unique_ptr<Command> make_embed_command() {
    return std::make_unique<EmbedCommand>();
}

}  // namespace regulus
