// Sessions in files: everything comes back, nothing that is damaged is taken, data that moved are found.
#include <QDir>
#include <QFile>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QUndoStack>

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/io/anndata/h5ad_export.h"
#include "core/io/files/safetensors.h"
#include "core/io/files/tensor_checksum.h"
#include "tests/ui/session/small_engine.h"
#include "ui/session/session.h"
#include "ui/session/session_file.h"

using namespace regulus;
using namespace regulus::test;

namespace {

std::string text(const QString& path) {
    return path.toStdString();
}

OwnColumn made(const std::string& name) {
    return {name,
            std::make_shared<const Categorical>(
                Categorical{{"x", "ä, \"y\""}, {0, 0, 1, 1, 1, -1}, {"#123456", "#abcdef"}}),
            QStringLiteral("a test")};
}

// smallModel() with all that a file of it must have.
std::shared_ptr<ModelFile> wholeModel() {
    auto model = smallModel();
    model->gene_mean = {0.5F, 0.25F, 1, 2};
    model->gene_sd = {1, 1, 2, 2};
    model->mask.tokens = 4;
    model->mask.offsets = {0, 0, 0, 1, 2};  // SPI1 → CD14, PAX5 → MS4A1
    model->mask.regulators = {0, 1};
    model->mask.signs = {1, 1};
    return model;
}

SessionRecord fullRecord() {
    SessionRecord record;
    record.data = QStringLiteral("/somewhere/dätä.h5ad");
    record.cells = 6;
    record.fingerprint = "abc";
    record.choices.labelColumn = "cell_type";
    record.choices.batchColumn = "donor_id";
    record.choices.assay = "raw";
    record.choices.read.part = "rna";
    record.choices.read.annotation = "labels.csv";
    record.choices.read.table_rows = TableRows::Genes;
    record.choices.genes.column = "symbol";
    record.choices.genes.spelling = Spelling::WithoutCase;
    record.choices.mappingPath = "map.tsv";
    record.prior = QStringLiteral("/somewhere/prior.csv");
    record.priorOptions = {'C', SignFilter::Activating, 0.5, 20, "tfs.txt", true};
    record.model = wholeModel();
    record.learnedHere = true;
    record.own = {made("mine"), made("other")};
    record.labelColumn = "mine";
    Matrix map(6, 2);
    for (std::size_t i = 0; i < 6; ++i) map(i, 0) = static_cast<float>(i);
    record.embeddings = {withGrid({"expression:umap", QStringLiteral("UMAP"), QStringLiteral("15 neighbours"),
                                   std::make_shared<const Matrix>(map), false})};
    record.view = {"expression:umap", 3.5, 0.25, false, true, true, "magma", "donor_id"};
    record.coloring = Coloring::regulon("SPI1", RegulonMeasure::Activity);
    const std::vector<std::uint32_t> some{1, 4}, others{0, 2, 3};
    record.selection = CellSet::of(6, some);
    record.visible = {{"selection", CellSet::of(6, others)}, {"category:mine", CellSet::of(6, some)}};
    record.hidden = {{"mine", {-1, 1}}};
    record.cell = 5;
    record.groups = {{QStringLiteral("first"), CellSet::of(6, some)}, {QStringLiteral("ö"), CellSet(6)}};
    record.tf = "PAX5";
    record.window = QStringLiteral("AAAA");
    return record;
}

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

class TestSessionFiles : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void everythingComesBack() {
        QTemporaryDir folder;
        const std::string path = text(folder.filePath("s.regulus"));
        const SessionRecord before = fullRecord();
        Job job;
        writeSession(before, path, job);
        const SessionRecord after = readSession(path, job);
        QCOMPARE(after.data, before.data);
        QCOMPARE(after.cells, before.cells);
        QCOMPARE(after.fingerprint, before.fingerprint);
        QCOMPARE(after.choices.labelColumn, before.choices.labelColumn);
        QCOMPARE(after.choices.batchColumn, before.choices.batchColumn);
        QCOMPARE(after.choices.assay, before.choices.assay);
        QCOMPARE(after.choices.read.part, before.choices.read.part);
        QCOMPARE(after.choices.read.annotation, before.choices.read.annotation);
        QVERIFY(after.choices.read.table_rows == before.choices.read.table_rows);
        QCOMPARE(after.choices.genes.column, before.choices.genes.column);
        QVERIFY(after.choices.genes.spelling == before.choices.genes.spelling);
        QCOMPARE(after.choices.mappingPath, before.choices.mappingPath);
        QCOMPARE(after.prior, before.prior);
        QVERIFY(after.priorOptions == before.priorOptions);
        QVERIFY(after.model && after.model->genes == before.model->genes);
        QCOMPARE(after.model->record.label_column, before.model->record.label_column);
        QCOMPARE(after.learnedHere, true);
        QCOMPARE(after.own.size(), std::size_t{2});
        for (std::size_t i = 0; i < 2; ++i) {
            QCOMPARE(after.own[i].name, before.own[i].name);
            QCOMPARE(after.own[i].origin, before.own[i].origin);
            QCOMPARE(after.own[i].values->categories, before.own[i].values->categories);
            QCOMPARE(after.own[i].values->codes, before.own[i].values->codes);
            QCOMPARE(after.own[i].values->colors, before.own[i].values->colors);
        }
        QCOMPARE(after.labelColumn, before.labelColumn);
        QCOMPARE(after.embeddings.size(), std::size_t{1});
        QCOMPARE(after.embeddings[0]->key, before.embeddings[0]->key);
        QCOMPARE(after.embeddings[0]->provenance, before.embeddings[0]->provenance);
        QVERIFY(after.embeddings[0]->coordinates->values == before.embeddings[0]->coordinates->values);
        QVERIFY(after.embeddings[0]->grid);
        QVERIFY(after.view == before.view);
        QVERIFY(after.coloring == before.coloring);
        QVERIFY(after.selection == before.selection);
        QVERIFY(after.visible == before.visible);
        QVERIFY(after.hidden == before.hidden);
        QVERIFY(after.cell == before.cell);
        QVERIFY(after.groups == before.groups);
        QCOMPARE(after.tf, before.tf);
        QCOMPARE(after.window, before.window);
    }

