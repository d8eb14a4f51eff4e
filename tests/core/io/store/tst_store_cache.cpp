// The folder of what is kept between runs: its limit, what is given up and what never, other programs.
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <cerrno>
#include <thread>

#include "core/base/error.h"
#include "core/io/files/source_identity.h"
#include "core/io/store/store_cache.h"
#include "tests/core/io/store_examples.h"

using namespace regulus;
using namespace regulus::test;
namespace fs = std::filesystem;

namespace {
std::atomic<int> lock_problem{0}, folders_read{0};
}

// In front of the system's, to count.
extern "C" DIR* opendir(const char* name) {
    ++folders_read;
    return reinterpret_cast<DIR* (*)(const char*)>(::dlsym(RTLD_NEXT, "opendir"))(name);
}
extern "C" DIR* fdopendir(int descriptor) {
    ++folders_read;
    return reinterpret_cast<DIR* (*)(int)>(::dlsym(RTLD_NEXT, "fdopendir"))(descriptor);
}

// In front of the system's: a disk of another computer that knows no locks.
extern "C" int flock(int descriptor, int how) noexcept {
    if (lock_problem != 0) {
        errno = lock_problem;
        return -1;
    }
    return static_cast<int>(::syscall(SYS_flock, descriptor, how));
}

class StoreCacheTest : public QObject {
    Q_OBJECT

    static StoreCache cache_in(const QTemporaryDir& folder, std::uint64_t limit) {
        return StoreCache({folder.path().toStdString() + "/deep/cache", limit});
    }
    // An entry of so many bytes, last used so many hours ago.
    static void make(const StoreCache& cache, const std::string& name, std::size_t bytes, int hours) {
        const std::string folder = cache.open(name)->folder();
        write_bytes(folder + "/a.tile", std::string(bytes, 'x'));
        fs::last_write_time(folder + "/in-use", fs::file_time_type::clock::now() - std::chrono::hours(hours));
    }
    static bool has(const StoreCache& cache, const std::string& name) {
        return fs::exists(cache.folder() + "/" + name);
    }

