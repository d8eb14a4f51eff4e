// TFs beside those of rewired priors: a real regulon stands out from them, and a rewired one does not.
#include "core/interpret/rewired_comparison.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/data/normalise.h"
#include "core/interpret/attention_of_groups.h"
#include "core/regulons/rewired_readers.h"
#include "tests/ui/session/regulon_cells.h"

using namespace regulus;

class RewiredComparisonTest : public QObject {
    Q_OBJECT
    std::shared_ptr<Dataset> m_data = test::regulonCells();
    std::shared_ptr<const MatrixSource> m_expression = log_normalised(m_data->assays[0]);
    RegulonSet m_set = regulon_set(*test::regulonPrior(), m_data->assays[0].var->index, {5, false, true});
    TfFamilies m_alone = TfFamilies::none(3);
    CellSet m_all = CellSet(90).inverted();

    std::vector<RegulonReader> rewired(std::size_t count, std::uint64_t seed) {
        Job job;
        return rewired_readers(*m_expression, m_set, m_alone, m_all, {}, count, seed, job);
    }
    // Standard deviation over all cells, of each TF.
    std::vector<double> spreads(const RegulonReader& reader) {
        Job job;
        std::vector<std::uint32_t> all(90);
        std::iota(all.begin(), all.end(), 0U);
        std::vector<double> sums(3), squares(3);
        read_regulons(reader, *m_expression, all, {}, job, [&](std::size_t, const Reading& part) {
            for (std::size_t r = 0; r < part.attention.rows; ++r)
                for (std::size_t t = 0; t < 3; ++t) {
                    const double ratio = std::log2(static_cast<double>(part.attention(r, t)) * 3);
                    sums[t] += ratio;
                    squares[t] += ratio * ratio;
                }
        });
        for (std::size_t t = 0; t < 3; ++t) sums[t] = std::sqrt((squares[t] - sums[t] * sums[t] / 90) / 89);
        return sums;
    }

  private Q_SLOTS:
    // All targets follow a group here, so other sets of them come close.
    void a_real_regulon_stands_out() {
        Job job;
        const RegulonReader real = closed_form_reader(*m_expression, m_set, m_all, {}, job);
        const auto readers = rewired(20, 1);
        for (std::uint32_t group = 0; group < 3; ++group) {
            std::vector<std::uint32_t> rows;
            for (std::uint32_t c = group; c < 90; c += 3) rows.push_back(c);
            const auto comparison =
                compare_rewired(real, m_alone, readers, *m_expression, rows, RankedBy::Mean, job);
            const auto& above = comparison.above;
            QCOMPARE(comparison.leading, std::size_t{3});
            // One of 20 is the largest for each TF, where none are alike.
            QVERIFY(comparison.leading_by_chance > 0 && comparison.leading_by_chance <= 3.0 / 20 + 1e-9);
            for (std::uint32_t t = 0; t < 3; ++t)
                QVERIFY2(t == group ? above[t] <= 5 : above[t] >= 10, qPrintable(QString::number(above[t])));
        }
        // One of them is no more than they are.
        const auto same = compare_rewired(readers[4], m_alone, readers, *m_expression,
                                          std::vector<std::uint32_t>{0, 3, 6}, RankedBy::Mean, job)
                              .above;
        for (const std::int32_t above : same) QVERIFY(above >= 1);
    }

    // No other TF's regulon gives the TF of the group as much; under its regulon, the others get more.
    void names_are_exchanged() {
        Job job;
        const RegulonReader real = closed_form_reader(*m_expression, m_set, m_all, {}, job);
        const auto readers = rewired(2, 1);
        for (std::uint32_t group = 0; group < 3; ++group) {
            std::vector<std::uint32_t> rows, others;
            for (std::uint32_t c = 0; c < 90; ++c) (c % 3 == group ? rows : others).push_back(c);
            const auto found =
                compare_rewired(real, m_alone, readers, *m_expression, rows, RankedBy::Mean, job);
            const auto pair =
                compare_rewired_difference(real, m_alone, readers, *m_expression, rows, others, job);
            for (const RewiredComparison& one : {found, pair}) {
                QCOMPARE(one.renamed, renamed_priors);
                QCOMPARE(one.renamed_above.size(), std::size_t{3});
                QCOMPARE(one.renamed_above[group], 0);
            }
            for (std::uint32_t t = 0; t < 3; ++t)
                if (t != group) QVERIFY(found.renamed_above[t] > 30);
        }
    }

    void spreads_are_compared_as_means_are() {
        Job job;
        const RegulonReader real = closed_form_reader(*m_expression, m_set, m_all, {}, job);
        const auto readers = rewired(20, 1);
        std::vector<std::uint32_t> all(90);
        std::iota(all.begin(), all.end(), 0U);
        const auto above =
            compare_rewired(real, m_alone, readers, *m_expression, all, RankedBy::Spread, job).above;
        const auto shown = spreads(real);
        std::vector<std::int32_t> expected(3, 0);
        for (const RegulonReader& reader : readers) {
            const auto other = spreads(reader);
            for (std::size_t t = 0; t < 3; ++t) expected[t] += other[t] >= shown[t];
        }
        QCOMPARE(above, expected);
        QVERIFY(std::ranges::all_of(above, [](std::int32_t a) { return a <= 5; }));
    }

    void differences_of_two_groups() {
        Job job;
        const RegulonReader real = closed_form_reader(*m_expression, m_set, m_all, {}, job);
        const auto readers = rewired(20, 1);
        std::vector<std::uint32_t> first, second;
        for (std::uint32_t c = 0; c < 90; c += 3) first.push_back(c);
        for (std::uint32_t c = 1; c < 60; c += 3) second.push_back(c);
        const auto difference = [&](const RegulonReader& reader, std::size_t tf) {
            double value = 0;
            for (const auto* rows : {&first, &second}) {
                const double sign = rows == &first ? 1 : -1;
                read_regulons(reader, *m_expression, *rows, {}, job, [&](std::size_t, const Reading& part) {
                    for (std::size_t r = 0; r < part.attention.rows; ++r)
                        value += sign * std::log2(static_cast<double>(part.attention(r, tf)) * 3) /
                                 static_cast<double>(rows->size());
                });
            }
            return value;
        };
        const auto comparison =
            compare_rewired_difference(real, m_alone, readers, *m_expression, first, second, job);
        for (std::size_t t = 0; t < 3; ++t) {
            const double shown = difference(real, t);
            std::int32_t above = 0;
            for (const RegulonReader& reader : readers) {
                const double other = difference(reader, t);
                above += shown > 0 ? other >= shown : other <= shown;
            }
            QCOMPARE(comparison.above[t], above);
        }
        QCOMPARE(comparison.leading, std::size_t{3});
        QVERIFY(comparison.leading_by_chance > 0 && comparison.leading_by_chance <= 3);
        // The same to the other side.
        QCOMPARE(compare_rewired_difference(real, m_alone, readers, *m_expression, second, first, job).above,
                 comparison.above);
    }
};

QTEST_APPLESS_MAIN(RewiredComparisonTest)
#include "tst_rewired_comparison.moc"
