// Labels of cells from a second file.
#include <QTemporaryDir>
#include <QTest>

#include <fstream>

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/io/anndata/h5ad_export.h"
#include "core/io/dataset/dataset_reader.h"
#include "core/io/text/annotation_reader.h"
#include "tests/core/io/dataset_dump.h"
#include "tests/support/test_data.h"

using namespace regulus;
using test::qs;

namespace {

Table cells(std::vector<std::string> names) {
    return {std::move(names), "barcode", {}};
}

QString joined(const std::vector<std::string>& texts) {
    QStringList list;
    for (const auto& text : texts) list << qs(text);
    return list.join("|");
}

QString labels(const Column& column) {
    QStringList list;
    if (const auto* categories = column.categorical()) {
        for (const auto code : categories->codes) {
            list << (code < 0 ? QString("-") : qs(categories->categories[std::size_t(code)]));
        }
    } else if (const auto* text = column.text()) {
        for (const auto& value : text->values) list << qs(value);
    }
    return list.join(",");
}

}  // namespace

class AnnotationTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

    Annotation read(const std::string& text, const Table& obs) {
        const std::string path = m_folder.filePath("labels.csv").toStdString();
        std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
        Job job;
        return read_annotation(path, obs, job);
    }
    QString refusal(const std::string& text, const Table& obs, ErrorKind kind = ErrorKind::Input) {
        try {
            (void)read(text, obs);
        } catch (const Error& error) {
            return error.kind() == kind ? QString(error.what()) : QString("other kind: ") + error.what();
        }
        return "was read";
    }

  private Q_SLOTS:
    void types_of_columns() {
        const Table obs = cells({"AAA", "CCC", "GGG", "TTT"});
        const Annotation a = read(
            "barcode,type,score,count,ok,note,few\n"
            "TTT,B cell,0.5,1,True,\"a, b\",x\nAAA,T cell,1e-3,2,FALSE,c,NA\n"
            "CCC,T cell,NA,3,true,d,x\nGGG,\"B cell\",4,4,NA,e,y\n",
            obs);
        QCOMPARE(a.matched, 4U);
        QCOMPARE(a.rows, 4U);
        QCOMPARE(a.matched_by, std::string("barcode"));
        QVERIFY2(a.warnings.empty(), qPrintable(joined(a.warnings)));
        QCOMPARE(a.columns.size(), 6U);
        QCOMPARE(a.columns[0].name, std::string("type"));
        QCOMPARE(labels(a.columns[0]), QString("T cell,T cell,B cell,B cell"));
        QCOMPARE(a.columns[0].categorical()->categories, (std::vector<std::string>{"B cell", "T cell"}));
        QCOMPARE(a.columns[1].numeric()->values[0], 1e-3);
        QVERIFY(std::isnan(a.columns[1].numeric()->values[1]) && !a.columns[1].numeric()->integral);
        QVERIFY(a.columns[2].numeric()->integral);
        QCOMPARE(a.columns[3].boolean()->values, (std::vector<std::int8_t>{0, 1, -1, 1}));
        QCOMPARE(labels(a.columns[4]), QString("c,d,e,a, b"));
        QVERIFY(a.columns[4].text() != nullptr);
        QCOMPARE(labels(a.columns[5]), QString("-,x,y,x"));
    }
    void the_column_of_barcodes_is_found() {
        const Annotation a = read("donor\tcell\nA\tCCC\nB\tAAA\nA\tGGG\n", cells({"AAA", "CCC", "GGG"}));
        QCOMPARE(a.matched_by, std::string("cell"));
        QCOMPARE(labels(a.columns.at(0)), QString("B,A,A"));
    }
    void suffix_may_be_absent() {
        const std::string with = "cell,t\nAAA-1,x\nCCC-1,y\nGGG-2,x\n",
                          without = "cell,t\nAAA,x\nCCC,y\nGGG,x\n";
        const Annotation a = read(with, cells({"AAA", "CCC", "GGG"}));
        QCOMPARE(a.matched, 2U);
        QCOMPARE(labels(a.columns.at(0)), QString("x,y,"));
        QCOMPARE(joined(a.warnings),
                 QString("2 cells were matched with or without \"-1\" at the end of the name|"
                         "1 cell is not in the table|1 row of the table matches no cell of the dataset"));
        const Annotation b = read(without, cells({"AAA-1", "CCC-1", "GGG-1"}));
        QCOMPARE(b.matched, 3U);
        QCOMPARE(labels(b.columns.at(0)), QString("x,y,x"));
        // An equal name goes before one that only resembles.
        const Annotation c = read("cell,t\nAAA,x\nAAA-1,y\nCCC,y\n", cells({"AAA-1", "CCC-1"}));
        QCOMPARE(labels(c.columns.at(0)), QString("y,y"));
        QCOMPARE(c.matched, 2U);
    }
    void without_header() {
        const Annotation a = read("AAA\tT cell\nCCC\tB cell\nGGG\tT cell\n", cells({"AAA", "CCC", "GGG"}));
        QCOMPARE(a.columns.at(0).name, std::string("label"));
        QCOMPARE(labels(a.columns[0]), QString("T cell,B cell,T cell"));
        QVERIFY(joined(a.warnings).contains("no header"));
        const Annotation b = read("AAA,x,1\nCCC,y,2\n", cells({"AAA", "CCC"}));
        QCOMPARE(b.columns.at(1).name, std::string("column 3"));
        const Annotation c = read("AAA,x\n", cells({"AAA", "CCC"}));
        QCOMPARE(c.matched, 1U);
        // The first cell is not in the dataset, and no header either.
        const Annotation d = read("ACGTACGTACGT-1,x\nACGTACGTACGA-1,y\n", cells({"ACGTACGTACGA-1"}));
        QCOMPARE(d.rows, 2U);
        QCOMPARE(labels(d.columns.at(0)), QString("y"));
    }
    void as_r_writes_it() {
        const Annotation a =
            read("\"type\" \"n\"\n\"AAA\" \"T cell\" 3\n\"CCC\" \"T cell\" 4\n", cells({"AAA", "CCC"}));
        QCOMPARE(a.columns.at(0).name, std::string("type"));
        QCOMPARE(labels(a.columns[0]), QString("T cell,T cell"));
        QCOMPARE(a.columns.at(1).numeric()->values, (std::vector<double>{3, 4}));
    }
    void repeats() {
        const Annotation a =
            read("cell,t\nAAA,x\nAAA,y\nCCC,y\nAAA,z\nCCC,y\n", cells({"CCC", "AAA", "AAA"}));
        QCOMPARE(labels(a.columns.at(0)), QString("y,x,x"));
        QCOMPARE(joined(a.warnings), QString("3 rows repeat an earlier cell; the first is used"));
    }
    void names_that_are_taken() {
        Table obs = cells({"AAA", "CCC"});
        obs.columns.push_back({"t", Text{{"p", "q"}}});
        const Annotation a = read("cell,t,t\nAAA,x,1\nCCC,y,2\n", obs);
        QCOMPARE(a.columns.at(0).name, std::string("t (2)"));
        QCOMPARE(a.columns.at(1).name, std::string("t (3)"));
        QCOMPARE(a.warnings.size(), 2U);
    }
    // A comma that is a point, of spreadsheets of half the world; where it may part thousands it stays.
    void decimal_commas_data() {
        QTest::addColumn<QString>("table");
        QTest::newRow("semicolons") << "sep=;\ncell;depth;t;n\nAAA-1;1,5;1,2,3;1,234\nCCC-1;-0,125;x;2,000\n";
        QTest::newRow("tabs") << "cell\tdepth\tt\tn\nAAA-1\t1,5\t1,2,3\t1,234\nCCC-1\t-0,125\tx\t2,000\n";
        QTest::newRow("quotes")
            << "cell,depth,t,n\nAAA-1,\"1,5\",\"1,2,3\",\"1,234\"\nCCC-1,\"-0,125\",x,\"2,000\"\n";
    }
    void decimal_commas() {
        QFETCH(const QString, table);
        const Annotation a = read(table.toStdString(), cells({"AAA-1", "CCC-1"}));
        QVERIFY(a.columns.at(0).numeric() != nullptr);
        QCOMPARE(a.columns[0].numeric()->values, (std::vector<double>{1.5, -0.125}));
        QVERIFY(a.columns.at(1).numeric() == nullptr && a.columns.at(2).numeric() == nullptr);
    }
    // AnnData keeps "_index" for the names of the cells; what only repeats them is no column.
    void names_that_anndata_keeps() {
        const Table obs = cells({"AAA-1", "CCC-1"});
        const Annotation same = read("cell,_index,barcode,t\nAAA,AAA,AAA-1,x\nCCC,CCC,CCC-1,y\n", obs);
        QCOMPARE(same.columns.size(), 1U);
        QCOMPARE(same.columns[0].name, std::string("t"));
        const Annotation other = read("cell,_index,barcode,__categories\nAAA-1,7,q,u\nCCC-1,8,q,v\n", obs);
        QCOMPARE(other.columns.size(), 3U);
        QCOMPARE(other.columns[0].name, std::string("_index (2)"));
        QCOMPARE(other.columns[1].name, std::string("barcode (2)"));
        QCOMPARE(other.columns[2].name, std::string("__categories (2)"));
        QVERIFY2(joined(other.warnings).contains("stored as _index"), qPrintable(joined(other.warnings)));
        QCOMPARE(other.warnings.size(), 3U);
    }
    // An AnnData file that was given such a table is written again, and anndata reads it.
    void such_a_table_and_an_anndata_file() {
        REGULUS_NEED_PYTHON("anndata");
        const QString source = m_folder.filePath("cells.h5ad"), target = m_folder.filePath("more.h5ad");
        const auto made = test::run_python(
            "import anndata, numpy as np, sys\n"
            "a = anndata.AnnData(np.eye(2, dtype='f4')); a.obs_names = ['AAA', 'CCC']\n"
            "a.write_h5ad(sys.argv[1])\n",
            {source});
        QVERIFY2(made.exit_code == 0, qPrintable(made.errors));
        const std::string table = m_folder.filePath("table.csv").toStdString();
        for (const char* column : {"AAA\nCCC,y,CCC", "1\nCCC,y,2"}) {
            std::ofstream(table) << "cell,t,_index\nAAA,x," << column << "\n";
            Job job;
            ReadOptions options;
            options.annotation = table;
            const auto dataset = read_dataset(source.toStdString(), options, job);
            write_with_results(*dataset, target.toStdString(), {}, {}, job);
            const auto read = test::run_python(
                "import anndata, sys\n"
                "a = anndata.read_h5ad(sys.argv[1])\n"
                "print(list(a.obs_names), list(a.obs.t))\n",
                {target});
            QVERIFY2(read.exit_code == 0, qPrintable(read.errors));
            QVERIFY2(QString(read.output).contains("['AAA', 'CCC'] ['x', 'y']"), qPrintable(read.output));
        }
    }
    void refused() {
        const Table obs = cells({"AAA", "CCC"});
        const QString strangers = refusal("cell,t\nGGG,x\nTTT,y\n", obs, ErrorKind::Data);
        QVERIFY2(strangers.contains("\"GGG\"") && strangers.contains("\"AAA\""), qPrintable(strangers));
        QVERIFY(refusal("", obs).contains("empty"));
        QVERIFY(refusal("cell\nAAA\nCCC\n", obs).contains("one column"));
        QVERIFY(refusal("cell,t\nAAA,x\nCCC,y,z\n", obs).contains("line 3"));
        QVERIFY(refusal("cell,t\nAAA,x\nCCC,\"y\n", obs).contains("quotation mark"));
        QVERIFY(refusal(std::string("cell,t\nAAA,\0\nCCC,y\n", 19), obs).contains("not text"));
        QVERIFY(refusal("cell,t\nAAA,x\nCCC," + std::string(2'000'000, 'y') + "\n", obs).contains("1 MiB"));
        QVERIFY(refusal("cell,t\nAAA,x\n", cells({}), ErrorKind::Data).contains("no cells"));
        Job job;
        job.cancel();
        QVERIFY_EXCEPTION_THROWN(
            (void)read_annotation(m_folder.filePath("labels.csv").toStdString(), obs, job), Cancelled);
    }
    void real_metadata() {
        const QString path = test::data_file("reference/pbmc_3500_meta.tsv.gz");
        REGULUS_NEED_DATA(path);
        Job job;
        const Annotation a =
            read_annotation(path.toStdString(), cells({"AAACATTGGCTAAC", "AAACATTGCACTAG-1", "none"}), job);
        QCOMPARE(a.rows, 3500U);
        QCOMPARE(a.matched, 2U);
        QCOMPARE(a.columns.at(0).name, std::string("donor"));
        QCOMPARE(labels(a.columns[0]), QString("A,A,-"));
    }
    void mutations() {
        std::string sound = "barcode,type,score\n";
        std::vector<std::string> names;
        for (int i = 0; i < 60; ++i) {
            names.push_back("CELL" + std::to_string(i));
            sound +=
                names.back() + (i % 3 == 0 ? ",\"B, \"\"x\"\"\"," : ",T,") + std::to_string(i * 0.1) + "\n";
        }
        const Table obs = cells(names);
        QCOMPARE(read(sound, obs).matched, 60U);
        Random random(3);
        int refusals = 0;
        for (int round = 0; round < 300; ++round) {
            std::string text = sound;
            const std::size_t place = random.below(text.size());
            if (round % 4 == 0)
                text.resize(place);
            else if (round % 4 == 1)
                text[place] = static_cast<char>(random.below(256));
            else if (round % 4 == 2)
                text.erase(place, random.below(30));
            else
                text.insert(place, text.substr(random.below(text.size()), 40));
            refusals += !refusal(text, obs).startsWith("was read");
        }
        QVERIFY2(refusals > 30 && refusals < 290, qPrintable(QString::number(refusals)));
    }
};

QTEST_GUILESS_MAIN(AnnotationTest)
#include "tst_annotation.moc"
