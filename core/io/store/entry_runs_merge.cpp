// Reading runs of entries again, cell by cell, into a store.
#include <algorithm>
#include <cassert>
#include <cstring>
#include <utility>

#include "core/base/error.h"
#include "core/io/store/entry_runs.h"
#include "core/io/store/matrix_store.h"
#include "core/io/store/sorted_rows.h"

namespace regulus::store {
namespace {

constexpr std::size_t some_entries = 4096;
constexpr std::size_t most_values = std::size_t{1} << 24U;  // of a band
constexpr std::size_t between_checkpoints = std::size_t{1} << 19U;

std::int32_t unfolded(std::uint32_t number) {
    return static_cast<std::int32_t>(number >> 1U) ^ -static_cast<std::int32_t>(number & 1U);
}

}  // namespace

// The entries of a run, a stretch of one cell at a time.
class EntryRuns::Reader {
  public:
    Reader(const EntryRuns& runs, const Run& run) : m_runs(runs), m_run(run), m_cell(run.first_cell) {}

    std::int32_t cell() const { return m_cell; }

    // Appends at most `most` entries of the stretch; false when it is through.
    bool take(std::size_t most, CsrMatrix& to) {
        open();
        for (std::size_t i = 0; i < most && m_left > 0; ++i) {
            const auto [gene, value] = entry();
            to.columns.push_back(gene);
            to.values.push_back(value);
        }
        return m_left > 0;
    }

    // Returns how many entries it were.
    std::size_t skip() {
        open();
        const std::size_t skipped = m_left;
        while (m_left > 0) (void)entry();
        return skipped;
    }

    // Goes to the next stretch, which may be of the same cell; false at the end of the run.
    bool next() {
        m_open = false;
        if (m_at == m_bytes.size() && m_block == m_run.blocks.size()) {
            m_bytes = {};
            return false;
        }
        need();
        m_cell += static_cast<std::int32_t>(number());
        return true;
    }

  private:
    // Nothing of a run is read before its first cell is asked for.
    void open() {
        if (m_open) return;
        if (m_block == 0) {
            need();
            (void)number();  // the way from the first cell to itself
        }
        m_left = number();
        m_gene = 0;
        m_open = true;
    }
    std::pair<std::int32_t, float> entry() {
        need();
        m_gene += unfolded(number());
        --m_left;
        const std::uint32_t code = number();
        if (code != 1) return {m_gene, static_cast<float>(code >> 1U)};
        float value = 0;
        std::memcpy(&value, m_bytes.data() + m_at, sizeof value);
        m_at += sizeof value;
        return {m_gene, value};
    }
    void need() {
        if (m_at < m_bytes.size()) return;
        m_runs.read_block(m_run.blocks[m_block++], m_bytes);
        m_at = 0;
    }
    std::uint32_t number() {
        std::uint32_t result = 0;
        for (unsigned shift = 0;; shift += 7) {
            const auto byte = static_cast<unsigned char>(m_bytes[m_at++]);
            result |= (byte & 0x7FU) << shift;
            if (byte < 0x80) return result;
        }
    }

    const EntryRuns& m_runs;
    const Run& m_run;
    std::vector<char> m_bytes;
    std::size_t m_at = 0, m_block = 0;
    std::int32_t m_cell, m_gene = 0;
    std::uint32_t m_left = 0;
    bool m_open = false;
};

// All runs, cell by cell; those of a cell in the order in which they were written.
class EntryRuns::Merge {
    struct Later {
        const std::vector<Reader>& readers;
        bool operator()(std::size_t a, std::size_t b) const {
            return std::pair(readers[a].cell(), a) > std::pair(readers[b].cell(), b);
        }
    };

  public:
    Merge(const EntryRuns& runs, std::size_t genes, Job& job) : m_genes(genes), m_job(job) {
        m_readers.reserve(runs.m_runs.size());
        for (const Run& run : runs.m_runs) m_readers.emplace_back(runs, run);
        for (std::size_t i = 0; i < m_readers.size(); ++i) m_order.push_back(i);
        std::ranges::make_heap(m_order, Later{m_readers});
    }

    std::uint64_t at() const { return m_at; }

    void skip_to(std::uint64_t cell) {
        for (; m_at < cell; ++m_at) {
            for (; has(m_at); advance()) look_up(m_readers[m_order.front()].skip());
            look_up(0);
        }
    }

    // The cells from at() on, as many as about `most` values hold, but not beyond `end`.
    CsrMatrix next(std::uint64_t end, std::size_t most) {
        CsrMatrix band;
        band.cols = m_genes;
        band.columns.reserve(most + 2 * m_genes);
        band.values.reserve(most + 2 * m_genes);
        while (m_at < end && band.stored() + band.rows / 2 < most) {
            while (has(m_at)) {
                while (m_readers[m_order.front()].take(m_genes + some_entries, band)) fold(band);
                fold(band);
                advance();
            }
            look_up(band.stored() - static_cast<std::size_t>(band.offsets.back()));
            band.offsets.push_back(static_cast<std::int64_t>(band.stored()));
            ++band.rows;
            ++m_at;
        }
        sort_rows(band, m_job);
        return band;
    }

  private:
    // Whether somebody has cancelled, after so many more entries.
    void look_up(std::size_t entries) {
        m_seen += entries + 1;
        if (m_seen < between_checkpoints) return;
        m_job.checkpoint();
        m_seen = 0;
    }
    bool has(std::uint64_t cell) const {
        return !m_order.empty() && static_cast<std::uint64_t>(m_readers[m_order.front()].cell()) == cell;
    }
    void advance() {
        std::ranges::pop_heap(m_order, Later{m_readers});
        if (m_readers[m_order.back()].next()) {
            std::ranges::push_heap(m_order, Later{m_readers});
        } else {
            m_order.pop_back();
        }
    }
    // A cell may name its genes over and over: its row must not outgrow the memory.
    void fold(CsrMatrix& band) {
        const auto begin = static_cast<std::size_t>(band.offsets.back());
        if (band.stored() - begin < 4 * m_genes + some_entries) return;
        m_job.checkpoint();
        const std::size_t left =
            sort_row(std::span(band.columns).subspan(begin), std::span(band.values).subspan(begin), m_row);
        band.columns.resize(begin + left);
        band.values.resize(begin + left);
    }

    const std::size_t m_genes;
    Job& m_job;
    std::vector<Reader> m_readers;
    std::vector<std::size_t> m_order;  // a heap: the one with the next cell in front
    std::vector<std::pair<std::int32_t, float>> m_row;
    std::uint64_t m_at = 0;
    std::size_t m_seen = 0;
};

void EntryRuns::fill(MatrixStore& store, Job& job) {
    assert(store.id().cut == Cut::Lines);
    write_run();
    m_entries = {};
    m_sorted = {};
    Merge merge(*this, store.id().crossings, job);
    const std::size_t values = std::clamp(m_memory / 16, some_entries, most_values);
    while (const auto gap = store.first_gap()) {
        if (gap->begin < merge.at()) {
            throw Error(ErrorKind::Storage, "The cached data are missing or damaged", m_entry->folder(),
                        "Check the disk, and open the dataset again");
        }
        merge.skip_to(gap->begin);
        while (merge.at() < gap->end) {
            const std::uint64_t begin = merge.at();
            const CsrMatrix band = merge.next(gap->end, values);
            store.add({begin, merge.at()}, band, job);
            job.progress(static_cast<double>(merge.at()) / static_cast<double>(store.id().lines),
                         "writing the matrix to disk");
        }
    }
}

}  // namespace regulus::store
