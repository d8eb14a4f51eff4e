// Text files packed with gzip (RFC 1952), as priors are often passed on. Only for the sources of core/io.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/base/job.h"

namespace regulus {

bool is_gzip(std::string_view first_bytes);

// The text in the file, all its members one after another, as gunzip gives it; zeros after the last member
// are padding. Memory: twice the text while it grows.
// Throws Error(Input) for a file that is cut short, damaged (the checksum is compared), or holds more than
// `max_bytes`; Cancelled.
std::string unpack_gzip_file(const std::string& path, std::size_t max_bytes, Job& job);

}  // namespace regulus
