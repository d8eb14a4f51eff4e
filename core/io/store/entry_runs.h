// Entries of a matrix on their way to a store when they are more than memory holds: what comes in any order
// goes to a file in runs, each sorted by cell, and comes back cell by cell. The file has no name, so nothing
// is left of it, however the program ends. An external merge sort: Knuth, The Art of Computer Programming 3,
// section 5.4.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/data/sparse_matrix.h"
#include "core/io/store/store_cache.h"

namespace regulus {

struct Entry {
    std::int32_t cell, gene;
    float value;
};

namespace store {

class MatrixStore;

// Thread: one at a time.
class EntryRuns {
  public:
    // About `memory` bytes are used. The file lies in the folder of the entry and counts against the cache's
    // limit while it grows. Throws Error(Storage) when it cannot be made.
    EntryRuns(std::shared_ptr<const StoreEntry> entry, std::size_t memory);
    ~EntryRuns();
    EntryRuns(const EntryRuns&) = delete;
    EntryRuns& operator=(const EntryRuns&) = delete;

    // Of any cell and gene, any number of times; zeros are left out. Throws Error(Storage) when the disk is
    // full or the cache's limit is reached.
    void add(std::span<const Entry> entries);

    // Puts into the store, which is cut by lines that are cells, what it lacks. Entries of the same cell and
    // gene add up in the order in which they came. To be called once, after the last add(). Throws what
    // MatrixStore::add() throws, Error(Storage) also when the file cannot be read again, Cancelled.
    void fill(MatrixStore& store, Job& job);

  private:
    // A stretch of the file that was written and is read at once.
    struct Block {
        std::uint64_t at;
        std::uint32_t size, checksum;
    };
    struct Run {
        std::int32_t first_cell = 0, last_cell = 0;
        std::vector<Block> blocks;
    };
    class Reader;
    class Merge;

    void write_run();
    void sort_by_cell();
    void put_cell(std::span<const Entry> entries);
    void write_block();
    void read_block(const Block& block, std::vector<char>& to) const;

    const std::shared_ptr<const StoreEntry> m_entry;
    const std::size_t m_memory, m_most_entries, m_block_bytes;
    int m_file = -1;
    std::uint64_t m_size = 0, m_claimed = 0;
    std::vector<Entry> m_entries, m_sorted;
    std::vector<Run> m_runs;
    std::string m_block;
};

}  // namespace store
}  // namespace regulus
