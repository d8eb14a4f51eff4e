// The script of a session as a text: what it asks for, what it leaves out and says so, what lies beside it.
#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include "core/base/error.h"
#include "core/io/text/annotation_reader.h"
#include "core/model/model_file.h"
#include "ui/script/history_script.h"

using namespace regulus;

namespace {

ScriptInputs inputs(const std::vector<std::string>& names) {
    auto dataset = std::make_shared<Dataset>();
    dataset->obs.index = names;
    dataset->path = "/data/cells.h5ad";
    ScriptInputs in;
    in.dataset = dataset;
    in.record.data = "/data/cells.h5ad";
    in.record.cells = names.size();
    in.record.selection = CellSet(names.size());
    return in;
}

OwnColumn column(const std::string& name, Recipe recipe = {}) {
    Categorical values;
    values.categories = {"0", "1"};
    values.codes = {0, 1, 1};
    return {name, std::make_shared<const Categorical>(values), {}, false, {}, std::move(recipe)};
}

OwnColumn named(const std::string& name, const std::vector<std::string>& groups) {
    OwnColumn made = column(name);
    Categorical values = *made.values;
    values.categories = groups;
    made.values = std::make_shared<const Categorical>(std::move(values));
    return made;
}

const Recipe leiden_recipe{{"cluster", "--resolution", "1", "--neighbors", "15", "--seed", "0"}};

QStringList fileNames(const HistoryScript& script) {
    QStringList names;
    for (const ScriptFile& file : script.files) names << file.name;
    return names;
}

}  // namespace

