#include "core/io/store/store_cache.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cassert>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/base/user_folder.h"
#include "core/io/files/atomic_file.h"

namespace regulus {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t most_bytes = 20'000'000'000;
constexpr const char* use_name = "in-use";
constexpr const char* build_name = "building";
constexpr std::string_view leaving = ".leaving-";
constexpr int tries = 100;

// How far one look at all entries is trusted: `share`, as a part of the room that it left; as long as
// `fresh`, or that many times as long as the look took. What goes beyond the need when entries go: a part of
// the limit.
constexpr std::uint64_t share = 8, spare_part = 16;
constexpr auto fresh = std::chrono::seconds(1);
constexpr int fresh_looks = 20;

using Clock = std::chrono::steady_clock;

struct Found {
    fs::path folder;
    std::uint64_t bytes = 0;
    fs::file_time_type used;
};

// Files that entries consist of; nothing else is ever removed, wherever somebody points the folder to.
bool is_ours(const std::string& name) {
    return name == use_name || name == build_name || name.ends_with(".tile") || name.ends_with(".names") ||
           name.ends_with(".part");
}

Found look_at(const fs::path& folder) {
    std::error_code problem;
    Found found{folder, 0, fs::file_time_type::min()};
    for (fs::directory_iterator file(folder, problem), end; !problem && file != end;
         file.increment(problem)) {
        std::error_code gone;
        const std::uintmax_t size = file->file_size(gone);
        if (!gone) found.bytes += size;
    }
    const auto used = fs::last_write_time(folder / use_name, problem);
    if (!problem) found.used = used;
    return found;
}

std::vector<Found> entries_in(const std::string& folder) {
    std::vector<Found> all;
    std::error_code problem;
    if (folder.empty()) return all;
    for (fs::directory_iterator entry(folder, problem), end; !problem && entry != end;
         entry.increment(problem)) {
        std::error_code gone;
        const bool real = entry->is_directory(gone) && !entry->is_symlink(gone);
        if (real && fs::is_regular_file(entry->path() / use_name, gone))
            all.push_back(look_at(entry->path()));
    }
    return all;
}

void remove_ours(const fs::path& folder) {
    std::error_code problem;
    std::vector<fs::path> files;
    for (fs::directory_iterator file(folder, problem), end; !problem && file != end;
         file.increment(problem)) {
        // The mark goes last: what is interrupted here is still known as an entry.
        const std::string name = file->path().filename().string();
        if (is_ours(name) && name != use_name) files.push_back(file->path());
    }
    for (const fs::path& file : files) fs::remove(file, problem);
    fs::remove(folder / use_name, problem);
    fs::remove(folder, problem);
}

std::uint64_t total(const std::vector<Found>& entries) {
    std::uint64_t bytes = 0;
    for (const Found& entry : entries) bytes += entry.bytes;
    return bytes;
}

std::atomic<std::uint64_t>& usual_limit() {
    static std::atomic<std::uint64_t> bytes = 0;
    return bytes;
}

std::uint64_t limit_of(const CacheOptions& options, std::uint64_t used) {
    if (options.limit == 0 && usual_limit() > 0) return usual_limit();
    if (options.limit > 0) return options.limit;
    std::error_code problem;
    fs::path there = options.folder;
    while (!there.empty() && there.has_relative_path() && !fs::exists(there, problem))
        there = there.parent_path();
    const auto space = fs::space(there, problem);
    return problem ? most_bytes : std::min<std::uint64_t>(most_bytes, (space.available + used) / 10);
}

constexpr int not_opened = -1, held_elsewhere = -2, no_locks = -3;

// Opens the file and locks it, or says by a negative number why not; errno tells more of not_opened.
int open_locked(const fs::path& path, int flags, int how) {
    const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (descriptor < 0) return not_opened;
    if (::flock(descriptor, how | LOCK_NB) == 0) return descriptor;
    const bool held = errno == EWOULDBLOCK;
    if (!held && how == LOCK_SH) return descriptor;  // a disk that knows no locks: nobody evicts there
    ::close(descriptor);
    return held ? held_elsewhere : no_locks;
}

// Whether `descriptor` is still the file of that name.
bool still_there(int descriptor, const fs::path& path) {
    struct stat opened {};
    struct stat named {};
    return ::fstat(descriptor, &opened) == 0 && ::stat(path.c_str(), &named) == 0 &&
           opened.st_ino == named.st_ino && opened.st_dev == named.st_dev;
}

// Removes the entry unless it is open somewhere: nobody can open it once it has another name.
bool give_up(const fs::path& folder) {
    static std::atomic<unsigned> counter{0};
    std::error_code problem;
    const bool half_gone = folder.filename().string().starts_with(leaving);
    const int use = open_locked(folder / use_name, O_RDWR, LOCK_EX);
    if (use < 0) return false;
    if (!still_there(use, folder / use_name)) {
        ::close(use);
        return false;
    }
    const fs::path away =
        half_gone ? folder
                  : folder.parent_path() /
                        (std::string(leaving) + std::to_string(::getpid()) + "-" + std::to_string(counter++));
    if (!half_gone) fs::rename(folder, away, problem);
    if (!problem) remove_ours(away);
    ::close(use);
    return !problem;
}

struct Room {
    bool enough = false;     // for the bytes asked for
    std::uint64_t left = 0;  // below the limit, beside them
};

// Gives up what must go for `bytes` more, and when anything must, what `spare` as a part of the limit needs.
Room free_room(const CacheOptions& options, std::uint64_t bytes, std::uint64_t spare) {
    std::vector<Found> entries = entries_in(options.folder);
    std::uint64_t taken = total(entries);
    const std::uint64_t most = limit_of(options, taken);
    const auto fits = [&](std::uint64_t wanted) { return wanted <= most && taken <= most - wanted; };
    if (!fits(bytes)) {
        std::ranges::sort(entries, {}, &Found::used);
        const std::uint64_t more = spare == 0 || bytes > most ? 0 : std::min(most - bytes, most / spare);
        for (const Found& entry : entries) {
            if (fits(bytes + more)) break;
            if (give_up(entry.folder)) taken -= entry.bytes;
        }
    }
    return {fits(bytes), fits(bytes) ? most - taken - bytes : 0};
}

}  // namespace

