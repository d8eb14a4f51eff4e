// What the module with igraph offers to leiden.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/data/sparse_matrix.h"
#include "core/embed/leiden.h"

namespace regulus {

enum class LeidenEnd { Done, Stopped, NoMemory, Failed };

struct LeidenRun {
    const CsrMatrix& graph;
    const LeidenOptions& options;
    Job& job;
    std::vector<std::int64_t> membership;  // one a point, numbered in no order
    double modularity = 0;
    std::string problem;  // igraph's word on what failed
};

// Throws nothing. Not to be called from two threads at a time.
using RunLeiden = LeidenEnd(LeidenRun*);
inline constexpr const char* run_leiden_name = "regulus_run_leiden";
inline constexpr const char* leiden_module_file = "libregulus_leiden.so";

}  // namespace regulus
