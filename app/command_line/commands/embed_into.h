// regulus embed --into: cells on the map of another file.
#pragma once

#include <string>

#include "app/command_line/options/choose_cells.h"
#include "app/command_line/options/data_options.h"
#include "app/command_line/options/gene_options.h"
#include "core/workflow/cell_map.h"

namespace regulus {

class Console;

struct ReferenceMap {
    std::string path, map;  // file; key of its map, "" for the first
};

struct EmbedIntoRequest {
    DataOptions data;
    ReferenceMap into;
    CellChoice cells;
    GeneOptions genes;
    EmbeddingRequest options;
    std::string name;  // of the map in a new .h5ad; "" for that of the reference's map
    std::string out;
};

// Throws what place_cells() and write_map() throw.
void embed_into(const EmbedIntoRequest& request, Console& console);

}  // namespace regulus
