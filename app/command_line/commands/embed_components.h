// regulus embed --components: principal components of the cells, by one process or several.
#pragma once

#include <string>

#include "app/command_line/commands/cell_numbers.h"
#include "app/command_line/options/choose_cells.h"
#include "app/command_line/options/data_options.h"
#include "app/command_line/options/distributed.h"
#include "core/workflow/cell_components.h"

namespace regulus {

class Console;

struct ComponentsRequest {
    DataOptions data;
    DistributedOptions distributed;
    CellChoice cells;
    ComponentOptions options;
    std::string out;
};

// One process writes a table or an .h5ad. Of several, each writes a part of the one file that they read, or
// what one process would write for its own shard; {rank} in the name of the output is its number. Throws
// Error(Usage) for a name of another kind, what join() and open_shared() throw, Error, Cancelled.
void embed_components(const ComponentsRequest& request, Console& console);

// In obsm as X_pca, or X_pca_regulus where the dataset has an X_pca; for which all must fit in memory; or as
// a table. Throws as write_activity() does.
void write_components(const Dataset& dataset, const CellNumbers& components, const std::string& path,
                      Console& console, Job& job);

}  // namespace regulus
