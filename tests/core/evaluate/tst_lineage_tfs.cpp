// The table of lineage TFs, the look-up of labels in it, and how well a read-out agrees with it.
#include "core/evaluate/lineage_tfs.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "core/base/error.h"

using namespace regulus;

namespace {

using Texts = std::vector<std::string>;

constexpr float nothing = std::numeric_limits<float>::quiet_NaN();

// The cell type each label is found to be, "" where it is none.
Texts types_of(const LineageTable& table, const Texts& labels) {
    Texts types;
    for (const LineageMatch& match : match_lineages(table, labels))
        types.push_back(match.entry < 0 ? ""
                                        : table.entries[static_cast<std::size_t>(match.entry)].cell_type);
    return types;
}

std::string type_of(const std::string& label) {
    return types_of(starter_lineage_table(), {label}).front();
}

void all_are(const std::map<std::string, std::string>& expected) {
    Texts labels;
    for (const auto& [label, type] : expected) labels.push_back(label);
    const Texts types = types_of(starter_lineage_table(), labels);
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const std::string& type = expected.at(labels[i]);
        QVERIFY2(types[i] == type, (labels[i] + " is \"" + types[i] + "\" and not \"" + type + "\"").c_str());
    }
}

const LineageEntry& entry_of(const LineageTable& table, const std::string& type) {
    const auto found = std::ranges::find(table.entries, type, &LineageEntry::cell_type);
    if (found == table.entries.end()) qFatal("no such cell type");
    return *found;
}

LineageMatch match_of(Texts tfs) {
    return {0, "made", std::move(tfs)};
}

Matrix matrix_of(const std::vector<std::vector<float>>& rows) {
    Matrix matrix(rows.size(), rows.front().size());
    for (std::size_t r = 0; r < rows.size(); ++r) std::ranges::copy(rows[r], matrix.row(r).begin());
    return matrix;
}

}  // namespace

class LineageTfsTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

    LineageTable read(const QByteArray& content) const {
        const QString path = m_folder.filePath("own.csv");
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size()) qFatal("cannot write");
        file.close();
        return read_lineage_table(path.toStdString());
    }
    QString problem(const QByteArray& content) const {
        try {
            read(content);
        } catch (const Error& error) {
            return error.kind() == ErrorKind::Input ? QString::fromUtf8(error.what()) : QStringLiteral("?");
        }
        return {};
    }

  private Q_SLOTS:
    void table_is_complete() {
        const LineageTable& table = starter_lineage_table();
        QVERIFY(!table.name.empty());
        std::map<std::string, int> types;
        for (const LineageEntry& entry : table.entries) {
            ++types[entry.tissue];
            QVERIFY2(entry.tfs.size() >= 4 && entry.tfs.size() <= 11, entry.cell_type.c_str());
            const std::set<std::string> once(entry.tfs.begin(), entry.tfs.end());
            QCOMPARE(once.size(), entry.tfs.size());
            for (const std::string& tf : entry.tfs)
                QVERIFY2(
                    std::ranges::all_of(
                        tf,
                        [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'; }),
                    tf.c_str());
        }
        for (const char* tissue : {"blood", "brain", "pancreas", "kidney", "lung"})
            QVERIFY2(types[tissue] >= 10, tissue);
    }

    // Reading refuses a name for two types of one tissue; over tissues, only an abbreviation is shared.
    void names_stand_for_one_type() {
        const LineageTable& table = starter_lineage_table();
        std::size_t unclear = 0;
        for (std::size_t e = 0; e < table.entries.size(); ++e) {
            Texts names = table.entries[e].aliases;
            names.push_back(table.entries[e].cell_type);
            for (const std::string& name : names) {
                const LineageMatch match = match_lineages(table, Texts{name}).front();
                if (match.entry < 0) {
                    QCOMPARE(name, std::string("NPC"));
                    ++unclear;
                    continue;
                }
                QCOMPARE(match.entry, static_cast<std::int32_t>(e));
                QCOMPARE(match.name, name);
                QCOMPARE(match.tfs, table.entries[e].tfs);
            }
        }
        QCOMPARE(unclear, std::size_t{2});
    }

    // These lists were set down before anything was measured by them.
    void nine_types_are_fixed() {
        const std::map<std::string, Texts> fixed{
            {"B",
             {"PAX5", "EBF1", "SPIB", "BACH2", "IRF8", "BCL11A", "RELB", "TCF3", "TCF4", "POU2F2", "BCL6"}},
            {"CD14+ Mono", {"SPI1", "CEBPA", "CEBPB", "CEBPD", "KLF4", "MAFB", "FOS", "IRF8"}},
            {"FCGR3A+ Mono", {"SPI1", "CEBPA", "CEBPB", "KLF4", "NR4A1", "MAFB", "TCF7L2"}},
            {"NK", {"TBX21", "EOMES", "ID2", "RUNX3", "NFIL3", "PRDM1", "STAT4", "TOX"}},
            {"CD8 T", {"EOMES", "RUNX3", "TBX21", "GATA3", "PRDM1", "BATF"}},
            {"Naive CD4 T", {"TCF7", "LEF1", "BACH2", "FOXP1", "KLF2", "GATA3", "MYC"}},
            {"Memory CD4 T", {"GATA3", "MAF", "RORA", "TCF7", "BATF", "LEF1", "STAT3"}},
            {"DC", {"IRF8", "IRF4", "SPI1", "BATF3", "ID2", "SPIB", "RELB", "TCF4", "CIITA", "RFX5"}},
            {"Platelet", {"GATA1", "NFE2", "FLI1", "GFI1B", "TAL1", "RUNX1", "MEIS1", "GATA2"}}};
        for (const auto& [type, tfs] : fixed) QCOMPARE(entry_of(starter_lineage_table(), type).tfs, tfs);
    }

    void labels_of_blood_are_found() {
        all_are({{"B", "B"},
                 {"CD14+ Mono", "CD14+ Mono"},
                 {"CD8 T", "CD8 T"},
                 {"DC", "DC"},
                 {"FCGR3A+ Mono", "FCGR3A+ Mono"},
                 {"Memory CD4 T", "Memory CD4 T"},
                 {"NK", "NK"},
                 {"Naive CD4 T", "Naive CD4 T"},
                 {"Platelet", "Platelet"}});
        all_are({{"B cells", "B"},
                 {"CD14+ Monocytes", "CD14+ Mono"},
                 {"CD4 T cells", "CD4 T"},
                 {"CD8 T cells", "CD8 T"},
                 {"Dendritic cells", "DC"},
                 {"FCGR3A+ Monocytes", "FCGR3A+ Mono"},
                 {"Megakaryocytes", "Platelet"},
                 {"NK cells", "NK"}});
        all_are({{"CD4+/CD25 T Reg", "Treg"},
                 {"CD4+/CD45RA+/CD25- Naive T", "Naive CD4 T"},
                 {"CD4+/CD45RO+ Memory", "Memory CD4 T"},
                 {"CD8+ Cytotoxic T", "CD8 T"},
                 {"CD8+/CD45RA+ Naive Cytotoxic", "Naive CD8 T"},
                 {"CD14+ Monocyte", "CD14+ Mono"},
                 {"CD19+ B", "B"},
                 {"CD34+", "HSC"},
                 {"CD56+ NK", "NK"},
                 {"Dendritic", "DC"}});
        all_are({{"CD8+ T-cells", "CD8 T"},
                 {"CD4+ T-cells", "CD4 T"},
                 {"B-cells", "B"},
                 {"Monocytes", "Monocyte"},
                 {"HSC", "HSC"},
                 {"Erythrocytes", "Erythroid"},
                 {"NA", ""}});
    }

    void labels_of_brain_are_found() {
        all_are({{"glioblast", "Glioblast"},
                 {"microglial cell", "Microglia"},
                 {"erythrocyte", "Erythroid"},
                 {"GABAergic neuron", "Inhibitory neuron"},
                 {"glutamatergic neuron", "Excitatory neuron"},
                 {"radial glial cell", "Radial glia"},
                 {"Cajal-Retzius cell", "Cajal-Retzius"},
                 {"oligodendrocyte precursor cell", "OPC"},
                 {"forebrain neuroblast", "Neuroblast"},
                 {"progenitor cell", ""},
                 {"unknown", ""}});
        all_are({{"Doublets", ""},
                 {"Dual Neuro-ChP epithelial progenitors", ""},
                 {"Glioblasts 4", "Glioblast"},
                 {"Microglia 2", "Microglia"},
                 {"Neuroblasts - cycling", "Neuroblast"},
                 {"Neuroblasts - noncycling", "Neuroblast"},
                 {"Neurons - Cajal-Retzius", "Cajal-Retzius"},
                 {"Neurons - GABAergic 1", "Inhibitory neuron"},
                 {"Neurons - glutamatergic deep layer 7", "Deep layer neuron"},
                 {"Neurons - glutamatergic upper layer 2", "Upper layer neuron"},
                 {"OPCs", "OPC"},
                 {"Radial glia", "Radial glia"}});
        all_are({{"Astro", "Astrocyte"},
                 {"Excit.1", "Excitatory neuron"},
                 {"Inhib", "Inhibitory neuron"},
                 {"Micro", "Microglia"},
                 {"Oligo", "Oligodendrocyte"},
                 {"pyramidal SS", "Excitatory neuron"},
                 {"pyramidal CA1", "Hippocampal pyramidal neuron"},
                 {"interneurons", "Inhibitory neuron"},
                 {"endothelial-mural", ""}});
    }

    void spelling_does_not_matter() {
        for (const char* label : {"CD14+ monocytes", "Monocyte CD14+", "monocytes, CD14+", "CD14+_Monocytes",
                                  "CD14+Monocyte", "CD14\u207a monocytes", "CD14+ MONOCYTE 2"})
            QCOMPARE(type_of(label), std::string("CD14+ Mono"));
        for (const char* label : {"T-cell", "T cells", "Tcells", "t_cell", " T "})
            QCOMPARE(type_of(label), std::string("T"));
        QCOMPARE(type_of("\u03b2-cells"), std::string("Beta"));
        QCOMPARE(type_of("\u03b3\u03b4 T"), std::string("gamma delta T"));
        QCOMPARE(type_of("AT 2"), std::string("AT2"));  // not AT with a number
    }

    void nothing_is_guessed() {
        for (const char* label : {"unknown",
                                  "CD14",
                                  "CD14 +",
                                  "B-ALL blasts",
                                  "T helper precursor weird",
                                  "CD14- Mono",
                                  "CD16\u2212 monocytes",
                                  "NK/T",
                                  "T/NK",
                                  "NK T",
                                  "Mono/DC",
                                  "CD4/CD8 T",
                                  "B & T",
                                  "non-B",
                                  "CD4- T",
                                  "cells",
                                  "cell 2",
                                  "",
                                  " ",
                                  "-",
                                  "+",
                                  "/",
                                  "3",
                                  "A",
                                  "D",
                                  "Cluster 4",
                                  "Monocytic",
                                  "Astrocytomas",
                                  "progenitor cell",
                                  "doublets"})
            QVERIFY2(type_of(label).empty(), label);
    }

    void the_other_classes_tell_the_tissue() {
        const LineageTable& table = starter_lineage_table();
        QCOMPARE(types_of(table, {"NPC", "Podocyte"}), (Texts{"Nephron progenitor", "Podocyte"}));
        QCOMPARE(types_of(table, {"Astrocytes", "NPC"}), (Texts{"Astrocyte", "Neural stem cell"}));
        QCOMPARE(types_of(table, {"NPC", "Podocyte", "Astrocytes"}), (Texts{"", "Podocyte", "Astrocyte"}));
        QVERIFY(match_lineages(table, Texts{}).empty());
    }

    // Letter for letter goes before the same words.
    void exact_names_go_first() {
        const LineageTable table{
            "made", {{"one", "Mac", {}, {"A"}}, {"two", "MAC", {}, {"B"}}, {"two", "other", {}, {"C"}}}};
        QCOMPARE(types_of(table, {"Mac", "other"}), (Texts{"Mac", "other"}));
        QCOMPARE(types_of(table, {"mac", "other"}), (Texts{"MAC", "other"}));
        QCOMPARE(types_of(table, {"mac"}), Texts{""});
    }

    void an_own_table_is_read_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("quotes, BOM, \\r\\n") << QByteArray(
            "\xef\xbb\xbf\"cell_type\",\"aliases\",\"tfs\",\"tissue\"\r\n"
            "\"Mono, \"\"big\"\"\",\"M|Big one\",\"SPI1, CEBPA\",\"blood\"\r\n"
            "\"B\",,\"PAX5|Ebf1|PAX5|pax5\",\"blood\"\r\n");
        QTest::newRow("all columns, comments") << QByteArray(
            "# mine\ntissue,cell_type,species,aliases,tfs\n"
            "blood,\"Mono, \"\"big\"\"\",human,M|Big one,SPI1|CEBPA\n\nblood,B,human,,PAX5 Ebf1\n");
        QTest::newRow("tabs") << QByteArray(
            "TFs\tCell type\tTissue\tAliases\nSPI1;CEBPA\t\"Mono, \"\"big\"\"\"\tblood\tM | Big one\n"
            "PAX5,Ebf1\tB\tblood\n");
        QTest::newRow("semicolons, filled up") << QByteArray(
            "tissue;cell_type;aliases;tfs\nblood;\"Mono, \"\"big\"\"\";M|Big one;SPI1,CEBPA;;\n"
            "blood;B;;PAX5 Ebf1\n;;;\n");
        QTest::newRow("a line a TF") << QByteArray(
            "cell_type,aliases,tfs,tissue\n\"Mono, \"\"big\"\"\",M,SPI1,blood\nB,,PAX5,blood\n"
            "\"mono \"\"big\"\"\",M|Big one,CEBPA,blood\nB cells,,Ebf1,blood\n");
    }
    void an_own_table_is_read() {
        QFETCH(QByteArray, content);
        const LineageTable table = read(content);
        QCOMPARE(table.name, std::string("own.csv"));
        QCOMPARE(table.entries.size(), std::size_t{2});
        QCOMPARE(table.entries[0].tissue, std::string("blood"));
        QCOMPARE(table.entries[0].cell_type, std::string("Mono, \"big\""));
        QCOMPARE(table.entries[0].aliases, (Texts{"M", "Big one"}));
        QCOMPARE(table.entries[0].tfs, (Texts{"SPI1", "CEBPA"}));
        QCOMPARE(table.entries[1].cell_type, std::string("B"));
        QVERIFY(table.entries[1].aliases.empty());
        QCOMPARE(table.entries[1].tfs, (Texts{"PAX5", "Ebf1"}));
        QCOMPARE(types_of(table, {"big ones", "B cells"}), (Texts{"Mono, \"big\"", "B"}));
    }

    void two_columns_are_enough() {
        const LineageTable table = read("cell_type,tfs\nB,PAX5\nT,TCF7\n");
        QCOMPARE(table.entries.size(), std::size_t{2});
        QVERIFY(table.entries[0].tissue.empty());
    }

    void broken_tables_are_refused_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("says");
        QTest::newRow("empty") << QByteArray() << "empty";
        QTest::newRow("comments alone") << QByteArray("# nothing\n\n") << "empty";
        QTest::newRow("header alone") << QByteArray("cell_type,tfs\n") << "no cell type";
        QTest::newRow("no types") << QByteArray("tissue,tfs\nblood,PAX5\n") << "no column cell_type";
        QTest::newRow("no TFs") << QByteArray("cell_type,genes\nB,PAX5\n") << "no column tfs";
        QTest::newRow("no header") << QByteArray("B,PAX5\nT,TCF7\n") << "no column";
        QTest::newRow("not UTF-8") << QByteArray("cell_type,tfs\nB,PAX5\nM\xfcller,SOX9\n") << "line 3";
        QTest::newRow("open quote") << QByteArray("cell_type,tfs\n\"B,PAX5\n") << "quote";
        QTest::newRow("commas in a list") << QByteArray("cell_type,tfs\nB,PAX5,EBF1\n") << "more fields";
        QTest::newRow("a type without TFs") << QByteArray("cell_type,tfs\nB,PAX5\nT\n") << "\"T\" has no TFs";
        QTest::newRow("no type") << QByteArray("cell_type,tfs\n,PAX5\n") << "line 2";
        QTest::newRow("a name of two")
            << QByteArray("cell_type,aliases,tfs\nB,lymphocytes,PAX5\nT,Lymphocyte,TCF7\n")
            << "two cell types";
        QTest::newRow("HDF5") << QByteArray("\x89HDF\r\n\x1a\n and so on") << "HDF5";
        QTest::newRow("binary") << QByteArray("cell_type,tfs\0\0\0\1\2", 18) << "own.csv";
    }
    void broken_tables_are_refused() {
        QFETCH(QByteArray, content);
        QFETCH(QString, says);
        const QString said = problem(content);
        QVERIFY2(said.contains(says) && said.contains("own.csv"), qPrintable(said));
    }

    void a_missing_file_is_refused() {
        QVERIFY_EXCEPTION_THROWN(read_lineage_table(m_folder.filePath("none.csv").toStdString()), Error);
    }

    void percentiles_are_ranks() {
        const Texts tfs{"A", "B", "C", "D", "E"};
        const Matrix means = matrix_of({{5, 4, 3, 2, 1}, {-2, 0, 7, 0, -1}});
        const LineageReading reading =
            lineage_reading(means, tfs, std::vector{match_of({"A", "B"}), match_of({"C", "D", "X", "A"})});
        QCOMPARE(reading.pairs, std::size_t{5});
        QCOMPARE(reading.classes.size(), std::size_t{2});
        QCOMPARE(reading.classes[0].percentiles, (std::vector<double>{1, 0.75}));
        QCOMPARE(reading.classes[0].mean_percentile, 0.875);
        QVERIFY(reading.classes[0].missing.empty());
        QCOMPARE(reading.classes[1].percentiles, (std::vector<double>{1, 0.625, 0}));  // B and D are tied
        QCOMPARE(reading.classes[1].found, (Texts{"C", "D", "A"}));
        QCOMPARE(reading.classes[1].missing, Texts{"X"});
        QCOMPARE(reading.mean_percentile, (1 + 0.75 + 1 + 0.625 + 0) / 5);
    }

    void a_constant_row_is_chance() {
        const Matrix means = matrix_of({{2, 2, 2, 2}, {0, 0, 0, 0}});
        const LineageReading reading = lineage_reading(means, Texts{"A", "B", "C", "D"},
                                                       std::vector{match_of({"A"}), match_of({"B", "D"})});
        QCOMPARE(reading.mean_percentile, 0.5);
        QCOMPARE(reading.pairs, std::size_t{3});
    }

    // Over all TFs the mean is chance, whatever the values.
    void all_tfs_together_are_chance() {
        const Matrix means = matrix_of({{3, -1, 8, 8, 0}});
        const LineageReading reading = lineage_reading(means, Texts{"A", "B", "C", "D", "E"},
                                                       std::vector{match_of({"A", "B", "C", "D", "E"})});
        QCOMPARE(reading.mean_percentile, 0.5);
    }

    void groups_without_values_are_left_out() {
        const Matrix means =
            matrix_of({{nothing, nothing, nothing}, {1, 2, 3}, {3, 2, 1}, {nothing, 1, nothing}});
        const LineageReading reading =
            lineage_reading(means, Texts{"A", "B", "C"},
                            std::vector{match_of({"A"}), match_of({"C"}), LineageMatch{}, match_of({"B"})});
        QCOMPARE(reading.pairs, std::size_t{1});
        QCOMPARE(reading.mean_percentile, 1.0);
        for (const std::size_t left_out : {0U, 2U, 3U}) {
            QVERIFY(std::isnan(reading.classes[left_out].mean_percentile));
            QVERIFY(reading.classes[left_out].found.empty() && reading.classes[left_out].missing.empty());
        }
    }

    void a_tf_without_a_value_is_missing() {
        const LineageReading reading = lineage_reading(
            matrix_of({{nothing, 1, 3, 2}}), Texts{"A", "B", "C", "D"}, std::vector{match_of({"A", "D"})});
        QCOMPARE(reading.classes[0].missing, Texts{"A"});
        QCOMPARE(reading.classes[0].mean_percentile, 0.5);  // the middle of three
    }

    void mouse_symbols_are_the_human_ones() {
        const LineageReading reading = lineage_reading(matrix_of({{1, 2}}), Texts{"Sox2", "Pax6"},
                                                       std::vector{match_of({"PAX6", "SOX2", "EMX2"})});
        QCOMPARE(reading.classes[0].percentiles, (std::vector<double>{1, 0}));
        QCOMPARE(reading.classes[0].found, (Texts{"PAX6", "SOX2"}));
    }

    void nothing_gives_no_number() {
        const LineageReading none = lineage_reading({}, {}, {});
        QVERIFY(std::isnan(none.mean_percentile) && none.pairs == 0 && none.classes.empty());
        const LineageReading no_tf =
            lineage_reading(matrix_of({{1, 2}}), Texts{"A", "B"}, std::vector{match_of({"X"})});
        QVERIFY(std::isnan(no_tf.mean_percentile) && std::isnan(no_tf.classes[0].mean_percentile));
        QCOMPARE(no_tf.classes[0].missing, Texts{"X"});
    }
};

QTEST_GUILESS_MAIN(LineageTfsTest)
#include "tst_lineage_tfs.moc"
