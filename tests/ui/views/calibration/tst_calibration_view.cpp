// The page "Calibration": numbers by hand, the threshold by mouse, keys and undo, the cells it leaves out
// selected, and what is said where nothing can be judged.
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSlider>
#include <cmath>

#include "core/stats/shares.h"
#include "tests/ui/views/immune_session.h"
#include "ui/views/calibration/calibration_canvas.h"
#include "ui/views/calibration/calibration_view.h"
#include "ui/views/parts/state_page.h"

using namespace regulus;
using namespace regulus::test;

namespace {

std::shared_ptr<ModelFile> withSplit(const std::shared_ptr<ModelFile>& model, const Session& session) {
    auto made = std::make_shared<ModelFile>(*model);
    TrainingRequest request;
    request.label_column = "cell_type";
    Job job;
    made->record =
        prepare_training(*session.opened().dataset, *session.opened().prior, request, job).input.record;
    return made;
}

float probability(std::uint32_t cell) {
    return 0.55F + 0.44F * float(cell % 17) / 17.0F;
}

}  // namespace

class CalibrationViewTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase() { useLightTheme(); }

    void judges_test_cells_first() {
        auto session = immuneSession(false);
        CalibrationView view(*session);
        view.show();
        QCOMPARE(view.states()->page()->title(), QStringLiteral("No model yet"));
        session->setModel(withSplit(calibratedImmuneModel(), *session));
        QVERIFY(settle(*session));
        QTRY_VERIFY(view.plot());
        const CellSet test = session->model().results->uses.test;
        QCOMPARE(view.plot()->judged->cells.size(), test.count());
        std::size_t right = 0, kept = 0, keptRight = 0;
        for (const std::uint32_t cell : test.rows()) {
            const bool ok = int(ImmunePredictor::said(cell)) == typeOf(cell);
            right += ok;
            kept += probability(cell) >= 0.9F;
            keptRight += ok && probability(cell) >= 0.9F;
        }
        QCOMPARE(view.plot()->judged->accuracy(), double(right) / double(test.count()));
        QCOMPARE(view.plot()->kept().kept, kept);
        QCOMPARE(view.plot()->kept().right, keptRight);
        QVERIFY2(view.summary().startsWith(QStringLiteral("%1 test cells").arg(test.count())),
                 qPrintable(view.summary()));
        QCOMPARE(view.cellsBox()->currentText(), QStringLiteral("Test cells"));
        QVERIFY(picture(view, QStringLiteral("calibration"), {1240, 300}));
        // The cells that the model learned from are not offered: it reads genes, so none is out of fold.
        QCOMPARE(view.cellsBox()->findText(QStringLiteral("Out-of-fold cells")), -1);
        view.cellsBox()->setCurrentIndex(view.cellsBox()->count() - 1);
        Q_EMIT view.cellsBox()->activated(view.cellsBox()->currentIndex());
        QTRY_VERIFY(!view.plot());  // nothing is selected
        QVERIFY(view.states()->showsContent());
        session->cells().select(CellSet::all(immune_cells));
        QTRY_VERIFY(view.plot());
        QVERIFY(view.plot()->judged->cells.size() < immune_cells / 2);  // training cells stay out
        session->undoStack().undo();
        session->undoStack().undo();
        QTRY_VERIFY(view.plot() && view.plot()->judged->cells.size() == test.count());
        QTRY_COMPARE(view.cellsBox()->currentText(), QStringLiteral("Test cells"));
    }

    // However sure the model is, the whole of the band around its accuracy is seen.
    void the_band_lies_in_the_plot() {
        for (const std::size_t wrong : {0UL, 1UL, 40UL}) {
            JudgedPredictions judged;
            judged.cells.resize(400);
            for (std::size_t kept = 1; kept <= 400; ++kept)
                judged.coverage.push_back({1 - float(kept) / 400, kept, kept - std::min(wrong, kept / 10)});
            CalibrationPlot plot;
            plot.judge(judged);
            const double low = accuracyAxis(plot).low;
            for (const KeptCells& point : plot.curve)
                QVERIFY(wilson_interval(point.right, point.kept).low > low);
            QVERIFY(low > 0.4 && accuracyAxis(plot).high == 1);
        }
    }

    // A selection is judged when somebody looks, and not before.
    void unseen_it_does_not_judge() {
        auto session = immuneSession(false);
        session->setModel(withSplit(calibratedImmuneModel(), *session));
        CalibrationView view(*session);
        QVERIFY(settle(*session));
        QVERIFY(!view.plot());
        view.show();
        QTRY_VERIFY(view.plot());
        view.cellsBox()->setCurrentIndex(view.cellsBox()->count() - 1);
        Q_EMIT view.cellsBox()->activated(view.cellsBox()->currentIndex());
        session->cells().select(CellSet::all(immune_cells));
        QTRY_VERIFY(view.plot() && settle(*session));
        const std::size_t all = view.plot()->judged->cells.size();
        view.hide();
        session->cells().select(session->groups().cellsOf("cell_type", 3));
        QVERIFY(settle(*session));
        QCOMPARE(view.plot()->judged->cells.size(), all);
        view.show();
        QTRY_VERIFY(view.plot() && view.plot()->judged->cells.size() < all);
    }

    void the_threshold_moves_and_comes_back() {
        auto session = immuneSession(false);
        session->setModel(withSplit(calibratedImmuneModel(), *session));
        CalibrationView view(*session);
        view.resize(1200, 320);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QVERIFY(settle(*session));
        QTRY_VERIFY(view.plot());
        CalibrationCanvas* canvas = view.canvas();
        const auto threshold = [&] { return session->judging().settings().threshold; };
        const auto at = [&](std::size_t panel, double share) {
            const QRectF box = canvas->panel(panel);
            return QPointF(box.left() + share * box.width(), box.center().y()).toPoint();
        };
        const int steps = session->undoStack().count();
        QTest::mousePress(canvas, Qt::LeftButton, {}, at(0, 0.5));
        QVERIFY2(std::abs(threshold() - 0.5) < 0.005, qPrintable(QString::number(threshold())));
        QTest::mouseMove(canvas, at(0, 0.6));
        QMouseEvent move(QEvent::MouseMove, at(0, 0.7), canvas->mapToGlobal(at(0, 0.7)), Qt::LeftButton,
                         Qt::LeftButton, {});
        QApplication::sendEvent(canvas, &move);
        QTest::mouseRelease(canvas, Qt::LeftButton, {}, at(0, 0.7));
        QVERIFY(std::abs(threshold() - 0.7) < 0.005);
        QCOMPARE(session->undoStack().count(), steps + 1);  // one step
        QCOMPARE(view.slider()->value(), int(std::lround(1000 * threshold())));
        // Where half of the cells are kept.
        QTest::mouseClick(canvas, Qt::LeftButton, {}, at(1, 0.5));
        const double half = view.plot()->judged->share_kept(float(threshold()));
        QVERIFY2(half >= 0.49 && half < 0.65, qPrintable(QString::number(half)));
        const double before = threshold();
        canvas->setFocus();
        QTest::keyClick(canvas, Qt::Key_Right);
        QVERIFY(std::abs(threshold() - before - 0.01) < 1e-9);
        QTest::keyClick(canvas, Qt::Key_End);
        QCOMPARE(threshold(), 1.0);
        view.slider()->setValue(800);
        QCOMPARE(threshold(), 0.8);
        QTest::mouseClick(view.selectButton(), Qt::LeftButton);
        const CellSet chosen = session->cells().selection();
        QVERIFY(!chosen.empty());
        for (const std::uint32_t cell : session->model().results->uses.test.rows())
            QCOMPARE(chosen.contains(cell), probability(cell) < 0.8F);
        QCOMPARE(chosen.count() + view.plot()->kept().kept, view.plot()->judged->cells.size());
        session->undoStack().undo();  // the selection
        session->undoStack().undo();  // the threshold, from the first press on
        QCOMPARE(threshold(), 0.9);
        QCOMPARE(view.slider()->value(), 900);
    }

    void says_when_nothing_can_be_believed() {
        auto session = immuneSession();  // not calibrated, and nothing says what it learned from
        CalibrationView view(*session);
        view.show();
        QVERIFY(settle(*session));
        QTRY_VERIFY(view.plot());
        QVERIFY(!view.plot()->calibrated);
        QVERIFY(caveatText(*view.plot()).contains("scores are not probabilities"));
        QVERIFY(caveatText(*view.plot()).contains("training cells"));
        QVERIFY(certaintyAxis(*view.plot()).title.startsWith("Score"));
        bool said = false;
        for (auto* label : view.findChildren<QLabel*>())
            said = said || label->text().contains("scores are not probabilities");
        QVERIFY(said);
        QVERIFY(picture(view, QStringLiteral("calibration_scores"), {760, 320}));
        QCOMPARE(reliabilityNumbers(*view.plot()).columns.front(), std::string("score_from"));

        // Trained on all there is.
        auto all = withSplit(calibratedImmuneModel(), *session);
        for (CellUse& use : all->record.uses)
            if (use == CellUse::Test || use == CellUse::None) use = CellUse::Train;
        session->setModel(nullptr);
        session->setModel(all);
        QVERIFY(settle(*session));
        QTRY_COMPARE(view.states()->page()->title(), QStringLiteral("No held-out cells"));
        QVERIFY(!view.figure());
    }

    void labels_of_other_names() {
        auto data = immuneDataset();
        auto& types = std::get<Categorical>(data->obs.columns.front().values).categories;
        for (std::size_t k = 0; k < types.size(); ++k) types[k] = std::to_string(k);
        Session session(immuneEngine());
        session.setDataset(data);
        session.setLabelColumn("cell_type");
        session.setModel(immuneModel());
        CalibrationView view(session);
        view.show();
        QVERIFY(settle(session));
        QTRY_COMPARE(view.states()->page()->title(), QStringLiteral("The labels are not those of the model"));
    }

    void numbers_are_those_of_the_picture() {
        auto session = immuneSession(false);
        session->setModel(withSplit(calibratedImmuneModel(), *session));
        CalibrationView view(*session);
        view.show();
        QVERIFY(settle(*session));
        QTRY_VERIFY(view.plot());
        const FigureNumbers bins = reliabilityNumbers(*view.plot()), curve = coverageNumbers(*view.plot());
        std::size_t cells = 0;
        for (const auto& row : bins.rows) {
            cells += std::stoul(row[2]);
            QVERIFY(std::stod(row[6]) <= std::stod(row[5]) && std::stod(row[5]) <= std::stod(row[7]));
        }
        QCOMPARE(cells, view.plot()->judged->cells.size());
        QCOMPARE(std::stoul(curve.rows.back()[1]), cells);
        QVERIFY(std::stoul(curve.rows.front()[1]) >= 10);
        Job job;
        const auto figure = view.figure();
        for (const double width : {89.0, 183.0}) {
            const FigureDrawing drawing = figure->layOut({width, 0, 7}, job);
            QVERIFY2(drawing.problems.isEmpty(), qPrintable(drawing.problems.join(' ')));
            QCOMPARE(drawing.plots.size(), std::size_t(2));
            for (const QRectF& plot : drawing.plots) QVERIFY(QRectF(QPointF(), drawing.page).contains(plot));
        }
    }
};

QTEST_MAIN(CalibrationViewTest)
#include "tst_calibration_view.moc"
