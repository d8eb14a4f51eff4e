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
