// Totals of cells whose genes were selected, as columns of obs tell them.
#include <QTest>

#include "core/data/selection_total.h"
#include "tests/core/data/scaled_counts.h"

using namespace regulus;
using namespace regulus::test;

class SelectionTotalTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    // Of two decimals nothing follows; what the cells had is in obs.
    void a_column_of_counts_tells_the_total() {
        const Rows all = counts();
        const Each rounded = rounded_to(0.01);
        const Assay truth = assay_of(without_first(each(scaled_to(all, 1e4), log_e), 40));
        Dataset dataset;
        dataset.assays.push_back(
            assay_of(without_first(each(each(scaled_to(all, 1837), log_e), rounded), 40)));
        QVERIFY(!dataset.assays[0].scale->known);
        Numeric depth, other;
        for (const Row& row : all) {
            depth.values.push_back(sum(row));
            other.values.push_back(7);
        }
        dataset.obs.columns = {{"other", other}, {"total_counts", depth}};
        settle_totals(dataset);
        QVERIFY(dataset.assays[0].scale->known && !dataset.assays[0].scale->guessed);
        QVERIFY2(std::abs(dataset.assays[0].scale->total / 1837 - 1) < 0.01,
                 qPrintable(QString::number(dataset.assays[0].scale->total)));
        QVERIFY(largest_difference(dataset.assays[0], truth) < 0.05);
    }

    // Size factors: the counts that are left of a cell are in its values; how many it had is in obs.
    void size_factors_and_counts_in_obs_data() {
        QTest::addColumn<bool>("some_genes");
        QTest::addColumn<QString>("name");
        QTest::addColumn<double>("times");  // the true counts of a cell
        QTest::addColumn<bool>("factors");  // are in obs
        QTest::addColumn<bool>("known");
        QTest::newRow("all genes") << false << "n_counts" << 1.0 << false << true;
        QTest::newRow("all genes, any name") << false << "depth" << 1.0 << false << true;
        QTest::newRow("all genes, other counts") << false << "n_counts" << 1.3 << false << false;
        QTest::newRow("some genes") << true << "nCount_RNA" << 1.0 << true << true;
        QTest::newRow("some genes, any name") << true << "depth" << 1.0 << true << false;
        QTest::newRow("some genes, no factors") << true << "total_counts" << 1.0 << false << false;
        QTest::newRow("some genes, too few counts") << true << "total_counts" << 0.2 << true << false;
    }
    void size_factors_and_counts_in_obs() {
        QFETCH(bool, some_genes);
        QFETCH(QString, name);
        QFETCH(double, times);
        QFETCH(bool, factors);
        QFETCH(bool, known);
        const Rows all = counts(), scaled = by_size_factors(all);
        const std::int32_t first = some_genes ? 40 : 0;
        Dataset dataset;
        dataset.assays.push_back(assay_of(without_first(each(scaled, log_e), first)));
        QVERIFY(!dataset.assays[0].scale->known);
        Numeric depth, factor;
        for (std::size_t c = 0; c < all.size(); ++c) {
            depth.values.push_back(std::round(times * sum(all[c])));
            factor.values.push_back(all[c][0].second / scaled[c][0].second);
        }
        if (factors) dataset.obs.columns.push_back({"size_factors", factor});
        dataset.obs.columns.push_back({name.toStdString(), depth});
        settle_totals(dataset);
        const Assay& assay = dataset.assays[0];
        QCOMPARE(scale_of(assay).known, known);
        if (!known) return;
        QVERIFY(!scale_of(assay).guessed);
        QCOMPARE(describe_values(assay), std::string("log1p of counts scaled cell by cell"));
        const Assay truth = assay_of(without_first(each(scaled_to(all, 1e4), log_e), first));
        QVERIFY2(largest_difference(assay, truth) < 1e-3,
                 qPrintable(QString::number(largest_difference(assay, truth))));
        // By gene and by chosen cells as by cell; what the file holds stays.
        Job job;
        const auto view = log_normalised(assay), expected = log_normalised(truth);
        const std::vector<float> gene = view->gene(50, job), true_gene = expected->gene(50, job);
        for (std::size_t c = 0; c < cells; ++c) QVERIFY(std::abs(gene[c] - true_gene[c]) < 1e-3);
        const std::vector<std::uint32_t> which{3, 90};
        const CsrMatrix some = view->rows(which), true_some = expected->rows(which);
        for (std::size_t i = 0; i < some.values.size(); ++i)
            QVERIFY(std::abs(some.values[i] - true_some.values[i]) < 1e-3);
        const double stored = std::log1p(without_first(scaled, first)[0][0].second);
        QVERIFY(std::abs(assay.matrix->block(0, 1).values[0] - stored) < 1e-5);
    }

    // Counts of some genes: their sum is not what the cells had, and obs may tell that.
    void counts_of_some_genes_data() {
        QTest::addColumn<Rows>("values");
        const Rows all = counts();
        QTest::newRow("counts") << all;
        QTest::newRow("log of counts") << each(all, log_e);
        QTest::newRow("roots of counts") << each(all, root);
        QTest::newRow("halves of counts") << each(all, [](double x) { return x / 2; });
    }
    void counts_of_some_genes() {
        QFETCH(const Rows, values);
        const Rows all = counts();
        Numeric depth, less, other;
        for (std::size_t c = 0; c < all.size(); ++c) {
            depth.values.push_back(sum(all[c]));
            less.values.push_back(std::round(0.3 * sum(all[c])));
            other.values.push_back(sum(all[all.size() - 1 - c]) * 10);
        }
        const auto settled = [&](const Numeric& column, const char* name, const Rows& rows,
                                 std::size_t width = genes, bool part = false) {
            Dataset dataset;
            dataset.assays.push_back(assay_of(rows, width));
            dataset.assays[0].part_of_features = part;
            dataset.obs.columns.push_back({name, column});
            settle_totals(dataset);
            return dataset;
        };
        const Rows some = without_first(values, 40);
        const Dataset told = settled(depth, "n_counts", some);
        QCOMPARE(told.warnings.size(), std::size_t{1});
        QVERIFY2(QString::fromStdString(told.warnings[0]).contains("by their totals in 'n_counts'"),
                 told.warnings[0].c_str());
        QCOMPARE(genes_in_totals(told.assays[0]), std::size_t{0});
        Assay truth = assay_of(without_first(each(scaled_to(all, 1e4), log_e), 40));
        const double most = largest_difference(told.assays[0], truth);
        QVERIFY2(most < 1e-3, qPrintable(QString::number(most)));
        QVERIFY(largest_difference(assay_of(some), truth) > 0.2);  // by what is left

        const auto untouched = [&](const Dataset& dataset) {
            return dataset.warnings.empty() && genes_in_totals(dataset.assays[0]) == genes;
        };
        QVERIFY(untouched(settled(depth, "n_counts", values)));             // no gene is missing
        QVERIFY(untouched(settled(depth, "depth", some)));                  // a name that says nothing
        QVERIFY(untouched(settled(less, "n_counts", some)));                // fewer than there are
        QVERIFY(untouched(settled(other, "n_counts", some)));               // of other cells
        QVERIFY(untouched(settled(depth, "n_counts", some, genes, true)));  // antibodies may be counted there
        const Dataset wide = settled(depth, "n_counts", some, 20'000);
        QVERIFY(wide.warnings.empty());
        QCOMPARE(genes_in_totals(wide.assays[0]), std::size_t{20'000});
    }

    // A size factor times the unit is one number, too, and no total.
    void a_column_of_size_factors_does_not() {
        const Rows all = counts(), scaled = by_size_factors(all);
        Dataset dataset;
        dataset.assays.push_back(assay_of(without_first(each(scaled, log_e), 40)));
        Numeric factors;
        for (std::size_t c = 0; c < all.size(); ++c)
            factors.values.push_back(all[c][0].second / scaled[c][0].second);
        dataset.obs.columns = {{"sizeFactor", factors}};
        settle_totals(dataset);
        QVERIFY(!dataset.assays[0].scale->known);
    }
};

QTEST_APPLESS_MAIN(SelectionTotalTest)
#include "tst_selection_total.moc"
