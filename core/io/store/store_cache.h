// The folder in which Regulus keeps what it can make anew from a person's files: matrices by gene, matrices
// turned around. Each has a folder of its own there, named by the identity of what it was made from. The
// whole keeps below a limit by giving up what was not used for longest; what any program has open stays.
// Several programs may share the folder.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/job.h"

namespace regulus {

// XDG_CACHE_HOME/regulus/matrices, or ~/.cache/regulus/matrices; "" when there is neither.
std::string default_matrix_cache_folder();

// What a limit of 0 stands for from now on; 0 is the default again. Thread: any.
void set_usual_cache_limit(std::uint64_t bytes);

struct CacheOptions {
    std::string folder = default_matrix_cache_folder();
    // Bytes that all entries may take together. 0: what set_usual_cache_limit() says, by default 20 GB, or a
    // tenth of the disk's free space (what the entries take counted as free) if that is less.
    std::uint64_t limit = 0;
};

class StoreEntry;

// Thread: any. A value: copies mean the same folder, and share what was measured of it.
class StoreCache {
  public:
    explicit StoreCache(CacheOptions options = {});

    const std::string& folder() const { return m_options.folder; }
    std::uint64_t limit() const;
    std::uint64_t used() const;

    // The entry of this name (letters and digits), made when it is missing, marked as used now, and safe from
    // eviction until the last copy of the pointer goes. A folder that cannot be written is fine as long as
    // the entry is there. Throws Error(Storage) when there is none and none can be made.
    std::shared_ptr<StoreEntry> open(const std::string& name) const;

    // Gives up entries that nobody has open, longest unused first, until `bytes` more fit below the limit.
    // False when they do not fit even so.
    bool make_room(std::uint64_t bytes) const;

    // make_room() for bytes that will be written at once. Looking at every entry for each of many pieces
    // would cost more than writing them, so what one look found is used for a while: for at most an eighth of
    // the room that it left, so that several programs that write at a time keep the limit together, and not
    // for long. Where entries have to go, some more go than must.
    bool claim(std::uint64_t bytes) const;
    // Of `claimed` bytes it became `written`. False when they take the folder beyond the limit.
    bool settle(std::uint64_t claimed, std::uint64_t written) const;

    // Gives up everything that nobody has open.
    void clear() const;

  private:
    struct Ledger;

    CacheOptions m_options;
    std::shared_ptr<Ledger> m_ledger;
};

// One entry, held open. Thread: any.
class StoreEntry {
  public:
    StoreEntry(StoreCache cache, std::string folder, int use_descriptor);
    StoreEntry(const StoreEntry&) = delete;
    StoreEntry& operator=(const StoreEntry&) = delete;
    ~StoreEntry();

    const std::string& folder() const { return m_folder; }

    // Held while somebody adds to the entry; goes with the returned value.
    class BuildLock {
      public:
        explicit BuildLock(int descriptor) : m_descriptor(descriptor) {}
        BuildLock(BuildLock&& other) noexcept;
        BuildLock& operator=(BuildLock&&) = delete;
        ~BuildLock();

      private:
        int m_descriptor;
    };
    // nullopt when another program or thread is at it. Throws Error(Storage) when the entry cannot be
    // written or its disk knows no locks.
    std::optional<BuildLock> try_build() const;
    // The same, waiting while another is at it; `stage` is what a person reads meanwhile. Throws
    // Error(Storage) also when that takes longer than `patience`; Cancelled.
    static constexpr auto for_ever = std::chrono::minutes::max();
    BuildLock wait_to_build(Job& job, std::string_view stage, std::chrono::minutes patience = for_ever) const;

    // Before `bytes` are written, and once more when it is known how many it became. Throw Error(Storage)
    // when they do not fit below the limit.
    void reserve(std::uint64_t bytes) const;
    void settle(std::uint64_t reserved, std::uint64_t written) const;

    // Says that the entry is in use, for the order in which entries are given up.
    void touch() const;

  private:
    [[noreturn]] void refuse() const;

    StoreCache m_cache;
    std::string m_folder;
    int m_use;
};

}  // namespace regulus
