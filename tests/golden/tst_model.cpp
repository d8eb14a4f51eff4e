// Golden pictures of what a model says: the inspector, predictions, confusion, calibration, and training.
#include <QScrollArea>
#include <QScrollBar>

#include "tests/golden/golden_session.h"
#include "tests/ui/session/regulon_model.h"
#include "tests/ui/views/epoch_history.h"
#include "ui/views/calibration/calibration_view.h"
#include "ui/views/confusion/confusion_view.h"
#include "ui/views/inspector/inspector_view.h"
#include "ui/views/inspector/reader_tf_section.h"
#include "ui/views/inspector/tf_detail.h"
#include "ui/views/parts/state_page.h"
#include "ui/views/predictions/kinds_bar.h"
#include "ui/views/predictions/predictions_view.h"
#include "ui/views/training/training_view.h"

using namespace regulus;
using namespace regulus::test;

namespace {

constexpr QSize side{336, 760}, low{336, 420}, below{1100, 300}, page{760, 240};

// A model that says which cells it was tested on.
std::shared_ptr<ModelFile> withSplit(const Session& session) {
    auto made = std::make_shared<ModelFile>(*calibratedImmuneModel());
    TrainingRequest request;
    request.label_column = "cell_type";
    Job job;
    const auto metrics = made->record.metrics;
    made->record =
        prepare_training(*session.opened().dataset, *session.opened().prior, request, job).input.record;
    made->record.metrics = metrics;
    return made;
}

// A model that is asked and does not answer.
Engine silentEngine(const HeldWork& held) {
    Engine engine = immuneEngine();
    engine.predictor =
        [wait = held.wait()](std::shared_ptr<const ModelFile> model) -> std::unique_ptr<Predictor> {
        class Silent final : public ImmunePredictor {
          public:
            Silent(std::shared_ptr<const ModelFile> of, std::function<void(Job&)> waits)
                : ImmunePredictor(std::move(of)), m_wait(std::move(waits)) {}
            Prediction predict(const MatrixSource& values, const GeneMatch& match,
                               std::span<const std::uint32_t> rows, Job& job) override {
                m_wait(job);
                return ImmunePredictor::predict(values, match, rows, job);
            }

          private:
            std::function<void(Job&)> m_wait;
        };
        return std::make_unique<Silent>(std::move(model), wait);
    };
    return engine;
}

// Where the inspector is scrolled to follows from when it was laid out.
InspectorView& atItsEnd(InspectorView& view, QSize size) {
    view.resize(size);
    QTest::qWait(2 * QApplication::doubleClickInterval());  // until it shows what was opened
    auto* const bar = view.findChild<QScrollArea*>()->verticalScrollBar();
    bar->setValue(bar->maximum());
    return view;
}

}  // namespace

class GoldenModelTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void nothing_is_open() {
        Session empty(immuneEngine());
        InspectorView inspector(empty);
        GOLDEN(inspector, {"inspector_nothing_open", low, {}});
        PredictionsView predictions(empty);
        GOLDEN(predictions, {"predictions_nothing_open", page, {}});
        ConfusionView confusion(empty);
        GOLDEN(confusion, {"confusion_nothing_open", page, {}});
        CalibrationView calibration(empty);
        GOLDEN(calibration, {"calibration_nothing_open", page, {}});
        TrainingView training(empty);
        GOLDEN(training, {"training_nothing_open", page, {}});
    }

    void without_a_model() {
        auto session = immuneSession(false);
        InspectorView inspector(*session);
        GOLDEN(inspector, {"inspector_no_cell", low, {}});
        session->focus().setCell(6);
        QVERIFY(settle(*session));
        GOLDEN(inspector, {"inspector_no_model", side, {}});
        PredictionsView predictions(*session);
        GOLDEN(predictions, {"predictions_no_model", page, {}});
        ConfusionView confusion(*session);
        GOLDEN(confusion, {"confusion_no_model", page, {}});
        CalibrationView calibration(*session);
        GOLDEN(calibration, {"calibration_no_model", page, {}});
        TrainingView training(*session);
        GOLDEN(training, {"training_none", page, {}});
    }

    void while_it_is_asked() {
        const HeldWork held;
        Session session(silentEngine(held));
        session.setDataset(immuneDataset());
        session.setPrior(immunePrior());
        QVERIFY(settle(session));
        session.setModel(immuneModel());
        PredictionsView predictions(session);
        GOLDEN(predictions, {"predictions_predicting", page, {}});
        ConfusionView confusion(session);
        GOLDEN(confusion, {"confusion_predicting", page, {}});
        CalibrationView calibration(session);
        GOLDEN(calibration, {"calibration_predicting", page, {}});
    }

    void a_cell() {
        auto session = immuneSession();
        InspectorView view(*session);
        session->focus().setCell(6);
        QVERIFY(settle(*session));
        GOLDEN(view, {"inspector_cell", side, {}});
        session->focus().setTf("SPI1");
        QVERIFY(settle(*session));
        GOLDEN(atItsEnd(view, side), {"inspector_network", side, {}});
        GOLDEN(atItsEnd(view, {620, 700}), {"inspector_wide", QSize(620, 700), {}});
        const_cast<TfDetail&>(view.detail()).showTable(true);
        GOLDEN(atItsEnd(view, side), {"inspector_targets", side, {}});
        session->focus().setTf("");
        session->focus().setCell(7);
        QVERIFY(settle(*session));
        GOLDEN(view, {"inspector_disagrees", side, {}});
        session->setModel(calibratedImmuneModel());
        session->focus().setCell(0);
        QVERIFY(settle(*session));
        GOLDEN(view, {"inspector_unassigned", side, {}});
    }

    void groups_of_cells() {
        auto session = immuneSession();
        InspectorView view(*session);
        session->cells().select(session->groups().cellsOf("cell_type", 0));
        session->focus().setTf("SPI1");
        QVERIFY(settle(*session));
        GOLDEN(atItsEnd(view, side), {"inspector_group", side, {}});
        session->focus().setGroups({{QStringLiteral("CD14+ Mono"), session->groups().cellsOf("cell_type", 0)},
                                    {QStringLiteral("B"), session->groups().cellsOf("cell_type", 3)}});
        QVERIFY(settle(*session));
        GOLDEN(atItsEnd(view, side), {"inspector_pair", side, {}});
        const_cast<TfDetail&>(view.detail()).showTable(true);
        session->focus().compareCells(6, 9);
        QVERIFY(settle(*session));
        GOLDEN(atItsEnd(view, side), {"inspector_two_cells", side, {}});
    }

    void a_model_of_regulons() {
        Session session(Engine::standard());
        session.setDataset(regulonCells());
        session.setPrior(regulonPrior());
        session.setModel(regulonModel());
        QTRY_VERIFY(session.model().rewired && session.jobs().idle());
        InspectorView view(session);
        session.focus().setCell(4);
        session.focus().setTf("TF1");
        QVERIFY(settle(session));
        GOLDEN(atItsEnd(view, {420, 860}), {"inspector_regulons", QSize(420, 860), {}});
        const_cast<ReaderTfSection&>(view.readerTfSection()).showContributions(true);
        GOLDEN(view, {"inspector_contributions", QSize(420, 860), {}});
        TrainingView training(session);
        GOLDEN(training, {"training_regulons", below, {}});
    }

    void predictions() {
        auto session = immuneSession(false);
        session->setModel(calibratedImmuneModel());
        PredictionsView view(*session);
        QVERIFY(settle(*session));
        GOLDEN(view, {"predictions", below, {}});
        GOLDEN(view, {"predictions_narrow", QSize(560, 300), {}});
        view.kinds()->button(PredictionKind::WrongAndSure)->click();
        QVERIFY(settle(*session));
        GOLDEN(view, {"predictions_wrong_and_sure", below, {}});
        view.setSearch(QStringLiteral("no such name"));
        QVERIFY(settle(*session));
        GOLDEN(view, {"predictions_none_found", below, {}});
    }

    void confusion() {
        auto session = immuneSession();
        ConfusionView view(*session);
        QVERIFY(settle(*session));
        GOLDEN(view, {"confusion", QSize(760, 340), {}});
        view.setSays(ConfusionScene::Says::OfPrediction);
        GOLDEN(view, {"confusion_shares", QSize(760, 340), {}});
        view.setOver(ConfusionView::SelectedCells);
        QVERIFY(settle(*session));
        GOLDEN(view, {"confusion_no_selection", QSize(760, 340), {}});
    }

    void calibration() {
        auto session = immuneSession(false);
        session->setModel(withSplit(*session));
        CalibrationView view(*session);
        QVERIFY(settle(*session));
        GOLDEN(view, {"calibration", below, {}});
        auto other = immuneSession();  // not calibrated, and nothing says what it learned from
        CalibrationView scores(*other);
        QVERIFY(settle(*other));
        GOLDEN(scores, {"calibration_scores", below, {}});
        auto none = sessionOf(immuneDataset(false));
        none->setModel(immuneModel());
        CalibrationView unlabelled(*none);
        QVERIFY(settle(*none));
        GOLDEN(unlabelled, {"calibration_no_labels", below, {}});
    }

    void training() {
        auto session = immuneSession(false);
        auto model = immuneModel();
        model->record.history = history(16);
        session->setModel(model);
        QVERIFY(settle(*session));
        TrainingView view(*session);
        GOLDEN(view, {"training_record", below, {}});
    }

    void training_runs() {
        auto gate = std::make_shared<TrainingGate>();
        Session session(immuneEngine(gate));
        session.setDataset(immuneDataset());
        session.setPrior(immunePrior());
        QVERIFY(settle(session));
        TrainingView view(session);
        TrainRequest request;
        request.data.label_column = "cell_type";
        session.training().start(request);
        gate->permits.release(2);
        QTRY_COMPARE(session.training().progress().epoch, 2);
        session.training().pause();
        gate->permits.release(1);
        QTRY_VERIFY(session.training().progress().phase == TrainingPhase::Paused);
        GOLDEN(view, {"training_paused", below, {}});
        session.training().resume();
        gate->permits.release(4);
        QTRY_VERIFY(!session.training().progress().active());
        QVERIFY(settle(session));
    }
};

GOLDEN_MAIN(GoldenModelTest)
#include "tst_model.moc"
