// Which TFs a reader keeps that may not have all of a prior: those whose targets vary together most as the
// prior says, so that they tell cells apart by what their edges say. No label is looked at.
#pragma once

#include <cstddef>
#include <vector>

#include "core/base/cell_set.h"
#include "core/base/cell_share.h"
#include "core/base/job.h"
#include "core/data/matrix_source.h"
#include "core/regulons/closed_form.h"
#include "core/regulons/regulon_set.h"

namespace regulus {

// The places of the `count` largest (of equal ones the first), ascending.
std::vector<std::size_t> places_of_largest(const std::vector<double>& values, std::size_t count);

// One a TF: variance of Σ_e sign(e) z[target of e] / √targets, z being expression standardised over the cells
// that a reader of `options` is made from. 1 where targets vary independently of each other; 0 of a TF
// without targets. Time and memory as for the covariance of closed_form_reader(), ranks and errors as there.
std::vector<double> common_variances(const MatrixSource& expression, const RegulonSet& regulons,
                                     const CellSet& cells, const ReaderOptions& options, Job& job,
                                     const CellShare& share = {});

// Some TFs of a set, by their places, in that order.
RegulonSet some_tfs(const RegulonSet& regulons, const std::vector<std::size_t>& places);

}  // namespace regulus
