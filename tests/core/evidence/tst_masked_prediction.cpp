// Hidden genes predicted from their regulators: by the formulas written down anew, and with regulators that
// are not theirs.
#include "core/evidence/masked_prediction.h"

#include <Eigen/Dense>
#include <QTest>

#include <algorithm>
#include <bit>
#include <cmath>

#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/evidence/edge_sets.h"
#include "core/regulons/rewired_regulons.h"
#include "tests/core/evidence/planted_regulons.h"

using namespace regulus;

namespace {

std::vector<std::vector<bool>> hidden_in(const Matrix& cells, double share, std::uint64_t seed) {
    std::vector<std::vector<bool>> hidden(cells.rows);
    for (std::size_t c = 0; c < cells.rows; ++c) {
        Random random(seed, c);
        for (std::size_t g = 0; g < cells.cols; ++g) hidden[c].push_back(random.uniform() < share);
    }
    return hidden;
}

// Gene by gene, with Eigen's own solver.
double expected(const StandardCells& cells, const RegulonSet& set, const MaskingOptions& options) {
    const std::vector<std::vector<bool>> hidden[2] = {
        hidden_in(cells.fitted, options.hide, 2 * options.seed),
        hidden_in(cells.held, options.hide, 2 * options.seed + 1)};
    const Matrix* const of[2] = {&cells.fitted, &cells.held};
    Eigen::MatrixXd evidence[2];
    for (int part = 0; part < 2; ++part) {
        evidence[part] = Eigen::MatrixXd::Zero(static_cast<Eigen::Index>(of[part]->rows),
                                               static_cast<Eigen::Index>(set.count()));
        for (std::size_t c = 0; c < of[part]->rows; ++c) {
            for (std::size_t t = 0; t < set.count(); ++t) {
                for (std::size_t i = 0; i < set.targets_of(t).size(); ++i) {
                    const auto g = static_cast<std::size_t>(set.targets_of(t)[i]);
                    if (!hidden[part][c][g])
                        evidence[part](static_cast<Eigen::Index>(c), static_cast<Eigen::Index>(t)) +=
                            static_cast<double>(set.weights_of(t)[i]) * (*of[part])(c, g);
                }
            }
        }
    }
    const Eigen::RowVectorXd mean = evidence[0].colwise().mean();
    const Eigen::RowVectorXd sd =
        ((evidence[0].rowwise() - mean).colwise().squaredNorm() / static_cast<double>(cells.fitted.rows - 1))
            .cwiseSqrt();
    for (int part = 0; part < 2; ++part) {
        evidence[part] = ((evidence[part].rowwise() - mean).array().rowwise() / sd.array())
                             .cwiseMax(-5)
                             .cwiseMin(5)
                             .matrix();
        for (std::size_t c = 0; c < of[part]->rows; ++c) {
            for (std::size_t t = 0; t < set.count(); ++t) {
                const auto own = static_cast<std::size_t>(set.own[t]);
                if (!hidden[part][c][own])
                    evidence[part](static_cast<Eigen::Index>(c), static_cast<Eigen::Index>(t)) +=
                        options.own * std::clamp<double>((*of[part])(c, own), -3, 3);
            }
        }
    }
    double left = 0, whole = 0;
    for (std::size_t g = 0; g < set.genes; ++g) {
        std::vector<Eigen::Index> tfs;
        for (std::size_t t = 0; t < set.count(); ++t) {
            const auto targets = set.targets_of(t);
            if (std::ranges::find(targets, static_cast<std::int32_t>(g)) != targets.end())
                tfs.push_back(static_cast<Eigen::Index>(t));
        }
        if (tfs.empty()) continue;
        const auto table = [&](int part, Eigen::MatrixXd& x, Eigen::VectorXd& y) {
            std::vector<std::size_t> rows;
            for (std::size_t c = 0; c < of[part]->rows; ++c) {
                if (hidden[part][c][g]) rows.push_back(c);
            }
            x = Eigen::MatrixXd::Ones(static_cast<Eigen::Index>(rows.size()),
                                      static_cast<Eigen::Index>(tfs.size()) + 1);
            y.resize(x.rows());
            for (std::size_t r = 0; r < rows.size(); ++r) {
                for (std::size_t i = 0; i < tfs.size(); ++i)
                    x(static_cast<Eigen::Index>(r), static_cast<Eigen::Index>(i)) =
                        evidence[part](static_cast<Eigen::Index>(rows[r]), tfs[i]);
                y[static_cast<Eigen::Index>(r)] = (*of[part])(rows[r], g);
            }
        };
        Eigen::MatrixXd x, held_x;
        Eigen::VectorXd y, held_y;
        table(0, x, y);
        table(1, held_x, held_y);
        Eigen::MatrixXd penalty =
            Eigen::MatrixXd::Identity(x.cols(), x.cols()) * options.ridge * static_cast<double>(x.rows());
        penalty(x.cols() - 1, x.cols() - 1) = 0;
        const Eigen::VectorXd w = (x.transpose() * x + penalty).fullPivLu().solve(x.transpose() * y);
        left += (held_y - held_x * w).squaredNorm();
        whole += (held_y.array() - y.mean()).matrix().squaredNorm();
    }
    return 1 - left / whole;
}

}  // namespace

