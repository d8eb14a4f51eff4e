#include <QLabel>
#include <QPushButton>
#include <algorithm>

#include "core/workflow/rests_on.h"
#include "tests/ui/session/regulon_model.h"
#include "tests/ui/views/epoch_history.h"
#include "tests/ui/views/immune_session.h"
#include "ui/session/training_share.h"
#include "ui/session/training_text.h"
#include "ui/views/parts/state_page.h"
#include "ui/views/parts/tone_label.h"
#include "ui/views/training/curve_figure.h"
#include "ui/views/training/curve_scene.h"
#include "ui/views/training/curve_widget.h"
#include "ui/views/training/training_verdict.h"
#include "ui/views/training/training_view.h"

using namespace regulus;
using namespace regulus::test;

class TrainingTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase() { useLightTheme(); }

    void words_are_plain() {
        using Metrics = std::map<std::string, double>;
        const auto said = [](double model, double baseline, std::size_t cells) {
            return verdict(Metrics{{"macro_f1", model}, {"baseline_macro_f1", baseline}, {"accuracy", 0.9}},
                           cells);
        };
        QVERIFY(said(0.95, 0.80, 500).startsWith(QStringLiteral("The model is better than")));
        QVERIFY(said(0.92, 0.916, 500).startsWith(QStringLiteral("The model is not better than")));
        QVERIFY(said(0.91, 0.916, 500).startsWith(QStringLiteral("The model is not better than")));
        QVERIFY(
            said(0.9162, 0.916, 500).startsWith(QStringLiteral("The model and the baseline")));  // "0.000"
        QVERIFY(said(0.60, 0.80, 500).startsWith(QStringLiteral("The model is worse than")));
        QVERIFY(said(0.95, 0.80, 10)
                    .startsWith(QStringLiteral("The model is not better than")));  // few test cells
        QVERIFY(verdict({}, 0).startsWith(QStringLiteral("There are no test cells")));
        QCOMPARE(metricRows({{"accuracy", 0.9}}).size(), 1U);
    }

    void states() {
        auto session = immuneSession(false);
        TrainingView view(*session);
        QCOMPARE(view.states()->page()->title(), QStringLiteral("No training yet"));
        QSignalSpy train(&view, &TrainingView::trainRequested);
        view.states()->page()->findChild<QPushButton*>()->click();
        QCOMPARE(train.count(), 1);
        QVERIFY(picture(view, QStringLiteral("training_none"), {1100, 280}));
    }

    void a_model_from_before_shows_its_record() {
        auto session = immuneSession(false);
        auto model = immuneModel();
        model->record.history = history(16);
        session->setModel(model);
        QVERIFY(settle(*session));
        TrainingView view(*session);
        QVERIFY(view.states()->showsContent());
        QVERIFY(view.verdictText().startsWith(QStringLiteral("The model is not better than")));
        QVERIFY(picture(view, QStringLiteral("training_record"), {1100, 340}));
    }

    // Made without epochs: no curves, but what its decisions rest on.
    void a_model_of_regulons_says_what_it_rests_on() {
        Session session(Engine::standard());
        session.setDataset(regulonCells());
        session.setModel(regulonModel());
        QVERIFY(settle(session));
        TrainingView view(session);
        view.resize(1100, 340);
        view.show();
        QVERIFY(view.states()->showsContent());
        QVERIFY(!view.verdictText().isEmpty());
        QVERIFY(!view.findChild<CurveWidget*>()->isVisible());
        const auto labels = view.findChildren<QLabel*>();
        QVERIFY(std::ranges::any_of(labels, [](QLabel* label) {
            return label->isVisible() && label->text().contains("stay without the bypass");
        }));
        QVERIFY(picture(view, QStringLiteral("training_regulons"), {1100, 340}));
        QVERIFY(rests_on({}, 0.5).empty());
        QVERIFY(rests_on({{"kept_without_bypass", 0.9}}, 1).front().find("no part") != std::string::npos);
    }

    void live_until_done() {
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
        QVERIFY(QTest::qWaitFor([&] { return session.training().progress().epoch == 2; }, 10000));
        QVERIFY(view.headline().startsWith(QStringLiteral("Epoch 3 of 4")));
        QVERIFY(!view.curves().empty());
        QVERIFY(picture(view, QStringLiteral("training_live"), {1100, 340}));
        session.training().pause();
        gate->permits.release(1);
        QVERIFY(QTest::qWaitFor([&] { return session.training().progress().phase == TrainingPhase::Paused; },
                                10000));
        QVERIFY(view.headline().startsWith(QStringLiteral("Paused")));
        session.training().resume();
        gate->permits.release(4);
        QVERIFY(QTest::qWaitFor([&] { return !session.training().progress().active(); }, 10000));
        QVERIFY(view.headline().startsWith(QStringLiteral("Done")));
        QCOMPARE(view.findChildren<SectionTitle*>().front()->note(),
                 QString::fromUtf8("\u00b7 PC 1 and PC 2, trained model"));
        QVERIFY(settle(session));
    }

    void pretraining_has_a_curve_of_its_own() {
        CurveScene scene;
        scene.setHistory(history(16), 16, {});
        const auto curves = scene.lossCurves(Theme::current());
        QCOMPARE(curves.size(), 3U);
        QCOMPARE(curves[0].name, QStringLiteral("pretraining"));
        QCOMPARE(curves[0].points.size(), 4U);
        QCOMPARE(curves[1].points.size(), 12U);
        QCOMPARE(curves[1].points.front().x(), 5.0);
        QVERIFY(curves[0].color != curves[1].color);
    }

    void the_first_epoch_has_a_time_left() {
        TrainingProgress training;
        training.phase = TrainingPhase::Running;
        training.epochs = 20;
        training.begunAt = 0.05;
        training.reported = std::chrono::steady_clock::now() - std::chrono::seconds(1000);
        QCOMPARE(trainingTimeLeft(training, 0.05), QString());  // nothing to go by
        // 1000 s for a fifth of the job, whose epochs end at 0.9025
        QCOMPARE(trainingTimeLeft(training, 0.25), QStringLiteral("54 min left"));
        training.secondsLeft = 4000;
        QCOMPARE(trainingTimeLeft(training, 0.25), QStringLiteral("51 min left"));
        QCOMPARE(trainingTimeLeft(training, -1), QStringLiteral("50 min left"));  // by the clock alone
    }

    // An epoch that takes longer than those before it.
    void a_slow_epoch_is_not_almost_done() {
        TrainingProgress training;
        training.phase = TrainingPhase::Running;
        training.epoch = 3;
        training.epochs = 6;
        training.secondsLeft = 40;
        training.begunAt = 0.48;
        training.reported = std::chrono::steady_clock::now() - std::chrono::seconds(100);
        QCOMPARE(trainingTimeLeft(training, 0.61), QStringLiteral("30 s left"));
        QCOMPARE(trainingTimeLeft(training, epochs_end), QStringLiteral("almost done"));
    }

    void testing_is_not_stopping() {
        TrainingProgress training;
        training.phase = TrainingPhase::Running;
        training.stopping = true;
        QCOMPARE(trainingText(training), QStringLiteral("stopping"));
        training.phase = TrainingPhase::Finishing;
        QCOMPARE(trainingText(training), QStringLiteral("testing the model"));
    }

    void a_stop_during_pretraining_is_told_from_one_later() {
        TrainingProgress training;
        training.phase = TrainingPhase::Stopped;
        training.history = history(3);
        QVERIFY(stoppedText(training).startsWith(QStringLiteral("Stopped during pretraining")));
        training.history = history(6);
        QCOMPARE(stoppedText(training), QStringLiteral("Stopped; kept the best model"));
    }

    void a_stop_in_the_first_epoch_says_that_nothing_was_kept() {
        auto gate = std::make_shared<TrainingGate>();
        Session session(immuneEngine(gate));
        session.setDataset(immuneDataset());
        session.setPrior(immunePrior());
        QVERIFY(settle(session));
        TrainingView view(session);
        TrainRequest request;
        request.data.label_column = "cell_type";
        session.training().start(request);
        QTRY_COMPARE(session.training().progress().phase, TrainingPhase::Running);
        session.training().stop();
        QTRY_VERIFY(!session.training().progress().active());
        QVERIFY(!view.states()->showsContent());
        QCOMPARE(view.states()->page()->title(), QStringLiteral("No model was kept"));
        QVERIFY(!session.model().file);
        // Somebody who throws it away knows.
        session.training().start(request);
        QTRY_COMPARE(session.training().progress().phase, TrainingPhase::Running);
        session.training().cancel();
        QTRY_COMPARE(view.states()->page()->title(), QStringLiteral("No training yet"));
        QVERIFY(settle(session));
    }

    void curves_are_a_figure_and_a_table() {
        CurveScene scene;
        scene.setHistory(history(16), 16, 0.8);
        Job job;
        const auto figure = trainingFigure(scene, true);
        const FigureDrawing drawing = figure->layOut({.widthMm = 89}, job);
        QVERIFY(drawing.problems.isEmpty());
        QCOMPARE(drawing.plots.size(), 2U);
        QStringList texts;
        for (const FigureText& text : drawing.texts) {
            texts << text.text;
            QVERIFY2(QRectF(QPointF(), drawing.page).contains(text.box()), qPrintable(text.text));
        }
        for (const char* wanted : {"Loss", "Macro-F1", "Epoch", "pretraining", "baseline on test cells"})
            QVERIFY2(texts.contains(QLatin1String(wanted)), wanted);
        // The last score is where the axes say it is.
        const double score = scene.history().back().validation_macro_f1;
        const CurveScene::Range range = scene.scoreRange();
        const QRectF plot = drawing.plots[1];
        const QPointF place(plot.right(),
                            plot.bottom() - (score - range.low) / (range.high - range.low) * plot.height());
        QVERIFY(std::ranges::any_of(drawing.shapes, [&](const FigureShape& shape) {
            return shape.kind == FigureShape::Kind::Disc && QLineF(shape.box.center(), place).length() < 1e-6;
        }));
        QVERIFY(!figure->layOut({.widthMm = 89, .heightMm = 20}, job).problems.isEmpty());
        QVERIFY(figure->layOut({.widthMm = 89, .heightMm = 80}, job).problems.isEmpty());
        const FigureNumbers numbers = trainingNumbers(scene.history());
        QCOMPARE(numbers.rows.size(), 16U);
        QCOMPARE(numbers.rows[0][1], std::string("pretraining"));
        QCOMPARE(numbers.rows[0][4], std::string());  // no score yet
        QCOMPARE(std::stod(numbers.rows[15][4]), score);
        // Without labels to validate on there is no score to draw; without epochs nothing.
        auto unlabelled = history(16);
        for (EpochRecord& epoch : unlabelled) epoch.validation_macro_f1 = std::nan("");
        scene.setHistory(unlabelled, 16, {});
        QCOMPARE(trainingFigure(scene, false)->layOut({.widthMm = 89}, job).plots.size(), 1U);
        scene.setHistory({}, 16, {});
        QVERIFY(!trainingFigure(scene, false));
    }

    void curves_paint_odd_histories() {
        for (const auto& records : {history(0), history(1), history(16)}) {
            CurveScene scene;
            scene.setHistory(records, records.empty() ? 0 : 16, 0.9);
            QImage image(400, 240, QImage::Format_ARGB32_Premultiplied);
            image.fill(Qt::white);
            QPainter painter(&image);
            scene.paint(painter, QRectF(0, 0, 400, 240), PaintStyle::screen());
            QVERIFY(paintsSomething(image));
        }
    }
};

QTEST_MAIN(TrainingTest)
#include "tst_training.moc"
