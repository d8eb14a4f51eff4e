// A text file read piece by piece, unpacked when it is packed with gzip (its content says so, not its name).
// UTF-16 is given as UTF-8. Only for the sources of core/io.
#pragma once

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/io/files/gzip.h"
#include "core/io/files/utf16.h"

namespace regulus {

// Thread: one at a time, any.
class TextInput {
  public:
    // Throws Error(Input) for a folder, a missing, unreadable or empty file.
    explicit TextInput(const std::string& path);

    // Fills `out` (at least 4 bytes) as far as there is text; less than its size only at the end. A UTF-8
    // byte order mark at the start is left out. Throws Error(Input) for what is no text, saying what it is
    // instead (HDF5, zip, binary), and for a file that is damaged, cut short or empty.
    std::size_t read(std::span<char> out);

    bool packed() const { return m_gzip != nullptr; }
    std::uint64_t size() const { return m_size; }  // of the file as it lies there
    std::uint64_t position() const;                // in it; size() at the end

  private:
    std::size_t read_bytes(std::span<char> out);
    std::size_t read_stored(std::span<char> out);  // as it lies in the file, unpacked

    std::string m_path;
    std::uint64_t m_size = 0, m_position = 0;
    std::unique_ptr<GzipReader> m_gzip;
    std::ifstream m_file;
    std::size_t m_lines = 0;
    bool m_started = false;
    std::optional<Utf16Reader> m_utf16;  // once the file is found to be so
    std::string m_waiting;               // made of it, not yet given
    std::size_t m_taken = 0;             // of that
    bool m_at_end = false;
};

// Whether these bytes could stand in text: no control characters but tab, line feed and the like.
bool could_be_text(std::string_view bytes);

// The parts of it, for text that is read in another way.
std::uint64_t checked_text_file_size(const std::string& path);              // throws as the constructor does
void check_known_formats(std::string_view start, const std::string& path);  // HDF5, gzip, zip
// `lines_before`: line breaks in front of `text`, for the message.
void check_is_text(std::string_view text, std::size_t lines_before, const std::string& path);

}  // namespace regulus
