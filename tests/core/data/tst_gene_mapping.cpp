#include <QTest>

#include "core/data/gene_mapping.h"

using namespace regulus;

namespace {
using Names = std::vector<std::string>;
}

class GeneMappingTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void names_are_kept_mapped_ambiguous_or_unknown() {
        GeneMapping mapping;
        mapping.add("p53", "TP53");
        mapping.add("ENSG00000136997", "MYC");
        mapping.add("TWICE", "A");
        mapping.add("TWICE", "B");
        mapping.add("p53", "TP53");  // said twice is no contradiction
        mapping.add("", "X");
        mapping.add("Y", "");
        const Names names{"p53", "MYC", "TWICE", "OTHER", "Y"};
        const MappedNames mapped = map_genes(names, mapping);
        QCOMPARE(mapped.names, (Names{"TP53", "MYC", "TWICE", "OTHER", "Y"}));
        QCOMPARE(mapped.mapped, std::size_t{1});
        QCOMPARE(mapped.kept, std::size_t{1});
        QCOMPARE(mapped.ambiguous, std::size_t{1});
        QCOMPARE(mapped.unmapped, std::size_t{2});
        QCOMPARE(mapping.ambiguous(), std::size_t{1});
        QCOMPARE(mapping.size(), std::size_t{3});
    }
    void identifiers_are_found_without_their_version() {
        GeneMapping mapping;
        mapping.add("ENSG00000136997", "MYC");
        QCOMPARE(map_genes(Names{"ENSG00000136997.17"}, mapping).names, (Names{"MYC"}));
    }
    void a_better_rank_decides() {
        GeneMapping mapping;
        mapping.add("CAP", "SERPINB6", 4);  // an alias of one gene
        mapping.add("CAP", "BRD4", 4);      // and of another
        mapping.add("CAP", "LNPEP", 3);     // but once the approved name of this one
        mapping.add("CAP", "HACD1", 4);
        QCOMPARE(map_genes(Names{"CAP"}, mapping).names, (Names{"LNPEP"}));
        mapping.add("CAP", "CAP", 0);
        const MappedNames kept = map_genes(Names{"CAP"}, mapping);
        QCOMPARE(kept.names, (Names{"CAP"}));
        QCOMPARE(kept.kept, std::size_t{1});
    }
    void who_has_a_name_keeps_it() {
        GeneMapping mapping;
        mapping.add("p53", "TP53");
        mapping.add("LFS1", "TP53");
        const MappedNames mapped = map_genes(Names{"p53", "LFS1", "TP53"}, mapping);
        QCOMPARE(mapped.names, (Names{"TP53-1", "TP53-2", "TP53"}));
        QCOMPARE(mapped.duplicates, std::size_t{2});
        QCOMPARE(map_genes(Names{"p53", "LFS1"}, mapping).names, (Names{"TP53", "TP53-1"}));
    }
    void spelling_follows_the_targets() {
        const Names targets{"SOX10", "Myc", "MYC", "ENSG00000141510.5", "C1orf112"};
        const Names names{"Sox10", "myc", "MYC", "ENSG00000141510.16", "C1ORF112", "GAPDH"};
        const MappedNames version = Speller(targets, Spelling::WithoutVersion).respell(names);
        QCOMPARE(version.names, (Names{"Sox10", "myc", "MYC", "ENSG00000141510.5", "C1ORF112", "GAPDH"}));
        const MappedNames letters = Speller(targets, Spelling::WithoutCase).respell(names);
        QCOMPARE(letters.names, (Names{"SOX10", "myc", "MYC", "ENSG00000141510.5", "C1orf112", "GAPDH"}));
        QCOMPARE(letters.kept, std::size_t{1});
        QCOMPARE(letters.mapped, std::size_t{3});
        QCOMPARE(letters.ambiguous, std::size_t{1});  // myc could be Myc or MYC
        QCOMPARE(letters.unmapped, std::size_t{1});
    }
    void nothing_maps_nothing() {
        QVERIFY(map_genes({}, GeneMapping()).names.empty());
        QCOMPARE(Speller({}, Spelling::WithoutVersion).respell(Names{"A"}).unmapped, std::size_t{1});
    }
};

QTEST_GUILESS_MAIN(GeneMappingTest)
#include "tst_gene_mapping.moc"
