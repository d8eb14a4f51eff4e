#include <QTest>

#include <cmath>
#include <thread>

#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/base/parallel.h"
#include "core/model/predictor.h"
#include "tests/core/model/training_fixture.h"

using namespace regulus;
using namespace regulus::test;

namespace {

ModelFile trained(const TrainingInput& input, const TrainingOptions& options) {
    Job job;
    const auto trainer = Trainer::create(input, options, job);
    trainer->run_until(trainer->epochs(), job);
    return trainer->best();
}

bool same_weights(const ModelFile& a, const ModelFile& b) {
    for (const auto& [name, tensor] : a.weights) {
        if (tensor.values != b.weights.at(name).values) return false;
    }
    return a.weights.size() == b.weights.size();
}

// Share of the cells whose class the model predicts.
double share_right(const ModelFile& model, const TrainingInput& input, const CellSet& cells) {
    Job job;
    const auto predictor = Predictor::create(std::make_shared<const ModelFile>(model));
    const std::vector<std::uint32_t> rows = cells.rows();
    const Prediction prediction =
        predictor->predict(*input.expression, match_genes(model, input.genes), rows, job);
    std::size_t right = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto logits = prediction.logits.row(i);
        right += std::ranges::max_element(logits) - logits.begin() == input.labels[rows[i]];
    }
    return static_cast<double>(right) / static_cast<double>(rows.size());
}

// Stops the work at the n-th question whether it should.
class StopAfter final : public Job {
  public:
    explicit StopAfter(int questions) : m_left(questions) {}
    bool cancelled() const noexcept override { return --m_left < 0; }

  private:
    mutable std::atomic<int> m_left;
};

}  // namespace

class TrainerTest : public QObject {
    Q_OBJECT
    Simulation m_simulation;
    TrainingSetup m_setup;

  private Q_SLOTS:
    void initTestCase() {
        m_simulation = small_simulation();
        m_setup = small_setup(m_simulation);
    }

    void same_seed_same_model_for_any_number_of_threads() {
        set_thread_count(1);
        const ModelFile one = trained(m_setup.input, small_options());
        set_thread_count(2);
        const ModelFile two = trained(m_setup.input, small_options());
        set_thread_count(0);
        QVERIFY(same_weights(one, two));
        TrainingOptions other = small_options();
        other.seed = 1;
        QVERIFY(!same_weights(one, trained(m_setup.input, other)));
    }

    void learns() {
        TrainingOptions options = small_options();
        options.pretraining_epochs = 4;
        options.epochs = 4;
        const ModelFile model = trained(m_setup.input, options);
        const auto& history = model.record.history;
        QVERIFY(history.at(3).loss < history.at(0).loss);  // hidden genes are predicted better than at first
        QVERIFY(share_right(model, m_setup.input, m_setup.input.test) > 0.8);
    }

    void test_cells_have_no_influence() {
        TrainingInput other = m_setup.input;
        for (const std::uint32_t row : other.test.rows()) other.labels[row] = (other.labels[row] + 1) % 3;
        QVERIFY(same_weights(trained(m_setup.input, small_options()), trained(other, small_options())));
    }

    void every_mask_trains_data() {
        QTest::addColumn<int>("mask");
        for (const MaskMode mode : {MaskMode::Prior, MaskMode::None, MaskMode::Self, MaskMode::Shuffled}) {
            QTest::newRow(to_string(mode)) << static_cast<int>(mode);
        }
    }
    void every_mask_trains() {
        QFETCH(int, mask);
        TrainingOptions options = small_options();
        options.model.mask = static_cast<MaskMode>(mask);
        options.model.layers = 2;
        const ModelFile model = trained(m_setup.input, options);
        QCOMPARE(model.mask.edges() > 0,
                 options.model.mask == MaskMode::Prior || options.model.mask == MaskMode::Shuffled);
        for (const auto& [name, tensor] : model.weights) {
            for (const float value : tensor.values) QVERIFY2(std::isfinite(value), name.c_str());
        }
    }

