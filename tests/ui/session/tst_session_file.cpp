// The file of a session: everything comes back, and nothing that is damaged is taken.
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <limits>

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/io/files/safetensors.h"
#include "core/io/files/tensor_checksum.h"
#include "tests/ui/session/session_parts.h"
#include "ui/session/session_file.h"

using namespace regulus;
using namespace regulus::test;

namespace {

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
    record.own[1].edited = true;
    Numeric scores;
    scores.values = {0.5, -1.25, 0, 3e-7, 1, 2};
    record.own.push_back(
        {"interferon", nullptr, QStringLiteral("a score"), false, std::make_shared<const Numeric>(scores)});
    record.looks["mine"] = {{{"a", "#123456"}}, {"b", "a"}, {{"a", "a note"}}, true};
    record.labelColumn = "mine";
    Matrix map(6, 2);
    for (std::size_t i = 0; i < 6; ++i) map(i, 0) = static_cast<float>(i);
    record.embeddings = {withGrid({"expression:umap", QStringLiteral("UMAP"), QStringLiteral("15 neighbours"),
                                   std::make_shared<const Matrix>(map), false})};
    Matrix reference(3, 2);
    reference(1, 0) = 4.5F;
    reference(2, 1) = -1;
    ShownEmbedding placed{"placed:X_umap of ref.h5ad", QStringLiteral("UMAP of ref.h5ad"),
                          QStringLiteral("placed"), std::make_shared<const Matrix>(map), false};
    placed.reference = std::make_shared<const Matrix>(reference);
    placed.referenceName = QStringLiteral("ref.h5ad");
    placed.recipe.words = {"embed", "--into", "/a b/ref.h5ad", "--embedding", "X_umap", "--neighbors", "15"};
    record.embeddings.push_back(withGrid(placed));
    record.view = {"expression:umap",
                   3.5,
                   0.25,
                   false,
                   true,
                   "mine",
                   true,
                   true,
                   "X_umap3",
                   false,
                   "magma",
                   "donor_id",
                   "CD14, LYZ",
                   true,
                   {"X_umap", "", "model:umap"},
                   {{"CD14", {"X_tsne", ""}}, {"cell_type=B, \"naive\"", {"X_pca"}}}};
    record.coloring = Coloring::regulon("SPI1", RegulonMeasure::Activity);
    const std::vector<std::uint32_t> some{1, 4}, others{0, 2, 3};
    record.selection = CellSet::of(6, some);
    record.visible = {{"selection", CellSet::of(6, others)}, {"category:mine", CellSet::of(6, some)}};
    record.hidden = {{"mine", {-1, 1}}};
    record.cell = 5;
    record.pinned = 2;
    record.groups = {{QStringLiteral("first"), CellSet::of(6, some)}, {QStringLiteral("ö"), CellSet(6)}};
    record.tf = "PAX5";
    record.camera = PlaneView{{1.5, -2.25}, 0.125, 1, 1.75};
    record.comparison = {true,
                         "mine",
                         {"mine", {0, -1}, QStringLiteral("zero"), CellSet::of(6, some)},
                         {{}, {}, QStringLiteral("3 selected cells"), CellSet::of(6, others)},
                         "donor_id",
                         true,
                         {0.1, 0.5, 0.01, true}};
    record.plots.look = {.kind = PlotKind::Ridges,
                         .color = PlotColor::ZScore,
                         .swapped = true,
                         .tree = true,
                         .clusterGenes = true,
                         .counts = true};
    record.plots.values = ValuesOf::Attention;
    record.plots.compared = true;
    record.plots.column = "mine";
    record.plots.split = "donor_id";
    record.plots.across = "other";
    record.plots.donors = "donor_id";
    record.plots.reference = "control";
    record.plots.names = QStringLiteral("CD14, LYZ");
    record.plots.groupOrder = {"b", "a"};
    record.plots.partOrder = {"y", "x"};
    record.views = {{QStringLiteral("heatmap"), QJsonObject{{QStringLiteral("limit"), 40}}}};
    record.scatter = {"CD14", "X_umap:1", true, QPointF(1.5, -0.25)};
    record.judging = {0.725, JudgedOn::OutOfFold, true};
    constexpr double infinite = std::numeric_limits<double>::infinity();
    record.gates = {
        {2, 7, "insidé", "CD14", "LYZ", true, {{-infinite, 0.1}, {3, infinite}}},
        {7, 0, "outside", "X_umap:1", "X_umap:2", false, {{0, 0}, {1, 0}, {0.3, 1e-9}}, "digest", "other"}};
    PlaneView other{{1.5, -2}, 3.25};
    other.aspect = 1.5;
    record.otherCameras = {{"X_tsne", other}};
    record.window = QStringLiteral("AAAA");
    return record;
}

}  // namespace

