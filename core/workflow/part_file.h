// What a command says of some of the cells of a dataset, as one of many processes writes it, until all parts
// are put together. A file holds the content (text, or numbers: cells × columns, float32), then a description
// in JSON with the content's CRC-32, its length in 8 bytes, its own CRC-32 in 4, and a mark: what was cut off
// or damaged is no part.
#pragma once

#include <cstdint>
#include <fstream>
#include <map>
#include <span>
#include <string>
#include <string_view>
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

// What follows the content, whose CRC-32 is `checksum`.
std::string part_ending(const PartDescription& part, std::uint32_t checksum);

struct Part {
    std::string path;
    PartDescription is;
    std::uint64_t content = 0;   // bytes
    std::uint32_t checksum = 0;  // of the content
};
// Throws Error(Input) for a file that is no part or not all of one. The content is checked by who reads it.
Part open_part(const std::string& path);

// The parts of one whole, in the order of their cells. Throws Error(Input), and Error(Usage) that names parts
// that were not made alike, hold the same cells, or miss some.
std::vector<Part> whole_of(const std::vector<std::string>& paths);

[[noreturn]] void refuse_part(const std::string& path, const std::string& why);

// Reads the content from its beginning. Everything throws Error(Input); whoever reaches the end knows that
// all of it is as it was written.
class PartReader {
  public:
    explicit PartReader(const Part& part);
    std::uint64_t left() const { return m_left; }
    // The next bytes, as many as there is room for and no more than left().
    void read(std::span<char> to);
    std::string line();  // without its end

  private:
    void took(std::string_view bytes);

    const Part& m_part;
    std::ifstream m_file;
    std::uint64_t m_left;
    std::uint32_t m_checksum = 0;
};

}  // namespace regulus
