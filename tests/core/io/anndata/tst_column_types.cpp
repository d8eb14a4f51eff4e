// Columns come back from a file as they were: every digit, the width of numbers, categories of numbers, their
// order, what is nullable, names with a slash.
#include <QTemporaryDir>
#include <QTest>

#include <fstream>

#include "core/data/selected_cells.h"
#include "core/io/anndata/h5ad_export.h"
#include "core/io/assembly/typed_column.h"
#include "core/io/dataset/dataset_reader.h"
#include "tests/support/test_data.h"

using namespace regulus;

namespace {

const char* const make_file = R"PY(
import sys, numpy as np, pandas as pd, anndata, h5py
n = 5
big = np.array([1234567890123456789, 9007199254740993, -9007199254740993, 5, 0], "i8")
huge = np.array([18446744073709551615, 18446744073709551614, 1, 2, 3], "u8")
obs = {"id": big, "bits": huge, "float32": np.array([.1, .2, np.nan, 1e30, 0], "f4"), "float64": np.array([.1, .2, np.nan, 1e300, 0]),
       "bool": np.array([True, False, True, False, True])}
for t in ("i1", "u1", "i2", "u2", "i4", "u4"): obs["t_" + t] = np.array([np.iinfo(t).max, np.iinfo(t).min, 1, 2, 3], t)
o = pd.DataFrame(obs, index=["c%d" % i for i in range(n)])
o["cat_int"] = pd.Categorical([3, 1, 2, 1, 3], categories=[3, 1, 2], ordered=True)
o["cat_long"] = pd.Categorical([big[0], big[1], big[0], big[1], big[0]])
o["cat_float"] = pd.Categorical([.5, .25, .5, .25, .5])
o["cat_bool"] = pd.Categorical([True, False, True, False, True])
o["cat_text"] = pd.Categorical(["b", "a", None, "a", "b"], categories=["b", "a"], ordered=True)
o["null_int"] = pd.array([1, None, 3, 4, 5], dtype="Int16")
o["full_int"] = pd.array([1, 2, 3, 4, 5], dtype="UInt8")
o["null_bool"] = pd.array([True, None, False, True, True], dtype="boolean")
o["full_bool"] = pd.array([True, False, False, True, True], dtype="boolean")
o["a/b"] = np.arange(n)
a = anndata.AnnData(np.ones((n, 3), "f4"), obs=o, var=pd.DataFrame(index=["A", "B", "C"]))
a.write_h5ad(sys.argv[1])
)PY";

// What is the same in both; the second may have fewer cells.
const char* const compare = R"PY(
import sys, anndata, pandas as pd
a, b = anndata.read_h5ad(sys.argv[1]), anndata.read_h5ad(sys.argv[2])
a = a[b.obs_names].copy()
bad = []
for k in a.obs.columns:
    if k not in b.obs: bad.append(k + " is missing"); continue
    x, y = a.obs[k], b.obs[k]
    if str(x.dtype) != str(y.dtype): bad.append("%s: %s became %s" % (k, x.dtype, y.dtype)); continue
    if hasattr(x, "cat"):
        x = x.cat.remove_unused_categories(); y = y.cat.remove_unused_categories()
        if list(x.cat.categories) != list(y.cat.categories) or x.cat.ordered != y.cat.ordered or x.cat.categories.dtype != y.cat.categories.dtype:
            bad.append("%s: %s became %s" % (k, x.cat.categories, y.cat.categories)); continue
    if not all((pd.isna(p) and pd.isna(q)) or p == q for p, q in zip(x, y)): bad.append("%s: %s became %s" % (k, list(x), list(y)))
print("; ".join(bad))
)PY";

}  // namespace

class ColumnTypesTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

  private Q_SLOTS:
    void anndata_finds_the_same_types() {
        REGULUS_NEED_PYTHON("anndata", "h5py");
        const QString source = m_folder.filePath("types.h5ad");
        const auto made = test::run_python(make_file, {source});
        QVERIFY2(made.exit_code == 0, qPrintable(made.errors));
        Job job;
        const auto read = read_dataset(source.toStdString(), {}, job);
        QCOMPARE(number_text(*read->obs.find("id")->numeric(), 0), std::string("1234567890123456789"));
        QCOMPARE(number_text(*read->obs.find("bits")->numeric(), 0), std::string("18446744073709551615"));
        // As a copy that is extended, as a new file, and of some cells.
        Dataset fresh = *read;
        fresh.extendable = false;
        Dataset some = fresh;
        const std::vector<std::uint32_t> rows{0, 2, 3};
        some.obs = selected_rows(fresh.obs, rows);
        for (Assay& assay : some.assays) assay.matrix = selected_cells(assay.matrix, rows);
        for (const Dataset* dataset :
             {read.get(), static_cast<const Dataset*>(&fresh), static_cast<const Dataset*>(&some)}) {
            const QString target = m_folder.filePath("out.h5ad");
            const auto notes = write_with_results(*dataset, target.toStdString(), {}, {}, job);
            QVERIFY(notes.empty());
            const auto result = test::run_python(compare, {source, target});
            QVERIFY2(result.exit_code == 0, qPrintable(result.errors));
            QCOMPARE(result.output.trimmed(), QString());
        }
    }

    void an_index_of_numbers_keeps_its_digits() {
        const Numeric column = whole_numbers({9007199254740993, 1234567890123456789, 7}, {});
        QCOMPARE(number_text(column, 0), std::string("9007199254740993"));
        const auto categories = as_categorical({"id", column});
        QCOMPARE(categories->categories,
                 (std::vector<std::string>{"7", "9007199254740993", "1234567890123456789"}));
        // 2^53 and 2^53 + 1 are two cells.
        QCOMPARE(as_categorical({"id", whole_numbers({9007199254740992, 9007199254740993}, {})})
                     ->categories.size(),
                 2U);
        QVERIFY(whole_numbers({1, 2, 3}, {}).exact.empty());
    }

    void text_keeps_its_digits() {
        const Column id = typed_column("id", {"1234567890123456789", "2", "NA"});
        QVERIFY(id.numeric() != nullptr && id.numeric()->integral);
        QCOMPARE(number_text(*id.numeric(), 0), std::string("1234567890123456789"));
        QVERIFY(std::isnan(id.numeric()->values[2]));
        const Column bits = typed_column("id", {"18446744073709551615", "2", "3"});
        QCOMPARE(number_text(*bits.numeric(), 0), std::string("18446744073709551615"));
        // What no number of 64 bits holds is a name.
        const Column name = typed_column("id", {"123456789012345678901234", "2", "3"});
        QCOMPARE(name.text()->values.front(), std::string("123456789012345678901234"));
        const Column padded = typed_column("plate", {"007", "012", "3"});
        QVERIFY(padded.text() != nullptr);
        QVERIFY(typed_column("share", {"0.5", "0", "1"}).numeric() != nullptr);
    }

    void names_that_cannot_be_kept_are_told() {
        Dataset dataset;
        dataset.obs = {{"a", "b"},
                       "index",
                       {{"x", Numeric{{1, 2}, true}},
                        {"x/y", Numeric{{3, 4}, true}},
                        {"p/q", Numeric{{5, 6}, true}},
                        {"/z", Numeric{{7, 8}, true}}}};
        CsrMatrix values;
        values.cols = 1;
        values.push_row(std::vector<std::int32_t>{0}, std::vector<float>{3});
        values.push_row({}, {});
        dataset.assays.push_back({"X", std::make_shared<InMemoryMatrix>(std::move(values)),
                                  std::make_shared<Table>(Table{{"g"}, "index", {}}), ValueKind::Counts});
        Job job;
        const std::string target = m_folder.filePath("slash.h5ad").toStdString();
        const auto notes = write_with_results(dataset, target, {}, {}, job);
        QCOMPARE(notes.size(), 2U);  // x is a column itself; an empty part is no path
        const auto again = read_dataset(target, {}, job);
        QCOMPARE(again->obs.find("x|y")->numeric()->values, (std::vector<double>{3, 4}));
        QCOMPARE(again->obs.find("p/q")->numeric()->values, (std::vector<double>{5, 6}));
        QCOMPARE(again->obs.find("|z")->numeric()->values, (std::vector<double>{7, 8}));
    }
};

QTEST_APPLESS_MAIN(ColumnTypesTest)
#include "tst_column_types.moc"
