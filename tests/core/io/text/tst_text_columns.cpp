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
    // Everyday words, however they are spelt, before and behind the genes.
    void words_data() {
        QTest::addColumn<QString>("name");
        for (const char* name :
             {"age",        "AGE",           "Age (years)", "time",    "time_h",        "sex",
              "Sex_coded",  "row",           "Col",         "pct",     "plate",         "Plate.Row",
              "passage",    "passageNumber", "DAY",         "batch_2", "pct_counts_mt", "n_genes_by_counts",
              "is_doublet", "dose.uM",       "replicate",   "Well"})
            QTest::newRow(name) << name;
    }
    void words() {
        QFETCH(const QString, name);
        const auto number = [](int c) { return n(c * 7 % 5); };
        const auto cell = [](int c) { return "c" + n(c); };
        const auto last = read(
            {"cell"}, [&](int c) { return std::vector{cell(c)}; }, {name.toStdString()},
            [&](int c) { return std::vector{number(c)}; });
        const auto first = read({"cell", "HBB", name.toStdString()}, [&](int c) {
            return std::vector{cell(c), n(c % 3), number(c)};
        });
        check(*last);
        QCOMPARE(first->assays[0].var->size(), genes.size() + 1);
        for (const auto& dataset : {last, first}) {
            const Column* column = dataset->obs.find(name.toStdString());
            QVERIFY(column != nullptr && column->numeric() != nullptr && column->numeric()->integral);
            QCOMPARE(column->numeric()->values[3], 1.0);
            QVERIFY2(warnings_of(*dataset).contains("not expression were put with the annotation: " + name),
                     qPrintable(warnings_of(*dataset)));
        }
    }
    // Under a name that no list has: beside other annotation, where the genes are named otherwise.
    void names_of_no_gene() {
        const auto leading = read({"cell", "spender", "alter"}, [](int c) {
            return std::vector{"c" + n(c), "d" + n(c % 7), n(c * 7 % 5)};
        });
        check(*leading);
        QVERIFY(leading->obs.find("alter") != nullptr);
        const auto trailing = read(
            {"cell"}, [](int c) { return std::vector{"c" + n(c)}; }, {"alter", "leiden"},
            [](int c) {
                return std::vector{n(c * 7 % 5), n(c % 3)};
            });
        check(*trailing);
        // Amid the genes it may be one: it is named.
        const auto amid = read({"cell", "HBB", "alter"}, [](int c) {
            return std::vector{"c" + n(c), n(c % 3), n(c * 7 % 5)};
        });
        QCOMPARE(amid->assays[0].var->size(), genes.size() + 2);
        QVERIFY2(warnings_of(*amid).contains(
                     "Taken as genes, though their names are unlike those of the others: alter"),
                 qPrintable(warnings_of(*amid)));
    }
    // A reporter gene is none of the genome's, and still no annotation.
    void reporters_stay() {
        const auto dataset = read(
            {"cell", "eGFP"},
            [](int c) {
                return std::vector{"c" + n(c), n(c % 3)};
            },
            {"tdTomato", "C1orf112", "hsa-mir-1253"},
            [](int c) {
                return std::vector{n(c % 4), n(c % 2), n(c % 3)};
            });
        QCOMPARE(dataset->assays[0].var->size(), genes.size() + 4);
        QVERIFY(dataset->warnings.empty());
    }
    // Values that no gene has, whatever the name.
    void one_value_a_donor() {
        const auto dataset = read(
            {"cell", "HBB", "donor"},
            [](int c) {
                return std::vector{"c" + n(c), n(c % 4), "d" + n(c % 3)};
            },
            {"XQ"}, [](int c) { return std::vector{n(20 + 7 * (c % 3))}; });
        QVERIFY(dataset->obs.find("XQ") != nullptr);
        QCOMPARE(dataset->assays[0].var->size(), genes.size() + 1);
    }
    void unlike_the_other_values_data() {
        QTest::addColumn<bool>("logarithms");
        QTest::newRow("whole numbers among logarithms") << true;
        QTest::newRow("negative numbers among counts") << false;
    }
    void unlike_the_other_values() {
        QFETCH(const bool, logarithms);
        const std::string path = m_folder.filePath("unlike.csv").toStdString();
        std::ofstream file(path, std::ios::trunc);
        file << "cell";
        for (const auto& gene : genes) file << "," << gene << (gene == "NKG7" ? ",XQ" : "");
        for (int c = 0; c < n_cells; ++c) {
            file << "\nc" << c;
            for (std::size_t g = 0; g < genes.size(); ++g) {
                const int value = count(c, g);
                if (logarithms)
                    file << "," << (value > 0 ? "1.3" + n(value) : "0");
                else
                    file << "," << value;
                if (genes[g] == "NKG7") file << "," << (logarithms ? c % 3 : c % 3 - 1);
            }
        }
        file << "\n";
        file.close();
        Job job;
        const auto dataset = read_dataset(path, {}, job);
        QCOMPARE(dataset->assays[0].var->index, genes);
        QVERIFY(dataset->obs.find("XQ") != nullptr);
    }
    // Flies have genes called row and rib, and "col" is none: there only the ends of the table are sure.
    void genes_that_are_words() {
        const std::string path = m_folder.filePath("fly.csv").toStdString();
        const std::vector<std::string> fly = {"Act5C", "ac",   "bcd", "col", "dpp", "en",
                                              "row",   "sens", "sxl", "w",   "wg",  "yki"};
        std::ofstream file(path, std::ios::trunc);
        file << "cell,age,plate";
        for (const auto& gene : fly) file << "," << gene;
        for (int c = 0; c < n_cells; ++c) {
            file << "\nc" << c << "," << 3 + c % 4 << "," << c % 2;
            for (std::size_t g = 0; g < fly.size(); ++g) file << "," << count(c, g);
        }
        file << "\n";
        file.close();
        Job job;
        ReadOptions options;
        options.table_rows = TableRows::Cells;
        const auto dataset = read_dataset(path, options, job);
        QCOMPARE(dataset->assays[0].var->index, fly);
        QVERIFY(dataset->obs.find("age") != nullptr && dataset->obs.find("plate") != nullptr);
        QVERIFY2(warnings_of(*dataset).contains("unlike those of the others: col, row"),
                 qPrintable(warnings_of(*dataset)));
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
