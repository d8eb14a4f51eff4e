// What a prior says of cells without a model: the three readings side by side, and who gets which attention.
#include "core/workflow/tf_results.h"

#include <QTest>

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/data/normalise.h"
#include "core/regulons/tf_activity.h"
#include "core/workflow/model_results.h"
#include "tests/ui/session/regulon_cells.h"

using namespace regulus;

class PriorResultsTest : public QObject {
    Q_OBJECT
    std::shared_ptr<Dataset> m_data = test::regulonCells();
    std::shared_ptr<const MatrixSource> m_expression = log_normalised(m_data->assays[0]);
    const std::vector<std::string>& genes() const { return m_data->assays[0].var->index; }

  private Q_SLOTS:
    void readings() {
        Job job;
        const TfResults results = prior_results(*m_expression, genes(), *test::regulonPrior(), job);
        QCOMPARE(results.tfs, (std::vector<std::string>{"TF0", "TF1", "TF2"}));
        QCOMPARE(results.targets, (std::vector<std::int32_t>{6, 6, 6}));
        QCOMPARE(results.rows, all_cells(90));
        QVERIFY(!results.sampled && results.column("TF1") == 1 && results.column("O1") < 0);
        const RegulonSet set = regulon_set(*test::regulonPrior(), genes());
        QCOMPARE(results.activity.values, tf_activity(*m_expression, set, all_cells(90), job).values);
        const Matrix values = to_dense(m_expression->block(0, 90));
        for (std::size_t c = 0; c < 90; ++c) {
            const auto attention = results.attention.row(c);
            double sum = 0;
            for (const float ratio : attention) sum += std::exp2(static_cast<double>(ratio)) / 3;
            QVERIFY(std::abs(sum - 1) < 1e-5);
            // Each group attends to the TF whose targets are up in it.
            QCOMPARE(std::ranges::max_element(attention) - attention.begin(), std::ptrdiff_t(c % 3));
            for (std::size_t t = 0; t < 3; ++t) QCOMPARE(results.expression(c, t), values(c, t));
        }
    }

    // A TF that is its own target is scored with it, and gives itself no evidence.
    void a_tf_that_is_its_own_target() {
        RegulatoryNetwork prior = *test::regulonPrior();
        std::vector<ListedRegulation> edges{{"TF0", "TF0", 1, 0}};
        for (const Regulation& edge : prior.edges)
            edges.push_back({prior.genes[edge.tf], prior.genes[edge.target], edge.sign, 0});
        Job job;
        const TfResults with = prior_results(*m_expression, genes(), make_network("self", edges), job);
        const TfResults without = prior_results(*m_expression, genes(), prior, job);
        QCOMPARE(with.targets[0], 6);  // besides itself
        QCOMPARE(with.reader->regulons.targets_of(0).size(), std::size_t{7});
        QCOMPARE(with.attention.values, without.attention.values);
        QVERIFY(with.activity(0, 0) != without.activity(0, 0));
        QCOMPARE(with.activity(0, 1), without.activity(0, 1));
    }

    void a_prior_that_does_not_fit() {
        const ListedRegulation few[] = {{"TF0", "T0_0", 1, 0}, {"TF0", "T0_1", 1, 0}};
        Job job;
        try {
            (void)prior_results(*m_expression, genes(), make_network("few", few), job);
            QFAIL("nothing was thrown");
        } catch (const Error& error) {
            QVERIFY(error.kind() == ErrorKind::Data);
            QVERIFY2(error.problem().find("has 5 targets") != std::string::npos, error.what());
        }
        job.cancel();
        QVERIFY_EXCEPTION_THROWN(prior_results(*m_expression, genes(), *test::regulonPrior(), job),
                                 Cancelled);
    }
};

QTEST_APPLESS_MAIN(PriorResultsTest)
#include "tst_tf_results.moc"
