#include "app/command_line/commands/embed_into.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/command_line/commands/map_files.h"
#include "app/command_line/console.h"
#include "core/base/count_text.h"
#include "core/workflow/placed_cells.h"

namespace regulus {

void embed_into(const EmbedIntoRequest& request, Console& console) {
    check_map_output(request.out);
    ConsoleJob job(console);
    PartJob opening(job, 0, 0.2), placing(job, 0.2, 0.9), writing(job, 0.9, 1);
    DataOptions into;
    into.path = request.into.path;
    const auto reference = open_dataset(into, opening, &console);
    const auto dataset = open_dataset(request.data, opening, &console);
    const DatasetPart part = part_of(dataset, request.cells);
    PlacementRequest wanted{request.into.map,
                            request.options.neighbours,
                            request.options.min_dist,
                            components_of(request.options),
                            open_genes(request.genes, opening),
                            {}};
    const std::string map = map_to_place_on(*reference, wanted.map);
    const std::string name = request.name.empty() ? map : request.name;
    check_map_name(*dataset, request.out, request.name, name);
    const PlacedCells placed = place_cells(*reference, *part.dataset, wanted, placing);
    for (const std::string& warning : placed.warnings) console.warn(warning);
    if (const std::string far = far_words(placed); !far.empty())
        many_far(placed) ? console.warn(far) : console.say(far);
    console.say(fmt::format("values: {}; of the reference: {}", placed.values, placed.reference_values));
    write_map(*dataset, part, {name, placed.coordinates}, placement_columns(placed), request.out, console,
              writing);
    const std::size_t cells = part.dataset->cells();
    console.say(fmt::format("{} written to {} ({}, by {} genes)", count_text(cells, "cell", "cells"),
                            request.out, placed.description, count_text(placed.genes)));
    console.emit({{"cells", cells},
                  {"dimensions", placed.coordinates.cols},
                  {"from", placed.description},
                  {"into", request.into.path},
                  {"map", placed.map},
                  {"unlike_reference", placed.far},
                  {"genes", placed.genes},
                  {"variable_genes", placed.variable},
                  {"values", placed.values},
                  {"reference_values", placed.reference_values},
                  {"neighbours", wanted.neighbours},
                  {"min_dist", wanted.min_dist},
                  {"pcs", wanted.components.components},
                  {"seed", wanted.components.seed},
                  {"out", request.out}});
}

}  // namespace regulus
