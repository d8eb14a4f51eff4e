// Which cells of an opened dataset a model learned from, and which it never saw.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/cell_set.h"
#include "core/base/cell_share.h"
#include "core/base/job.h"
#include "core/data/dataset.h"
#include "core/evaluate/splits.h"
#include "core/model/model_file.h"

namespace regulus {

struct CellUses {
    // These are the cells the model was trained on: the same names in the same order, the same genes, and as
    // many genes detected wherever that was looked at. Otherwise some of them may have been among those all
    // the same.
    bool same_data = false;
    CellSet train, validation, test;  // empty universe where not known

    bool known() const { return test.universe() > 0; }
    CellSet learned() const { return train | validation; }  // known() only
};

// Reads a few cells. Throws what the dataset's matrix throws, and Cancelled.
CellUses cell_uses(const Dataset& dataset, const ModelFile& model, Job& job);

// "train", "validation", "test", or "" for a cell that was not used.
const char* split_name(const CellUses& uses, std::size_t cell);

// What goes into the record of a training on this split.
std::vector<CellUse> uses_of(const Split& split);

// Genes with a value other than 0 in at most 64 cells spread over the matrix, in order.
std::vector<std::uint32_t> detected_genes(const MatrixSource& matrix, Job& job, const CellShare& share = {});

}  // namespace regulus
