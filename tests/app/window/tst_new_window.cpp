// A second window on the same data: it opens as this one is, shares what was read, and goes its own way; each
// is kept in a file of its own, and nobody is asked about what the other window still has.
#include <QApplication>
#include <QDir>
#include <QMessageBox>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

#include "app/window/main_window.h"
#include "app/window/session_keeper.h"
#include "core/io/anndata/h5ad_export.h"
#include "tests/app/window/any_engine.h"
#include "ui/session/session_file.h"
#include "ui/session/session_settings.h"
#include "ui/views/embedding/embedding_view.h"
#include "ui/views/gallery/gallery_view.h"
#include "ui/views/parts/embedding_canvas.h"

using namespace regulus;
using namespace regulus::test;

class TestNewWindow : public QObject {
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<SessionSettings> m_settings;
    QPointer<MainWindow> m_first;

    QString sessions() { return m_folder->filePath("sessions"); }
    static std::vector<MainWindow*> windows() {
        std::vector<MainWindow*> open;
        for (QWidget* widget : QApplication::topLevelWidgets())
            if (auto* window = qobject_cast<MainWindow*>(widget); window && window->isVisible())
                open.push_back(window);
        return open;
    }
    MainWindow* another() {
        m_first->action("newWindow")->trigger();
        if (!QTest::qWaitFor([] { return windows().size() == 2; })) return nullptr;
        for (MainWindow* window : windows())
            if (window != m_first && settle(window->session())) return window;
        return nullptr;
    }
    // Closed, with no question.
    static bool closed(QPointer<MainWindow> window) {
        return window->close() && QTest::qWaitFor([&] { return window.isNull(); });
    }
    static OwnColumn column(const std::string& name) {
        return {name,
                std::make_shared<const Categorical>(
                    Categorical{{"x"}, std::vector<std::int32_t>(immune_cells, 0), {}, false}),
                QStringLiteral("a test")};
    }

