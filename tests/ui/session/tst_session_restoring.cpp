// Sessions that are opened again: as they were left, with the model that is applied meanwhile, and with data
// that moved.
#include <QFile>
#include <QFileInfo>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QUndoStack>

#include "core/base/error.h"
#include "core/io/anndata/h5ad_export.h"
#include "tests/ui/session/session_parts.h"
#include "ui/session/session.h"
#include "ui/session/session_file.h"

using namespace regulus;
using namespace regulus::test;

namespace {

// The cells of smallDataset() in a file.
QString smallFile(const QTemporaryDir& folder, const QString& name = QStringLiteral("small.h5ad")) {
    const QString path = folder.filePath(name);
    Job job;
    write_with_results(*smallDataset(), text(path), {}, {}, job);
    return path;
}

void opened(Session& session, const QString& path) {
    session.openDataset(path);
    QTRY_VERIFY(session.opened().dataset && session.jobs().idle());
}

QString failure(Session& session, const std::function<void()>& act) {
    QString said;
    const auto heard = QObject::connect(&session.jobs(), &JobRunner::failed, &session,
                                        [&](const Error& error) { said = QString::fromUtf8(error.what()); });
    act();
    [&] { QTRY_VERIFY(session.jobs().idle()); }();
    QObject::disconnect(heard);
    return said;
}

}  // namespace

