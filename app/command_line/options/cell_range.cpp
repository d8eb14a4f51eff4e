#include "app/command_line/options/cell_range.h"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <numeric>
#include <optional>

#include "app/command_line/console.h"
#include "app/command_line/options/output_files.h"
#include "core/base/error.h"
#include "core/workflow/part_facts.h"

namespace regulus {
namespace {

std::optional<std::uint64_t> number(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace

CLI::Option* declare_range(CLI::App& app, RangeOption& range) {
    return app
        .add_option("--range", range.text,
                    "Only the cells FROM to TO - 1, counted from 0: writes a .part for regulus collect")
        ->type_name("FROM:TO");
}

PartDescription part_described(const char* command, const RangeOption& range, const DataOptions& data,
                               const Dataset& dataset) {
    const std::string_view text = range.text;
    const std::size_t colon = text.find(':');
    const auto from = number(text.substr(0, colon));
    const auto to = colon == std::string_view::npos ? std::nullopt : number(text.substr(colon + 1));
    if (!from || !to || *from >= *to)
        throw Error(ErrorKind::Usage, "--range is no range of cells", range.text,
                    "Write FROM:TO, such as 0:1000 for the first thousand cells");
    if (*from >= dataset.cells())
        throw Error(ErrorKind::Usage, "--range begins after the last cell", range.text,
                    fmt::format("The dataset has {} cells, counted from 0", dataset.cells()));
    PartDescription part;
    part.command = command;
    part.from = *from;
    part.to = std::min<std::uint64_t>(*to, dataset.cells());
    part.cells = dataset.cells();
    part.sources = {{"data", data.path}, {"part", data.part}, {"obs", data.annotation}, {"rows", data.rows}};
    return part;
}

std::vector<std::uint32_t> rows_of(const PartDescription& part) {
    std::vector<std::uint32_t> rows(part.to - part.from);
    std::iota(rows.begin(), rows.end(), static_cast<std::uint32_t>(part.from));
    return rows;
}

void check_part(const std::string& path) {
    check_output(path, {".part"}, "With --range a .part is written");
}

void say_part(Console& console, const PartDescription& part, const std::string& path, nlohmann::json object) {
    console.say(fmt::format("cells {} to {} of {} written to {}", part.from, part.to - 1, part.cells, path));
    object.update({{"from", part.from}, {"to", part.to}, {"cells", part.to - part.from}, {"out", path}});
    console.emit(object);
}

std::shared_ptr<const Dataset> data_of(const Part& part, const std::string& data, Job& job,
                                       Console& console) {
    const auto source = [&](const char* name) {
        const auto found = part.is.sources.find(name);
        return found == part.is.sources.end() ? std::string() : found->second;
    };
    auto dataset = open_dataset(
        {data.empty() ? source("data") : data, source("part"), source("obs"), source("rows")}, job, &console);
    const auto is = [&](const TrainingFact& found) {
        const auto was = std::ranges::find(part.is.facts, found.name, &TrainingFact::name);
        return was != part.is.facts.end() && same(*was, found);
    };
    if (dataset->cells() != part.is.cells || !is(data_fact(*dataset)) || !is(stored_fact(*dataset, job)))
        throw Error(ErrorKind::Usage, "The parts were made of other data", dataset->path,
                    "Give the dataset they were made of as --data");
    return dataset;
}

}  // namespace regulus
