// Matrix Market files (.mtx), read entry by entry. Only for the sources of core/io.
// Format: R. F. Boisvert, R. Pozo, K. A. Remington, The Matrix Market Exchange Formats, NISTIR 5935 (1996).
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>

#include "core/base/job.h"
#include "core/io/files/line_stream.h"

namespace regulus {

struct MarketHeader {
    bool coordinate = true;  // else array: every value, column by column
    bool pattern = false;    // entries without a value, each 1
    std::int64_t rows = 0, columns = 0;
    std::int64_t entries = 0;  // that the file says it has
};

struct MarketEntry {
    std::int32_t row, column;  // from 0
    float value;
};

class MarketReader {
  public:
    // Reads the header. integer, real, double and pattern matrices that are general. Throws Error(Input) for
    // anything else, for counts that no matrix has or that the file is too short for, and what LineStream
    // throws.
    MarketReader(const std::string& path, Job& job);

    const MarketHeader& header() const { return m_header; }

    // Hands on all entries in the order of the file, a few thousand at a time; zeros of an array are left
    // out. Throws Error(Input), with the number of the line, for what is no entry, lies outside, or is not
    // finite, and for a file with fewer or more than it says; Error(Data) for values beyond a float's range.
    void read(const std::function<void(std::span<const MarketEntry>)>& take);

  private:
    [[noreturn]] void refuse(const std::string& what, const std::string& remedy = {}) const;
    void read_banner();
    void read_sizes();
    MarketEntry entry_in(std::string_view line) const;
    float value_in(std::string_view text) const;

    const std::string m_path;
    LineStream m_lines;
    MarketHeader m_header;
};

}  // namespace regulus
