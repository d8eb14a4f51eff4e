#include <QFile>
#include <QTest>
#include <cmath>
#include <fstream>
#include <random>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/io/dataset/dataset_reader.h"
#include "core/stats/highly_variable.h"
#include "tests/core/stats/python_values.h"

using namespace regulus;
using namespace regulus::test;

namespace {

std::shared_ptr<const Dataset> read(const QString& path) {
    Job job;
    return read_dataset(path.toStdString(), {}, job);
}

// The columns of a table that R or pandas wrote: name, means, dispersions, dispersions_norm, highly_variable.
struct Reference {
    std::vector<double> means, dispersions, scaled;
    std::vector<std::uint8_t> chosen;
};
Reference reference(const QString& path) {
    Reference table;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) return table;
    file.readLine();
    while (!file.atEnd()) {
        const QList<QByteArray> fields = file.readLine().trimmed().split(',');
        table.means.push_back(fields.at(1).toDouble());
        table.dispersions.push_back(fields.at(2).toDouble());
        table.scaled.push_back(fields.at(3).toDouble());
        table.chosen.push_back(fields.at(4).toUpper() == "TRUE");
    }
    return table;
}

// The values from which scanpy's own reference tables were made: raw, scaled as if they were counts.
Assay reduced_pbmc(const Dataset& dataset) {
    Assay assay = *dataset.assay("raw");
    assay.kind = ValueKind::Counts;
    return assay;
}

double worst(const std::vector<double>& a, const std::vector<double>& b) {
    if (a.size() != b.size()) return INFINITY;
    double most = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (std::isnan(a[i]) && std::isnan(b[i])) continue;
        if (a[i] == b[i]) continue;  // infinities
        const double off = std::abs(a[i] - b[i]) / std::max(1.0, std::abs(b[i]));
        most = std::isnan(off) ? INFINITY : std::max(most, off);
    }
    return most;
}

void compare(const VariableGenes& found, const Reference& expected, int chosen) {
    QCOMPARE(expected.means.size(), std::size_t{765});
    qInfo("largest differences: means %g, dispersions %g, scaled %g", worst(found.means, expected.means),
          worst(found.dispersions, expected.dispersions), worst(found.dispersions_norm, expected.scaled));
    QVERIFY(worst(found.means, expected.means) < 1e-6);
    QVERIFY(worst(found.dispersions, expected.dispersions) < 1e-6);
    QVERIFY(worst(found.dispersions_norm, expected.scaled) < 1e-6);
    QCOMPARE(found.chosen, expected.chosen);
    QCOMPARE(std::ranges::count(found.chosen, 1), chosen);
}

// What scanpy computes, from its description: with pandas' own cut and group-by, numpy and skmisc. Prints
// a list for every table column; "nan" and "inf" as text.
const QString script = QStringLiteral(R"(
import json, sys, warnings
import numpy as np, pandas as pd, anndata
warnings.simplefilter("ignore")
path, flavor, top, batched = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4] == "batched"
a = anndata.read_h5ad(path)
X = a.X.toarray().astype(float) if hasattr(a.X, "toarray") else np.asarray(a.X, float)
batch = np.arange(len(X)) % 3 if batched else np.zeros(len(X), int)

def one(counts):
    y = counts / np.maximum(counts.sum(1, keepdims=True), 1e-300) * 1e4
    if flavor == "cell_ranger":
        y = np.log1p(y)
    d = pd.DataFrame(dict(mean=y.mean(0), var=y.var(0, ddof=1)))
    d.loc[d["mean"] == 0, "mean"] = 1e-12
    d["disp"] = d["var"] / d["mean"]
    if flavor == "seurat":
        d.loc[d.disp == 0, "disp"] = np.nan
        d["disp"], d["mean"] = np.log(d.disp), np.log1p(d["mean"])
        d["bin"] = pd.cut(d["mean"], bins=20)
        by = d.groupby("bin")["disp"]
        middle, spread = by.mean(), by.std()
        alone = spread.isnull()
        spread[alone] = middle[alone]
        middle[alone] = 0
    else:
        edges = np.unique(np.r_[-np.inf, np.percentile(d["mean"], np.arange(10, 105, 5)), np.inf])
        d["bin"] = pd.cut(d["mean"], edges)
        by = d.groupby("bin")["disp"]
        middle = by.median()
        spread = by.apply(lambda v: (v - v.median()).abs().median() / 0.6744897501960817)
    d["norm"] = (d.disp - middle[d.bin].values) / spread[d.bin].values
    good = np.sort(d.norm.dropna().values)[::-1]
    d["hv"] = d.norm.fillna(-np.inf) >= good[min(top, len(good)) - 1]
    return d

