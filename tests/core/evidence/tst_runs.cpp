// Each kind of run on simulated cells: the numbers that it promises, the same for any number of threads, and
// those that can be known beforehand.
#include "core/evidence/run_once.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <set>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/data/dataset.h"
#include "core/evaluate/baselines.h"
#include "core/evidence/edge_sets.h"
#include "core/evidence/evaluation.h"
#include "core/evidence/test_reader.h"
#include "core/simulate/regulatory_simulator.h"
#include "core/workflow/labels.h"

using namespace regulus;

class RunsTest : public QObject {
    Q_OBJECT
    EvidenceInput m_input;
    PlanOptions m_options;

    RunResult run(const RunSpec& spec) const {
        Job job;
        return run_once(m_input, spec, m_options, job);
    }
    static std::string without_seconds(RunResult result) {
        result.seconds = 0;
        return result_text(result);
    }

  private Q_SLOTS:
    void initTestCase() {
        SimulationOptions simulated;
        simulated.cells = 500;
        simulated.genes = 200;
        simulated.tfs = 24;
        simulated.cell_types = 4;
        Job job;
        const Simulation made = simulate(simulated, job);
        TrainingRequest request;
        request.label_column = "cell_type";
        m_input = evidence_input(*made.dataset, simulated_prior(made.truth, false), request,
                                 options_for(Preset::Quick), starter_lineage_table(), job);
        m_options = PlanOptions::quick();
        m_options.draws = 2;
        m_options.gene_baseline = true;
    }

    // The same bytes whoever computes it, and the numbers that its header promises.
    void every_kind_data() {
        QTest::addColumn<RunSpec>("spec");
        QTest::addColumn<QStringList>("numbers");
        QTest::addColumn<QStringList>("methods");
        const auto apart = [](const char* method) {
            QStringList all;
            for (const char* const what : {"silhouette of ", "purity of ", "class_purity of "})
                all << QString::fromLatin1(what) + method;
            return all;
        };
        const QStringList of_reader{"tfs", "explained", "bypass", "masked", "overlap"},
            readers{"regulons", "regulons alone"};
        QTest::newRow("prior") << RunSpec{}
                               << of_reader +
                                      QStringList{"kept_without_bypass", "kept_without_regulons",
                                                  "kept_by_components"} +
                                      apart("regulons") + apart("regulons alone") + apart("bypass alone")
                               << readers + QStringList{"bypass 0.25", "bypass 1", "bypass alone"};
        QTest::newRow("unmasked") << RunSpec{.edges = EdgeSource::Unmasked}
                                  << QStringList{"tfs", "explained", "bypass"} + apart("no mask") +
                                         apart("no mask alone")
                                  << QStringList{"no mask", "no mask alone"};
        QTest::newRow("all TFs") << RunSpec{.kind = RunKind::Few} << QStringList{"explained"}
                                 << QStringList{"regulons alone"};
        QTest::newRow("rewired") << RunSpec{.edges = EdgeSource::Rewired, .seed = 1} << of_reader
                                 << readers + QStringList{"bypass 0.5"};
        QTest::newRow("renamed") << RunSpec{.edges = EdgeSource::Renamed, .seed = 1} << of_reader << readers;
        QTest::newRow("coexpressed") << RunSpec{.edges = EdgeSource::Coexpressed} << of_reader << readers;
        QTest::newRow("few") << RunSpec{.kind = RunKind::Few, .tfs = 5} << QStringList{"explained"}
                             << QStringList{"regulons alone"};
        QTest::newRow("baselines") << RunSpec{.kind = RunKind::Baselines} << apart("direction") + apart("lda")
                                   << QStringList{"direction", "components", "lda", "genes"};
        QTest::newRow("half") << RunSpec{.kind = RunKind::Half, .seed = 2}
                              << QStringList{"cells", "explained"} << QStringList{};
        QTest::newRow("cuts") << RunSpec{.kind = RunKind::Cuts}
                              << QStringList{"cut_leading", "cut_matched", "cut_percentile"} << QStringList{};
        QTest::newRow("calibration") << RunSpec{.kind = RunKind::Calibration}
                                     << QStringList{"test_set",
                                                    "nll",
                                                    "nll_of_scores",
                                                    "brier",
                                                    "ece",
                                                    "coverage",
                                                    "set_size",
                                                    "unassigned",
                                                    "assigned_accuracy",
                                                    "left_out_rejected",
                                                    "known_rejected"}
                                     << QStringList{};
        QTest::newRow("decoys") << RunSpec{.kind = RunKind::Decoys, .seed = 1}
                                << QStringList{"decoys_attention", "decoys_regulon", "decoys_correlation",
                                               "decoys_pairs"}
                                << QStringList{};
    }
    void every_kind() {
        QFETCH(RunSpec, spec);
        QFETCH(QStringList, numbers);
        QFETCH(QStringList, methods);
        set_thread_count(1);
        const RunResult one = run(spec);
        set_thread_count(3);
        const RunResult three = run(spec);
        set_thread_count(0);
        QCOMPARE(without_seconds(one), without_seconds(three));
        QVERIFY(one.spec == spec && one.seconds > 0);
        for (const QString& number : numbers)
            QVERIFY2(std::isfinite(one.number(number.toStdString())), qPrintable(number));
        std::set<std::string> drawn;
        for (const DrawScore& draw : one.draws) {
            drawn.insert(draw.method);
            for (const double score : {draw.accuracy, draw.macro_f1, draw.balanced})
                QVERIFY(score >= 0 && score <= 1);
            QVERIFY(std::isfinite(draw.nll) && draw.brier >= 0 && draw.brier <= 2);
        }
        for (const QString& method : methods)
            QVERIFY2(drawn.contains(method.toStdString()), qPrintable(method));
        QCOMPARE(one.draws.empty(), methods.isEmpty());
    }

