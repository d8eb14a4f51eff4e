// Counts found behind log-normalised values, and cells brought to equal depth.
#include <QTest>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/stats/equal_depth.h"

using namespace regulus;

namespace {

CsrMatrix made_counts(std::size_t cells, std::size_t genes, double mean) {
    Random random(5);
    Matrix counts(cells, genes);
    for (std::size_t c = 0; c < cells; ++c)
        for (std::size_t g = 0; g < genes; ++g)
            counts(c, g) = static_cast<float>(random.poisson(mean * (1 + double(c % 4)) * (g == 0 ? 60 : 1)));
    return to_sparse(counts);
}

CsrMatrix log_normalised(CsrMatrix counts) {
    for (std::size_t r = 0; r < counts.rows; ++r) {
        const auto values = counts.row_values(r);
        const double total = std::accumulate(values.begin(), values.end(), 0.0);
        for (auto i = counts.offsets[r]; i < counts.offsets[r + 1]; ++i)
            counts.values[std::size_t(i)] = float(std::log1p(counts.values[std::size_t(i)] * 1e4 / total));
    }
    return counts;
}

// The molecules behind values, where each cell has a gene of one.
CsrMatrix molecules_in(CsrMatrix values) {
    for (std::size_t r = 0; r < values.rows; ++r) {
        const auto row = values.row_values(r);
        if (row.empty()) continue;
        const double one = std::expm1(double(*std::ranges::min_element(row)));
        for (auto i = values.offsets[r]; i < values.offsets[r + 1]; ++i)
            values.values[std::size_t(i)] =
                float(std::round(std::expm1(double(values.values[std::size_t(i)])) / one));
    }
    return values;
}

std::vector<std::uint32_t> every(std::size_t rows) {
    std::vector<std::uint32_t> all(rows);
    std::iota(all.begin(), all.end(), 0U);
    return all;
}

double total(const CsrMatrix& m, std::size_t row) {
    const auto values = m.row_values(row);
    return std::accumulate(values.begin(), values.end(), 0.0);
}

}  // namespace

class EqualDepthTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void counts_are_found_again() {
        CsrMatrix counts = made_counts(200, 80, 0.3);
        counts.push_row({}, {});  // a cell of nothing
        Job job;
        const auto found = molecules_behind(log_normalised(counts), job);
        QVERIFY(found);
        for (std::size_t r = 0; r < counts.rows; ++r) QCOMPARE((*found)[r], total(counts, r));
        // Values that are no multiples of one are no counts.
        CsrMatrix odd = log_normalised(counts);
        Random random(1);
        for (float& value : odd.values) value *= float(1 + 0.3 * random.uniform());
        QVERIFY(!molecules_behind(odd, job));
        odd = log_normalised(counts);
        odd.values[3] = -1;
        QVERIFY(!molecules_behind(odd, job));
        odd.values[3] = std::nanf("");
        QVERIFY(!molecules_behind(odd, job));
    }

    void zeros_that_are_stored_are_no_molecules() {
        CsrMatrix stored;
        stored.cols = 4;
        const std::vector<std::int32_t> some{0, 1, 3}, one{2};
        stored.push_row(some, std::vector<float>{1, 0, 2});
        stored.push_row(one, std::vector<float>{0});
        stored.push_row(some, std::vector<float>{3, 1, 1});
        const CsrMatrix left = without_zeros(stored);
        QCOMPARE(left.rows, std::size_t{3});
        QCOMPARE(left.cols, std::size_t{4});
        QCOMPARE(left.values, (std::vector<float>{1, 2, 3, 1, 1}));
        QCOMPARE(left.columns, (std::vector<std::int32_t>{0, 3, 0, 1, 3}));
    }

    void both_sides_get_the_smaller_quantiles() {
        const std::vector<double> totals{100, 400, 200, 300, 30, 10, 50, 20};
        const std::vector<std::uint8_t> first{1, 1, 1, 1, 0, 0, 0, 0};
        QCOMPARE(common_depths(totals, first), (std::vector<double>{10, 50, 20, 30, 30, 10, 50, 20}));
        // Where the distributions cross, each side gives way.
        const std::vector<double> crossing{10, 400, 100, 200};
        QCOMPARE(common_depths(crossing, std::vector<std::uint8_t>{1, 1, 0, 0}),
                 (std::vector<double>{10, 200, 10, 200}));
        // One against many: its median.
        const std::vector<double> lonely{50, 10, 20, 30};
        QCOMPARE(common_depths(lonely, std::vector<std::uint8_t>{1, 0, 0, 0}),
                 (std::vector<double>{20, 10, 20, 30}));
        QCOMPARE(common_depths(lonely, std::vector<std::uint8_t>(4, 1)), lonely);  // nobody else
    }

    void molecules_are_drawn() {
        const CsrMatrix counts = made_counts(400, 80, 0.5);  // every cell has genes of one molecule
        const CsrMatrix values = log_normalised(counts);
        std::vector<double> shares;
        for (std::size_t r = 0; r < counts.rows; ++r) shares.push_back(r % 2 == 0 ? 1 : 0.5);
        const std::vector<std::uint32_t> rows = every(counts.rows);
        Job job;
        set_thread_count(1);
        const CsrMatrix made = thinned(values, rows, shares, 7, 0, job);
        set_thread_count(2);
        const CsrMatrix again = thinned(values, rows, shares, 7, 0, job);
        set_thread_count(0);
        QCOMPARE(made.values, again.values);
        QCOMPARE(made.columns, again.columns);
        // However they are parted.
        CsrMatrix parted;
        parted.cols = made.cols;
        for (std::size_t first = 0; first < rows.size(); first += 150) {
            const std::size_t count = std::min<std::size_t>(150, rows.size() - first);
            const CsrMatrix part = thinned(values, std::span(rows).subspan(first, count),
                                           std::span(shares).subspan(first, count), 7, first, job);
            for (std::size_t r = 0; r < part.rows; ++r)
                parted.push_row(part.row_columns(r), part.row_values(r));
        }
        QCOMPARE(parted.values, made.values);
        QCOMPARE(parted.offsets, made.offsets);
        Job stopped;
        stopped.cancel();
        QVERIFY_EXCEPTION_THROWN(thinned(values, rows, shares, 7, 0, stopped), Cancelled);
        QVERIFY(molecules_behind(made, job));
        const CsrMatrix left = molecules_in(made);
        double gene = 0, of = 0, apart = 0;
        for (std::size_t r = 0; r < counts.rows; ++r) {
            if (r % 2 == 0) {
                QCOMPARE(total(left, r), total(counts, r));
                continue;
            }
            const double all = total(counts, r), kept = total(left, r);
            apart += (kept - all / 2) * (kept - all / 2) / (all / 4);  // of a binomial
            gene += left.row_columns(r)[0] == 0 ? double(left.row_values(r)[0]) : 0;
            of += double(counts.row_values(r)[0]);
            QVERIFY(std::abs(std::accumulate(made.row_values(r).begin(), made.row_values(r).end(), 0.0,
                                             [](double s, float v) { return s + std::expm1(double(v)); }) -
                             1e4) < 1);
        }
        QVERIFY2(apart / 200 > 0.7 && apart / 200 < 1.3, qPrintable(QString::number(apart / 200)));
        QVERIFY(std::abs(gene / of - 0.5) < 0.01);
    }
};

QTEST_GUILESS_MAIN(EqualDepthTest)
#include "tst_equal_depth.moc"
