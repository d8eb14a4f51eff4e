// Lines of a sparse matrix packed into frames: gaps between indices as variable-length integers, values in
// as few bytes as they need, both compressed with zstd. Only for the sources of core/io.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/data/sparse_matrix.h"

namespace regulus::store {

// Lines that go into one frame together: as many as hold this many values, but at least one and at most
// `most_lines`. A frame is what a reader must unpack to get at one line.
inline constexpr std::size_t frame_values = 32768, most_lines = 4096;

// The first line of the next frame when one begins at `begin`.
std::size_t frame_end(const CsrMatrix& lines, std::size_t begin);

// The most bytes a frame may unpack to.
std::uint64_t largest_frame(std::uint64_t crossings);

struct Frame {
    std::string packed;
    std::uint32_t raw = 0;  // bytes it unpacks to
};

// Packs frames one after another. Thread: one at a time; each thread has its own.
class FramePacker {
  public:
    FramePacker();
    ~FramePacker();
    FramePacker(const FramePacker&) = delete;
    FramePacker& operator=(const FramePacker&) = delete;

    // Lines begin..end-1, their columns ascending. Throws Error(Data) for NaN and infinity, bad_alloc.
    Frame pack(const CsrMatrix& lines, std::size_t begin, std::size_t end);

  private:
    struct State;
    std::unique_ptr<State> m_state;
};

// One unpacked frame. Nothing in it is believed: whatever the bytes, a line is sound or not given at all.
class FrameReader {
  public:
    FrameReader();
    ~FrameReader();
    FrameReader(const FrameReader&) = delete;
    FrameReader& operator=(const FrameReader&) = delete;

    // False when the bytes are no frame of so many lines over so many crossings.
    bool unpack(std::span<const char> packed, std::uint32_t raw, std::size_t lines, std::size_t crossings);

    // Appends line i of the frame: its crossings, `shift` added, and its values. False when it is damaged;
    // what was appended is then worthless.
    bool append_line(std::size_t i, std::int32_t shift, std::vector<std::int32_t>& crossings,
                     std::vector<float>& values) const;

  private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace regulus::store
