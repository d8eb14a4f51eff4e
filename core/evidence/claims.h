// What the runs say, claim by claim, in words and numbers.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/evidence/evidence_summary.h"
#include "core/evidence/run_result.h"

namespace regulus {

// `summary`: all but its claims.
std::vector<Claim> claims_of(const EvidenceSummary& summary, std::span<const RunResult> results);

// How many of `others` are at least `value`, plus one, of all plus one: the one-sided p value of a
// permutation test.
double permutation_p(double value, std::span<const double> others);

}  // namespace regulus
