#include "core/io/store/entry_runs.h"

#include <fcntl.h>
#include <libdeflate.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cerrno>
#include <cstring>
#include <utility>

#include "core/base/error.h"
#include "core/io/files/atomic_file.h"
#include "core/io/store/matrix_store.h"
#include "core/io/store/sorted_rows.h"

namespace regulus::store {
namespace {

constexpr std::size_t fewest_entries = 4096;
constexpr std::size_t smallest_block = std::size_t{4} << 10U, largest_block = std::size_t{64} << 10U;
constexpr std::size_t longest_item = 16;  // nothing is split between blocks
constexpr float largest_count = 16'777'216;

std::uint32_t checksum_of(const char* bytes, std::size_t size) {
    return static_cast<std::uint32_t>(::libdeflate_crc32(0, bytes, size));
}

void put_number(std::string& to, std::uint32_t number) {
    for (; number >= 0x80; number >>= 7U) to.push_back(static_cast<char>(number | 0x80U));
    to.push_back(static_cast<char>(number));
}

// Small steps in either direction become small numbers.
std::uint32_t folded(std::int32_t step) {
    return (static_cast<std::uint32_t>(step) << 1U) ^ static_cast<std::uint32_t>(step >> 31);
}

std::int32_t unfolded(std::uint32_t number) {
    return static_cast<std::int32_t>(number >> 1U) ^ -static_cast<std::int32_t>(number & 1U);
}

// Counts are even numbers; anything else is a 1 and the four bytes of the float.
void put_value(std::string& to, float value) {
    const auto count = value >= 1 && value <= largest_count ? static_cast<std::uint32_t>(value) : 0;
    if (static_cast<float>(count) == value) return put_number(to, count << 1U);
    char bytes[sizeof value];
    std::memcpy(bytes, &value, sizeof value);
    to.push_back(1);
    to.append(bytes, sizeof bytes);
}

int unnamed_file(const std::string& folder) {
    std::string path = folder + "/runs-XXXXXX.part";
    const int file = ::mkostemps(path.data(), 5, O_CLOEXEC);
    if (file < 0) throw_storage_error(folder, errno);
    (void)::unlink(path.c_str());
    return file;
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

    void skip() {
        open();
        while (m_left > 0) (void)entry();
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
            if (m_at % 4096 == 0) m_job.checkpoint();
            while (has(m_at)) {
                m_readers[m_order.front()].skip();
                advance();
            }
        }
    }

    // The cells from at() on, as many as about `most` values hold, but not beyond `end`.
    CsrMatrix next(std::uint64_t end, std::size_t most) {
        CsrMatrix band;
        band.cols = m_genes;
        band.columns.reserve(most + 2 * m_genes);
        band.values.reserve(most + 2 * m_genes);
        while (m_at < end && band.stored() + band.rows / 2 < most) {
            if (m_at % 4096 == 0) m_job.checkpoint();
            while (has(m_at)) {
                while (m_readers[m_order.front()].take(m_genes + fewest_entries, band)) fold(band);
                fold(band);
                advance();
            }
            band.offsets.push_back(static_cast<std::int64_t>(band.stored()));
            ++band.rows;
            ++m_at;
        }
        sort_rows(band, m_job);
        return band;
    }

