// Colouring by a gene where the index is damaged, out of date or cannot be made: the values are right, or
// refused.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QTest>

#include <csignal>

#include "core/base/error.h"
#include "tests/core/io/store/index_examples.h"

using namespace regulus;
using namespace regulus::test;
namespace fs = std::filesystem;

class ExpressionIndexFaultsTest : public QObject, IndexExample {
    Q_OBJECT

  private Q_SLOTS:
    void init() { make(); }

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
};

QTEST_APPLESS_MAIN(ExpressionIndexFaultsTest)
#include "tst_expression_index_faults.moc"
