// Processes that find each other, or are told why not. What has to wait is begun at once and looked at in
// turn: most of it sleeps.
#include <QElapsedTimer>
#include <QFile>
#include <QScopeGuard>
#include <QTcpSocket>
#include <QTest>
#include <atomic>
#include <thread>

#include "tests/app/command_line/rank_commands.h"
#include "tests/app/command_line/rank_group.h"

using namespace regulus::test;

namespace {

// A rank is lost after 12 seconds without a sign; one that never came is waited for.
constexpr int longer_than_patience = 16'000;

struct Lost {
    const char* name;
    int signal;
    bool all_came;  // the third rank comes, and then they connect
    std::unique_ptr<Group> group;
};

}  // namespace

class TestRankJoining : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void aProgramThatSpeaksFirstIsNoStore();
    void theLongOnesBegin();
    void wrongPlacesAreRefused_data();
    void wrongPlacesAreRefused();
    void aLoopbackIsNoAddressForAnotherMachine();
    void torchrunKeepsItsPort();
    void anUnknownMachineIsNamedAtOnce();
    void rank0ElsewhereIsToldAtOnce();
    void interruptedWhileWaiting();
    void lostWhileJoining();
    void rank0KilledWhileJoining();
    void aLateRankIsWaitedFor();
    void itIsSaidWhoIsAwaited();
    void theReasonIsSaidBeforeALauncherKills();

  private:
    using Groups = std::unique_ptr<Group>;
    QStringList train(const QString& out, const QStringList& more) const { return m_ranks.train(out, more); }
    QStringList whole() const { return m_ranks.whole(); }
    Groups started(const Group::Places& places, const QStringList& more = {},
                   const QString& address = QStringLiteral("127.0.0.1")) const {
        const QStringList command = train("joining.safetensors", whole() + more);
        return std::make_unique<Group>(
            places, [&](int) { return command; }, 0, QStringList(), address);
    }

    RankCommands m_ranks;
    Groups m_late, m_unknown, m_elsewhere, m_awaited, m_alone, m_interrupted, m_rank_0;
    std::array<Lost, 3> m_lost{{{"killed while others are awaited", SIGKILL, false, {}},
                                {"stopped while others are awaited", SIGSTOP, false, {}},
                                {"stopped before it connects", SIGSTOP, true, {}}}};
    QElapsedTimer m_since;
};

void TestRankJoining::initTestCase() {
    QVERIFY(simulate_into(m_ranks.folder, 600));
}

// Looked at by the tests below.
void TestRankJoining::theLongOnesBegin() {
    // Time enough for two processes to come on a busy machine.
    m_awaited = started({{0, 5}, {2, 5}}, {"--wait", "40"});
    m_alone = started({{4, 5}}, {"--wait", "15"});
    m_late = started({{0, 2}});
    m_since.start();
    m_unknown = started({{0, 2}, {1, 2}}, {}, "no-such-machine.invalid");
    m_elsewhere = started({{0, 2}}, {}, "192.0.2.1");  // for documentation (RFC 5737): no machine has it
    m_interrupted = started({{0, 3}, {1, 3}});
    // Not ended by the end of the wait.
    m_rank_0 = started({{0, 3}, {1, 3}}, {"--wait", "3600"});
    for (Lost& lost : m_lost) lost.group = started({{0, 3}, {1, 3}}, {"--wait", "3600"});
    // Rank 1 has said that it is here, and then one of them says no more.
    const QByteArray both_came = "waiting for 1 of 3 processes";
    QVERIFY(m_interrupted->says(0, both_came));
    m_interrupted->kill(0, SIGINT);
    QVERIFY(m_rank_0->says(0, both_came));
    m_rank_0->kill(0, SIGKILL);
    for (Lost& lost : m_lost) {
        QVERIFY(lost.group->says(0, both_came));
        lost.group->kill(1, lost.signal);
        if (lost.all_came)
            lost.group->start(2, 3, QStringList(program()) + train("joining.safetensors", whole()));
    }
}

// None that was stopped stays.
void TestRankJoining::cleanupTestCase() {
    for (Lost& lost : m_lost) {
        if (lost.group == nullptr || lost.group->rank(1).state() == QProcess::NotRunning) continue;
        lost.group->kill(1, SIGKILL);
        lost.group->rank(1).waitForFinished();
    }
}

void TestRankJoining::wrongPlacesAreRefused_data() {
    QTest::addColumn<Group::Places>("places");
    QTest::addColumn<QString>("named");
    QTest::newRow("two and three") << Group::Places{{0, 2}, {1, 3}} << "processes, another rank as one of";
    QTest::newRow("twice") << Group::Places{{0, 3}, {1, 3}, {1, 3}} << "Two processes were started as rank 1";
    QTest::newRow("rank 0 twice") << Group::Places{{0, 3}, {0, 3}, {1, 3}}
                                  << "Two processes were started as rank 0";
}

