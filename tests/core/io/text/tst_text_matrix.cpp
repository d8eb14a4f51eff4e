// Expression matrices as delimited text in the ways that R, pandas and spreadsheets write them, and what must
// be refused.
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <fstream>

#include "core/base/memory.h"
#include "core/base/random.h"
#include "core/io/text/text_matrix_reader.h"
#include "tests/core/io/dataset_dump.h"
#include "tests/core/io/store_examples.h"
#include "tests/core/io/text_reader_checks.h"
#include "tests/support/test_data.h"

using namespace regulus;
using test::qs;

namespace {

// argv: folder. Files, and NAME.json of each: cells, genes, dense values, columns, words of the warnings.
const char* const make_variants = R"PY(
import csv, gzip, io, json, sys
import numpy as np, pandas as pd
out = sys.argv[1] + "/"
rng = np.random.default_rng(5)
genes = ["AL627309.1", "CD3D", "LYZ", "MS4A1", "RPL5", "HLA-A", "NKG7", "ZNF19"]
odd = ["Q%s" % c for c in "abcdefgh"]
cells = ["%s-1" % "".join(rng.choice(list("ACGT"), 14)) for _ in range(11)]
counts = rng.poisson(0.8, (11, 8)).astype(float); counts[0, 0] = 3; counts[3, 3] = 123456789
reals = np.where(rng.random((11, 8)) < 0.4, 0, rng.normal(size=(11, 8)) * 10.0 ** rng.integers(-6, 5, (11, 8)))
def table(m=counts, cells=cells, genes=genes): return pd.DataFrame(m, index=cells, columns=genes)
def ints(frame): return frame.astype(int)
def save(name, text, frame, columns={}, axis="obs", warnings=()):
    data = text if isinstance(text, bytes) else text.encode()
    open(out + name, "wb").write(gzip.compress(data) if name.endswith(".gz") else data)
    json.dump({"cells": [str(c) for c in frame.index], "genes": list(frame.columns), "dense": frame.values.tolist(),
               "columns": {k: [str(x) for x in v] for k, v in columns.items()}, "axis": axis, "warnings": list(warnings)}, open(out + name + ".json", "w"))
t, r = table(), table(reals)
save("cells.csv", ints(t).to_csv(), t)
save("genes.csv", ints(t.T).to_csv(), t)
save("cells.tsv.gz", ints(t).to_csv(sep="\t"), t)
save("genes.txt", r.T.to_csv(sep="\t"), r)
save("floats.csv", t.to_csv(), t)
save("exponents.csv", r.to_csv(float_format="%.9e"), r.applymap(lambda v: float("%.9e" % v)))
save("plus.csv", r.to_csv(float_format="%+.17g"), r)
save("semicolon.csv", r.to_csv(sep=";", decimal=",", float_format="%.17g"), r)
save("semicolon_points.csv", r.to_csv(sep=";"), r)
save("decimal_comma.tsv", r.to_csv(sep="\t", decimal=",", float_format="%.17g"), r)
def r_table(frame, sep): # write.table, write.csv without a name above the names of rows
    q = lambda s: '"%s"' % s
    return sep.join(map(q, frame.columns)) + "\n" + "".join(sep.join([q(i)] + ["%r" % v for v in row]) + "\n" for i, row in zip(frame.index, frame.values))
save("r_blank.txt", r_table(t.T, " "), t)
save("r_tab.txt", r_table(r, "\t"), r)
save("r_comma.csv.gz", r_table(r.T, ","), r)
save("quoted.csv", r.to_csv(quoting=csv.QUOTE_ALL), r)
save("aligned.txt", t.T.to_string().replace("AL627309.1", "AL627309.1").split("\n", 1)[0].strip() + "\n" + t.T.to_string().split("\n", 1)[1], t)
save("mark.csv", b"\xef\xbb\xbf" + t.to_csv().encode(), t)
save("crlf.csv", t.to_csv(lineterminator="\r\n") if "lineterminator" in pd.DataFrame.to_csv.__code__.co_varnames else t.to_csv(line_terminator="\r\n"), t)
save("cr.csv", t.to_csv().replace("\n", "\r"), t)
save("no_last_end.csv", t.to_csv().rstrip("\n"), t)
save("blank_lines.csv", "\n\n" + t.to_csv().replace("\n", "\n\n"), t)
save("comments.csv", "# made by a program\n#and more,2\n" + t.to_csv(), t)
named = table(genes=['a"b"', "x,y", "MT-ND1", "RPS3", "CD8A", "IL2", " blank ", "CCL5"])
save("odd_names.csv", named.to_csv(), named.rename(columns={" blank ": "blank"}))
one_more = t.copy(); one_more.insert(0, "cell_type", ["T", "B"] * 5 + ["T"]); one_more["batch"] = ["x"] * 10 + ["y"]
save("labels.csv", one_more.to_csv(), t, {"cell_type": one_more.cell_type, "batch": one_more.batch})
by_gene = ints(t.T); by_gene.insert(0, "gene_id", ["ENSG%011d" % i for i in range(8)]); by_gene.insert(1, "length", range(100, 108)); by_gene.insert(2, "strand", list("+-+-+-+-"))
save("ids.tsv", by_gene.to_csv(sep="\t", index_label="gene"), t, {"gene_id": by_gene.gene_id, "length": by_gene.length, "strand": by_gene.strand}, "var")
gap = r.astype(object); gap.iloc[4] = np.nan; gap["ZNF19"] = np.nan
save("gaps.csv", gap.to_csv(na_rep="NA"), r.drop(index=cells[4]).drop(columns="ZNF19"), warnings=["Rows without values were left out: 1", "Columns without values were left out: 1"])
save("empty_gaps.csv", gap.to_csv(), r.drop(index=cells[4]).drop(columns="ZNF19"), warnings=["Rows without", "Columns without"])
save("trailing.csv", t.to_csv().replace("\n", ",\n"), t, warnings=["Columns without values were left out: 1"])
save("numbered.csv", t.reset_index(drop=True).to_csv(), t.reset_index(drop=True))
save("no_index.csv", t.to_csv(index=False), t.reset_index(drop=True), warnings=["The rows have no names"])
ens = table(genes=["ENSMUSG%011d" % i for i in range(8)], cells=["P%d" % i for i in range(11)])
save("ensembl.csv", ens.T.to_csv(), ens)
save("ensembl_cells.csv", ens.to_csv(), ens)
mouse = table(genes=["Xkr4", "Rpl7", "Sox17", "Gm1992", "Mrpl15", "Lypla1", "Tcea1", "Rgs20"], cells=["d1.%d" % i for i in range(11)])
save("mouse.tsv", mouse.to_csv(sep="\t"), mouse)
save("mouse_genes.tsv", mouse.T.to_csv(sep="\t"), mouse)
save("header_tells.csv", table(genes=odd, cells=["k%s" % c for c in "abcdefghijk"]).to_csv(index_label="Cell_ID"), table(genes=odd, cells=["k%s" % c for c in "abcdefghijk"]))
plain = table(genes=odd, cells=["k%s" % c for c in "abcdefghijk"])
save("nothing_tells.csv", plain.T.to_csv(), plain, warnings=["rows were read as genes"])
twice = table(genes=["CD3D"] * 3 + genes[3:], cells=[cells[0]] + cells[:-1])
save("repeated.csv", twice.to_csv(), twice, warnings=["Duplicate names of cells: 1", "Duplicate names of genes: 2, first CD3D"])
big = pd.DataFrame(np.where(rng.random((301, 977)) < 0.7, 0, rng.gamma(1, 3, (301, 977))), index=["c%d" % i for i in range(301)], columns=["RPL%d" % i for i in range(977)])
save("big.csv.gz", big.to_csv(), big)
save("big_genes.csv.gz", big.T.to_csv(), big)
)PY";

