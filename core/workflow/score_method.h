// How a set of genes is scored in a cell; see core/stats/gene_set_scores.h.
#pragma once

namespace regulus {

enum class ScoreMethod { Mean, AuCell };
const char* to_string(ScoreMethod method);  // "scanpy", "aucell"

}  // namespace regulus
