#include <QTemporaryDir>
#include <QTest>

#include <sys/resource.h>

#include <csignal>
#include <filesystem>
#include <limits>

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/io/anndata/h5ad_writer.h"
#include "core/io/dataset/dataset_reader.h"
#include "tests/core/io/dataset_dump.h"
#include "tests/support/test_data.h"

using namespace regulus;

namespace {

constexpr double nan_value = std::numeric_limits<double>::quiet_NaN();

Table genes(std::size_t count) {
    Table var;
    var.index_name = "gene";
    for (std::size_t g = 0; g < count; ++g) var.index.push_back(std::to_string(g) + "G");
    var.columns.push_back({"is_tf", Boolean{std::vector<std::int8_t>(count, 1)}});
    return var;
}

CsrMatrix counts(std::size_t rows, std::size_t cols, std::uint64_t seed) {
    Random random(seed);
    CsrMatrix m;
    m.cols = cols;
    for (std::size_t r = 0; r < rows; ++r) {
        std::vector<std::int32_t> columns;
        std::vector<float> values;
        for (std::size_t c = 0; c < cols; ++c) {
            if (random.uniform() > 0.2) continue;
            columns.push_back(static_cast<std::int32_t>(c));
            values.push_back(1.0F + static_cast<float>(random.below(9)));
        }
        m.push_row(columns, values);
    }
    return m;
}

// One column of every kind, each with and without missing values; row 0 is missing in those that have any.
std::vector<Column> all_columns(std::size_t n) {
    Categorical types{{"B", "T", "NK \u03b2"}, {}, {"#ff0000", "#00ff00", "#0000ff"}, false};
    Categorical many{{}, {}, {}, true};
    for (int i = 0; i < 200; ++i) many.categories.push_back(std::to_string(i) + "c");
    Numeric fractions, whole{{}, true}, whole_missing{{}, true};
    Boolean plain, missing;
    Text text;
    for (std::size_t i = 0; i < n; ++i) {
        types.codes.push_back(static_cast<int>(i % 4) - 1);
        many.codes.push_back(static_cast<int>(i % 200));
        fractions.values.push_back(i == 0 ? nan_value : 0.1 * static_cast<double>(i));
        whole.values.push_back(static_cast<double>(i) - 3);
        whole_missing.values.push_back(i == 0 ? nan_value : static_cast<double>(i));
        plain.values.push_back(i % 2);
        missing.values.push_back(i == 0 ? -1 : i % 2);
        text.values.push_back(i == 1 ? "" : "t\u00e9xt " + std::to_string(i));
    }
    return {{"cell type", types},
            {"many", many},
            {"fractions", fractions},
            {"whole", whole},
            {"whole_missing", whole_missing},
            {"plain", plain},
            {"missing", missing},
            {"text", text}};
}

Table cells(std::size_t n) {
    Table obs;
    for (std::size_t i = 0; i < n; ++i) obs.index.push_back(std::to_string(i) + "-cell");
    obs.columns = all_columns(n);
    return obs;
}

Matrix coordinates(std::size_t n, std::size_t dimensions) {
    Matrix m(n, dimensions);
    for (std::size_t i = 0; i < m.values.size(); ++i) m.values[i] = 0.25F * static_cast<float>(i);
    return m;
}

QString compare(const std::string& path) {
    Job job;
    QTemporaryDir folder;
    test::dump(*read_dataset(path, {}, job), folder.path());
    const auto result =
        test::run_python(test::compare_with_anndata, {QString::fromStdString(path), folder.path()});
    return result.exit_code == 0 ? QString() : result.output + result.errors;
}

// While it lives no file may grow beyond `bytes`: what a full disk looks like to the program.
class FullDisk {
  public:
    explicit FullDisk(rlim_t bytes) {
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit now{bytes, m_before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &now);
    }
    ~FullDisk() { ::setrlimit(RLIMIT_FSIZE, &m_before); }

