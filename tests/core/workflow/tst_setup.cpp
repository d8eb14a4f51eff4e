#include <QTest>
#include <algorithm>
#include <cctype>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/base/error.h"
#include "core/base/version.h"
#include "core/data/normalise.h"
#include "core/model/model_record.h"
#include "core/simulate/regulatory_simulator.h"
#include "core/workflow/apply_model.h"
#include "core/workflow/dataset_summary.h"
#include "core/workflow/prior_match.h"
#include "core/workflow/training_setup.h"

using namespace regulus;

namespace {

Simulation simulated() {
    SimulationOptions options;
    options.cells = 300;
    options.genes = 200;
    options.tfs = 20;
    Job job;
    return simulate(options, job);
}

Dataset with_var(const Dataset& dataset, Table var) {
    Dataset changed = dataset;
    changed.assays.front().var = std::make_shared<const Table>(std::move(var));
    return changed;
}

Dataset with_value(const Dataset& dataset, std::size_t cell, float value) {
    CsrMatrix counts = dataset.assays.front().matrix->block(0, dataset.cells());
    counts.values[static_cast<std::size_t>(counts.offsets[cell])] = value;
    Dataset changed = dataset;
    changed.assays.front().matrix = std::make_shared<InMemoryMatrix>(std::move(counts));
    return changed;
}

std::string refusal(const Dataset& dataset, const RegulatoryNetwork& prior, const TrainingRequest& request) {
    Job job;
    try {
        prepare_training(dataset, prior, request, job);
    } catch (const Error& error) {
        return error.what();
    }
    return {};
}

}  // namespace

class TestSetup : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void everythingIsFilledIn();
    void donorsStayWhole();
    void badValuesAreFound();
    void foreignPriorsAreExplained();
    void anotherColumnIsSuggested();
    void fingerprintsTellFilesApart();
    void summaryNamesWhatIsThere();
    void genesAreMatchedByTheBestColumn();
    void aTrainingWithOtherNamesIsFoundAgain();
    void otherSpeciesAreNamed();
    void theAssayChosenIsLearnedFromAndReadAgain();
    void predictionsBecomeColumns();
};

void TestSetup::everythingIsFilledIn() {
    const Simulation simulation = simulated();
    TrainingRequest request{"cell_type"};
    request.split.seed = 3;
    Job job;
    const TrainingSetup setup = prepare_training(*simulation.dataset, simulation.prior, request, job);
    QCOMPARE(setup.input.genes.size(), std::size_t{200});
    QCOMPARE(setup.input.labels.size(), std::size_t{300});
    QCOMPARE(setup.input.expression->cells(), std::size_t{300});
    QCOMPARE(setup.coverage.edges, simulation.prior.edges.size());
    const TrainingRecord& record = setup.input.record;
    QCOMPARE(record.version, std::string(version()));  // whoever trains, a window or a command
    QVERIFY(record.simulated);
    QCOMPARE(record.split_seed, std::uint64_t{3});
    QCOMPARE(record.label_column, std::string("cell_type"));
    QCOMPARE(record.train_cells + record.validation_cells + record.test_cells, std::size_t{300});
    QCOMPARE(record.data_checksum.size(), std::size_t{64});
    QCOMPARE(record.prior_name, simulation.prior.name);
    RegulatoryNetwork narrowed = simulation.prior;
    narrowed.narrowed = "activating edges";
    QCOMPARE(prepare_training(*simulation.dataset, narrowed, request, job).input.record.prior_name,
             simulation.prior.name + " (activating edges)");
    // What the model sees is log1p(CP10k): its inverse sums to 10,000.
    const CsrMatrix row = setup.input.expression->block(0, 1);
    double sum = 0;
    for (const float v : row.values) sum += std::expm1(v);
    QVERIFY(std::abs(sum - 1e4) < 1);
}

void TestSetup::donorsStayWhole() {
    const Simulation simulation = simulated();
    Job job;
    const TrainingSetup setup =
        prepare_training(*simulation.dataset, simulation.prior, {"cell_type", "donor"}, job);
    const auto& donors = simulation.dataset->obs.find("donor")->categorical()->codes;
    for (std::size_t a = 0; a < donors.size(); ++a) {
        for (std::size_t b = 0; b < a; ++b) {
            if (donors[a] == donors[b]) QCOMPARE(setup.split.test.contains(a), setup.split.test.contains(b));
        }
    }
    QVERIFY(!setup.split.test.empty());
}

