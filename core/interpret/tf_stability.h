// Whether the TFs that lead in a group of cells return when they are read from half of the cells.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/cell_set.h"
#include "core/base/job.h"
#include "core/data/matrix_source.h"
#include "core/interpret/group_means.h"
#include "core/regulons/regulon_reader.h"
#include "core/regulons/tf_families.h"

namespace regulus {

// Cells divided into halves, several times. Readers of the same TFs, two a division, one behind the other,
// each made from the cells of its half and read in them alone; none where there are too few cells.
struct HalfReaders {
    std::vector<RegulonReader> readers;
    std::vector<CellSet> cells;

    std::size_t divisions() const { return readers.size() / 2; }
};

// An entry that is among the first ten of a group returns in a division when it is among the first twenty in
// both halves, and is stable when it returns in most divisions: one alone would mark other entries every
// time. Twice as many may be passed by: a half is noisier than the whole, and an entry in tenth place would
// leave the first ten of a half every other time if nothing but that noise moved it. Of 400 entries in random
// order, one in 400 would return by chance; of fewer than forty, too many.
inline constexpr std::size_t leading_entries = 10, returning_entries = 20, least_entries = 40;
// A division that leaves a half fewer cells of a group says nothing of it; without most divisions nothing is
// told.
inline constexpr std::size_t least_half_cells = 10;

enum class Standing : std::int8_t {
    NotLeading,  // or not told
    Stable,
    NotStable,
};

// Groups × columns; a member of a family stands as its family does.
struct TfStability {
    std::size_t columns = 0;
    std::vector<Standing> standing;

    Standing at(std::size_t group, std::size_t column) const { return standing[group * columns + column]; }
    // Entries of all groups.
    std::size_t count(Standing what, const TfFamilies& families) const;
};

// `shown`: of the whole, as attention_of_groups(). `rows`, `groups`: cells and their groups, as there; each
// half reads those of them that are its own. Memory and errors are those of attention_of_groups().
TfStability tf_stability(const GroupMeans& shown, const HalfReaders& halves, const TfFamilies& families,
                         const MatrixSource& expression, std::span<const std::uint32_t> rows,
                         std::span<const std::int32_t> groups, Job& job);

// The same of some cells as one group. `whole`: the reader that the halves are of.
TfStability tf_stability(const RegulonReader& whole, const HalfReaders& halves, const TfFamilies& families,
                         const MatrixSource& expression, std::span<const std::uint32_t> rows, Job& job);

}  // namespace regulus
