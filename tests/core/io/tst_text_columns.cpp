// Columns of numbers in a text table that are no expression: they name cells or annotate them, and never
// are genes.
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <fstream>
#include <functional>

#include "core/base/random.h"
#include "core/io/dataset/dataset_reader.h"

using namespace regulus;

namespace {

constexpr int n_cells = 60;
const std::vector<std::string> genes = {"CD3D", "LYZ",  "RPL5",  "RPS3", "MS4A1", "GNLY", "NKG7", "CST3",
                                        "PF4",  "PPBP", "CD79A", "FTL",  "FTH1",  "B2M",  "ACTB", "GAPDH"};

int count(int cell, std::size_t gene) {
    return static_cast<int>((static_cast<std::size_t>(cell) * 7 + gene * 5 + gene * gene) % 9 % 4);
}

}  // namespace

class TextColumnsTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

    using Fields = std::function<std::vector<std::string>(int)>;

    // Columns before and behind the genes.
    std::shared_ptr<const Dataset> read(const std::vector<std::string>& before, const Fields& first,
                                        const std::vector<std::string>& behind = {},
                                        const Fields& last = {}) {
        const std::string path = m_folder.filePath("table.csv").toStdString();
        std::ofstream file(path, std::ios::trunc);
        std::string separator;
        const auto put = [&](const std::string& text) {
            file << separator << text;
            separator = ",";
        };
        for (const auto* names : {&before, &genes, &behind})
            for (const auto& name : *names) put(name);
        for (int c = 0; c < n_cells; ++c) {
            file << "\n";
            separator.clear();
            for (const auto& field : first(c)) put(field);
            for (std::size_t g = 0; g < genes.size(); ++g) put(std::to_string(count(c, g)));
            if (last)
                for (const auto& field : last(c)) put(field);
        }
        file << "\n";
        file.close();
        Job job;
        return read_dataset(path, {}, job);
    }
    static void check(const Dataset& dataset) {
        Job job;
        QCOMPARE(dataset.cells(), std::size_t(n_cells));
        QCOMPARE(dataset.assays[0].var->index, genes);
        const auto first = dataset.assays[0].matrix->totals(job).front();
        double expected = 0;
        for (std::size_t g = 0; g < genes.size(); ++g) expected += count(0, g);
        QCOMPARE(first, expected);
    }
    static QString warnings_of(const Dataset& dataset) {
        QString all;
        for (const auto& warning : dataset.warnings) all += QString::fromStdString(warning) + "\n";
        return all;
    }
    static std::string n(long long number) { return std::to_string(number); }

  private Q_SLOTS:
    void names_of_cells_data() {
        QTest::addColumn<QString>("header");
        for (const char* header :
             {"Cell_Index", "cell_id", "CellID", "Unnamed: 0", "X", "", "barcode_number"})
            QTest::newRow(header) << header;
    }
    void names_of_cells() {
        QFETCH(const QString, header);
        const auto dataset =
            read({header.toStdString()}, [](int c) { return std::vector{n(1000000 + 37 * c)}; });
        check(*dataset);
        QCOMPARE(dataset->obs.index[1], std::string("1000037"));
    }
    void identifiers_in_any_order() {
        const auto dataset = read({"", "well"}, [](int c) {
            return std::vector{"cell" + n(c), n(500000 + c * 7919 % 100003)};
        });
        check(*dataset);
        QVERIFY(dataset->obs.find("well")->numeric() != nullptr);
        QVERIFY2(warnings_of(*dataset).contains("well"), qPrintable(warnings_of(*dataset)));
    }
    void two_columns_are_the_name() {
        const auto dataset = read({"fov", "cell_ID"}, [](int c) {
            return std::vector{n(1 + c / 20), n(c % 20)};
        });
        check(*dataset);
        QCOMPARE(dataset->obs.index[21], std::string("2_1"));
        QVERIFY(warnings_of(*dataset).contains("named by fov and cell_ID"));
        QVERIFY(dataset->obs.find("fov") != nullptr && dataset->obs.find("cell_ID") != nullptr);
    }
    void counters_behind_names() {
        const auto dataset = read({"cell", "Unnamed: 0", "number"}, [](int c) {
            return std::vector{"c" + n(c), n(c), n(c + 1)};
        });
        check(*dataset);
    }
    void positions_and_sums() {
        const auto dataset = read(
            {"cell"}, [](int c) { return std::vector{"c" + n(c)}; },
            {"x_centroid", "y_centroid", "somewhere", "nCount_RNA", "label"},
            [](int c) {
                return std::vector<std::string>{"10." + n(c), "-3.5" + n(c), "0." + n(17 + c), "40",
                                                n(c % 3)};
            });
        check(*dataset);
        QCOMPARE(dataset->obs.columns.size(), 5U);
        QVERIFY2(warnings_of(*dataset).contains("x_centroid, y_centroid, somewhere, nCount_RNA, label"),
                 qPrintable(warnings_of(*dataset)));
    }
    // What is expression stays: a strong gene, and values with fractions where all have them.
    void genes_stay() {
        const auto dataset = read({"cell", "HBB"}, [](int c) {
            return std::vector{"c" + n(c), n(c % 2 == 0 ? 900 : 40)};
        });
        QCOMPARE(dataset->assays[0].var->size(), genes.size() + 1);
        const std::string path = m_folder.filePath("log.csv").toStdString();
        std::ofstream file(path, std::ios::trunc);
        for (const auto& gene : genes) file << "," << gene;
        for (int c = 0; c < n_cells; ++c) {
            file << "\nc" << c;
            for (std::size_t g = 0; g < genes.size(); ++g) file << "," << 0.37 * (count(c, g) + 1);
        }
        file << "\n";
        file.close();
        Job job;
        QCOMPARE(read_dataset(path, {}, job)->assays[0].var->size(), genes.size());
    }
    // Bulk samples: every value of a gene differs, and many are large.
    void samples_of_tissue() {
        const std::string path = m_folder.filePath("bulk.csv").toStdString();
        std::ofstream file(path, std::ios::trunc);
        file << "gene,s1,s2,s3,x,y\n";
        Random random(3);
        for (const auto& gene : genes) {
            file << gene;
            for (int i = 0; i < 5; ++i) file << "," << 1000 + random.below(100000);
            file << "\n";
        }
        file.close();
        Job job;
        const auto dataset = read_dataset(path, {}, job);
        QCOMPARE(dataset->cells(), 5U);
        QCOMPARE(dataset->assays[0].var->index, genes);
    }
};

QTEST_APPLESS_MAIN(TextColumnsTest)
#include "tst_text_columns.moc"
