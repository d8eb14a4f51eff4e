// A set of cells grown to those that lie among it.
#include <QTest>
#include <limits>

#include "core/base/error.h"
#include "core/workflow/grown_cells.h"

using namespace regulus;

namespace {

// Two clouds of 20 cells, far from each other: places along a line.
Matrix two_clouds() {
    Matrix points(40, 2);
    for (std::size_t cell = 0; cell < 40; ++cell)
        points(cell, 0) = static_cast<float>(cell < 20 ? cell : 1000 + cell);
    return points;
}

CellSet cells(std::vector<std::uint32_t> rows) {
    return CellSet::of(40, rows);
}

}  // namespace

class GrownCellsTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void cells_that_lie_among_it_join() {
        Job job;
        const CellNeighbors neighbors = cell_neighbors(two_clouds(), Metric::Euclidean, job);
        QCOMPARE(neighbors.cells.size(), std::size_t{40});
        QCOMPARE(neighbors.among.k, grown_neighbors);
        // Most of a cloud: what is missing of it joins, and nothing of the other.
        std::vector<std::uint32_t> most;
        for (std::uint32_t cell = 0; cell < 20; ++cell)
            if (cell % 5 != 0) most.push_back(cell);
        const CellSet whole = grown(cells(most), neighbors);
        QCOMPARE(whole.count(), std::size_t{20});
        QVERIFY(!whole.contains(20));
        QVERIFY(grown(whole, neighbors) == whole);
        // Cells among others draw none in.
        const CellSet few = cells({3, 30});
        QVERIFY(grown(few, neighbors) == few);
    }

    // 7 of 15 is less than half, 8 is more.
    void half_is_enough() {
        Job job;
        Matrix points(17, 1);
        for (std::size_t cell = 0; cell < 17; ++cell) points(cell, 0) = static_cast<float>(cell * cell);
        const CellNeighbors neighbors = cell_neighbors(points, Metric::Euclidean, job);
        CellSet seven(17), eight(17);
        for (std::uint32_t cell = 1; cell <= 7; ++cell) seven.insert(cell);
        eight = seven;
        eight.insert(8);
        QVERIFY(!grown(seven, neighbors).contains(0));
        QVERIFY(grown(eight, neighbors).contains(0));
    }

    // As on a map of a part of the cells.
    void cells_without_a_place_stay_out() {
        Job job;
        Matrix points = two_clouds();
        for (std::size_t cell = 10; cell < 40; ++cell)
            points(cell, 1) = std::numeric_limits<float>::quiet_NaN();
        const CellNeighbors neighbors = cell_neighbors(points, Metric::Euclidean, job);
        QCOMPARE(neighbors.cells.size(), std::size_t{10});
        QCOMPARE(neighbors.among.k, std::size_t{9});
        QCOMPARE(grown(cells({0, 1, 2, 3, 4, 5}), neighbors).count(), std::size_t{10});
        QVERIFY(grown(CellSet(40), neighbors).empty());
        for (std::size_t cell = 1; cell < 10; ++cell) points(cell, 1) = points(10, 1);
        QVERIFY_THROWS_EXCEPTION(Error, cell_neighbors(points, Metric::Euclidean, job));
    }
};

QTEST_GUILESS_MAIN(GrownCellsTest)
#include "tst_grown_cells.moc"
