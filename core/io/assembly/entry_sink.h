// Where the values of a matrix go that is read from text: parsers hand on entries in chunks and know nothing
// of how they are kept. Only for the sources of core/io.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "core/base/error.h"
#include "core/base/job.h"
#include "core/data/matrix_source.h"
#include "core/io/assembly/entries_in_memory.h"
#include "core/io/assembly/kept_matrix.h"
#include "core/io/store/entry_runs.h"

namespace regulus {

// In memory as long as they need no more than options.max_bytes there, from then on on disk, as `kept` says.
// Thread: one at a time.
class EntrySink {
  public:
    // `place` is the file, for messages.
    EntrySink(std::size_t max_bytes, std::string place, const KeptMatrix& kept, Job& job);

    // In any order; entries of the same cell and gene add up in the order in which they come. Values are
    // finite. Called with a few thousand entries at a time. Throws Error(Memory) when there is no room for
    // more and the cache cannot be used, Error(Storage) when the cache or its disk is full, Cancelled.
    void add(std::span<const Entry> entries);

    // All have been added. Called once; cells and genes of the entries are smaller than these. Both ways
    // lead to the same values. Throws as add() and KeptMatrix::keep().
    std::shared_ptr<const MatrixSource> finish(std::size_t cells, std::size_t genes, Job& job);

    // Where the matrix is kept; nullptr when it is in memory.
    const std::shared_ptr<StoreEntry>& entry() const { return m_entry; }

  private:
    void go_to_disk();
    [[noreturn]] void refuse(const Error& error) const;

    const std::size_t m_max_bytes;
    const std::string m_place;
    const KeptMatrix& m_kept;
    Job& m_job;
    EntriesInMemory m_memory;
    std::shared_ptr<StoreEntry> m_entry;
    std::optional<store::EntryRuns> m_runs;  // once memory does not suffice
};

}  // namespace regulus
