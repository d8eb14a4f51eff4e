// What a prior says of cells without a model: the three readings side by side, and who gets which attention.
#include "core/workflow/tf_results.h"

#include <QTest>

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/data/normalise.h"
#include "core/regulons/reader_decisions.h"
#include "core/regulons/tf_activity.h"
#include "core/workflow/finish_training.h"
#include "core/workflow/model_results.h"
#include "core/workflow/tf_names.h"
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
        QCOMPARE(prior_tf_names(genes(), make_network("self", edges)), with.tfs);
        QCOMPARE(with.reader->regulons.targets_of(0).size(), std::size_t{7});
        QCOMPARE(with.attention.values, without.attention.values);
        QVERIFY(with.activity(0, 0) != without.activity(0, 0));
        QCOMPARE(with.activity(0, 1), without.activity(0, 1));
    }

    // Two TFs of the same targets are a family, whose numbers stand behind those of the TFs.
    void tfs_that_share_targets_are_a_family_too() {
        std::vector<ListedRegulation> edges;
        for (int g = 0; g < 6; ++g) {
            const std::string target = "T0_" + std::to_string(g);
            edges.push_back({"TF0", target, 1, 0});
            edges.push_back({"TF1", target, 1, 0});
            edges.push_back({"TF2", "T2_" + std::to_string(g), 1, 0});
        }
        const RegulatoryNetwork prior = make_network("twins", edges);
        Job job;
        const TfResults results = prior_results(*m_expression, genes(), prior, job);
        QCOMPARE(results.tfs, (std::vector<std::string>{"TF0", "TF1", "TF2", "TF0 · TF1"}));
        QCOMPARE(prior_tf_names(genes(), prior), results.tfs);
        QCOMPARE(results.targets, (std::vector<std::int32_t>{6, 6, 6, 6}));
        QCOMPARE(results.column("TF0 · TF1"), 3);
        QCOMPARE(results.families().entries(), (std::vector<std::size_t>{2, 3}));
        QCOMPARE(results.activity.cols, std::size_t{3});
        QCOMPARE(results.expression.cols, std::size_t{3});
        for (std::size_t c = 0; c < 90; ++c) {
            const double both = (std::exp2(static_cast<double>(results.attention(c, 0))) +
                                 std::exp2(static_cast<double>(results.attention(c, 1)))) /
                                2;
            QVERIFY(std::abs(std::exp2(static_cast<double>(results.attention(c, 3))) - both) < 1e-5);
        }
        // Of a model, cutting it is cutting both.
        TrainingRequest request;
        request.label_column = "group";
        const TrainingSetup setup = prepare_training(*m_data, prior, request, job);
        const auto trainer = Trainer::create(setup.input, options_for(Preset::Standard), job);
        const ModelFile model = trainer->best();
        const GeneMatch match = match_genes(model, genes());
        auto reader = std::make_shared<const TfReader>(model_tf_reader(model, match, genes().size()));
        const TfResults of_model = tf_results(reader, *m_expression, all_cells(90), job);
        QCOMPARE(of_model.effect.cols, std::size_t{4});
        std::vector<std::int32_t> predicted;
        cut_tfs(reader->reader, *reader->head, *m_expression, all_cells(90), job,
                [&](std::size_t first, const CutEffects& cut) {
                    predicted.insert(predicted.end(), cut.predicted.begin(), cut.predicted.end());
                    for (std::size_t r = 0; r < cut.effect.rows; ++r)
                        for (std::size_t t = 0; t < 3; ++t)
                            QCOMPARE(of_model.effect(first + r, t), cut.effect(r, t));
                });
        const std::vector<std::vector<std::size_t>> sets{{0, 1}};
        cut_sets(reader->reader, *reader->head, *m_expression, all_cells(90), predicted, sets, job,
                 [&](std::size_t first, const Matrix& effects) {
                     for (std::size_t r = 0; r < effects.rows; ++r)
                         QCOMPARE(of_model.effect(first + r, 3), effects(r, 0));
                 });
        // Halves of the cells: of the same TFs, each cell in one of them.
        const HalfReaders halves = half_readers(*reader, *m_expression, job);
        QCOMPARE(halves.readers.size(), 2 * half_divisions);
        QCOMPARE(halves.divisions(), half_divisions);
        for (std::size_t d = 0; d < half_divisions; ++d) {
            QCOMPARE((halves.cells[2 * d] | halves.cells[2 * d + 1]).count(), std::size_t{90});
            QCOMPARE(halves.cells[2 * d].count(), std::size_t{45});
            QVERIFY(d == 0 || halves.cells[2 * d] != halves.cells[0]);
        }
        QCOMPARE(halves.readers[1].regulons.tfs, reader->reader.regulons.tfs);
        QVERIFY(half_readers(*reader, *m_expression, job).readers[0].weights == halves.readers[0].weights);
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
