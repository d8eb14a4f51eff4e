// How commands that take a prior name it, narrow it, and describe it.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "core/base/job.h"
#include "core/io/prior/prior_reader.h"

namespace CLI {
class App;
}

namespace regulus {

class Console;

struct PriorArguments {
    std::string confidence, sign = "both", tf_list;
    double min_importance = 0;
    std::size_t top_targets = 0;
    bool expand_complexes = false;

    bool operator==(const PriorArguments&) const = default;
};
// --min-confidence, --sign, --min-importance, --top-targets, --tf-list, --expand-complexes.
void declare_prior_filters(CLI::App& app, PriorArguments& arguments);

// Throws what read_prior() throws; Error(Usage) for filters that make no sense.
RegulatoryNetwork open_prior(const std::string& path, const PriorArguments& arguments, Job& job);

// Counts of a prior, as `info` and `prior` print them.
nlohmann::json prior_json(const RegulatoryNetwork& prior);
void say_prior(Console& console, const RegulatoryNetwork& prior);

}  // namespace regulus
