// Tables of text and 10x folders kept on disk: whatever happens to the files, the cache and the program, what
// is read is right or refused.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QTest>

#include <csignal>
#include <thread>

#include "core/base/error.h"
#include "tests/core/io/assembly/kept_matrix_examples.h"

using namespace regulus;
using namespace regulus::test;
namespace fs = std::filesystem;

class KeptMatrixFaultsTest : public QObject, KeptFiles {
    Q_OBJECT

  private Q_SLOTS:
    void a_changed_file_is_another() {
        const std::string folder = at("changed");
        write_folder(folder, some_entries(false, 3));
        const ReadOptions how = fresh(little);
        const std::string before = read(folder, how);
        std::string features = bytes_of_file(folder + "/genes.tsv");
        features.replace(features.find("RPL17"), 5, "GFI1B");
        write_bytes(folder + "/genes.tsv", features);
        const std::string renamed = read(folder, how);
        QVERIFY(renamed != before && qs(renamed).contains("GFI1B"));
        write_folder(folder, some_entries(false, 8));
        const std::string after = read(folder, how);
        QVERIFY(after == read(folder, fresh(plenty)));
        QVERIFY(after != before);
    }

    // What was written before an end stays; the rest is made anew.
    void continues() {
        const std::string want = read(at("genes.csv"), fresh(plenty));
        const ReadOptions how = fresh(little);
        QVERIFY(read(at("genes.csv"), how) == want);
        auto tiles = tiles_in(how.cache.folder);
        QVERIFY2(tiles.size() > 2, qPrintable(QString::number(tiles.size())));
        const auto time = fs::last_write_time(tiles[0]);
        for (const std::size_t i : {std::size_t{1}, tiles.size() - 1}) fs::remove(tiles[i]);
        Stages job;
        QVERIFY(contents(*read_dataset(at("genes.csv"), how, job)) == want);
        QVERIFY(job.wrote());
        QCOMPARE(fs::last_write_time(tiles[0]), time);
        // Without the names it is read again, too, and they are put there again.
        for (const auto& file : fs::recursive_directory_iterator(how.cache.folder)) {
            if (file.path().extension() == ".names") fs::resize_file(file.path(), 1000);
        }
        Stages rest, last;
        QVERIFY(contents(*read_dataset(at("genes.csv"), how, rest)) == want);
        QVERIFY(contents(*read_dataset(at("genes.csv"), how, last)) == want);
        QVERIFY(rest.seen.contains("reading the table") && !last.seen.contains("reading the table"));
    }
    // Wrong values never: what is damaged is made anew at the next opening, or refused when it is read.
    void damaged() {
        const std::string want = read(at("shuffled"), fresh(plenty));
        const ReadOptions how = fresh(little);
        Random random(2);
        int told = 0, written = 0;
        for (int round = 0; round < 40; ++round) {
            Stages job;
            const auto open = read_dataset(at("shuffled"), how, job);
            written += job.wrote() ? 1 : 0;
            const auto tiles = tiles_in(how.cache.folder);
            const fs::path tile = tiles[random.below(tiles.size())];
            std::string bytes = bytes_of_file(tile);
            const std::size_t place = random.below(bytes.size());
            bytes[place] = static_cast<char>(bytes[place] + 1 + static_cast<int>(random.below(200)));
            if (round % 5 == 0) bytes.resize(place);
            write_bytes(tile, bytes);
            try {
                QVERIFY(contents(*open) == want);
            } catch (const Error& error) {
                ++told;
                QVERIFY2(qs(error.what()).contains("Open the dataset again"), error.what());
            }
            if (round % 2 == 0) QVERIFY(read(at("shuffled"), how) == want);
        }
        QVERIFY2(told > 20 && written > 10,
                 qPrintable(QString("%1 told, %2 written").arg(told).arg(written)));
    }

    void cancelled() {
        for (const char* name : {"shuffled", "genes.csv"}) {
            const std::string want = read(at(name), fresh(plenty));
            ReadOptions how;
            for (const double stop_at : {0.3, 0.8, 0.86}) {
                how = fresh(little);
                Stages stopped;
                stopped.stop_at = stop_at;
                QVERIFY_EXCEPTION_THROWN((void)read_dataset(at(name), how, stopped), Cancelled);
                for (const auto& file : fs::recursive_directory_iterator(how.cache.folder))
                    QVERIFY(file.path().extension() != ".part");
            }
            QVERIFY(read(at(name), how) == want);
        }
    }

