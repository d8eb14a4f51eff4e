#include <QFile>
#include <QTest>
#include <algorithm>

#include "tests/app/command_line/run_regulus.h"

using namespace regulus::test;

namespace {

// Of a file with gene identifiers for an index: a mapping from those to its symbols, and of a simulated one
// copies whose index is identifiers, with and without a column of symbols.
const char* const map_own_symbols = R"(
import sys, anndata
a = anndata.read_h5ad(sys.argv[1], backed="r")
with open(sys.argv[2], "w") as f:
    f.write("from\tto\n")
    for i, s in zip(a.var_names, a.var.feature_name.astype(str)):
        f.write(i + "\t" + s + "\n")
)";
const char* const rename_genes = R"(
import sys, anndata
a = anndata.read_h5ad(sys.argv[1])
symbols = list(a.var_names)
ids = ["ENSG%011d.%d" % (i + 1, i % 9 + 1) for i in range(len(symbols))]
a.var_names = ids
a.write_h5ad(sys.argv[3])
a.var["my_symbols"] = symbols
a.write_h5ad(sys.argv[2])
with open(sys.argv[4], "w") as f:
    for i, s in zip(ids, symbols):
        f.write(i.split(".")[0] + "\t" + s + "\n")
with open(sys.argv[5], "w") as f:
    f.write("source,target,weight\n")
    for line in open(sys.argv[6]).read().split("\n")[1:]:
        if line:
            f.write(line.split(",")[0].lower() + "," + line.split(",")[1].lower() + ",1\n")
)";

// The entry of gene_choices for a column, compared so.
nlohmann::json choice(const nlohmann::json& info, const std::string& column, const std::string& match,
                      bool mapped) {
    for (const auto& entry : info.value("gene_choices", nlohmann::json::array())) {
        if (entry["column"] == column && entry["match"] == match && entry["mapped"] == mapped) return entry;
    }
    return {};
}

}  // namespace