    // What train prints beside a model: components of the same genes, judged on the same cells.
    void the_baseline_is_that_of_training() {
        const RunResult found = run({.kind = RunKind::Baselines});
        const Split split = evidence_split(m_input, 0);
        Job job;
        const RegulonReader reader = test_reader(m_input, m_input.regulons, split.test.inverted(), job);
        const std::vector<std::uint32_t> genes(reader.genes.begin(), reader.genes.end());
        const Baselines wanted =
            pca_logistic(*m_input.expression, genes, m_input.labels, m_input.classes.size(), split, job);
        for (const DrawScore& draw : found.draws) {
            if (draw.share != 1) continue;
            if (draw.method == "direction") QCOMPARE(draw.macro_f1, wanted.direction.scores.macro_f1);
            if (draw.method == "components") QCOMPARE(draw.accuracy, wanted.components.scores.accuracy);
        }
        // With all bypass, the reader is the direction of the components.
        for (const DrawScore& draw : run({}).draws) {
            if (draw.method == "bypass 1")
                QVERIFY(std::abs(draw.macro_f1 - wanted.direction.scores.macro_f1) < 0.02);
        }
    }

    // What train prints, and what a program by hand finds: one embedding, one number.
    void classes_apart_are_those_of_the_embedding() {
        const Split split = evidence_split(m_input, 0);
        Job job;
        const RegulonReader reader = test_reader(m_input, m_input.regulons, split.test.inverted(), job);
        const Matrix places = embedded(m_input, reader, bypass_of(m_input, reader), job);
        const RunResult found = run({});
        const Scores wanted =
            score(m_input.labels, m_input.labels, places, m_input.classes.size(), split.test);
        QVERIFY(std::abs(found.number("silhouette of regulons") - wanted.silhouette) < 1e-6);
        // By hand, cell by cell.
        const std::vector<std::uint32_t> rows = split.test.rows();
        double purity = 0;
        for (const std::uint32_t row : rows) {
            std::vector<std::pair<double, std::uint32_t>> near;
            for (const std::uint32_t other : rows) {
                if (other == row) continue;
                double product = 0;
                for (std::size_t d = 0; d < places.cols; ++d)
                    product += static_cast<double>(places(row, d)) * places(other, d);
                near.emplace_back(-product, other);  // all are of one length
            }
            std::ranges::sort(near);
            for (std::size_t i = 0; i < 15; ++i)
                purity += m_input.labels[near[i].second] == m_input.labels[row] ? 1.0 / 15 : 0;
        }
        QVERIFY(std::abs(found.number("purity of regulons") - purity / static_cast<double>(rows.size())) <
                2e-3);
        // Discriminants know the labels; what the regulons leave over tells classes apart less than the
        // whole.
        const RunResult baselines = run({.kind = RunKind::Baselines});
        QVERIFY(baselines.number("silhouette of lda") > baselines.number("silhouette of direction"));
        QVERIFY(found.number("silhouette of bypass alone") < found.number("silhouette of regulons"));
    }

