// What the values of a matrix in a file are, also where the file has it by gene or other features beside the
// genes. Only for the sources of core/io.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/job.h"
#include "core/data/value_scale.h"
#include "core/io/hdf5/hdf5_matrix.h"

namespace regulus::h5 {

struct StoredFacts {
    ValueFacts values;
    // The cells were scaled over genes and other features together, and all of both are there: the genes of a
    // cell have no total in common, but their own sum serves as one.
    bool normalised_together = false;
    // The same, but some of the genes or features are not there. The total of all that there was can be
    // found, and not what part of it the genes were: features that were removed may have been of either kind.
    bool selected_of_together = false;
};

// `genes`: columns that are used; empty for all. A matrix by gene that is not turned around yet is read once
// from end to end for the values of some cells. Throws what inspect_values() throws, and Cancelled.
StoredFacts stored_facts(const OpenMatrix& opened, const std::vector<std::uint32_t>& genes, Job& job);

}  // namespace regulus::h5