class TestGenes : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    QString at(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    void write(const char* name, const QByteArray& content) const {
        QFile file(at(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }
    QStringList train(const QString& data, const QString& prior, const QString& out) const {
        return {"train", "--data",   data,    "--labels", "cell_type", "--prior",
                prior,   "--preset", "quick", "--out",    out,         "--json"};
    }

  private Q_SLOTS:
    void everyChoiceIsListedAndTheBetterOneProposed() {
        const QString data = data_file("fetal_brain/test.h5ad"), prior = data_file("priors/collectri.csv");
        REGULUS_NEED_DATA(data);
        REGULUS_NEED_PYTHON("anndata");
        const auto made = run_python(QString::fromUtf8(map_own_symbols), {data, at("own.tsv")});
        QVERIFY2(made.exit_code == 0, qPrintable(made.errors));
        const Ran usual = run({"info", data, "--prior", prior, "--gene-map", at("own.tsv"), "--json"});
        QVERIFY2(usual.exit_code == 0 && !usual.json_broken, usual.all().c_str());
        QCOMPARE(usual.last()["gene_names"]["species"].get<std::string>(), std::string("human"));
        // The file's own symbols, and its identifiers through the mapping made from them: the README's count.
        QCOMPARE(choice(usual.last(), "feature_name", "exact", false)["edges"].get<int>(), 1011);
        QCOMPARE(choice(usual.last(), "index", "exact", true)["edges"].get<int>(), 1011);
        QCOMPARE(choice(usual.last(), "index", "exact", true)["tfs"].get<int>(), 98);
        int used = 0;
        const auto listed = usual.last()["gene_choices"];
        for (const auto& entry : listed) used += entry["used"].get<bool>();
        QCOMPARE(used, 1);
        const Ran mapped = run({"info", data, "--prior", prior, "--gene-map", at("own.tsv"), "--gene-column",
                                "index", "--json"});
        QVERIFY2(mapped.exit_code == 0, mapped.all().c_str());
        QCOMPARE(mapped.last()["prior"]["edges"].get<int>(), 1011);
        QCOMPARE(mapped.last()["prior"]["tfs_min5"].get<int>(), 49);
        QVERIFY(choice(mapped.last(), "index", "exact", true)["used"].get<bool>());
        // Without the mapping identifiers meet nothing, and the column that does is named.
        const Ran bare = run({"info", data, "--prior", prior, "--gene-column", "index"});
        QVERIFY2(bare.exit_code == 0, bare.all().c_str());
        QVERIFY2(bare.errors.contains("--gene-column feature_name would use 1,011 edges instead of 0"),
                 bare.all().c_str());
    }
    void mouseDataAreToldFromAHumanPrior() {
        const QString data = data_file("mouse_cortex/mouse_cortex_zeisel200.h5ad");
        const QString human = data_file("priors/trrust_rawdata.human.tsv");
        const QString mouse = data_file("priors/trrust_rawdata.mouse.tsv");
        REGULUS_NEED_DATA(data);
        const Ran same = run({"info", data, "--prior", mouse, "--json"});
        QVERIFY2(same.exit_code == 0, same.all().c_str());
        QCOMPARE(same.last()["gene_names"]["species"].get<std::string>(), std::string("mouse"));
        QCOMPARE(same.last()["prior"]["edges"].get<int>(), 1);
        QCOMPARE(same.last()["prior"]["species"].get<std::string>(), std::string());
        const Ran other = run({"info", data, "--prior", human, "--json"});
        QVERIFY2(other.exit_code == 0, other.all().c_str());
        QCOMPARE(other.last()["prior"]["edges"].get<int>(), 0);
        const QString note = QString::fromStdString(other.last()["prior"]["species"].get<std::string>());
        QVERIFY2(note.contains("Choose a mouse prior") && note.contains("orthologs"), qPrintable(note));
        // Without case: what is counted is what python counts.
        const Ran letters = run({"info", data, "--prior", human, "--gene-match", "case", "--json"});
        QVERIFY2(letters.exit_code == 0, letters.all().c_str());
        REGULUS_NEED_PYTHON("anndata");
        const auto counted = run_python(
            "import sys, anndata\n"
            "g = {x.upper() for x in anndata.read_h5ad(sys.argv[1]).var_names}\n"
            "e = {tuple(l.split('\\t')[:2]) for l in open(sys.argv[2])}\n"
            "print(sum(a.upper() in g and b.upper() in g for a, b in e))",
            {data, human});
        QCOMPARE(letters.last()["prior"]["edges"].get<int>(), counted.output.trimmed().toInt());
    }
    void aModelFindsItsGenesUnderOtherNames() {
        REGULUS_NEED_PYTHON("anndata");
        QVERIFY(simulate_into(m_folder, 300));
        const auto made =
            run_python(QString::fromUtf8(rename_genes), {at("data.h5ad"), at("column.h5ad"), at("ids.h5ad"),
                                                         at("map.tsv"), at("small.csv"), at("prior.csv")});
        QVERIFY2(made.exit_code == 0, qPrintable(made.errors));
        const Ran trained = run(train(at("data.h5ad"), at("prior.csv"), at("m.safetensors")));
        QVERIFY2(trained.exit_code == 0, trained.all().c_str());
        const int edges = trained.last()["edges"].get<int>();
        // The same edges through a mapping from identifiers with versions, and from a prior in small letters.
        Ran ran = run(train(at("ids.h5ad"), at("prior.csv"), at("n.safetensors")) +
                      QStringList{"--gene-map", at("map.tsv")});
        QVERIFY2(ran.exit_code == 0, ran.all().c_str());
        QCOMPARE(ran.last()["edges"].get<int>(), edges);
        QVERIFY(ran.last()["gene_choice"]["mapped"].get<bool>());
        QCOMPARE(ran.last()["gene_choice"]["column"].get<std::string>(), std::string("index"));
        const Ran described = run({"info", at("n.safetensors"), "--json"});
        QCOMPARE(described.last()["gene_mapping"].get<std::string>(), std::string("map.tsv"));
        ran = run(train(at("data.h5ad"), at("small.csv"), at("s.safetensors")));
        QVERIFY2(ran.exit_code == 4 && ran.errors.contains("Ignoring case"), ran.all().c_str());
        ran = run(train(at("data.h5ad"), at("small.csv"), at("s.safetensors")) +
                  QStringList{"--gene-match", "case"});
        QVERIFY2(ran.exit_code == 0, ran.all().c_str());
        QCOMPARE(ran.last()["edges"].get<int>(), edges);
        // Applied to a copy with identifiers for an index and symbols in a column: found, and said so.
        const auto predict = [&](const char* model, const char* data, const char* out) {
            return run({"predict", "--data", at(data), "--model", at(model), "--in-fold", "--out", at(out),
                        "--json"});
        };
        const auto content = [&](const char* name) {
            QFile file(at(name));
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        const Ran plain = predict("m.safetensors", "data.h5ad", "p.csv");
        const Ran column = predict("m.safetensors", "column.h5ad", "q.csv");
        QVERIFY2(plain.exit_code == 0 && column.exit_code == 0, column.all().c_str());
        QCOMPARE(column.last()["genes_found"].get<int>(), plain.last()["genes_model"].get<int>());
        QCOMPARE(column.last()["gene_source"].get<std::string>(), std::string("my_symbols"));
        // The column is found by what is in it: there is no other way to warn of.
        QVERIFY2(!column.errors.contains("genes match by"), column.all().c_str());
        QVERIFY(!content("p.csv").isEmpty());
        // Cells are known again by names and genes: which were trained on is said of the same file alone.
        QByteArrayList lines = content("p.csv").split('\n');
        QVERIFY(lines.first().startsWith("cell,prediction,probability,assigned,prediction_set,split,"));
        for (QByteArray& line : lines) {
            QByteArrayList fields = line.split(',');
            if (fields.size() > 5) {
                fields.removeAt(5);   // split
                fields.removeLast();  // out_of_fold
            }
            line = fields.join(',');
        }
        QCOMPARE(content("q.csv"), lines.join('\n'));
        QVERIFY2(plain.errors.contains("marks the") && column.errors.contains("is not known"),
                 (plain.all() + column.all()).c_str());
        // A figure says where a gene is that it does not know.
        const auto figure = [&](const QString& color, const QStringList& more = {}) {
            return run(QStringList{"figure", "--data", at("column.h5ad"), "--color-by", color, "--out",
                                   at("f.png")} +
                       more);
        };
        for (const char* color : {"ENSG00000000001", "gene:ENSG00000000001"}) {
            const Ran named = figure(color);
            QVERIFY2(named.exit_code == 2 && named.errors.contains("add --gene-column index"),
                     named.all().c_str());
        }
        QVERIFY(figure("nothing").errors.contains("--gene-column"));
        QVERIFY2(figure("ENSG00000000001", {"--gene-column", "index"}).exit_code == 0, "figure");
        // Without symbols a mapping is needed, and a model that was made with one says which.
        const Ran lost = predict("n.safetensors", "ids.h5ad", "r.csv");
        QVERIFY2(lost.exit_code == 5 && lost.errors.contains("map.tsv"), lost.all().c_str());
        const Ran found = run({"explain", "--data", at("ids.h5ad"), "--model", at("n.safetensors"), "--out",
                               at("e.csv"), "--gene-map", at("map.tsv"), "--json"});
        QVERIFY2(found.exit_code == 0, found.all().c_str());
        QCOMPARE(found.last()["genes_found"].get<int>(), found.last()["genes_model"].get<int>());
        QVERIFY(found.last()["gene_mapped"].get<bool>());
        const QStringList map{"embed", "--data",   at("ids.h5ad"), "--model", at("n.safetensors"),
                              "--out", at("u.csv")};
        QCOMPARE(run(map).exit_code, 5);
        QVERIFY(!QFile::exists(at("u.csv")));
        QCOMPARE(run(map + QStringList{"--gene-map", at("map.tsv")}).exit_code, 0);
    }
    void hostileMappingFilesAreRefused_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("one column") << QByteArray("A\nB\nC\n");
        QTest::newRow("binary") << QByteArray("\x89HDF\r\n\x1a\n\0\0\0\0\xff\xfe\0\0", 16);
        QTest::newRow("broken gzip") << QByteArray("\x1f\x8b\x08\0\0\0\0\0\0\3garbage garbage", 25);
        QTest::newRow("one endless line") << QByteArray(8 << 20, 'x');
        QTest::newRow("nothing but names") << QByteArray("from\tto\n");
    }
    void hostileMappingFilesAreRefused() {
        QFETCH(QByteArray, content);
        QTemporaryDir folder;
        QVERIFY(simulate_into(folder, 60));
        write("hostile.tsv", content);
        for (const char* command : {"info", "train"}) {
            QStringList arguments =
                command == std::string("info")
                    ? QStringList{"info", folder.filePath("data.h5ad")}
                    : train(folder.filePath("data.h5ad"), folder.filePath("prior.csv"), at("no.safetensors"));
            arguments << "--gene-map" << at("hostile.tsv");
            const Ran ran = run(arguments);
            QVERIFY2(ran.exit_code == 3 && ran.errors.contains("hostile.tsv"), ran.all().c_str());
        }
        QVERIFY(!QFile::exists(at("no.safetensors")));
    }
    void optionsWithoutSenseAreRefused() {
        QTemporaryDir folder;
        QVERIFY(simulate_into(folder, 60));
        const QString data = folder.filePath("data.h5ad"), prior = folder.filePath("prior.csv");
        QCOMPARE(run({"info", data, "--gene-match", "roughly"}).exit_code, 2);
        QCOMPARE(run({"info", data, "--gene-column", "nothing"}).exit_code, 2);
        QCOMPARE(run({"info", data, "--gene-map", at("nothing.tsv")}).exit_code, 3);
        write("map.txt", "A\tB\n");
        QCOMPARE(run(train(data, prior, at("map.txt")) + QStringList{"--gene-map", at("map.txt")}).exit_code,
                 2);
        QFile file(at("map.txt"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("A\tB\n"));
    }
};

QTEST_GUILESS_MAIN(TestGenes)
#include "tst_genes.moc"
