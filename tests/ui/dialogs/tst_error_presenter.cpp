// Failures are shown in one place: what, where, what to do; the same one not twice; a cancel not at all.
#include "ui/dialogs/error_presenter.h"

#include <QApplication>
#include <QTest>
#include <QUndoStack>

#include "ui/jobs/job_runner.h"

using namespace regulus;

class TestErrorPresenter : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void showsWhatWhereAndTheWayOut() {
        ErrorPresenter presenter;
        QVERIFY(!presenter.isVisible());
        presenter.present(Error(ErrorKind::Data, "X holds NaN", "a.h5ad, X, row 12", "Replace it by 0"),
                          "Reading");
        QVERIFY(!presenter.isHidden());
        QCOMPARE(presenter.text(), QString("X holds NaN\na.h5ad, X, row 12\nReplace it by 0"));
    }

    void theSameIsNotTwiceAndClosingShowsTheOneBefore() {
        ErrorPresenter presenter;
        presenter.present(Error(ErrorKind::Data, "one"), "x");
        presenter.present(Error(ErrorKind::Data, "two"), "y");
        presenter.present(Error(ErrorKind::Data, "one"), "x");
        QCOMPARE(presenter.waiting(), 2);
        QCOMPARE(presenter.text(), QString("one"));
        presenter.dismiss();
        QCOMPARE(presenter.text(), QString("two"));
        presenter.dismiss();
        QVERIFY(presenter.isHidden());
        presenter.dismiss();
    }

    void aNewerOneOfTheSameCauseTakesItsPlace() {
        ErrorPresenter presenter;
        presenter.present(Error(ErrorKind::Input, "a.csv is no prior"), "Reading a.csv", "prior");
        presenter.say("something else", "other");
        presenter.present(Error(ErrorKind::Input, "b.csv is no prior"), "Reading b.csv", "prior");
        QCOMPARE(presenter.waiting(), 2);
        QCOMPARE(presenter.text(), QString("b.csv is no prior"));
        presenter.withdraw("prior");
        QCOMPARE(presenter.text(), QString("something else"));
        presenter.withdraw("prior");
        QCOMPARE(presenter.waiting(), 1);
        presenter.say("stays", "kept");
        presenter.withdrawAllBut({"kept"});
        QCOMPARE(presenter.text(), QString("stays"));
        QCOMPARE(presenter.waiting(), 1);
    }

    void whatWasSaidOfAStepGoesWithIt() {
        ErrorPresenter presenter;
        QUndoStack steps;
        steps.push(new QUndoCommand);
        presenter.say("a fact", "fact");
        presenter.sayOfStep("merged", "columns", steps);
        steps.push(new QUndoCommand);  // it is still true after another step, and after that is undone
        steps.undo();
        QCoreApplication::processEvents();
        QCOMPARE(presenter.text(), QString("merged"));
        steps.undo();
        QTRY_COMPARE(presenter.text(), QString("a fact"));
        steps.redo();
        QCoreApplication::processEvents();
        QCOMPARE(presenter.waiting(), 1);
        // A step of a stack that is filled anew at once was not undone.
        presenter.sayOfStep("merged again", "columns", steps);
        steps.clear();
        steps.push(new QUndoCommand);
        QCoreApplication::processEvents();
        QCOMPARE(presenter.text(), QString("merged again"));
    }

    void aConfirmationGoesByItself() {
        ErrorPresenter presenter;
        presenter.findChild<QTimer*>()->setInterval(50);
        presenter.say("before", "before");
        presenter.confirm("Saved", "figure");
        QCOMPARE(presenter.text(), QString("Saved"));
        QTRY_COMPARE(presenter.text(), QString("before"));
        // What failed since is not taken away with it.
        presenter.confirm("Saved", "figure");
        presenter.present(Error(ErrorKind::Storage, "The disk is full"), "Saving", "figure");
        QTest::qWait(200);
        QCOMPARE(presenter.text(), QString("The disk is full"));
    }

    void goesWhenItsJobIsTriedAgain() {
        JobRunner jobs;
        ErrorPresenter presenter;
        presenter.listenTo(jobs);
        const auto start = [&](const char* title, bool fails) {
            jobs.start(
                {.title = QString::fromLatin1(title), .key = "open"},
                [fails](Job&) {
                    if (fails) throw Error(ErrorKind::Input, "not a file");
                },
                [] {});
        };
        start("Reading a", true);
        QTRY_COMPARE(presenter.waiting(), 1);
        start("Reading b", false);
        QTRY_VERIFY(jobs.idle());
        QCOMPARE(presenter.waiting(), 0);
    }

    void hearsJobs() {
        JobRunner jobs;
        ErrorPresenter presenter;
        presenter.listenTo(jobs);
        jobs.start(
            {.title = "a"},
            [](Job& job) {
                job.cancel();
                job.checkpoint();
            },
            [] {});
        jobs.start(
            {.title = "b"}, [](Job&) { throw Error(ErrorKind::Input, "not a file"); }, [] {});
        QTRY_VERIFY(jobs.idle());
        QCOMPARE(presenter.waiting(), 1);
        QCOMPARE(presenter.text(), QString("not a file"));
    }
};

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    TestErrorPresenter test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_error_presenter.moc"