    // A program that dies on the way leaves nothing that is wrong, and one that may write no more says so.
    void killed_or_out_of_room() {
        const std::string want = read(at("by gene"), fresh(plenty));
        for (const double die_at : {0.3, 0.84, 0.86, 0.95}) {
            const ReadOptions how = fresh(little);
            struct Dies final : Job {
                double at = 2;
                void progress(double fraction, std::string_view) override {
                    if (fraction >= at) ::raise(SIGKILL);
                }
            } job;
            job.at = die_at;
            const pid_t child = ::fork();
            if (child == 0) {
                (void)read_dataset(at("by gene"), how, job);
                ::_exit(0);
            }
            int status = 0;
            QCOMPARE(::waitpid(child, &status, 0), child);
            QVERIFY(WIFSIGNALED(status));
            QVERIFY(read(at("by gene"), how) == want);
            QVERIFY(read(at("by gene"), how) == want);
        }
        for (const rlim_t room : {10'000, 60'000}) {
            const ReadOptions how = fresh(little);
            const pid_t child = ::fork();
            if (child == 0) {
                const rlimit limit{room, room};
                (void)::signal(SIGXFSZ, SIG_IGN);
                (void)::setrlimit(RLIMIT_FSIZE, &limit);
                const std::string said = refusal(at("by gene"), how);
                const bool right = said.starts_with("6 ") && qs(said).contains("cannot be written") &&
                                   qs(said).contains("Allow more memory");
                ::_exit(right ? 0 : 1);
            }
            int status = 0;
            QCOMPARE(::waitpid(child, &status, 0), child);
            QVERIFY(WIFEXITED(status) && WEXITSTATUS(status) == 0);
            QVERIFY(read(at("by gene"), how) == want);
        }
    }

    void at_the_same_time() {
        for (const char* name : {"by gene", "cells.csv"}) {
            const std::string want = read(at(name), fresh(plenty));
            const ReadOptions how = fresh(little);
            std::vector<std::string> got(3);
            std::vector<std::thread> programs;
            for (std::string& one : got) programs.emplace_back([&] { one = read(at(name), how); });
            for (std::thread& program : programs) program.join();
            for (const std::string& one : got) QVERIFY(one == want);
        }
    }

    // Whoever waits for another can give up.
    void waiting_is_cancelled() {
        const ReadOptions how = fresh(little);
        (void)read(at("by cell"), how);
        const auto tiles = tiles_in(how.cache.folder);
        fs::remove(tiles.front());
        const auto entry = StoreCache(how.cache).open(tiles.front().parent_path().filename().string());
        const auto lock = entry->try_build();
        QVERIFY(lock.has_value());
        struct Waits final : Job {
            void progress(double, std::string_view stage) override {
                if (stage.starts_with("waiting for another program")) cancel();
            }
        } job;
        QVERIFY_EXCEPTION_THROWN((void)read_dataset(at("by cell"), how, job), Cancelled);
    }

    void unusable_caches() {
        for (const char* name : {"by cell", "genes.csv"}) {
            ReadOptions how = fresh(little);
            how.cache.folder.clear();
            std::string said = refusal(at(name), how);
            QVERIFY2(said.starts_with("7 ") && qs(said).contains("cache") && qs(said).contains("more memory"),
                     said.c_str());
            how.cache.folder = at("cells.csv") + "/cache";
            said = refusal(at(name), how);
            QVERIFY2(said.starts_with("7 ") && qs(said).contains("cache folder"), said.c_str());
            how = fresh(little);
            how.cache.limit = 30'000;
            said = refusal(at(name), how);
            QVERIFY2(said.starts_with("6 ") && qs(said).contains("The cache is full") &&
                         qs(said).contains("XDG_CACHE"),
                     said.c_str());
            QVERIFY(!read(at(name), options(plenty)).empty());
        }
    }

    // A table that turns out to be none leaves nothing that a later opening would take for one.
    void faults_at_the_end() {
        const std::string path = at("fault.csv");
        write_table(path, true);
        std::ofstream(path, std::ios::app) << "last,1,huh\n";
        const ReadOptions how = fresh(little);
        for (int i = 0; i < 2; ++i) QVERIFY(qs(refusal(path, how)).contains("not a number"));
        QVERIFY(tiles_in(how.cache.folder).empty());
    }
};

QTEST_GUILESS_MAIN(KeptMatrixFaultsTest)
#include "tst_kept_matrix_faults.moc"
