// Which matrix of which file something was made from, so that another file of the same name is never taken
// for it.
#pragma once

#include <cstdint>
#include <string>

namespace regulus {

struct FileIdentity {
    std::string path;  // absolute, links resolved
    std::uint64_t device = 0, inode = 0, size = 0;
    std::int64_t modified = 0, changed = 0;  // nanoseconds since 1970: of the content, and of anything
    std::string ends;                        // SHA-256 of the first and the last MiB

    bool operator==(const FileIdentity&) const = default;
};

// Throws Error(Input) when the file cannot be read.
FileIdentity identify_file(const std::string& path);

// Throws Error(Input) when the file is no longer the one identified (the content is not looked at).
void check_unchanged(const FileIdentity& identity);

// 64 hexadecimal digits: of the file, the matrix at `inner` in it, and `use` ("by-gene", ...), what was made
// of it.
std::string source_key(const FileIdentity& identity, const std::string& inner, const std::string& use);

}  // namespace regulus
