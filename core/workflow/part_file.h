// What a command says of some of the cells of a dataset, as one of many processes writes it, until all parts
// are put together. A file holds the content (text, or numbers: cells × columns, float32), then a description
// in JSON, its length in 8 bytes and a mark: what was cut off is no part.
#pragma once

#include <cstdint>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "core/model/training_facts.h"

namespace regulus {

struct PartDescription {
    std::string command;                         // that wrote it, such as "predict"
    std::uint64_t from = 0, to = 0, cells = 0;   // from ≤ cell < to, of so many in the dataset, from 0
    std::vector<TrainingFact> facts;             // that are the same in all parts of a whole
    std::vector<std::string> columns;            // of the numbers; none: the content is text
    std::map<std::string, std::string> sources;  // options that name files, as they were given
};

// What follows the content.
std::string part_ending(const PartDescription& part);

struct Part {
    std::string path;
    PartDescription is;
    std::uint64_t content = 0;  // bytes
};
// Throws Error(Input) for a file that is no part or not all of one.
Part open_part(const std::string& path);

// The parts of one whole, in the order of their cells. Throws Error(Input), and Error(Usage) that names parts
// that were not made alike, hold the same cells, or miss some.
std::vector<Part> whole_of(const std::vector<std::string>& paths);

// For who reads the content. Throw Error(Input).
[[noreturn]] void refuse_part(const std::string& path, const std::string& why);
std::ifstream opened_part(const std::string& path);

}  // namespace regulus
