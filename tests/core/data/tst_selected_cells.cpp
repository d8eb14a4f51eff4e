#include <QTest>
#include <algorithm>
#include <array>
#include <cmath>

#include "core/data/matrix_rows.h"
#include "core/data/selected_cells.h"

using namespace regulus;

namespace {

// Cell c has the value 100 c + g in every gene g where g + c is no multiple of 3; counts reads.
class Counting final : public MatrixSource {
  public:
    explicit Counting(std::size_t cells) : m_cells(cells) {}
    std::size_t cells() const override { return m_cells; }
    std::size_t genes() const override { return 7; }
    std::size_t preferred_block() const override { return 8; }
    CsrMatrix block(std::size_t begin, std::size_t end) const override {
        largest = std::max(largest, end - begin);
        ++reads;
        CsrMatrix part;
        part.cols = genes();
        for (std::size_t c = begin; c < end; ++c) {
            std::vector<std::int32_t> columns;
            std::vector<float> values;
            for (std::size_t g = 0; g < genes(); ++g) {
                if ((g + c) % 3 == 0) continue;
                columns.push_back(static_cast<std::int32_t>(g));
                values.push_back(static_cast<float>(100 * c + g));
            }
            part.push_row(columns, values);
        }
        return part;
    }
    mutable std::size_t reads = 0, largest = 0;

  private:
    std::size_t m_cells;
};

bool equal(const CsrMatrix& a, const CsrMatrix& b) {
    return a.rows == b.rows && a.cols == b.cols && a.offsets == b.offsets && a.columns == b.columns &&
           a.values == b.values;
}

}  // namespace

class TestSelectedCells : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void rowsComeBackToTheirPlaces() {
        Matrix all(4, 2);
        for (std::size_t i = 0; i < 8; ++i) all.values[i] = static_cast<float>(i);
        const std::vector<std::uint32_t> rows{3, 1};
        const Matrix some = matrix_rows(all, rows);
        QCOMPARE(some.values, (std::vector<float>{6, 7, 2, 3}));
        const Matrix spread = spread_rows(some, rows, 4);
        QCOMPARE(spread.rows, std::size_t{4});
        for (const std::size_t r : {0U, 2U}) QVERIFY(std::isnan(spread(r, 0)) && std::isnan(spread(r, 1)));
        for (const std::size_t r : {1U, 3U}) QCOMPARE(spread(r, 1), all(r, 1));
    }

    void viewsAreTheNamedRows_data() {
        QTest::addColumn<int>("step");
        for (const int step : {1, 2, 3, 9}) QTest::addRow("every %d", step) << step;
    }
    void viewsAreTheNamedRows() {
        QFETCH(int, step);
        const auto source = std::make_shared<Counting>(100);
        std::vector<std::uint32_t> cells;
        for (std::uint32_t c = 4; c < 100; c += static_cast<std::uint32_t>(step)) cells.push_back(c);
        const auto view = selected_cells(source, cells);
        QCOMPARE(view->cells(), cells.size());
        QCOMPARE(view->genes(), std::size_t{7});
        const CsrMatrix expected = source->rows(cells);
        source->largest = 0;
        for (const std::size_t size : {std::size_t{1}, std::size_t{5}, cells.size()}) {
            CsrMatrix joined;
            joined.cols = 7;
            for (std::size_t begin = 0; begin < cells.size(); begin += size) {
                const CsrMatrix part = view->block(begin, std::min(cells.size(), begin + size));
                for (std::size_t r = 0; r < part.rows; ++r)
                    joined.push_row(part.row_columns(r), part.row_values(r));
            }
            QVERIFY(equal(joined, expected));
        }
        if (step > 1) QVERIFY(source->largest <= source->preferred_block());
        QVERIFY(equal(view->rows(std::array{3U, 0U}), source->rows(std::array{cells[3], cells[0]})));
        QCOMPARE(view->block(2, 2).rows, std::size_t{0});
        Job job;
        const auto all = source->gene(5, job), some = view->gene(5, job);
        const auto sums = source->totals(job), some_sums = view->totals(job);
        QCOMPARE(some.size(), cells.size());
        for (std::size_t i = 0; i < cells.size(); ++i) {
            QCOMPARE(some[i], all[cells[i]]);
            QCOMPARE(some_sums[i], sums[cells[i]]);
        }
    }
    void neighboursAreReadTogether() {
        const auto source = std::make_shared<Counting>(64);
        std::vector<std::uint32_t> cells;
        for (std::uint32_t c = 0; c < 64; c += 2) cells.push_back(c);
        const auto view = selected_cells(source, cells);
        source->reads = 0;
        view->block(0, cells.size());
        QCOMPARE(source->reads, std::size_t{8});  // not one a cell
    }
    void tablesDropWhatNoRowHas() {
        Table table{{"a", "b", "c", "d"}, "cell", {}};
        table.columns.push_back(
            {"kind", Categorical{{"x", "y", "z"}, {0, 2, -1, 2}, {"#000000", "#111111", "#222222"}, true}});
        table.columns.push_back({"depth", Numeric{{1, 2, 3, 4}, true}});
        table.columns.push_back({"note", Text{{"p", "q", "r", "s"}}});
        table.columns.push_back({"fine", Boolean{{1, 0, -1, 1}}});
        const Table some = selected_rows(table, std::array{1U, 2U});
        QCOMPARE(some.index, (std::vector<std::string>{"b", "c"}));
        QCOMPARE(some.index_name, std::string("cell"));
        const Categorical& kind = *some.columns[0].categorical();
        QCOMPARE(kind.categories, std::vector<std::string>{"z"});
        QCOMPARE(kind.colors, std::vector<std::string>{"#222222"});
        QCOMPARE(kind.codes, (std::vector<std::int32_t>{0, -1}));
        QVERIFY(kind.ordered);
        QCOMPARE(some.columns[1].numeric()->values, (std::vector<double>{2, 3}));
        QVERIFY(some.columns[1].numeric()->integral);
        QCOMPARE(some.columns[2].text()->values, (std::vector<std::string>{"q", "r"}));
        QCOMPARE(some.columns[3].boolean()->values, (std::vector<std::int8_t>{0, -1}));
    }
};

QTEST_APPLESS_MAIN(TestSelectedCells)
#include "tst_selected_cells.moc"