class TestSessionFile : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    // Of every choice that the window can make.
    void everyChoiceComesBack() {
        QTemporaryDir folder;
        const std::string path = text(folder.filePath("s.regulus"));
        Job job;
        const auto back = [&](const SessionRecord& record) {
            writeSession(record, path, job);
            return readSession(path, job);
        };
        for (int i = 0; i <= int(ValuesOf::Columns); ++i) {
            SessionRecord record = fullRecord();
            record.plots.values = ValuesOf(i);
            QVERIFY(back(record).plots == record.plots);
        }
        for (int i = 0; i <= int(PlotKind::Donors); ++i) {
            SessionRecord record = fullRecord();
            record.plots.look.kind = PlotKind(i);
            QVERIFY(back(record).plots == record.plots);
        }
        for (int i = 0; i <= int(PlotColor::ZScore); ++i) {
            SessionRecord record = fullRecord();
            record.plots.look.color = PlotColor(i);
            QVERIFY(back(record).plots == record.plots);
        }
        SessionRecord blend = fullRecord();
        Coloring second = Coloring::regulon("SPI1", RegulonMeasure::Activity);
        second.range = {-2, 2};
        blend.coloring = Coloring::blend(Coloring::gene("CD14", "raw"), second);
        QVERIFY(back(blend).coloring == blend.coloring);
        blend.coloring.parts.pop_back();  // as another program may have written it
        QVERIFY(back(blend).coloring == blend.coloring);
        blend.coloring.parts.clear();
        QVERIFY(back(blend).coloring == blend.coloring);
        blend.coloring = Coloring::blend(Coloring::gene("CD14"), second);
        blend.coloring.parts[1].range = ColorRange{2, -2};  // no scale
        QVERIFY(back(blend).coloring.parts == std::vector<Coloring>{Coloring::gene("CD14")});
        blend.coloring.parts[1] = Coloring::gene("LYZ");
        blend.coloring.parts[1].source = ColorSource(99);
        QVERIFY(back(blend).coloring.parts == std::vector<Coloring>{Coloring::gene("CD14")});
        for (int i = 0; i <= int(ColorSource::Confidence); ++i) {
            SessionRecord record = fullRecord();
            record.coloring.source = ColorSource(i);
            QVERIFY(back(record).coloring == record.coloring);
            record.coloring.range = {-0.5, 3.25};
            QVERIFY(back(record).coloring == record.coloring);
        }
    }

    // As files of before have it.
    void whatTheGalleryShowedIsFoundWhereItWas() {
        QTemporaryDir folder;
        const std::string path = text(folder.filePath("s.regulus"));
        Job job;
        SessionRecord record = fullRecord();
        record.view.galleryNames.clear();
        record.view.galleryOneScale = false;
        record.views["gallery"] = QJsonObject{{"names", "SPI1, PAX5"}, {"one scale", true}};
        writeSession(record, path, job);
        const SessionRecord read = readSession(path, job);
        QCOMPARE(read.view.galleryNames, std::string("SPI1, PAX5"));
        QVERIFY(read.view.galleryOneScale);
        QVERIFY(!read.views.contains("gallery"));
    }

    void gatesThatCannotBeAreRefused() {
        QTemporaryDir folder;
        const std::string path = text(folder.filePath("s.regulus"));
        Job job;
        const auto refused = [&](auto change) {
            SessionRecord record = fullRecord();
            change(record.gates);
            writeSession(record, path, job);
            try {
                readSession(path, job);
            } catch (const Error& error) {
                return error.problem().find("gate") != std::string::npos;
            }
            return false;
        };
        QVERIFY(refused([](Gates& gates) { gates[0].parent = 2; }));
        QVERIFY(refused([](Gates& gates) { gates[0].parent = 5; }));
        QVERIFY(refused([](Gates& gates) { gates[1].id = 2; }));
        QVERIFY(refused([](Gates& gates) { gates[1].corners.pop_back(); }));
        QVERIFY(refused([](Gates& gates) { gates.assign(most_gates + 1, gates[1]); }));
    }

    void cornersOfABoxAreSorted() {
        QTemporaryDir folder;
        const std::string path = text(folder.filePath("s.regulus"));
        Job job;
        SessionRecord record = fullRecord();
        std::swap(record.gates[0].corners[0], record.gates[0].corners[1]);
        writeSession(record, path, job);
        QVERIFY(readSession(path, job).gates == fullRecord().gates);
    }

    void everythingComesBack() {
        QTemporaryDir folder;
        const std::string path = text(folder.filePath("s.regulus"));
        const SessionRecord before = fullRecord();
        Job job;
        writeSession(before, path, job);
        const SessionRecord after = readSession(path, job);
        QCOMPARE(after.data, before.data);
        QVERIFY(after.scatter == before.scatter);
        QVERIFY(after.judging == before.judging);
        QVERIFY(after.gates == before.gates);
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
        QCOMPARE(after.own.size(), std::size_t{3});
        QVERIFY(!after.own[2].values);
        QCOMPARE(after.own[2].name, std::string("interferon"));
        QCOMPARE(after.own[2].origin, QString("a score"));
        QCOMPARE(after.own[2].numbers->values, before.own[2].numbers->values);
        for (std::size_t i = 0; i < 2; ++i) {
            QCOMPARE(after.own[i].name, before.own[i].name);
            QCOMPARE(after.own[i].origin, before.own[i].origin);
            QCOMPARE(after.own[i].edited, before.own[i].edited);
            QCOMPARE(after.own[i].values->categories, before.own[i].values->categories);
            QCOMPARE(after.own[i].values->codes, before.own[i].values->codes);
            QCOMPARE(after.own[i].values->colors, before.own[i].values->colors);
        }
        QVERIFY(after.looks == before.looks);
        QCOMPARE(after.labelColumn, before.labelColumn);
        QCOMPARE(after.embeddings.size(), std::size_t{2});
        QVERIFY(!after.embeddings[0]->reference && !after.embeddings[0]->ground);
        QVERIFY(after.embeddings[1]->reference->values == before.embeddings[1]->reference->values);
        QCOMPARE(after.embeddings[1]->referenceName, QString("ref.h5ad"));
        QCOMPARE(after.embeddings[1]->ground->placed(), std::size_t{3});
        QVERIFY(after.embeddings[1]->recipe == before.embeddings[1]->recipe);
        QCOMPARE(after.embeddings[0]->key, before.embeddings[0]->key);
        QCOMPARE(after.embeddings[0]->provenance, before.embeddings[0]->provenance);
        QVERIFY(after.embeddings[0]->coordinates->values == before.embeddings[0]->coordinates->values);
        QVERIFY(after.embeddings[0]->grid);
        QVERIFY(after.view == before.view);
        QVERIFY(after.coloring == before.coloring);
        QVERIFY(after.selection == before.selection);
        QVERIFY(after.visible == before.visible);
        QVERIFY(after.hidden == before.hidden);
        QVERIFY(after.cell == before.cell && after.pinned == before.pinned);
        QVERIFY(after.groups == before.groups);
        QCOMPARE(after.tf, before.tf);
        QVERIFY(after.comparison == before.comparison);
        QVERIFY(after.plots == before.plots);
        QVERIFY(after.camera == before.camera);
        QVERIFY(after.otherCameras == before.otherCameras);
        QCOMPARE(after.views, before.views);
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
};

QTEST_GUILESS_MAIN(TestSessionFile)
#include "tst_session_file.moc"
