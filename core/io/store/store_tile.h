// One file of a matrix store: a band of the matrix, its lines in packed frames. It is complete or absent,
// and whatever happens to it on the disk, what is read from it is right or refused. Only for the sources of
// core/io.
//
// The file: a magic number; the frames; the directory (for each frame its first line, size and checksum);
// a footer with shape, band and the key of the matrix it was made from. Little-endian.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/data/sparse_matrix.h"

namespace regulus::store {

// Which way a store is cut into tiles: a tile holds every line over some crossings, or some lines whole.
enum class Cut : std::uint32_t { Crossings = 0, Lines = 1 };

// What a tile must belong to.
struct StoreId {
    std::string key;  // 64 hexadecimal digits: the identity of the matrix
    std::uint64_t lines = 0, crossings = 0;
    Cut cut = Cut::Crossings;
    // Of the axis that is cut.
    std::uint64_t length() const { return cut == Cut::Crossings ? crossings : lines; }
};

struct Span {
    std::uint64_t begin = 0, end = 0;
};

// Name of the file of a band; such names sort by `begin`.
std::string tile_name(Span band);

// Writes band `band` of the matrix: `lines` are all lines with their columns counted from band.begin, or
// lines band.begin..band.end-1. Throws Error(Storage), Error(Data) for NaN and infinity, Cancelled; no file
// is left then.
void write_tile(const std::string& path, const StoreId& id, Span band, const CsrMatrix& lines, Job& job);

struct TileFooter;

// Thread: any.
class Tile {
  public:
    struct Footer;  // as it stands in the file

    // nullptr when there is no sound tile of this matrix at `path`. `unsound`: the file was read and is none;
    // what could not be opened or read (no descriptors left, no rights, a disk that fails) may be one.
    static std::shared_ptr<const Tile> open(const std::string& path, const StoreId& id,
                                            bool* unsound = nullptr);

    Span band() const { return m_band; }
    const std::string& path() const { return m_path; }
    std::uint64_t stored() const { return m_stored; }

    // Asks the system to read ahead what append() of these lines would need.
    void will_need(std::uint64_t begin, std::uint64_t end) const;

    // Appends lines begin..end-1, numbered as in the whole matrix; crossings, too. False when the file is
    // gone or damaged; `to` is then as it was.
    bool append(std::uint64_t begin, std::uint64_t end, CsrMatrix& to) const;
    // Whether append() has read something wrong, rather than not been able to read.
    bool unsound() const { return m_unsound; }

  private:
    struct FramePlace {
        std::uint64_t at = 0;
        std::uint32_t packed = 0, raw = 0, first_line = 0, checksum = 0;
    };
    Tile() = default;
    bool read_header(int descriptor, const StoreId& id, bool& unsound);
    bool read_directory(int descriptor, const TileFooter& footer, std::uint64_t file_size, bool& failed);
    // Frames that hold lines begin..end-1, counted from m_lines.begin.
    Span frames_of(std::uint64_t begin, std::uint64_t end) const;

    std::string m_path;
    Span m_band, m_lines, m_crossings;
    std::uint64_t m_stored = 0;
    std::vector<FramePlace> m_frames;
    mutable std::atomic<bool> m_unsound{false};
};

}  // namespace regulus::store
