// Colouring by a gene from an index that is there, half there, or being made by another thread or program.
#include <sys/wait.h>
#include <unistd.h>

#include <QTest>

#include <thread>

#include "tests/core/io/store/index_examples.h"

using namespace regulus;
using namespace regulus::test;
namespace fs = std::filesystem;

class ExpressionIndexTest : public QObject, IndexExample {
    Q_OBJECT

  private Q_SLOTS:
    void init() { make(); }

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
};

QTEST_APPLESS_MAIN(ExpressionIndexTest)
#include "tst_expression_index.moc"
