#include <QTest>
#include <cmath>
#include <random>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/io/dataset/dataset_reader.h"
#include "core/stats/cell_quality.h"
#include "tests/core/stats/python_values.h"

using namespace regulus;
using namespace regulus::test;

namespace {

const Numeric& numeric(const std::vector<Column>& columns, const char* name) {
    for (const Column& column : columns) {
        if (column.name == name) return *column.numeric();
    }
    qFatal("no column %s", name);
}

// Every figure of calculate_qc_metrics by its definition, with numpy on the dense matrix.
const QString script = QStringLiteral(R"(
import json, sys, numpy as np, anndata
a = anndata.read_h5ad(sys.argv[1])
X = a.X.toarray().astype(float)
mt = a.var_names.str.startswith("MT-")
total, genes, mito = X.sum(1), (X != 0).sum(1), X[:, mt].sum(1)
cells = (X != 0).sum(0)
obs = dict(total_counts=total, log1p_total_counts=np.log1p(total), n_genes_by_counts=genes,
           log1p_n_genes_by_counts=np.log1p(genes), total_counts_mt=mito,
           log1p_total_counts_mt=np.log1p(mito), pct_counts_mt=mito / total * 100)
var = dict(n_cells_by_counts=cells, mean_counts=X.mean(0), log1p_mean_counts=np.log1p(X.mean(0)),
           pct_dropout_by_counts=(1 - cells / len(X)) * 100, total_counts=X.sum(0),
           log1p_total_counts=np.log1p(X.sum(0)))
print(json.dumps(dict(mt=int(mt.sum()), obs={k: v.tolist() for k, v in obs.items()},
                      var={k: v.tolist() for k, v in var.items()})))
)");

void compare(const std::vector<Column>& columns, const QJsonObject& expected) {
    QCOMPARE(static_cast<qsizetype>(columns.size()), expected.size());
    for (const Column& column : columns) {
        const auto values = to_doubles(expected[QString::fromStdString(column.name)]);
        const auto& found = column.numeric()->values;
        QCOMPARE(found.size(), values.size());
        for (std::size_t i = 0; i < values.size(); ++i) REGULUS_CLOSE(found[i], values[i], 1e-9);
    }
}

std::shared_ptr<const Dataset> read(const QString& path) {
    Job job;
    return read_dataset(path.toStdString(), {}, job);
}

Table genes_named(std::vector<std::string> names) {
    Table var;
    var.index = std::move(names);
    return var;
}

// Five cells: nothing; 10 counts of one gene; 1 of each; mitochondrial only; plenty.
InMemoryMatrix small() {
    Matrix m(5, 4);
    m(1, 0) = 10;
    for (std::size_t g = 0; g < 4; ++g) m(2, g) = 1;
    m(3, 3) = 7;
    m(4, 0) = m(4, 1) = 100;
    return InMemoryMatrix(to_sparse(m));
}

}  // namespace

class CellQualityTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void agrees_with_the_definitions_and_the_file() {
        const QString path = data_file("pbmc3k/pbmc3k_seurat.h5ad");
        REGULUS_NEED_DATA(path);
        REGULUS_NEED_PYTHON("anndata");
        const auto dataset = read(path);
        const Assay& counts = *dataset->assay("X");
        const MitochondrialGenes mitochondrial = mitochondrial_genes(*counts.var);
        Job job;
        const CellQuality quality = cell_quality(*counts.matrix, mitochondrial, nullptr, job);
        const QJsonObject expected = python_object(script, {path});
        QCOMPARE(static_cast<int>(mitochondrial.genes.size()), expected["mt"].toInt());
        QCOMPARE(mitochondrial.source, std::string("index"));
        compare(cell_columns(quality), expected["obs"].toObject());
        compare(gene_columns(quality), expected["var"].toObject());
        // What Seurat wrote into the file.
        const auto& n_counts = dataset->obs.find("n_counts")->numeric()->values;
        const auto& n_genes = dataset->obs.find("n_genes")->numeric()->values;
        const auto& percent = dataset->obs.find("percent_mt")->numeric()->values;
        for (std::size_t c = 0; c < dataset->cells(); ++c) {
            QCOMPARE(quality.total_counts[c], n_counts[c]);
            QCOMPARE(static_cast<double>(quality.genes[c]), n_genes[c]);
            // Seurat's share is of all genes it read; the counts of those left out here are few.
            REGULUS_CLOSE(*quality.mitochondrial_percent(c), percent[c], 0.02);
        }
    }
    void ensembl_names_take_the_symbols_from_a_column() {
        const QString path = data_file("fetal_brain/test.h5ad");
        REGULUS_NEED_DATA(path);
        const auto dataset = read(path);
        const MitochondrialGenes found = mitochondrial_genes(*dataset->assays.front().var);
        qInfo("%zu mitochondrial genes by '%s'", found.genes.size(), found.source.c_str());
        QVERIFY(found.source != "index");
    }
    void mitochondrial_genes_go_by_any_spelling() {
        Table var = genes_named({"MT-ND1", "mt-Nd2", "Mt-Co1", "hg19_MT-CYB", "GRCh38_MT-ATP6", "MTOR",
                                 "MT1X", "MT-", "", "GAPDH", "AMT-X"});
        MitochondrialGenes found = mitochondrial_genes(var);
        QCOMPARE(found.genes, (std::vector<std::uint32_t>{0, 1, 2, 3, 4}));
        var = genes_named({"ENSG00000198888", "ENSG00000075624", "ENSG00000198763"});
        var.columns.push_back({"chromosome", Text{{"MT", "7", "MT"}}});
        var.columns.push_back({"symbol", Categorical{{"ACTB", "MT-ND1"}, {1, 0, -1}, {}, false}});
        found = mitochondrial_genes(var);
        QCOMPARE(found.genes, (std::vector<std::uint32_t>{0}));
        QCOMPARE(found.source, std::string("symbol"));
        // Without symbols the identifiers tell, with or without version.
        found =
            mitochondrial_genes(genes_named({"ENSG00000075624.3", "ENSG00000198888.2", "ENSG00000198727"}));
        QCOMPARE(found.genes, (std::vector<std::uint32_t>{1, 2}));
        QCOMPARE(found.source, std::string("index"));
        QVERIFY(mitochondrial_genes(genes_named({"A", "B"})).source.empty());
        QVERIFY(mitochondrial_genes({}).genes.empty());
    }
    void cells_without_counts_have_no_share() {
        Job job;
        const CellQuality with = cell_quality(small(), {{3}, "index"}, nullptr, job);
        QVERIFY(std::isnan(*with.mitochondrial_percent(0)));
        QCOMPARE(*with.mitochondrial_percent(2), 25.0);
        QCOMPARE(*with.mitochondrial_percent(3), 100.0);
        const CellQuality without = cell_quality(small(), {}, nullptr, job);
        QVERIFY(!without.mitochondrial_percent(2));
        QCOMPARE(cell_columns(without).size(), std::size_t{4});
        QVERIFY(std::isnan(numeric(cell_columns(with), "pct_counts_mt").values[0]));
    }
    void filters_say_why() {
        Job job;
        const CellQuality quality = cell_quality(small(), {{3}, "index"}, nullptr, job);
        CellFilter filter;
        filter.min_counts = 4;
        filter.max_counts = 150;
        filter.min_genes = 2;
        filter.max_pct_mt = 50;
        const FilteredCells kept = filter_cells(quality, filter);
        QCOMPARE(kept.kept.rows(), (std::vector<std::uint32_t>{2}));
        QCOMPARE(kept.removed, std::size_t{4});
        QCOMPARE(kept.few_counts, std::size_t{1});  // the empty one; 4 counts are enough
        QCOMPARE(kept.many_counts, std::size_t{1});
        QCOMPARE(kept.few_genes, std::size_t{3});
        QCOMPARE(kept.many_genes, std::size_t{0});
        QCOMPARE(kept.mitochondrial, std::size_t{1});
        QCOMPARE(filter_cells(quality, {}).removed, std::size_t{0});
        filter = {};
        filter.max_pct_mt = 5;
        const FilteredCells all = filter_cells(cell_quality(small(), {}, nullptr, job), filter);
        QCOMPARE(all.removed, std::size_t{0});
        QCOMPARE(all.warnings.size(), std::size_t{1});
    }
    void genes_are_counted_in_the_cells_that_are_kept() {
        Job job;
        CellSet cells(5);
        cells.insert(2);
        cells.insert(4);
        const CellQuality quality = cell_quality(small(), {}, &cells, job);
        QCOMPARE(quality.cells, std::size_t{2});
        QCOMPARE(quality.gene_cells, (std::vector<std::uint32_t>{2, 2, 1, 1}));
        QCOMPARE(quality.total_counts[1], 0.0);
        const FilteredGenes genes = filter_genes(quality, 2);
        QCOMPARE(genes.kept, (std::vector<std::uint32_t>{0, 1}));
        QCOMPARE(genes.removed, std::size_t{2});
        QCOMPARE(numeric(gene_columns(quality), "pct_dropout_by_counts").values[2], 50.0);
    }
    void same_bytes_for_any_thread_count() {
        std::mt19937 random(3);
        std::exponential_distribution<float> values(1);
        Matrix m(5000, 1300);
        for (float& value : m.values) value = std::max(0.0F, values(random) - 1);
        const InMemoryMatrix source(to_sparse(m));
        Job job;
        set_thread_count(1);
        const CellQuality one = cell_quality(source, {{1, 2, 1299}, "index"}, nullptr, job);
        set_thread_count(4);
        const CellQuality four = cell_quality(source, {{1, 2, 1299}, "index"}, nullptr, job);
        set_thread_count(0);
        QCOMPARE(one.total_counts, four.total_counts);
        QCOMPARE(one.mitochondrial, four.mitochondrial);
        QCOMPARE(one.gene_counts, four.gene_counts);
        QCOMPARE(one.gene_cells, four.gene_cells);
    }
    void values_that_are_no_counts_are_refused() {
        Job job;
        for (const float bad : {-1.0F, INFINITY, NAN}) {
            Matrix m(3, 3);
            m(1, 1) = bad;
            QVERIFY_EXCEPTION_THROWN(cell_quality(InMemoryMatrix(to_sparse(m)), {}, nullptr, job), Error);
        }
        const CellQuality none = cell_quality(InMemoryMatrix(CsrMatrix{}), {}, nullptr, job);
        QCOMPARE(none.cells, std::size_t{0});
        job.cancel();
        QVERIFY_EXCEPTION_THROWN(cell_quality(small(), {}, nullptr, job), Cancelled);
    }
};

QTEST_GUILESS_MAIN(CellQualityTest)
#include "tst_cell_quality.moc"
