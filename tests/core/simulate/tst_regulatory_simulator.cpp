#include <QTest>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/simulate/regulatory_simulator.h"

using namespace regulus;

namespace {

SimulationOptions small() {
    SimulationOptions options;
    options.cells = 1500;
    options.genes = 400;
    options.tfs = 30;
    options.seed = 5;
    return options;
}

double correlation(const std::vector<double>& x, const std::vector<double>& y) {
    const double n = static_cast<double>(x.size());
    const double mx = std::accumulate(x.begin(), x.end(), 0.0) / n,
                 my = std::accumulate(y.begin(), y.end(), 0.0) / n;
    double xy = 0, xx = 0, yy = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        xy += (x[i] - mx) * (y[i] - my);
        xx += (x[i] - mx) * (x[i] - mx);
        yy += (y[i] - my) * (y[i] - my);
    }
    return xx > 0 && yy > 0 ? xy / std::sqrt(xx * yy) : 0;
}

// Mean and variance that a negative binomial with losses must have.
struct Moments {
    double mean = 0, variance = 0;
};
Moments expected_moments(double mean, double phi) {
    const double kept = 1 - RegulatorySimulator::dropout(mean);
    const double second = kept * (mean + phi * mean * mean + mean * mean);
    return {kept * mean, second - kept * kept * mean * mean};
}

}  // namespace

class TestRegulatorySimulator : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void countsHaveTheirMoments();
    void lowExpressionDropsOutMore();
    void blocksDoNotDependOnTheCut();
    void threadsDoNotMatter();
    void seedsMatter();
    void mrnaFollowsActivityOnlyPartly();
    void activatorsRaiseTheirTargets();
    void bystandersDifferBetweenTypes();
    void optionsAreChecked();
    void dataSetIsMarkedAndWhole();
};

// Pearson residuals of all counts in five classes of expected count: their mean is 0 and their variance 1.
void TestRegulatorySimulator::countsHaveTheirMoments() {
    const RegulatorySimulator simulator(small());
    const Matrix counts = to_dense(simulator.counts(0, 1500));
    std::map<int, std::array<double, 4>> classes;  // n, Σ residual, Σ residual², Σ residual⁴
    for (std::size_t c = 0; c < counts.rows; ++c) {
        const CellPlan plan = simulator.plan(c);
        for (std::size_t g = 0; g < counts.cols; ++g) {
            const double mean = plan.expected[g];
            if (mean < 0.02) continue;
            const Moments m = expected_moments(mean, simulator.truth().dispersion[g]);
            const double residual = (counts(c, g) - m.mean) / std::sqrt(m.variance);
            auto& sums = classes[std::min(3, static_cast<int>(std::floor(std::log10(mean) * 2)))];
            sums[0] += 1;
            sums[1] += residual;
            sums[2] += residual * residual;
            sums[3] += residual * residual * residual * residual;
        }
    }
    QVERIFY(classes.size() >= 5);
    for (const auto& [place, sums] : classes) {
        if (sums[0] < 2000) continue;
        QVERIFY2(std::abs(sums[1] / sums[0]) < 5 / std::sqrt(sums[0]), qPrintable(QString::number(place)));
        const double variance = sums[2] / sums[0];
        const double error = std::sqrt((sums[3] / sums[0] - variance * variance) / sums[0]);
        qInfo("class %d: %.0f counts, variance of residuals %.3f ± %.3f", place, sums[0], variance, error);
        QVERIFY(error < 0.1);
        QVERIFY2(std::abs(variance - 1) < 4.5 * error, qPrintable(QString::number(variance)));
    }
}

void TestRegulatorySimulator::lowExpressionDropsOutMore() {
    QVERIFY(RegulatorySimulator::dropout(0.01) > RegulatorySimulator::dropout(0.1));
    QCOMPARE(RegulatorySimulator::dropout(simulation::dropout_half), 0.5);
    QVERIFY(RegulatorySimulator::dropout(10) < 0.02);
    // Zeros beyond the negative binomial's own, measured: many at low expression, hardly any at high.
    const RegulatorySimulator simulator(small());
    const Matrix counts = to_dense(simulator.counts(0, 1500));
    double excess[2] = {0, 0}, seen[2] = {0, 0};
    for (std::size_t c = 0; c < counts.rows; ++c) {
        const CellPlan plan = simulator.plan(c);
        for (std::size_t g = 0; g < counts.cols; ++g) {
            const double mean = plan.expected[g], phi = simulator.truth().dispersion[g];
            const int high = mean > 3 ? 1 : mean > 0.1 && mean < 0.4 ? 0 : -1;
            if (high < 0) continue;
            excess[high] += (counts(c, g) == 0) - std::pow(1 + mean * phi, -1 / phi);
            seen[high] += 1;
        }
    }
    QVERIFY(seen[0] > 1000 && seen[1] > 1000);
    QVERIFY2(excess[0] / seen[0] > 0.04, qPrintable(QString::number(excess[0] / seen[0])));
    QVERIFY2(excess[1] / seen[1] < 0.03, qPrintable(QString::number(excess[1] / seen[1])));
}

