#include "core/io/store/matrix_store.h"

#include <algorithm>
#include <atomic>
#include <cassert>
#include <filesystem>
#include <system_error>
#include <utility>

#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/base/parallel.h"

namespace regulus::store {
namespace {

namespace fs = std::filesystem;

// What a tile will take, roughly: counts need about one byte each. What it took in the end is looked at, too.
std::uint64_t likely_size(const CsrMatrix& lines) {
    return std::uint64_t{lines.stored()} * 3 / 2;
}

// One matrix out of parts that hold the same lines, over crossings that come after one another.
CsrMatrix side_by_side(const std::vector<CsrMatrix>& parts, std::size_t lines, std::size_t crossings) {
    CsrMatrix all;
    all.cols = crossings;
    std::size_t stored = 0;
    for (const CsrMatrix& part : parts) stored += part.stored();
    all.columns.reserve(stored);
    all.values.reserve(stored);
    all.offsets.reserve(lines + 1);
    for (std::size_t r = 0; r < lines; ++r) {
        for (const CsrMatrix& part : parts) {
            const auto columns = part.row_columns(r);
            const auto values = part.row_values(r);
            all.columns.insert(all.columns.end(), columns.begin(), columns.end());
            all.values.insert(all.values.end(), values.begin(), values.end());
        }
        all.offsets.push_back(static_cast<std::int64_t>(all.columns.size()));
    }
    all.rows = lines;
    return all;
}

}  // namespace

MatrixStore::MatrixStore(std::shared_ptr<StoreEntry> entry, StoreId id, std::function<void()> guard)
    : m_entry(std::move(entry)), m_id(std::move(id)), m_guard(std::move(guard)) {
    refresh();
}

MatrixStore::Tiles MatrixStore::tiles() const {
    const std::lock_guard guard(m_mutex);
    return m_tiles;
}

void MatrixStore::take(std::shared_ptr<const Tile> tile) const {
    const std::lock_guard guard(m_mutex);
    const Span band = tile->band();
    const auto after = std::ranges::upper_bound(m_tiles, band.begin, {},
                                                [](const auto& other) { return other->band().begin; });
    if (after != m_tiles.end() && (*after)->band().begin < band.end) return;
    if (after != m_tiles.begin() && (*std::prev(after))->band().end > band.begin) return;
    m_tiles.insert(after, std::move(tile));
}

void MatrixStore::drop(const std::shared_ptr<const Tile>& tile) const {
    const std::lock_guard guard(m_mutex);
    if (std::erase(m_tiles, tile) == 0) return;  // another thread was faster
    std::error_code problem;
    if (tile->unsound()) fs::remove(tile->path(), problem);
}

void MatrixStore::refresh() {
    std::error_code problem;
    std::vector<fs::path> found;
    for (fs::directory_iterator file(m_entry->folder(), problem), end; !problem && file != end;
         file.increment(problem)) {
        if (file->path().extension() == ".tile") found.push_back(file->path());
    }
    std::ranges::sort(found);  // which of two that overlap is taken must not depend on the disk
    const Tiles known = tiles();
    for (const fs::path& path : found) {
        if (std::ranges::any_of(known, [&](const auto& tile) { return tile->path() == path; })) continue;
        bool unsound = false;
        auto tile = Tile::open(path.string(), m_id, &unsound);
        if (!tile && !unsound) continue;
        if (tile && path.filename() == tile_name(tile->band())) {
            take(std::move(tile));
        } else {
            std::error_code ignored;
            fs::remove(path, ignored);
        }
    }
}

std::uint64_t MatrixStore::covered() const {
    std::uint64_t sum = 0;
    for (const auto& tile : tiles()) sum += tile->band().end - tile->band().begin;
    return sum;
}

std::vector<Span> MatrixStore::gaps(const Tiles& tiles) const {
    std::vector<Span> found;
    std::uint64_t at = 0;
    for (const auto& tile : tiles) {
        if (tile->band().begin > at) found.push_back({at, tile->band().begin});
        at = tile->band().end;
    }
    if (at < m_id.length()) found.push_back({at, m_id.length()});
    return found;
}

std::optional<Span> MatrixStore::first_gap() const {
    const auto found = gaps(tiles());
    if (found.empty()) return std::nullopt;
    return found.front();
}

void MatrixStore::add(Span band, const CsrMatrix& lines, Job& job) {
    if (m_guard) m_guard();
    const std::uint64_t likely = likely_size(lines);
    m_entry->reserve(likely);
    const std::string path = m_entry->folder() + "/" + tile_name(band);
    write_tile(path, m_id, band, lines, job);
    std::error_code ignored;
    const std::uintmax_t written = fs::file_size(path, ignored);
    try {
        m_entry->settle(likely, ignored ? 0 : written);
    } catch (const Error&) {
        fs::remove(path, ignored);
        throw;
    }
    auto tile = Tile::open(path, m_id);
    if (!tile) {
        throw Error(ErrorKind::Storage, "The cached data could not be read back", path, "Check the disk");
    }
    take(std::move(tile));
}

std::vector<Span> MatrixStore::read_line(std::uint64_t line, std::span<float> out) const {
    assert(m_id.cut == Cut::Crossings && out.size() == m_id.crossings);
    const Tiles all = tiles();
    for (const auto& tile : all) tile->will_need(line, line + 1);
    std::vector<char> sound(all.size(), 1);
    // A few are read before another thread has started.
    parallel_for(all.size(), 8, [&](std::size_t begin, std::size_t end) {
        CsrMatrix found;
        for (std::size_t i = begin; i < end; ++i) {
            found.rows = 0;
            found.offsets.assign(1, 0);
            found.columns.clear();
            found.values.clear();
            sound[i] = all[i]->append(line, line + 1, found) ? 1 : 0;
            for (std::size_t k = 0; sound[i] != 0 && k < found.stored(); ++k) {
                out[static_cast<std::size_t>(found.columns[k])] = found.values[k];
            }
        }
    });
    Tiles used;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (sound[i] != 0) {
            used.push_back(all[i]);
        } else {
            drop(all[i]);
        }
    }
    return gaps(used);
}

