#include <QDir>
#include <QFile>
#include <QTest>

#include "tests/app/command_line/run_regulus.h"

using namespace regulus::test;

namespace {

// Damaged and unsuitable variants of data.h5ad, made by programs other than Regulus.
const char* const make_bad_files = R"(
import sys, numpy as np, anndata, h5py, shutil, os
folder = sys.argv[1]
source = folder + '/data.h5ad'
def read(): return anndata.read_h5ad(source)
a = read(); a.obs['one'] = 'same'; a.obs['half'] = ['A' if i % 2 else 'unknown' for i in range(a.n_obs)]
a.obs['lonely'] = ['rare' if i == 7 else ('A' if i % 2 else 'B') for i in range(a.n_obs)]
a.obs['barcode'] = ['c%d' % i for i in range(a.n_obs)]
a.obs['number'] = np.random.default_rng(0).normal(size=a.n_obs)
a.write(folder + '/labels.h5ad')
a = read(); a.X = a.X.astype('float32'); a.X.data[12345 % a.X.nnz] = np.nan; a.write(folder + '/nan.h5ad')
a = read(); names = list(a.var_names); names[3] = names[2]; a.var_names = names; a.write(folder + '/duplicates.h5ad')
a = read(); a.var_names = ['X%d' % i for i in range(a.n_vars)]; a.write(folder + '/foreign.h5ad')
a = read(); a.var_names = [n.capitalize() for n in a.var_names]; a.write(folder + '/mouse.h5ad')
anndata.AnnData(obs=read().obs).write(folder + '/nox.h5ad')
read()[:0].copy().write(folder + '/nocells.h5ad')
data = open(source, 'rb').read()
open(folder + '/truncated.h5ad', 'wb').write(data[:len(data) // 2])
open(folder + '/text.h5ad', 'w').write('this is no HDF5 file\n' * 50)
open(folder + '/empty.h5ad', 'w')
with h5py.File(folder + '/other.h5ad', 'w') as f: f['table'] = [1, 2, 3]
open(folder + '/model.safetensors', 'wb').write(b'\x20\0\0\0\0\0\0\0{"broken":')
open(folder + '/gmt.csv', 'w').write('a,b\n')
)";

}  // namespace

class TestBadInput : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void usage_data();
    void usage();
    void files_data();
    void files();
    void training_data();
    void training();
    void oddDataAreLearnedFrom_data();
    void oddDataAreLearnedFrom();
    void unwritableOutputsAreFoundFirst();
    void inputsAreNeverReplaced();
    void errorsAreJsonToo();
    void nothingIsHalfWritten();

  private:
    QString at(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    QTemporaryDir m_folder;
};

void TestBadInput::initTestCase() {
    REGULUS_NEED_PYTHON("anndata", "h5py");
    QVERIFY(simulate_into(m_folder));
    const auto made = run_python(QString::fromUtf8(make_bad_files), {m_folder.path()});
    QVERIFY2(made.exit_code == 0, qPrintable(made.errors));
}

void TestBadInput::usage_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("words");
    QTest::newRow("unknown option") << QStringList{"info", "x.h5ad", "--colour-of-magic"}
                                    << "--colour-of-magic";
    QTest::newRow("unknown command") << QStringList{"explode"} << "No command or file is called";
    QTest::newRow("missing file") << QStringList{"info"} << "FILE is required";
    QTest::newRow("one too many") << QStringList{"info", "a.h5ad", "b.h5ad"} << "unexpected argument";
    QTest::newRow("two commands") << QStringList{"info", "a.h5ad", "train"} << "";
    QTest::newRow("not a number") << QStringList{"simulate", "--cells", "many", "--out", "x.h5ad"} << "many";
    QTest::newRow("no cells") << QStringList{"simulate", "--cells", "0", "--out", "x.h5ad"}
                              << "cells must be";
    QTest::newRow("threads") << QStringList{"info", "x.h5ad", "--threads", "0"} << "threads";
    const QStringList train{"train", "--data", "d", "--labels", "l", "--prior", "p", "--out", "o"};
    QTest::newRow("mask") << train + QStringList{"--mask", "theatre"} << "theatre";
    QTest::newRow("preset") << train + QStringList{"--preset", "eternal"} << "eternal";
    QTest::newRow("fraction") << train + QStringList{"--label-fraction", "1.5"} << "1.5";
    QTest::newRow("ending") << QStringList{"predict", "--data", "d", "--model", "m", "--out", "x.docx"}
                            << ".csv";
    QTest::newRow("figure ending") << QStringList{"figure", "--data", "d", "--out", "x.docx"} << "png";
    QTest::newRow("heatmap without model")
        << QStringList{"figure", "--data", "d", "--view", "heatmap", "--out", "x.png"} << "--model";
    QTest::newRow("view") << QStringList{"figure", "--data", "d", "--view", "hologram", "--out", "x.png"}
                          << "hologram";
}

