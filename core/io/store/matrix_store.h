// A sparse matrix in a folder, in tiles that are complete or absent: what is there can be read while the
// rest is being written, and a build that was stopped goes on where it was. Lines are what is read quickly:
// genes of an index by gene, cells of a matrix that was turned around.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/job.h"
#include "core/data/matrix_source.h"
#include "core/io/store/store_cache.h"
#include "core/io/store/store_tile.h"

namespace regulus::store {

// Thread: any.
class MatrixStore {
  public:
    // Takes the tiles it finds in the entry; files that were read and are no sound tiles of this matrix
    // are removed.
    // `guard` is called before a band is added and throws when what it was made from has changed.
    MatrixStore(std::shared_ptr<StoreEntry> entry, StoreId id, std::function<void()> guard = {});

    const StoreId& id() const { return m_id; }
    const StoreEntry& entry() const { return *m_entry; }

    // Along the axis that is cut.
    std::uint64_t covered() const;
    bool complete() const { return covered() == m_id.length(); }
    std::optional<Span> first_gap() const;  // nullopt when complete

    // Takes tiles that another program has added meanwhile.
    void refresh();

    // Adds a band that is not there yet; `lines` as in write_tile(). Throws Error(Storage) also when the
    // cache's limit is reached, Error(Data) for NaN and infinity, Cancelled.
    void add(Span band, const CsrMatrix& lines, Job& job);

    // Of a store cut by crossings: writes the line's values to their places in `out` (one value a crossing,
    // zeros beforehand). Returns the bands that are not there; their values are not touched.
    std::vector<Span> read_line(std::uint64_t line, std::span<float> out) const;

    // Lines begin..end-1, all crossings; nullopt when a part of them is not there or damaged.
    std::optional<CsrMatrix> read_lines(std::uint64_t begin, std::uint64_t end) const;

    // Lines that take about so many bytes in memory, on average; at least 1.
    std::size_t lines_of(std::size_t bytes) const;

    // Removes all tiles.
    void discard();

  private:
    using Tiles = std::vector<std::shared_ptr<const Tile>>;
    Tiles tiles() const;
    void take(std::shared_ptr<const Tile> tile) const;
    void drop(const std::shared_ptr<const Tile>& tile) const;  // it cannot be read, or is damaged
    std::vector<Span> gaps(const Tiles& tiles) const;

    std::shared_ptr<StoreEntry> m_entry;
    StoreId m_id;
    std::function<void()> m_guard;
    mutable std::mutex m_mutex;
    mutable Tiles m_tiles;  // by their bands, which do not overlap
};

// Adds what the store lacks of the matrix `source`, which has id().lines cells and id().crossings genes; the
// store is cut by lines. About `memory` bytes are used on the way; `stage` is what a person reads meanwhile.
// Throws what the source throws, and what add() does.
void fill(MatrixStore& store, const MatrixSource& source, std::size_t memory, Job& job,
          std::string_view stage = "transposing the matrix");

// The same for the transposed matrix: id().lines are the source's genes and id().crossings its cells; the
// store is cut by crossings.
void fill_transposed(MatrixStore& store, const MatrixSource& source, std::size_t memory, Job& job,
                     std::string_view stage = "indexing genes");

// A complete store of lines that are cells, as a matrix.
class StoredMatrix final : public MatrixSource {
  public:
    explicit StoredMatrix(std::shared_ptr<const MatrixStore> store);

    std::size_t cells() const override { return m_store->id().lines; }
    std::size_t genes() const override { return m_store->id().crossings; }
    // Throws Error(Storage) when the store was damaged or removed meanwhile.
    CsrMatrix block(std::size_t begin, std::size_t end) const override;
    CsrMatrix rows(std::span<const std::uint32_t> which) const override;
    std::size_t preferred_block() const override;

  private:
    std::shared_ptr<const MatrixStore> m_store;
};

}  // namespace regulus::store