class MaskedPredictionTest : public QObject {
    Q_OBJECT
    const RegulonSet m_set = test::planted_regulons();
    const StandardCells m_cells = test::planted_cells(m_set, 300, 200);

    double predicted(const RegulonSet& set, const MaskingOptions& options = {}) const {
        Job job;
        return masked_prediction(m_cells, set, options, job);
    }

  private Q_SLOTS:
    void the_formulas_data() {
        QTest::addColumn<double>("hide");
        QTest::addColumn<double>("own");
        QTest::addColumn<double>("ridge");
        QTest::newRow("as usual") << 0.3 << 0.5 << 0.1;
        QTest::newRow("without own mRNA") << 0.3 << 0.0 << 0.1;
        QTest::newRow("most hidden") << 0.8 << 1.0 << 2.0;
    }
    void the_formulas() {
        QFETCH(double, hide);
        QFETCH(double, own);
        QFETCH(double, ridge);
        const MaskingOptions options{hide, own, ridge, 3};
        const double found = predicted(m_set, options), wanted = expected(m_cells, m_set, options);
        QVERIFY2(std::abs(found - wanted) < 1e-5, qPrintable(QString("%1 %2").arg(found).arg(wanted)));
    }

    void regulators_of_other_genes_say_less() {
        const double right = predicted(m_set);
        QVERIFY2(right > 0.1, qPrintable(QString::number(right)));
        for (std::uint64_t seed = 1; seed <= 20; ++seed) {
            QVERIFY(predicted(rewired_regulons(m_set, seed)) < right);
            QVERIFY(predicted(renamed_regulons(m_set, seed), {.own = 2}) < predicted(m_set, {.own = 2}));
        }
    }

    void noise_predicts_nothing() {
        StandardCells noise = m_cells;
        Random random(3);
        for (Matrix* const matrix : {&noise.fitted, &noise.held}) {
            for (float& value : matrix->values) value = static_cast<float>(random.normal());
        }
        Job job;
        const double found = masked_prediction(noise, m_set, {}, job);
        QVERIFY2(found < 0.01 && found > -0.1, qPrintable(QString::number(found)));
    }

    void any_number_of_threads() {
        set_thread_count(1);
        const double one = predicted(m_set);
        set_thread_count(3);
        const double three = predicted(m_set);
        set_thread_count(0);
        QCOMPARE(std::bit_cast<std::uint64_t>(one), std::bit_cast<std::uint64_t>(three));
    }

    void can_be_cancelled() {
        Job job;
        job.cancel();
        QVERIFY_EXCEPTION_THROWN((void)masked_prediction(m_cells, m_set, {}, job), Cancelled);
    }
};

QTEST_APPLESS_MAIN(MaskedPredictionTest)
#include "tst_masked_prediction.moc"