// At once, not after --wait.
void TestRankJoining::wrongPlacesAreRefused() {
    QFETCH(Group::Places, places);
    QFETCH(QString, named);
    Group group(places, [&](int) {
        return train("places.safetensors", whole() + QStringList{"--wait", "3600"});
    });
    for (std::size_t i = 0; i < places.size(); ++i) {
        const Ran one = finish(group.rank(static_cast<int>(i)), true);
        QVERIFY2(one.exit_code == 2 || one.exit_code == 8, one.all().c_str());
        QVERIFY2(one.errors.contains(named), one.all().c_str());
        QVERIFY2(one.errors.contains(QStringLiteral("127.0.0.1:%1").arg(group.port())), one.all().c_str());
        QVERIFY2(one.exit_code == 8 || one.errors.contains("another run may use the same MASTER_PORT"),
                 one.all().c_str());
    }
}

// The other machine is this one under another name; they meet on the loopback, as machines whose names stand
// for 127.0.1.1 would not.
void TestRankJoining::aLoopbackIsNoAddressForAnotherMachine() {
    const QStringList other{
        "unshare", "--map-root-user", "--uts", "sh", "-c", "hostname other && exec \"$0\" \"$@\""};
    QProcess tried;
    tried.start(other.first(), other.mid(1) + QStringList{"true"});
    if (!tried.waitForFinished() || tried.exitCode() != 0) QSKIP("this system allows no other host name");
    Group group(
        Group::usual(2), [&](int) { return train("elsewhere.safetensors", whole()); }, 0, other);
    const std::vector<Ran> ranks = group.ended();
    for (const Ran& one : ranks) QVERIFY2(one.exit_code == 2 || one.exit_code == 8, said(ranks).c_str());
    QVERIFY2(said_once(ranks, "No other machine can reach rank 0 on "), said(ranks).c_str());
    QVERIFY2(said_once(ranks, "GLOO_SOCKET_IFNAME"), said(ranks).c_str());
}

// The environment as torchrun sets it, whose store speaks the protocol of another PyTorch.
void TestRankJoining::torchrunKeepsItsPort() {
    qputenv("TORCHELASTIC_USE_AGENT_STORE", "True");
    const auto unset = qScopeGuard([] { qunsetenv("TORCHELASTIC_USE_AGENT_STORE"); });
    const QStringList command = QStringList(program()) + train("torchrun.safetensors", whole());
    Group group(Group::Places{}, [](int) { return QStringList(); });
    QTcpServer torchrun, other;
    QVERIFY(torchrun.listen(QHostAddress::Any, group.port()));
    for (const int r : {0, 1}) group.start(r, 2, command);
    for (const Ran& one : group.ended()) QVERIFY2(one.exit_code == 0, one.all().c_str());
    QVERIFY(other.listen(QHostAddress::Any, group.port() + 1));
    group.start(0, 2, command);
    const Ran one = finish(group.rank(2), true);
    QCOMPARE(one.exit_code, 2);
    QVERIFY2(one.errors.contains(QStringLiteral("cannot listen at port %1").arg(group.port() + 1)) &&
                 one.errors.contains(QStringLiteral("torchrun keeps MASTER_PORT (%1)").arg(group.port())) &&
                 one.errors.contains("--master_port"),
             one.all().c_str());
}

// c10d would take what it says for a length, and end the process for want of so much memory.
void TestRankJoining::aProgramThatSpeaksFirstIsNoStore() {
    Group group(Group::Places{}, [](int) { return QStringList(); });
    std::atomic<bool> listening{false}, done{false};
    std::thread ssh([&] {
        QTcpServer server;
        listening = server.listen(QHostAddress::Any, group.port());
        while (listening && !done) {
            server.waitForNewConnection(100);
            while (server.hasPendingConnections()) {  // several may have come at once
                const std::unique_ptr<QTcpSocket> socket(server.nextPendingConnection());
                socket->write("SSH-2.0-OpenSSH_9.2p1\r\n");
                socket->waitForBytesWritten(1000);
            }
        }
    });
    const auto stop = qScopeGuard([&] {
        done = true;
        ssh.join();
    });
    QTRY_VERIFY(listening);
    for (const int r : {0, 1}) group.start(r, 2, QStringList(program()) + train("ssh.safetensors", whole()));
    const std::vector<Ran> ranks = group.ended();
    QVERIFY2(ranks[0].exit_code == 2 && ranks[0].errors.contains("Rank 0 cannot listen at port"),
             said(ranks).c_str());
    QVERIFY2(ranks[1].exit_code == 2 && ranks[1].errors.contains("Another program has the port of rank 0"),
             said(ranks).c_str());
}

// What a person sees is one sentence, and no minutes of waiting.
void TestRankJoining::anUnknownMachineIsNamedAtOnce() {
    for (const Ran& one : m_unknown->ended()) {
        QCOMPARE(one.exit_code, 2);
        QVERIFY2(one.errors.contains("The machine of rank 0 is not known: no-such-machine.invalid") &&
                     one.errors.contains("named by MASTER_ADDR"),
                 one.all().c_str());
        QVERIFY2(one.errors.count('\n') <= 4 && !one.errors.contains("waiting"), one.all().c_str());
    }
}

