#include <QTest>

#include "core/base/cell_loop.h"

using namespace regulus;

class CellLoopTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void a_set_is_made_of_what_holds_data() {
        QTest::addColumn<std::size_t>("cells");
        for (const std::size_t n : {0U, 1U, 63U, 64U, 65U, 200U}) QTest::addRow("%zu cells", n) << n;
    }
    void a_set_is_made_of_what_holds() {
        QFETCH(std::size_t, cells);
        std::vector<std::size_t> asked;
        const CellSet set = cells_where(cells, [&](std::size_t cell) {
            asked.push_back(cell);
            return cell % 3 == 1 || cell == 63;
        });
        QCOMPARE(set.universe(), cells);
        QCOMPARE(asked.size(), cells);
        for (std::size_t cell = 0; cell < cells; ++cell) {
            QCOMPARE(asked[cell], cell);
            QCOMPARE(set.contains(cell), cell % 3 == 1 || cell == 63);
        }
        QVERIFY(cells_where(cells, [](std::size_t) { return true; }) == CellSet::all(cells));
    }

    void every_cell_is_visited_once_and_in_order() {
        const std::vector<std::uint32_t> rows{0, 1, 63, 64, 127, 129};
        const CellSet set = CellSet::of(130, rows);
        std::vector<std::uint32_t> seen;
        visit_cells(set, [&](std::size_t cell) { seen.push_back(static_cast<std::uint32_t>(cell)); });
        QCOMPARE(seen, rows);
        visit_cells(CellSet(), [](std::size_t) { QFAIL("the empty set has no cell"); });
    }

    void a_visit_ends_when_it_is_told_to() {
        const CellSet set = CellSet::of(130, std::vector<std::uint32_t>{5, 70, 129});
        std::size_t seen = 0;
        QVERIFY(!visit_while(set, [&](std::size_t cell) { return ++seen, cell < 70; }));
        QCOMPARE(seen, 2U);
        QVERIFY(visit_while(set, [](std::size_t) { return true; }));
        QVERIFY(visit_while(CellSet(8), [](std::size_t) { return false; }));
    }
};

QTEST_APPLESS_MAIN(CellLoopTest)
#include "tst_cell_loop.moc"