void TestRegulatorySimulator::blocksDoNotDependOnTheCut() {
    const RegulatorySimulator simulator(small());
    const CsrMatrix whole = simulator.counts(0, 300);
    CsrMatrix pieces;
    pieces.cols = whole.cols;
    for (const auto& [begin, end] :
         std::vector<std::pair<std::size_t, std::size_t>>{{0, 1}, {1, 130}, {130, 300}}) {
        const CsrMatrix piece = RegulatorySimulator(small()).counts(begin, end);
        for (std::size_t r = 0; r < piece.rows; ++r)
            pieces.push_row(piece.row_columns(r), piece.row_values(r));
    }
    QCOMPARE(pieces.columns, whole.columns);
    QCOMPARE(pieces.values, whole.values);
    // A larger dataset begins with the same cells.
    SimulationOptions larger = small();
    larger.cells = 50000;
    QCOMPARE(RegulatorySimulator(larger).counts(0, 300).values, whole.values);
}

void TestRegulatorySimulator::threadsDoNotMatter() {
    set_thread_count(1);
    const CsrMatrix one = RegulatorySimulator(small()).counts(0, 400);
    set_thread_count(3);
    const CsrMatrix three = RegulatorySimulator(small()).counts(0, 400);
    set_thread_count(0);
    QCOMPARE(three.columns, one.columns);
    QCOMPARE(three.values, one.values);
}

void TestRegulatorySimulator::seedsMatter() {
    SimulationOptions other = small();
    other.seed = 6;
    QVERIFY(RegulatorySimulator(other).counts(0, 50).values !=
            RegulatorySimulator(small()).counts(0, 50).values);
}

// What a model sees of a TF (log-normalised counts) correlates with its activity, but below 0.7 on average.
void TestRegulatorySimulator::mrnaFollowsActivityOnlyPartly() {
    const RegulatorySimulator simulator(small());
    const Matrix counts = to_dense(simulator.counts(0, 1500));
    std::vector<std::vector<double>> activity(30), seen(30), rate(30);
    for (std::size_t c = 0; c < counts.rows; ++c) {
        const CellPlan plan = simulator.plan(c);
        const double total = std::accumulate(counts.row(c).begin(), counts.row(c).end(), 0.0);
        const double expected = std::accumulate(plan.expected.begin(), plan.expected.end(), 0.0);
        for (std::size_t t = 0; t < 30; ++t) {
            activity[t].push_back(plan.activity[t]);
            seen[t].push_back(std::log1p(1e4 * counts(c, t) / total));
            rate[t].push_back(std::log(plan.expected[t] / expected));
        }
    }
    double mean_seen = 0, mean_rate = 0;
    for (std::size_t t = 0; t < 30; ++t) {
        mean_seen += correlation(activity[t], seen[t]) / 30;
        mean_rate += correlation(activity[t], rate[t]) / 30;
    }
    qInfo("TF activity: correlation %.3f with log mRNA rate, %.3f with its log-normalised counts", mean_rate,
          mean_seen);
    QVERIFY(mean_seen > 0.1 && mean_seen < 0.7);
    QVERIFY(mean_rate > mean_seen && mean_rate < 0.8);
}

