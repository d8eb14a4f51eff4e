// regulus embed: places the cells on a map and writes their coordinates.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <nlohmann/json.hpp>

#include "app/command_line/commands/command.h"
#include "app/command_line/console.h"
#include "app/command_line/options/choose_cells.h"
#include "app/command_line/options/data_options.h"
#include "app/command_line/options/gene_options.h"
#include "app/command_line/options/map_options.h"
#include "app/command_line/options/open_files.h"
#include "app/command_line/options/output_files.h"
#include "core/base/count_text.h"
#include "core/io/files/csv_writer.h"

namespace regulus {
namespace {

class EmbedCommand final : public Command {
  public:
    const char* name() const override { return "embed"; }
    const char* description() const override { return "Place the cells on a map by UMAP"; }

    void declare(CLI::App& app) override {
        declare_data(app, m_data);
        app.add_option("--model", m_model,
                       "Use the cell embedding of this model (default: principal components)")
            ->type_name("FILE");
        app.add_option("--out", m_out, "Table to write (.csv or .tsv)")->type_name("FILE")->required();
        declare_map(app, m_options);
        app.add_option("--dimensions", m_options.dimensions, "Dimensions of the map: 2 or 3")
            ->check(CLI::Range(2, 3));
        declare_genes(app, m_genes);
        declare_cells(app, m_cells);
    }

    void run(Console& console) override {
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
};

}  // namespace

std::unique_ptr<Command> make_embed_command() {
    return std::make_unique<EmbedCommand>();
}

}  // namespace regulus
