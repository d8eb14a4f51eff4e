// What the words above the columns of a table of regulations mean, however they are spelled. Only for the
// sources of core/io.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/io/prior/prior_formats.h"

namespace regulus {

// The columns of TFs and of targets. Of several the one whose values look most like symbols, then the one
// with the clearer word: a table may have identifiers beside names.
struct PriorSides {
    std::size_t tf = 0, target = 0;
    // A word that leaves no doubt (TF, transcription factor; target), not "source" or "gene".
    bool sure = false;
};
// nullopt when the first line does not name both. `shift`: names of rows stand before the columns that have
// a word.
std::optional<PriorSides> sides_by_name(const PriorHead& head, std::size_t shift);

// How little the values of a column look like symbols: 0 not at all little, 1 Ensembl, 2 UniProt, 3 numbers,
// 4 none of them a name.
int unlikeness(const PriorHead& head, std::size_t first_row, std::size_t column);

}  // namespace regulus
