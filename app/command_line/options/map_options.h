// How a map of the cells is made, as options of `embed`, `figure` and `demo`.
#pragma once

#include "core/workflow/cell_map.h"

namespace CLI {
class App;
}

namespace regulus {

// --neighbors, --min-dist, --seed.
void declare_map(CLI::App& app, EmbeddingRequest& request);

}  // namespace regulus
