// The lines of a text file of any size, packed with gzip or not, in bounded memory. Only for the sources of
// core/io.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/job.h"

namespace regulus {

// \n, \r\n, or \r alone in a file that has no \n, end a line. A packed file is unpacked on a thread of its
// own while the lines are worked on. Thread: one at a time.
class LineStream {
  public:
    // Whoever reads the lines reports progress by reading: `stage` and the share of the (packed) file are
    // handed to the job every MiB, and a cancel is noticed. Throws Error(Input) as TextInput does.
    LineStream(const std::string& path, std::size_t longest_line, Job& job, std::string stage);
    ~LineStream();

    // False at the end of the file. Throws Error(Input) for a damaged file, one that is no text, and a line
    // longer than `longest_line` bytes; Cancelled.
    bool next();

    std::string_view line() const { return m_line; }  // without its ending; good until next()
    std::size_t number() const { return m_number; }   // counts from 1, as editors do
    bool packed() const;
    std::size_t file_size() const;  // as it lies there

  private:
    class Source;
    void refill();

    const std::string m_path, m_stage;
    const std::size_t m_longest;
    Job& m_job;
    std::unique_ptr<Source> m_source;
    std::vector<char> m_buffer;
    std::size_t m_begin = 0, m_scanned = 0, m_end = 0;  // of the line that is looked for, in m_buffer
    std::string_view m_line;
    std::size_t m_number = 0;
    char m_ending = '\n';
    bool m_started = false, m_at_end = false;
};

}  // namespace regulus
