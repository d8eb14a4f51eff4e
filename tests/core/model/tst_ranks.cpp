// What several ranks compute together is what one process computes: every sum, and the whole model.
#include <QHostAddress>
#include <QTcpServer>
#include <QTest>
#include <map>
#include <mutex>

#include "core/base/cell_share.h"
#include "core/base/error.h"
#include "core/base/random.h"
#include "core/data/gathered_rows.h"
#include "core/data/normalise.h"
#include "core/embed/pca.h"
#include "core/model/process_group.h"
#include "core/model/rank_address.h"
#include "core/model/rank_host.h"
#include "core/model/rank_list.h"
#include "core/stats/logistic_regression.h"
#include "core/workflow/run_training.h"
#include "core/workflow/same_on_ranks.h"
#include "tests/core/model/training_fixture.h"
#include "tests/support/thread_ranks.h"

using namespace regulus;
using namespace regulus::test;

class TestRanks : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void sharesCoverEveryCell();
    void everyoneSaysSomething();
    void rowsOfOthersCome();
    void componentsAreTheSame_data();
    void componentsAreTheSame();
    void regressionIsTheSame();
    void regulonModelIsTheSame_data();
    void regulonModelIsTheSame();
    void placesComeFromLaunchers_data();
    void placesComeFromLaunchers();
    void nonsenseIsRefused_data();
    void nonsenseIsRefused();
    void requestsAreCompared_data();
    void requestsAreCompared();
    void addressesAreLookedAt_data();
    void addressesAreLookedAt();
    void ranksAreListed_data();
    void ranksAreListed();
    void listenersAreFound();
};

// The largest difference between two lists, over the largest number of the first.
template <class Values>
double difference(const Values& a, const Values& b) {
    double largest = 1e-30, off = a.size() == b.size() ? 0 : 1e30;
    for (std::size_t i = 0; i < a.size() && i < b.size(); ++i) {
        largest = std::max(largest, std::abs(static_cast<double>(a[i])));
        off = std::max(off, std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i])));
    }
    return off / largest;
}