  private Q_SLOTS:
    void init() {
        QApplication::setQuitOnLastWindowClosed(false);
        m_folder = std::make_unique<QTemporaryDir>();
        m_settings = std::make_unique<SessionSettings>(m_folder->filePath("settings.ini"));
        m_settings->setTourDismissed(true);
        m_first = new MainWindow(anyEngine(std::make_shared<TrainingGate>()), *m_settings);
        m_first->setAttribute(Qt::WA_DeleteOnClose);
        m_first->keepSessions(sessions());
        m_first->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_first));
        const QString path = m_folder->filePath("immune.h5ad");
        Job job;
        write_with_results(*immuneDataset(), path.toStdString(), {}, {}, job);
        Session& session = m_first->session();
        session.setPrior(immunePrior());
        session.openDataset(path);
        QTRY_VERIFY(session.opened().dataset && settle(session));
    }
    void cleanup() {
        for (MainWindow* window : windows()) delete window;
    }

    void opensAsTheOtherIs() {
        Session& session = m_first->session();
        session.setModel(immuneModel());
        QVERIFY(settle(session));
        QTRY_VERIFY(session.model().results && session.model().regulons);
        session.putColumn(column("mine"));
        session.colors().colorBy(Coloring::prediction());
        session.cells().setCategoryHidden(predicted_column, 1, true);
        session.cells().select(session.groups().cellsOf("donor_id", 0));
        session.workspaces().make("part", session.groups().cellsOf("donor_id", 1));
        session.workspaces().leave();
        m_first->gallery().showNames({"CD14", "LYZ"});
        session.view().setCamera(PlaneView{{1, 0}, 3});
        MainWindow* const window = another();
        QVERIFY(window);
        Session& same = window->session();
        // Shared, not read or computed again.
        QCOMPARE(same.opened().dataset, session.opened().dataset);
        QCOMPARE(same.opened().expression, session.opened().expression);
        QCOMPARE(same.view().embedding(), session.view().embedding());
        QCOMPARE(same.model().results, session.model().results);
        QCOMPARE(same.model().regulons, session.model().regulons);
        QCOMPARE(same.opened().priorResults, session.opened().priorResults);
        QVERIFY(same.opened().priorResults);
        QVERIFY(same.model().context->predictor != session.model().context->predictor);
        QVERIFY(same.colors().coloring() == Coloring::prediction());
        QCOMPARE(same.cells().hiddenCategories(predicted_column), std::set<int>{1});
        QCOMPARE(same.cells().selection(), session.cells().selection());
        QCOMPARE(same.view().settings().galleryNames, session.view().settings().galleryNames);
        QVERIFY(same.view().camera() == (PlaneView{{1, 0}, 3}));
        QVERIFY(same.workspaces().named("part"));
        QVERIFY(same.groups().categorical("mine"));
        QVERIFY(!same.undoStack().canUndo());
        QVERIFY(window->windowTitle().contains("window 2") && !m_first->windowTitle().contains("window"));

        // From here on they go apart.
        same.cells().clearSelection();
        same.colors().colorBy(Coloring::gene("CD14"));
        same.workspaces().enter("part");
        same.putColumn(column("theirs"));
        QVERIFY(settle(same) && settle(session));
        QVERIFY(!session.cells().selection().empty() && !session.workspaces().current());
        QVERIFY(session.colors().coloring() == Coloring::prediction());
        QVERIFY(!session.groups().categorical("theirs"));
        session.setModel(nullptr);
        QVERIFY(settle(session));
        QVERIFY(same.model().results && same.model().context->predictor);
    }

    // Whichever is closed first.
    void oneIsClosedAndTheOtherStays_data() {
        QTest::addColumn<bool>("first");
        QTest::newRow("the first") << true;
        QTest::newRow("the second") << false;
    }
    void oneIsClosedAndTheOtherStays() {
        QFETCH(const bool, first);
        MainWindow* const second = another();
        QVERIFY(second);
        QVERIFY(closed(first ? m_first.data() : second));
        MainWindow* const left = first ? second : m_first.data();
        QCOMPARE(windows(), std::vector<MainWindow*>{left});
        left->session().colors().colorBy(Coloring::gene("LYZ"));
        QVERIFY(settle(left->session()));
        QVERIFY(left->session().colors().data()->coloring == Coloring::gene("LYZ"));
        QTRY_VERIFY(!left->map().canvas()->isOutdated());
    }

    void nobodyIsAskedAboutWhatTheOtherHas() {
        m_first->session().putColumn(column("mine"));
        QPointer<MainWindow> second = another();
        QVERIFY(second && second->session().columnsUnsaved());
        QVERIFY(closed(second));
        second = another();
        second->session().putColumn(column("theirs"));
        second->close();
        auto* question = second->findChild<QMessageBox*>("unsavedColumns");
        QVERIFY(question);
        question->reject();
        QVERIFY(second->isVisible());
        second->session().undoStack().undo();
        QVERIFY(closed(second));
        m_first->close();  // the last one that has it
        QVERIFY(m_first && m_first->findChild<QMessageBox*>("unsavedColumns"));
    }

    // Each in a file of its own; both come back after a crash.
    void eachIsKept() {
        MainWindow* const second = another();
        QVERIFY(second);
        m_first->session().putColumn(column("mine"));
        second->session().putColumn(column("theirs"));
        const auto kept = [&] { return QDir(sessions()).entryList({"*.regulus"}, QDir::Files); };
        QTRY_COMPARE_WITH_TIMEOUT(kept().size(), 2, 30'000);
        const auto columns = [&] {
            std::set<std::string> names;
            for (const QString& name : kept()) {
                Job job;
                for (const OwnColumn& one :
                     readSession(QDir(sessions()).filePath(name).toStdString(), job).own)
                    names.insert(one.name);
            }
            return names;
        };
        QTRY_COMPARE_WITH_TIMEOUT(columns(), (std::set<std::string>{"mine", "theirs"}), 30'000);
        // As a program that broke down leaves them.
        const QString left = m_folder->filePath("left");
        QVERIFY(QDir().mkpath(left));
        for (const QString& name : kept())
            QVERIFY(QFile::copy(QDir(sessions()).filePath(name), QDir(left).filePath(name)));
        for (MainWindow* window : windows()) delete window;
        auto* next = new MainWindow(anyEngine(std::make_shared<TrainingGate>()), *m_settings);
        next->setAttribute(Qt::WA_DeleteOnClose);
        next->show();
        next->keepSessions(left);
        auto* question = next->findChild<QMessageBox*>("leftSession");
        QVERIFY(question);
        question->defaultButton()->click();
        QTRY_COMPARE(windows().size(), std::size_t{2});
        const auto open = [&] {
            std::set<std::string> names;
            for (MainWindow* window : windows())
                for (const OwnColumn& one : window->session().opened().own) names.insert(one.name);
            return names;
        };
        QTRY_COMPARE(open(), (std::set<std::string>{"mine", "theirs"}));
        for (MainWindow* window : windows()) QVERIFY(settle(window->session()));
    }

    // A model that is still being applied is applied in the other, too.
    void aModelOnItsWayComesInBoth() {
        m_first->session().setModel(immuneModel());
        QTRY_VERIFY(m_first->session().model().file);
        MainWindow* const second = another();
        QVERIFY(second);
        QTRY_VERIFY(m_first->session().model().results && second->session().model().results);
        QVERIFY(settle(m_first->session()) && settle(second->session()));
    }

    void ofNothingItIsEmpty() {
        m_first->session().close();
        QVERIFY(settle(m_first->session()));
        MainWindow* const second = another();
        QVERIFY(second && second->showsStartPage());
    }
};

QTEST_MAIN(TestNewWindow)
#include "tst_new_window.moc"