    void every_mask_has_the_same_budget_data() { every_mask_trains_data(); }
    void every_mask_has_the_same_budget() {
        QFETCH(int, mask);
        TrainingOptions options = small_options();
        options.model.mask = static_cast<MaskMode>(mask);
        Job job;
        const auto trainer = Trainer::create(m_setup.input, options, job);
        QCOMPARE(trainer->epochs(), options.pretraining_epochs + options.epochs);
        trainer->run_until(options.pretraining_epochs, job);
        QCOMPARE(trainer->history().size(), static_cast<std::size_t>(options.pretraining_epochs));
        for (const EpochRecord& epoch : trainer->history()) QVERIFY(epoch.pretraining && epoch.loss > 0);
        trainer->run_until(options.pretraining_epochs + 1, job);
        QVERIFY(!trainer->history().back().pretraining);
    }

    void cancel_anywhere_leaves_a_model() {
        for (const int questions : {1, 30, 60, 100, 150}) {
            Job making;
            const auto trainer = Trainer::create(m_setup.input, small_options(), making);
            StopAfter stop(questions);
            QVERIFY_EXCEPTION_THROWN(trainer->run_until(trainer->epochs(), stop), Cancelled);
            QCOMPARE(trainer->history().size(), static_cast<std::size_t>(trainer->epoch()));
            const ModelFile model = trainer->best();
            QVERIFY(share_right(model, m_setup.input, m_setup.input.train) > 0.9);  // its head fits its body
            Job on;
            trainer->run_until(trainer->epochs(), on);  // and training goes on
            QVERIFY(trainer->finished());
        }
    }

    // Weights, average, moments, random numbers: a cancel inside an epoch leaves no trace in the result.
    void a_cancelled_epoch_leaves_no_trace() {
        TrainingOptions options = small_options();
        options.epochs = 3;
        Job job;
        const auto straight = Trainer::create(m_setup.input, options, job);
        straight->run_until(options.pretraining_epochs + 3, job);
        const ModelFile expected = straight->best();
        for (const int before : {0, 1, options.pretraining_epochs, options.pretraining_epochs + 1}) {
            int cancelled = 0;
            const auto trainer = Trainer::create(m_setup.input, options, job);
            trainer->run_until(before, job);
            for (int questions = 0; trainer->epoch() == before;
                 questions += questions < 6 ? 1 : questions / 2) {
                StopAfter stop(questions);
                try {
                    trainer->run_until(before + 1, stop);
                } catch (const Cancelled&) {
                    ++cancelled;
                    QCOMPARE(trainer->epoch(), before);
                }
            }
            QVERIFY(cancelled >= 3);
            trainer->run_until(trainer->epochs(), job);
            const ModelFile model = trainer->best();
            QVERIFY(same_weights(model, expected));
            QCOMPARE(model.record.history.size(), expected.record.history.size());
            for (std::size_t i = 0; i < model.record.history.size(); ++i)
                QCOMPARE(model.record.history[i].loss, expected.record.history[i].loss);
        }
    }

    // A state kept is a training that can be taken up again, by another trainer, as often as one likes.
    void a_state_goes_on_elsewhere() {
        TrainingOptions options = small_options();
        options.epochs = 3;
        Job job;
        for (const int taken : {0, 1, options.pretraining_epochs, options.pretraining_epochs + 1, 5}) {
            const auto first = Trainer::create(m_setup.input, options, job);
            first->run_until(taken, job);
            const TrainingState kept = first->state();
            QCOMPARE(kept.epoch, taken);
            first->run_until(first->epochs(), job);
            const ModelFile expected = first->best();
            const auto second = Trainer::create(m_setup.input, options, job);
            second->restore(kept);
            QCOMPARE(second->epoch(), taken);
            second->run_until(second->epochs(), job);
            QVERIFY(same_weights(second->best(), expected));
            first->restore(kept);
            first->run_until(first->epochs(), job);
            QVERIFY(same_weights(first->best(), expected));
        }
    }

