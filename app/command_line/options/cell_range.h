// A part of a command's work: some of the cells, one after the other.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "app/command_line/options/data_options.h"
#include "core/workflow/part_file.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace regulus {

struct RangeOption {
    std::string text;  // "FROM:TO"; "": all cells, and no part
    bool given() const { return !text.empty(); }
};
CLI::Option* declare_range(CLI::App& app, RangeOption& range);

// The description of the part, without facts and columns: `range` of the cells of `dataset`, that was opened
// by `data`. Throws Error(Usage) for a range that makes no sense.
PartDescription part_described(const char* command, const RangeOption& range, const DataOptions& data,
                               const Dataset& dataset);

std::vector<std::uint32_t> rows_of(const PartDescription& part);

// Throws Error(Usage) for a name that does not end in .part, Error(Storage).
void check_part(const std::string& path);

// That it was written; `object`: what else there is to emit.
void say_part(Console& console, const PartDescription& part, const std::string& path, nlohmann::json object);

// Opens what the parts were made of; `data` (a path) goes before the name they have. Throws Error(Usage) when
// it is not what they were made of, and what open_dataset() throws.
std::shared_ptr<const Dataset> data_of(const Part& part, const std::string& data, Job& job, Console& console);

}  // namespace regulus
