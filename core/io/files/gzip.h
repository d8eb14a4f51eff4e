// Text files packed with gzip (RFC 1952), as priors and matrices are often passed on. Only for the sources
// of core/io.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "core/base/job.h"

namespace regulus {

bool is_gzip(std::string_view first_bytes);

// Unpacks piece by piece: all members one after another, as gunzip gives them; zeros after the last member
// are padding. Thread: one at a time.
class GzipReader {
  public:
    // Throws Error(Input) when the file cannot be opened.
    explicit GzipReader(const std::string& path);
    ~GzipReader();

    // Fills `out` as far as there is text; less than its size only at the end. Throws Error(Input) for a file
    // that is cut short or damaged (the checksums are compared).
    std::size_t read(std::span<char> out);

    // Packed bytes used so far.
    std::uint64_t position() const;

  private:
    class Stream;
    std::unique_ptr<Stream> m_stream;
};

// The text in the file, whole. Memory: twice the text while it grows. Throws as GzipReader does, and
// Error(Input) for more than `max_bytes`; Cancelled.
std::string unpack_gzip_file(const std::string& path, std::size_t max_bytes, Job& job);

}  // namespace regulus
