// Colouring by a gene from an index that is there, half there, damaged, or cannot be made; and matrices
// stored by gene, turned around on disk.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <future>
#include <thread>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/io/store/expression_index.h"
#include "core/io/store/turned_matrix.h"
#include "tests/core/io/store_examples.h"

using namespace regulus;
using namespace regulus::test;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t small_memory = 15000;  // makes about twenty bands of the matrix below

// Cancels itself at its n-th progress.
class ShortJob final : public Job {
  public:
    explicit ShortJob(int n) : m_left(n) {}
    void progress(double fraction, std::string_view) override {
        last = fraction;
        if (--m_left <= 0) cancel();
    }
    double last = 0;

  private:
    int m_left;
};

}  // namespace

class ExpressionIndexTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    CsrMatrix m_matrix;
    std::shared_ptr<CountingMatrix> m_source;
    FileIdentity m_file;
    Job m_job;

    StoreCache cache(std::uint64_t limit = 1'000'000'000) const {
        return StoreCache({m_folder.filePath("cache").toStdString(), limit});
    }
    IndexedMatrix open() const { return {m_source, m_file, "X", cache()}; }

    bool right(const IndexedMatrix& indexed) {
        for (std::size_t g = 0; g < m_matrix.cols; ++g) {
            if (indexed.gene(g, m_job) != gene_of(m_matrix, g)) return false;
        }
        return true;
    }

  private Q_SLOTS:
    void init() {
        set_thread_count(2);
        fs::remove_all(m_folder.filePath("cache").toStdString());
        const std::string path = m_folder.filePath("data").toStdString();
        write_bytes(path, "stands for the file");
        m_file = identify_file(path);
        m_matrix = example_matrix(1500, 60, 0.3, Values::Small, true, 3);
        m_source = std::make_shared<CountingMatrix>(m_matrix);
    }

    void withoutAnIndexAndWithOne() {
        IndexedMatrix indexed = open();
        QCOMPARE(indexed.status().indexed, std::size_t{0});
        QVERIFY(right(indexed));
        QCOMPARE(m_source->read.exchange(0), m_matrix.rows * m_matrix.cols);
        const IndexStatus status = indexed.build(m_job, small_memory);
        QVERIFY2(status.complete() && status.problem.empty() && !status.building, status.problem.c_str());
        QCOMPARE(m_source->read.exchange(0), m_matrix.rows);
        QVERIFY(tiles_in(cache().folder()).size() > 10);
        QVERIFY(right(indexed));
        QVERIFY(equal(indexed.block(10, 700), InMemoryMatrix(m_matrix).block(10, 700)));
        const IndexedMatrix next_time = open();
        m_source->read = 0;
        QVERIFY(next_time.status().complete() && right(next_time));
        QCOMPARE(m_source->read.load(), std::size_t{0});
    }

    void stoppedAnywhereAndGoneOn() {
        std::size_t stops = 0, before = 0;
        IndexedMatrix indexed = open();
        for (int n = 1; !indexed.status().complete() && n < 1000; ++n) {
            ShortJob job(1 + n % 7);
            try {
                indexed.build(job, small_memory);
            } catch (const Cancelled&) {
                ++stops;
            }
            const std::size_t now = indexed.status().indexed;
            QVERIFY(now >= before);
            if (now > before) {
                QVERIFY(right(indexed));
                QVERIFY(right(open()));
            }
            before = now;
        }
        QVERIFY(indexed.status().complete());
        QVERIFY(stops > 10);
        // What was finished before a stop was never read again for the index.
        m_source->read = 0;
        indexed.build(m_job, small_memory);
        QCOMPARE(m_source->read.load(), std::size_t{0});
        for (const auto& file : fs::recursive_directory_iterator(cache().folder()))
            QVERIFY(file.path().extension() != ".part");
    }

    void usedWhileItIsBuilt() {
        IndexedMatrix indexed = open();
        m_source->before = [] { std::this_thread::sleep_for(std::chrono::milliseconds(1)); };
        std::atomic<bool> stop{false}, wrong{false};
        std::thread reader([&] {
            Job job;
            for (std::size_t g = 0; !stop; g = (g + 1) % m_matrix.cols)
                if (indexed.gene(g, job) != gene_of(m_matrix, g)) wrong = true;
        });
        Job job;
        indexed.build(job, small_memory);
        stop = true;
        reader.join();
        QVERIFY(!wrong && indexed.status().complete());
    }

    void twoProgramsAtOnce() {
        m_source->before = [] { std::this_thread::sleep_for(std::chrono::milliseconds(2)); };
        std::vector<pid_t> children;
        for (int i = 0; i < 3; ++i) {
            const pid_t child = ::fork();
            if (child == 0) {
                // Each builds until the index is complete, whoever completed it, and reads on the way.
                bool good = true;
                Job job;
                IndexedMatrix indexed = open();
                for (int n = 0; n < 2000 && !indexed.status().complete(); ++n) {
                    indexed.build(job, small_memory);
                    good = good && indexed.gene(5, job) == gene_of(m_matrix, 5);
                }
                good = good && indexed.status().complete() && right(indexed);
                ::_exit(good ? 0 : 1);
            }
            children.push_back(child);
        }
        for (const pid_t child : children) {
            int status = 0;
            ::waitpid(child, &status, 0);
            QVERIFY(WIFEXITED(status) && WEXITSTATUS(status) == 0);
        }
        QVERIFY(open().status().complete() && right(open()));
    }

    void aSecondBuilderLeavesIt() {
        IndexedMatrix first = open(), second = open();
        bool asked = false;
        IndexStatus status;
        m_source->before = [&] {
            if (std::exchange(asked, true)) return;
            QVERIFY(first.status().building);
            Job job;
            status = second.build(job, small_memory);
        };
        first.build(m_job, small_memory);
        QVERIFY(asked && !status.problem.empty() && !status.complete());
        QVERIFY(right(second));
        QVERIFY(second.status().complete());  // it took what the first one made
        QVERIFY(!first.status().building);
    }

    void damageNeverGivesWrongValues() {
        {
            IndexedMatrix indexed = open();
            indexed.build(m_job, small_memory);
        }
        Random random(9);
        for (int i = 0; i < 300; ++i) {
            const auto tiles = tiles_in(cache().folder());
            const auto& path = tiles[random.below(tiles.size())];
            std::string bytes = bytes_of_file(path);
            const bool behind = random.below(2) == 0;
            auto indexed = std::make_unique<IndexedMatrix>(m_source, m_file, "X", cache());
            const std::size_t at = random.below(bytes.size());
            switch (random.below(5)) {
                case 0:
                    bytes[at] = static_cast<char>(bytes[at] ^ static_cast<char>(1U << random.below(8)));
                    break;
                case 1:
                    bytes.resize(at);
                    break;
                case 2:
                    bytes.replace(at, std::min<std::size_t>(512, bytes.size() - at), 512, '\0');
                    break;
                case 3:
                    bytes = bytes_of_file(tiles[random.below(tiles.size())]);  // another band under this name
                    break;
                default:
                    bytes.clear();
            }
            write_bytes(path, bytes);
            if (!behind) indexed = std::make_unique<IndexedMatrix>(m_source, m_file, "X", cache());
            for (const std::size_t g : {std::size_t{0}, std::size_t{2}, std::size_t{31}, std::size_t{59}})
                QCOMPARE(indexed->gene(g, m_job), gene_of(m_matrix, g));
            if (i % 10 == 0) QVERIFY(right(*indexed));
            // Built anew where it was damaged.
            IndexedMatrix healed = open();
            QVERIFY(healed.build(m_job, small_memory).complete());
        }
        QVERIFY(right(open()));
    }

    void cacheThatCannotBeUsed() {
        const std::string file = m_folder.filePath("data").toStdString();
        IndexedMatrix indexed(m_source, m_file, "X", StoreCache({file + "/cache", 0}));
        QVERIFY(!indexed.status().problem.empty());
        QVERIFY(right(indexed));
        const IndexStatus status = indexed.build(m_job, small_memory);
        QVERIFY(!status.complete() && !status.problem.empty());
        IndexedMatrix nowhere(m_source, m_file, "X", StoreCache({"", 0}));
        QVERIFY(!nowhere.status().problem.empty() && right(nowhere));
    }

    void cacheForReadingOnly() {
        {
            IndexedMatrix first = open();
            ShortJob job(12);
            QVERIFY_EXCEPTION_THROWN(first.build(job, small_memory), Cancelled);
            QVERIFY(first.status().indexed > 0);
        }
        const fs::path folder = tiles_in(cache().folder()).front().parent_path();
        const auto readable = fs::perms(0555);
        for (fs::path path = folder; path != m_folder.path().toStdString(); path = path.parent_path())
            fs::permissions(path, readable);
        fs::permissions(m_folder.path().toStdString(), readable);
        const pid_t child = ::fork();
        if (child == 0) {
            // Nothing can be denied to a privileged user.
            if (::geteuid() == 0 && ::setuid(65534) != 0) ::_exit(9);
            IndexedMatrix indexed = open();
            Job job;
            if (indexed.status().indexed == 0) ::_exit(1);
            if (!right(indexed)) ::_exit(2);
            const IndexStatus status = indexed.build(job, small_memory);
            if (status.problem.empty() || status.complete() || status.indexed == 0) ::_exit(3);
            ::_exit(right(indexed) ? 0 : 4);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        fs::permissions(m_folder.path().toStdString(), fs::perms::owner_all);
        for (fs::path path = folder; path != m_folder.path().toStdString(); path = path.parent_path())
            fs::permissions(path, fs::perms::owner_all);
        QVERIFY(WIFEXITED(status));
        QCOMPARE(WEXITSTATUS(status), 0);
    }

    void limitOfTheCache() {
        IndexedMatrix indexed(m_source, m_file, "X", cache(30000));
        const IndexStatus status = indexed.build(m_job, small_memory);
        QVERIFY(!status.complete() && !status.problem.empty());
        QCOMPARE(static_cast<const MatrixSource&>(indexed).prepare(m_job), status.problem);
        QVERIFY(right(indexed));
        QVERIFY(cache().used() <= 30000);
    }

    void fullDisk() {
        rlimit before{};
        QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
        const auto handler = std::signal(SIGXFSZ, SIG_IGN);
        const rlimit tight{1500, before.rlim_max};
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &tight), 0);
        IndexedMatrix indexed = open();
        const IndexStatus status = indexed.build(m_job, small_memory);
        ::setrlimit(RLIMIT_FSIZE, &before);
        std::signal(SIGXFSZ, handler);
        QVERIFY(!status.complete() && !status.problem.empty());
        QVERIFY(tiles_in(cache().folder()).empty());
        for (const auto& file : fs::recursive_directory_iterator(cache().folder()))
            QVERIFY(file.path().extension() != ".part");
        QVERIFY(right(indexed));
        QVERIFY(indexed.build(m_job, small_memory).complete());
        QVERIFY(indexed.status().problem.empty());
    }

    void evictedWhenSpaceIsNeeded() {
        {
            IndexedMatrix indexed = open();
            QVERIFY(indexed.build(m_job, small_memory).complete());
            QVERIFY(!cache(100).make_room(50));  // it is open
            QVERIFY(right(indexed) && indexed.status().complete());
        }
        QVERIFY(cache(100).make_room(50));
        QCOMPARE(open().status().indexed, std::size_t{0});
        QVERIFY(right(open()));
    }

    void anotherFileOfTheSameName() {
        {
            IndexedMatrix indexed = open();
            indexed.build(m_job, small_memory);
        }
        write_bytes(m_file.path + ".new", "stands for the FILE");
        fs::last_write_time(m_file.path + ".new", fs::last_write_time(m_file.path));
        fs::rename(m_file.path + ".new", m_file.path);
        m_file = identify_file(m_file.path);
        m_matrix = example_matrix(1500, 60, 0.3, Values::Floats, true, 4);
        m_source = std::make_shared<CountingMatrix>(m_matrix);
        IndexedMatrix indexed = open();
        QCOMPARE(indexed.status().indexed, std::size_t{0});
        QVERIFY(right(indexed));
    }

    void fileChangedMeanwhile() {
        IndexedMatrix indexed = open();
        write_bytes(m_file.path, "changed");
        try {
            indexed.build(m_job, small_memory);
            QFAIL("built");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::Input);
        }
        QCOMPARE(indexed.status().indexed, std::size_t{0});
    }

    void failureOfTheSource() {
        IndexedMatrix indexed = open();
        int left = 8;
        m_source->before = [&left] {
            if (--left == 0) throw Error(ErrorKind::Input, "The data cannot be read");
        };
        QVERIFY_EXCEPTION_THROWN(indexed.build(m_job, small_memory), Error);
        QVERIFY(!indexed.status().building);
        QVERIFY(indexed.build(m_job, small_memory).complete());
        QVERIFY(right(indexed));
    }

    void turnedAround() {
        const auto by_gene = std::make_shared<CountingMatrix>(transposed(m_matrix));
        const InMemoryMatrix truth(m_matrix);
        const TurnedMatrix turned(by_gene, m_file, "X", cache(), small_memory);
        QCOMPARE(turned.cells(), m_matrix.rows);
        QCOMPARE(turned.genes(), m_matrix.cols);
        QVERIFY(!turned.ready());
        for (std::size_t g = 0; g < m_matrix.cols; ++g) QCOMPARE(turned.gene(g, m_job), gene_of(m_matrix, g));
        QCOMPARE(by_gene->read.exchange(0), m_matrix.cols);
        QVERIFY(equal(turned.block(0, m_matrix.rows), m_matrix));
        QVERIFY(turned.ready());
        QVERIFY(equal(turned.block(300, 301), truth.block(300, 301)));
        const std::vector<std::uint32_t> which{7, 1499, 8, 9, 7, 0};
        QVERIFY(equal(turned.rows(which), truth.rows(which)));
        QVERIFY(turned.preferred_block() > 0);
        const TurnedMatrix next_time(by_gene, m_file, "X", cache(), small_memory);
        QVERIFY(next_time.ready() && equal(next_time.block(0, m_matrix.rows), m_matrix));
    }

    void turnedInManySteps() {
        const auto by_gene = std::make_shared<CountingMatrix>(transposed(m_matrix));
        std::size_t stops = 0;
        for (int n = 1; n < 1000; ++n) {
            const TurnedMatrix turned(by_gene, m_file, "X", cache(), small_memory);
            if (turned.ready()) break;
            ShortJob job(2 + n % 5);
            try {
                turned.prepare(job);
            } catch (const Cancelled&) {
                ++stops;
            }
        }
        QVERIFY(stops > 10);
        const TurnedMatrix turned(by_gene, m_file, "X", cache(), small_memory);
        QVERIFY(turned.ready() && equal(turned.block(0, m_matrix.rows), m_matrix));
        // The bands of the first pass are gone.
        std::size_t folders = 0;
        for (const auto& folder : fs::directory_iterator(cache().folder()))
            folders += tiles_in(folder.path().string()).empty() ? 0 : 1;
        QCOMPARE(folders, std::size_t{1});
    }

    // A thread that waits for another one that turns it hears a cancel; so does one behind another program.
    void waitingForAnotherCanBeCancelled() {
        const auto by_gene = std::make_shared<CountingMatrix>(transposed(m_matrix));
        std::promise<void> begun, let_go;
        std::atomic<bool> first{true};
        by_gene->before = [&, gate = let_go.get_future().share()] {
            if (!first.exchange(false)) return;
            begun.set_value();
            gate.wait();
        };
        const TurnedMatrix turned(by_gene, m_file, "X", cache(), small_memory);
        auto turning = std::async(std::launch::async, [&] { turned.prepare(m_job); });
        begun.get_future().wait();
        const TurnedMatrix other_program(by_gene, m_file, "X", cache(), small_memory);
        for (const TurnedMatrix* waiting : {&turned, &other_program}) {
            Job job;
            auto wait = std::async(std::launch::async, [&] { waiting->prepare_blocks(job); });
            QVERIFY(wait.wait_for(std::chrono::milliseconds(100)) == std::future_status::timeout);
            job.cancel();
            const bool heard = wait.wait_for(std::chrono::seconds(20)) == std::future_status::ready;
            if (!heard) let_go.set_value();  // so that the test comes to an end
            QVERIFY(heard);
            QVERIFY_EXCEPTION_THROWN(wait.get(), Cancelled);
        }
        let_go.set_value();
        turning.get();
        QVERIFY(turned.ready() && equal(turned.block(0, m_matrix.rows), m_matrix));
    }

    void turnedAndDamaged() {
        const auto by_gene = std::make_shared<CountingMatrix>(transposed(m_matrix));
        const TurnedMatrix turned(by_gene, m_file, "X", cache(), small_memory);
        turned.prepare(m_job);
        Random random(2);
        for (int i = 0; i < 40; ++i) {
            const auto tiles = tiles_in(cache().folder());
            const auto& path = tiles[random.below(tiles.size())];
            std::string bytes = bytes_of_file(path);
            const std::size_t at = random.below(bytes.size());
            bytes[at] = static_cast<char>(bytes[at] ^ 16);
            write_bytes(path, bytes);
            if (i % 2 == 0) {
                QVERIFY(equal(turned.block(0, m_matrix.rows), m_matrix));
            } else {
                const TurnedMatrix again(by_gene, m_file, "X", cache(), small_memory);
                const std::vector<std::uint32_t> all{1, 700, 40, 1499};
                QVERIFY(equal(again.rows(all), InMemoryMatrix(m_matrix).rows(all)));
            }
        }
    }
};

QTEST_APPLESS_MAIN(ExpressionIndexTest)
#include "tst_expression_index.moc"
