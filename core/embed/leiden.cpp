#include "core/embed/leiden.h"

#include <dlfcn.h>

#include <algorithm>
#include <cmath>
#include <mutex>
#include <numeric>

#include "core/base/error.h"
#include "core/base/program_parts.h"
#include "core/embed/detail/leiden_module.h"

namespace regulus {
namespace {

RunLeiden* open_module() {
    const std::string path = program_part(leiden_module_file);
    void* module = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    auto* run = module == nullptr ? nullptr : reinterpret_cast<RunLeiden*>(dlsym(module, run_leiden_name));
    if (run == nullptr) {
        const char* reason = dlerror();
        throw Error(ErrorKind::Internal, "The module for clustering could not be loaded",
                    reason != nullptr ? reason : path, "Install Regulus again, and Debian's libigraph3");
    }
    return run;
}

// By size, the largest first; equal ones by their first point.
Communities numbered(const std::vector<std::int64_t>& membership) {
    std::size_t count = 0;
    for (const std::int64_t m : membership) count = std::max(count, static_cast<std::size_t>(m) + 1);
    std::vector<std::size_t> sizes(count, 0), first(count, membership.size()), order(count);
    for (std::size_t point = 0; point < membership.size(); ++point) {
        const auto m = static_cast<std::size_t>(membership[point]);
        if (sizes[m]++ == 0) first[m] = point;
    }
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
        return sizes[a] != sizes[b] ? sizes[a] > sizes[b] : first[a] < first[b];
    });
    Communities result;
    std::vector<std::int32_t> number(count);
    for (std::size_t k = 0; k < count && sizes[order[k]] > 0; ++k) {
        number[order[k]] = static_cast<std::int32_t>(k);
        result.sizes.push_back(sizes[order[k]]);
    }
    result.of.reserve(membership.size());
    for (const std::int64_t m : membership) result.of.push_back(number[static_cast<std::size_t>(m)]);
    return result;
}

void check(const LeidenOptions& options) {
    if (!(options.resolution >= 0) || !std::isfinite(options.resolution))
        throw Error(ErrorKind::Usage, "The resolution of Leiden must be a number, 0 or above");
    if (options.iterations < 0) throw Error(ErrorKind::Usage, "The iterations of Leiden must not be below 0");
}

}  // namespace

Communities leiden(const CsrMatrix& graph, const LeidenOptions& options, Job& job) {
    static std::mutex one_at_a_time;
    check(options);
    job.checkpoint();
    LeidenRun run{graph, options, job, {}, 0, {}};
    LeidenEnd end = LeidenEnd::Done;
    {
        const std::lock_guard lock(one_at_a_time);
        static RunLeiden* const module = open_module();
        job.checkpoint();
        end = module(&run);
    }
    if (end == LeidenEnd::Stopped) throw Cancelled();
    if (end == LeidenEnd::NoMemory)
        throw Error(ErrorKind::Memory, "There is not enough memory to cluster that many cells");
    if (end == LeidenEnd::Failed)
        throw Error(ErrorKind::Internal, "The cells could not be clustered", run.problem);
    Communities communities = numbered(run.membership);
    communities.modularity = run.modularity;
    return communities;
}

}  // namespace regulus