// What is left of the room that the last look at all entries found.
struct StoreCache::Ledger {
    std::mutex mutex;
    std::uint64_t left = 0;
    Clock::time_point until;

    bool take(std::uint64_t bytes) {
        if (bytes > left || Clock::now() >= until) return false;
        left -= bytes;
        return true;
    }
    bool look(const CacheOptions& options, std::uint64_t bytes) {
        const auto start = Clock::now();
        const Room room = free_room(options, bytes, spare_part);
        const auto end = Clock::now();
        left = room.left / share;
        until = end + std::max<Clock::duration>(fresh, fresh_looks * (end - start));
        return room.enough;
    }
};

StoreCache::StoreCache(CacheOptions options)
    : m_options(std::move(options)), m_ledger(std::make_shared<Ledger>()) {}

std::string default_matrix_cache_folder() {
    return user_folder(UserFolder::Cache, "matrices");
}

std::uint64_t StoreCache::used() const {
    return total(entries_in(m_options.folder));
}

void set_usual_cache_limit(std::uint64_t bytes) {
    usual_limit() = bytes;
}

std::uint64_t StoreCache::limit() const {
    return limit_of(m_options, m_options.limit > 0 ? 0 : used());
}

std::shared_ptr<StoreEntry> StoreCache::open(const std::string& name) const {
    assert(!name.empty() && name.find_first_of("/.") == std::string::npos);
    if (m_options.folder.empty()) {
        throw Error(ErrorKind::Storage, "There is no cache folder", {}, "Set XDG_CACHE_HOME or HOME");
    }
    const fs::path folder = fs::path(m_options.folder) / name;
    // Between making the folder and locking its file another program may take it away: then once more.
    for (int i = 0; i < tries; ++i) {
        std::error_code problem;
        fs::create_directories(folder, problem);
        int use = open_locked(folder / use_name, O_RDWR | O_CREAT, LOCK_SH);
        const int refused = problem ? problem.value() : errno;
        if (use == not_opened)
            use = open_locked(folder / use_name, O_RDONLY, LOCK_SH);  // a medium for reading only
        // "Exists" of what is no file: another program took the folder away, or made it again, in between.
        std::error_code unreadable;
        const bool moment =
            refused == ENOENT ||
            (refused == EEXIST && (fs::is_directory(folder, unreadable) || !fs::exists(folder, unreadable)));
        if (use == not_opened && !moment) throw_storage_error(folder.string(), refused);
        if (use >= 0 && still_there(use, folder / use_name)) {
            auto entry = std::make_shared<StoreEntry>(*this, folder.string(), use);
            entry->touch();
            return entry;
        }
        if (use >= 0) ::close(use);
        std::this_thread::sleep_for(std::chrono::microseconds(100 * i));
    }
    throw Error(ErrorKind::Storage, "Another program keeps deleting the cache", folder.string());
}