void TestBadInput::usage() {
    QFETCH(QStringList, arguments);
    QFETCH(QString, words);
    const Ran ran = run(arguments);
    QVERIFY2(ran.exit_code == 2, ran.all().c_str());
    QVERIFY2(ran.errors.contains(words), ran.all().c_str());
    QVERIFY2(ran.output.isEmpty(), ran.all().c_str());
}

void TestBadInput::files_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("code");
    QTest::newRow("truncated") << "truncated.h5ad" << 3;
    QTest::newRow("text") << "text.h5ad" << 3;
    QTest::newRow("empty") << "empty.h5ad" << 3;
    QTest::newRow("another HDF5 file") << "other.h5ad" << 3;
    QTest::newRow("not there") << "nothing.h5ad" << 3;
    QTest::newRow("folder") << "." << 3;
    QTest::newRow("broken model") << "model.safetensors" << 3;
}

void TestBadInput::files() {
    QFETCH(QString, file);
    QFETCH(int, code);
    const Ran ran = run({"info", m_folder.filePath(file), "--json"});
    QVERIFY2(ran.exit_code == code, ran.all().c_str());
    QVERIFY2(!ran.json_broken && ran.last()["error"]["exit_code"] == code, ran.all().c_str());
    // One message of ours, and none of a library's.
    QVERIFY2(ran.errors.startsWith("regulus: ") && ran.errors.count('\n') == 1, ran.all().c_str());
    QVERIFY2(ran.errors.contains(file == QStringLiteral(".") ? m_folder.path() : file), ran.all().c_str());
}

void TestBadInput::training_data() {
    QTest::addColumn<QString>("data");
    QTest::addColumn<QString>("labels");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("words");
    QTest::newRow("no such column") << "labels.h5ad"
                                    << "celltype" << 2 << "cell_type (4 values)";
    QTest::newRow("one class") << "labels.h5ad"
                               << "one" << 4 << "only one class: same";
    QTest::newRow("one class and unknown") << "labels.h5ad"
                                           << "half" << 4 << "only one class: A";
    QTest::newRow("measurements") << "labels.h5ad"
                                  << "number" << 4 << "measurements";
    QTest::newRow("a class a cell") << "labels.h5ad"
                                    << "barcode" << 4 << "No class has two labelled cells";
    QTest::newRow("no cells") << "nocells.h5ad"
                              << "cell_type" << 4 << "no cells";
    QTest::newRow("no X") << "nox.h5ad"
                          << "cell_type" << 4 << "neither counts nor log-normalised";
    QTest::newRow("truncated") << "truncated.h5ad"
                               << "cell_type" << 3 << "incomplete";
    QTest::newRow("no overlap") << "foreign.h5ad"
                                << "cell_type" << 4 << "No edge of the prior connects";
    QTest::newRow("mouse") << "mouse.h5ad"
                           << "cell_type" << 4 << "mouse";
    QTest::newRow("NaN") << "nan.h5ad"
                         << "cell_type" << 4 << "NaN";
    QTest::newRow("donor column") << "data.h5ad"
                                  << "cell_type" << 2 << "patient";
}

void TestBadInput::training() {
    QFETCH(QString, data);
    QFETCH(QString, labels);
    QFETCH(int, code);
    QFETCH(QString, words);
    const QString out = at("never.safetensors");
    QStringList arguments{"train",         "--data", m_folder.filePath(data),
                          "--labels",      labels,   "--prior",
                          at("prior.csv"), "--out",  out};
    if (words == "patient")
        arguments << "--split-by"
                  << "patient";
    const Ran ran = run(arguments);
    QVERIFY2(ran.exit_code == code, ran.all().c_str());
    QVERIFY2(ran.errors.contains(words), ran.all().c_str());
    QVERIFY(!QFile::exists(out));
}

