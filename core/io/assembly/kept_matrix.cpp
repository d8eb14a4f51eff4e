#include "core/io/assembly/kept_matrix.h"

#include <filesystem>
#include <system_error>

#include "core/base/error.h"
#include "core/data/dataset.h"
#include "core/io/store/cached_matrix.h"
#include "core/io/store/expression_index.h"
#include "core/io/store/matrix_store.h"

namespace regulus {
namespace {

constexpr auto waiting = "waiting for another program to write the matrix to disk";
constexpr std::size_t piece_bytes = std::size_t{8} << 20U;

}  // namespace

KeptMatrix::KeptMatrix(const std::vector<std::string>& files, const std::string& how,
                       const ReadOptions& options)
    : m_cache(options.cache), m_in_memory_bytes(options.in_memory_bytes) {
    std::string inner = how;
    for (const std::string& file : files) {
        m_files.push_back(identify_file(file));
        inner += " " + source_key(m_files.back(), {}, "beside");
    }
    m_key = source_key(m_files.front(), inner, "text-by-cell");
}

std::shared_ptr<StoreEntry> KeptMatrix::make_entry() const {
    return StoreCache(m_cache).open(m_key);
}

std::shared_ptr<StoreEntry> KeptMatrix::find_entry() const {
    std::error_code problem;
    if (m_cache.folder.empty() || !std::filesystem::exists(m_cache.folder + "/" + m_key, problem)) return {};
    try {
        return make_entry();
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::Storage) throw;
        return {};
    }
}

std::shared_ptr<store::MatrixStore> KeptMatrix::open_store(const std::shared_ptr<StoreEntry>& entry,
                                                           std::size_t cells, std::size_t genes) const {
    return std::make_shared<store::MatrixStore>(entry, store::StoreId{m_key, cells, genes, store::Cut::Lines},
                                                [files = m_files] {
                                                    for (const FileIdentity& file : files)
                                                        check_unchanged(file);
                                                });
}

std::shared_ptr<const MatrixSource> KeptMatrix::wrapped(
    std::shared_ptr<const store::MatrixStore> store) const {
    auto stored = std::make_shared<store::StoredMatrix>(store);
    if (store->lines_of(m_in_memory_bytes) >= stored->cells())
        return std::make_shared<CachedMatrix>(std::move(stored), store->lines_of(piece_bytes));
    return std::make_shared<IndexedMatrix>(std::move(stored), m_files.front(), m_key, StoreCache(m_cache));
}

std::shared_ptr<const MatrixSource> KeptMatrix::find(const std::shared_ptr<StoreEntry>& entry,
                                                     std::size_t cells, std::size_t genes) const {
    if (!entry) return nullptr;
    const auto store = open_store(entry, cells, genes);
    if (!store->complete()) return nullptr;
    try {
        (void)inspect_values(store::StoredMatrix(store));  // what every opening reads anyway
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::Storage) throw;
        return nullptr;
    }
    return wrapped(store);
}

std::shared_ptr<const MatrixSource> KeptMatrix::keep(store::EntryRuns& runs,
                                                     const std::shared_ptr<StoreEntry>& entry,
                                                     std::size_t cells, std::size_t genes, Job& job) const {
    const auto store = open_store(entry, cells, genes);
    if (!store->complete()) {
        const auto lock = entry->wait_to_build(job, waiting);
        store->refresh();
        runs.fill(*store, job);
    }
    return wrapped(store);
}

}  // namespace regulus