  private:
    rlimit m_before{};
};

std::size_t files_in(const QTemporaryDir& folder) {
    return static_cast<std::size_t>(
        QDir(folder.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot).size());
}

}  // namespace

class H5adWriterTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void new_file_is_read_by_anndata() {
        REGULUS_NEED_PYTHON("anndata");
        QTemporaryDir folder;
        const std::string path = folder.filePath("new.h5ad").toStdString();
        const CsrMatrix whole = counts(1000, 300, 5);
        {
            H5adWriter writer(path, genes(300));
            InMemoryMatrix source(whole);
            for (const auto& [begin, end] : {std::pair{0, 1}, {1, 1}, {1, 700}, {700, 1000}}) {
                writer.append_rows(source.block(begin, end));
            }
            QCOMPARE(writer.rows(), 1000U);
            QVERIFY(!std::filesystem::exists(path));
            writer.finish(cells(1000), {{"X_umap", coordinates(1000, 2)}},
                          {{"regulus_simulated", true},
                           {"edges", std::vector<std::string>{"A\tB", "C\tD"}},
                           {"seed", std::int64_t{7}},
                           {"scale", 0.5},
                           {"note", std::string("made \u00fcp")},
                           {"weights", std::vector<double>{1, 2.5}}});
        }
        const QString problems = compare(path);
        QVERIFY2(problems.isEmpty(), qPrintable(problems));
        Job job;
        const auto read = read_dataset(path, {}, job);
        QVERIFY(read->simulated);
        QCOMPARE(read->assays.at(0).kind, ValueKind::Counts);
        const CsrMatrix back = read->assays.at(0).matrix->block(0, 1000);
        QVERIFY(back.columns == whole.columns && back.values == whole.values &&
                back.offsets == whole.offsets);
        const auto uns = test::run_python(R"PY(
import anndata, sys
a = anndata.read_h5ad(sys.argv[1])
u = a.uns
assert bool(u["regulus_simulated"]) is True and list(u["edges"]) == ["A\tB", "C\tD"] and int(u["seed"]) == 7
assert float(u["scale"]) == 0.5 and str(u["note"]) == "made üp" and list(u["weights"]) == [1, 2.5]
assert list(u["cell type_colors"]) == ["#ff0000", "#00ff00", "#0000ff"]
assert a.var.index.name == "gene" and a.obs["whole_missing"].isna()[0] and a.obs["many"].cat.ordered
a.write_h5ad(sys.argv[1] + ".again")
)PY",
                                          {QString::fromStdString(path)});
        QVERIFY2(uns.exit_code == 0, qPrintable(uns.errors));
    }
    void empty_file_is_read_by_anndata() {
        REGULUS_NEED_PYTHON("anndata");
        QTemporaryDir folder;
        const std::string path = folder.filePath("none.h5ad").toStdString();
        H5adWriter writer(path, genes(3));
        writer.finish(cells(0));
        const QString problems = compare(path);
        QVERIFY2(problems.isEmpty(), qPrintable(problems));
    }
    void abandoned_file_leaves_nothing() {
        QTemporaryDir folder;
        {
            H5adWriter writer(folder.filePath("x.h5ad").toStdString(), genes(5));
            writer.append_rows(counts(100, 5, 1));
        }
        QCOMPARE(files_in(folder), 0U);
    }
    void annotated_copy_keeps_all_and_adds_data() {
        QTest::addColumn<QString>("file");
        for (const char* file :
             {"anndata/adata_v0.7.8.h5ad", "anndata/anndatar_example.h5ad",
              "pbmc68k/10x_pbmc68k_reduced.h5ad", "pbmc8k/pbmc.h5ad", "kang_sle/kang_sle_pbmc.h5ad"}) {
            QTest::newRow(file) << file;
        }
    }
    void annotated_copy_keeps_all_and_adds() {
        QFETCH(QString, file);
        const QString source = test::data_file(file);
        REGULUS_NEED_DATA(source);
        REGULUS_NEED_PYTHON("anndata");
        QTemporaryDir folder;
        const std::string target = folder.filePath("copy.h5ad").toStdString();
        Job job;
        const std::size_t n = read_dataset(source.toStdString(), {}, job)->cells();
        auto columns = all_columns(n);
        write_annotated_copy(source.toStdString(), target, columns, {{"X_regulus", coordinates(n, 3)}}, job);
        // Once more onto the result: replaced, not doubled; colours of other categories go.
        const std::string second = folder.filePath("second.h5ad").toStdString();
        Categorical fewer{{"one"}, std::vector<std::int32_t>(n, 0), {}, false};
        write_annotated_copy(target, second, {{"cell type", fewer}}, {{"X_regulus", coordinates(n, 5)}}, job);
        for (const std::string& path : {target, second}) {
            const QString problems = compare(path);
            QVERIFY2(problems.isEmpty(), qPrintable(problems));
        }
        const auto result =
            test::run_python(R"PY(
import sys, warnings, numpy as np, scipy.sparse as sp
warnings.simplefilter("ignore")
import anndata
old, new, second = [anndata.read_h5ad(p) for p in sys.argv[1:4]]
names = ["cell type", "many", "fractions", "whole", "whole_missing", "plain", "missing", "text"]
assert list(new.obs.columns) == list(old.obs.columns) + names, list(new.obs.columns)
assert list(second.obs.columns) == list(new.obs.columns)
assert new.obs[list(old.obs.columns)].equals(old.obs) and new.var.equals(old.var)
dense = lambda m: m.toarray() if sp.issparse(m) else np.asarray(m)
assert np.array_equal(dense(old.X), dense(new.X), equal_nan=True)
assert sorted(new.obsm.keys()) == sorted(list(old.obsm.keys()) + ["X_regulus"])
assert sorted(new.layers.keys()) == sorted(old.layers.keys()) and sorted(new.obsp.keys()) == sorted(old.obsp.keys())
assert sorted(new.uns.keys()) == sorted(list(old.uns.keys()) + ["cell type_colors"]), new.uns.keys()
n = len(old)
assert np.array_equal(new.obsm["X_regulus"], 0.25 * np.arange(3 * n, dtype="f4").reshape(n, 3))
assert second.obsm["X_regulus"].shape == (n, 5)
assert [str(x) for x in new.obs["cell type"][:5]] == ["nan", "B", "T", "NK β", "nan"]
assert set(second.obs["cell type"]) == {"one"} and "cell type_colors" not in second.uns
assert list(new.obs["whole"][:3]) == [-3, -2, -1] and np.isnan(new.obs["fractions"][0])
assert list(new.obs["plain"][:3]) == [False, True, False] and new.obs["missing"].isna()[0]
assert new.obs["text"][1] == "" and str(new.obs["text"][2]) == "téxt 2"
)PY",
                             {source, QString::fromStdString(target), QString::fromStdString(second)});
        QVERIFY2(result.exit_code == 0, qPrintable(result.errors));
    }
    void copy_refuses_what_would_harm() {
        QTemporaryDir folder;
        const std::string path = folder.filePath("a.h5ad").toStdString();
        {
            H5adWriter writer(path, genes(4));
            writer.append_rows(counts(6, 4, 3));
            writer.finish(cells(6));
        }
        const auto before = std::filesystem::file_size(path);
        const std::string link = folder.filePath("link.h5ad").toStdString();
        const std::string hard = folder.filePath("hard.h5ad").toStdString();
        std::filesystem::create_symlink(path, link);
        std::filesystem::create_hard_link(path, hard);
        const auto kind_of = [&](const std::string& target, std::vector<Column> columns) {
            Job job;
            try {
                write_annotated_copy(path, target, columns, {}, job);
            } catch (const Error& error) {
                return static_cast<int>(error.kind());
            }
            return -1;
        };
        for (const std::string& same : {path, link, hard}) QCOMPARE(kind_of(same, {}), int(ErrorKind::Usage));
        const std::string other = folder.filePath("b.h5ad").toStdString();
        QCOMPARE(kind_of(other, {{"short", Text{{"x"}}}}), int(ErrorKind::Data));
        QCOMPARE(kind_of(other, {{"_index", Text{std::vector<std::string>(6, "x")}}}), int(ErrorKind::Usage));
        QCOMPARE(kind_of(folder.filePath("no/such/b.h5ad").toStdString(), {}), int(ErrorKind::Storage));
        QCOMPARE(kind_of("/dev/full", {}), int(ErrorKind::Storage));
        QCOMPARE(kind_of(folder.path().toStdString(), {}), int(ErrorKind::Storage));
        QVERIFY(std::filesystem::is_character_file("/dev/full"));
        Job cancelled;
        cancelled.cancel();
        QVERIFY_EXCEPTION_THROWN(write_annotated_copy(path, other, {}, {}, cancelled), Cancelled);
        QCOMPARE(files_in(folder), 3U);
        QCOMPARE(std::filesystem::file_size(path), before);
    }
    void full_disk_data() {
        QTest::addColumn<qulonglong>("bytes");
        for (const qulonglong bytes : {0ULL, 100ULL, 4096ULL, 20000ULL, 60000ULL, 120000ULL}) {
            QTest::addRow("%llu", bytes) << bytes;
        }
    }
    void full_disk() {
        QFETCH(qulonglong, bytes);
        QTemporaryDir folder;
        const std::string source = folder.filePath("source.h5ad").toStdString();
        {
            H5adWriter writer(source, genes(200));
            writer.append_rows(counts(2000, 200, 3));
            writer.finish(cells(2000));
        }
        QVERIFY(std::filesystem::file_size(source) > 120000U);
        const auto fails_for_storage = [&](const auto& write) {
            const FullDisk full(bytes);
            try {
                write();
            } catch (const Error& error) {
                return error.kind() == ErrorKind::Storage;
            }
            return false;
        };
        QVERIFY(fails_for_storage([&] {
            Job job;
            write_annotated_copy(source, folder.filePath("copy.h5ad").toStdString(), all_columns(2000), {},
                                 job);
        }));
        QVERIFY(fails_for_storage([&] {
            H5adWriter writer(folder.filePath("new.h5ad").toStdString(), genes(200));
            writer.append_rows(counts(2000, 200, 3));
            writer.finish(cells(2000));
        }));
        QCOMPARE(files_in(folder), 1U);
        // The library is none the worse for it.
        Job job;
        QCOMPARE(read_dataset(source, {}, job)->cells(), 2000U);
    }
    void full_disk_only_for_the_columns() {  // the bytes fit, what is added does not
        QTemporaryDir folder;
        const std::string source = folder.filePath("source.h5ad").toStdString();
        {
            H5adWriter writer(source, genes(10));
            writer.append_rows(counts(2000, 10, 3));
            writer.finish(cells(2000));
        }
        const rlim_t size = std::filesystem::file_size(source);
        for (const rlim_t more : {0U, 1000U, 30000U}) {
            const FullDisk full(size + more);
            Job job;
            try {
                write_annotated_copy(source, folder.filePath("copy.h5ad").toStdString(),
                                     {{"extra", Text{std::vector<std::string>(2000, std::string(30, 'x'))}}},
                                     {}, job);
                QFAIL("was written");
            } catch (const Error& error) {
                QCOMPARE(error.kind(), ErrorKind::Storage);
            }
        }
        QCOMPARE(files_in(folder), 1U);
    }
};

QTEST_APPLESS_MAIN(H5adWriterTest)
#include "tst_h5ad_writer.moc"
