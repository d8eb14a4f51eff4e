// Matrices stored by gene, turned around on disk.
#include <QTest>

#include <future>

#include "core/io/store/turned_matrix.h"
#include "tests/core/io/store/index_examples.h"

using namespace regulus;
using namespace regulus::test;
namespace fs = std::filesystem;

class TurnedMatrixTest : public QObject, IndexExample {
    Q_OBJECT

  private Q_SLOTS:
    void init() { make(); }

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

QTEST_APPLESS_MAIN(TurnedMatrixTest)
#include "tst_turned_matrix.moc"
