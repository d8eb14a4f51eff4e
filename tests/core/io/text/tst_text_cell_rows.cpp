// A table whose rows are genes may have annotation of its cells in rows: it is read as the same table turned
// around is, where annotation is in columns.
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <fstream>
#include <functional>

#include "core/base/error.h"
#include "core/data/column_texts.h"
#include "core/io/dataset/dataset_reader.h"
#include "tests/support/test_data.h"

using namespace regulus;

namespace {

constexpr int n_cells = 60;
const std::vector<std::string> genes = {"CD3D", "LYZ",  "RPL5",  "RPS3", "MS4A1", "GNLY", "NKG7", "CST3",
                                        "PF4",  "PPBP", "CD79A", "FTL",  "FTH1",  "B2M",  "ACTB", "GAPDH"};
using Row = std::vector<std::string>;  // a name, and a field a cell
using Rows = std::vector<Row>;
using Field = std::function<std::string(int)>;

Row row(const std::string& name, const Field& field) {
    Row fields{name};
    for (int c = 0; c < n_cells; ++c) fields.push_back(field(c));
    return fields;
}
std::string n(long long number) {
    return std::to_string(number);
}
Row counted(const std::string& gene, int g) {
    return row(gene, [g](int c) { return n((c * 7 + g * 5 + g * g) % 9 % 4); });
}
Row logarithms(const std::string& gene, int g) {
    return row(gene, [g](int c) {
        const int count = (c * 7 + g * 5 + g * g) % 9 % 4;
        return count == 0 ? std::string("0") : "1.3" + n(count);
    });
}
Rows table(const Rows& before, const Rows& behind = {}, const std::vector<std::string>& names = genes,
           const std::function<Row(const std::string&, int)>& gene = counted) {
    Rows rows{row("", [](int c) { return "cell" + n(c); })};
    rows.insert(rows.end(), before.begin(), before.end());
    for (std::size_t g = 0; g < names.size(); ++g) rows.push_back(gene(names[g], static_cast<int>(g)));
    rows.insert(rows.end(), behind.begin(), behind.end());
    return rows;
}
Rows turned(const Rows& rows) {
    Rows result(rows[0].size());
    for (const Row& fields : rows)
        for (std::size_t i = 0; i < fields.size(); ++i) result[i].push_back(fields[i]);
    return result;
}

Row sex() {
    return row("sex", [](int c) { return c % 2 == 0 ? "F" : "M"; });
}
Row donor() {
    return row("donor", [](int c) { return "d" + n(c % 3); });
}
Row numbers(const std::string& name) {
    return row(name, [](int c) { return n(c * 7 % 5); });
}
Row percent(const std::string& name) {
    return row(name, [](int c) { return "0.0" + n(17 + c); });
}

}  // namespace

Q_DECLARE_METATYPE(Rows)

class TextCellRowsTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

    std::shared_ptr<const Dataset> read(const Rows& rows, const char* name, TableRows is,
                                        std::size_t bytes = std::size_t{1} << 30U) const {
        const std::string path = m_folder.filePath(name).toStdString();
        std::ofstream file(path, std::ios::trunc);
        for (const Row& fields : rows) {
            for (std::size_t i = 0; i < fields.size(); ++i) file << (i > 0 ? "," : "") << fields[i];
            file << "\n";
        }
        file.close();
        Job job;
        ReadOptions options;
        options.table_rows = is;
        options.max_bytes = bytes;
        options.cache.folder = m_folder.filePath("cache").toStdString();
        return read_dataset(path, options, job);
    }
    static std::string warnings_of(const Dataset& dataset) {
        std::string all;
        for (const auto& warning : dataset.warnings) all += warning + "\n";
        return all;
    }
    // Columns with their kinds and values.
    static QStringList dump(const Table& obs) {
        QStringList lines;
        for (const Column& column : obs.columns) {
            std::string line = column.name + " " + std::to_string(column.values.index());
            for (std::size_t i = 0; i < obs.size(); ++i)
                line += " " + (column.numeric() != nullptr ? number_text(*column.numeric(), i)
                                                           : texts_of(column)[i]);
            lines << QString::fromStdString(line);
        }
        return lines;
    }
    static std::vector<double> totals(const Dataset& dataset) {
        Job job;
        return dataset.assays[0].matrix->totals(job);
    }

  private Q_SLOTS:
    void as_in_columns_data() {
        QTest::addColumn<Rows>("rows");
        QTest::addColumn<QStringList>("columns");
        const auto add = [](const char* name, const Rows& rows, const QStringList& columns) {
            QTest::newRow(name) << rows << columns;
        };
        add("nothing but genes", table({}), {});
        add("behind",
            table({}, {numbers("age"), sex(), numbers("cluster"), percent("percent_mito"),
                       row("nCount_RNA", [](int) { return n(4000); })}),
            {"age", "sex", "cluster", "percent_mito", "nCount_RNA"});
        add("in front", table({sex(), numbers("Patient_Age"), percent("pct_counts_mt"), numbers("batch_2")}),
            {"sex", "Patient_Age", "pct_counts_mt", "batch_2"});
        add("both", table({numbers("n_genes")}, {donor()}), {"n_genes", "donor"});
        add("logarithms",
            table({}, {numbers("age"), percent("score"), numbers("seurat_clusters")}, genes, logarithms),
            {"age", "score", "seurat_clusters"});
        add("a name of no gene", table({donor()}, {numbers("alter"), numbers("leiden")}),
            {"donor", "alter", "leiden"});
        add("one value a donor", table({}, {donor(), row("XQ", [](int c) { return n(20 + 7 * (c % 3)); })}),
            {"donor", "XQ"});
        add("negative", table({}, {row("XQ", [](int c) { return n(c % 3 - 1); })}), {"XQ"});
        add("whole numbers among logarithms", table({}, {numbers("XQ")}, genes, logarithms), {"XQ"});
        add("every digit", table({}, {row("tag", [](int c) { return "90071992547409" + n(100 + 3 * c); })}),
            {"tag"});
        add("decimals that stay", table({}, {row("age", [](int c) { return n(c % 7) + ".50"; })}), {"age"});
        add("missing",
            table({}, {row("bmi", [](int c) { return c % 4 == 0 ? "NA" : n(20 + c % 9); }),
                       row("stage", [](int c) { return c % 4 == 0 ? "" : "II"; })}),
            {"bmi", "stage"});
        add("reads of no gene",
            table({}, {numbers("__no_feature"), numbers("__ambiguous"), numbers("__too_low_aQual"),
                       numbers("__alignment_not_unique")}),
            {"__no_feature", "__ambiguous", "__too_low_aQual", "__alignment_not_unique"});
        add("reporters", table({numbers("eGFP")}, {numbers("tdTomato"), numbers("C1orf112")}), {});
        add("flies",
            table({numbers("age"), numbers("plate")}, {},
                  {"Act5C", "ac", "bcd", "col", "dpp", "en", "row", "sens", "sxl", "w", "wg", "yki"}),
            {"age", "plate"});
        add("genes that begin as words do",
            table({}, {counted("STIM1", 3), counted("SORT1", 5), counted("STIM2", 6)}), {});
    }
    void as_in_columns() {
        QFETCH(Rows, rows);
        QFETCH(QStringList, columns);
        const auto in_rows = read(rows, "rows.csv", TableRows::Genes);
        const auto in_columns = read(turned(rows), "columns.csv", TableRows::Cells);
        QStringList names;
        for (const Column& column : in_rows->obs.columns) names << QString::fromStdString(column.name);
        QVERIFY2(names == columns, qPrintable(names.join(' ')));
        QCOMPARE(dump(in_rows->obs), dump(in_columns->obs));
        QCOMPARE(in_rows->obs.index, in_columns->obs.index);
        QCOMPARE(in_rows->assays[0].var->index, in_columns->assays[0].var->index);
        QCOMPARE(totals(*in_rows), totals(*in_columns));
        QCOMPARE(describe_values(in_rows->assays[0]), describe_values(in_columns->assays[0]));
        const std::string said = "read as annotation of cells: " + columns.join(", ").toStdString();
        QVERIFY2(columns.isEmpty()
                     ? in_rows->warnings.empty() || warnings_of(*in_rows).find("unlike") != std::string::npos
                     : warnings_of(*in_rows).find(said) != std::string::npos,
                 warnings_of(*in_rows).c_str());
    }

    // What is not sure is named, as it is among columns.
    void amid_the_genes() {
        Rows rows = table({});
        rows.insert(rows.begin() + 5, numbers("alter"));
        const auto dataset = read(rows, "rows.csv", TableRows::Genes);
        QCOMPARE(dataset->assays[0].var->size(), genes.size() + 1);
        QVERIFY2(warnings_of(*dataset).find("unlike those of the others: alter") != std::string::npos,
                 warnings_of(*dataset).c_str());
    }
    // Probes of which nobody knows the gene.
    void rows_without_a_name() {
        Rows rows = table({}, {numbers(""), numbers("")});
        QCOMPARE(read(rows, "rows.csv", TableRows::Genes)->assays[0].var->size(), genes.size() + 2);
    }
    // Columns about the genes have nothing to say of them.
    void beside_columns_about_genes() {
        Rows rows = table({sex()}, {numbers("age")});
        for (std::size_t i = 0; i < rows.size(); ++i)
            rows[i].push_back(i == 0 ? "biotype" : i == 1 || i + 1 == rows.size() ? "" : "protein_coding");
        const auto dataset = read(rows, "rows.csv", TableRows::FindOut);
        QCOMPARE(dataset->assays[0].var->index, genes);
        QCOMPARE(texts_of(dataset->assays[0].var->columns.at(0)),
                 std::vector<std::string>(genes.size(), "protein_coding"));
        QCOMPARE(dataset->obs.columns.size(), 2U);
        QCOMPARE(dataset->cells(), std::size_t(n_cells));
    }
    void a_line_too_short() {
        Rows rows = table({}, {numbers("age")});
        rows.back().pop_back();
        try {
            read(rows, "rows.csv", TableRows::Genes);
            QFAIL("a short line was read");
        } catch (const Error& error) {
            QVERIFY2(error.where().find("line 18") != std::string::npos, error.what());
        }
    }
    // Where nothing would be left, rows are what they are.
    void no_genes_at_all() {
        const Rows rows = table({}, {}, {"age", "sex", "bmi", "plate"});
        QCOMPARE(read(rows, "rows.csv", TableRows::Genes)->assays[0].var->size(), 4U);
    }
    // Kept on disk, it says the same when it is opened again.
    void larger_than_memory() {
        std::vector<std::string> many = genes;
        for (int g = 0; g < 6000; ++g) many.push_back("GENE" + n(g));
        const Rows rows = table({sex()}, {numbers("age"), numbers("alter")}, many);
        constexpr std::size_t little = 2'000'000;
        const auto whole = read(rows, "whole.csv", TableRows::Genes);
        const auto first = read(rows, "large.csv", TableRows::Genes, little);
        const auto again = read(rows, "large.csv", TableRows::Genes, little);
        QCOMPARE(whole->obs.columns.size(), 3U);
        for (const auto& dataset : {first, again}) {
            QCOMPARE(dump(dataset->obs), dump(whole->obs));
            QCOMPARE(dataset->assays[0].var->index, whole->assays[0].var->index);
            QCOMPARE(totals(*dataset), totals(*whole));
            QCOMPARE(warnings_of(*dataset), warnings_of(*whole));
        }
    }

    // No gene of real data is taken for annotation.
    void genes_of_man_and_mouse_data() {
        QTest::addColumn<QString>("file");
        QTest::newRow("man") << "pbmc3k/pbmc3k_seurat.h5ad";
        QTest::newRow("protein") << "anndata/pbmc_10k_protein_v3.h5ad";
        QTest::newRow("mouse") << "mouse_cortex/mouse_cortex_zeisel200.h5ad";
        QTest::newRow("brain") << "human_cortex_nuclei/human_cortex_nuclei.h5ad";
    }
    void genes_of_man_and_mouse() {
        QFETCH(QString, file);
        const QString path = test::data_file(file);
        REGULUS_NEED_DATA(path);
        Job job;
        ReadOptions options;
        options.cache.folder.clear();
        const auto names = read_dataset(path.toStdString(), options, job)->assays[0].var->index;
        const auto dataset = read(table({}, {}, names), "rows.csv", TableRows::FindOut);
        QVERIFY2(dataset->obs.columns.empty(), warnings_of(*dataset).c_str());
        QCOMPARE(dataset->assays[0].var->index, names);
    }
};

QTEST_APPLESS_MAIN(TextCellRowsTest)
#include "tst_text_cell_rows.moc"