class TestSessionRestoring : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void aSessionIsOpenedAsItWasLeft() {
        QTemporaryDir folder;
        const QString data = smallFile(folder), saved = folder.filePath("s.regulus");
        {
            Session session(smallEngine());
            opened(session, data);
            session.putColumn(made("mine"));
            session.setLabelColumn("mine");
            QTRY_COMPARE(session.opened().labelColumn(), std::string("mine"));
            session.view().computeEmbedding({});
            QTRY_VERIFY(session.jobs().idle());
            session.colors().colorBy(Coloring::gene("CD14"));
            session.cells().setCategoryHidden("mine", 1, true);
            const std::vector<std::uint32_t> rows{0, 5};
            session.cells().select(CellSet::of(6, rows));
            session.focus().compareCells(2, 5);
            session.comparison().putGroups(ComparedSide::A, "mine", {0, -1});
            session.comparison().putCells(ComparedSide::B, CellSet::of(6, std::vector<std::uint32_t>{3}));
            session.comparison().setFilters({0.25, 0.5, 0.01, true});
            session.memory().keep(QStringLiteral("some view"), QStringLiteral("control"), 7);
            QVERIFY(session.columnsUnsaved());
            bool done = false;
            session.saveSession(saved, QStringLiteral("layout"), [&] { done = true; });
            QTRY_VERIFY(done);
            QVERIFY(!session.columnsUnsaved());
            session.removeColumn("mine");  // after it was saved
            QTRY_VERIFY(session.jobs().idle());
        }
        Session session(smallEngine());
        QSignalSpy told(&session, &Session::sessionOpened);
        session.openSession(saved);
        QTRY_COMPARE(told.size(), 1);
        QCOMPARE(told[0][1].toString(), QString("layout"));
        QTRY_VERIFY(session.jobs().idle());
        QCOMPARE(session.opened().labelColumn(), std::string("mine"));
        QCOMPARE(session.groups().sizes("mine"), (std::vector<std::size_t>{2, 3, 1}));
        QVERIFY(session.colors().coloring() == Coloring::gene("CD14"));
        QTRY_VERIFY(session.colors().data()->coloring == Coloring::gene("CD14"));
        QCOMPARE(session.cells().selection().rows(), (std::vector<std::uint32_t>{0, 5}));
        QCOMPARE(session.cells().visible().count(), 3U);
        QCOMPARE(session.cells().hiddenCategories("mine"), std::set<int>{1});
        QCOMPARE(session.view().embedding()->key, std::string("expression:umap"));
        QVERIFY(session.focus().cell() == std::optional<std::uint32_t>(5));
        QVERIFY(session.focus().pinned() == std::optional<std::uint32_t>(2));
        const ComparedCells& a = session.comparison().setup().a;
        QCOMPARE(a.column, std::string("mine"));
        QCOMPARE(a.codes, (std::vector<int>{0, -1}));
        QCOMPARE(a.cells.count(), 3U);
        QCOMPARE(session.comparison().setup().b.cells.rows(), std::vector<std::uint32_t>{3});
        QVERIFY((session.comparison().setup().filters == ComparisonFilters{0.25, 0.5, 0.01, true}));
        QCOMPARE(session.memory().of(QStringLiteral("some view"))[QStringLiteral("control")].toInt(), 7);
        QVERIFY(!session.undoStack().canUndo());
        QVERIFY(!session.columnsUnsaved());
        session.cells().setCategoryHidden("mine", 1, false);  // and it goes on from there
        QCOMPARE(session.cells().visible().count(), 6U);
    }

    void aModelComesBackWithItsViews() {
        QTemporaryDir folder;
        const QString data = smallFile(folder), saved = folder.filePath("s.regulus");
        {
            Session session(smallEngine());
            opened(session, data);
            session.setModel(wholeModel());
            QTRY_VERIFY(session.model().results && session.jobs().idle());
            session.view().computeEmbedding({.from = EmbeddingRequest::From::Model});
            QTRY_COMPARE(session.view().embedding()->key, std::string("model:umap"));
            session.colors().colorBy(Coloring::prediction());
            session.cells().setCategoryHidden(predicted_column, 0, true);
            session.comparison().putGroups(ComparedSide::A, predicted_column, {0});
            bool done = false;
            session.saveSession(saved, {}, [&] { done = true; });
            QTRY_VERIFY(done && session.jobs().idle());
        }
        Session session(smallEngine());
        session.openSession(saved);
        QTRY_VERIFY(session.model().results && session.jobs().idle());
        QCOMPARE(session.view().embedding()->key, std::string("model:umap"));
        QVERIFY(session.colors().coloring() == Coloring::prediction());
        QTRY_VERIFY(session.colors().data()->coloring == Coloring::prediction());
        QCOMPARE(session.cells().hiddenCategories(predicted_column), std::set<int>{0});
        QCOMPARE(session.cells().visible().count(), 3U);
        QCOMPARE(session.comparison().setup().a.column, std::string(predicted_column));
        QCOMPARE(session.comparison().setup().a.cells.count(), 3U);
        QVERIFY(!session.modelUnsaved());
    }

    // Saved before the model was applied, the file holds all that it held; what a person does meanwhile
    // stays.
    void nothingIsLostWhileTheModelIsApplied() {
        QTemporaryDir folder;
        const QString data = smallFile(folder), first = folder.filePath("s.regulus"),
                      again = folder.filePath("again.regulus");
        {
            Session session(smallEngine());
            opened(session, data);
            session.setModel(wholeModel());
            QTRY_VERIFY(session.model().results && session.jobs().idle());
            session.view().computeEmbedding({.from = EmbeddingRequest::From::Model});
            QTRY_COMPARE(session.view().embedding()->key, std::string("model:umap"));
            session.cells().setCategoryHidden(predicted_column, 0, true);
            bool done = false;
            session.saveSession(first, {}, [&] { done = true; });
            QTRY_VERIFY(done && session.jobs().idle());
        }
        QSemaphore gate;
        Engine slow = smallEngine();
        slow.predictor = [&gate, make = slow.predictor](std::shared_ptr<const ModelFile> model) {
            gate.acquire();
            return make(std::move(model));
        };
        Session session(slow);
        QSignalSpy told(&session, &Session::sessionOpened);
        session.openSession(first);
        QTRY_COMPARE(told.size(), 1);
        QVERIFY(!session.model().results);
        const std::vector<std::uint32_t> rows{2, 3};
        session.cells().select(CellSet::of(6, rows));
        session.colors().colorBy(Coloring::column("donor_id"));
        bool done = false;
        session.saveSession(again, {}, [&] { done = true; });
        QTRY_VERIFY(done);
        Job job;
        const SessionRecord record = readSession(text(again), job);
        QVERIFY(record.model && record.model->genes == wholeModel()->genes);
        QCOMPARE(record.embeddings.size(), std::size_t{1});
        QCOMPARE(record.view.embedding, std::string("model:umap"));
        QCOMPARE(record.hidden.at(predicted_column), std::set<int>{0});
        gate.release(10);
        QTRY_VERIFY(session.model().results && session.jobs().idle());
        QCOMPARE(session.cells().selection().rows(), rows);
        QVERIFY(session.colors().coloring() == Coloring::column("donor_id"));
        QCOMPARE(session.view().embedding()->key, std::string("model:umap"));
        QCOMPARE(session.cells().hiddenCategories(predicted_column), std::set<int>{0});
    }

    // Saved in a workspace; one goes back, and in again, before the model has said anything.
    void whatTheWholeShowsOfAModelWaitsForIt() {
        QTemporaryDir folder;
        const QString data = smallFile(folder), first = folder.filePath("s.regulus"),
                      again = folder.filePath("again.regulus");
        const CellSet part = CellSet::of(6, std::vector<std::uint32_t>{0, 1, 3, 4});
        {
            Session session(smallEngine());
            opened(session, data);
            session.setModel(wholeModel());
            QTRY_VERIFY(session.model().results && session.jobs().idle());
            session.view().computeEmbedding({.from = EmbeddingRequest::From::Model});
            QTRY_COMPARE(session.view().embedding()->key, std::string("model:umap"));
            session.colors().colorBy(Coloring::prediction());
            session.cells().setCategoryHidden(predicted_column, 0, true);
            session.view().setCamera(PlaneView{{1, 0}, 3});
            ViewSettings view = session.view().settings();
            view.paneMaps = {{"CD14", {"model:umap"}}};
            session.view().setSettings(view);
            session.workspaces().make("part", part);
            session.view().showEmbedding("X_umap");
            session.cells().setCategoryHidden(predicted_column, 1, true);
            session.colors().colorBy(Coloring::column("donor_id"));
            bool done = false;
            session.saveSession(first, {}, [&] { done = true; });
            QTRY_VERIFY(done && session.jobs().idle());
        }
        const auto isWhole = [&](Session& session) {
            QCOMPARE(session.view().embedding()->key, std::string("model:umap"));
            QVERIFY(session.view().camera() == (PlaneView{{1, 0}, 3}));
            QVERIFY(session.colors().coloring() == Coloring::prediction());
            QTRY_VERIFY(session.colors().data()->coloring == Coloring::prediction() && session.jobs().idle());
            QCOMPARE(session.cells().hiddenCategories(predicted_column), std::set<int>{0});
            QCOMPARE(session.cells().visible().count(), 3U);
        };
        const auto isPart = [&](Session& session) {
            QCOMPARE(session.view().embedding()->key, std::string("X_umap"));
            QVERIFY(session.colors().coloring() == Coloring::column("donor_id"));
            QCOMPARE(session.cells().hiddenCategories(predicted_column), std::set<int>{1});
            QCOMPARE(session.cells().visible().count(), 2U);
        };
        QSemaphore gate;
        Engine slow = smallEngine();
        slow.predictor = [&gate, make = slow.predictor](std::shared_ptr<const ModelFile> model) {
            gate.acquire();
            return make(std::move(model));
        };
        for (const bool entered : {false, true}) {
            Session session(slow);
            QSignalSpy told(&session, &Session::sessionOpened);
            session.openSession(first);
            QTRY_COMPARE(told.size(), 1);
            session.workspaces().leave();
            QVERIFY(!session.model().results);
            if (entered) session.workspaces().enter("part");
            bool done = false;
            session.saveSession(again, {}, [&] { done = true; });
            QTRY_VERIFY(done);
            gate.release();
            QTRY_VERIFY(session.model().results && session.jobs().idle());
            QCOMPARE(session.view().settings().paneMaps.at("CD14"), std::vector<std::string>{"model:umap"});
            entered ? isPart(session) : isWhole(session);
            if (QTest::currentTestFailed()) return;
            entered ? session.workspaces().leave() : session.workspaces().enter("part");
            entered ? isWhole(session) : isPart(session);
            if (QTest::currentTestFailed()) return;
            // What was saved while it was waited for has all of it, too.
            Session other(smallEngine());
            other.openSession(again);
            QTRY_VERIFY(other.model().results && other.jobs().idle());
            entered ? isPart(other) : isWhole(other);
            if (QTest::currentTestFailed()) return;
            entered ? other.workspaces().leave() : other.workspaces().enter("part");
            entered ? isWhole(other) : isPart(other);
            if (QTest::currentTestFailed()) return;
            // Another model takes all that was of this one.
            other.setModel(nullptr);
            QVERIFY(other.workspaces().workspaces().outside.filters.hidden.empty());
        }
    }

    // What was kept for a crash is in no file of the person's.
    void aKeptSessionIsNotSaved() {
        QTemporaryDir folder;
        const QString data = smallFile(folder), kept = folder.filePath("kept.regulus");
        {
            Session session(smallEngine());
            opened(session, data);
            session.putColumn(made("mine"));
            session.keepSession(kept, {});
            QTRY_VERIFY(QFile::exists(kept) && session.jobs().idle());
        }
        Job job;
        SessionRecord record = readSession(text(kept), job);
        record.model = wholeModel();
        record.learnedHere = true;
        writeSession(record, text(kept), job);
        QSemaphore gate;
        Engine slow = smallEngine();
        slow.predictor = [&gate, make = slow.predictor](std::shared_ptr<const ModelFile> model) {
            gate.acquire();
            return make(std::move(model));
        };
        Session session(slow);
        QSignalSpy told(&session, &Session::sessionOpened);
        session.openSession(kept, {}, true);
        QTRY_COMPARE(told.size(), 1);
        QVERIFY(session.modelUnsaved());  // while it is still to be applied, too
        bool written = false;
        session.saveModel(folder.filePath("m.safetensors"), [&] { written = true; });
        QTRY_VERIFY(written);
        QVERIFY(!session.modelUnsaved());
        session.openSession(kept, {}, true);
        QTRY_COMPARE(told.size(), 2);
        gate.release(10);
        QTRY_VERIFY(session.model().results && session.jobs().idle());
        QVERIFY(session.columnsUnsaved());
        QVERIFY(session.modelUnsaved());
        Session saved(smallEngine());
        saved.openSession(kept);
        QTRY_VERIFY(saved.model().results && saved.jobs().idle());
        QVERIFY(!saved.columnsUnsaved() && !saved.modelUnsaved());
    }

    void dataThatMovedAreFound() {
        QTemporaryDir folder, away;
        const QString data = smallFile(folder), saved = folder.filePath("s.regulus");
        {
            Session session(smallEngine());
            opened(session, data);
            session.putColumn(made("mine"));
            bool done = false;
            session.saveSession(saved, {}, [&] { done = true; });
            QTRY_VERIFY(done);
        }
        // Both moved to another folder.
        QVERIFY(QFile::copy(saved, away.filePath("s.regulus")) &&
                QFile::rename(data, away.filePath("small.h5ad")));
        Session beside(smallEngine());
        beside.openSession(away.filePath("s.regulus"));
        QTRY_VERIFY(beside.groups().categorical("mine"));
        // The session alone: the window asks.
        Session session(smallEngine());
        QSignalSpy missing(&session, &Session::dataMissing);
        session.openSession(saved);
        QTRY_COMPARE(missing.size(), 1);
        QCOMPARE(missing[0][1].toString(), QFileInfo(data).absoluteFilePath());
        QVERIFY(!session.opened().dataset);
        session.openSession(saved, away.filePath("small.h5ad"));
        QTRY_VERIFY(session.groups().categorical("mine"));
        // Other cells in its place.
        auto other = smallDataset();
        other->obs.index[3] = "changed";
        Job job;
        write_with_results(*other, text(data), {}, {}, job);
        session.openSession(saved);
        QTRY_COMPARE(missing.size(), 2);
        QVERIFY(!missing[0][2].toBool() && missing[1][2].toBool());
        // The right one beside the session, where another lies at the old place.
        Session elsewhere(smallEngine());
        elsewhere.openSession(away.filePath("s.regulus"));
        QTRY_VERIFY(elsewhere.groups().categorical("mine"));
        const QString said = failure(session, [&] { session.openSession(saved, data); });
        QVERIFY2(said.contains("not the one that the session was made of"), qPrintable(said));
        QVERIFY(session.groups().categorical("mine"));  // what was open stays open
    }

    void valuesThatChangedAreSaid() {
        QTemporaryDir folder;
        const QString data = smallFile(folder), saved = folder.filePath("s.regulus");
        const auto save = [&](Session& session) {
            bool done = false;
            session.saveSession(saved, {}, [&] { done = true; });
            QTRY_VERIFY(done && session.jobs().idle());
        };
        {
            Session session(smallEngine());
            opened(session, data);
            save(session);
        }
        const auto notices = [&](bool saveAgain) {
            Session session(smallEngine());
            QSignalSpy noticed(&session, &Session::noticed);
            session.openSession(saved);
            [&] { QTRY_VERIFY(session.opened().dataset && session.jobs().idle()); }();
            if (saveAgain) save(session);
            return noticed.isEmpty() ? QString() : noticed[0][0].toString();
        };
        QCOMPARE(notices(false), QString());
        auto other = smallDataset();
        Matrix counts(6, 4);
        counts(2, 1) = 3;
        counts(5, 3) = 1;
        other->assays[0].matrix = std::make_shared<InMemoryMatrix>(to_sparse(counts));
        Job job;
        write_with_results(*other, text(data), {}, {}, job);
        const QString said = notices(true);
        QVERIFY2(said.contains("values in the file have changed"), qPrintable(said));
        QCOMPARE(notices(false), QString());  // said once: the session is of these values now
    }

    void aPriorThatIsGoneIsSaid() {
        QTemporaryDir folder;
        const QString data = smallFile(folder), saved = folder.filePath("s.regulus");
        const QString prior = folder.filePath("prior.csv");
        QFile file(prior);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("source,target,weight\nSPI1,CD14,1\nPAX5,MS4A1,1\n");
        file.close();
        {
            Session session(smallEngine());
            opened(session, data);
            session.openPrior(prior);
            QTRY_VERIFY(session.opened().prior && session.jobs().idle());
            bool done = false;
            session.saveSession(saved, {}, [&] { done = true; });
            QTRY_VERIFY(done && session.jobs().idle());
        }
        {
            Session session(smallEngine());
            session.openSession(saved);
            QTRY_VERIFY(session.opened().dataset && session.jobs().idle());
            QVERIFY(session.opened().prior);
            QCOMPARE(session.opened().priorPath, prior);
        }
        {  // Moved beside a session that was moved as well.
            QTemporaryDir away;
            QVERIFY(QFile::copy(saved, away.filePath("s.regulus")) &&
                    QFile::rename(prior, away.filePath("prior.csv")));
            Session session(smallEngine());
            session.openSession(away.filePath("s.regulus"));
            QTRY_VERIFY(session.opened().dataset && session.jobs().idle());
            QVERIFY(session.opened().prior);
            QCOMPARE(session.opened().priorPath, away.filePath("prior.csv"));
        }
        Session session(smallEngine());
        QSignalSpy noticed(&session, &Session::noticed);
        session.openSession(saved);
        QTRY_VERIFY(session.opened().dataset && session.jobs().idle());
        QVERIFY(!session.opened().prior);
        QVERIFY(!noticed.isEmpty() && noticed[0][0].toString().contains("without its prior"));
    }

    void whatCameFromNoFileCannotBeSaved() {
        QTemporaryDir folder;
        Session session(smallEngine());
        session.setDataset(smallDataset());
        session.saveSession(folder.filePath("s.regulus"), {});
        QTRY_VERIFY(session.jobs().idle());
        QVERIFY(!QFile::exists(folder.filePath("s.regulus")));
    }
};

QTEST_GUILESS_MAIN(TestSessionRestoring)
#include "tst_session_restoring.moc"