    void damagedFilesAreRefused() {
        QTemporaryDir folder;
        const QString whole = folder.filePath("s.regulus"), bad = folder.filePath("bad.regulus");
        Job job;
        writeSession(fullRecord(), text(whole), job);
        QFile file(whole);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        const auto refused = [&](const QByteArray& content) {
            QFile out(bad);
            if (!out.open(QIODevice::WriteOnly)) return false;
            out.write(content);
            out.close();
            try {
                (void)readSession(text(bad), job);
            } catch (const Error& error) {
                return error.kind() == ErrorKind::Input;
            }
            return false;
        };
        Random random(1);
        for (int i = 0; i < 60; ++i) {
            const auto at = static_cast<qsizetype>(random.below(static_cast<std::uint64_t>(bytes.size())));
            QVERIFY2(refused(bytes.left(at)), qPrintable(QString("cut at %1").arg(at)));
            QByteArray changed = bytes;
            changed[at] = static_cast<char>(changed[at] ^ (1 << random.below(8)));
            QVERIFY2(refused(changed), qPrintable(QString("changed at %1").arg(at)));
        }
        QVERIFY(refused({}));
        save_model(*wholeModel(), text(bad));  // of the same format, and no session
        QVERIFY_EXCEPTION_THROWN((void)readSession(text(bad), job), Error);
    }

    // The checksum is right, what it holds is not: a file that was made to do harm.
    void impossibleContentIsRefused_data() {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::newRow("cells") << "\"cells\":6"
                               << "\"cells\":999999999999999";
        QTest::newRow("fewer cells") << "\"cells\":6"
                                     << "\"cells\":3";
        QTest::newRow("negative cells") << "\"cells\":6"
                                        << "\"cells\":-6";
        QTest::newRow("opened cell") << "\"cell\":5"
                                     << "\"cell\":6";
        QTest::newRow("colour") << "\"colour\":3"
                                << "\"colour\":77";
        QTest::newRow("no category") << R"("categories":["x",)"
                                     << R"("categories":[7,)";
        QTest::newRow("no JSON") << "{"
                                 << "";
    }
    void impossibleContentIsRefused() {
        QFETCH(QString, from);
        QFETCH(QString, to);
        QTemporaryDir folder;
        const std::string path = text(folder.filePath("s.regulus"));
        Job job;
        writeSession(fullRecord(), path, job);
        TensorFile file = read_safetensors(path, job);
        QString session = QString::fromStdString(file.metadata["session"]);
        const qsizetype at = session.indexOf(from);
        QVERIFY2(at >= 0, qPrintable(session));
        file.metadata["session"] = session.replace(at, from.size(), to).toStdString();
        file.metadata[tensor_checksum_key] = tensor_checksum(file);
        write_safetensors(file, path, job);
        try {
            (void)readSession(path, job);
            QFAIL("was taken");
        } catch (const Error& error) {
            QVERIFY(error.kind() == ErrorKind::Input);
        }
    }

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
            session.focus().setCell(5);
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
        Session session(smallEngine());
        session.openSession(kept, {}, true);
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
        const QString said = failure(session, [&] { session.openSession(saved); });
        QVERIFY2(said.contains("not the one that the session was made of"), qPrintable(said));
        QVERIFY(session.groups().categorical("mine"));  // what was open stays open
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
        QVERIFY(QFile::remove(prior));
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

QTEST_GUILESS_MAIN(TestSessionFiles)
#include "tst_session_files.moc"
