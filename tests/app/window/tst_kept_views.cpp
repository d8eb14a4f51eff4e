// A session that is opened again in another window: every view as it was left, also what waits for the model.
#include <QCheckBox>
#include <QComboBox>
#include <QHeaderView>
#include <QJsonArray>
#include <QLineEdit>
#include <QMessageBox>
#include <QSpinBox>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>

#include "app/window/main_window.h"
#include "core/io/anndata/h5ad_export.h"
#include "tests/app/window/any_engine.h"
#include "ui/session/session_settings.h"
#include "ui/views/compare/compare_view.h"
#include "ui/views/confusion/confusion_view.h"
#include "ui/views/embedding/embedding_view.h"
#include "ui/views/gallery/gallery_view.h"
#include "ui/views/heatmap/heatmap_view.h"
#include "ui/views/parts/clean_table.h"
#include "ui/views/parts/embedding_canvas.h"
#include "ui/views/predictions/predictions_view.h"
#include "ui/views/scatter/scatter_view.h"

using namespace regulus;
using namespace regulus::test;

class TestKeptViews : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<SessionSettings> m_settings;
    std::unique_ptr<MainWindow> m_window;

    Session& session() { return m_window->session(); }
    void newWindow() {
        m_window = std::make_unique<MainWindow>(anyEngine(std::make_shared<TrainingGate>()), *m_settings);
        m_window->resize(1440, 900);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }
    QString data() {
        const QString path = m_folder.filePath("immune.h5ad");
        Job job;
        write_with_results(*immuneDataset(), path.toStdString(), {}, {}, job);
        return path;
    }
    void save(const QString& path) {
        bool done = false;
        session().saveSession(path, {}, [&] { done = true; });
        QTRY_VERIFY(done);
    }
    QComboBox* combo(QWidget& view, int at) { return view.findChildren<QComboBox*>()[at]; }

  private Q_SLOTS:
    void init() {
        m_settings = std::make_unique<SessionSettings>(m_folder.filePath("settings.ini"));
        m_settings->setTourDismissed(true);
        newWindow();
    }
    void cleanup() { m_window.reset(); }

    void every_view_is_as_it_was_left() {
        session().openDataset(data());
        QTRY_VERIFY(session().opened().dataset && session().jobs().idle());
        session().setModel(immuneModel());
        QTRY_VERIFY(session().model().results && session().model().regulons && session().jobs().idle());

        combo(m_window->heatmap(), 0)->setCurrentIndex(1);
        auto* grouping = m_window->heatmap().findChild<QComboBox*>("grouping");
        grouping->setCurrentIndex(grouping->findData("prediction"));
        m_window->heatmap().findChild<QSpinBox*>()->setValue(7);
        for (QCheckBox* box : m_window->heatmap().findChildren<QCheckBox*>()) box->toggle();
        m_window->predictions().setSearch("mono");
        m_window->predictions().setDisagreementsOnly(true);
        m_window->predictions().setScoreRange(0.25, 0.9);
        Q_EMIT m_window->predictions().table()->horizontalHeader()->sectionClicked(3);
        auto* over = m_window->findChild<ConfusionView*>()->findChild<QComboBox*>();
        over->setCurrentIndex(ConfusionView::SelectedCells);
        m_window->compareView().setTab(CompareView::Genes);
        m_window->gallery().showNames({"CD14", "SPI1"});
        session().scatter().set({"CD14", "X_umap:1", true, QPointF(2, 0.5)});
        session().gates().add({0, 0, "kept", "CD14", "LYZ", true, {{1, 1}, {9, 9}}});
        QVERIFY(session().sessionUnsaved());
        QVERIFY(session().unsaved().contains("kept"));
        m_window->raiseDock("scatter");
        EmbeddingCanvas& scatter = *m_window->scatter().canvas();
        QTRY_VERIFY(m_window->scatter().data() && !m_window->scatter().busy());
        scatter.zoomAt(scatter.sceneLayout().plot.center() + QPointF(30, 20), 2);
        const PlaneView plotted = scatter.scene().view();
        EmbeddingCanvas& canvas = *m_window->map().canvas();
        canvas.zoomAt(canvas.sceneLayout().plot.center() + QPointF(60, 30), 3);
        const PlaneView place = canvas.scene().view();
        const QString measure = combo(m_window->heatmap(), 0)->currentText();
        const PredictionQuery query = m_window->predictions().query();
        QVERIFY(query.sorted);
        const QString saved = m_folder.filePath("s.regulus");
        save(saved);
        QVERIFY(session().memory().all().contains("heatmap"));
        QVERIFY(!session().sessionUnsaved());
        newWindow();
        session().openSession(saved);
        QTRY_VERIFY(session().model().results && session().model().regulons && session().jobs().idle());

        QCOMPARE(combo(m_window->heatmap(), 0)->currentText(), measure);
        QCOMPARE(m_window->heatmap().findChild<QComboBox*>("grouping")->currentData().toString(),
                 QString("prediction"));
        QCOMPARE(m_window->heatmap().findChild<QSpinBox*>()->value(), 7);
        const auto boxes = m_window->heatmap().findChildren<QCheckBox*>();
        QVERIFY(!boxes[0]->isChecked() && boxes[1]->isChecked());
        QVERIFY(m_window->predictions().query() == query);
        QCOMPARE(m_window->predictions().findChild<QLineEdit*>()->text(), QString("mono"));
        QCOMPARE(m_window->predictions().table()->horizontalHeader()->sortIndicatorSection(), 3);
        QCOMPARE(m_window->findChild<ConfusionView*>()->findChild<QComboBox*>()->currentIndex(),
                 int(ConfusionView::SelectedCells));
        QCOMPARE(m_window->compareView().tabs()->currentIndex(), int(CompareView::Genes));
        m_window->raiseDock("gallery");
        QTRY_COMPARE(m_window->gallery().panes().size(), std::size_t{2});
        m_window->raiseDock("scatter");
        QTRY_VERIFY(m_window->scatter().data() && m_window->scatter().data()->density);
        QCOMPARE(m_window->scatter().data()->y.name, std::string("X_umap:1"));
        QCOMPARE(m_window->scatter().canvas()->scene().view(), plotted);
        QCOMPARE(*m_window->scatter().canvas()->scene().marks().cross, QPointF(2, 0.5));
        QCOMPARE(session().gates().gates().size(), std::size_t{1});
        QVERIFY(!session().sessionUnsaved());
        QTRY_VERIFY(session().gates().counted()->of(1) != nullptr);
        QVERIFY(session().gates().counted()->of(1)->cells);
        const PlaneView again = m_window->map().canvas()->scene().view();
        QVERIFY(std::abs(again.span - place.span) < 1e-9 * place.span);
        QVERIFY(std::abs(again.center.x() - place.center.x()) < 1e-6);
        QVERIFY(!m_window->map().canvas()->isFitted());

        // All of it seen again is nothing to keep.
        m_window->map().fit();
        QVERIFY(!session().view().camera());
    }

    // On closing the dataset and on closing the window, until a session holds them.
    void gates_are_asked_about() {
        session().openDataset(data());
        QTRY_VERIFY(session().opened().dataset && session().jobs().idle());
        session().gates().add({0, 0, "monocytes", "CD14", "LYZ", true, {{1, 1}, {9, 9}}});
        const auto asked = [this] {
            const auto* question = m_window->findChild<QMessageBox*>("unsavedColumns");
            return question != nullptr && question->isVisible() && question->text().contains("monocytes");
        };
        const auto press = [this](const QString& text) {
            for (QAbstractButton* button : m_window->findChild<QMessageBox*>("unsavedColumns")->buttons())
                if (button->text().remove(QLatin1Char('&')) == text) return button->click();
            QFAIL(qPrintable(text));
        };
        m_window->action("close")->trigger();
        QTRY_VERIFY(asked());
        press("Cancel");
        QTRY_VERIFY(!m_window->findChild<QMessageBox*>("unsavedColumns"));
        QVERIFY(session().opened().dataset);
        m_window->close();
        QTRY_VERIFY(asked());
        QVERIFY(m_window->isVisible());
        press("Cancel");
        QTRY_VERIFY(!m_window->findChild<QMessageBox*>("unsavedColumns"));
        save(m_folder.filePath("gated.regulus"));
        m_window->action("close")->trigger();
        QVERIFY(!session().opened().dataset);
        QVERIFY(!m_window->findChild<QMessageBox*>("unsavedColumns"));

        session().openSession(m_folder.filePath("gated.regulus"));
        QTRY_VERIFY(session().opened().dataset && session().jobs().idle());
        session().gates().rename(1, "other monocytes");
        m_window->action("close")->trigger();
        QTRY_VERIFY(asked());
        press("Close without saving");
        QTRY_VERIFY(!session().opened().dataset);
    }

    // Of a file that somebody else wrote.
    void words_that_mean_nothing_are_borne() {
        session().openDataset(data());
        QTRY_VERIFY(session().opened().dataset && session().jobs().idle());
        const QString map = QString::fromStdString(session().view().embedding()->key);
        for (const char* view : {"heatmap", "predictions", "confusion", "map in space", "scatter", "unknown"})
            for (const QString& key : {QString("measure"), QString("groups"), QString("TFs"), QString("z"),
                                       QString("query"), QString("over"), QString("camera"), map})
                session().memory().keep(view, key, QJsonArray{1e300, -5, "x"});
        session().memory().keep("confusion", "over", 77);
        session().memory().keep("heatmap", "TFs", -3);
        session().memory().keep("predictions", "query",
                                QJsonObject{{"sorted", true}, {"column", 500}, {"least", "a"}, {"most", -7}});
        const QString saved = m_folder.filePath("odd.regulus");
        save(saved);
        newWindow();
        session().openSession(saved);
        QTRY_VERIFY(session().opened().dataset && session().jobs().idle());
        QVERIFY(m_window->heatmap().findChild<QSpinBox*>()->value() >= 0);
        QVERIFY(!m_window->predictions().query().sorted);
        QVERIFY(m_window->map().canvas()->scene().view().span > 0);
        session().setModel(immuneModel());
        QTRY_VERIFY(session().model().results && session().jobs().idle());
        QVERIFY(combo(m_window->heatmap(), 0)->currentIndex() >= 0);
    }

    void another_dataset_starts_anew() {
        session().openDataset(data());
        QTRY_VERIFY(session().opened().dataset && session().jobs().idle());
        m_window->map().zoomIn();
        m_window->heatmap().findChild<QSpinBox*>()->setValue(7);
        QVERIFY(session().view().camera() && !session().memory().all().isEmpty());
        session().setDataset(immuneDataset());
        QTRY_VERIFY(session().jobs().idle());
        QVERIFY(session().memory().all().isEmpty());
        QVERIFY(m_window->map().canvas()->isFitted());
    }
};

QTEST_MAIN(TestKeptViews)
#include "tst_kept_views.moc"