QStringList as_text(const Column& column) {
    QStringList texts;
    if (const auto* numbers = column.numeric()) {
        for (const double value : numbers->values) texts << QString::number(value, 'g', 17);
    } else if (const auto* categories = column.categorical()) {
        for (const auto code : categories->codes) texts << qs(categories->categories[std::size_t(code)]);
    } else if (const auto* text = column.text()) {
        for (const auto& value : text->values) texts << qs(value);
    }
    return texts;
}

std::string outcome(const std::string& path, std::size_t max_bytes = std::size_t{16} << 20U) {
    Job job;
    ReadOptions options;
    options.max_bytes = max_bytes;
    options.cache.folder.clear();
    (void)looks_like_text_matrix(path, job, options);
    return test::outcome_of([&] { return read_text_matrix(path, options, job); });
}

}  // namespace

class TextMatrixTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    bool m_made = false;

    std::string at(const QString& name) const { return m_folder.filePath(name).toStdString(); }

  private Q_SLOTS:
    void initTestCase() {
        if (!test::python_has({"pandas"})) return;
        const auto made = test::run_python(make_variants, {m_folder.path()});
        QVERIFY2(made.exit_code == 0, qPrintable(made.errors));
        m_made = true;
    }
    void variants_data() {
        QTest::addColumn<QString>("file");
        const QStringList files = QDir(m_folder.path()).entryList({"*.json"});
        if (files.isEmpty()) QTest::newRow("none") << QString();
        for (const QString& file : files) QTest::newRow(qPrintable(file.chopped(5))) << file.chopped(5);
    }
    void variants() {
        if (!m_made) QSKIP("Debian's python3 or pandas is missing");
        QFETCH(QString, file);
        const auto want =
            QJsonDocument::fromJson(QByteArray::fromStdString(test::bytes_of_file(at(file + ".json"))))
                .object();
        Job job;
        QVERIFY(looks_like_text_matrix(at(file), job));
        const auto data = read_text_matrix(at(file), {}, job);
        const Assay& x = data->assays.at(0);
        QCOMPARE(test::json_of(data->obs.index), want["cells"].toArray());
        QJsonArray genes = want["genes"].toArray();
        for (auto gene : genes) gene = gene.toString();
        QCOMPARE(test::json_of(x.var->index), genes);
        const Matrix dense = to_dense(x.matrix->block(0, x.matrix->cells()));
        const QJsonArray rows = want["dense"].toArray();
        QCOMPARE(dense.rows, std::size_t(rows.size()));
        for (std::size_t r = 0; r < dense.rows; ++r) {
            const QJsonArray row = rows[int(r)].toArray();
            for (std::size_t c = 0; c < dense.cols; ++c) QCOMPARE(dense(r, c), float(row[int(c)].toDouble()));
        }
        const QJsonArray warnings = want["warnings"].toArray();
        QVERIFY2(data->warnings.size() == std::size_t(warnings.size()),
                 data->warnings.empty() ? "none" : data->warnings.front().c_str());
        for (int i = 0; i < warnings.size(); ++i) {
            QVERIFY2(qs(data->warnings[std::size_t(i)]).contains(warnings[i].toString()),
                     data->warnings[std::size_t(i)].c_str());
        }
        const QJsonObject columns = want["columns"].toObject();
        const Table& annotated = want["axis"].toString() == "obs" ? data->obs : *x.var;
        QCOMPARE(data->obs.columns.size() + x.var->columns.size(), std::size_t(columns.size()));
        for (const QString& name : columns.keys()) {
            const Column* column = annotated.find(name.toStdString());
            QVERIFY2(column != nullptr, qPrintable(name));
            QStringList texts;
            for (const auto value : columns[name].toArray()) texts << value.toString();
            QCOMPARE(as_text(*column), texts);
        }
    }
    void options_say_what_rows_are() {
        test::write_bytes(at("square.csv"), ",CD3D,LYZ\nRPL5,1,2\nRPS3,3,4\n");
        Job job;
        ReadOptions options;
        options.table_rows = TableRows::Cells;
        QCOMPARE(read_text_matrix(at("square.csv"), options, job)->obs.index.at(0), std::string("RPL5"));
        options.table_rows = TableRows::Genes;
        const auto data = read_text_matrix(at("square.csv"), options, job);
        QCOMPARE(data->obs.index.at(0), std::string("CD3D"));
        QVERIFY(data->warnings.empty());
        QCOMPARE(data->assays[0].matrix->block(0, 1).values, (std::vector<float>{1, 3}));
    }
    void real_matrix() {
        const QString path = test::data_file("reference/decoupleR_mat.csv");
        REGULUS_NEED_DATA(path);
        Job job;
        const auto data = read_text_matrix(path.toStdString(), {}, job);
        QCOMPARE(data->cells(), 24U);
        QCOMPARE(data->assays[0].var->size(), 12U);
        QCOMPARE(data->obs.index.at(0), std::string("S01"));
        QVERIFY(data->warnings.empty());
        QTemporaryDir dump;
        test::dump(*data, dump.path());
        const auto compared = test::run_python(R"PY(
import csv, json, sys, numpy as np
rows = list(csv.reader(open(sys.argv[1])))
m = np.array([[float(v) for v in r[1:]] for r in rows[1:]]).T.astype("f4")
d = json.load(open(sys.argv[2] + "/dataset.json")); a = d["assays"][0]
values = np.fromfile(sys.argv[2] + "/" + a["stem"] + "values", "f4").reshape(m.shape)
assert (values == m).all() and d["obs"]["index"] == rows[0][1:] and a["var"]["index"] == [r[0] for r in rows[1:]]
)PY",
                                               {path, dump.path()});
        QVERIFY2(compared.exit_code == 0, qPrintable(compared.errors));
    }
    void recognised_data() {
        QTest::addColumn<bool>("matrix");
        for (const char* prior : {"priors/GSE60361.motifs.csv.gz",
                                  "priors/allTFs_hg38.txt",
                                  "priors/allTFs_mm.txt",
                                  "priors/collectri.csv",
                                  "priors/lambert2018.txt",
                                  "priors/m_TF.gmt",
                                  "priors/reactome.gmt",
                                  "priors/trrust_rawdata.human.tsv",
                                  "priors/trrust_rawdata.mouse.tsv",
                                  "priors/dorothea_hs.tsv",
                                  "priors/dorothea_mm_ABC.tsv",
                                  "reference/decoupleR_net.csv",
                                  "reference/decoupleR_expected_ulm.csv",
                                  "reference/lisi_lisi.tsv.gz",
                                  "reference/lisi_metadata.tsv.gz",
                                  "reference/lisi_x.tsv.gz",
                                  "reference/pbmc_3500_meta.tsv.gz",
                                  "reference/pbmc_3500_pcs.tsv.gz",
                                  "pbmc68k/cell_ranger_hvg.csv",
                                  "pbmc68k/seurat_hvg.csv",
                                  "10x/3.0.0/features.tsv.gz",
                                  "10x/3.0.0/matrix.mtx.gz",
                                  "10x/3.0.0/barcodes.tsv.gz",
                                  "10x/1.2.0_hg19_chr21/matrix.mtx",
                                  "10x/filtered_feature_bc_matrix.h5"}) {
            QTest::newRow(prior) << false;
        }
        QTest::newRow("reference/decoupleR_mat.csv") << true;
    }
    void recognised() {
        const QString path = test::data_file(QString(QTest::currentDataTag()));
        REGULUS_NEED_DATA(path);
        QFETCH(bool, matrix);
        Job job;
        QCOMPARE(looks_like_text_matrix(path.toStdString(), job), matrix);
    }
    void other_tables() {
        Job job;
        const std::pair<const char*, const char*> tables[] = {
            {"adjacencies.tsv", "TF\ttarget\timportance\nSPI1\tLYZ\t3.5\nSPI1\tCST3\t2.5\n"},
            {"signed.csv", "TF,target,importance,regulation,rho\nSPI1,LYZ,3.5,1,0.4\nSPI1,CST3,2.5,1,0.3\n"},
            {"list.txt", "SPI1\nPAX5\n"},
            {"words.txt", "Some words about a file\nthat is no table at all, really\n"},
            {"umap.csv", "UMAP_1,UMAP_2,UMAP_3\n1.5,2,3\n2,3.5,4\n"},
            {"empty.csv", ""}};
        for (const auto& [name, text] : tables) {
            test::write_bytes(at(name), text);
            QVERIFY2(!looks_like_text_matrix(at(name), job), name);
        }
        QVERIFY(!looks_like_text_matrix(at("nothing"), job));
        QVERIFY(!looks_like_text_matrix(at(""), job));
    }
    // A gap is NaN: the table can be looked at, and no model learns from it.
    void gaps_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("place");
        QTest::newRow("NA") << ",a,b\nx,1,2\ny,NA,2\nz,1,2\n"
                            << "line 3, column 2";
        QTest::newRow("nothing") << ",a,b\nx,1,2\ny,,2\nz,1,2\n"
                                 << "line 3, column 2";
        QTest::newRow("in the first row") << ",b,a\nx,1,nan\ny,1,2\nz,1,2\n"
                                          << "line 2, column 3";
        QString late = ",a,b\n";
        for (int i = 0; i < 3000; ++i) late += QString("x%1,%2,2\n").arg(i).arg(i == 1600 ? "NA" : "1");
        QTest::newRow("far from the rows that are looked at") << late << "line 1602, column 2";
    }
    void gaps() {
        QFETCH(const QString, text);
        QFETCH(const QString, place);
        test::write_bytes(at("gaps_inside.csv"), text.toStdString());
        Job job;
        ReadOptions options;
        options.table_rows = TableRows::Cells;
        const auto data = read_text_matrix(at("gaps_inside.csv"), options, job);
        QCOMPARE(data->assays[0].kind, ValueKind::NotFinite);
        QVERIFY2(std::ranges::any_of(data->warnings, [&](const auto& w) { return qs(w).contains(place); }),
                 qPrintable(place));
        const std::size_t b = data->assays[0].var->index[0] == "b" ? 0 : 1;
        QCOMPARE(data->assays[0].matrix->gene(b, job)[1], b == 0 ? 1.0F : 2.0F);
        QVERIFY_EXCEPTION_THROWN(data->assays[0].matrix->gene(1 - b, job), Error);
        QVERIFY_EXCEPTION_THROWN(modelling_assay(*data), Error);
    }
    void refused_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("message");
        QTest::newRow("empty") << ""
                               << "empty";
        QTest::newRow("header") << ",a,b\n"
                                << "only one line";
        QTest::newRow("list") << "CD3D\nLYZ\nRPL5\n"
                              << "one column";
        QTest::newRow("coordinates") << "PC1,PC2,PC3\n1.5,2,3\n"
                                     << "coordinates (PC1 to PC3)";
        QTest::newRow("no header") << "CD3D,1,0\nLYZ,2,3\n"
                                   << "numbers instead of column names";
        QTest::newRow("numbers") << "1.5,2.5\n1,0\n2,3\n"
                                 << "numbers instead of column names";
        QTest::newRow("no numbers") << ",a,b\nx,p,q\ny,r,s\n"
                                    << "no column of numbers";
        QTest::newRow("short line") << ",a,b\nx,1,2\ny,1\nz,1,2\n"
                                    << "line 3";
        QTest::newRow("long line") << ",a,b\nx,1,2\ny,1,2,3\n"
                                   << "4 columns, those before it 3";
        QTest::newRow("word") << ",a,b\nx,1,2\ny,1,2\nz,1,huh\n"
                              << "\"huh\" is not a number (";
        QTest::newRow("place") << ",a,b\nx,1,2\ny,1,2\nz,1,huh\n"
                               << "line 4, column 3 (b)";
        QTest::newRow("infinite") << ",a,b\nx,1,2\ny,inf,2\n"
                                  << "not a number";
        QTest::newRow("too large") << ",a,b\nx,1,2\ny,1e39,2\n"
                                   << "too large";
        QTest::newRow("hex") << ",a,b\nx,1,2\ny,0x10,2\n"
                             << "not a number";
        QTest::newRow("two numbers") << ",a,b\nx,1,2\ny,1 2,2\n"
                                     << "not a number";
        QTest::newRow("open quote") << ",a,b\nx,1,2\ny,\"1,2\n"
                                    << "quotation mark";
        QTest::newRow("zero byte") << QString(",a,b\nx,1,2\ny,1%1,2\n").arg(QChar(0)) << "not text";
        QTest::newRow("nothing there") << ",a,b\nx,NA,NA\ny,NA,NA\n"
                                       << "no row with values";
    }
    void refused() {
        QFETCH(QString, text);
        QFETCH(QString, message);
        test::write_bytes(at("refused.csv"), text.toStdString());
        const std::string said = outcome(at("refused.csv"));
        QVERIFY2(qs(said).contains(message), said.c_str());
        QVERIFY2(said.starts_with("3 ") || said.starts_with("4 "), said.c_str());
    }
    void utf16() {
        test::write_bytes(at("utf16.csv"), std::string("\xff\xfe,\0a\0\n\0", 8));
        QVERIFY(qs(outcome(at("utf16.csv"))).contains("only one line"));  // it is read
        test::write_bytes(at("utf16b.csv"), std::string(",\0a\0,\0b\0\n\0", 10));
        QVERIFY(qs(outcome(at("utf16b.csv"))).contains("not text"));
    }
    void long_lines() {
        std::string header = "gene", row = "CD3D";
        for (int i = 0; i < 700'000; ++i) {
            header += ",cell" + std::to_string(i);
            row += i % 10 == 0 ? ",1" : ",0";
        }
        test::write_bytes(at("long.csv"), header + "\n" + row + "\n");
        Job job;
        const auto data = read_text_matrix(at("long.csv"), {}, job);
        QCOMPARE(data->cells(), 700'000U);
        QCOMPARE(data->assays[0].matrix->block(699'980, 700'000).stored(), 2U);
        QVERIFY(qs(outcome(at("long.csv"))).contains("longer than 2 MiB"));  // with 16 MiB for all
    }
    void memory_is_bounded() {
        std::string text = ",CD3D,LYZ,RPL5,RPS3\n";
        for (int i = 0; i < 200'000; ++i) text += "A,1,2,3,4\n";
        test::write_bytes(at("bounded.csv"), text);
        const std::string said = outcome(at("bounded.csv"), 4 << 20U);
        QVERIFY2(said.starts_with("7 ") && qs(said).contains("4 MiB"), said.c_str());
        QCOMPARE(outcome(at("bounded.csv"), 64 << 20U), std::string());
    }
    void columns_without_end() {
        std::string line;
        for (int i = 0; i < 3'000'000; ++i) line += "a,";
        test::write_bytes(at("wide.csv"), line + "\n" + line + "\n");
        const double before = peak_memory_mb();
        const std::string said = outcome(at("wide.csv"), 64 << 20U);
        QVERIFY2(said.starts_with("7 ") && qs(said).contains("3000001 columns"), said.c_str());
        QVERIFY2(peak_memory_mb() - before < 64, qPrintable(QString::number(peak_memory_mb() - before)));
    }
    // Progress goes up, and a cancel on the way is heard.
    void progress() {
        if (!m_made) QSKIP("Debian's python3 or pandas is missing");
        for (const char* name : {"big.csv.gz", "big_genes.csv.gz", "cells.csv"}) {
            test::Watch watch;
            (void)read_text_matrix(at(name), {}, watch);
            QVERIFY(!watch.fell);
            QCOMPARE(watch.last, 1.0);
            for (const double stop_at : {0.01, 0.5, 0.9}) {
                test::Watch stopped;
                stopped.stop_at = stop_at;
                QVERIFY_EXCEPTION_THROWN((void)read_text_matrix(at(name), {}, stopped), Cancelled);
            }
        }
    }
    void cancelled() {
        test::write_bytes(at("cancel.csv"), ",CD3D,LYZ\nx,1,2\n");
        Job job;
        job.cancel();
        QVERIFY_EXCEPTION_THROWN((void)read_text_matrix(at("cancel.csv"), {}, job), Cancelled);
        QVERIFY_EXCEPTION_THROWN((void)looks_like_text_matrix(at("cancel.csv"), job), Cancelled);
    }
    void mutations() {
        if (!m_made) QSKIP("Debian's python3 or pandas is missing");
        Random random(12);
        const double before = peak_memory_mb();
        int read = 0, refused = 0;
        for (const char* name : {"cells.csv", "cells.tsv.gz", "semicolon.csv", "r_tab.txt", "labels.csv",
                                 "quoted.csv", "gaps.csv", "r_blank.txt", "big.csv.gz"}) {
            const std::string sound = test::bytes_of_file(at(name));
            for (int round = 0; round < 70; ++round) {
                test::write_bytes(at("mutated"), test::with_fault(sound, round, "-\n\t .e,;\"\ra1", random));
                (outcome(at("mutated")).empty() ? read : refused) += 1;
            }
        }
        QVERIFY2(read > 50 && refused > 100,
                 qPrintable(QString("%1 read, %2 refused").arg(read).arg(refused)));
        QVERIFY2(peak_memory_mb() - before < 100, qPrintable(QString::number(peak_memory_mb() - before)));
    }
};

QTEST_GUILESS_MAIN(TextMatrixTest)
#include "tst_text_matrix.moc"