def by_dispersion():
    if not batched:
        d = one(X)
        return dict(means=d["mean"], dispersions=d.disp, dispersions_norm=d.norm, chosen=d.hv.astype(int))
    parts = []
    for b in np.unique(batch):
        part = X[batch == b]
        has = (part > 0).any(0)
        d = pd.DataFrame(0.0, index=range(X.shape[1]), columns=["mean", "disp", "norm", "hv"])
        found = one(part[:, has])[["mean", "disp", "norm", "hv"]].astype(float)
        d.loc[has] = found.values
        parts.append(d)
    d = pd.concat(parts).groupby(level=0).agg(dict(mean="mean", disp="mean", norm="mean", hv="sum"))
    order = np.lexsort((-d.norm.fillna(-np.inf).values, -d.hv.values))
    chosen = np.zeros(len(d), int)
    chosen[order[:top]] = 1
    return dict(means=d["mean"], dispersions=d.disp, dispersions_norm=d.norm, chosen=chosen, nbatches=d.hv)

def by_variance():
    from skmisc.loess import loess
    norms = []
    for b in np.unique(batch):
        c = X[batch == b]
        mean, var = c.mean(0), c.var(0, ddof=1)
        on = var > 0
        est = np.zeros(len(mean))
        m = loess(np.log10(mean[on]), np.log10(var[on]), span=0.3, degree=2)
        m.fit()
        est[on] = m.outputs.fitted_values
        sd = np.sqrt(10 ** est)
        z = (np.minimum(c, mean + sd * np.sqrt(len(c))) - mean) / sd
        norms.append((z ** 2).sum(0) / (len(c) - 1))
    norms = np.array(norms)
    # Genes with the same counts differ in the last digits of their sums only: rank them as equals.
    rank = np.argsort(np.argsort(-np.round(norms, 9), axis=1, kind="stable"), axis=1).astype(float)
    n = (rank < top).sum(0)
    rank[rank >= top] = np.nan
    rank = np.nanmedian(rank, axis=0)
    order = np.lexsort((-n, np.where(np.isnan(rank), np.inf, rank)))
    chosen = np.zeros(X.shape[1], int)
    chosen[order[:top]] = 1
    return dict(means=X.mean(0), variances=X.var(0, ddof=1), variances_norm=norms.mean(0), rank=rank,
                chosen=chosen, nbatches=n)

def plain(v):
    return [float(x) if np.isfinite(x) else str(float(x)) for x in np.asarray(v, float)]
print(json.dumps({k: plain(v) for k, v in (by_variance() if flavor == "v3" else by_dispersion()).items()}))
)");

std::vector<double> numbers(const QJsonValue& list) {
    std::vector<double> values;
    for (const QJsonValue item : list.toArray()) {
        const QString text = item.toString();
        values.push_back(text.isEmpty() ? item.toDouble() : text.toDouble());
        if (text == QLatin1String("nan")) values.back() = NAN;
    }
    return values;
}

std::vector<double> as_doubles(const auto& list) {
    return {list.begin(), list.end()};
}