// The sign of an edge shows in the truth: within all cells, log rate against log activity, other TFs
// averaged.
void TestRegulatorySimulator::activatorsRaiseTheirTargets() {
    const RegulatorySimulator simulator(small());
    const auto& network = simulator.truth().network;
    std::vector<std::vector<double>> activity(30), rate(network.genes.size());
    for (std::size_t c = 0; c < 600; ++c) {
        const CellPlan plan = simulator.plan(c);
        for (std::size_t t = 0; t < 30; ++t) activity[t].push_back(plan.activity[t]);
        for (std::size_t g = 0; g < rate.size(); ++g) rate[g].push_back(std::log(plan.expected[g]));
    }
    double up = 0, down = 0, ups = 0, downs = 0, decoy = 0;
    for (const auto& edge : network.edges) {
        const double r = correlation(activity[edge.tf], rate[edge.target]);
        (edge.sign > 0 ? up : down) += r;
        (edge.sign > 0 ? ups : downs) += 1;
    }
    for (const auto& edge : network.decoys) decoy += correlation(activity[edge.tf], rate[edge.target]);
    QVERIFY(ups > 50 && downs > 10);
    qInfo("correlation of activity and target rate: activators %.3f, repressors %.3f, decoys %.3f", up / ups,
          down / downs, decoy / static_cast<double>(network.decoys.size()));
    QVERIFY(up / ups > 0.3);
    QVERIFY(down / downs < -0.05);
    QVERIFY(std::abs(decoy / static_cast<double>(network.decoys.size())) < 0.15);
}

void TestRegulatorySimulator::bystandersDifferBetweenTypes() {
    const RegulatorySimulator simulator(small());
    const auto& network = simulator.truth().network;
    const std::size_t first = network.tfs + network.targets;
    std::map<std::uint32_t, std::vector<double>> sums;
    for (std::size_t c = 0; c < 1000; ++c) {
        const CellPlan plan = simulator.plan(c);
        auto& sum = sums[plan.type];
        sum.resize(network.genes.size() + 1);
        for (std::size_t g = 0; g < network.genes.size(); ++g) sum[g] += plan.expected[g];
        sum.back() += 1;
    }
    double bystander = 0, constant = 0;
    for (std::size_t g = first; g < network.genes.size(); ++g) {
        double low = 1e9, high = 0;
        for (const auto& [type, sum] : sums) {
            low = std::min(low, sum[g] / sum.back());
            high = std::max(high, sum[g] / sum.back());
        }
        const bool is_bystander = g < first + network.bystanders;
        (is_bystander ? bystander : constant) +=
            std::log(high / low) /
            static_cast<double>(is_bystander ? network.bystanders
                                             : network.genes.size() - first - network.bystanders);
    }
    QVERIFY(bystander > 1.5 * constant);
}

void TestRegulatorySimulator::optionsAreChecked() {
    const auto rejected = [](auto change) {
        SimulationOptions options = small();
        change(options);
        try {
            RegulatorySimulator simulator(options);
        } catch (const Error& error) {
            return error.kind() == ErrorKind::Usage;
        }
        return false;
    };
    QVERIFY(rejected([](auto& o) { o.cells = 0; }));
    QVERIFY(rejected([](auto& o) { o.genes = o.tfs; }));
    QVERIFY(rejected([](auto& o) { o.tfs = 2; }));
    QVERIFY(rejected([](auto& o) { o.cell_types = 1; }));
    QVERIFY(rejected([](auto& o) { o.donors = 0; }));
    QVERIFY(rejected([](auto& o) { o.edges_per_target = std::nan(""); }));
}

void TestRegulatorySimulator::dataSetIsMarkedAndWhole() {
    Job job;
    const Simulation simulation = simulate(small(), job);
    const Dataset& dataset = *simulation.dataset;
    QVERIFY(dataset.simulated);
    QCOMPARE(dataset.cells(), std::size_t{1500});
    QCOMPARE(inspect_values(*dataset.assays.front().matrix).kind, ValueKind::Counts);
    const std::set<std::string> unique(dataset.assays.front().var->index.begin(),
                                       dataset.assays.front().var->index.end());
    QCOMPARE(unique.size(), std::size_t{400});
    for (const char* column : {"cell_type", "donor", "condition", "n_counts"})
        QVERIFY(dataset.obs.find(column) != nullptr);
    QVERIFY(unique.contains("SPI1") && unique.contains("CD14"));
    // Cut into other pieces, the cells are the same.
    const CsrMatrix block = RegulatorySimulator(small()).counts(1010, 1050);
    QCOMPARE(block.values, dataset.assays.front().matrix->block(1010, 1050).values);
    Job stopped;
    stopped.cancel();
    QVERIFY_EXCEPTION_THROWN(simulate(small(), stopped), Cancelled);
}

QTEST_APPLESS_MAIN(TestRegulatorySimulator)
#include "tst_regulatory_simulator.moc"
