// The values of a matrix that is read from text, in memory. Only for the sources of core/io.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/base/job.h"
#include "core/data/sparse_matrix.h"
#include "core/io/store/entry_runs.h"

namespace regulus {

// Entries that come cell by cell need 8 bytes each (resident; a second address range of that size is filled
// while the first is given back), those that come gene by gene 16, others 20. Thread: one at a time.
class EntriesInMemory {
  public:
    // They are not expected to need more than `max_bytes`.
    explicit EntriesInMemory(std::size_t max_bytes);

    // What add() of these entries leads to, finish() of so many cells included.
    std::size_t bytes_with(std::span<const Entry> more) const;
    std::size_t bytes_to_finish(std::size_t cells) const;

    // In any order; entries of the same cell and gene add up; zeros are left out.
    void add(std::span<const Entry> entries);

    // Hands them on in the order in which they came, and is empty then. Throws as EntryRuns::add(),
    // Cancelled.
    void move_to(store::EntryRuns& runs, Job& job);

    // Cells × genes, and empty then. Cells and genes of the entries are smaller than these.
    CsrMatrix finish(std::size_t cells, std::size_t genes, Job& job);

  private:
    enum class Order { ByCell, ByGene, None };
    // A stretch of entries. The major axis (cells, unless they come by gene) is written out only when they
    // are in no order; else m_per_major tells it.
    struct Block {
        std::unique_ptr<std::int32_t[]> minor, major;
        std::unique_ptr<float[]> values;
    };

    static Order order_of(std::span<const Entry> first);
    bool keeps_order(std::span<const Entry> more) const;
    std::int32_t major_of(const Entry& entry) const { return m_by_gene ? entry.gene : entry.cell; }
    void add_block();
    void give_up_order();
    CsrMatrix joined(std::size_t cells, std::size_t genes, Job& job);
    CsrMatrix scattered(std::size_t cells, std::size_t genes, Job& job);
    // Calls visit(cell, gene, value) for all entries; with `release`, gives each block back after its visit.
    template <class Visit>
    void for_each(bool release, Job& job, const Visit& visit);

    const std::size_t m_block_entries;
    std::vector<Block> m_blocks;
    std::size_t m_count = 0;
    std::vector<std::int64_t> m_per_major;  // entries of each cell or gene, as far as one has any
    Order m_order = Order::None;
    bool m_by_gene = false;  // the major axis is the genes
};

}  // namespace regulus
