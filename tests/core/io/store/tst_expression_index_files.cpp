// The index by gene over real files of every layout, compared with what h5py reads from them.
#include <QTemporaryDir>
#include <QTest>

#include <cstring>

#include "core/base/error.h"
#include "core/io/dataset/dataset_reader.h"
#include "core/io/store/expression_index.h"
#include "core/io/store/turned_matrix.h"
#include "tests/core/io/store_examples.h"
#include "tests/support/test_data.h"

using namespace regulus;
using namespace regulus::test;

namespace {

// All values, gene after gene, as 32-bit floats.
const char* const dump = R"PY(
import sys, h5py, numpy as np, scipy.sparse as sp
f = h5py.File(sys.argv[1], "r")
x = f[sys.argv[2]]
if isinstance(x, h5py.Group):
    kind = x.attrs.get("encoding-type", x.attrs.get("h5sparse_format"))
    kind = kind.decode() if isinstance(kind, bytes) else kind
    shape = tuple(x.attrs["shape"] if "shape" in x.attrs else x.attrs["h5sparse_shape"])
    make = sp.csr_matrix if kind.startswith("csr") else sp.csc_matrix
    m = make((x["data"][:], x["indices"][:], x["indptr"][:]), shape).toarray()
else:
    m = x[:]
m.T.astype("<f4").tofile(sys.argv[3])
)PY";

// A matrix seen from the other side, as a file holds it that is stored by gene.
class OtherSide final : public MatrixSource {
  public:
    explicit OtherSide(const MatrixSource& source) : m_turned(transposed(source.block(0, source.cells()))) {}
    std::size_t cells() const override { return m_turned.cells(); }
    std::size_t genes() const override { return m_turned.genes(); }
    CsrMatrix block(std::size_t begin, std::size_t end) const override { return m_turned.block(begin, end); }

  private:
    InMemoryMatrix m_turned;
};

}  // namespace

class ExpressionIndexFilesTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void sameAsH5py_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("inner");
        QTest::addColumn<QString>("assay");
        const auto row = [](const char* file, const char* inner, const char* assay) {
            QTest::addRow("%s %s", file, inner)
                << QString::fromLatin1(file) << QString::fromLatin1(inner) << QString::fromLatin1(assay);
        };
        row("pbmc3k/pbmc3k_seurat.h5ad", "X", "X");
        row("pbmc3k/pbmc3k_seurat.h5ad", "layers/lognorm", "lognorm");
        row("anndata/pbmc-small-x-csr.h5ad", "X", "X");
        row("anndata/pbmc-small-x-csc.h5ad", "X", "X");
        row("anndata/pbmc-small-x-dense.h5ad", "X", "X");
        row("pbmc68k/10x_pbmc68k_reduced.h5ad", "X", "X");
        row("pbmc68k/10x_pbmc68k_reduced.h5ad", "raw/X", "raw");
        row("pbmc8k/pbmc.h5ad", "X", "X");
        row("fetal_brain/test.h5ad", "X", "X");
        row("anndata/pbmc_10k_protein_v3.h5ad", "X", "X");
    }

    void sameAsH5py() {
        QFETCH(const QString, file);
        QFETCH(const QString, inner);
        QFETCH(const QString, assay);
        const QString path = data_file(file);
        REGULUS_NEED_DATA(path);
        REGULUS_NEED_PYTHON("h5py", "scipy");
        const QTemporaryDir folder;
        const QString truth = folder.filePath(QStringLiteral("truth.f32"));
        const ScriptResult made = run_python(QString::fromUtf8(dump), {path, inner, truth});
        QVERIFY2(made.exit_code == 0, qPrintable(made.errors));
        const std::string bytes = bytes_of_file(truth.toStdString());

        Job job;
        ReadOptions options;
        options.in_memory_bytes = 0;
        const auto data = read_dataset(path.toStdString(), options, job);
        const Assay* const from = data->assay(assay.toStdString());
        QVERIFY(from != nullptr);
        const StoreCache cache({folder.filePath(QStringLiteral("cache")).toStdString(), 1'000'000'000});
        const FileIdentity identity = identify_file(path.toStdString());
        IndexedMatrix indexed(from->matrix, identity, inner.toStdString(), cache);
        const std::size_t cells = indexed.cells(), genes = indexed.genes();
        QCOMPARE(bytes.size(), cells * genes * sizeof(float));
        const auto right = [&](const MatrixSource& matrix, std::size_t g) {
            const auto values = matrix.gene(g, job);
            // Numbers, not bytes: h5py's dense array has no negative zeros where a sparse one may.
            std::vector<float> expected(cells);
            std::memcpy(expected.data(), bytes.data() + g * cells * sizeof(float), cells * sizeof(float));
            return values == expected;
        };
        for (std::size_t g = 0; g < genes; g += 1 + genes / 5) QVERIFY(right(indexed, g));
        // In small bands and in one.
        const IndexStatus status = indexed.build(job, std::size_t{4} << 20U);
        QVERIFY2(status.complete(), status.problem.c_str());
        for (std::size_t g = 0; g < genes; g += 1 + genes / 400) QVERIFY(right(indexed, g));

        const TurnedMatrix turned(std::make_shared<OtherSide>(*from->matrix), identity, inner.toStdString(),
                                  cache, std::size_t{4} << 20U);
        QVERIFY(equal(turned.block(0, cells), from->matrix->block(0, cells)));
        QVERIFY(right(turned, genes / 2));
    }
};

QTEST_APPLESS_MAIN(ExpressionIndexFilesTest)
#include "tst_expression_index_files.moc"
