// What a run found, and how it is kept in a file.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/evidence/run_spec.h"

namespace regulus {

// How well the test cells are named after learning from one draw of labels.
struct DrawScore {
    std::string method;  // "regulons", "regulons alone", "direction", ...: see runs.h
    double share = 1;    // of the training labels
    std::uint64_t draw = 0;
    // balanced: mean recall; nll: natural logarithm, of a class-balanced softmax, not calibrated.
    double accuracy = 0, macro_f1 = 0, balanced = 0, nll = 0, brier = 0;
};

struct RunResult {
    RunSpec spec;
    std::map<std::string, double> numbers;  // NaN: not defined here
    std::vector<DrawScore> draws;
    // Of each class, its first TFs, and its first entries, where TFs that share targets are one.
    std::map<std::string, std::vector<std::string>> leading, leading_entries;
    double seconds = 0;

    double number(const std::string& name) const;  // NaN where it is not there
};

// JSON, one line; NaN as null.
std::string result_text(const RunResult& result);
// Throws Error(Input) for anything else than such a text of that run.
RunResult result_from(const std::string& text, const RunSpec& spec, const std::string& path);

}  // namespace regulus
