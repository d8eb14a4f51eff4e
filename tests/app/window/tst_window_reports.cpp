// What the window says of its work: the panel and the status bar agree on a training, and notices go when
// their cause is gone.
#include <QApplication>
#include <QFile>
#include <QFileDialog>
#include <QMessageBox>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include "app/window/main_window.h"
#include "app/window/status_line.h"
#include "tests/app/window/any_engine.h"
#include "ui/dialogs/error_presenter.h"
#include "ui/session/group_edits.h"
#include "ui/session/session_settings.h"
#include "ui/views/training/training_view.h"

using namespace regulus;
using namespace regulus::test;

class TestWindowReports : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<SessionSettings> m_settings;
    std::shared_ptr<TrainingGate> m_gate;
    std::unique_ptr<MainWindow> m_window;

    Session& session() { return m_window->session(); }
    QString panel() { return m_window->trainingView().headline(); }
    QString statusBar() { return m_window->statusLine().jobText(); }

    void train() {
        TrainRequest request;
        request.data.label_column = "cell_type";
        session().training().start(request);
        QTRY_COMPARE(session().training().progress().phase, TrainingPhase::Running);
    }
    void finishEpochs(int number) {
        const int before = session().training().progress().epoch;
        m_gate->permits.release(number);
        QTRY_COMPARE(session().training().progress().epoch, before + number);
    }

  private Q_SLOTS:
    void init() {
        m_settings = std::make_unique<SessionSettings>(m_folder.filePath("settings.ini"));
        m_settings->setTourDismissed(true);
        m_gate = std::make_shared<TrainingGate>();
        m_gate->planned = 7;
        m_window = std::make_unique<MainWindow>(anyEngine(m_gate), *m_settings);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        session().setDataset(immuneDataset());
        session().setPrior(immunePrior());
        QVERIFY(settle(session()));
    }
    void cleanup() { m_window.reset(); }

    // What is said of merged groups is untrue once they are apart again.
    void aNoticeGoesWithTheStepThatItIsOf() {
        const auto* errors = m_window->findChild<ErrorPresenter*>();
        (void)GroupEdits(session()).merge("cell_type", {"NK", "DC"}, QStringLiteral("NK and DC"));
        QVERIFY2(errors->text().contains("cell_type (edited)"), qPrintable(errors->text()));
        session().cells().select(session().groups().cellsOf("cell_type", 0));
        session().undoStack().undo();
        QCoreApplication::processEvents();
        QVERIFY(errors->text().contains("cell_type (edited)"));
        session().undoStack().undo();
        QTRY_VERIFY2(!errors->text().contains("edited"), qPrintable(errors->text()));
        QVERIFY(settle(session()));
    }

    void panelAndStatusBarAgree() {
        train();
        for (int epoch = 1; epoch <= 3; ++epoch) {
            finishEpochs(1);
            const QString running = QStringLiteral("poch %1 of 7").arg(epoch + 1);
            QTRY_VERIFY2(statusBar().contains(running), qPrintable(statusBar()));
            QVERIFY2(panel().contains(running), qPrintable(panel()));
        }
        const QString left = m_window->statusLine().timeLeft();
        QVERIFY(!left.isEmpty());
        QTRY_VERIFY2(panel().endsWith(m_window->statusLine().timeLeft()), qPrintable(panel() + " | " + left));
    }

    void pauseIsAnsweredAtOnce() {
        train();
        finishEpochs(2);
        m_window->action("pause")->trigger();
        QVERIFY2(panel().startsWith("Pausing after epoch 3 of 7"), qPrintable(panel()));
        QTRY_VERIFY2(statusBar().contains("pausing after epoch 3 of 7"), qPrintable(statusBar()));
        QVERIFY(!m_window->action("pause")->isEnabled());
        QVERIFY(m_window->action("resume")->isEnabled());
        // It can be taken back before it happens.
        m_window->action("resume")->trigger();
        QVERIFY2(panel().startsWith("Epoch 3 of 7"), qPrintable(panel()));
        m_window->action("pause")->trigger();
        m_gate->permits.release(1);
        QTRY_COMPARE(session().training().progress().phase, TrainingPhase::Paused);
        QVERIFY2(panel().startsWith("Paused after epoch 3 of 7"), qPrintable(panel()));
        QTRY_VERIFY2(statusBar().contains("paused after epoch 3 of 7"), qPrintable(statusBar()));
    }

    void stoppingIsSaidAtOnce() {
        train();
        finishEpochs(1);
        session().training().stop();
        QVERIFY2(panel().startsWith("Stopping"), qPrintable(panel()));
        QVERIFY(!m_window->action("stop")->isEnabled());
        QTRY_VERIFY(!session().training().progress().active());
    }

    // What keeps the model and what loses it have names of their own, in the status bar as well.
    void stopKeepsAndDiscardDiscards() {
        const auto texts = [](const auto& buttons) {
            QStringList all;
            for (const QAbstractButton* button : buttons)
                if (!button->isHidden() && !button->text().isEmpty()) all << button->text().remove('&');
            return all;
        };
        train();
        finishEpochs(1);
        const auto bar = [&] { return texts(m_window->statusLine().findChildren<QAbstractButton*>()); };
        QTRY_VERIFY2(bar().contains("Stop") && !bar().contains("Cancel"), qPrintable(bar().join(' ')));
        const QStringList panelled = texts(m_window->trainingView().findChildren<QPushButton*>());
        QVERIFY2(panelled.contains("Stop") && panelled.contains("Discard"), qPrintable(panelled.join(' ')));
        m_window->close();
        auto* question = m_window->findChild<QMessageBox*>("unsaved");
        QVERIFY(question);
        const QStringList asked = texts(question->buttons());
        QVERIFY2(asked.size() == 3 && asked.contains("Discard and close") &&
                     asked.contains("Stop and save…") && asked.contains("Keep training"),
                 qPrintable(asked.join(' ')));
        for (QAbstractButton* button : question->buttons())
            if (button->text().remove('&') == "Keep training") button->click();
        QVERIFY(m_window->isVisible());
        QVERIFY(session().training().progress().active());
    }

    // A training ends behind the question: what is asked then is of the model that there is now.
    void theQuestionFollowsTheTraining() {
        const auto asked = [this] {
            QString words;
            for (QMessageBox* box : m_window->findChildren<QMessageBox*>("unsaved"))
                if (box->isVisible()) words += box->text();
            return words;
        };
        train();
        finishEpochs(1);
        m_window->close();
        QCOMPARE(asked(), QString("A model is being trained"));
        m_gate->permits.release(6);
        QTRY_COMPARE(asked(), QString("The trained model is not saved"));
        QVERIFY(m_window->isVisible() && session().modelUnsaved());
    }

    void stopAndSaveKeepsTheModelAndCloses() {
        m_settings->setFolder(QStringLiteral("model"), m_folder.path());
        QString file;
        train();
        finishEpochs(2);
        m_window->close();
        QTimer types;
        connect(&types, &QTimer::timeout, this, [&] {
            auto* dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
            if (!dialog) return;
            types.stop();
            file = dialog->selectedFiles().value(0);
            QMetaObject::invokeMethod(dialog, "accept");
        });
        types.start(50);
        for (QAbstractButton* button : m_window->findChild<QMessageBox*>("unsaved")->buttons())
            if (button->text().remove('&') == "Stop and save…") button->click();
        QTRY_VERIFY(!m_window->isVisible());
        QVERIFY(QFile::exists(file));
        QVERIFY(!session().modelUnsaved());
    }

    // One that leaves no model takes its question along, and the window stays.
    void aQuestionWithoutCauseGoes() {
        train();
        m_window->close();
        QVERIFY(m_window->findChild<QMessageBox*>("unsaved"));
        session().training().cancel();
        m_gate->permits.release(7);
        QTRY_VERIFY(!m_window->findChild<QMessageBox*>("unsaved"));
        QVERIFY(m_window->isVisible());
    }

    void aNoticeGoesWithTheDataItIsAbout() {
        session().colors().colorBy(Coloring::gene("NOSUCH"));
        QTRY_COMPARE(m_window->errors().waiting(), 1);
        session().setDataset(immuneDataset());
        QCOMPARE(m_window->errors().waiting(), 0);
    }

    void aNoticeGoesWhenWhatFailedSucceeds() {
        session().colors().colorBy(Coloring::gene("NOSUCH"));
        QTRY_COMPARE(m_window->errors().waiting(), 1);
        session().colors().colorBy(Coloring::gene("NEITHER"));
        QTRY_VERIFY(m_window->errors().text().contains("NEITHER"));
        QCOMPARE(m_window->errors().waiting(), 1);  // the newer one in place of the older
        session().colors().colorBy(Coloring::gene("CD14"));
        QCOMPARE(m_window->errors().waiting(), 0);

        session().openPrior(m_folder.filePath("missing.csv"));
        QTRY_COMPARE(m_window->errors().waiting(), 1);
        session().setPrior(immunePrior());
        QCOMPARE(m_window->errors().waiting(), 0);
    }

    void whatIsToBeDoneFirstIsDone() {
        session().close();
        m_window->errors().dismiss();
        m_window->openFile(m_folder.filePath("missing.h5ad"));
        QTRY_COMPARE(m_window->errors().waiting(), 1);
        session().setDataset(immuneDataset());
        QCOMPARE(m_window->errors().waiting(), 0);
    }
};

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("DISPLAY")) return 77;  // counted as skipped
    QApplication application(argc, argv);
    TestWindowReports test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_window_reports.moc"