void TestSetup::badValuesAreFound() {
    const Simulation simulation = simulated();
    const TrainingRequest request{"cell_type"};
    const std::string nan =
        refusal(with_value(*simulation.dataset, 217, std::nanf("")), simulation.prior, request);
    QVERIFY2(nan.find("NaN") != std::string::npos && nan.find("cell 218") != std::string::npos, nan.c_str());
    QVERIFY(!refusal(with_value(*simulation.dataset, 5, std::numeric_limits<float>::infinity()),
                     simulation.prior, request)
                 .empty());
    QVERIFY(refusal(with_value(*simulation.dataset, 5, -2), simulation.prior, request).find("negative") !=
            std::string::npos);
    QCOMPARE(refusal(*simulation.dataset, simulation.prior, request), std::string());
}

void TestSetup::foreignPriorsAreExplained() {
    const Simulation simulation = simulated();
    const TrainingRequest request{"cell_type"};
    const std::vector<ListedRegulation> none{{"abc-1", "def-1", 1, 0}};
    const std::string text = refusal(*simulation.dataset, make_network("other", none), request);
    QVERIFY2(text.find("No edge of the prior connects") != std::string::npos &&
                 text.find("abc-1") != std::string::npos,
             text.c_str());
    const std::vector<ListedRegulation> mouse{{"Spi1", "Cd14", 1, 0}, {"Cebpb", "Lyz", 1, 0}};
    const std::string species = refusal(*simulation.dataset, make_network("mouse", mouse), request);
    QVERIFY2(species.find("Choose a human prior") != std::string::npos, species.c_str());
}

void TestSetup::anotherColumnIsSuggested() {
    const Simulation simulation = simulated();
    Table var = *simulation.dataset->assays.front().var;
    Text symbols{var.index};
    for (std::string& name : var.index) name = "X" + name;
    var.columns.push_back({"my_names", std::move(symbols)});
    const Dataset dataset = with_var(*simulation.dataset, std::move(var));
    const std::string text = refusal(dataset, simulation.prior, {"cell_type"});
    QVERIFY2(text.find("my_names") != std::string::npos, text.c_str());
    QCOMPARE(refusal(dataset, simulation.prior, {"cell_type", "", {"my_names", {}}}), std::string());
}

void TestSetup::fingerprintsTellFilesApart() {
    const Table obs{{"a", "b"}, "", {}}, joined{{"a\nb"}, "", {}};
    QCOMPARE(fingerprint(obs, {"x"}), fingerprint(obs, {"x"}));
    QVERIFY(fingerprint(obs, {"x"}) != fingerprint(obs, {"y"}));
    QVERIFY(fingerprint(obs, {"x", "a"}) != fingerprint({{"a", "a", "b"}, "", {}}, {"x"}));
}

void TestSetup::summaryNamesWhatIsThere() {
    const Simulation simulation = simulated();
    const DatasetSummary summary = summarise(*simulation.dataset);
    QCOMPARE(summary.cells, std::size_t{300});
    QCOMPARE(summary.labels.front().name, std::string("cell_type"));
    QCOMPARE(summary.batches.front().name, std::string("donor"));
    QCOMPARE(summary.modelling_assay, std::string("X"));
    const Table& var = *simulation.dataset->assays.front().var;
    QVERIFY(match_prior(var, {}, simulation.prior).problem.empty());
    QVERIFY_EXCEPTION_THROWN(summarise(*simulation.dataset, {"nowhere", {}}), Error);
    // What a mapping does to the names is said.
    auto mapping = std::make_shared<GeneMapping>("aliases.tsv");
    mapping->add(var.index[0], "SOMETHING");
    mapping->add(var.index[1], "A");
    mapping->add(var.index[1], "B");
    const DatasetSummary mapped = summarise(*simulation.dataset, {"", {}, mapping});
    QCOMPARE(mapped.gene_names.names[0], std::string("SOMETHING"));
    QCOMPARE(mapped.gene_choice.mapped, std::size_t{1});
    QVERIFY(mapped.warnings.back().find("aliases.tsv") != std::string::npos);
    auto useless = std::make_shared<GeneMapping>("other.tsv");
    useless->add("x", "y");
    QVERIFY(summarise(*simulation.dataset, {"", {}, useless}).warnings.back().find("matches none") !=
            std::string::npos);
}