void TestBadInput::oddDataAreLearnedFrom_data() {
    QTest::addColumn<QString>("data");
    QTest::addColumn<QString>("labels");
    QTest::addColumn<QString>("warning");
    QTest::newRow("a class with one cell") << "labels.h5ad"
                                           << "lonely"
                                           << "single cell, used for training and not tested: rare";
    QTest::newRow("duplicate gene names") << "duplicates.h5ad"
                                          << "cell_type"
                                          << "Duplicate names of genes: 1, first ";
}

void TestBadInput::oddDataAreLearnedFrom() {
    QFETCH(QString, data);
    QFETCH(QString, labels);
    QFETCH(QString, warning);
    const QString out = at("odd.safetensors");
    const Ran ran = run({"train", "--data", m_folder.filePath(data), "--labels", labels, "--prior",
                         at("prior.csv"), "--preset", "quick", "--out", out});
    QVERIFY2(ran.exit_code == 0, ran.all().c_str());
    QVERIFY2(ran.errors.count(warning) == 1, ran.all().c_str());
    QVERIFY(QFile::remove(out));
}

void TestBadInput::unwritableOutputsAreFoundFirst() {
    const QString out = at("no/such/folder/model.safetensors");
    // The data do not exist either: what cannot be written is said before anything is read.
    for (const QStringList& arguments :
         {QStringList{"train", "--data", "d", "--labels", "l", "--prior", "p", "--out", out},
          QStringList{"predict", "--data", "d", "--model", "m", "--out", at("no/such/folder/p.csv")},
          QStringList{"explain", "--data", "d", "--model", "m", "--out", at("no/such/folder/p.csv")},
          QStringList{"embed", "--data", "d", "--out", at("no/such/folder/p.csv")},
          QStringList{"figure", "--data", "d", "--out", at("no/such/folder/p.png")},
          QStringList{"simulate", "--out", at("no/such/folder/p.h5ad")},
          QStringList{"demo", "--out", at("data.h5ad")}}) {
        const Ran ran = run(arguments);
        QVERIFY2(ran.exit_code == 6, ran.all().c_str());
    }
    QVERIFY(run({"info", at("data.h5ad"), "--log", m_folder.path()}).exit_code == 6);
}

void TestBadInput::inputsAreNeverReplaced() {
    const QString data = at("data.h5ad"), prior = at("prior.csv");
    for (const QStringList& arguments :
         {QStringList{"embed", "--data", data, "--out", data},
          QStringList{"train", "--data", data, "--labels", "cell_type", "--prior", prior, "--out", prior},
          QStringList{"predict", "--data", data, "--model", at("model.safetensors"), "--out",
                      at("./data.h5ad")}}) {
        const Ran ran = run(arguments);
        QVERIFY2(ran.exit_code == 2 && ran.errors.contains("also an input"), ran.all().c_str());
    }
}

void TestBadInput::errorsAreJsonToo() {
    const Ran ran = run({"info", "--json", "--nonsense"});
    QCOMPARE(ran.exit_code, 2);
    QVERIFY2(!ran.json_broken && ran.last()["error"]["kind"] == "usage", ran.all().c_str());
    const Ran duplicates = run({"info", at("duplicates.h5ad"), "--json"});
    QVERIFY2(duplicates.exit_code == 0, duplicates.all().c_str());
    QCOMPARE(duplicates.last()["gene_names"]["duplicates"].get<int>(), 1);
    QVERIFY(!duplicates.last()["warnings"].empty());
}

// After everything above: no temporary file is left in the folder.
void TestBadInput::nothingIsHalfWritten() {
    const QStringList known{"data.h5ad",         "prior.csv",    "labels.h5ad", "nan.h5ad",
                            "duplicates.h5ad",   "foreign.h5ad", "mouse.h5ad",  "nox.h5ad",
                            "truncated.h5ad",    "text.h5ad",    "empty.h5ad",  "other.h5ad",
                            "model.safetensors", "gmt.csv",      "nocells.h5ad"};
    for (const QString& name : QDir(m_folder.path()).entryList(QDir::Files | QDir::Hidden)) {
        QVERIFY2(known.contains(name), qPrintable(name));
    }
}

QTEST_GUILESS_MAIN(TestBadInput)
#include "tst_bad_input.moc"