void TestRanks::sharesCoverEveryCell() {
    for (const std::size_t cells : {0UL, 1UL, 3UL, 10UL, 1001UL}) {
        std::vector<int> readers(cells, 0);
        std::mutex lock;
        with_ranks(4, [&](const std::shared_ptr<Ranks>& ranks) {
            const CellShare share = CellShare::of(ranks, cells);
            std::vector<std::uint32_t> rows(cells);
            std::iota(rows.begin(), rows.end(), 0U);
            const std::lock_guard guard(lock);
            for (const std::uint32_t cell : share.own(rows)) ++readers[cell];
            if (share.end(cells) - share.begin() != share.own(rows).size()) readers.clear();
        });
        QCOMPARE(readers, std::vector<int>(cells, 1));
    }
    const std::vector<std::uint32_t> some{4, 7, 900'000};
    QCOMPARE(CellShare().own(some).size(), some.size());
}

void TestRanks::everyoneSaysSomething() {
    std::mutex lock;
    std::vector<std::vector<std::string>> heard;
    with_ranks(3, [&](const std::shared_ptr<Ranks>& ranks) {
        const std::vector<std::string> said{"", "one", std::string("t\0wo", 4)};
        auto all = ranks->gather(said[static_cast<std::size_t>(ranks->rank())]);
        ranks->barrier();
        const std::lock_guard guard(lock);
        heard.push_back(std::move(all));
    });
    const std::vector<std::string> expected{"", "one", std::string("t\0wo", 4)};
    QCOMPARE(heard, std::vector(3, expected));
    QCOMPARE(one_process()->gather("alone"), std::vector<std::string>{"alone"});
}

void TestRanks::rowsOfOthersCome() {
    const Simulation simulation = small_simulation();
    const MatrixSource& cells = *simulation.dataset->assays.front().matrix;
    const std::vector<std::uint32_t> rows{0, 1, 199, 200, 399};
    const CsrMatrix expected = cells.rows(rows);
    std::atomic<int> same{0};
    with_ranks(3, [&](const std::shared_ptr<Ranks>& ranks) {
        const auto got = gathered_rows(cells, rows, CellShare::of(ranks, cells.cells()));
        const CsrMatrix block = got->block(0, rows.size());
        same += block.values == expected.values && block.columns == expected.columns &&
                block.offsets == expected.offsets;
    });
    QCOMPARE(same.load(), 3);
}

void TestRanks::componentsAreTheSame_data() {
    QTest::addColumn<int>("size");
    QTest::addColumn<bool>("first_has_none");
    QTest::newRow("2") << 2 << false;
    QTest::newRow("5") << 5 << false;
    QTest::newRow("3, of which the first has no cell") << 3 << true;
}

void TestRanks::componentsAreTheSame() {
    QFETCH(int, size);
    QFETCH(bool, first_has_none);
    const Simulation simulation = small_simulation();
    const auto cells = log_normalised(simulation.dataset->assays.front());
    std::vector<std::uint32_t> columns(60), fitted;
    std::iota(columns.begin(), columns.end(), 5U);
    for (std::uint32_t c = first_has_none ? 150 : 0; c < cells->cells(); c += c % 3 + 1) fitted.push_back(c);
    const CellSet rows = CellSet::of(cells->cells(), fitted);
    Job job;
    const Pca alone = fit_pca(*cells, columns, rows, {.components = 8}, job);
    std::mutex lock;
    std::vector<Pca> found;
    with_ranks(size, [&](const std::shared_ptr<Ranks>& ranks) {
        Job quiet;
        Pca pca = fit_pca(*cells, columns, CellShare::of(ranks, cells->cells()).own(rows), {.components = 8},
                          quiet, *ranks);
        const std::lock_guard guard(lock);
        found.push_back(std::move(pca));
    });
    for (const Pca& pca : found) {
        QCOMPARE(pca.fitted_rows, alone.fitted_rows);
        QVERIFY(difference(alone.mean, pca.mean) < 1e-6);
        QVERIFY(difference(alone.variances, pca.variances) < 1e-6);
        QVERIFY(difference(alone.components.values, pca.components.values) < 1e-5);
        QCOMPARE(pca.components.values, found.front().components.values);
    }
}

// Enough cells for the sums to be shared.
void TestRanks::regressionIsTheSame() {
    constexpr std::size_t cells = 40'000, features = 6;
    Matrix x(cells, features);
    std::vector<std::int32_t> labels;
    Random random(7);
    for (std::size_t i = 0; i < cells; ++i) {
        labels.push_back(static_cast<std::int32_t>(i % 3) - (i % 10 == 0 ? 3 : 0));
        for (std::size_t f = 0; f < features; ++f)
            x(i, f) = static_cast<float>(random.normal() + (f == i % 3 ? 0.7 : 0));
    }
    Job job;
    const LogisticModel alone = fit_logistic(x, labels, 3, {}, job);
    std::atomic<int> right{0}, shared{0};
    with_ranks(4, [&](const std::shared_ptr<Ranks>& ranks) {
        Job quiet;
        const LogisticModel model = fit_logistic(x, labels, 3, {.ranks = ranks.get()}, quiet);
        right += difference(alone.weights.values, model.weights.values) < 1e-5 &&
                 difference(alone.intercepts, model.intercepts) < 1e-5;
        shared += ranks->traffic().summed_bytes > 0;
    });
    QCOMPARE(right.load(), 4);
    QCOMPARE(shared.load(), 4);
}

void TestRanks::regulonModelIsTheSame_data() {
    QTest::addColumn<int>("size");
    QTest::newRow("2") << 2;
    QTest::newRow("4") << 4;
}

void TestRanks::regulonModelIsTheSame() {
    QFETCH(int, size);
    const Simulation simulation = small_simulation();
    TrainingRequest request;
    request.label_column = "cell_type";
    const TrainingOptions options = options_for(Preset::Standard, ReadMode::Regulons);
    const auto trained = [&](const CellShare& share) {
        TrainingRequest own = request;
        own.share = share;
        Job job;
        TrainingObserver nobody;
        const TrainingSetup setup = prepare_training(*simulation.dataset, simulation.prior, own, job);
        const TrainingRun run = run_training(TrainingParts::standard(), setup, options, nobody, job);
        return std::pair(run.outcome, setup.input.values_checksum);
    };
    const auto [alone, checksum] = trained({});
    std::mutex lock;
    std::vector<TrainingOutcome> found;
    with_ranks(size, [&](const std::shared_ptr<Ranks>& ranks) {
        auto [outcome, sum] = trained(CellShare::of(ranks, simulation.dataset->cells()));
        const std::lock_guard guard(lock);
        if (sum == checksum) found.push_back(std::move(outcome));
    });
    QCOMPARE(found.size(), static_cast<std::size_t>(size));
    for (const TrainingOutcome& one : found) {
        const double embedding =
                         difference(alone.prediction.embedding.values, one.prediction.embedding.values),
                     probability = difference(alone.prediction.probabilities.values,
                                              one.prediction.probabilities.values);
        QVERIFY2(embedding < 1e-5, std::to_string(embedding).c_str());
        QVERIFY2(probability < 1e-4, std::to_string(probability).c_str());
        QCOMPARE(one.prediction.embedding.values, found.front().prediction.embedding.values);
        QCOMPARE(one.scores.accuracy, alone.scores.accuracy);
        QCOMPARE(one.direction.accuracy, alone.direction.accuracy);
        QVERIFY(std::abs(one.scores.silhouette - alone.scores.silhouette) < 1e-4);
        QCOMPARE(one.model->record.detected, alone.model->record.detected);
    }
}

using Environment = QMap<QString, QString>;

static RankPlace place_in(const Environment& environment) {
    std::map<std::string, std::string> texts;
    for (auto at = environment.begin(); at != environment.end(); ++at)
        texts[at.key().toStdString()] = at.value().toStdString();
    return rank_place([&](const char* name) -> const char* {
        const auto found = texts.find(name);
        return found == texts.end() ? nullptr : found->second.c_str();
    });
}

void TestRanks::placesComeFromLaunchers_data() {
    QTest::addColumn<Environment>("environment");
    QTest::addColumn<QString>("expected");
    QTest::newRow("torchrun") << Environment{{"RANK", "2"},
                                             {"WORLD_SIZE", "4"},
                                             {"MASTER_ADDR", "host"},
                                             {"LOCAL_RANK", "1"},
                                             {"MASTER_PORT", "1234"}}
                              << "2/4 host:1234 1";
    const Environment agent{{"RANK", "2"},
                            {"WORLD_SIZE", "4"},
                            {"MASTER_ADDR", "host"},
                            {"MASTER_PORT", "1234"},
                            {"TORCHELASTIC_USE_AGENT_STORE", "True"}};
    QTest::newRow("torchrun that keeps a store") << agent << "2/4 host:1235 0";
    const Environment slurm{{"SLURM_PROCID", "5"},         {"SLURM_STEP_NUM_TASKS", "8"},
                            {"SLURM_STEP_NUM_NODES", "2"}, {"SLURM_STEP_NODELIST", "node[03-04]"},
                            {"SLURM_JOB_ID", "100"},       {"SLURM_STEP_ID", "0"},
                            {"SLURM_LOCALID", "3"}};
    QTest::newRow("srun") << slurm << "5/8 node03:16600 3";
    const auto with = [&](Environment changed, const char* name, const char* value) {
        changed[QString::fromLatin1(name)] = QString::fromLatin1(value);
        return changed;
    };
    QTest::newRow("torchrun without a store")
        << with(agent, "TORCHELASTIC_USE_AGENT_STORE", "False") << "2/4 host:1234 0";
    QTest::newRow("srun within torchrun's environment")
        << with(slurm, "TORCHELASTIC_USE_AGENT_STORE", "True") << "5/8 node03:16600 3";
    QTest::newRow("srun, another list")
        << with(slurm, "SLURM_STEP_NODELIST", "a1,b[1-2]") << "5/8 a1:16600 3";
    QTest::newRow("srun, a domain") << with(slurm, "SLURM_STEP_NODELIST", "n[7,9].x.org")
                                    << "5/8 n7.x.org:16600 3";
    QTest::newRow("srun, one node") << with(slurm, "SLURM_STEP_NUM_NODES", "1") << "5/8 127.0.0.1:16600 3";
    QTest::newRow("srun, told the port") << with(slurm, "MASTER_PORT", "99") << "5/8 node03:99 3";
    QTest::newRow("mpirun in a job of SLURM")
        << with(with(with(slurm, "OMPI_COMM_WORLD_RANK", "1"), "OMPI_COMM_WORLD_SIZE", "2"),
                "OMPI_COMM_WORLD_LOCAL_SIZE", "2")
        << "1/2 127.0.0.1:15000 3";
}

void TestRanks::placesComeFromLaunchers() {
    QFETCH(Environment, environment);
    QFETCH(QString, expected);
    const RankPlace place = place_in(environment);
    QCOMPARE(QStringLiteral("%1/%2 %3:%4 %5")
                 .arg(place.rank)
                 .arg(place.size)
                 .arg(QString::fromStdString(place.address))
                 .arg(place.port)
                 .arg(place.local),
             expected);
}

void TestRanks::nonsenseIsRefused_data() {
    QTest::addColumn<Environment>("environment");
    QTest::newRow("no launcher") << Environment{};
    QTest::newRow("rank beyond") << Environment{{"RANK", "4"}, {"WORLD_SIZE", "4"}};
    QTest::newRow("no size") << Environment{{"RANK", "0"}};
    QTest::newRow("a number too large") << Environment{{"RANK", "4294967296"}, {"WORLD_SIZE", "2"}};
    QTest::newRow("a size too large") << Environment{{"RANK", "0"}, {"WORLD_SIZE", "4294967298"}};
    QTest::newRow("a number below 0") << Environment{{"RANK", "-1"}, {"WORLD_SIZE", "2"}};
    QTest::newRow("no number") << Environment{{"RANK", "one"}, {"WORLD_SIZE", "4"}};
    QTest::newRow("no port after torchrun's") << Environment{{"RANK", "0"},
                                                             {"WORLD_SIZE", "2"},
                                                             {"MASTER_PORT", "65535"},
                                                             {"TORCHELASTIC_USE_AGENT_STORE", "True"}};
    QTest::newRow("no port") << Environment{{"RANK", "0"}, {"WORLD_SIZE", "2"}, {"MASTER_PORT", "70000"}};
    QTest::newRow("mpirun on several machines")
        << Environment{{"OMPI_COMM_WORLD_RANK", "1"}, {"OMPI_COMM_WORLD_SIZE", "2"}};
}

void TestRanks::nonsenseIsRefused() {
    QFETCH(Environment, environment);
    try {
        place_in(environment);
        QFAIL("accepted");
    } catch (const Error& error) {
        QCOMPARE(static_cast<int>(error.kind()), static_cast<int>(ErrorKind::Usage));
    }
}

using Facts = std::vector<TrainingFact>;

void TestRanks::requestsAreCompared_data() {
    QTest::addColumn<Facts>("first");
    QTest::addColumn<Facts>("other");
    QTest::addColumn<QString>("expected");
    const Facts usual{{"epochs", "5", ""}, {"prior", "a.csv", "00"}};
    QTest::newRow("the same") << usual << usual << "";
    QTest::newRow("another value") << usual << Facts{{"epochs", "6", ""}, {"prior", "a.csv", "00"}}
                                   << "rank 2 differs from rank 0 in epochs (6 and 5)";
    QTest::newRow("another name of the same")
        << usual << Facts{{"epochs", "5", ""}, {"prior", "b.csv", "00"}} << "";
    QTest::newRow("other content of the same name")
        << usual << Facts{{"epochs", "5", ""}, {"prior", "a.csv", "01"}}
        << "rank 2 differs from rank 0 in prior (a.csv, with other content)";
    QTest::newRow("nothing") << usual << Facts{{"epochs", "", ""}, {"prior", "a.csv", "00"}}
                             << "rank 2 differs from rank 0 in epochs (nothing and 5)";
    QTest::newRow("another program") << usual << Facts{{"epochs", "5", ""}}
                                     << "rank 2 differs from rank 0 in the version of Regulus";
    QTest::newRow("no UTF-8") << Facts{{"epochs", "\xff", ""}} << Facts{{"epochs", "5", ""}}
                              << "rank 2 differs from rank 0 in epochs";
}

void TestRanks::requestsAreCompared() {
    QFETCH(Facts, first);
    QFETCH(Facts, other);
    QFETCH(QString, expected);
    std::mutex lock;
    std::vector<QString> said;
    with_ranks(3, [&](const std::shared_ptr<Ranks>& ranks) {
        QString text;
        try {
            require_same(ranks->rank() == 2 ? other : first, *ranks);
        } catch (const Error& error) {
            text = QString::fromStdString(error.problem() + " (" + error.where() + ")");
        }
        const std::lock_guard guard(lock);
        said.push_back(text);
    });
    for (const QString& one : said) {
        QVERIFY2(one.contains(expected), qPrintable(one));
        QCOMPARE(one.isEmpty(), expected.isEmpty());
    }
}

void TestRanks::addressesAreLookedAt_data() {
    QTest::addColumn<QStringList>("machines");
    QTest::addColumn<QStringList>("addresses");
    QTest::addColumn<QString>("expected");
    const QStringList two{"a", "b"};
    QTest::newRow("one machine") << QStringList{"a", "a"} << QStringList{"127.0.0.1", "127.0.0.1"} << "";
    QTest::newRow("two machines") << two << QStringList{"10.0.0.127", "10.127.0.1"} << "";
    QTest::newRow("a name for the loopback") << two << QStringList{"10.0.0.1", "127.0.1.1"} << "rank 1 on b";
    QTest::newRow("of the first, too") << two << QStringList{"127.0.1.1", "127.0.1.1"} << "rank 0 on a";
    QTest::newRow("IPv6") << two << QStringList{"::1", "fd00::1"} << "rank 0 on a";
}

// As Gloo writes them.
void TestRanks::addressesAreLookedAt() {
    QFETCH(QStringList, machines);
    QFETCH(QStringList, addresses);
    QFETCH(QString, expected);
    std::vector<RankAddress> ranks;
    for (qsizetype r = 0; r < machines.size(); ++r)
        ranks.push_back({machines[r].toStdString(), "tcp, pci=0000:00:03.0, iface=eth0, speed=10000, addr=[" +
                                                        addresses[r].toStdString() + "]"});
    QString said;
    try {
        require_reachable(ranks);
    } catch (const Error& error) {
        said = QString::fromStdString(error.problem());
    }
    QCOMPARE(said.isEmpty(), expected.isEmpty());
    QVERIFY2(expected.isEmpty() || said.endsWith(expected), qPrintable(said));
}

void TestRanks::ranksAreListed_data() {
    QTest::addColumn<QList<int>>("ranks");
    QTest::addColumn<QString>("expected");
    QTest::newRow("one") << QList<int>{3} << "Rank 3";
    QTest::newRow("some") << QList<int>{1, 3, 4, 5, 9} << "Ranks 1, 3-5, 9";
    QList<int> even;
    for (int r = 0; r < 40; r += 2) even << r;
    QTest::newRow("many") << even << "Ranks 0, 2, 4, 6, 8, 10, 12, 14, 16, 18 and 10 more";
}

void TestRanks::ranksAreListed() {
    QFETCH(QList<int>, ranks);
    QFETCH(QString, expected);
    QCOMPARE(QString::fromStdString(rank_list(std::vector<int>(ranks.begin(), ranks.end()))), expected);
}

void TestRanks::listenersAreFound() {
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    RankPlace place{1, 2, "localhost", server.serverPort(), "MASTER_ADDR"};
    const auto soon = [] { return std::chrono::steady_clock::now() + std::chrono::milliseconds(300); };
    const auto never = [] { return false; };
    QVERIFY(RankHost(place).listens(soon(), never));
    server.close();
    QVERIFY(!RankHost(place).listens(soon(), never));
    QVERIFY(!RankHost(place).listens(std::chrono::steady_clock::now() + std::chrono::hours(1),
                                     [] { return true; }));
    place.address = "no-such-machine.invalid";
    try {
        RankHost unknown(place);
        QFAIL("known");
    } catch (const Error& error) {
        QVERIFY(error.kind() == ErrorKind::Usage);
        QVERIFY2(
            QString::fromStdString(error.what()).contains("no-such-machine.invalid (named by MASTER_ADDR; "),
            error.what());
    }
}

QTEST_GUILESS_MAIN(TestRanks)
#include "tst_ranks.moc"
