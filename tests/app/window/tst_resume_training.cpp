// A window is closed while it trains; the next one that opens the same data offers to go on, wherever a
// person looks for it.
#include <QApplication>
#include <QDir>
#include <QMessageBox>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

#include "app/window/main_window.h"
#include "tests/app/window/any_engine.h"
#include "ui/dialogs/error_presenter.h"
#include "ui/dialogs/train_dialog.h"
#include "ui/session/session_settings.h"
#include "ui/views/parts/state_page.h"
#include "ui/views/training/training_view.h"

using namespace regulus;
using namespace regulus::test;

class TestResumeTraining : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<SessionSettings> m_settings;
    std::shared_ptr<TrainingGate> m_gate;
    std::unique_ptr<MainWindow> m_window;

    Session& session() { return m_window->session(); }
    const TrainingProgress& progress() { return session().training().progress(); }

    static QPushButton* button(QWidget& in, const QString& text) {
        for (auto* b : in.findChildren<QPushButton*>())
            if (b->text().remove('&') == text && b->isVisible()) return b;
        return nullptr;
    }
    static void press(QWidget& in, const QString& text) {
        QPushButton* found = button(in, text);
        QVERIFY2(found, qPrintable("no button " + text));
        QTest::mouseClick(found, Qt::LeftButton);
    }

    void openWindow() {
        m_gate = std::make_shared<TrainingGate>();
        m_gate->planned = 5;
        Engine engine = anyEngine(m_gate);
        engine.trainings = m_folder.filePath("trainings").toStdString();
        m_window = std::make_unique<MainWindow>(std::move(engine), *m_settings);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        session().setPrior(immunePrior());
        session().setDataset(immuneDataset());
        QVERIFY(settle(session()));
    }
    void train(int epochs) {
        TrainRequest request;
        request.options = options_for(Preset::Standard, ReadMode::Genes);
        request.data.label_column = "cell_type";
        session().training().start(request);
        m_gate->permits.release(epochs);
        QTRY_COMPARE(progress().epoch, epochs);
    }
    // Two epochs, then the window is closed, as its question offers.
    void leave() {
        openWindow();
        train(2);
        m_window->close();
        QVERIFY(m_window->isVisible());
        auto* question = m_window->findChild<QMessageBox*>("unsaved");
        QVERIFY(question);
        QVERIFY2(question->informativeText().contains("resume it when you open this dataset again"),
                 qPrintable(question->informativeText()));
        press(*question, "Close and resume later");
        QTRY_VERIFY(!m_window->isVisible());
        m_window.reset();
    }
    void endsWhole() {
        QTRY_COMPARE(progress().phase, TrainingPhase::Running);
        QCOMPARE(progress().epoch, 2);
        m_gate->permits.release(3);  // the two before are not trained again
        QTRY_COMPARE(progress().phase, TrainingPhase::Done);
        QCOMPARE(progress().history.size(), 5U);
        QVERIFY(settle(session()));
    }

  private Q_SLOTS:
    void init() {
        useLightTheme();
        m_settings = std::make_unique<SessionSettings>(m_folder.filePath("settings.ini"));
        m_settings->setTourDismissed(true);
    }
    void cleanup() {
        m_window.reset();
        QDir(m_folder.filePath("trainings")).removeRecursively();
    }

    void fromTheTrainingView() {
        leave();
        openWindow();
        QTRY_VERIFY2(m_window->errors().text().contains("interrupted after epoch 2 of 5"),
                     qPrintable(m_window->errors().text()));
        m_window->raiseDock("training");
        StatePage* page = m_window->trainingView().states()->page();
        QCOMPARE(page->title(), QString("A training was interrupted"));
        QVERIFY2(page->text().contains("labels: cell_type"), qPrintable(page->text()));
        press(*page, "Resume training");
        endsWhole();
    }

    void fromTheMenu() {
        leave();
        openWindow();
        QAction* resume = m_window->action("resume");
        QTRY_VERIFY(resume->isEnabled());
        resume->trigger();
        QTRY_VERIFY(!resume->isEnabled());  // it runs
        // And pauses and goes on by the same action.
        QTRY_COMPARE(progress().phase, TrainingPhase::Running);
        m_window->action("pause")->trigger();
        QVERIFY(resume->isEnabled());
        resume->trigger();
        endsWhole();
        QVERIFY(!resume->isEnabled());
    }

    void fromTheDialog() {
        leave();
        openWindow();
        QTRY_VERIFY(session().training().interrupted());
        m_window->action("train")->trigger();
        auto* dialog = m_window->findChild<TrainDialog*>();
        QVERIFY(dialog && dialog->isVisible());
        auto* part = dialog->findChild<QWidget*>("interrupted");
        QVERIFY(part->isVisible());
        press(*part, "Resume");
        QTRY_VERIFY(!m_window->findChild<TrainDialog*>());
        endsWhole();
        // Nothing is left to go on with.
        m_window->action("train")->trigger();
        QVERIFY(!m_window->findChild<TrainDialog*>()->findChild<QWidget*>("interrupted")->isVisible());
    }

    void discardedInTheDialog() {
        leave();
        openWindow();
        QTRY_VERIFY(session().training().interrupted());
        m_window->action("train")->trigger();
        auto* part = m_window->findChild<TrainDialog*>()->findChild<QWidget*>("interrupted");
        press(*part, "Discard");
        QVERIFY(!part->isVisible());
        QVERIFY(!m_window->action("resume")->isEnabled());
        QTRY_VERIFY(QDir(m_folder.filePath("trainings")).isEmpty());
    }

    // Before an epoch is whole, and of a model that is made in one go, there is nothing to resume.
    void otherTrainingsAreDiscarded() {
        openWindow();
        train(0);
        m_window->close();
        auto* question = m_window->findChild<QMessageBox*>("unsaved");
        QVERIFY(question);
        press(*question, "Discard and close");
        QTRY_VERIFY(!m_window->isVisible());
        m_window.reset();
        QVERIFY(QDir(m_folder.filePath("trainings")).isEmpty());
    }
};

QTEST_MAIN(TestResumeTraining)
#include "tst_resume_training.moc"
