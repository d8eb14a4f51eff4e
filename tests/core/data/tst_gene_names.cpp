#include <QTest>

#include <utility>

#include "core/base/error.h"
#include "core/data/gene_names.h"

using namespace regulus;

namespace {

using Names = std::vector<std::string>;

Table table(Names index) {
    Table var;
    var.index = std::move(index);
    return var;
}

Table with_column(Names index, const char* name, Names values) {
    Table var = table(std::move(index));
    var.columns.push_back({name, Text{std::move(values)}});
    return var;
}

}  // namespace

class GeneNamesTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void versions_come_off_identifiers_only() {
        QCOMPARE(without_version("ENSG00000141510.16"), std::string("ENSG00000141510"));
        QCOMPARE(without_version("ENSMUSG00000064370.1"), std::string("ENSMUSG00000064370"));
        QCOMPARE(without_version("ENSG00000182378.14_PAR_Y"), std::string("ENSG00000182378_PAR_Y"));
        for (const char* name : {"AL627309.1", "RP11-206L10.2", "ENSG00000141510", "ENSG00000141510.",
                                 "ENSG00000141510.x", "", ".", "ENSG.1", "Y73F8A.1"}) {
            QCOMPARE(without_version(name), std::string(name));
        }
    }
    void identifiers_are_read_with_and_without_version() {
        const GeneNames genes =
            gene_names(table({"ENSG00000141510.16", "ENSG00000012048.23", "ENSG00000133703"}));
        QCOMPARE(genes.names, (Names{"ENSG00000141510", "ENSG00000012048", "ENSG00000133703"}));
        QCOMPARE(genes.cleaned, std::size_t{2});
        QVERIFY(genes.kind == GeneIdentifier::Ensembl);
        QVERIFY(genes.species == Species::Human);
    }
    // The column is found by what is in it, whatever a program called it.
    void symbols_under_any_name_data() {
        QTest::addColumn<QString>("column");
        for (const char* name : {"Symbol", "SYMBOL", "real_gene_name", "hgnc_symbol", "external_gene_name",
                                 "feature_symbol", "gene_symbols-0", "name", "features", "what ever"})
            QTest::newRow(name) << name;
    }
    void symbols_under_any_name() {
        QFETCH(const QString, column);
        Names ids, symbols, biotypes, transcripts, proteins, places, descriptions;
        const Names some{"TP53", "MYC",  "SOX10",      "HLA-DRA", "MT-CO1",
                         "LYZ",  "CD3D", "AL627309.1", "B2M",     "NKG7"};
        for (std::size_t i = 0; i < some.size(); ++i) {
            const std::string n = std::to_string(i);
            ids.push_back("ENSG0000000000" + n);
            symbols.push_back(i == 4 ? "" : some[i]);
            biotypes.push_back(i % 2 == 0 ? "protein_coding" : "lncRNA");
            transcripts.push_back("ENST0000000000" + n);
            proteins.push_back("Q9UL1" + n);
            places.push_back("chr1:" + n + "000-2000");
            descriptions.push_back("a protein of kind " + n);
        }
        Table var = with_column(ids, "biotype", biotypes);
        for (const auto& [name, values] :
             {std::pair("transcript_name", transcripts), std::pair("protein symbol", proteins),
              std::pair("place", places), std::pair("gene_description", descriptions)})
            var.columns.push_back({name, Text{values}});
        QCOMPARE(gene_names(var).source, std::string("index"));  // none of these is a symbol
        var.columns.push_back({column.toStdString(), Text{symbols}});
        const GeneNames genes = gene_names(var);
        QCOMPARE(genes.source, column.toStdString());
        QVERIFY(genes.kind == GeneIdentifier::Symbol && genes.species == Species::Human);
        QCOMPARE(genes.names[0], std::string("TP53"));
        QCOMPARE(genes.names[4], ids[4]);  // has none
        // Symbols in the index stay the names.
        var.index = some;
        QCOMPARE(gene_names(var).source, std::string("index"));
    }
    // An index that is written as symbols are, but only numbered, hides no column of symbols.
    void numbered_names_hide_no_symbols_data() {
        QTest::addColumn<QString>("pattern");
        for (const char* pattern :
             {"gene_%1", "TRINITY_%1", "TRINITY_DN%1_c0_g1", "AT1G0%10", "LOC1234%1", "Os01g0%100", "g%1.t1"})
            QTest::newRow(pattern) << pattern;
    }
    void numbered_names_hide_no_symbols() {
        QFETCH(const QString, pattern);
        const Names symbols{"TP53", "MYC",  "SOX10", "HLA-DRA", "MT-CO1",
                            "LYZ",  "CD3D", "ACTB",  "B2M",     "NKG7"};
        Names numbered, others;
        for (int i = 0; i < 10; ++i) {
            numbered.push_back(pattern.arg(i).toStdString());
            others.push_back("contig" + std::to_string(i));
        }
        for (const char* column : {"gene_symbols", "best hit"}) {
            Table var = with_column(numbered, "contig", others);
            QCOMPARE(gene_names(var).source, std::string("index"));
            var.columns.push_back({column, Text{symbols}});
            QCOMPARE(gene_names(var).source, std::string(column));
            QCOMPARE(gene_names(var).names, symbols);
        }
    }
    void symbols_with_dots_stay() {
        const GeneNames genes = gene_names(table({"AL627309.1", "TP53", "HLA-DRA", "RP11-206L10.2"}));
        QCOMPARE(genes.names[0], std::string("AL627309.1"));
        QCOMPARE(genes.cleaned, std::size_t{0});
        QVERIFY(genes.kind == GeneIdentifier::Symbol);
    }
    void joined_names_become_symbols_data() {
        QTest::addColumn<QString>("first");
        QTest::addColumn<QString>("second");
        QTest::newRow("id_symbol") << "ENSG00000141510_TP53"
                                   << "ENSG00000136997_MYC";
        QTest::newRow("symbol_id") << "TP53_ENSG00000141510"
                                   << "MYC_ENSG00000136997";
        QTest::newRow("version") << "ENSG00000141510.16_TP53"
                                 << "MYC_ENSG00000136997.17";
        QTest::newRow("bar") << "ENSG00000141510|TP53"
                             << "MYC|ENSG00000136997";
        QTest::newRow("genome") << "GRCh38_ENSG00000141510_TP53"
                                << "GRCh38_ENSG00000136997_MYC";
    }
    void joined_names_become_symbols() {
        QFETCH(QString, first);
        QFETCH(QString, second);
        const GeneNames genes = gene_names(table({first.toStdString(), second.toStdString()}));
        QCOMPARE(genes.names, (Names{"TP53", "MYC"}));
        QCOMPARE(genes.cleaned, std::size_t{2});
        QVERIFY(genes.kind == GeneIdentifier::Symbol);
        QVERIFY(genes.species == Species::Human);
    }
    void a_joined_name_without_symbol_is_its_identifier() {
        const GeneNames genes = gene_names(
            table({"ENSG00000141510_TP53", "ENSG00000136997_", "ENSG00000136998_NA", "ENSG00000136999"}));
        QCOMPARE(genes.names, (Names{"TP53", "ENSG00000136997", "ENSG00000136998", "ENSG00000136999"}));
    }
    void a_few_joined_names_among_symbols_stay() {
        const Names names{"TBCE", "TBCE_ENSG00000284770", "TP53", "MYC"};
        QCOMPARE(gene_names(table(names)).names, names);
    }
    void one_genome_comes_off_two_stay() {
        GeneNames genes = gene_names(table({"hg19_TP53", "hg19_MYC", "hg19_MT-ND1"}));
        QCOMPARE(genes.names, (Names{"TP53", "MYC", "MT-ND1"}));
        QCOMPARE(genes.genome, std::string("hg19"));
        QVERIFY(genes.species == Species::Human);
        genes = gene_names(table({"mm10___Trp53", "mm10___Myc"}));
        QCOMPARE(genes.names, (Names{"Trp53", "Myc"}));
        QVERIFY(genes.mouse);
        const Names mixed{"GRCh38_TP53", "GRCh38_MYC", "mm10___Trp53", "mm10___Myc"};
        genes = gene_names(table(mixed));
        QCOMPARE(genes.names, mixed);
        QVERIFY(genes.species == Species::Several);
        QVERIFY(!genes.mouse);
    }
    void species_data() {
        QTest::addColumn<QStringList>("names");
        QTest::addColumn<int>("species");
        const auto row = [](const char* name, const QStringList& names, Species species) {
            QTest::newRow(name) << names << static_cast<int>(species);
        };
        row("human", {"TP53", "SOX10", "HLA-A", "C1orf112"}, Species::Human);
        row("mouse", {"Trp53", "Sox10", "H2-K1", "Gm1992"}, Species::Mouse);
        row("rat", {"Tp53", "Sox10", "Rt1-a1", "RGD1559909"}, Species::Rat);
        row("zebrafish", {"tp53", "sox10", "si:ch211-1", "zgc:1234"}, Species::Zebrafish);
        row("mouse ids", {"ENSMUSG00000064370", "ENSMUSG00000064371"}, Species::Mouse);
        row("rat ids", {"ENSRNOG00000010756"}, Species::Rat);
        row("zebrafish ids", {"ENSDARG00000035559"}, Species::Zebrafish);
        row("yeast", {"ACT1", "CDC28", "PAU8", "YAL064W-B", "YAR068C"}, Species::Other);
        row("pig ids", {"ENSSSCG00000017950"}, Species::Other);
        row("two", {"ENSG00000141510", "ENSMUSG00000064371"}, Species::Several);
        row("numbers", {"7157", "4609"}, Species::Unknown);
        row("none", {}, Species::Unknown);
    }
    void species() {
        QFETCH(QStringList, names);
        QFETCH(int, species);
        Names index;
        for (const QString& name : names) index.push_back(name.toStdString());
        const GeneNames genes = gene_names(table(index));
        QCOMPARE(to_string(genes.species), to_string(static_cast<Species>(species)));
        QCOMPARE(genes.mouse, genes.species == Species::Mouse);
    }
    void identifiers_elsewhere_decide_about_the_species() {
        Table var = with_column({"TP53", "MYC"}, "gene_ids", {"ENSRNOG00000010756", "ENSRNOG00000010757"});
        QVERIFY(gene_names(var).species == Species::Rat);
        var = table({"A1", "B1"});
        var.columns.push_back({"feature_reference", Categorical{{"NCBITaxon:10090"}, {0, 0}, {}, false}});
        QVERIFY(gene_names(var).mouse);
    }
    void numbers_are_entrez() {
        const GeneNames genes = gene_names(table({"7157", "4609", "TP53"}));
        QVERIFY(genes.kind == GeneIdentifier::Entrez);
        QCOMPARE(genes.source, std::string("index"));
    }
    void symbols_are_found_in_a_column() {
        const Table var = with_column({"ENSG00000141510", "ENSG00000136997", "ENSG00000012048"},
                                      "gene_symbols", {"TP53", "", "ENSG00000012048"});
        const GeneNames genes = gene_names(var);
        QCOMPARE(genes.source, std::string("index"));  // one symbol in three is no column of symbols
        const Table more = with_column({"ENSG00000141510", "ENSG00000136997", "ENSG00000012048"},
                                       "gene_symbols", {"TP53", "MYC", ""});
        const GeneNames found = gene_names(more);
        QCOMPARE(found.source, std::string("gene_symbols"));
        QCOMPARE(found.names, (Names{"TP53", "MYC", "ENSG00000012048"}));  // named after the index
        QCOMPARE(found.identifiers, std::size_t{1});
        QVERIFY_EXCEPTION_THROWN(gene_names(var, "nothing"), Error);
    }
    void duplicates_get_suffixes_that_are_free() {
        const GeneNames genes = gene_names(table({"A1", "B1", "A1", "A1-1", "A1", "B1"}));
        QCOMPARE(genes.names, (Names{"A1", "B1", "A1-2", "A1-1", "A1-3", "B1-1"}));
        QCOMPARE(genes.duplicates, std::size_t{3});
        const GeneNames same = gene_names(table({"ENSG00000141510.1", "ENSG00000141510.2"}));
        QCOMPARE(same.names, (Names{"ENSG00000141510", "ENSG00000141510-1"}));
    }
    void odd_names_are_survived() {
        const GeneNames genes = gene_names(
            table({"", "_", "ENS", "ENSG", "hg19_", "|", "ENSG00000141510_", std::string(100000, 'E')}));
        QCOMPARE(genes.names.size(), std::size_t{8});
        QVERIFY(gene_names(Table{}).names.empty());
    }
};

QTEST_GUILESS_MAIN(GeneNamesTest)
#include "tst_gene_names.moc"
