// regulus embed: places the cells on a map, or among principal components, and writes their coordinates.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <nlohmann/json.hpp>

#include "app/command_line/commands/command.h"
#include "app/command_line/commands/embed_components.h"
#include "app/command_line/console.h"
#include "app/command_line/options/choose_cells.h"
#include "app/command_line/options/data_options.h"
#include "app/command_line/options/distributed.h"
#include "app/command_line/options/gene_options.h"
#include "app/command_line/options/map_options.h"
#include "app/command_line/options/open_files.h"
#include "app/command_line/options/output_files.h"
#include "core/base/count_text.h"
#include "core/base/error.h"
#include "core/io/files/csv_writer.h"

namespace regulus {
namespace {

class EmbedCommand final : public Command {
  public:
    const char* name() const override { return "embed"; }
    const char* description() const override {
        return "Place the cells on a map by UMAP, or find principal components";
    }

    void declare(CLI::App& app) override {
        declare_data(app, m_data);
        auto* model = app.add_option("--model", m_model,
                                     "Use the cell embedding of this model (default: principal components)")
                          ->type_name("FILE");
        app.add_option("--out", m_out,
                       "Table to write (.csv or .tsv); of components also a new .h5ad with X_pca in obsm")
            ->type_name("FILE")
            ->required();
        m_components = app.add_option("--components", m_options_of_components.components,
                                      "Write this many principal components instead of a map")
                           ->check(CLI::Range(1, 2000));
        declare_distributed(app, m_distributed);
        declare_map(app, m_options);
        app.add_option("--dimensions", m_options.dimensions, "Dimensions of the map: 2 or 3")
            ->check(CLI::Range(2, 3));
        for (auto* of_maps : {model, app.get_option("--neighbors"), app.get_option("--min-dist"),
                              app.get_option("--dimensions")})
            m_components->excludes(of_maps);
        declare_genes(app, m_genes);
        declare_cells(app, m_cells);
    }

    void run(Console& console) override {
        if (m_components->count() > 0) {
            m_options_of_components.seed = m_options.seed;
            return embed_components({m_data, m_distributed, m_cells, m_options_of_components, m_out},
                                    console);
        }
        if (m_distributed.distributed)
            throw Error(ErrorKind::Usage, "A map is made by one process", "--distributed",
                        "Add --components N for principal components, or leave it out");
        check_source(m_data, m_distributed);
        check_table(m_out);
        ConsoleJob job(console);
        const auto model = m_model.empty() ? nullptr : open_model(m_model);
        const auto dataset = open_dataset(m_data, job, &console);
        const auto part = part_of(dataset, m_cells).dataset;
        const CellMap map = map_cells(*part, model, open_genes(m_genes, job), m_options, job);
        for (const auto& warning : map.warnings) console.warn(warning);
        console.say("values: " + map.values);
        CsvWriter table(m_out);
        std::vector<std::string> names{"cell"};
        for (std::size_t d = 0; d < map.coordinates.cols; ++d) names.push_back(fmt::format("umap{}", d + 1));
        table.names(names);
        for (std::size_t c = 0; c < part->cells(); ++c) {
            table.field(part->obs.index[c]);
            for (const float x : map.coordinates.row(c)) table.field(x);
            table.end_row();
        }
        table.commit();
        console.say(fmt::format("{} written to {} ({})", count_text(part->cells(), "cell", "cells"), m_out,
                                map.description));
        console.emit({{"cells", part->cells()},
                      {"dimensions", map.coordinates.cols},
                      {"from", map.description},
                      {"values", map.values},
                      {"neighbours", m_options.neighbours},
                      {"min_dist", m_options.min_dist},
                      {"seed", m_options.seed},
                      {"out", m_out}});
    }

  private:
    DataOptions m_data;
    GeneOptions m_genes;
    CellChoice m_cells;
    std::string m_model, m_out;
    EmbeddingRequest m_options;
    CLI::Option* m_components = nullptr;
    ComponentOptions m_options_of_components;
    DistributedOptions m_distributed;
};

}  // namespace

std::unique_ptr<Command> make_embed_command() {
    return std::make_unique<EmbedCommand>();
}

}  // namespace regulus
