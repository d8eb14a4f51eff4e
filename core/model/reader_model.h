// The regulon reader of a model: what it reads by, and how it names classes.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "core/prior/attention_mask.h"
#include "core/regulons/reader_head.h"
#include "core/regulons/regulon_reader.h"

namespace regulus {

struct WeightTensor {
    std::vector<std::int64_t> shape;
    std::vector<float> values;  // row-major; a linear layer's weight is out × in
};

// Over tokens: reader.genes are 0, 1, ...; TFs ascend by their own token.
struct ReaderModel {
    RegulonReader reader;
    ReaderHead head;
    std::vector<float> self;  // one a TF: weight of the prior's edge from the TF to itself, 0 without one;
                              // it gives no evidence, but is a part of the regulon
};

// The same for a dataset: `columns` has one entry a token, -1 where the dataset lacks the gene.
RegulonReader reader_for(const ReaderModel& model, std::span<const std::int32_t> columns);
// The regulons of the prior that it read by, in the columns of a dataset of `genes` genes, without the
// targets that the dataset lacks. `self`: with the TFs that are targets of themselves.
RegulonSet regulons_for(const ReaderModel& model, std::span<const std::int32_t> columns, std::size_t genes,
                        bool self);
// The edges by target, as lists of TFs and edges take them.
AttentionMask mask_of(const RegulonSet& regulons, MaskMode mode, double overlap);

// All numbers but the genes' means and spreads, by their names in a model file; see
// resources/help/model.md.
std::map<std::string, WeightTensor> reader_tensors(const ReaderModel& model);
// Puts them back into a model whose reader has genes, regulons, heads and dimensions. Throws Error(Model) for
// a tensor that is missing or of the wrong shape.
void set_reader_tensors(ReaderModel& model, const std::map<std::string, WeightTensor>& tensors,
                        std::size_t classes);

}  // namespace regulus
