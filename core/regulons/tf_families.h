// TFs that share most of their targets cannot be told apart by them: together they are one entry of a list,
// which opens into its members.
//
// Two TFs share most of their targets when the Jaccard index of their target sets is at least 0.5: at least
// as many targets in common, of the same sign, as there are others (Jaccard 1912; gene sets are grouped by it
// in enrichment maps: Merico et al. 2010, PLoS ONE 5:e13984). In a family every two do: complete linkage.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/data/matrix.h"
#include "core/regulons/regulon_set.h"

namespace regulus {

inline constexpr double least_shared = 0.5;  // Jaccard index

struct TfFamily {
    std::string name;  // "RFX5 · RFXANK · RFXAP"; of more than three "FOS · FOSB · 5 more"
    std::vector<std::size_t> members;  // TFs, two or more, ascending
};

// Where families have numbers of their own, these stand in columns behind those of the TFs.
struct TfFamilies {
    std::size_t tfs = 0;
    std::vector<TfFamily> families;       // by first member
    std::vector<std::int32_t> family_of;  // one a TF: its family, or -1

    static TfFamilies none(std::size_t tfs) { return {tfs, {}, std::vector<std::int32_t>(tfs, -1)}; }
    std::size_t columns() const { return tfs + families.size(); }
    // Columns, ascending: the TFs in no family, and the families. What lists rank and show.
    std::vector<std::size_t> entries() const;
    // The column of the entry that a TF belongs to: its own where it is in no family.
    std::size_t entry_of(std::size_t tf) const {
        return family_of[tf] < 0 ? tf : tfs + static_cast<std::size_t>(family_of[tf]);
    }
    // The TFs of a column.
    std::vector<std::size_t> members_of(std::size_t column) const {
        return column < tfs ? std::vector<std::size_t>{column} : families[column - tfs].members;
    }
};

// Of a prior or the edges of a model. Time: the sum over genes of the square of their regulators, and the
// cube of the largest number of TFs that are linked by shared targets.
TfFamilies tf_families(const RegulonSet& regulons);

// Names of all columns.
std::vector<std::string> column_names(const TfFamilies& families, std::span<const std::string> tfs);
// How many targets each has, one a column; of a family that of its members together. `regulons`: of these
// TFs.
std::vector<std::int32_t> target_counts(const TfFamilies& families, const RegulonSet& regulons);

// cells × TFs, attention → cells × columns, log2 of its ratio to uniform. Shares of a softmax add: a family
// has the sum of its members' attention, and beside it stands what as many TFs have where attention is
// uniform, so that its number says how much its members have in the mean, and many members are no advantage.
Matrix log_ratios(const Matrix& attention, const TfFamilies& families);

}  // namespace regulus
