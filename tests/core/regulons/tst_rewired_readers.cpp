// Readers whose edges mean nothing: what stays the same.
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
    TfFamilies m_alone = TfFamilies::none(3);
    CellSet m_all = CellSet(90).inverted();

    std::vector<RegulonReader> rewired(std::size_t count, std::uint64_t seed) {
        Job job;
        return rewired_readers(*m_expression, m_set, m_alone, m_all, {}, count, seed, job);
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

    void a_cancel_is_heard() {
        Job job;
        job.cancel();
        QVERIFY_EXCEPTION_THROWN(rewired_readers(*m_expression, m_set, m_alone, m_all, {}, 2, 1, job),
                                 Cancelled);
    }
};

QTEST_APPLESS_MAIN(RewiredReadersTest)
#include "tst_rewired_readers.moc"