// Counts with a gene of zeros, a constant one, a huge one, and a cell of nothing.
Assay synthetic(std::size_t cells, std::size_t genes) {
    std::mt19937 random(7);
    Matrix m(cells, genes);
    for (std::size_t c = 1; c < cells; ++c) {
        for (std::size_t g = 0; g < genes; ++g) {
            std::poisson_distribution<int> counts(0.05 * static_cast<double>(1 + g % 40));
            m(c, g) = static_cast<float>(counts(random));
        }
    }
    for (std::size_t c = 0; c < cells; ++c) {
        m(c, 3) = 0;
        m(c, 5) = 0.1F;
        m(c, 8) = c % 2 ? 1e6F : 1e6F + 64;
    }
    auto var = std::make_shared<Table>();
    var->index.resize(genes);
    return {"X", std::make_shared<InMemoryMatrix>(to_sparse(m)), var, ValueKind::Counts};
}

}  // namespace

class HighlyVariableTest : public QObject {
    Q_OBJECT

    static void against_python(const QString& flavor, bool batched) {
        REGULUS_NEED_PYTHON("anndata", "skmisc.loess", "pandas");
        const QString path = data_file("pbmc3k/pbmc3k_seurat.h5ad");
        REGULUS_NEED_DATA(path);
        constexpr std::size_t top = 1500;
        const QJsonObject expected =
            python_object(script, {path, flavor, QString::number(top), batched ? "batched" : "one"}, 300000);
        QVERIFY(!expected.isEmpty());
        const auto dataset = read(path);
        VariableOptions options;
        options.top = top;
        options.flavor = flavor == "v3"       ? VariableFlavor::SeuratV3
                         : flavor == "seurat" ? VariableFlavor::Seurat
                                              : VariableFlavor::CellRanger;
        std::vector<std::int32_t> codes(dataset->cells(), 0);
        for (std::size_t c = 0; c < codes.size() && batched; ++c) codes[c] = static_cast<std::int32_t>(c % 3);
        Job job;
        const VariableGenes found =
            highly_variable_genes(*dataset->assay("X"), {codes, batched ? 3U : 1U}, options, job);
        const auto close = [&](const char* name, const std::vector<double>& values) {
            const double off = worst(values, numbers(expected[QLatin1String(name)]));
            qInfo("%s: largest relative difference %g", name, off);
            QVERIFY2(off < 1e-9, name);
        };
        close("means", found.means);
        if (flavor == "v3") {
            close("variances", found.variances);
            close("variances_norm", found.variances_norm);
            close("rank", found.rank);
        } else {
            close("dispersions", found.dispersions);
            close("dispersions_norm", found.dispersions_norm);
        }
        if (expected.contains("nbatches")) close("nbatches", as_doubles(found.batches_chosen));
        close("chosen", as_doubles(found.chosen));
        QVERIFY(std::ranges::count(found.chosen, 1) >= std::ptrdiff_t{top});
    }

  private Q_SLOTS:
    void seurat_as_published() {
        const QString path = data_file("pbmc68k/10x_pbmc68k_reduced.h5ad");
        REGULUS_NEED_DATA(path);
        const auto dataset = read(path);
        Job job;
        compare(highly_variable_genes(reduced_pbmc(*dataset), {}, job),
                reference(data_file("pbmc68k/seurat_hvg.csv")), 113);
    }
    void cell_ranger_as_published() {
        const QString path = data_file("pbmc68k/10x_pbmc68k_reduced.h5ad");
        REGULUS_NEED_DATA(path);
        const auto dataset = read(path);
        VariableOptions options;
        options.flavor = VariableFlavor::CellRanger;
        options.top = 100;
        Job job;
        compare(highly_variable_genes(reduced_pbmc(*dataset), options, job),
                reference(data_file("pbmc68k/cell_ranger_hvg.csv")), 100);
    }
    void seurat_agrees_with_pandas() { against_python("seurat", false); }
    void cell_ranger_agrees_with_pandas() { against_python("cell_ranger", false); }
    void seurat_v3_agrees_with_skmisc() { against_python("v3", false); }
    void seurat_of_batches_agrees_with_pandas() { against_python("seurat", true); }
    void cell_ranger_of_batches_agrees_with_pandas() { against_python("cell_ranger", true); }
    void seurat_v3_of_batches_agrees_with_skmisc() { against_python("v3", true); }

