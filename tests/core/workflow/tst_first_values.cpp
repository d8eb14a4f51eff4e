// What is shown of a gene before all cells were read.
#include "core/workflow/first_values.h"

#include <QTest>
#include <atomic>
#include <cmath>

#include "core/base/job.h"

using namespace regulus;

namespace {

// A matrix as on disk: cell c has c + 1 of gene 1 and, every third, c + 0.5 of gene 2.
class Disk final : public MatrixSource {
  public:
    Disk(std::size_t cells, std::size_t block) : m_cells(cells), m_block(block) {}
    std::size_t cells() const override { return m_cells; }
    std::size_t genes() const override { return 4; }
    std::size_t preferred_block() const override { return m_block; }
    bool fast_genes() const override { return indexed; }
    bool fast_blocks() const override { return !turned; }
    CsrMatrix block(std::size_t begin, std::size_t end) const override {
        read += end - begin;
        CsrMatrix part;
        part.cols = genes();
        for (std::size_t c = begin; c < end; ++c) {
            std::vector<std::int32_t> columns{1};
            std::vector<float> values{static_cast<float>(c + 1)};
            if (c % 3 == 0) {
                columns.push_back(2);
                values.push_back(static_cast<float>(c) + 0.5F);
            }
            part.push_row(columns, values);
        }
        return part;
    }
    bool indexed = false, turned = false;
    mutable std::atomic<std::size_t> read = 0;

  private:
    std::size_t m_cells, m_block;
};

}  // namespace

class TestFirstValues : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void someCellsFromAllOverTheMatrix() {
        const Disk disk(100'000, 2'000);
        Job job;
        const FirstValues first = first_values(disk, 2, 1, job);
        QCOMPARE(first.values.size(), std::size_t{100'000});
        QCOMPARE(disk.read.load(), first.read);  // and no cell beyond them
        QVERIFY(first.read > 1'900 && first.read <= 2'000);
        std::size_t known = 0;
        std::vector<std::size_t> tenths(10, 0);
        for (std::size_t c = 0; c < first.values.size(); ++c) {
            const float value = first.values[c];
            if (std::isnan(value)) continue;
            ++known;
            ++tenths[c / 10'000];
            QCOMPARE(value, c % 3 == 0 ? static_cast<float>(c) + 0.5F : 0.0F);
        }
        QCOMPARE(known, first.read);
        for (const std::size_t tenth : tenths) QVERIFY(tenth > 100);
        QVERIFY(!std::isnan(first.values.front()) && !std::isnan(first.values.back()));
    }

    void everyGeneHasTheSameCells() {
        const Disk disk(50'000, 1'000);
        Job job;
        const FirstValues one = first_values(disk, 1, 2, job), other = first_values(disk, 0, 2, job);
        for (std::size_t c = 0; c < one.values.size(); ++c)
            QCOMPARE(std::isnan(one.values[c]), std::isnan(other.values[c]));
    }

    void nothingWhereAllIsSoonRead() {
        Job job;
        Disk disk(100'000, 2'000);
        QVERIFY(first_values(disk, 1, 12.5, job).empty());  // a quarter
        disk.indexed = true;
        QVERIFY(first_values(disk, 1, 1, job).empty());
        disk.indexed = false;
        disk.turned = true;  // a cell would take a pass over all
        QVERIFY(first_values(disk, 1, 1, job).empty());
        QVERIFY(first_values(Disk(100'000, 40), 1, 1, job).empty());  // not one cell a place
        CsrMatrix none;
        none.rows = 0;
        none.cols = 2;
        none.offsets = {0};
        QVERIFY(first_values(InMemoryMatrix(none), 1, 1, job).empty());
    }

    void aCancelEndsIt() {
        const Disk disk(100'000, 2'000);
        Job job;
        job.cancel();
        QVERIFY_EXCEPTION_THROWN((void)first_values(disk, 1, 1, job), Cancelled);
    }
};

QTEST_APPLESS_MAIN(TestFirstValues)
#include "tst_first_values.moc"
