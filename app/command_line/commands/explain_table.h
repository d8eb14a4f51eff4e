// The tables of `regulus explain`: one row per cell and TF.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/data/table.h"
#include "core/interpret/regulon_attention.h"
#include "core/io/files/csv_writer.h"
#include "core/workflow/apply_model.h"
#include "core/workflow/tf_reading.h"

namespace regulus {

// Throws Error(Usage) for a layer or head that the model does not have.
void check_attention_options(const ModelFile& model, const AttentionOptions& options);

// Of a model that reads genes: columns cell, tf, attention, choice, pooling, targets, contested_targets,
// self_share (of the cell); see core/interpret/regulon_attention.h. Cells are read block by block. Returns
// the number of TFs. `table` is not committed. Throws Error(Storage), Cancelled, and what the predictor
// throws.
std::size_t write_explanations(Predictor& predictor, const ModelInput& input, const Table& obs,
                               std::span<const std::uint32_t> rows, const AttentionOptions& options,
                               CsvWriter& table, Job& job);

// Of a prior or a model that reads regulons: columns cell, tf, attention, mrna, activity, effect (of a model
// alone), targets, family (the TFs that share most targets with it, or its own name); see
// core/workflow/tf_reading.h and core/regulons/tf_families.h. With `stability` also stable: yes or no for a
// TF that is among the first ten of the cell's group, else empty.
struct GroupStability {
    std::vector<std::int32_t> groups;  // one a cell of the dataset, or -1
    TfStability of;
};
// `head`: whose attention is written, −1 the mean of all. `table` is not committed. Throws Error(Storage),
// Cancelled, and what read_tfs() throws.
void write_tf_readings(const TfReader& reader, const MatrixSource& expression, const Table& obs,
                       std::span<const std::uint32_t> rows, const std::optional<GroupStability>& stability,
                       CsvWriter& table, Job& job, int head = -1);

// Of a model that reads regulons: columns cell, class, part, kind (tf, bypass, constant, logit),
// contribution, family. One row per cell and part: every TF, the bypass and the constant, which add up to the
// last, the logit of the class `k`, or of the one with the highest logit where k is -1.
void write_contributions(const TfReader& reader, const MatrixSource& expression, const Table& obs,
                         std::span<const std::uint32_t> rows, std::span<const std::string> classes, int k,
                         CsvWriter& table, Job& job);

}  // namespace regulus
