// The matrix of a text table or a 10x folder that is too large for memory, kept on disk in the user's
// cache and known by the files it was read from: the second time its values are not read from text again.
// Only for the sources of core/io.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/data/matrix_source.h"
#include "core/io/files/source_identity.h"
#include "core/io/store/entry_runs.h"
#include "core/io/store/read_options.h"
#include "core/io/store/store_cache.h"

namespace regulus {

// Thread: one at a time; what it gives out, from any.
class KeptMatrix {
  public:
    // To be made before the files are read. The first of the files has the values; the others and `how`, in
    // which way all are read, decide on what becomes of them. Throws Error(Input) when one cannot be read.
    KeptMatrix(const std::vector<std::string>& files, const std::string& how, const ReadOptions& options);

    // Where it is kept, if it was before; nullptr when it was not, or the cache cannot be used.
    std::shared_ptr<StoreEntry> find_entry() const;
    // The same, made when it is missing. Throws Error(Storage) when the cache cannot be used.
    std::shared_ptr<StoreEntry> make_entry() const;

    // nullptr unless all of it is there. What is damaged is found out when it is read: Error(Storage).
    std::shared_ptr<const MatrixSource> find(const std::shared_ptr<StoreEntry>& entry, std::size_t cells,
                                             std::size_t genes) const;

    // Keeps these values, and gives the matrix of them. While another program keeps the same it is waited
    // for. What was kept before a cancel is not written again. Throws as EntryRuns::fill(), Error(Input)
    // also when a file was changed meanwhile.
    std::shared_ptr<const MatrixSource> keep(store::EntryRuns& runs, const std::shared_ptr<StoreEntry>& entry,
                                             std::size_t cells, std::size_t genes, Job& job) const;

    // 64 hexadecimal digits.
    const std::string& key() const { return m_key; }

  private:
    std::shared_ptr<store::MatrixStore> open_store(const std::shared_ptr<StoreEntry>& entry,
                                                   std::size_t cells, std::size_t genes) const;
    std::shared_ptr<const MatrixSource> wrapped(std::shared_ptr<const store::MatrixStore> store) const;

    const CacheOptions m_cache;
    const std::size_t m_in_memory_bytes;
    std::vector<FileIdentity> m_files;
    std::string m_key;
};

}  // namespace regulus
