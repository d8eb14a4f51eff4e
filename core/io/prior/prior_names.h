// Lists of names, such as the TFs of a species: one name a line, packed with gzip or not.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/job.h"

namespace regulus {

struct NameList {
    std::string file, checksum;      // name for people; SHA-256 of the file
    std::vector<std::string> names;  // unique, in the file's order
    std::size_t repeated = 0;        // lines that name what was named before
};

// nullopt for text that is no list: lines of several columns. A first line such as "TF" or "gene" is a title.
// Throws Error(Input) for what is no text at all, an empty file, and a line that is no name among lines that
// are; Cancelled.
std::optional<NameList> find_name_list(const std::string& path, Job& job);

// The same, and Error(Input) for text that is no list.
NameList read_name_list(const std::string& path, Job& job);

}  // namespace regulus
