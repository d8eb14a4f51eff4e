// A gene of a large matrix on disk: in some cells at once, and in all of them when they were read.
#include <QSemaphore>
#include <QTest>
#include <QUndoStack>
#include <cmath>

#include "tests/ui/session/small_engine.h"
#include "ui/session/session.h"

using namespace regulus;
using namespace regulus::test;

namespace {

constexpr std::size_t cell_count = 4000, at_once = 128;

// Gene 0 is 1 + c % 5 in cell c, gene 1 is 2. A whole gene waits until it is let go.
class Disk final : public MatrixSource {
  public:
    std::size_t cells() const override { return cell_count; }
    std::size_t genes() const override { return 2; }
    std::size_t preferred_block() const override { return at_once; }
    CsrMatrix block(std::size_t begin, std::size_t end) const override {
        CsrMatrix part;
        part.cols = genes();
        const std::vector<std::int32_t> columns{0, 1};
        for (std::size_t c = begin; c < end; ++c)
            part.push_row(columns, std::vector<float>{static_cast<float>(1 + c % 5), 2.0F});
        return part;
    }
    std::vector<float> gene(std::size_t g, Job& job) const override {
        while (!go.tryAcquire(1, 5)) job.checkpoint();
        go.release();
        return MatrixSource::gene(g, job);
    }
    mutable QSemaphore go;
};

std::shared_ptr<Dataset> largeDataset(std::shared_ptr<const Disk> disk) {
    auto data = std::make_shared<Dataset>();
    data->name = "large.h5ad";
    Numeric depth{{}, false};
    for (std::size_t c = 0; c < cell_count; ++c) {
        data->obs.index.push_back("c" + std::to_string(c));
        depth.values.push_back(static_cast<double>(c));
    }
    data->obs.columns.push_back({"depth", depth});
    auto var = std::make_shared<Table>();
    var->index = {"SPI1", "CD14"};
    data->assays.push_back({"X", std::move(disk), var, ValueKind::LogNormalised});
    data->embeddings.push_back({"X_umap", Matrix(cell_count, 2)});
    return data;
}

std::size_t known(const std::vector<float>& values) {
    return static_cast<std::size_t>(std::ranges::count_if(values, [](float v) { return !std::isnan(v); }));
}

}  // namespace

class TestFirstColors : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void someCellsFirstAndThenAll() {
        const auto disk = std::make_shared<Disk>();
        Session session(smallEngine());
        session.setDataset(largeDataset(disk));
        session.colors().colorBy(Coloring::gene("SPI1", "X"));
        QTRY_VERIFY(session.colors().data()->read > 0);
        const auto first = session.colors().data();
        QVERIFY(first->coloring == Coloring::gene("SPI1", "X"));
        QCOMPARE(known(first->values), first->read);
        QCOMPARE(first->points->read, first->read);
        QVERIFY(first->points->legend.unit.contains("of 4,000 cells read"));
        const auto unread = static_cast<std::size_t>(
            std::ranges::find_if(first->values, [](float v) { return std::isnan(v); }) -
            first->values.begin());
        QCOMPARE(first->points->textAt(unread), QString("not read yet"));
        // A scale is set of all values.
        const int steps = session.undoStack().count();
        session.colors().setRange(ColorRange{1, 2});
        QCOMPARE(session.undoStack().count(), steps);
        disk->go.release();
        QTRY_COMPARE(session.colors().data()->read, std::size_t{0});
        const auto all = session.colors().data();
        QCOMPARE(known(all->values), cell_count);
        QVERIFY(!all->points->legend.unit.contains("read"));
        for (std::size_t c = 0; c < cell_count; ++c) {
            QCOMPARE(all->values[c], static_cast<float>(1 + c % 5));
            if (!std::isnan(first->values[c])) QCOMPARE(first->values[c], all->values[c]);
        }
    }

    void aBlendShowsTheCellsThatHaveBothNumbers() {
        const auto disk = std::make_shared<Disk>();
        Session session(smallEngine());
        session.setDataset(largeDataset(disk));
        session.colors().colorBy(Coloring::blend(Coloring::gene("SPI1", "X"), Coloring::column("depth")));
        QTRY_VERIFY(session.colors().data()->read > 0);
        const auto first = session.colors().data();
        QVERIFY(first->blended());
        QCOMPARE(known(first->parts[0]->values), first->read);
        QCOMPARE(known(first->parts[1]->values), cell_count);
        QVERIFY(first->points->legend.unit.contains("of 4,000 cells read"));
        std::size_t placed = 0;
        for (const std::uint16_t index : first->points->index)
            placed += index != PointColors::missing ? 1 : 0;
        QCOMPARE(placed, first->read);
        disk->go.release();
        QTRY_COMPARE(session.colors().data()->read, std::size_t{0});
    }

    void whatCameTooLateIsNotShown() {
        const auto disk = std::make_shared<Disk>();
        Session session(smallEngine());
        session.setDataset(largeDataset(disk));
        session.colors().colorBy(Coloring::gene("SPI1", "X"));
        session.colors().colorBy(Coloring::column("depth"));
        QTRY_VERIFY(session.colors().data()->coloring == Coloring::column("depth"));
        QTRY_VERIFY(session.jobs().idle());
        QTest::qWait(20);
        QVERIFY(session.colors().data()->coloring == Coloring::column("depth"));
        QCOMPARE(session.colors().data()->read, std::size_t{0});
    }

    void cancelledItIsNoPictureOfTheGene() {
        const auto disk = std::make_shared<Disk>();
        Session session(smallEngine());
        session.setDataset(largeDataset(disk));
        session.colors().colorBy(Coloring::gene("SPI1", "X"));
        QTRY_VERIFY(session.colors().data()->read > 0);
        const int steps = session.undoStack().count();
        session.jobs().cancel(session.jobs().list()->rows().front().id);
        QTRY_VERIFY(session.jobs().idle());
        QCOMPARE(session.colors().data()->read, std::size_t{0});
        QVERIFY(!session.colors().data()->continuous());
        // Asked for once more it is read to the end, and no other step.
        disk->go.release();
        session.colors().colorBy(Coloring::gene("SPI1", "X"));
        QCOMPARE(session.undoStack().count(), steps);
        QTRY_VERIFY(session.colors().data()->coloring == Coloring::gene("SPI1", "X") &&
                    session.colors().data()->read == 0);
    }
};

QTEST_GUILESS_MAIN(TestFirstColors)
#include "tst_first_colors.moc"