    void cancel_as_labels_begin_starts_them_anew() {
        Job job;
        const ModelFile straight = trained(m_setup.input, small_options());
        for (const int questions : {0, 2, 5, 20}) {  // within the projection's fit
            const auto trainer = Trainer::create(m_setup.input, small_options(), job);
            trainer->run_until(small_options().pretraining_epochs, job);
            StopAfter stop(questions);
            QVERIFY_EXCEPTION_THROWN(trainer->run_until(trainer->epochs(), stop), Cancelled);
            QCOMPARE(trainer->epoch(), small_options().pretraining_epochs);
            trainer->run_until(trainer->epochs(), job);
            QVERIFY(same_weights(trainer->best(), straight));
        }
    }

    void labels_are_judged_by_what_learns_them() {
        TrainingOptions options = small_options();
        options.epochs = 6;
        const ModelFile model = trained(m_setup.input, options);
        const auto& history = model.record.history;
        const auto first = static_cast<std::size_t>(options.pretraining_epochs);
        QVERIFY(history.size() > first + 1);
        QVERIFY(history.back().validation_loss < history.at(first).validation_loss);
        QVERIFY(model.record.metrics.at("best_epoch") > static_cast<double>(first));
    }

    void what_does_not_fit_into_memory_is_learned_from_disk() {
        const ModelFile in_memory = trained(m_setup.input, small_options());
        set_memory_ceiling(1);
        const ModelFile on_disk = trained(m_setup.input, small_options());
        set_memory_ceiling(0);
        QVERIFY(same_weights(in_memory, on_disk));
    }

    void the_embedding_has_a_fixed_length() {
        Job job;
        const auto trainer = Trainer::create(m_setup.input, small_options(), job);
        trainer->run_until(trainer->epochs(), job);
        const Matrix embedding = trainer->embedding(job);
        for (std::size_t cell = 0; cell < embedding.rows; ++cell) {
            double square = 0;
            for (const float x : embedding.row(cell)) square += static_cast<double>(x) * x;
            QVERIFY(std::abs(square - small_options().model.width) < 1e-3);
        }
    }

    void cancelled_setup_throws() {
        StopAfter stop(1);
        QVERIFY_EXCEPTION_THROWN(Trainer::create(m_setup.input, small_options(), stop), Cancelled);
    }

    void without_validation_the_head_alone_is_fitted() {
        TrainingInput few = m_setup.input;
        few.validation = CellSet(few.labels.size());
        Job job;
        const auto trainer = Trainer::create(few, small_options(), job);
        QCOMPARE(trainer->epochs(), small_options().pretraining_epochs);
        trainer->run_until(trainer->epochs(), job);
        QVERIFY(trainer->finished());
    }

    void errors_name_the_cause() {
        Job job;
        TrainingInput one_class = m_setup.input;
        for (auto& label : one_class.labels) label = 0;
        QVERIFY_EXCEPTION_THROWN(Trainer::create(one_class, small_options(), job), Error);
        TrainingInput no_overlap = m_setup.input;
        for (auto& gene : no_overlap.genes) gene = "x" + gene;
        QVERIFY_EXCEPTION_THROWN(Trainer::create(no_overlap, small_options(), job), Error);
        TrainingOptions odd = small_options();
        odd.model.heads = 5;
        QVERIFY_EXCEPTION_THROWN(Trainer::create(m_setup.input, odd, job), Error);
    }

    void cost_leaves_the_training_as_it_was() {
        Job job;
        const auto asked = Trainer::create(m_setup.input, small_options(), job);
        QVERIFY(asked->cost().seconds > 0);
        asked->run_until(1, job);
        QVERIFY(asked->cost().seconds > 0);  // with moments and random numbers in the middle of things
        asked->run_until(small_options().pretraining_epochs + 1, job);
        QVERIFY(asked->cost().seconds > 0);
        asked->run_until(asked->epochs(), job);
        QVERIFY(same_weights(asked->best(), trained(m_setup.input, small_options())));
    }
};

QTEST_APPLESS_MAIN(TrainerTest)
#include "tst_trainer.moc"