void TestSetup::genesAreMatchedByTheBestColumn() {
    const Simulation simulation = simulated();
    ModelFile model;
    model.genes = {"SPI1", "CD14", "LYZ", "nowhere"};
    model.record.genes_in_totals = simulation.dataset->assays.front().matrix->genes();
    Table var = *simulation.dataset->assays.front().var;
    Text symbols{var.index};
    for (std::string& name : var.index) name = "X" + name;
    var.columns.push_back({"my_names", std::move(symbols)});
    const ModelInput input = prepare_model(with_var(*simulation.dataset, std::move(var)), model);
    QCOMPARE(input.choice.column, std::string("my_names"));
    QCOMPARE(input.match.found, std::size_t{3});
    QCOMPARE(input.warnings.size(), std::size_t{2});
    QVERIFY(input.warnings[0].starts_with("3 of the model's 4 genes match by my_names"));
    model.record.genes_in_totals.reset();  // a file of an earlier version does not say it
    QVERIFY(prepare_model(*simulation.dataset, model)
                .warnings.back()
                .find("If the model learned from totals of more genes") != std::string::npos);
    model.record.genes_in_totals = 0;
    QVERIFY(prepare_model(*simulation.dataset, model)
                .warnings.back()
                .find("The model learned from totals of more genes") != std::string::npos);
    model.genes = {"a", "b", "SPI1"};
    QVERIFY_EXCEPTION_THROWN(prepare_model(*simulation.dataset, model), Error);
}

void TestSetup::aTrainingWithOtherNamesIsFoundAgain() {
    const Simulation simulation = simulated();
    const Table& own = *simulation.dataset->assays.front().var;
    // The same cells with identifiers for an index, and a mapping from them to symbols in small letters.
    Table var = own;
    auto mapping = std::make_shared<GeneMapping>("ids.tsv");
    for (std::size_t g = 0; g < var.size(); ++g) {
        var.index[g] = "Id" + std::to_string(g) + ".x";
        std::string small = own.index[g];
        for (char& c : small) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        mapping->add(var.index[g], small);
    }
    const Dataset other = with_var(*simulation.dataset, std::move(var));
    TrainingRequest request{"cell_type", "", {"index", Spelling::WithoutCase, mapping}};
    Job job;
    const TrainingSetup setup = prepare_training(other, simulation.prior, request, job);
    QCOMPARE(setup.coverage.edges, simulation.prior.edges.size());
    QCOMPARE(setup.gene_choice.edges, setup.coverage.edges);
    QCOMPARE(setup.gene_choice.mapped, own.size());
    QCOMPARE(setup.input.record.gene_column, std::string("index"));
    QCOMPARE(setup.input.record.gene_spelling, std::string("without case"));
    QCOMPARE(setup.input.record.gene_mapping, std::string("ids.tsv"));

    // It is in the file; models from before it was kept open as well.
    std::string text = record_to_json(setup.input.record);
    QCOMPARE(record_from_json(text).gene_mapping, std::string("ids.tsv"));
    const auto begin = text.find("\"genes\":{");
    text.erase(begin, text.find("},", begin) + 2 - begin);
    QCOMPARE(record_from_json(text).gene_mapping, std::string());

    ModelFile model;
    model.record = setup.input.record;
    for (const std::string& gene : setup.genes.names)
        if (std::ranges::find(own.index, gene) != own.index.end()) model.genes.push_back(gene);
    QVERIFY(model.genes.size() * 2 > own.size());
    // The same data, the way they were trained; a file with the symbols themselves; and without the mapping.
    const ModelInput again = prepare_model(other, model, setup.gene_request, setup.assay);
    QCOMPARE(again.match.found, model.genes.size());
    QVERIFY(again.learned_from && again.warnings.empty());
    const ModelInput plain = prepare_model(*simulation.dataset, model);
    QCOMPARE(plain.match.found, model.genes.size());
    QVERIFY(!plain.learned_from && plain.warnings.empty());
    QVERIFY(!plain.choice.through_mapping && plain.choice.spelling == Spelling::Exact);
    try {
        prepare_model(other, model);
        QFAIL("identifiers met symbols");
    } catch (const Error& error) {
        QVERIFY(error.kind() == ErrorKind::Model);
        QVERIFY2(error.remedy().find("ids.tsv") != std::string::npos, error.remedy().c_str());
    }
}

