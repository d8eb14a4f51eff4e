// Where the values of a matrix go that is read from text: parsers hand on entries in chunks and know nothing
// of how they are kept. Only for the sources of core/io.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/data/matrix_source.h"

namespace regulus {

struct Entry {
    std::int32_t cell, gene;
    float value;
};

// Thread: one at a time.
class EntrySink {
  public:
    virtual ~EntrySink() = default;

    // In any order; entries of the same cell and gene add up. Values are finite. Called with a few thousand
    // entries at a time. Throws Error(Memory) or Error(Storage) when there is no room for more.
    virtual void add(std::span<const Entry> entries) = 0;

    // All have been added. Called once; cells and genes of the entries are smaller than these.
    virtual std::shared_ptr<const MatrixSource> finish(std::size_t cells, std::size_t genes, Job& job) = 0;
};

// Keeps them in memory. Entries that come cell by cell need 8 bytes each (resident; a second address range
// of that size is filled while the first is given back), those that come gene by gene 16, others 20.
class MemorySink final : public EntrySink {
  public:
    // Beyond `max_bytes` add() and finish() throw Error(Memory); `place` is the file, for the message.
    MemorySink(std::size_t max_bytes, std::string place);
    ~MemorySink() override;

    void add(std::span<const Entry> entries) override;
    std::shared_ptr<const MatrixSource> finish(std::size_t cells, std::size_t genes, Job& job) override;

  private:
    enum class Order { ByCell, ByGene, None };
    // A stretch of entries. The major axis (cells, unless they come by gene) is written out only when they
    // are in no order; else m_per_major tells it.
    struct Block {
        std::unique_ptr<std::int32_t[]> minor, major;
        std::unique_ptr<float[]> values;
    };

    void choose_order(std::span<const Entry> first);
    void give_up_order();
    void require_memory(std::size_t bytes) const;
    CsrMatrix joined(std::size_t cells, std::size_t genes, Job& job);
    CsrMatrix scattered(std::size_t cells, std::size_t genes, Job& job);
    // Calls visit(cell, gene, value) for all entries; with `release`, gives each block back after its visit.
    template <class Visit>
    void for_each(bool release, Job& job, const Visit& visit);

    const std::size_t m_max_bytes, m_block_entries;
    const std::string m_place;
    std::vector<Block> m_blocks;
    std::size_t m_count = 0;
    std::vector<std::int64_t> m_per_major;  // entries of each cell or gene, as far as one has any
    Order m_order = Order::None;
    bool m_by_gene = false;  // the major axis is the genes
};

// Sorts the genes of every cell and adds up those that occur twice, in place.
void sort_rows(CsrMatrix& matrix, Job& job);

}  // namespace regulus