  private Q_SLOTS:
    void the_usual_limit_can_be_set() {
        QTemporaryDir folder;
        const StoreCache usual({folder.path().toStdString(), 0});
        const StoreCache own({folder.path().toStdString(), 5000});
        const std::uint64_t before = usual.limit();
        set_usual_cache_limit(12345);
        QCOMPARE(usual.limit(), std::uint64_t{12345});
        QCOMPARE(own.limit(), std::uint64_t{5000});
        set_usual_cache_limit(0);
        QVERIFY(usual.limit() > 12345 && usual.limit() <= std::max<std::uint64_t>(before, 20'000'000'000));
    }

    void longestUnusedGoesFirst() {
        const QTemporaryDir folder;
        const StoreCache cache = cache_in(folder, 5000);
        make(cache, "old", 1500, 30);
        make(cache, "older", 1500, 40);
        make(cache, "new", 1500, 1);
        QVERIFY(cache.used() >= 4500);
        QVERIFY(cache.make_room(400));
        QVERIFY(has(cache, "older"));
        QVERIFY(cache.make_room(1000));
        QVERIFY(!has(cache, "older") && has(cache, "old") && has(cache, "new"));
        cache.open("old");  // used now
        QVERIFY(cache.make_room(3000));
        QVERIFY(has(cache, "old") && !has(cache, "new"));
        QVERIFY(!cache.make_room(5001));
        QVERIFY(!has(cache, "old"));
    }

    void whatIsOpenStays() {
        const QTemporaryDir folder;
        const StoreCache cache = cache_in(folder, 4000);
        make(cache, "open", 3000, 50);
        auto held = cache.open("open");
        QVERIFY(!cache.make_room(2000));
        cache.clear();
        QVERIFY(has(cache, "open") && tiles_in(held->folder()).size() == 1);
        try {
            held->reserve(2000);
            QFAIL("beyond the limit");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::Storage);
            QVERIFY(!error.remedy().empty());
        }
        held->reserve(900);
        auto second = held;
        held.reset();
        QVERIFY(!cache.make_room(2000));
        second.reset();
        QVERIFY(cache.make_room(2000));
        QVERIFY(!has(cache, "open"));
    }

    // Looking at all entries for each piece that is written would cost more than writing it.
    void manyPiecesTakeFewLooks() {
        const QTemporaryDir folder;
        const StoreCache cache = cache_in(folder, 1'000'000);
        for (int i = 0; i < 200; ++i) make(cache, "entry" + std::to_string(i), 100, 10);
        const auto held = cache.open("held");
        folders_read = 0;
        cache.used();
        const int look = folders_read;
        QVERIFY(look >= 200);
        folders_read = 0;
        for (int i = 0; i < 300; ++i) {
            held->reserve(50);
            held->settle(50, 60);
        }
        QVERIFY2(folders_read <= 5 * look, QByteArray::number(folders_read));
    }

    // Also when all room is taken by what is old, and every piece has to make its own.
    void aFullFolderTakesFewLooks() {
        const QTemporaryDir folder;
        const StoreCache cache = cache_in(folder, 400'000);
        for (int i = 0; i < 200; ++i) make(cache, "entry" + std::to_string(i), 2000, 10);
        const auto held = cache.open("held");
        folders_read = 0;
        cache.used();
        const int look = folders_read;
        folders_read = 0;
        for (int i = 0; i < 300; ++i) {
            held->reserve(100);
            write_bytes(held->folder() + "/" + std::to_string(i) + ".tile", std::string(100, 'x'));
            held->settle(100, 100);
        }
        QVERIFY2(folders_read <= 50 * look, QByteArray::number(folders_read));
        QVERIFY(cache.used() <= 400'000);
        QVERIFY(cache.used() > 300'000);
    }

    // Several that do not know of one another fill the same folder.
    void severalKeepTheLimitTogether() {
        const QTemporaryDir folder;
        constexpr std::uint64_t limit = 1'000'000, piece = 1000;
        std::vector<StoreCache> caches;
        std::vector<std::shared_ptr<StoreEntry>> entries;
        for (int i = 0; i < 4; ++i) {
            caches.push_back(cache_in(folder, limit));
            entries.push_back(caches.back().open("entry" + std::to_string(i)));
        }
        std::vector<bool> full(entries.size(), false);
        for (int n = 0; std::ranges::count(full, false) > 0; ++n) {
            const std::size_t i = static_cast<std::size_t>(n) % entries.size();
            if (full[i]) continue;
            try {
                entries[i]->reserve(piece);
                write_bytes(entries[i]->folder() + "/" + std::to_string(n) + ".tile",
                            std::string(piece + 7, 'x'));
                entries[i]->settle(piece, piece + 7);
            } catch (const Error& error) {
                QCOMPARE(error.kind(), ErrorKind::Storage);
                full[i] = true;
            }
            QVERIFY(n < 2000);
        }
        const std::uint64_t used = caches.front().used();
        QVERIFY2(used <= limit + entries.size() * 7, QByteArray::number(qulonglong(used)));
        QVERIFY2(used >= limit - 10 * piece, QByteArray::number(qulonglong(used)));
    }

    // What became larger than was said counts, also right after a look.
    void whatBecomesLargerIsRefused() {
        const QTemporaryDir folder;
        const StoreCache cache = cache_in(folder, 10'000);
        const auto held = cache.open("held");
        held->reserve(100);
        write_bytes(held->folder() + "/a.tile", std::string(20'000, 'x'));
        QVERIFY_EXCEPTION_THROWN(held->settle(100, 20'000), Error);
        QVERIFY_EXCEPTION_THROWN(held->reserve(1), Error);
        fs::remove(held->folder() + "/a.tile");
        held->reserve(1);
    }

    // Another process has it open, or builds.
    void anotherProgram() {
        const QTemporaryDir folder;
        const StoreCache cache = cache_in(folder, 4000);
        make(cache, "shared", 3000, 50);
        int ready[2], done[2];
        QVERIFY(::pipe(ready) == 0 && ::pipe(done) == 0);
        const pid_t child = ::fork();
        if (child == 0) {
            const auto entry = cache.open("shared");
            const auto lock = entry->try_build();
            char byte = lock ? 'y' : 'n';
            (void)!::write(ready[1], &byte, 1);
            (void)!::read(done[0], &byte, 1);
            ::_exit(0);
        }
        char byte = 0;
        QVERIFY(::read(ready[0], &byte, 1) == 1 && byte == 'y');
        QVERIFY(!cache.make_room(3000));
        QVERIFY(has(cache, "shared"));
        QVERIFY(!cache.open("shared")->try_build());
        QVERIFY(::write(done[1], &byte, 1) == 1);
        ::waitpid(child, nullptr, 0);
        QVERIFY(cache.open("shared")->try_build().has_value());
        QVERIFY(cache.make_room(3000));
        QVERIFY(!has(cache, "shared"));
        for (const int descriptor : {ready[0], ready[1], done[0], done[1]}) ::close(descriptor);
    }

    // Nobody holds the lock there, and nobody would ever give it back.
    void aDiskWithoutLocks() {
        const QTemporaryDir folder;
        const StoreCache cache = cache_in(folder, 4000);
        for (const int problem : {ENOLCK, EOPNOTSUPP}) {
            lock_problem = problem;
            const auto entry = cache.open("x");  // can be read all the same
            QByteArray message;
            try {
                (void)entry->try_build();
            } catch (const Error& error) {
                if (error.kind() == ErrorKind::Storage) message = error.what();
            }
            lock_problem = 0;
            QVERIFY2(message.contains("file locks"), message.constData());
        }
    }

    void buildLockIsGivenBack() {
        const QTemporaryDir folder;
        const auto entry = cache_in(folder, 4000).open("x");
        write_bytes(entry->folder() + "/.half.123-0.part", "left by a program that was killed");
        {
            const auto lock = entry->try_build();
            QVERIFY(lock.has_value());
            QVERIFY(!fs::exists(entry->folder() + "/.half.123-0.part"));
            QVERIFY(!entry->try_build().has_value());
        }
        QVERIFY(entry->try_build().has_value());
    }

    // A folder that a person has for other things: nothing there that is not ours is touched.
    void foreignFilesStay() {
        const QTemporaryDir folder;
        const StoreCache cache = cache_in(folder, 1000);
        make(cache, "ours", 900, 1);
        fs::create_directories(cache.folder() + "/photos/deep");
        write_bytes(cache.folder() + "/photos/cat.tile", std::string(5000, 'x'));
        write_bytes(cache.folder() + "/letter.txt", "hello");
        write_bytes(cache.folder() + "/ours/note.txt", "mine");
        QVERIFY(cache.make_room(950));
        cache.clear();
        QVERIFY(fs::exists(cache.folder() + "/photos/cat.tile"));
        QVERIFY(fs::exists(cache.folder() + "/photos/deep"));
        QVERIFY(fs::exists(cache.folder() + "/letter.txt"));
        std::size_t notes = 0;
        for (const auto& file : fs::recursive_directory_iterator(cache.folder()))
            notes += file.path().filename() == "note.txt" ? 1 : 0;
        QCOMPARE(notes, std::size_t{1});
    }

    // Threads open, build and evict at the same time: an entry that is open never loses its file.
    void raceOfOpeningAndEvicting() {
        const QTemporaryDir folder;
        const StoreCache cache = cache_in(folder, 10'000'000);
        std::atomic<bool> stop{false};
        std::atomic<int> lost{0}, opened{0};
        std::vector<std::thread> threads;
        for (int t = 0; t < 3; ++t) {
            threads.emplace_back([&, t] {
                for (int i = 0; i < 150; ++i) {
                    const auto entry = cache.open("entry" + std::to_string((i + t) % 4));
                    const std::string path = entry->folder() + "/" + std::to_string(t) + ".tile";
                    write_bytes(path, "x");
                    std::this_thread::yield();
                    lost += fs::exists(path) ? 0 : 1;
                    ++opened;
                }
            });
        }
        std::thread evictor([&] {
            while (!stop) cache.clear();
        });
        for (auto& thread : threads) thread.join();
        stop = true;
        evictor.join();
        QCOMPARE(opened.load(), 450);
        QCOMPARE(lost.load(), 0);
    }

    void folders() {
        const QByteArray cache = qgetenv("XDG_CACHE_HOME"), home = qgetenv("HOME");
        qputenv("XDG_CACHE_HOME", "/somewhere");
        QCOMPARE(default_matrix_cache_folder(), std::string("/somewhere/regulus/matrices"));
        qputenv("XDG_CACHE_HOME", "relative");  // the specification says to ignore it
        qputenv("HOME", "/home/of");
        QCOMPARE(default_matrix_cache_folder(), std::string("/home/of/.cache/regulus/matrices"));
        qunsetenv("HOME");
        QCOMPARE(default_matrix_cache_folder(), std::string());
        QVERIFY_EXCEPTION_THROWN(StoreCache().open("x"), Error);
        QCOMPARE(StoreCache().used(), std::uint64_t{0});
        cache.isNull() ? qunsetenv("XDG_CACHE_HOME") : qputenv("XDG_CACHE_HOME", cache);
        qputenv("HOME", home);
    }

    void noFolderCanBeMade() {
        const QTemporaryDir folder;
        const std::string file = folder.filePath("file").toStdString();
        write_bytes(file, "not a folder");
        for (const std::string& impossible : {file + "/cache", std::string("/proc/regulus")}) {
            try {
                StoreCache({impossible, 1000}).open("x");
                QFAIL("opened");
            } catch (const Error& error) {
                QCOMPARE(error.kind(), ErrorKind::Storage);
            }
        }
    }

    void limitOfItsOwn() {
        const QTemporaryDir folder;
        const StoreCache cache({folder.filePath("not/yet").toStdString(), 0});
        QVERIFY(cache.limit() > 0 && cache.limit() <= 20'000'000'000);
        QVERIFY(cache.limit() <= fs::space(folder.path().toStdString()).available / 10 + 100'000'000);
    }

    void identityOfFiles() {
        const QTemporaryDir folder;
        const std::string path = folder.filePath("data").toStdString();
        const std::string link = folder.filePath("link").toStdString();
        std::string bytes(5'000'000, 'a');
        write_bytes(path, bytes);
        const FileIdentity first = identify_file(path);
        fs::create_symlink(path, link);
        QVERIFY(identify_file(link) == first);
        QCOMPARE(first.size, std::uint64_t{5'000'000});
        check_unchanged(first);
        const std::string one = source_key(first, "X", "by-gene");
        QCOMPARE(one.size(), std::size_t{64});
        QVERIFY(one != source_key(first, "layers/X", "by-gene"));
        QVERIFY(one != source_key(first, "X", "by-cell"));
        // Another file of the same name, size and time.
        const auto time = fs::last_write_time(path);
        fs::rename(path, path + ".away");
        bytes[2'500'000] = 'b';
        write_bytes(path, bytes);
        fs::last_write_time(path, time);
        QVERIFY(one != source_key(identify_file(path), "X", "by-gene"));
        QVERIFY_EXCEPTION_THROWN(check_unchanged(first), Error);
        // The same file, changed in its last byte, the time set back.
        const FileIdentity second = identify_file(path);
        bytes.back() = 'c';
        write_bytes(path, bytes);
        fs::last_write_time(path, time);
        QVERIFY(identify_file(path).ends != second.ends);
        QVERIFY_EXCEPTION_THROWN(check_unchanged(second), Error);
        fs::remove(path);
        QVERIFY_EXCEPTION_THROWN(check_unchanged(second), Error);
        QVERIFY_EXCEPTION_THROWN(identify_file(path), Error);
        QVERIFY_EXCEPTION_THROWN(identify_file(folder.path().toStdString()), Error);
        write_bytes(path, "");
        QCOMPARE(identify_file(path).size, std::uint64_t{0});
    }
};

QTEST_APPLESS_MAIN(StoreCacheTest)
#include "tst_store_cache.moc"
