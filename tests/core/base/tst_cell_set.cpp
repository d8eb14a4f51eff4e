#include <QTest>

#include "core/base/cell_set.h"

using regulus::CellSet;

class CellSetTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void inverted_stays_in_universe() {
        const CellSet set = CellSet::of(70, std::vector<std::uint32_t>{0, 69});
        QCOMPARE(set.count(), 2U);
        QCOMPARE(set.inverted().count(), 68U);
        QVERIFY(!set.inverted().contains(69));
        QVERIFY(!set.inverted().contains(70));
        QCOMPARE(CellSet::all(128).count(), 128U);
        QCOMPARE(CellSet::all(0).count(), 0U);
    }
    void algebra() {
        const CellSet a = CellSet::of(100, std::vector<std::uint32_t>{1, 64, 99});
        const CellSet b = CellSet::of(100, std::vector<std::uint32_t>{64, 65});
        QCOMPARE((a | b).rows(), (std::vector<std::uint32_t>{1, 64, 65, 99}));
        QCOMPARE((a & b).rows(), (std::vector<std::uint32_t>{64}));
        QCOMPARE((a - b).rows(), (std::vector<std::uint32_t>{1, 99}));
    }
};

QTEST_APPLESS_MAIN(CellSetTest)
#include "tst_cell_set.moc"
