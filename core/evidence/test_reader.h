// A reader made for an evaluation: from all cells but those of the test.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/cell_set.h"
#include "core/base/job.h"
#include "core/data/matrix.h"
#include "core/evidence/evidence_input.h"
#include "core/evidence/run_result.h"
#include "core/regulons/reader_head.h"
#include "core/regulons/regulon_reader.h"
#include "core/regulons/tf_families.h"

namespace regulus {

// With the heads, dimensions, own mRNA and cells of input.options.
RegulonReader test_reader(const EvidenceInput& input, const RegulonSet& regulons, const CellSet& cells,
                          Job& job);

// ρ of the options, or by rule from what the reader explains.
double bypass_of(const EvidenceInput& input, const RegulonReader& reader);

// All cells × dimensions.
Matrix embedded(const EvidenceInput& input, const RegulonReader& reader, double bypass, Job& job,
                Cut cut = Cut::Nothing);

// Class-balanced logistic regression on the embedding with this bypass, of all labels that may be seen.
ReaderHead fitted_head(const EvidenceInput& input, const Split& split, const Matrix& embedding, double bypass,
                       Job& job);

// Classes × columns of the families: mean over at most 5,000 of `cells` that have a label of log2 attention
// against uniform; NaN for a class without any.
Matrix attention_by_class(const EvidenceInput& input, const RegulonReader& reader, const TfFamilies& families,
                          const CellSet& cells, Job& job);
CellSet every_cell(const EvidenceInput& input);

// The same reader without the TFs' own mRNA.
RegulonReader without_own(RegulonReader reader);

// Fills the first ten TFs, and the first ten entries, of each class. `means`: as attention_by_class().
void name_leading(const EvidenceInput& input, const RegulonReader& reader, const TfFamilies& families,
                  const Matrix& means, RunResult& result);

}  // namespace regulus
