// How much attention groups of cells pay to TFs, by several readers of the same TFs at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/job.h"
#include "core/data/matrix_source.h"
#include "core/interpret/group_means.h"
#include "core/regulons/regulon_reader.h"
#include "core/regulons/tf_families.h"

namespace regulus {

// One entry a reader: over each group, mean and spread of log2 of the ratio of attention to uniform, one a
// column of the families of their TFs.
// `expression`: log-normalised, with the columns that the readers were made for; `groups`: one entry a row,
// below `group_count`, or negative for a row in none. All readers read a block of cells before the next is
// taken from the source. Memory: three blocks, and 16 bytes a reader, group and TF. The same bytes for any
// number of threads. Throws what the source throws; Cancelled.
std::vector<GroupMeans> attention_of_groups(std::span<const RegulonReader> readers,
                                            const TfFamilies& families, const MatrixSource& expression,
                                            std::span<const std::uint32_t> rows,
                                            std::span<const std::int32_t> groups, std::size_t group_count,
                                            Job& job);

// The same of one reader with the names of its TFs exchanged, one entry an exchange: see
// core/regulons/renamed_reading.h. Memory: a block, and 16 bytes an exchange, group and column.
inline constexpr std::size_t renamed_priors = 100;
std::vector<GroupMeans> renamed_attention_of_groups(const RegulonReader& reader, const TfFamilies& families,
                                                    const MatrixSource& expression,
                                                    std::span<const std::uint32_t> rows,
                                                    std::span<const std::int32_t> groups,
                                                    std::size_t group_count, Job& job,
                                                    std::size_t count = renamed_priors);

// The means of that alone, groups × columns an exchange, the same to the last digit; for many groups. Memory:
// a block, and 8 bytes an exchange, group and column.
std::vector<std::vector<double>> renamed_group_means(const RegulonReader& reader, const TfFamilies& families,
                                                     const MatrixSource& expression,
                                                     std::span<const std::uint32_t> rows,
                                                     std::span<const std::int32_t> groups,
                                                     std::size_t group_count, Job& job,
                                                     std::size_t count = renamed_priors);

}  // namespace regulus
