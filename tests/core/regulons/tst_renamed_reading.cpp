// Attention under exchanged names: that of a reader in which the names were exchanged by hand.
#include "core/regulons/renamed_reading.h"

#include <QTest>

#include <algorithm>
#include <numeric>

#include "core/base/parallel.h"
#include "core/data/normalise.h"
#include "core/regulons/closed_form.h"
#include "tests/core/stats/python_values.h"
#include "tests/ui/session/regulon_cells.h"

using namespace regulus;

class RenamedReadingTest : public QObject {
    Q_OBJECT
    std::shared_ptr<Dataset> m_data = test::regulonCells();
    std::shared_ptr<const MatrixSource> m_expression = log_normalised(m_data->assays[0]);
    RegulonSet m_set = regulon_set(*test::regulonPrior(), m_data->assays[0].var->index, {5, false, true});
    RegulonReader m_reader;
    std::vector<std::uint32_t> m_rows;

    // All rows × TFs, one an exchange.
    std::vector<Matrix> renamed(const std::vector<Exchange>& exchanges) const {
        std::vector<Matrix> all(exchanges.size(), Matrix(m_rows.size(), m_reader.tfs()));
        Job job;
        read_renamed(m_reader, *m_expression, m_rows, exchanges, job,
                     [&](std::size_t first, std::span<const Matrix> part) {
                         for (std::size_t i = 0; i < part.size(); ++i)
                             std::ranges::copy(part[i].values, all[i].row(first).begin());
                     });
        return all;
    }
    Matrix read(const RegulonReader& reader) const {
        Matrix all(m_rows.size(), reader.tfs());
        Job job;
        read_regulons(reader, *m_expression, m_rows, {}, job, [&](std::size_t first, const Reading& part) {
            std::ranges::copy(part.attention.values, all.row(first).begin());
        });
        return all;
    }
    // Regulon by regulon: targets, weights, mean and spread go, the TF's own expression and offset stay.
    RegulonReader by_hand(const Exchange& exchange) const {
        RegulonReader made = m_reader;
        const std::size_t heads = made.heads;
        made.regulons.targets.clear();
        made.regulons.weights.clear();
        made.regulons.offsets = {0};
        made.weights.clear();
        for (std::size_t t = 0; t < made.tfs(); ++t) {
            const std::size_t from = exchange[t];
            const auto targets = m_reader.regulons.targets_of(from);
            const auto weights = m_reader.regulons.weights_of(from);
            made.regulons.targets.insert(made.regulons.targets.end(), targets.begin(), targets.end());
            made.regulons.weights.insert(made.regulons.weights.end(), weights.begin(), weights.end());
            const auto first = static_cast<std::size_t>(m_reader.regulons.offsets[from]) * heads;
            made.weights.insert(made.weights.end(), m_reader.weights.begin() + std::ptrdiff_t(first),
                                m_reader.weights.begin() + std::ptrdiff_t(first + targets.size() * heads));
            made.regulons.offsets.push_back(static_cast<std::int64_t>(made.regulons.targets.size()));
            for (std::size_t h = 0; h < heads; ++h) {
                made.evidence_mean[t * heads + h] = m_reader.evidence_mean[from * heads + h];
                made.evidence_scale[t * heads + h] = m_reader.evidence_scale[from * heads + h];
            }
        }
        return made;
    }

  private Q_SLOTS:
    void initTestCase() {
        Job job;
        m_reader = closed_form_reader(*m_expression, m_set, CellSet(90).inverted(), {}, job);
        for (std::size_t at = 0; at < m_reader.offset.size(); ++at)
            m_reader.offset[at] = 0.1F * static_cast<float>(at % 5);
        m_rows.resize(90);
        std::iota(m_rows.begin(), m_rows.end(), 0U);
    }

    void it_is_the_reader_with_names_exchanged() {
        const std::vector<Exchange> exchanges{{0, 1, 2}, {2, 0, 1}, {1, 0, 2}};
        const std::vector<Matrix> found = renamed(exchanges);
        for (std::size_t i = 0; i < exchanges.size(); ++i) {
            const Matrix expected = read(by_hand(exchanges[i]));
            for (std::size_t at = 0; at < expected.values.size(); ++at)
                REGULUS_CLOSE(found[i].values[at], expected.values[at], 1e-6);
        }
        QVERIFY(found[0].values != found[1].values);
    }

    void exchanges_are_of_all_tfs_and_stay() {
        const auto exchanges = name_exchanges(50, 20, 3);
        QCOMPARE(exchanges.size(), std::size_t{20});
        for (Exchange exchange : exchanges) {
            for (std::uint32_t t = 0; t < 50; ++t) QVERIFY(exchange[t] != t);
            std::ranges::sort(exchange);
            for (std::uint32_t t = 0; t < 50; ++t) QCOMPARE(exchange[t], t);
        }
        QVERIFY(exchanges[0] != exchanges[1]);
        QVERIFY((name_exchanges(1, 1, 3).front() == Exchange{0}));
        QVERIFY(name_exchanges(50, 20, 3) == exchanges && name_exchanges(50, 20, 4) != exchanges);
    }

    void same_bytes_for_any_threads_and_a_cancel_is_heard() {
        const auto exchanges = name_exchanges(3, 7, 1);
        set_thread_count(1);
        const auto one = renamed(exchanges);
        set_thread_count(4);
        const auto four = renamed(exchanges);
        set_thread_count(0);
        for (std::size_t i = 0; i < one.size(); ++i) QCOMPARE(one[i].values, four[i].values);
        Job job;
        job.cancel();
        QVERIFY_EXCEPTION_THROWN(read_renamed(m_reader, *m_expression, m_rows, exchanges, job,
                                              [](std::size_t, std::span<const Matrix>) {}),
                                 Cancelled);
    }
};

QTEST_APPLESS_MAIN(RenamedReadingTest)
#include "tst_renamed_reading.moc"
