// Readers whose edges mean nothing: what stays the same, and that a real regulon stands out from them.
#include "core/regulons/rewired_readers.h"

#include <QTest>

#include <map>

#include "core/data/normalise.h"
#include "tests/ui/session/regulon_cells.h"

using namespace regulus;

class RewiredReadersTest : public QObject {
    Q_OBJECT
    std::shared_ptr<Dataset> m_data = test::regulonCells();
    std::shared_ptr<const MatrixSource> m_expression = log_normalised(m_data->assays[0]);
    RegulonSet m_set = regulon_set(*test::regulonPrior(), m_data->assays[0].var->index, {5, false, true});
    CellSet m_all = CellSet(90).inverted();

    std::vector<RegulonReader> rewired(std::size_t count, std::uint64_t seed) {
        Job job;
        return rewired_readers(*m_expression, m_set, m_all, {}, count, seed, job);
    }

  private Q_SLOTS:
    void degrees_and_weights_stay() {
        const auto readers = rewired(3, 7);
        QCOMPARE(readers.size(), std::size_t{3});
        const auto counted = [](const RegulonSet& set) {
            std::map<std::int32_t, int> counts;
            for (const std::int32_t target : set.targets) ++counts[target];
            return counts;
        };
        Job job;
        const RegulonReader real =
            closed_form_reader(*m_expression, m_set, m_all, {.component_genes = 0}, job);
        for (const RegulonReader& reader : readers) {
            QCOMPARE(reader.regulons.offsets, real.regulons.offsets);
            QCOMPARE(reader.regulons.tfs, real.regulons.tfs);
            QVERIFY(counted(reader.regulons) == counted(real.regulons));
            QVERIFY(reader.regulons.targets != real.regulons.targets);
            QCOMPARE(reader.regulons.weights, real.regulons.weights);
            QCOMPARE(reader.mean, real.mean);
            QVERIFY(reader.values.empty());
        }
        QVERIFY(readers[0].regulons.targets != readers[1].regulons.targets);
        QCOMPARE(rewired(1, 8)[0].weights, readers[1].weights);
    }

    // All targets follow a group here, so other sets of them come close.
    void a_real_regulon_stands_out() {
        Job job;
        const RegulonReader real = closed_form_reader(*m_expression, m_set, m_all, {}, job);
        const auto readers = rewired(20, 1);
        for (std::uint32_t group = 0; group < 3; ++group) {
            std::vector<std::uint32_t> rows;
            for (std::uint32_t c = group; c < 90; c += 3) rows.push_back(c);
            const auto comparison = compare_rewired(real, readers, *m_expression, rows, job);
            const auto& above = comparison.above;
            QCOMPARE(comparison.leading, std::size_t{3});
            // One of 20 is the largest for each TF, where none are alike.
            QVERIFY(comparison.leading_by_chance > 0 && comparison.leading_by_chance <= 3.0 / 20 + 1e-9);
            for (std::uint32_t t = 0; t < 3; ++t)
                QVERIFY2(t == group ? above[t] <= 5 : above[t] >= 10, qPrintable(QString::number(above[t])));
        }
        // One of them is no more than they are.
        const auto same =
            compare_rewired(readers[4], readers, *m_expression, std::vector<std::uint32_t>{0, 3, 6}, job)
                .above;
        for (const std::int32_t above : same) QVERIFY(above >= 1);
    }

    void a_cancel_is_heard() {
        Job job;
        job.cancel();
        QVERIFY_EXCEPTION_THROWN(rewired_readers(*m_expression, m_set, m_all, {}, 2, 1, job), Cancelled);
    }
};

QTEST_APPLESS_MAIN(RewiredReadersTest)
#include "tst_rewired_readers.moc"
