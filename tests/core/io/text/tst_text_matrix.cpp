// Expression matrices as delimited text: what is read is what was written.
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "tests/core/io/dataset_dump.h"
#include "tests/core/io/store_examples.h"
#include "tests/core/io/text/text_matrix_variants.h"

using namespace regulus;
using test::qs;

namespace {

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

}  // namespace

class TextMatrixTest : public QObject, test::TextMatrixVariants {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() { make(); }
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
};

QTEST_GUILESS_MAIN(TextMatrixTest)
#include "tst_text_matrix.moc"
