#include <QTest>

#include "core/base/error.h"
#include "core/io/dataset/dataset_reader.h"
#include "core/io/prior/prior_reader.h"
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
                            Spelling spelling, bool through_mapping = false) {
    for (const GeneChoice& choice : choices) {
        if (choice.column == column && choice.spelling == spelling &&
            choice.through_mapping == through_mapping)
            return &choice;
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
        const GeneChoice* usual = choice_of(choices, "feature_name", Spelling::Exact);
        QVERIFY(usual != nullptr);
        QCOMPARE(static_cast<int>(usual->edges), edges);
        QCOMPARE(static_cast<int>(usual->tfs), tfs);
        QVERIFY(choice_of(choices, "index", Spelling::Exact) == nullptr);
        // Identifiers mapped to the symbols that the file itself has for them come to the same.
        auto own = std::make_shared<GeneMapping>("own");
        GeneMapping& mapping = *own;
        const GeneNames symbols = gene_names(var, "feature_name");
        for (std::size_t g = 0; g < var.size(); ++g) mapping.add(var.index[g], symbols.names[g]);
        const auto with = gene_choices(var, edges_of, &mapping);
        const GeneChoice* mapped = choice_of(with, "index", Spelling::Exact, true);
        QVERIFY(mapped != nullptr);
        QCOMPARE(static_cast<int>(mapped->edges), edges);
        QCOMPARE(static_cast<int>(mapped->tfs), tfs);
        // What is counted is what the names give.
        for (const GeneChoice& choice : with) {
            const MatchedNames names = matched_names(var, request_for(choice, own), edges_of);
            QVERIFY(same_way(names.choice, choice));
            const Coverage found = coverage(edges_of, names.genes.names);
            QCOMPARE(found.edges, choice.edges);
            QCOMPARE(found.tfs, choice.tfs);
        }
    }
    void versions_and_case_are_offered_where_they_help() {
        const RegulatoryNetwork prior = network({{"SOX10", "MBP"}, {"SOX10", "PLP1"}, {"MYC", "MAX"}});
        auto choices = gene_choices(human({"Sox10", "Mbp", "Plp1", "MYC", "MAX"}), prior);
        QCOMPARE(choices.size(), std::size_t{2});
        QVERIFY(choices[0].spelling == Spelling::WithoutCase);
        QCOMPARE(choices[0].edges, std::size_t{3});
        QCOMPARE(choices[0].genes, std::size_t{5});
        QCOMPARE(choices[1].edges, std::size_t{1});
        const RegulatoryNetwork ids = network({{"ENSG00000141510.9", "ENSG00000136997.2"}});
        choices = gene_choices(human({"ENSG00000141510.16", "ENSG00000136997"}), ids);
        QCOMPARE(choices.size(), std::size_t{1});
        QVERIFY(choices[0].spelling == Spelling::WithoutVersion);
        QCOMPARE(choices[0].edges, std::size_t{1});
        QVERIFY(gene_choices(human({"Sox10", "Mbp"}), ids).empty());
    }
    void mouse_meets_a_human_prior_through_orthologs() {
        const RegulatoryNetwork prior = network({{"TP53", "CDKN1A"}, {"TP53", "HLA-A"}});
        auto table = std::make_shared<GeneMapping>("orthologs.tsv");
        GeneMapping& orthologs = *table;
        orthologs.add("Trp53", "TP53");
        orthologs.add("Cdkn1a", "CDKN1A");
        orthologs.add("H2-K1", "HLA-A");
        orthologs.add("H2-K1", "HLA-B");
        const Table var = human({"Trp53", "Cdkn1a", "H2-K1", "Gm1992"});
        const auto choices = gene_choices(var, prior, &orthologs);
        QVERIFY(choices.front().through_mapping);
        QCOMPARE(choices.front().edges, std::size_t{1});
        QCOMPARE(choices.front().mapped, std::size_t{2});
        QCOMPARE(choices.front().ambiguous, std::size_t{1});
        QCOMPARE(choices.front().unmapped, std::size_t{1});
        const GeneRequest asked{"index", {}, table};
        QCOMPARE(matched_names(var, asked, prior).genes.names,
                 (std::vector<std::string>{"TP53", "CDKN1A", "H2-K1", "Gm1992"}));
        QCOMPARE(own_names(var, asked).choice.mapped, std::size_t{2});
        QVERIFY_EXCEPTION_THROWN(matched_names(var, {"nothing", {}, table}, prior), Error);
    }
    void a_model_finds_its_genes_by_the_best_way() {
        Table var = human({"ENSG00000141510", "ENSG00000136997", "ENSG00000012048"});
        var.columns.push_back({"symbol", Text{{"Tp53", "MYC", "BRCA1"}}});
        const std::vector<std::string> tokens{"TP53", "MYC", "BRCA1"};
        MatchedNames found = matched_names(var, {}, std::span(tokens));
        QVERIFY(found.choice.spelling == Spelling::WithoutCase && !found.choice.through_mapping);
        QCOMPARE(found.genes.names, tokens);
        // What was asked for stays as it was asked for.
        found = matched_names(var, {"symbol", Spelling::Exact, {}}, std::span(tokens));
        QCOMPARE(found.choice.genes, std::size_t{2});
        QCOMPARE(matched_names(var, {"index", {}, {}}, std::span(tokens)).choice.genes, std::size_t{0});
        // A mapping is used where it finds more, and only there.
        auto table = std::make_shared<GeneMapping>("map.tsv");
        table->add("ENSG00000141510", "TP53");
        table->add("ENSG00000136997", "MYC");
        found = matched_names(var, {"index", {}, table}, std::span(tokens));
        QCOMPARE(found.choice.genes, std::size_t{2});
        QVERIFY(found.choice.through_mapping);
        QVERIFY(!matched_names(var, {"", {}, table}, std::span(tokens)).choice.through_mapping);
    }
    void the_least_change_that_serves_is_proposed() {
        const auto choice = [](const char* column, Spelling spelling, bool mapped, std::size_t edges) {
            return GeneChoice{column, mapped, spelling, edges, edges};
        };
        const GeneChoice used = choice("index", Spelling::Exact, false, 10);
        const std::vector<GeneChoice> choices{choice("index", Spelling::WithoutCase, true, 102),
                                              choice("name", Spelling::WithoutCase, false, 101),
                                              choice("name", Spelling::Exact, false, 95),
                                              choice("other", Spelling::Exact, false, 50), used};
        const GeneChoice* better = better_choice(choices, used);
        QVERIFY(better != nullptr && same_way(*better, choices[2]));
        // Only the first two have twice as many.
        QVERIFY(better_choice(choices, choices[3]) == &choices[1]);
        QVERIFY(better_choice(choices, choice("x", Spelling::Exact, false, 52)) == nullptr);
        QVERIFY(better_choice({}, used) == nullptr);
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
