#include "core/io/store/entry_runs.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "core/io/files/atomic_file.h"
#include "core/io/files/checksum.h"
#include "core/io/files/read_at.h"

namespace regulus::store {
namespace {

// Sorted and written at once: not so many that a cancel would wait for them.
constexpr std::size_t fewest_entries = 4096, most_entries = std::size_t{1} << 20U;
constexpr std::size_t smallest_block = std::size_t{4} << 10U, largest_block = std::size_t{64} << 10U;
constexpr std::size_t longest_item = 16;  // nothing is split between blocks
constexpr float largest_count = 16'777'216;

void put_number(std::string& to, std::uint32_t number) {
    for (; number >= 0x80; number >>= 7U) to.push_back(static_cast<char>(number | 0x80U));
    to.push_back(static_cast<char>(number));
}

// Small steps in either direction become small numbers.
std::uint32_t folded(std::int32_t step) {
    return (static_cast<std::uint32_t>(step) << 1U) ^ static_cast<std::uint32_t>(step >> 31);
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

EntryRuns::EntryRuns(std::shared_ptr<const StoreEntry> entry, std::size_t memory)
    : m_entry(std::move(entry)),
      m_memory(memory),
      m_most_entries(std::clamp(memory / 96, fewest_entries, most_entries)),
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
    m_runs.back().blocks.push_back({m_size, static_cast<std::uint32_t>(m_block.size()), crc32_of(m_block)});
    m_size += m_block.size();
    m_block.clear();
}

void EntryRuns::read_block(const Block& block, std::vector<char>& to) const {
    to.resize(block.size);
    const bool whole = read_at(m_file, block.at, to.data(), to.size());
    if (!whole || crc32_of({to.data(), to.size()}) != block.checksum)
        throw_storage_error(m_entry->folder(), EIO);
    // It is read once: the room goes to the tiles. Where that cannot be done it is free a little later.
    (void)::fallocate(m_file, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, static_cast<off_t>(block.at),
                      static_cast<off_t>(block.size));
}

}  // namespace regulus::store
