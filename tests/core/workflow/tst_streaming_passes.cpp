// Everything that streams over cells has the matrix prepare its blocks first, where a cancel is heard.
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <functional>

#include "core/base/error.h"
#include "core/data/normalise.h"
#include "core/data/selected_cells.h"
#include "core/data/selected_genes.h"
#include "core/embed/pca.h"
#include "core/io/anndata/h5ad_export.h"
#include "core/io/store/expression_index.h"
#include "core/prior/network_builder.h"
#include "core/stats/block_pass.h"
#include "core/workflow/training_setup.h"

using namespace regulus;

namespace {

constexpr std::size_t cell_count = 20, gene_count = 4;

// Its first block would take for ever, unless it was prepared.
class Slow final : public MatrixSource {
  public:
    std::size_t cells() const override { return cell_count; }
    std::size_t genes() const override { return gene_count; }
    CsrMatrix block(std::size_t begin, std::size_t end) const override {
        if (!ready) ++unprepared;
        CsrMatrix part;
        part.cols = gene_count;
        const std::vector<std::int32_t> columns{0, 1, 2, 3};
        for (std::size_t c = begin; c < end; ++c) {
            const std::vector<float> values{float(1 + c % 3), float(1 + c % 5), float(c % 2), 2};
            part.push_row(columns, values);
        }
        return part;
    }
    void prepare_blocks(Job& job) const override {
        job.progress(0, "preparing");
        job.checkpoint();
        ready = true;
    }

    mutable std::atomic<bool> ready{false};
    mutable std::atomic<int> unprepared{0};
};

// Cancels what prepares.
class Impatient final : public Job {
  public:
    void progress(double, std::string_view stage) override {
        if (stage == "preparing") cancel();
    }
};

Dataset dataset_of(std::shared_ptr<const MatrixSource> matrix) {
    Dataset dataset;
    Table var;
    var.index = {"STAT1", "IRF1", "SPI1", "LYZ"};
    Categorical types;
    types.categories = {"a", "b"};
    for (std::size_t c = 0; c < cell_count; ++c) {
        dataset.obs.index.push_back("cell" + std::to_string(c));
        types.codes.push_back(static_cast<std::int32_t>(c % 2));
    }
    dataset.obs.columns.push_back({"type", types});
    Assay assay;
    assay.name = "X";
    assay.kind = ValueKind::Counts;
    assay.var = std::make_shared<Table>(std::move(var));
    assay.matrix = std::move(matrix);
    dataset.assays.push_back(std::move(assay));
    return dataset;
}

RegulatoryNetwork small_prior() {
    NetworkBuilder builder;
    for (const auto& [tf, target] : {std::pair("STAT1", "IRF1"), std::pair("SPI1", "LYZ")}) {
        Regulation edge;
        edge.tf = builder.gene(tf);
        edge.target = builder.gene(target);
        builder.add(edge);
    }
    Job job;
    return builder.finish("small", job);
}

const std::vector<std::uint32_t> all_genes{0, 1, 2, 3};

}  // namespace

using Pass = std::function<void(const std::shared_ptr<const MatrixSource>&, Job&)>;
Q_DECLARE_METATYPE(Pass)

class StreamingPassesTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

  private Q_SLOTS:
    void prepared_first_data() {
        QTest::addColumn<Pass>("pass");
        using Source = std::shared_ptr<const MatrixSource>;
        const auto row = [](const char* name, Pass pass) { QTest::newRow(name) << std::move(pass); };
        const auto through = [](const Source& view, Job& job) {
            for_each_block(*view, "reading", job, [](const CsrMatrix&, std::size_t) {});
        };
        row("blocks", through);
        row("one gene", [](const Source& m, Job& job) { (void)m->gene(1, job); });
        row("totals", [](const Source& m, Job& job) { (void)m->totals(job); });
        row("log-normalised", [through](const Source& m, Job& job) {
            through(log_normalised(dataset_of(m).assays.front()), job);
        });
        row("some genes", [through](const Source& m, Job& job) { through(selected_genes(m, {0, 2}), job); });
        row("some cells", [through](const Source& m, Job& job) { through(selected_cells(m, {0, 2}), job); });
        row("indexed", [this, through](const Source& m, Job& job) {
            const StoreCache cache({m_folder.filePath("cache").toStdString(), 1'000'000});
            through(std::make_shared<IndexedMatrix>(m, FileIdentity{}, "X", cache), job);
        });
        row("components", [](const Source& m, Job& job) {
            (void)fit_pca(*m, all_genes, CellSet::all(cell_count), {}, job);
        });
        row("scores", [](const Source& m, Job& job) {
            const Slow other;
            Job nobody;
            const Pca pca = fit_pca(other, all_genes, CellSet::all(cell_count), {}, nobody);
            (void)pca_scores(pca, *m, job);
        });
        row("export", [this](const Source& m, Job& job) {
            write_with_results(dataset_of(m), m_folder.filePath("new.h5ad").toStdString(), {}, {}, job);
        });
        row("training", [](const Source& m, Job& job) {
            TrainingRequest request;
            request.label_column = "type";
            (void)prepare_training(dataset_of(m), small_prior(), request, job);
        });
    }
    void prepared_first() {
        QFETCH(const Pass, pass);
        const auto slow = std::make_shared<Slow>();
        Impatient impatient;
        QVERIFY_EXCEPTION_THROWN(pass(slow, impatient), Cancelled);
        QCOMPARE(slow->unprepared.load(), 0);
        Job job;
        pass(slow, job);
        QVERIFY(slow->ready);
        QCOMPARE(slow->unprepared.load(), 0);
    }
};

QTEST_APPLESS_MAIN(StreamingPassesTest)
#include "tst_streaming_passes.moc"
