// What a model that reads regulons says of cells, and what is left of it when a part is cut.
#include <functional>
#include <set>

#include "core/base/random.h"
#include "core/workflow/finish_training.h"
#include "tests/core/model/regulon_model_fixture.h"

using namespace regulus;
using namespace regulus::test;

class RegulonModelPredictionsTest : public RegulonModelFixture {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() { make(); }

    void no_gene_attends_to_another() {
        const auto predictor = Predictor::create(m_model);
        const GeneMatch match = match_genes(*m_model, m_setup.input.genes);
        const std::vector<std::uint32_t> rows{0, 1};
        const std::vector<std::int32_t> tfs{0};
        const std::function<void(Job&)> questions[] = {[&](Job& job) {
                                                           predictor->attend(
                                                               *m_setup.input.expression, match, rows, {},
                                                               [](std::size_t, const CellAttention&) {}, job);
                                                       },
                                                       [&](Job& job) {
                                                           (void)predictor->logits_without(
                                                               *m_setup.input.expression, match, 0, tfs, job);
                                                       }};
        for (const auto& ask : questions) {
            Job job;
            try {
                ask(job);
                QFAIL("answered");
            } catch (const Error& error) {
                QCOMPARE(static_cast<int>(error.kind()), static_cast<int>(ErrorKind::Model));
            }
        }
    }

    void the_order_of_genes_does_not_matter() {
        const Matrix values = dense();
        std::vector<std::size_t> order(values.cols);
        std::iota(order.begin(), order.end(), std::size_t{0});
        Random(4).shuffle(std::span(order));
        Matrix moved(values.rows, values.cols + 2);
        std::vector<std::string> genes;
        for (std::size_t g = 0; g < order.size(); ++g) {
            genes.push_back(m_setup.input.genes[order[g]]);
            for (std::size_t c = 0; c < values.rows; ++c) moved(c, g) = values(c, order[g]);
        }
        for (const std::size_t g : {order.size(), order.size() + 1}) {  // and two that it does not know
            genes.push_back("other" + std::to_string(g));
            for (std::size_t c = 0; c < values.rows; ++c) moved(c, g) = 3;
        }
        const Prediction before = predict(m_model),
                         after = predict(m_model, InMemoryMatrix(to_sparse(moved)), genes);
        close(after.logits, before.logits, 1e-5);
        close(after.embedding, before.embedding, 1e-5);
    }

    void missing_genes_are_at_their_mean() {
        const RegulonSet& regulons = m_model->reader->reader.regulons;
        std::set<std::size_t> missing{static_cast<std::size_t>(regulons.own[2])};
        for (std::size_t i = 0; i < 3; ++i)
            missing.insert(static_cast<std::size_t>(regulons.targets_of(4)[i]));
        Matrix at_mean = dense();
        std::vector<std::string> genes = m_setup.input.genes;
        const GeneMatch match = match_genes(*m_model, genes);
        for (const std::size_t token : missing) {
            const auto column = static_cast<std::size_t>(match.columns[token]);
            genes[column] += " of another name";
            for (std::size_t c = 0; c < at_mean.rows; ++c) at_mean(c, column) = m_model->gene_mean[token];
        }
        QCOMPARE(match_genes(*m_model, genes).found, m_model->genes.size() - missing.size());
        const Prediction lacking = predict(m_model, *m_setup.input.expression, genes),
                         mean = predict(m_model, InMemoryMatrix(to_sparse(at_mean)), m_setup.input.genes);
        close(lacking.logits, mean.logits, 2e-5);
        QVERIFY(lacking.logits.values != predict(m_model).logits.values);
        for (auto& gene : genes) gene = "x" + gene;
        QVERIFY_EXCEPTION_THROWN(match_genes(*m_model, genes), Error);
    }

    void cells_come_in_any_order() {
        const Prediction all = predict(m_model);
        const std::vector<std::uint32_t> rows{399, 5, 5, 120};
        Job job;
        const Prediction some = Predictor::create(m_model)->predict(
            *m_setup.input.expression, match_genes(*m_model, m_setup.input.genes), rows, job);
        for (std::size_t i = 0; i < rows.size(); ++i)
            QVERIFY(std::ranges::equal(some.logits.row(i), all.logits.row(rows[i])));
        job.cancel();
        QVERIFY_EXCEPTION_THROWN(
            Predictor::create(m_model)->predict(*m_setup.input.expression,
                                                match_genes(*m_model, m_setup.input.genes), rows, job),
            Cancelled);
    }

