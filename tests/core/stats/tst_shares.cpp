// Shares of groups: intervals, transformations and moderated tests, against statsmodels, scipy and limma
// (composition_values.R), and on donors without differences.
#include <QTest>
#include <algorithm>
#include <cmath>
#include <random>

#include "core/stats/distributions.h"
#include "core/stats/moderated_test.h"
#include "core/stats/shares.h"
#include "tests/core/stats/composition_values.h"
#include "tests/core/stats/python_values.h"

using namespace regulus;

namespace {

constexpr std::size_t samples = 10;

// Samples of the condition and the reference in turns.
Design design_of(std::size_t of, bool paired) {
    Design design{of, paired ? of / 2 + 1 : 2, {}};
    design.values.assign(of * design.terms, 0);
    for (std::size_t s = 0; s < of; ++s) {
        design.values[s * design.terms] = 1;
        if (paired && s >= 2) design.values[s * design.terms + s / 2] = 1;
        design.values[s * design.terms + design.terms - 1] = s % 2 == 0 ? 1 : 0;
    }
    return design;
}

ModeratedTests tested(const std::vector<double>& counts, std::size_t of, bool paired,
                      ShareTransform transform) {
    Job job;
    const Design design = design_of(of, paired);
    return moderated_tests(transformed_shares(counts, of, transform), design, design.terms - 1, job);
}

double furthest(const ModeratedTests& tests, double ModeratedTest::*field,
                const std::vector<double>& expected) {
    double most = tests.rows.size() == expected.size() ? 0 : 1e300;
    for (std::size_t i = 0; i < std::min(tests.rows.size(), expected.size()); ++i)
        most = std::max(most, std::abs(tests.rows[i].*field - expected[i]));
    return most;
}

// Donors whose shares scatter around the same ones (Dirichlet), and 100 to 2000 cells of each.
std::vector<double> without_differences(std::mt19937& random, std::size_t groups, std::size_t of) {
    std::vector<double> counts(groups * of);
    for (std::size_t s = 0; s < of; ++s) {
        std::vector<double> weights;
        for (std::size_t g = 0; g < groups; ++g)
            weights.push_back(std::gamma_distribution<double>(2.0 + 3.0 * static_cast<double>(g))(random));
        std::discrete_distribution<std::size_t> group(weights.begin(), weights.end());
        const int cells = std::uniform_int_distribution<int>(100, 2000)(random);
        for (int c = 0; c < cells; ++c) ++counts[group(random) * of + s];
    }
    return counts;
}

}  // namespace

class SharesTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void the_numbers_of_limma_data() {
        QTest::addColumn<bool>("paired");
        QTest::addColumn<bool>("logit");
        for (const bool paired : {true, false})
            for (const bool logit : {true, false})
                QTest::addRow("%s, %s", paired ? "pairs" : "two groups", logit ? "logit" : "arcsine")
                    << paired << logit;
    }
    void the_numbers_of_limma() {
        QFETCH(bool, paired);
        QFETCH(bool, logit);
        const ModeratedTests tests = tested(composition_counts, samples, paired,
                                            logit ? ShareTransform::Logit : ShareTransform::ArcsineRoot);
        const auto expected = [&](const auto& a, const auto& b, const auto& c, const auto& d) {
            return logit ? (paired ? a : b) : (paired ? c : d);
        };
        const double far =
            std::max({furthest(tests, &ModeratedTest::coefficient,
                               expected(logit_paired_coefficients, logit_plain_coefficients,
                                        arcsine_paired_coefficients, arcsine_plain_coefficients)),
                      furthest(tests, &ModeratedTest::t,
                               expected(logit_paired_t, logit_plain_t, arcsine_paired_t, arcsine_plain_t)),
                      furthest(tests, &ModeratedTest::p,
                               expected(logit_paired_p, logit_plain_p, arcsine_paired_p, arcsine_plain_p))});
        qInfo("largest difference %.2g", far);
        QVERIFY(far < 1e-8);
        const std::vector<double> prior =
            expected(logit_paired_prior, logit_plain_prior, arcsine_paired_prior, arcsine_plain_prior);
        if (std::isinf(prior[0]))
            QVERIFY(std::isinf(tests.prior_df));
        else
            REGULUS_CLOSE(tests.prior_df / prior[0], 1, 1e-8);
        REGULUS_CLOSE(tests.prior_variance / prior[1], 1, 1e-8);
    }

    void intervals_of_others() {
        REGULUS_NEED_PYTHON("statsmodels", "scipy");
        const QJsonObject expected = test::python_object(QStringLiteral(R"PY(
import json, numpy as np
from statsmodels.stats.proportion import proportion_confint
from scipy.stats import t
k = [0, 1, 7, 50, 99, 100, 3]; n = [100, 100, 20, 100, 100, 100, 3]
w = [proportion_confint(a, b, method="wilson") for a, b in zip(k, n)]
x = np.array([.2, .3, .25, .6]); m = t.interval(.95, 3, x.mean(), x.std(ddof=1) / 2)
df = [1, 2, 3.5, 10, 300, 5000]
print(json.dumps(dict(k=k, n=n, low=[a for a, _ in w], high=[b for _, b in w], mean=list(m), df=df,
                      t=[t.isf(.025, d) for d in df])))
)PY"));
        const auto k = test::to_doubles(expected["k"]), n = test::to_doubles(expected["n"]);
        QCOMPARE(k.size(), std::size_t{7});
        for (std::size_t i = 0; i < k.size(); ++i) {
            const Interval one =
                wilson_interval(static_cast<std::size_t>(k[i]), static_cast<std::size_t>(n[i]));
            REGULUS_CLOSE(one.low, test::to_doubles(expected["low"])[i], 1e-12);
            REGULUS_CLOSE(one.high, test::to_doubles(expected["high"])[i], 1e-12);
        }
        const Interval mean = mean_interval(std::vector<double>{.2, .3, .25, .6});
        REGULUS_CLOSE(mean.low, test::to_doubles(expected["mean"])[0], 1e-9);
        REGULUS_CLOSE(mean.high, test::to_doubles(expected["mean"])[1], 1e-9);
        const auto df = test::to_doubles(expected["df"]);
        for (std::size_t i = 0; i < df.size(); ++i)
            REGULUS_CLOSE(student_deviate(0.05, df[i]), test::to_doubles(expected["t"])[i], 1e-8);
    }

    void intervals_at_the_ends() {
        QCOMPARE(wilson_interval(0, 0).low, 0.0);
        QCOMPARE(wilson_interval(0, 0).high, 1.0);
        QCOMPARE(wilson_interval(0, 9).low, 0.0);
        QCOMPARE(wilson_interval(9, 9).high, 1.0);
        QVERIFY(std::isnan(mean_interval({}).high));
        QVERIFY(std::isnan(mean_interval(std::vector<double>{0.4}).low));
        QCOMPARE(mean_interval(std::vector<double>{0, 0, 0}).high, 0.0);
        QCOMPARE(mean_interval(std::vector<double>{0, 1}).low, 0.0);
        QCOMPARE(mean_interval(std::vector<double>{0, 1}).high, 1.0);
    }

    void shares_of_0_and_1() {
        // Groups × samples: all cells of the first samples are of one group.
        const std::vector<double> counts{10, 10, 5, 4, 0, 0, 5, 6};
        for (const ShareTransform transform : {ShareTransform::Logit, ShareTransform::ArcsineRoot}) {
            const std::vector<double> values = transformed_shares(counts, 4, transform);
            QVERIFY(std::ranges::all_of(values, [](double v) { return std::isfinite(v); }));
            const double both = transform == ShareTransform::Logit ? 0 : std::acos(0);
            for (std::size_t s = 0; s < 4; ++s) REGULUS_CLOSE(values[s] + values[4 + s], both, 1e-12);
        }
        REGULUS_CLOSE(transformed_shares(counts, 4, ShareTransform::Logit)[0], std::log(10.5 / 0.5), 1e-12);
    }

    void without_variance_there_is_no_p() {
        const std::vector<double> counts{4, 4, 4, 4, 6, 6, 6, 6};
        for (const ModeratedTest& one : tested(counts, 4, false, ShareTransform::Logit).rows)
            QVERIFY(std::isnan(one.p) && std::isnan(one.t) && std::abs(one.coefficient) < 1e-12);
    }

    // Dirichlet-multinomial donors, nothing between the sides.
    void without_differences_p_is_even() {
        std::mt19937 random(3);
        for (const bool paired : {true, false})
            for (const ShareTransform transform : {ShareTransform::Logit, ShareTransform::ArcsineRoot}) {
                std::size_t below = 0, all = 0;
                for (int round = 0; round < 400; ++round)
                    for (const ModeratedTest& one :
                         tested(without_differences(random, 8, 10), 10, paired, transform).rows) {
                        below += one.p < 0.05 ? 1 : 0;
                        ++all;
                    }
                const double share = static_cast<double>(below) / static_cast<double>(all);
                qInfo("%s, %s: %.4f of %zu below .05", paired ? "pairs" : "two groups", to_string(transform),
                      share, all);
                // Logits of rare groups vary more than others, of which variances that are lent know nothing.
                QVERIFY(share > 0.03 && share <= (transform == ShareTransform::Logit ? 0.08 : 0.06));
            }
    }
};

QTEST_GUILESS_MAIN(SharesTest)
#include "tst_shares.moc"