void TestRankJoining::rank0ElsewhereIsToldAtOnce() {
    const Ran one = m_elsewhere->ended().front();
    QCOMPARE(one.exit_code, 2);
    QVERIFY2(one.errors.contains("regulus [rank 0]: Rank 0 does not run where the others look for it") &&
                 one.errors.contains("192.0.2.1"),
             one.all().c_str());
    QVERIFY2(!one.errors.contains("c10d") && one.errors.count('\n') <= 6, one.all().c_str());
}

// The third never comes; and rank 1 hears that rank 0 does not wait on.
void TestRankJoining::interruptedWhileWaiting() {
    const std::vector<Ran> ranks = m_interrupted->ended();
    QCOMPARE(ranks[0].exit_code, 130);
    QVERIFY2(ranks[1].exit_code == 8, said(ranks).c_str());
    QVERIFY2(ranks[1].errors.contains("Rank 0 of 3 was interrupted"), said(ranks).c_str());
}

void TestRankJoining::lostWhileJoining() {
    for (Lost& lost : m_lost) {
        for (const int r : lost.all_came ? std::vector{0, 2} : std::vector{0}) {
            const Ran one = finish(lost.group->rank(r), true);
            QVERIFY2(one.exit_code == 8, (lost.name + one.all()).c_str());
            QVERIFY2(one.errors.contains("Rank 1 of 3 ended, or does not answer"),
                     (lost.name + one.all()).c_str());
            QVERIFY2(!one.errors.contains("says why"), (lost.name + one.all()).c_str());
        }
    }
}

void TestRankJoining::rank0KilledWhileJoining() {
    const Ran one = finish(m_rank_0->rank(1), true);
    QVERIFY2(one.exit_code == 8 && one.errors.contains("Rank 0 ended"), one.all().c_str());
    QVERIFY2(!one.errors.contains("says why"), one.all().c_str());
}

void TestRankJoining::aLateRankIsWaitedFor() {
    QTest::qSleep(static_cast<int>(std::max<qint64>(1, longer_than_patience - m_since.elapsed())));
    m_late->start(1, 2, QStringList(program()) + train("joining.safetensors", whole()));
    const std::vector<Ran> ranks = m_late->ended();
    for (const Ran& one : ranks) QVERIFY2(one.exit_code == 0, said(ranks).c_str());
}

// After --wait it is told who did not come; nothing listens for rank 4, and c10d says nothing.
void TestRankJoining::itIsSaidWhoIsAwaited() {
    const std::vector<Ran> ranks = m_awaited->ended();
    for (const Ran& one : ranks) {
        QVERIFY2(one.exit_code == 2 || one.exit_code == 8, one.all().c_str());
        QVERIFY2(one.errors.contains("waiting for 3 of 5 processes"), one.all().c_str());
        QVERIFY2(one.errors.count("tart all") <= 1 && !one.errors.contains("c10d"), one.all().c_str());
    }
    QVERIFY2(said_once(ranks, "Ranks 1, 3-4 of 5 did not come within 40 s"), said(ranks).c_str());
    const Ran one = m_alone->ended().front();
    QCOMPARE(one.exit_code, 2);
    QVERIFY2(one.errors.contains("waiting for rank 0 at 127.0.0.1:") &&
                 one.errors.contains("Rank 0 did not come within 15 s") &&
                 one.errors.contains("nobody listens at 127.0.0.1:"),
             one.all().c_str());
    QVERIFY2(!one.errors.contains("c10d"), one.all().c_str());
}

// Ranks 0 and 1 of 3 give up at once, or one a second after the other. When the first has ended, the other is
// killed.
void TestRankJoining::theReasonIsSaidBeforeALauncherKills() {
    struct Order {
        int first, second;
        bool late;
    };
    const QStringList command =
        QStringList(program()) + train("launched.safetensors", whole() + QStringList{"--wait", "10"});
    const std::array<Order, 3> orders{{{0, 1, false}, {0, 1, true}, {1, 0, true}}};
    std::vector<std::pair<Order, std::unique_ptr<Group>>> running;
    for (const Order& order : orders) {
        auto group = std::make_unique<Group>(Group::Places{}, [](int) { return QStringList(); });
        group->start(order.first, 3, command);
        if (!order.late) group->start(order.second, 3, command);
        running.emplace_back(order, std::move(group));
    }
    QTest::qSleep(1000);
    for (const auto& [order, group] : running)
        if (order.late) group->start(order.second, 3, command);
    const QDeadlineTimer until(240'000);
    std::array<bool, 3> ended{};
    while (std::ranges::count(ended, true) < 3 && !until.hasExpired())
        for (std::size_t i = 0; i < running.size(); ++i)
            ended[i] = ended[i] || running[i].second->killed_with_the_first();
    for (const auto& [order, group] : running) {
        const std::vector<Ran> ranks = group->ended();
        const bool said_by_one = std::ranges::any_of(ranks, [](const Ran& one) {
            return one.errors.contains("Rank 2 of 3 did not come within 10 s");
        });
        QVERIFY2(said_by_one, said(ranks).c_str());
    }
}

QTEST_GUILESS_MAIN(TestRankJoining)
#include "tst_rank_joining.moc"