    void shares_kept_are_those_of_test_cells_data() {
        QTest::addColumn<double>("bypass");
        for (const double bypass : {0.0, 0.5, 1.0}) QTest::addRow("bypass %g", bypass) << bypass;
    }
    void shares_kept_are_those_of_test_cells() {
        QFETCH(double, bypass);
        Job job;
        const auto trainer = Trainer::create(m_setup.input, regulon_options(bypass), job);
        const TrainingOutcome outcome = finish_training(*trainer, m_setup, 0, false, job);
        const std::vector<std::uint32_t> rows = m_setup.input.test.rows();
        const auto whole = best_of(outcome.prediction.logits, rows);
        QCOMPARE(classes_of(outcome.model, Cut::Nothing, rows), whole);
        const auto& metrics = outcome.model->record.metrics;
        const double without_bypass = metrics.at("kept_without_bypass"),
                     without_regulons = metrics.at("kept_without_regulons");
        QCOMPARE(without_bypass, share_equal(classes_of(outcome.model, Cut::Bypass, rows), whole));
        QCOMPARE(without_regulons, share_equal(classes_of(outcome.model, Cut::Regulons, rows), whole));
        QVERIFY(without_regulons < 1);  // three kinds of cells that differ in their TFs
        if (bypass > 0) return;
        // Nothing passes by, so nothing is lost, and without regulons all cells are the same.
        QCOMPARE(without_bypass, 1.0);
        const auto blind = classes_of(outcome.model, Cut::Regulons, every());
        QVERIFY(std::ranges::adjacent_find(blind, std::not_equal_to<>()) == blind.end());
        QCOMPARE(without_regulons, static_cast<double>(std::ranges::count(whole, blind[0])) /
                                       static_cast<double>(whole.size()));
    }

    // What the regulons say cancels out of the whole, but not out of what is left without them.
    void with_all_bypass_the_prior_makes_no_difference() {
        TrainingOptions options = regulon_options(1);
        const auto real = std::make_shared<const ModelFile>(trained(m_setup.input, options));
        options.model.mask = MaskMode::Shuffled;
        const auto rewired = std::make_shared<const ModelFile>(trained(m_setup.input, options));
        close(predict(rewired).embedding, predict(real).embedding, 1e-4);
        for (const Cut cut : {Cut::Bypass, Cut::Regulons})
            QVERIFY(embedding_with(rewired, cut).values != embedding_with(real, cut).values);
    }

    // Whatever it does in cells that were not learned from.
    void a_gene_that_never_varied_says_nothing() {
        const auto token = static_cast<std::size_t>(m_model->reader->reader.regulons.targets_of(0)[0]);
        const auto column =
            static_cast<std::size_t>(match_genes(*m_model, m_setup.input.genes).columns[token]);
        Matrix values = dense();
        for (std::size_t c = 0; c < values.rows; ++c)
            values(c, column) = m_setup.input.test.contains(c) ? 4.0F : 0.0F;
        TrainingInput input = m_setup.input;
        input.expression = std::make_shared<const InMemoryMatrix>(to_sparse(values));
        const auto model = std::make_shared<const ModelFile>(trained(input, regulon_options()));
        QCOMPARE(model->gene_sd[token], std::numeric_limits<float>::max());  // as the page says
        QCOMPARE(model->gene_mean[token], 0.0F);
        save_model(*model, path("constant.safetensors"));
        const auto again = std::make_shared<const ModelFile>(load_model(path("constant.safetensors")));
        std::vector<std::string> without = input.genes;
        without[column] = "another";
        const Prediction seen = predict(model, *input.expression, input.genes);
        QCOMPARE(predict(again, *input.expression, input.genes).logits.values, seen.logits.values);
        close(predict(again, *input.expression, without).logits, seen.logits, 1e-6);
    }

    void cleanupTestCase() { QVERIFY(!torch_is_loaded()); }
};

QTEST_APPLESS_MAIN(RegulonModelPredictionsTest)
#include "tst_regulon_model_predictions.moc"