std::optional<CsrMatrix> MatrixStore::read_lines(std::uint64_t begin, std::uint64_t end) const {
    const Tiles all = tiles();
    CsrMatrix result;
    result.cols = m_id.crossings;
    if (m_id.cut == Cut::Lines) {
        std::uint64_t at = begin;
        bool sound = true;
        for (const auto& tile : all) {
            const std::uint64_t to = std::min(end, tile->band().end);
            if (at >= end || tile->band().end <= at) continue;
            if (tile->band().begin > at) return std::nullopt;
            if (!tile->append(at, to, result)) {
                drop(tile);
                sound = false;  // the others are tried all the same: what is damaged is made anew at once
            }
            at = to;
        }
        return at < end || !sound ? std::nullopt : std::optional(std::move(result));
    }
    if (!gaps(all).empty()) return std::nullopt;
    std::vector<CsrMatrix> parts(all.size());
    std::atomic<bool> sound{true};
    parallel_for(all.size(), 1, [&](std::size_t i, std::size_t) {
        if (all[i]->append(begin, end, parts[i])) return;
        drop(all[i]);
        sound = false;
    });
    if (!sound) return std::nullopt;
    return side_by_side(parts, end - begin, m_id.crossings);
}

std::size_t MatrixStore::lines_of(std::size_t bytes) const {
    std::uint64_t stored = 0;
    for (const auto& tile : tiles()) stored += tile->stored();
    const std::uint64_t a_line = 8 * (stored / std::max<std::uint64_t>(1, m_id.lines) + 1);
    return std::clamp<std::size_t>(bytes / a_line, 1, std::max<std::uint64_t>(1, m_id.lines));
}

void MatrixStore::discard() {
    const std::lock_guard guard(m_mutex);
    std::error_code problem;
    for (const auto& tile : m_tiles) fs::remove(tile->path(), problem);
    m_tiles.clear();
}

StoredMatrix::StoredMatrix(std::shared_ptr<const MatrixStore> store) : m_store(std::move(store)) {}

CsrMatrix StoredMatrix::block(std::size_t begin, std::size_t end) const {
    if (auto lines = m_store->read_lines(begin, end)) return std::move(*lines);
    throw Error(ErrorKind::Storage, "The cache of this matrix is incomplete or damaged",
                m_store->entry().folder(), "Open the dataset again to rebuild it");
}

CsrMatrix StoredMatrix::rows(std::span<const std::uint32_t> which) const {
    // In the order of the file, neighbours together, and then in the order asked for.
    std::vector<std::uint32_t> sorted(which.begin(), which.end());
    std::ranges::sort(sorted);
    const auto last = std::unique(sorted.begin(), sorted.end());
    sorted.erase(last, sorted.end());
    const CsrMatrix read = MatrixSource::rows(sorted);
    CsrMatrix result;
    result.cols = genes();
    for (const std::uint32_t cell : which) {
        const auto r = static_cast<std::size_t>(std::ranges::lower_bound(sorted, cell) - sorted.begin());
        result.push_row(read.row_columns(r), read.row_values(r));
    }
    return result;
}

std::size_t StoredMatrix::preferred_block() const {
    return m_store->lines_of(block_memory());
}

}  // namespace regulus::store