class TestHistoryScript : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void anEmptySessionHasNoCommand() {
        const HistoryScript script = historyScript(inputs({"a", "b", "c"}), "s");
        QVERIFY(script.text.startsWith("#!/bin/sh\n") && script.files.empty());
        QVERIFY(script.text.contains("\ndata=/data/cells.h5ad\n") && !script.text.contains("\nregulus "));
    }

    void stepsAreNamedInTheirOrder() {
        ScriptInputs in = inputs({"a", "b", "c"});
        in.steps << "Select 3 cells"
                 << "Column %1 of $(id)\nid";
        const QString text = historyScript(in, "s").text;
        QVERIFY2(text.contains("# 1. Select 3 cells\n# 2. Column %1 of $(id) id\n"), qPrintable(text));
    }

    void columnsOfCommandsAndThoseByHand() {
        ScriptInputs in = inputs({"a", "b", "c"});
        in.record.own = {column("leiden", leiden_recipe), column("mine")};
        in.record.coloring = Coloring::column("mine");
        in.record.view.embedding = "X_umap";
        const HistoryScript script = historyScript(in, "s");
        QCOMPARE(fileNames(script), QStringList{"s.columns.csv"});
        QVERIFY2(script.text.contains("regulus convert \"$data\" --obs ./s.columns.csv --out ./s.1.h5ad\n"),
                 qPrintable(script.text));
        QVERIFY(script.text.contains(
            "regulus cluster --data \"$data\" --resolution 1 --neighbors 15 --seed 0 --name"));
        QVERIFY(script.text.contains("--color-by mine"));
        QVERIFY(script.text.contains("# scanpy: sc.tl.leiden(adata, resolution=1, random_state=0"));
    }

    // Groups that were named by hand afterwards are not those of the command.
    void anEditedColumnIsByHand() {
        ScriptInputs in = inputs({"a", "b", "c"});
        in.record.own = {column("leiden", leiden_recipe)};
        in.record.own[0].edited = true;
        const HistoryScript script = historyScript(in, "s");
        QCOMPARE(fileNames(script), QStringList{"s.columns.csv"});
        QVERIFY(!script.text.contains("regulus cluster"));
    }

    // A table of text would give others back, or none: nothing is claimed.
    void groupsThatATableLoses_data() {
        QTest::addColumn<QStringList>("groups");
        QTest::addColumn<bool>("kept");
        QTest::newRow("words") << QStringList{"B", "T cells, \"CD4\""} << true;
        QTest::newRow("counts") << QStringList{"0", "12"} << true;
        QTest::newRow("one is a word") << QStringList{"1", "1b"} << true;
        QTest::newRow("with zeros in front") << QStringList{"01", "02"} << false;
        QTest::newRow("parts of one") << QStringList{"0.5", "1.5"} << false;
        QTest::newRow("two answers") << QStringList{"true", "False"} << false;
        QTest::newRow("no value") << QStringList{"B", "unknown"} << false;
        QTest::newRow("blanks around") << QStringList{"B", " T"} << false;
        QTest::newRow("two lines") << QStringList{"B", "T\ncells"} << false;
    }
    void groupsThatATableLoses() {
        QFETCH(QStringList, groups);
        QFETCH(bool, kept);
        ScriptInputs in = inputs({"a", "b", "c"});
        in.record.own = {named("mine", {groups[0].toStdString(), groups[1].toStdString()})};
        in.record.coloring = Coloring::column("mine");
        in.record.view.embedding = "X_umap";
        const HistoryScript script = historyScript(in, "s");
        QCOMPARE(script.files.size(), std::size_t(kept ? 1 : 0));
        QCOMPARE(script.text.contains("--color-by mine"), kept);
        QCOMPARE(script.text.contains("Left out"), !kept);
        if (!kept) return;
        // And the table is read as it was written.
        QTemporaryDir folder;
        const std::string path = folder.filePath("t.csv").toStdString();
        Job job;
        script.files.front().write(path, job);
        const Annotation read = read_annotation(path, in.dataset->obs, job);
        QCOMPARE(read.columns.size(), std::size_t(1));
        const auto there = as_categorical(read.columns.front());
        QVERIFY(there);
        for (std::size_t cell = 0; cell < 3; ++cell) {
            const Categorical& here = *in.record.own[0].values;
            QCOMPARE(there->categories.at(std::size_t(there->codes[cell])),
                     here.categories.at(std::size_t(here.codes[cell])));
        }
    }

    void ofAModelThatIsNotOpenNothingIsClaimed() {
        ScriptInputs in = inputs({"a", "b", "c"});
        Recipe other = leiden_recipe;
        other.model = std::make_shared<const ModelFile>();
        in.record.own = {column("leiden", other)};
        QVERIFY(!historyScript(in, "s").text.contains("regulus cluster"));
    }

    // A table cannot tell them apart: columns would fall on the wrong cells.
    void cellsThatShareANameHaveNoTable() {
        ScriptInputs in = inputs({"a", "a", "c"});
        in.record.own = {column("mine")};
        in.record.coloring = Coloring::column("mine");
        in.record.view.embedding = "X_umap";
        const HistoryScript script = historyScript(in, "s");
        QVERIFY(script.files.empty());
        QVERIFY(script.text.contains("share a name") && !script.text.contains("\nregulus "));
    }

    // As the first column of a table is read they would have others' names, or none.
    void cellsThatATableCallsOtherwise() {
        for (const char* name : {"sim;1", "a,b", "a\tb", " a", "\"a\"", ""}) {
            ScriptInputs in = inputs({name, "b", "c"});
            in.record.own = {column("mine")};
            QVERIFY2(historyScript(in, "s").files.empty(), name);
        }
    }

    // Columns and maps are needed by what follows; a table or figure is not.
    void whatFailsKeepsNoOtherFromRunning() {
        ScriptInputs in = inputs({"a", "b", "c"});
        in.record.own = {column("leiden", leiden_recipe)};
        in.record.coloring = Coloring::column("leiden");
        in.record.view.embedding = "X_umap";
        const QString text = historyScript(in, "s").text;
        for (const QString& line : text.split(QRegularExpression("(?<!\\\\)\n")))
            if (line.startsWith("regulus "))
                QCOMPARE(line.endsWith("|| failed=1"), line.startsWith("regulus figure"));
        QVERIFY(text.endsWith("\nexit \"${failed:-0}\"\n"));
    }

    void gatesThatNoCommandDrawsAreSaid() {
        ScriptInputs in = inputs({"a", "b", "c"});
        in.record.gates = {{1, 0, "Gate 1", "X_umap:1", "X_umap:2", false, {{0, 0}, {1, 0.5}, {2, 2}}}};
        const QString text = historyScript(in, "s").text;
        QVERIFY2(text.contains("# Gate 1=0,0,1,0.5,2,2, on X_umap:1 and X_umap:2\n"), qPrintable(text));
    }

    // Data that are a script's own file have these columns already.
    void sidesHaveNamesOfTheirOwn() {
        ScriptInputs in = inputs({"a", "b", "c"});
        in.record.own = {column("side A")};
        in.comparing = ComparedBy::Genes;
        in.record.comparison.a = {"", {}, "Selection", CellSet::of(3, std::vector<std::uint32_t>{0, 1})};
        const QString text = historyScript(in, "s").text;
        QVERIFY2(text.contains("--of 'side A (2)=Selection'"), qPrintable(text));
    }

    void gatesOnTheMapAreDrawnByItsCommand() {
        ScriptInputs in = inputs({"a", "b", "c"});
        ShownEmbedding map;
        map.key = "X_umap";
        map.digest = "now";
        map.coordinates = std::make_shared<const Matrix>(3, 2);
        in.mapAxes = coordinatesOf(std::make_shared<const ShownEmbedding>(std::move(map)));
        in.record.own = {column("leiden", leiden_recipe)};
        in.record.coloring = Coloring::column("leiden");
        in.record.view.embedding = "X_umap";
        in.record.gates = {
            {1, 0, "T cells", "X_umap:1", "X_umap:2", true, {{0, 0}, {1, 0.5}}, "now", "now"},
            {2, 0, "swapped", "X_umap:2", "X_umap:1", true, {{0, 1}, {2, 3}}},
            {3, 0, "of before", "X_umap:1", "X_umap:2", true, {{0, 0}, {1, 1}}, "before", "before"},
            {4, 1, "inner", "X_umap:1", "X_umap:2", true, {{0, 0}, {1, 1}}}};
        const QString text = historyScript(in, "s").text;
        const QString command = text.mid(text.indexOf("regulus figure")).section("map.svg", 0, 0);
        QVERIFY2(command.contains("--gate 'T cells=0,0,1,0.5'"), qPrintable(command));
        QVERIFY2(command.contains("--gate swapped=1,0,3,2"), qPrintable(command));
        QVERIFY(!command.contains("before") && !command.contains("inner"));
        const QString left = text.mid(text.indexOf("Gates that no command draws"));
        QVERIFY2(left.contains("# of before=") && left.contains("# inner=") && !left.contains("T cells="),
                 qPrintable(text));
    }

    // Only a script that is replaced gives its files away, and never the data.
    void otherFilesStay() {
        QTemporaryDir folder;
        ScriptInputs in = inputs({"a", "b", "c"});
        Job job;
        const QString script = folder.filePath("a b.sh"), other = folder.filePath("a b.cells.h5ad");
        QFile file(other);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        QVERIFY_EXCEPTION_THROWN(writeHistoryScript(in, script, job), Error);
        QVERIFY(!QFile::exists(script) && file.remove());
        writeHistoryScript(in, script, job);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        writeHistoryScript(in, script, job);
        QCOMPARE(QDir(folder.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot).size(),
                 qsizetype(2));
        for (const bool prior : {false, true}) {
            in = inputs({"a", "b", "c"});
            (prior ? in.record.prior : in.record.data) = folder.filePath("link.h5ad");
            QFile::link(other, folder.filePath("link.h5ad"));
            QVERIFY_EXCEPTION_THROWN(writeHistoryScript(in, script, job), Error);
        }
    }

    void aCancelLeavesNoScript() {
        QTemporaryDir folder;
        ScriptInputs in = inputs({"a", "b", "c"});
        Job job;
        job.cancel();
        QVERIFY_EXCEPTION_THROWN(writeHistoryScript(in, folder.filePath("s.sh"), job), Cancelled);
        QVERIFY(QDir(folder.path()).isEmpty());
    }
};

QTEST_MAIN(TestHistoryScript)
#include "tst_history_script.moc"
