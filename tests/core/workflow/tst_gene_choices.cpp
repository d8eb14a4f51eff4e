#include <QTest>

#include "core/base/error.h"
#include "core/io/dataset_reader.h"
#include "core/io/prior_reader.h"
#include "core/prior/coverage.h"
#include "core/workflow/gene_choices.h"
#include "tests/support/test_data.h"

using namespace regulus;
using namespace regulus::test;

namespace {

std::shared_ptr<const Dataset> dataset(const QString& path) {
    Job job;
    return read_dataset(path.toStdString(), {}, job);
}

RegulatoryNetwork network(std::initializer_list<std::pair<const char*, const char*>> edges) {
    std::vector<ListedRegulation> listed;
    for (const auto& [tf, target] : edges) listed.push_back({tf, target});
    return make_network("prior", listed);
}

const GeneChoice* choice_of(const std::vector<GeneChoice>& choices, const std::string& column,
                            GeneMatch match) {
    for (const GeneChoice& choice : choices) {
        if (choice.column == column && choice.match == match) return &choice;
    }
    return nullptr;
}

Table human(std::vector<std::string> index) {
    Table var;
    var.index = std::move(index);
    return var;
}

}  // namespace

class GeneChoicesTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void real_genes_find_the_known_number_of_edges_data() {
        QTest::addColumn<QString>("prior");
        QTest::addColumn<int>("edges");
        QTest::addColumn<int>("tfs");
        QTest::newRow("CollecTRI") << "priors/collectri.csv" << 1011 << 98;
        QTest::newRow("TRRUST") << "priors/trrust_rawdata.human.tsv" << 158 << 41;
    }
    void real_genes_find_the_known_number_of_edges() {
        QFETCH(QString, prior);
        QFETCH(int, edges);
        QFETCH(int, tfs);
        const QString path = data_file("fetal_brain/test.h5ad"), prior_path = data_file(prior);
        REGULUS_NEED_DATA(path);
        REGULUS_NEED_DATA(prior_path);
        const auto data = dataset(path);
        const Table& var = *data->assays.front().var;
        Job job;
        const RegulatoryNetwork edges_of = read_prior(prior_path.toStdString(), {}, job);
        const auto choices = gene_choices(var, edges_of);
        for (const GeneChoice& choice : choices) qInfo("%s", describe(choice).c_str());
        const GeneChoice* usual = choice_of(choices, "feature_name", GeneMatch::Exact);
        QVERIFY(usual != nullptr);
        QCOMPARE(static_cast<int>(usual->edges), edges);
        QCOMPARE(static_cast<int>(usual->tfs), tfs);
        QVERIFY(choice_of(choices, "index", GeneMatch::Exact) == nullptr);
        // Identifiers mapped to the symbols that the file itself has for them come to the same.
        GeneMapping mapping("own");
        const GeneNames symbols = gene_names(var, "feature_name");
        for (std::size_t g = 0; g < var.size(); ++g) mapping.add(var.index[g], symbols.names[g]);
        const auto with = gene_choices(var, edges_of, &mapping);
        const GeneChoice* mapped = choice_of(with, "index", GeneMatch::Mapped);
        QVERIFY(mapped != nullptr);
        QVERIFY(static_cast<int>(mapped->edges) >= edges);
        // What is counted is what the names give.
        for (const GeneChoice& choice : with) {
            const GeneNames names = matched_names(var, choice.column, choice.match, edges_of, &mapping);
            const Coverage found = coverage(edges_of, names.names);
            QCOMPARE(found.edges, choice.edges);
            QCOMPARE(found.tfs, choice.tfs);
        }
    }
    void versions_and_case_are_offered_where_they_help() {
        const RegulatoryNetwork prior = network({{"SOX10", "MBP"}, {"SOX10", "PLP1"}, {"MYC", "MAX"}});
        auto choices = gene_choices(human({"Sox10", "Mbp", "Plp1", "MYC", "MAX"}), prior);
        QCOMPARE(choices.size(), std::size_t{2});
        QVERIFY(choices[0].match == GeneMatch::WithoutCase);
        QCOMPARE(choices[0].edges, std::size_t{3});
        QCOMPARE(choices[0].genes, std::size_t{5});
        QCOMPARE(choices[1].edges, std::size_t{1});
        const RegulatoryNetwork ids = network({{"ENSG00000141510.9", "ENSG00000136997.2"}});
        choices = gene_choices(human({"ENSG00000141510.16", "ENSG00000136997"}), ids);
        QCOMPARE(choices.size(), std::size_t{1});
        QVERIFY(choices[0].match == GeneMatch::WithoutVersion);
        QCOMPARE(choices[0].edges, std::size_t{1});
        QVERIFY(gene_choices(human({"Sox10", "Mbp"}), ids).empty());
    }
    void mouse_meets_a_human_prior_through_orthologs() {
        const RegulatoryNetwork prior = network({{"TP53", "CDKN1A"}, {"TP53", "HLA-A"}});
        GeneMapping orthologs("orthologs.tsv");
        orthologs.add("Trp53", "TP53");
        orthologs.add("Cdkn1a", "CDKN1A");
        orthologs.add("H2-K1", "HLA-A");
        orthologs.add("H2-K1", "HLA-B");
        const Table var = human({"Trp53", "Cdkn1a", "H2-K1", "Gm1992"});
        const auto choices = gene_choices(var, prior, &orthologs);
        QVERIFY(choices.front().match == GeneMatch::Mapped);
        QCOMPARE(choices.front().edges, std::size_t{1});
        QCOMPARE(choices.front().mapped, std::size_t{2});
        QCOMPARE(choices.front().ambiguous, std::size_t{1});
        QCOMPARE(choices.front().unmapped, std::size_t{1});
        QCOMPARE(matched_names(var, "index", GeneMatch::Mapped, prior, &orthologs).names,
                 (std::vector<std::string>{"TP53", "CDKN1A", "H2-K1", "Gm1992"}));
        QVERIFY_EXCEPTION_THROWN(matched_names(var, "index", GeneMatch::Mapped, prior), Error);
        QVERIFY_EXCEPTION_THROWN(matched_names(var, "nothing", GeneMatch::Exact, prior), Error);
    }
    void columns_that_name_no_genes_are_passed_over() {
        Table var = human({"ENSG00000141510", "ENSG00000136997", "ENSG00000012048"});
        var.columns.push_back({"type", Categorical{{"MYC"}, {0, 0, 0}, {}, false}});
        var.columns.push_back({"symbol", Text{{"TP53", "MYC", ""}}});
        const auto choices = gene_choices(var, network({{"TP53", "MYC"}, {"MYC", "MYC"}}));
        QCOMPARE(choices.size(), std::size_t{1});
        QCOMPARE(choices[0].column, std::string("symbol"));
        QCOMPARE(choices[0].edges, std::size_t{2});
    }
};

QTEST_GUILESS_MAIN(GeneChoicesTest)
#include "tst_gene_choices.moc"
