#include "core/workflow/part_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/base/count_text.h"
#include "core/base/error.h"

namespace regulus {
namespace {

using nlohmann::json;

constexpr std::string_view mark = "REGULUS1";
constexpr std::uint64_t tail = sizeof(std::uint64_t) + mark.size();
constexpr std::uint64_t longest = std::uint64_t{1} << 28U;  // of a description, before memory is asked for

PartDescription description_in(const std::string& text) {
    const json j = json::parse(text);
    PartDescription part{j.at("command"), j.at("from"),   j.at("to"), j.at("cells"), {},
                         j.at("columns"), j.at("sources")};
    for (const json& fact : j.at("facts")) part.facts.push_back({fact.at(0), fact.at(1), fact.at(2)});
    return part;
}

void check_size(const Part& part) {
    const PartDescription& is = part.is;
    if (is.from >= is.to || is.to > is.cells) refuse_part(part.path, "its range makes no sense");
    if (is.columns.empty()) return;
    const std::uint64_t row = is.columns.size() * sizeof(float);
    if (part.content % row != 0 || part.content / row != is.to - is.from)
        refuse_part(part.path, "it holds other cells than it says");
}

std::string cells_text(const PartDescription& part) {
    return fmt::format("{}:{}", part.from, part.to);
}

void require_alike(const Part& part, const Part& first) {
    const auto refuse = [&](const std::string& what, const std::string& own, const std::string& other) {
        throw Error(ErrorKind::Usage,
                    fmt::format("The parts do not belong together: {} and {} differ in {}", part.path,
                                first.path, what),
                    own == other ? own + ", with other content"
                                 : fmt::format("{} and {}", own.empty() ? "nothing" : own,
                                               other.empty() ? "nothing" : other),
                    "Write all parts with the same program, options and files");
    };
    const PartDescription &a = part.is, &b = first.is;
    if (a.command != b.command) refuse("the command", a.command, b.command);
    const auto [own, other] = std::ranges::mismatch(a.facts, b.facts, same);
    if (own != a.facts.end() && other != b.facts.end())
        refuse(own->name == other->name ? own->name : "the version of Regulus", own->value, other->value);
    if (a.facts.size() != b.facts.size()) refuse("the version of Regulus", "", "");
    if (a.cells != b.cells) refuse("the number of cells", std::to_string(a.cells), std::to_string(b.cells));
    if (a.columns != b.columns)
        refuse("their columns", std::to_string(a.columns.size()), std::to_string(b.columns.size()));
}

void require_whole(const std::vector<Part>& parts) {
    std::vector<std::string> missing;
    std::uint64_t at = 0;
    const Part* before = nullptr;
    for (const Part& part : parts) {
        if (part.is.from < at)
            throw Error(ErrorKind::Usage, "Two parts hold the same cells",
                        fmt::format("{} holds {}, {} holds {}", before->path, cells_text(before->is),
                                    part.path, cells_text(part.is)),
                        "Leave one of them out");
        if (part.is.from > at) missing.push_back(fmt::format("{}:{}", at, part.is.from));
        at = part.is.to;
        before = &part;
    }
    const std::uint64_t cells = parts.front().is.cells;
    if (at < cells) missing.push_back(fmt::format("{}:{}", at, cells));
    if (missing.empty()) return;
    constexpr std::size_t most_named = 10;
    const std::size_t count = missing.size();
    std::string list = missing.front();
    // Components are of one run: a rank cannot write its part again by itself.
    const char* const remedy = parts.front().is.command == "embed"
                                   ? "Give all parts; if one is lost, run all ranks again"
                                   : "Write them with the same command, and give all parts";
    for (std::size_t i = 1; i < std::min(count, most_named); ++i) list += ", " + missing[i];
    throw Error(ErrorKind::Usage,
                fmt::format("{} missing", count_text(count, "range of cells is", "ranges of cells are")),
                list + (count > most_named ? ", ..." : ""), remedy);
}

}  // namespace

void refuse_part(const std::string& path, const std::string& why) {
    throw Error(ErrorKind::Input, "The file is not a whole part of a result: " + why, path,
                path.ends_with(".part") ? "Copy it again, or write it again"
                                        : "Give the .part files of predict, explain, activity or embed");
}

std::ifstream opened_part(const std::string& path) {
    std::error_code absent;
    if (std::filesystem::is_directory(path, absent))
        throw Error(ErrorKind::Input, "A folder is no part", path, "Give the files in it, such as *.part");
    std::ifstream file(path, std::ios::binary);
    if (!file)
        throw Error(ErrorKind::Input, "The part could not be read", path, "Check its name and permissions");
    return file;
}

std::string part_ending(const PartDescription& part) {
    json facts = json::array();
    for (const TrainingFact& fact : part.facts) facts.push_back({fact.name, fact.value, fact.digest});
    const json j{{"command", part.command}, {"from", part.from}, {"to", part.to},
                 {"cells", part.cells},     {"facts", facts},    {"columns", part.columns},
                 {"sources", part.sources}};
    std::string text = j.dump(-1, ' ', false, json::error_handler_t::replace);
    const std::uint64_t length = text.size();
    text.append(reinterpret_cast<const char*>(&length), sizeof length);
    return text.append(mark);
}

Part open_part(const std::string& path) {
    std::ifstream file = opened_part(path);
    file.seekg(0, std::ios::end);
    const auto end = file.tellg();
    if (end < 0) refuse_part(path, "it is no file");
    const auto size = static_cast<std::uint64_t>(end);
    std::string last(tail, '\0');
    if (size < tail || !file.seekg(static_cast<std::streamoff>(size - tail)) ||
        !file.read(last.data(), static_cast<std::streamsize>(tail)) || !last.ends_with(mark))
        refuse_part(path, "its end is missing");
    std::uint64_t length = 0;
    std::memcpy(&length, last.data(), sizeof length);
    if (length > longest || length > size - tail) refuse_part(path, "its end makes no sense");
    Part part{path, {}, size - tail - length};
    std::string text(length, '\0');
    file.seekg(static_cast<std::streamoff>(part.content));
    if (!file.read(text.data(), static_cast<std::streamsize>(length)))
        refuse_part(path, "it could not be read");
    try {
        part.is = description_in(text);
    } catch (const json::exception&) {
        refuse_part(path, "its description makes no sense");
    }
    check_size(part);
    return part;
}

std::vector<Part> whole_of(const std::vector<std::string>& paths) {
    std::vector<Part> parts;
    for (const std::string& path : paths) parts.push_back(open_part(path));
    for (const Part& part : parts) require_alike(part, parts.front());
    std::ranges::stable_sort(parts, {}, [](const Part& part) { return part.is.from; });
    require_whole(parts);
    return parts;
}

}  // namespace regulus