bool StoreCache::make_room(std::uint64_t bytes) const {
    return free_room(m_options, bytes, 0).enough;
}

bool StoreCache::claim(std::uint64_t bytes) const {
    const std::lock_guard guard(m_ledger->mutex);
    return m_ledger->take(bytes) || m_ledger->look(m_options, bytes);
}

bool StoreCache::settle(std::uint64_t claimed, std::uint64_t written) const {
    // What was claimed in vain is not given back: a look since then counted what was there already.
    if (written <= claimed) return true;
    const std::lock_guard guard(m_ledger->mutex);
    return m_ledger->take(written - claimed) || m_ledger->look(m_options, 0);
}

void StoreCache::clear() const {
    for (const Found& entry : entries_in(m_options.folder)) give_up(entry.folder);
}

StoreEntry::StoreEntry(StoreCache cache, std::string folder, int use_descriptor)
    : m_cache(std::move(cache)), m_folder(std::move(folder)), m_use(use_descriptor) {}

StoreEntry::~StoreEntry() {
    ::close(m_use);
}

StoreEntry::BuildLock::BuildLock(BuildLock&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1)) {}

StoreEntry::BuildLock::~BuildLock() {
    if (m_descriptor >= 0) ::close(m_descriptor);
}

std::optional<StoreEntry::BuildLock> StoreEntry::try_build() const {
    const fs::path folder(m_folder);
    const int descriptor = open_locked(folder / build_name, O_RDWR | O_CREAT, LOCK_EX);
    if (descriptor == not_opened) throw_storage_error(m_folder, errno);
    if (descriptor == no_locks) {
        throw Error(ErrorKind::Storage, "The disk of the cache does not support file locks", m_folder,
                    "Set XDG_CACHE_HOME to a folder on a local disk");
    }
    if (descriptor == held_elsewhere) return std::nullopt;
    // What a program that was killed left half written.
    std::error_code problem;
    std::vector<fs::path> left;
    for (fs::directory_iterator file(folder, problem), end; !problem && file != end;
         file.increment(problem)) {
        if (file->path().filename().string().ends_with(".part")) left.push_back(file->path());
    }
    for (const fs::path& file : left) fs::remove(file, problem);
    return BuildLock(descriptor);
}

StoreEntry::BuildLock StoreEntry::wait_to_build(Job& job, std::string_view stage,
                                                std::chrono::minutes patience) const {
    constexpr auto pause = std::chrono::milliseconds(50);
    const auto start = std::chrono::steady_clock::now();
    while (patience == for_ever || std::chrono::steady_clock::now() - start < patience) {
        job.checkpoint();
        if (auto lock = try_build()) return std::move(*lock);
        job.progress(0, stage);
        std::this_thread::sleep_for(pause);
    }
    throw Error(ErrorKind::Storage, "Another program is using this matrix and has not finished", m_folder,
                "Wait until it is done, or close it, and try again");
}

void StoreEntry::reserve(std::uint64_t bytes) const {
    if (!m_cache.claim(bytes)) refuse();
}

void StoreEntry::settle(std::uint64_t reserved, std::uint64_t written) const {
    if (!m_cache.settle(reserved, written)) refuse();
}

void StoreEntry::refuse() const {
    throw Error(ErrorKind::Storage,
                "The cache is full (" + std::to_string(m_cache.limit() / 1'000'000) + " MB)",
                m_cache.folder(), "Raise the limit in Preferences or free disk space");
}

void StoreEntry::touch() const {
    (void)::futimens(m_use, nullptr);
}

}  // namespace regulus
