#include "core/io/assembly/entry_sink.h"

#include <utility>

namespace regulus {

EntrySink::EntrySink(std::size_t max_bytes, std::string place, const KeptMatrix& kept, Job& job)
    : m_max_bytes(max_bytes), m_place(std::move(place)), m_kept(kept), m_job(job), m_memory(max_bytes) {}

// Says why the matrix is not in memory, too: the cache alone would be no answer to "why can I not open it".
void EntrySink::refuse(const Error& error) const {
    const bool no_cache = !m_runs;
    throw Error(
        no_cache ? ErrorKind::Memory : ErrorKind::Storage,
        "The matrix needs more memory than the " + std::to_string(m_max_bytes >> 20U) +
            " MiB allowed, and could not be written to disk: " + error.problem() +
            (error.where().empty() ? "" : " (" + error.where() + ")"),
        m_place,
        "Allow more memory, or make sure the cache folder (XDG_CACHE_HOME) is writable and has free space");
}

void EntrySink::go_to_disk() {
    m_entry = m_kept.make_entry();
    m_runs.emplace(m_entry, m_max_bytes);
    m_memory.move_to(*m_runs, m_job);
}

void EntrySink::add(std::span<const Entry> entries) {
    if (entries.empty()) return;
    if (!m_runs && m_memory.bytes_with(entries) <= m_max_bytes) return m_memory.add(entries);
    try {
        if (!m_runs) go_to_disk();
        m_runs->add(entries);
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::Storage) refuse(error);
        throw;
    }
}

std::shared_ptr<const MatrixSource> EntrySink::finish(std::size_t cells, std::size_t genes, Job& job) {
    if (!m_runs && m_memory.bytes_to_finish(cells) <= m_max_bytes)
        return std::make_shared<InMemoryMatrix>(m_memory.finish(cells, genes, job));
    try {
        if (!m_runs) go_to_disk();
        auto matrix = m_kept.keep(*m_runs, m_entry, cells, genes, job);
        m_runs.reset();
        return matrix;
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::Storage) refuse(error);
        throw;
    }
}

}  // namespace regulus
