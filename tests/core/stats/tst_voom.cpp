// Bulk counts, voom and its parts against edgeR and limma (voom_values.R), and on counts without differences.
#include <QTest>
#include <algorithm>
#include <cmath>
#include <random>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/stats/gamma_functions.h"
#include "core/stats/lowess.h"
#include "core/stats/moderated_variance.h"
#include "core/stats/sample_sums.h"
#include "core/stats/voom.h"
#include "tests/core/stats/python_values.h"
#include "tests/core/stats/voom_values.h"

using namespace regulus;

namespace {

constexpr std::size_t genes = 60, samples = 10;

Design design_of(std::size_t of, bool paired) {
    Design design{of, paired ? of / 2 + 1 : 2, {}};
    design.values.assign(design.samples * design.terms, 0);
    for (std::size_t s = 0; s < of; ++s) {
        design.values[s * design.terms] = 1;
        if (paired && s >= 2) design.values[s * design.terms + s / 2] = 1;
        design.values[s * design.terms + design.terms - 1] = s % 2 == 0 ? 1 : 0;
    }
    return design;
}

double furthest(const std::vector<double>& a, const std::vector<double>& b) {
    double most = a.size() == b.size() ? 0 : 1e300;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
        most = std::max(most, std::abs(a[i] - b[i]) / std::max(1e-3, std::abs(b[i])));
    return most;
}

struct Found {
    std::vector<std::uint32_t> kept;
    std::vector<double> factors;
    VoomTests tests;
};

Found find(const BulkCounts& all, bool paired) {
    std::vector<std::int32_t> sides;
    for (std::size_t s = 0; s < all.samples; ++s) sides.push_back(s % 2 == 0 ? 1 : 0);
    Found found;
    found.kept = genes_with_counts(all, library_sizes(all), sides);
    const BulkCounts counts = selected(all, found.kept);
    std::vector<double> sizes = library_sizes(counts);
    found.factors = tmm_factors(counts, sizes);
    for (std::size_t s = 0; s < sizes.size(); ++s) sizes[s] *= found.factors[s];
    const Design design = design_of(all.samples, paired);
    Job job;
    found.tests = voom_test(counts, sizes, design, design.terms - 1, job);
    return found;
}

std::vector<double> each(const VoomTests& tests, double VoomTest::*field) {
    std::vector<double> values;
    for (const VoomTest& test : tests.genes) values.push_back(test.*field);
    return values;
}

}  // namespace

class VoomTestTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void the_numbers_of_limma_data() {
        QTest::addColumn<bool>("paired");
        QTest::newRow("pairs") << true;
        QTest::newRow("two groups") << false;
    }
    void the_numbers_of_limma() {
        QFETCH(bool, paired);
        const Found found = find({samples, genes, bulk_counts}, paired);
        const std::vector<double> kept(found.kept.begin(), found.kept.end());
        QCOMPARE(kept, paired ? paired_kept : plain_kept);
        QVERIFY(kept.size() < genes);
        QVERIFY(furthest(found.factors, paired ? paired_factors : plain_factors) < 1e-12);
        const double changes = furthest(each(found.tests, &VoomTest::log2_fold_change),
                                        paired ? paired_fold_changes : plain_fold_changes);
        const double t = furthest(each(found.tests, &VoomTest::t), paired ? paired_t : plain_t);
        const double p = furthest(each(found.tests, &VoomTest::p), paired ? paired_p : plain_p);
        const double prior =
            furthest({found.tests.prior_df, found.tests.prior_variance}, paired ? paired_prior : plain_prior);
        qInfo("differences: %.2g, %.2g, %.2g, %.2g", changes, t, p, prior);
        QVERIFY(std::max({changes, t, p, prior}) < 1e-8);
    }
    void the_line_of_r() {
        QVERIFY(furthest(lowess(lowess_x, lowess_y, {0.5, 3, 0.01}), lowess_fit) < 1e-12);
        const Line line(std::vector<double>{0, 1, 1, 3}, std::vector<double>{0, 1, 3, 0});
        QCOMPARE(line(-5), 0.0);
        QCOMPARE(line(1), 2.0);
        QCOMPARE(line(2), 1.0);
        QCOMPARE(line(9), 0.0);
    }
    void gamma_functions_of_scipy() {
        REGULUS_NEED_PYTHON("scipy");
        const QJsonObject expected = test::python_object(QStringLiteral(
            "import json, numpy as np\nfrom scipy.special import polygamma\nx = np.geomspace(.01, 1e5, 80)\n"
            "print(json.dumps(dict(x=x.tolist(), d=polygamma(0, x).tolist(), t=polygamma(1, x).tolist())))"));
        const auto x = test::to_doubles(expected["x"]);
        QCOMPARE(x.size(), std::size_t{80});
        for (std::size_t i = 0; i < x.size(); ++i) {
            REGULUS_CLOSE(digamma(x[i]), test::to_doubles(expected["d"])[i], 1e-10);
            REGULUS_CLOSE(trigamma(x[i]) * x[i], test::to_doubles(expected["t"])[i] * x[i], 1e-10);
            REGULUS_CLOSE(trigamma_inverse(trigamma(x[i])) / x[i], 1, 1e-7);
        }
    }
    // Variances that differ by chance alone lend each other everything.
    void one_variance_for_all() {
        const ModeratedVariances same = moderated_variances(std::vector<double>{2, 2, 2, 2}, 4);
        QVERIFY(std::isinf(same.prior_df));
        QCOMPARE(same.variances, (std::vector<double>{2, 2, 2, 2}));
        QCOMPARE(same.df, 16.0);
    }
    // Overdispersed counts without any difference: about one in twenty below .05.
    void without_differences_p_is_even() {
        std::mt19937 random(5);
        BulkCounts counts{12, 3000, {}};
        std::vector<double> level(3000);
        for (double& one : level) one = std::exp(std::normal_distribution<double>(4, 1)(random));
        for (std::size_t s = 0; s < 12; ++s)
            for (const double mean : level)
                counts.counts.push_back(static_cast<double>(std::poisson_distribution<int>(
                    std::gamma_distribution<double>(5, mean / 5)(random))(random)));
        for (const bool paired : {true, false}) {
            const Found found = find(counts, paired);
            const auto p = each(found.tests, &VoomTest::p);
            const double below =
                static_cast<double>(std::ranges::count_if(p, [](double v) { return v < 0.05; })) /
                static_cast<double>(p.size());
            qInfo("%.4f below .05", below);
            QVERIFY(below > 0.035 && below < 0.06);
        }
    }
    void sums_of_samples() {
        CsrMatrix m;
        m.cols = 3;
        const std::vector<std::int32_t> columns{0, 2};
        for (int r = 0; r < 6; ++r) m.push_row(columns, std::vector<float>{1, static_cast<float>(r)});
        Job job;
        const BulkCounts sums =
            sample_sums(InMemoryMatrix(m), std::vector<std::int32_t>{0, 1, 0, -1, 1, 1}, 3, job);
        QCOMPARE(sums.counts, (std::vector<double>{2, 0, 2, 3, 0, 10, 0, 0, 0}));
        m.values[3] = -1;
        QVERIFY_EXCEPTION_THROWN(
            sample_sums(InMemoryMatrix(m), std::vector<std::int32_t>{0, 1, 0, -1, 1, 1}, 3, job), Error);
    }
    void too_few_samples() {
        const BulkCounts two{2, genes, {bulk_counts.begin(), bulk_counts.begin() + 2 * genes}};
        Job job;
        QVERIFY_EXCEPTION_THROWN(voom_test(two, library_sizes(two), design_of(2, false), 1, job), Error);
    }
    void a_sample_without_counts() {
        BulkCounts counts{samples, genes, bulk_counts};
        std::fill_n(counts.counts.begin(), genes, 0.0);
        Job job;
        QVERIFY_EXCEPTION_THROWN(voom_test(counts, library_sizes(counts), design_of(samples, false), 1, job),
                                 Error);
    }
    void same_bytes_for_any_thread_count() {
        set_thread_count(1);
        const auto one = each(find({samples, genes, bulk_counts}, true).tests, &VoomTest::p);
        set_thread_count(3);
        QCOMPARE(each(find({samples, genes, bulk_counts}, true).tests, &VoomTest::p), one);
        set_thread_count(0);
    }
};

QTEST_GUILESS_MAIN(VoomTestTest)
#include "tst_voom.moc"