void TestSetup::otherSpeciesAreNamed() {
    Table var{{"Sox10", "Mbp", "Plp1", "Myc", "Gfap", "Olig2"}, "", {}};
    const std::vector<ListedRegulation> human{
        {"SOX10", "MBP"}, {"SOX10", "PLP1"}, {"MYC", "GFAP"}, {"OLIG2", "SOX10"}};
    const RegulatoryNetwork prior = make_network("human", human);
    PriorMatch match = match_prior(var, {}, prior);
    QCOMPARE(match.coverage.edges, std::size_t{0});
    QVERIFY2(match.species.find("mouse prior") != std::string::npos, match.species.c_str());
    QVERIFY2(match.problem.find("orthologs") != std::string::npos, match.problem.c_str());
    QVERIFY(match.better && match.better->spelling == Spelling::WithoutCase);
    QCOMPARE(match.better->edges, std::size_t{4});
    QVERIFY2(match.problem.ends_with(". Ignoring case, 4 edges match instead of 0"), match.problem.c_str());
    QVERIFY(match.better_ignores_case);
    // Asked for, it is done, counted and said.
    match = match_prior(var, {"", Spelling::WithoutCase, {}}, prior);
    QCOMPARE(match.coverage.edges, std::size_t{4});
    QVERIFY(match.problem.empty() && !match.better);
    QVERIFY2(match.species.find("6 genes match") != std::string::npos, match.species.c_str());
    // Through orthologs nothing is wrong.
    auto orthologs = std::make_shared<GeneMapping>("orthologs.tsv");
    orthologs->add("Sox10", "SOX10");
    orthologs->add("Mbp", "MBP");
    match = match_prior(var, {"", {}, orthologs}, prior);
    QCOMPARE(match.coverage.edges, std::size_t{1});
    QVERIFY(match.species.empty() && match.problem.empty());
}

void TestSetup::theAssayChosenIsLearnedFromAndReadAgain() {
    const Simulation simulation = simulated();
    // The second assay: the same counts for the cells in reverse.
    Dataset two = *simulation.dataset;
    Assay other = two.assays.front();
    other.name = "reversed";
    std::vector<std::uint32_t> back(two.cells());
    std::iota(back.rbegin(), back.rend(), 0U);
    other.matrix = std::make_shared<InMemoryMatrix>(other.matrix->rows(back));
    two.assays.push_back(other);
    TrainingRequest request;
    request.label_column = "cell_type";
    request.assay = "reversed";
    Job job;
    const TrainingSetup setup = prepare_training(two, simulation.prior, request, job);
    QCOMPARE(setup.input.record.assay, std::string("reversed"));
    const auto first = log_normalised(two.assays.front())->block(two.cells() - 1, two.cells()).values;
    QCOMPARE(setup.input.expression->block(0, 1).values, first);

    ModelFile model;
    model.genes = setup.input.genes;
    model.record = setup.input.record;
    QCOMPARE(prepare_model(two, model).assay, std::string("reversed"));
    QCOMPARE(prepare_model(two, model, {}, "X").assay, std::string("X"));
    QCOMPARE(prepare_model(*simulation.dataset, model).assay, std::string("X"));  // it has no other
    // A scale that was only guessed yields to counts.
    two.assays.back().kind = ValueKind::LogNormalised;
    ValueScale guessed{ValueForm::Log};
    guessed.total = 1e4;
    guessed.selection = guessed.guessed = true;
    two.assays.back().scale = guessed;
    QCOMPARE(prepare_model(two, model).assay, std::string("X"));
    request.assay = "nowhere";
    QVERIFY_EXCEPTION_THROWN(prepare_training(two, simulation.prior, request, job), Error);
}

void TestSetup::predictionsBecomeColumns() {
    ModelFile model;
    model.classes = {"x", "y"};
    Prediction prediction{Matrix(30, 2), Matrix(30, 2), Matrix(30, 4)};
    for (std::size_t c = 0; c < 30; ++c) prediction.probabilities(c, c % 2) = 0.75F;
    const PredictionColumns result = prediction_columns(model, prediction, {});
    QCOMPARE(result.columns.size(), std::size_t{2});
    QCOMPARE(result.columns[0].name, std::string("regulus_prediction"));
    QCOMPARE(result.columns[0].categorical()->categories, model.classes);
    QCOMPARE(result.columns[0].categorical()->codes[1], 1);
    QCOMPARE(result.columns[1].numeric()->values[0], 0.75);
    QCOMPARE(result.embedding.name, std::string("X_regulus"));
    QCOMPARE(result.embedding.coordinates.cols, std::size_t{4});
}

QTEST_APPLESS_MAIN(TestSetup)
#include "tst_setup.moc"
