// A model file and the data it came from: which cells it never saw is known again for the same cells, and for
// those alone.
#include <QTemporaryDir>
#include <QTest>
#include <numeric>

#include "core/simulate/regulatory_simulator.h"
#include "core/workflow/apply_model.h"
#include "core/workflow/cell_uses.h"
#include "core/workflow/training_setup.h"

using namespace regulus;

namespace {

struct Trained {
    std::shared_ptr<const Dataset> dataset;
    Split split;
    ModelFile model;
};

Trained trained() {
    SimulationOptions options;
    options.cells = 300;
    options.genes = 200;
    options.tfs = 20;
    Job job;
    const Simulation simulation = simulate(options, job);
    TrainingRequest request{"cell_type"};
    request.split.label_fraction = 0.5;  // so that some cells are in no part
    const TrainingSetup setup = prepare_training(*simulation.dataset, simulation.prior, request, job);
    Trained result{simulation.dataset, setup.split, {}};
    result.model.genes = {setup.input.genes.begin(), setup.input.genes.begin() + 3};
    result.model.classes = setup.input.classes;
    result.model.config.read = ReadMode::Genes;
    result.model.mask.tokens = 3;
    result.model.mask.offsets = {0, 0, 0, 0};
    result.model.gene_mean = result.model.gene_sd = {1, 1, 1};
    result.model.record = setup.input.record;
    return result;
}

// The same names, the cells behind them in another order.
Dataset shuffled(const Dataset& dataset) {
    std::vector<std::uint32_t> order(dataset.cells());
    std::iota(order.rbegin(), order.rend(), 0U);
    Dataset changed = dataset;
    changed.assays.front().matrix =
        std::make_shared<InMemoryMatrix>(dataset.assays.front().matrix->rows(order));
    return changed;
}

}  // namespace

class TestCellUses : public QObject {
    Q_OBJECT
    Trained m_trained;
    Job m_job;

  private Q_SLOTS:
    void initTestCase() { m_trained = trained(); }

    void comeBackFromTheFile() {
        QTemporaryDir folder;
        const std::string path = folder.filePath("model.safetensors").toStdString();
        save_model(m_trained.model, path);
        const CellUses uses = cell_uses(*m_trained.dataset, load_model(path), m_job);
        QVERIFY(uses.same_data && uses.known());
        QVERIFY(uses.train == m_trained.split.train);
        QVERIFY(uses.validation == m_trained.split.validation);
        QVERIFY(uses.test == m_trained.split.test);
        QVERIFY(uses.test.count() > 40 && uses.learned().count() > 40);
        QVERIFY(uses.test.count() + uses.learned().count() < 300);
    }

    void standBesideThePredictions() {
        const CellUses uses = cell_uses(*m_trained.dataset, m_trained.model, m_job);
        Prediction prediction{Matrix(300, 4), Matrix(300, 4), Matrix(300, 2)};
        const PredictionColumns columns = prediction_columns(m_trained.model, prediction, uses);
        QCOMPARE(columns.columns.back().name, std::string("regulus_split"));
        const Categorical& split = *columns.columns.back().categorical();
        for (std::size_t cell = 0; cell < 300; ++cell) {
            const std::int32_t code = split.codes[cell];
            const std::string name = code < 0 ? "" : split.categories[static_cast<std::size_t>(code)];
            QCOMPARE(name, std::string(split_name(uses, cell)));
            QCOMPARE(name == "test", m_trained.split.test.contains(cell));
        }
        QCOMPARE(prediction_columns(m_trained.model, prediction, {}).columns.size(), std::size_t{2});
    }

    // Held-out cells named after the place in another order would be cells that were learned from.
    void areNotGuessedForCellsInAnotherOrder() {
        const CellUses uses = cell_uses(shuffled(*m_trained.dataset), m_trained.model, m_job);
        QVERIFY(!uses.same_data && !uses.known());
    }

    void areNotGuessedForOtherCells() {
        Dataset other = *m_trained.dataset;
        other.obs.index[7] += "-1";
        QVERIFY(!cell_uses(other, m_trained.model, m_job).same_data);
        Dataset renamed = *m_trained.dataset;
        renamed.assays.front().name = "other";
        QVERIFY(!cell_uses(renamed, m_trained.model, m_job).known());
    }

    void olderFilesDoNotSay() {
        ModelFile older = m_trained.model;
        older.record.uses.clear();
        older.record.detected.clear();
        const CellUses uses = cell_uses(*m_trained.dataset, older, m_job);
        QVERIFY(uses.same_data && !uses.known());
        older.record.data_checksum.clear();
        QVERIFY(!cell_uses(*m_trained.dataset, older, m_job).same_data);
    }
};

QTEST_APPLESS_MAIN(TestCellUses)
#include "tst_cell_uses.moc"