    void same_bytes_for_any_thread_count() {
        const Assay assay = synthetic(5000, 1500);
        for (const auto flavor :
             {VariableFlavor::Seurat, VariableFlavor::CellRanger, VariableFlavor::SeuratV3}) {
            VariableOptions options;
            options.flavor = flavor;
            options.top = 50;
            Job job;
            set_thread_count(1);
            const VariableGenes one = highly_variable_genes(assay, options, job);
            set_thread_count(5);
            const VariableGenes five = highly_variable_genes(assay, options, job);
            set_thread_count(0);
            QCOMPARE(one.chosen, five.chosen);
            QCOMPARE(one.means, five.means);
            const auto& a = flavor == VariableFlavor::SeuratV3 ? one.variances_norm : one.dispersions_norm;
            const auto& b = flavor == VariableFlavor::SeuratV3 ? five.variances_norm : five.dispersions_norm;
            QCOMPARE(std::memcmp(a.data(), b.data(), a.size() * sizeof(double)), 0);
        }
    }
    void a_constant_gene_does_not_vary() {
        const Assay assay = synthetic(300, 50);
        const std::vector<std::int32_t> codes(300, 0);
        Job job;
        const GeneMoments moments = gene_moments(*assay.matrix, {codes, 1}, Scaling::None, job).front();
        QCOMPARE(moments.variance[5], 0.0);
        REGULUS_CLOSE(moments.mean[5], static_cast<double>(0.1F), 1e-15);
        QCOMPARE(moments.mean[3], 0.0);
        // 150 of each of two values 64 apart.
        REGULUS_CLOSE(moments.variance[8], 32.0 * 32 * 300 / 299, 1e-9);
    }
    void odd_data_is_chosen_from_or_refused() {
        Job job;
        VariableOptions options;
        for (const auto flavor :
             {VariableFlavor::Seurat, VariableFlavor::CellRanger, VariableFlavor::SeuratV3}) {
            options.flavor = flavor;
            options.top = 10000;  // more than there are
            const VariableGenes all = highly_variable_genes(synthetic(100, 60), options, job);
            QVERIFY(std::ranges::count(all.chosen, 1) >= 50);
            QVERIFY_EXCEPTION_THROWN(highly_variable_genes(synthetic(1, 60), options, job), Error);
            QVERIFY_EXCEPTION_THROWN(highly_variable_genes(synthetic(0, 60), options, job), Error);
            Assay scaled = synthetic(100, 60);
            scaled.kind = ValueKind::Scaled;
            QVERIFY_EXCEPTION_THROWN(highly_variable_genes(scaled, options, job), Error);
            options.top = 0;
            QVERIFY_EXCEPTION_THROWN(highly_variable_genes(synthetic(100, 60), options, job), Error);
        }
        Assay logs = synthetic(100, 60);
        logs.kind = ValueKind::LogNormalised;
        options.top = 5;
        options.flavor = VariableFlavor::SeuratV3;
        QVERIFY_EXCEPTION_THROWN(highly_variable_genes(logs, options, job), Error);
    }
    void batches_of_one_cell_are_left_out() {
        const Assay assay = synthetic(100, 60);
        std::vector<std::int32_t> codes(100, 0);
        codes[50] = 1;
        codes[51] = -1;
        VariableOptions options;
        options.top = 20;
        Job job;
        const VariableGenes found = highly_variable_genes(assay, {codes, 4}, options, job);
        QCOMPARE(found.batches, std::size_t{1});
        QCOMPARE(found.warnings.size(), std::size_t{1});
    }
    void a_value_that_is_no_number_is_refused() {
        Matrix m(10, 12);
        for (std::size_t c = 0; c < 10; ++c) m(c, 0) = static_cast<float>(c);
        m(4, 2) = INFINITY;
        Assay assay = synthetic(10, 12);
        assay.matrix = std::make_shared<InMemoryMatrix>(to_sparse(m));
        Job job;
        QVERIFY_EXCEPTION_THROWN(highly_variable_genes(assay, {}, job), Error);
        job.cancel();
        QVERIFY_EXCEPTION_THROWN(highly_variable_genes(assay, {}, job), Cancelled);
    }
};

QTEST_GUILESS_MAIN(HighlyVariableTest)
#include "tst_highly_variable.moc"
