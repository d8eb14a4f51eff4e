// Which column of a table of regulations holds what. Only for the sources of core/io.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/io/prior/prior_formats.h"

namespace regulus {

inline constexpr std::size_t absent_column = static_cast<std::size_t>(-1);

struct PriorColumns {
    std::size_t tf = absent_column, target = absent_column;
    std::size_t sign = absent_column, weight = absent_column, confidence = absent_column;
    // OmniPath: identifiers beside the gene symbols, signs as pairs of truth values, and who says so.
    std::size_t identifier = absent_column, stimulation = absent_column, inhibition = absent_column,
                consensus_stimulation = absent_column, consensus_inhibition = absent_column,
                sources = absent_column;
    bool named = false;     // by words known
    bool sure = false;      // and by words that leave no doubt which side is which
    bool header = false;    // the first line names columns, by words known or not
    bool own = false;       // those of write_prior(): whatever a name holds is of the name
    bool sif = false;       // targets in all columns from `target` on
    std::size_t count = 0;  // of the first line

    std::size_t needed() const;  // columns that a line must have
};

// Throws Error(Input) for a table of one column.
PriorColumns columns_of(const std::string& path, const PriorHead& head);

}  // namespace regulus
