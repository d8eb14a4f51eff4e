// New cells on the map of another dataset, the reference: neighbours among its cells by its own principal
// components, places by UMAP's transform (core/embed/umap_transform.h). The reference's map stays as it is.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/data/dataset.h"
#include "core/workflow/cell_components.h"
#include "core/workflow/gene_choices.h"

namespace regulus {

struct PlacementRequest {
    std::string map;              // of the reference's embeddings; "" for the first that can be used
    int neighbours = 15;          // reference cells that place a cell
    double min_dist = 0.3;        // that the map was made with, as UMAP takes it
    ComponentOptions components;  // of the reference
    GeneRequest genes;            // how those of the new cells are named
    std::string assay;            // of the new cells; "" for the usual choice, see learning_assay()
};

struct PlacedCells {
    Matrix coordinates;  // new cells × dimensions of the map
    // Of each new cell: its mean distance to these neighbours, 1 where 99 % of the reference's own cells are
    // as near to theirs or nearer.
    std::vector<float> distances;
    std::size_t far = 0;       // cells at more than 1: farther than the reference's own
    std::size_t genes = 0;     // variable genes of the reference that the new cells have: the components
    std::size_t variable = 0;  // are of those; of all that vary most in the reference
    std::string map;           // key of the reference's embedding
    Matrix reference;          // its coordinates: reference cells × dimensions, NaN where it has none
    std::string description;   // "Placed on X_umap of pbmc.h5ad"
    std::string values, reference_values;  // see values_used()
    std::vector<std::string> warnings;     // far cells are not among them, see far_words()
};

// Whether cells can be placed on it: two or three dimensions.
bool can_take_cells(const Embedding& embedding);
// The key of the map that a request for `name` means. Throws Error(Usage) where there is none.
std::string map_to_place_on(const Dataset& reference, const std::string& name);

// Where genes are missing, the components are those of the others. Differences between the datasets as such
// (batches) are not corrected. The same bytes for any number of threads. Throws Error(Data) where fewer than
// half of the variable genes are in the new data, a dataset has nothing but scaled values, the scale of
// either is not known, or fewer than 4 cells have a place on the map; Error(Usage) where there is no such
// map; Cancelled; what reading throws.
PlacedCells place_cells(const Dataset& reference, const Dataset& cells, const PlacementRequest& request,
                        Job& job);

// Whether more cells are farther than among cells like the reference's own.
bool many_far(const PlacedCells& placed);
// "23 of 540 cells (4.3 %) lie farther from their neighbours than 99 % of the reference's own cells: …".
std::string far_words(const PlacedCells& placed);

// obs columns: regulus_reference_distance, and regulus_unlike_reference (yes, no).
std::vector<Column> placement_columns(const PlacedCells& placed);

}  // namespace regulus