    // Every TF has every gene: nothing but signs by chance, and its own mRNA, is left of the prior.
    void without_a_mask_no_edge_is_left() {
        const std::vector<std::uint32_t> genes = genes_with_edge(m_input.regulons);
        const RegulonSet over = over_genes(m_input.regulons, genes);
        const RegulonSet all = unmasked_regulons(over, 0);
        QCOMPARE(all.tfs, over.tfs);
        QCOMPARE(all.own, over.own);
        QCOMPARE(all.edges(), over.count() * genes.size());
        double sum = 0;
        for (const float weight : all.weights) {
            QCOMPARE(std::abs(weight), 1.0F);
            sum += weight;
        }
        QVERIFY(std::abs(sum) < 5 * std::sqrt(static_cast<double>(all.edges())));
        QVERIFY(all.weights_of(0)[0] != all.weights_of(1)[0] ||
                all.weights_of(0)[1] != all.weights_of(1)[1] ||
                all.weights_of(0)[2] != all.weights_of(1)[2] || all.weights_of(0)[3] != all.weights_of(1)[3]);
        QVERIFY(std::isnan(run({.edges = EdgeSource::Unmasked}).number("masked")));
        // Too many to try: said, and not an hour of computing.
        EvidenceInput large = m_input;
        large.options.model.heads = 1'000'000;
        Job job;
        try {
            (void)run_once(large, {.edges = EdgeSource::Unmasked}, m_options, job);
            QFAIL("it was tried");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::Memory);
        }
    }

    // The simulator's edges are the truth: what they predict, rewired ones do not.
    void true_edges_predict_hidden_genes() {
        const double right = run({}).number("masked");
        for (std::uint64_t seed = 1; seed <= 3; ++seed)
            QVERIFY(run({.edges = EdgeSource::Rewired, .seed = seed}).number("masked") < right);
    }

    // Of the simulator's own edges.
    void true_edges_are_told_from_decoys_and_matter() {
        QVERIFY(run({.kind = RunKind::Decoys, .seed = 1}).number("decoys_attention") > 0.6);
        const RunResult cuts = run({.kind = RunKind::Cuts});
        QVERIFY2(cuts.number("cut_percentile") > 0.7,
                 qPrintable(QString::number(cuts.number("cut_percentile"))));
        QVERIFY(cuts.number("cut_leading") < cuts.number("cut_matched"));
    }

    void a_plan_goes_on_where_it_stopped() {
        QTemporaryDir place;
        const EvidenceFolder folder(place.path().toStdString(), m_input.provenance, m_options);
        const std::vector<RunSpec> runs{{.kind = RunKind::Half, .seed = 1},
                                        {.kind = RunKind::Half, .seed = 2},
                                        {.kind = RunKind::Few, .tfs = 5}};
        std::vector<std::string> told;
        const auto tell = [&](const RunSpec& spec, const EvaluationProgress& progress) {
            told.push_back(spec.name());
            QCOMPARE(progress.planned, runs.size());
        };
        Job job;
        do_runs(m_input, m_options, {runs[1]}, folder, job,
                [&](const RunSpec&, const EvaluationProgress&) {});
        do_runs(m_input, m_options, runs, folder, job, tell);
        QCOMPARE(told, (std::vector<std::string>{runs[0].name(), runs[2].name()}));
        do_runs(m_input, m_options, runs, folder, job, tell);
        QCOMPARE(told.size(), std::size_t{2});
        // Cancelled: what is done stays, and nothing half done.
        Job stopped;
        stopped.cancel();
        const std::vector<RunSpec> more{{.kind = RunKind::Cuts}};
        QVERIFY_EXCEPTION_THROWN(do_runs(m_input, m_options, more, folder, stopped, tell), Cancelled);
        QVERIFY(!folder.has(more[0]) && folder.has(runs[2]));
    }

    // Donors: the halves share none.
    void halves_are_of_donors_where_there_are_some() {
        EvidenceInput by_donor = m_input;
        for (std::size_t c = 0; c < by_donor.labels.size(); ++c)
            by_donor.groups.push_back(static_cast<std::int32_t>(c % 5));
        Job job;
        const Split split = evidence_split(by_donor, 0);
        const double
            first = run_once(by_donor, {.kind = RunKind::Half, .seed = 1}, m_options, job).number("cells"),
            second = run_once(by_donor, {.kind = RunKind::Half, .seed = 2}, m_options, job).number("cells");
        QCOMPARE(first + second, static_cast<double>(split.test.inverted().count()));
        QCOMPARE(std::fmod(first, 100), 0.0);  // whole donors of 100 cells
    }
};

QTEST_APPLESS_MAIN(RunsTest)
#include "tst_runs.moc"