  private:
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
        if (band.stored() - begin < 4 * m_genes + fewest_entries) return;
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
};

EntryRuns::EntryRuns(std::shared_ptr<const StoreEntry> entry, std::size_t memory)
    : m_entry(std::move(entry)),
      m_memory(memory),
      m_most_entries(std::max(memory / 96, fewest_entries)),
      m_block_bytes(std::clamp(memory / 4096, smallest_block, largest_block)),
      m_file(unnamed_file(m_entry->folder())) {
    m_entries.reserve(m_most_entries);
}

EntryRuns::~EntryRuns() {
    ::close(m_file);
}

void EntryRuns::add(std::span<const Entry> entries) {
    for (const Entry& entry : entries) {
        if (entry.value == 0) continue;
        m_entries.push_back(entry);
        if (m_entries.size() == m_most_entries) write_run();
    }
}

// By digits of 11 bits, from the lowest on; what is of the same cell stays in its order.
void EntryRuns::sort_by_cell() {
    if (std::ranges::is_sorted(m_entries, {}, &Entry::cell)) return;
    constexpr unsigned digit_bits = 11;
    constexpr std::uint32_t mask = (1U << digit_bits) - 1;
    const auto largest = static_cast<std::uint32_t>(std::ranges::max(m_entries, {}, &Entry::cell).cell);
    m_sorted.resize(m_entries.size());
    for (unsigned shift = 0; shift < 32 && (largest >> shift) > 0; shift += digit_bits) {
        const auto digit = [&](const Entry& e) {
            return (static_cast<std::uint32_t>(e.cell) >> shift) & mask;
        };
        std::array<std::size_t, mask + 2> places{};
        for (const Entry& entry : m_entries) ++places[digit(entry) + 1];
        for (std::size_t i = 1; i < places.size(); ++i) places[i] += places[i - 1];
        for (const Entry& entry : m_entries) m_sorted[places[digit(entry)]++] = entry;
        m_entries.swap(m_sorted);
    }
}

void EntryRuns::write_run() {
    if (m_entries.empty()) return;
    sort_by_cell();
    // What comes by cell is one long run.
    if (m_runs.empty() || m_entries.front().cell < m_runs.back().last_cell) {
        m_runs.emplace_back();
        m_runs.back().first_cell = m_runs.back().last_cell = m_entries.front().cell;
    }
    const std::span<const Entry> all(m_entries);
    for (std::size_t begin = 0, end = 0; begin < all.size(); begin = end) {
        while (end < all.size() && all[end].cell == all[begin].cell) ++end;
        put_cell(all.subspan(begin, end - begin));
    }
    write_block();
    m_entries.clear();
    if (m_size <= m_claimed) return;
    // Nobody sees the file in the folder, so all of it is asked for each time, and that not too often.
    m_claimed = m_size + m_size / 4;
    m_entry->reserve(m_claimed);
}

void EntryRuns::put_cell(std::span<const Entry> entries) {
    const auto make_room = [&] {
        if (m_block.size() + longest_item > m_block_bytes) write_block();
    };
    make_room();
    Run& run = m_runs.back();
    put_number(m_block, static_cast<std::uint32_t>(entries.front().cell - run.last_cell));
    put_number(m_block, static_cast<std::uint32_t>(entries.size()));
    run.last_cell = entries.front().cell;
    std::int32_t gene = 0;
    for (const Entry& entry : entries) {
        make_room();
        put_number(m_block, folded(entry.gene - gene));
        put_value(m_block, entry.value);
        gene = entry.gene;
    }
}

void EntryRuns::write_block() {
    if (m_block.empty()) return;
    for (std::size_t done = 0; done < m_block.size();) {
        const ssize_t put =
            ::pwrite(m_file, m_block.data() + done, m_block.size() - done, static_cast<off_t>(m_size + done));
        if (put < 0 && errno == EINTR) continue;
        if (put <= 0) throw_storage_error(m_entry->folder(), put < 0 ? errno : ENOSPC);
        done += static_cast<std::size_t>(put);
    }
    m_runs.back().blocks.push_back(
        {m_size, static_cast<std::uint32_t>(m_block.size()), checksum_of(m_block.data(), m_block.size())});
    m_size += m_block.size();
    m_block.clear();
}

void EntryRuns::read_block(const Block& block, std::vector<char>& to) const {
    to.resize(block.size);
    for (std::size_t have = 0; have < to.size();) {
        const ssize_t got =
            ::pread(m_file, to.data() + have, to.size() - have, static_cast<off_t>(block.at + have));
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) throw_storage_error(m_entry->folder(), got < 0 ? errno : EIO);
        have += static_cast<std::size_t>(got);
    }
    if (checksum_of(to.data(), to.size()) != block.checksum) throw_storage_error(m_entry->folder(), EIO);
    // It is read once: the room goes to the tiles. Where that cannot be done it is free a little later.
    (void)::fallocate(m_file, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, static_cast<off_t>(block.at),
                      static_cast<off_t>(block.size));
}

void EntryRuns::fill(MatrixStore& store, Job& job) {
    assert(store.id().cut == Cut::Lines);
    write_run();
    m_entries = {};
    m_sorted = {};
    Merge merge(*this, store.id().crossings, job);
    const std::size_t values = std::max(m_memory / 16, fewest_entries);
    while (const auto gap = store.first_gap()) {
        if (gap->begin < merge.at()) {
            throw Error(ErrorKind::Storage, "What was written is gone or damaged already", m_entry->folder(),
                        "Check the disk, and open the data set again");
        }
        merge.skip_to(gap->begin);
        while (merge.at() < gap->end) {
            const std::uint64_t begin = merge.at();
            const CsrMatrix band = merge.next(gap->end, values);
            store.add({begin, merge.at()}, band, job);
            job.progress(static_cast<double>(merge.at()) / static_cast<double>(store.id().lines),
                         "putting the matrix on disk");
        }
    }
}

}  // namespace regulus::store
