// How a map of the cells is made, as options of `embed`, `figure` and `demo`.
#pragma once

#include "core/workflow/cell_map.h"

namespace CLI {
class App;
}

namespace regulus {

// --variable-genes, --pcs: what makes cells neighbours without a model.
void declare_components(CLI::App& app, std::size_t& genes, std::size_t& components);
// The same and --neighbors, --min-dist, --seed.
void declare_map(CLI::App& app, EmbeddingRequest& request);

}  // namespace regulus
