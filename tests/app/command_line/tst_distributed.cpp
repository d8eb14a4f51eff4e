// One training by several processes on this machine, joined as a launcher would join them.
#include <QFile>
#include <QScopeGuard>
#include <QTcpSocket>
#include <QTest>
#include <atomic>
#include <thread>

#include "tests/app/command_line/rank_group.h"
#include "tests/support/same_model.h"

using namespace regulus::test;

class TestDistributed : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void sameAsOneProcess_data();
    void sameAsOneProcess();
    void sameBytesEachTime();
    void shardsAreOneDataset();
    void shardsWithLabelsOfTheirOwn();
    void odd_data();
    void odd();
    void differentRequestsAreRefused_data();
    void differentRequestsAreRefused();
    void aDefaultMayBeWrittenOut();
    void wrongPlacesAreRefused_data();
    void wrongPlacesAreRefused();
    void anUnknownMachineIsNamedAtOnce();
    void rank0ElsewhereIsToldAtOnce();
    void itIsSaidWhoIsAwaited();
    void aLoopbackIsNoAddressForAnotherMachine();
    void interruptedWhileWaiting();
    void lostWhileJoining_data();
    void lostWhileJoining();
    void rank0KilledWhileJoining();
    void torchrunKeepsItsPort();
    void aProgramThatSpeaksFirstIsNoStore();
    void aLateRankIsWaitedFor();
    void theFormOfThePaper();
    void resumedByAnotherNumber_data();
    void resumedByAnotherNumber();
    void aKilledRankIsNamed_data();
    void aKilledRankIsNamed();
    void anErrorOfOneIsToldByAll();
    void interruptEndsAll();
    void wrongOptionsAreRefused_data();
    void wrongOptionsAreRefused();

  private:
    QString at(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    QStringList train(const char* out, const QStringList& more = {}) const {
        return QStringList{"train", "--labels", "cell_type", "--prior",   at("prior.csv"),
                           "--out", at(out),    "--json",    "--threads", "1"} +
               more;
    }
    QStringList genes(const char* out, const QStringList& more = {}) const {
        return train(
            out,
            whole() + QStringList{"--read", "genes", "--preset", "quick", "--checkpoint-every", "0"} +
                (more.contains("--pretraining-epochs") ? more
                                                       : more + QStringList{"--pretraining-epochs", "1"}));
    }
    QStringList whole() const { return {"--data", at("data.h5ad"), "--distributed"}; }

    QTemporaryDir m_folder;
    Ran m_alone;
};

// The largest difference between two reports.
static double off(const nlohmann::json& a, const nlohmann::json& b) {
    double most = 0;
    for (const char* path : {"/accuracy", "/macro_f1", "/silhouette", "/baseline/accuracy",
                             "/baseline/macro_f1", "/baseline/silhouette"}) {
        const nlohmann::json::json_pointer at(path);
        most = std::max(most, std::abs(a.at(at).get<double>() - b.at(at).get<double>()));
    }
    return most;
}

static std::string said(const std::vector<Ran>& ranks) {
    std::string all;
    for (const Ran& one : ranks) all += one.all() + "\n";
    return all;
}

void TestDistributed::initTestCase() {
    QVERIFY(simulate_into(m_folder, 600));
    m_alone = run(train("alone.safetensors", {"--data", at("data.h5ad")}));
    QVERIFY2(m_alone.exit_code == 0, m_alone.all().c_str());
    // Halves of it by anndata; then one with other genes, one without the labels, one that was normalised.
    const QString script = QStringLiteral(
        "import anndata, numpy as np\n"
        "a = anndata.read_h5ad('data.h5ad')\n"
        "a[:200].copy().write_h5ad('part-0.h5ad'); a[200:].copy().write_h5ad('part-1.h5ad')\n"
        "a[200:, ::-1].copy().write_h5ad('genes-1.h5ad')\n"
        "b = a[200:].copy(); del b.obs['cell_type']; b.write_h5ad('labels-1.h5ad')\n"
        "c = a[200:].copy(); x = c.X.toarray(); x = np.log1p(1e4 * x / x.sum(1, keepdims=True))\n"
        "c.X = x.astype('float32'); c.write_h5ad('values-1.h5ad')\n"
        "a[:200].copy().write_h5ad('same-1.h5ad'); a[199::-1].copy().write_h5ad('order-1.h5ad')\n"
        "a[150:].copy().write_h5ad('overlap-1.h5ad')\n"
        "d = a[200:].copy(); d.obs['cell_type'] = ['type ' + str(t) for t in d.obs['cell_type']]\n"
        "d.write_h5ad('named-1.h5ad')\n"
        "import os; os.mkdir('other'); x = a.X.toarray(); x[0] = x[0][::-1]; a.X = x\n"
        "a.write_h5ad('other/data.h5ad')\n"
        "p = open('prior.csv').readlines(); open('other/prior.csv', 'w').writelines(p[:-1])\n");
    QProcess python;
    python.setWorkingDirectory(m_folder.path());
    python.start("/usr/bin/python3", {"-c", script});
    QVERIFY(python.waitForFinished(120000));
    QVERIFY2(python.exitCode() == 0, python.readAllStandardError().constData());
    for (const char* name : {"genes", "labels", "values", "same", "order", "overlap", "named"})
        QVERIFY(QFile::copy(at("part-0.h5ad"), at((std::string(name) + "-0.h5ad").c_str())));
}

void TestDistributed::sameAsOneProcess_data() {
    QTest::addColumn<int>("size");
    QTest::newRow("1") << 1;
    QTest::newRow("2") << 2;
    QTest::newRow("4") << 4;
}

void TestDistributed::sameAsOneProcess() {
    QFETCH(int, size);
    Group group(size, train("many.safetensors", whole()));
    const std::vector<Ran> ranks = group.ended();
    for (const Ran& one : ranks) QVERIFY2(one.exit_code == 0, said(ranks).c_str());
    const auto last = ranks.front().last();
    QVERIFY2(off(last, m_alone.last()) < 1e-4, said(ranks).c_str());
    for (std::size_t r = 1; r < ranks.size(); ++r) QCOMPARE(ranks[r].output, QString());
}

void TestDistributed::sameBytesEachTime() {
    for (const char* out : {"first.safetensors", "second.safetensors"}) {
        Group group(2, train(out, whole()));
        const std::vector<Ran> ranks = group.ended();
        for (const Ran& one : ranks) QVERIFY2(one.exit_code == 0, said(ranks).c_str());
    }
    QCOMPARE(QString::fromStdString(model_difference(at("first.safetensors").toStdString(),
                                                     at("second.safetensors").toStdString())),
             QString());
}

void TestDistributed::shardsAreOneDataset() {
    Group group(2, train("shards.safetensors", {"--shard", at("part-{rank}.h5ad"), "--distributed"}));
    const std::vector<Ran> ranks = group.ended();
    for (const Ran& one : ranks) QVERIFY2(one.exit_code == 0, said(ranks).c_str());
    const auto last = ranks.front().last();
    QVERIFY2(off(last, m_alone.last()) < 1e-4, said(ranks).c_str());
}

// One of them has a class more, and the other its own names for all of them.
void TestDistributed::shardsWithLabelsOfTheirOwn() {
    const QString warning = "No class of 'cell_type' in the shard of rank";
    for (const auto& [shard, warned] :
         {std::pair("part-{rank}.h5ad", false), std::pair("named-{rank}.h5ad", true)}) {
        Group group(2, train("named.safetensors", {"--shard", at(shard), "--distributed"}));
        const std::vector<Ran> ranks = group.ended();
        QVERIFY2(ranks[0].exit_code == 0, said(ranks).c_str());
        QVERIFY2(ranks[0].errors.contains(warning) == warned, said(ranks).c_str());
        QVERIFY2(ranks[0].errors.contains("named-1.h5ad") == warned, said(ranks).c_str());
    }
}

void TestDistributed::odd_data() {
    QTest::addColumn<QString>("shard");
    QTest::addColumn<QString>("named");
    QTest::newRow("other genes") << "genes-{rank}.h5ad"
                                 << "other genes";
    QTest::newRow("no labels") << "labels-{rank}.h5ad"
                               << "no column 'cell_type'";
    QTest::newRow("other values") << "values-{rank}.h5ad"
                                  << "other values";
    QTest::newRow("the same cells") << "same-{rank}.h5ad"
                                    << "cells of rank 0, too";
    QTest::newRow("the same cells in another order") << "order-{rank}.h5ad"
                                                     << "cells of rank 0, too";
    QTest::newRow("some of the same cells") << "overlap-{rank}.h5ad"
                                            << "cells of rank 0, too";
}

void TestDistributed::odd() {
    QFETCH(QString, shard);
    QFETCH(QString, named);
    Group group(2, train("odd.safetensors", {"--shard", m_folder.filePath(shard), "--distributed"}));
    const std::vector<Ran> ranks = group.ended();
    for (const Ran& one : ranks) {
        QVERIFY2(one.exit_code == 4 || one.exit_code == 8, said(ranks).c_str());
        QVERIFY2(one.errors.contains("rank 1 has " + named), said(ranks).c_str());
        QVERIFY2(one.errors.contains(QString(shard).replace("{rank}", "1")), said(ranks).c_str());
    }
    QVERIFY(!QFile::exists(at("odd.safetensors")));
}

void TestDistributed::differentRequestsAreRefused_data() {
    QTest::addColumn<QStringList>("first");
    QTest::addColumn<QStringList>("second");
    QTest::addColumn<QString>("named");
    const auto row = [&](const char* name, const QStringList& first, const QStringList& second,
                         const char* named) { QTest::newRow(name) << first << second << named; };
    row("seed", whole(), whole() + QStringList{"--seed", "1"}, "seed of the first weights (1 and 0)");
    row("seed of the split", whole() + QStringList{"--seed-split", "3"}, whole(),
        "seed of the split (0 and 3)");
    row("own mRNA", whole() + QStringList{"--own-mrna", "0.2"}, whole() + QStringList{"--own-mrna", "0.3"},
        "weight of own mRNA (0.3 and 0.2)");
    row("a column more", whole() + QStringList{"--split-by", "batch"}, whole(),
        "columns of obs (cell_type and cell_type, batch)");
    row("values", whole(), {"--data", at("other/data.h5ad"), "--distributed"}, "values of the data");
    row("prior", whole(), whole() + QStringList{"--prior", at("other/prior.csv")}, "prior");
    row("a part for the whole", whole(), {"--data", at("part-1.h5ad"), "--distributed"}, "data");
    row("a shard", whole(), {"--shard", at("part-{rank}.h5ad"), "--distributed"},
        "--shard (given and nothing)");
}

void TestDistributed::differentRequestsAreRefused() {
    QFETCH(QStringList, first);
    QFETCH(QStringList, second);
    QFETCH(QString, named);
    Group group(2, [&](int r) {
        QStringList all = train("differ.safetensors");
        const QStringList& own = r == 0 ? first : second;
        if (own.contains("--prior")) all.remove(all.indexOf("--prior"), 2);
        return all + own;
    });
    const std::vector<Ran> ranks = group.ended();
    for (const Ran& one : ranks) {
        QVERIFY2(one.exit_code == 2 || one.exit_code == 8, said(ranks).c_str());
        QVERIFY2(one.errors.contains("rank 1 differs from rank 0 in " + named), said(ranks).c_str());
    }
    QVERIFY(!QFile::exists(at("differ.safetensors")));
}

// Nobody asked for anything else: not by the letter, but by what it means.
void TestDistributed::aDefaultMayBeWrittenOut() {
    Group group(2, [&](int r) {
        const QStringList defaults{"--seed",      "0",      "--own-mrna", "0.50",     "--test",
                                   "0.20",        "--read", "regulons",   "--preset", "standard",
                                   "--seed-mask", "0",      "--mask",     "prior"};
        return train("defaults.safetensors", whole() + (r == 0 ? QStringList() : defaults));
    });
    const std::vector<Ran> ranks = group.ended();
    for (const Ran& one : ranks) QVERIFY2(one.exit_code == 0, said(ranks).c_str());
}

void TestDistributed::wrongPlacesAreRefused_data() {
    QTest::addColumn<Group::Places>("places");
    QTest::addColumn<QString>("named");
    QTest::newRow("two and three") << Group::Places{{0, 2}, {1, 3}} << "processes, another rank as one of";
    QTest::newRow("twice") << Group::Places{{0, 3}, {1, 3}, {1, 3}} << "Two processes were started as rank 1";
    QTest::newRow("rank 0 twice") << Group::Places{{0, 3}, {0, 3}, {1, 3}}
                                  << "Two processes were started as rank 0";
}

// At once: finish() waits for less than the two minutes.
void TestDistributed::wrongPlacesAreRefused() {
    QFETCH(Group::Places, places);
    QFETCH(QString, named);
    Group group(places, [&](int) { return train("places.safetensors", whole()); });
    for (std::size_t i = 0; i < places.size(); ++i) {
        QVERIFY2(group.rank(static_cast<int>(i)).waitForFinished(60000), "it waits for good");
        const Ran one = finish(group.rank(static_cast<int>(i)), true);
        QVERIFY2(one.exit_code == 2 || one.exit_code == 8, one.all().c_str());
        QVERIFY2(one.errors.contains(named), one.all().c_str());
        QVERIFY2(one.errors.contains(QStringLiteral("127.0.0.1:%1").arg(group.port())), one.all().c_str());
        QVERIFY2(one.exit_code == 8 || one.errors.contains("another run may use the same MASTER_PORT"),
                 one.all().c_str());
    }
}

// What a person sees is one sentence; the two minutes of waiting are for ranks that may still come.
void TestDistributed::anUnknownMachineIsNamedAtOnce() {
    Group group(
        {{0, 2}, {1, 2}}, [&](int) { return train("unknown.safetensors", whole()); }, 0, {},
        QStringLiteral("no-such-machine.invalid"));
    for (int r = 0; r < 2; ++r) {
        QVERIFY2(group.rank(r).waitForFinished(60000), "it waits for good");
        const Ran one = finish(group.rank(r), true);
        QCOMPARE(one.exit_code, 2);
        QVERIFY2(one.errors.contains("The machine of rank 0 is not known: no-such-machine.invalid") &&
                     one.errors.contains("named by MASTER_ADDR"),
                 one.all().c_str());
        QVERIFY2(one.errors.count('\n') <= 4, one.all().c_str());
    }
}

// An address for documentation (RFC 5737), which no machine has.
void TestDistributed::rank0ElsewhereIsToldAtOnce() {
    Group group(
        {{0, 2}}, [&](int) { return train("nowhere.safetensors", whole()); }, 0, {},
        QStringLiteral("192.0.2.1"));
    QVERIFY2(group.rank(0).waitForFinished(60000), "it waits for good");
    const Ran one = finish(group.rank(0), true);
    QCOMPARE(one.exit_code, 2);
    QVERIFY2(one.errors.contains("Rank 0 does not run where the others look for it") &&
                 one.errors.contains("192.0.2.1"),
             one.all().c_str());
    QVERIFY2(!one.errors.contains("c10d") && one.errors.count('\n') <= 6, one.all().c_str());
}

// After the two minutes it is told who did not come; nothing listens for rank 4, and c10d says nothing.
void TestDistributed::itIsSaidWhoIsAwaited() {
    Group group({{0, 5}, {2, 5}}, [&](int) { return train("awaited.safetensors", whole()); });
    Group alone({{4, 5}}, [&](int) { return train("awaited.safetensors", whole()); });
    for (int r = 0; r < 2; ++r) {
        const Ran one = finish(group.rank(r), true);
        QVERIFY2(one.exit_code == 2 || one.exit_code == 8, one.all().c_str());
        QVERIFY2(one.errors.contains("Ranks 1, 3-4 of 5 did not come within two minutes"), one.all().c_str());
        QVERIFY2(one.errors.contains("waiting for 3 of 5 processes"), one.all().c_str());
        QVERIFY2(one.errors.count("Start all") <= 1 && !one.errors.contains("c10d"), one.all().c_str());
    }
    const Ran one = finish(alone.rank(0), true);
    QCOMPARE(one.exit_code, 2);
    QVERIFY2(one.errors.contains("waiting for rank 0 at 127.0.0.1:") &&
                 one.errors.contains("Rank 0 did not come within two minutes") &&
                 one.errors.contains("nobody listens at 127.0.0.1:"),
             one.all().c_str());
    QVERIFY2(!one.errors.contains("c10d"), one.all().c_str());
}

// The other machine is this one under another name; they meet on the loopback, as machines whose names stand
// for 127.0.1.1 would not.
void TestDistributed::aLoopbackIsNoAddressForAnotherMachine() {
    const QStringList other{
        "unshare", "--map-root-user", "--uts", "sh", "-c", "hostname other && exec \"$0\" \"$@\""};
    QProcess tried;
    tried.start(other.first(), other.mid(1) + QStringList{"true"});
    if (!tried.waitForFinished() || tried.exitCode() != 0) QSKIP("this system allows no other host name");
    Group group(
        Group::usual(2), [&](int) { return train("elsewhere.safetensors", whole()); }, 0, other);
    const std::vector<Ran> ranks = group.ended();
    for (const Ran& one : ranks) {
        QVERIFY2(one.exit_code == 2 || one.exit_code == 8, said(ranks).c_str());
        QVERIFY2(one.errors.contains("No other machine can reach rank 0 on "), said(ranks).c_str());
    }
    QVERIFY2(ranks[0].errors.contains("GLOO_SOCKET_IFNAME"), said(ranks).c_str());
}

// The second of three never comes; and rank 1 hears it.
void TestDistributed::interruptedWhileWaiting() {
    Group group({{0, 3}, {1, 3}}, [&](int) { return train("waiting.safetensors", whole()); });
    QTest::qSleep(5000);
    group.kill(0, SIGINT);
    const std::vector<Ran> ranks = group.ended();
    QCOMPARE(ranks[0].exit_code, 130);
    QVERIFY2(ranks[1].exit_code == 8, said(ranks).c_str());
    QVERIFY2(ranks[1].errors.contains("Rank 0 of 3 ended: interrupted"), said(ranks).c_str());
}

void TestDistributed::lostWhileJoining_data() {
    QTest::addColumn<int>("signal");
    QTest::addColumn<bool>("all_came");
    QTest::newRow("killed while others are awaited") << SIGKILL << false;
    QTest::newRow("stopped while others are awaited") << SIGSTOP << false;
    QTest::newRow("stopped before it connects") << SIGSTOP << true;
}

// Rank 1 has said that it is here, and then says no more.
void TestDistributed::lostWhileJoining() {
    QFETCH(int, signal);
    QFETCH(bool, all_came);
    const auto arguments = [&](int) { return train("joining.safetensors", whole()); };
    Group group({{0, 3}, {1, 3}}, arguments);
    QTest::qSleep(5000);
    group.kill(1, signal);
    if (all_came) group.start(2, 3, QStringList(program()) + arguments(2));
    for (const int r : all_came ? std::vector{0, 2} : std::vector{0}) {
        QVERIFY2(group.rank(r).waitForFinished(120000), "it goes on for two minutes");
        const Ran one = finish(group.rank(r), true);
        QVERIFY2(one.exit_code == 8, one.all().c_str());
        QVERIFY2(one.errors.contains("Rank 1 of 3 ended, or does not answer"), one.all().c_str());
    }
    group.kill(1, SIGKILL);
    group.rank(1).waitForFinished();
}

void TestDistributed::rank0KilledWhileJoining() {
    Group group({{0, 3}, {1, 3}}, [&](int) { return train("joining.safetensors", whole()); });
    QTest::qSleep(5000);
    group.kill(0, SIGKILL);
    QVERIFY2(group.rank(1).waitForFinished(60000), "it waits for good");
    const Ran one = finish(group.rank(1), true);
    QVERIFY2(one.exit_code == 8 && one.errors.contains("Rank 0 ended"), one.all().c_str());
    group.rank(0).waitForFinished();
}

// The environment as torchrun sets it, whose store speaks the protocol of another PyTorch.
void TestDistributed::torchrunKeepsItsPort() {
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
void TestDistributed::aProgramThatSpeaksFirstIsNoStore() {
    Group group(Group::Places{}, [](int) { return QStringList(); });
    std::atomic<bool> listening{false}, done{false};
    std::thread ssh([&] {
        QTcpServer server;
        listening = server.listen(QHostAddress::Any, group.port());
        while (listening && !done) {
            if (!server.waitForNewConnection(100)) continue;
            const std::unique_ptr<QTcpSocket> socket(server.nextPendingConnection());
            socket->write("SSH-2.0-OpenSSH_9.2p1\r\n");
            socket->waitForBytesWritten(1000);
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

// Longer than a rank that once was there may be silent.
void TestDistributed::aLateRankIsWaitedFor() {
    Group group(
        Group::usual(2), [&](int) { return train("late.safetensors", whole()); }, 16000);
    const std::vector<Ran> ranks = group.ended();
    for (const Ran& one : ranks) QVERIFY2(one.exit_code == 0, said(ranks).c_str());
}

// Gradients are averaged over ranks: the losses of the same batches, to rounding, and the same bytes again.
void TestDistributed::theFormOfThePaper() {
    std::vector<Ran> firsts;
    for (const auto& [size, out] :
         {std::pair(1, "g1.safetensors"), std::pair(2, "g2.safetensors"), std::pair(2, "g3.safetensors")}) {
        Group group(size, genes(out));
        const std::vector<Ran> ranks = group.ended();
        for (const Ran& one : ranks) QVERIFY2(one.exit_code == 0, said(ranks).c_str());
        firsts.push_back(ranks.front());
    }
    QCOMPARE(QString::fromStdString(
                 model_difference(at("g2.safetensors").toStdString(), at("g3.safetensors").toStdString())),
             QString());
    QCOMPARE(firsts[0].lines.size(), firsts[1].lines.size());
    for (std::size_t i = 0; i < firsts[0].lines.size(); ++i) {
        if (!firsts[0].lines[i].contains("loss")) continue;
        const double loss = firsts[0].lines[i]["loss"].get<double>();
        const double other = firsts[1].lines[i]["loss"].get<double>();
        QVERIFY2(std::abs(loss - other) < 1e-3 * loss, (firsts[0].all() + firsts[1].all()).c_str());
        // The first pass has not had the time to drift.
        if (i == 0)
            QVERIFY2(std::abs(loss - other) < 1e-5 * loss, (firsts[0].all() + firsts[1].all()).c_str());
    }
}

void TestDistributed::resumedByAnotherNumber_data() {
    QTest::addColumn<int>("before");
    QTest::addColumn<int>("after");
    QTest::newRow("2, then 3") << 2 << 3;
    QTest::newRow("2, then alone") << 2 << 1;
}

void TestDistributed::resumedByAnotherNumber() {
    QFETCH(int, before);
    QFETCH(int, after);
    const QStringList arguments = genes("resumed.safetensors", {"--resume"});
    {
        Group group(before, arguments);
        QProcess& first = group.rank(0);
        int epochs = 0;
        while (epochs < 2 && first.waitForReadyRead(60000))
            while (first.canReadLine()) epochs += first.readLine().contains("\"epoch\"") ? 1 : 0;
        QVERIFY(epochs >= 2);
        group.kill(1, SIGKILL);
        for (const Ran& one : group.ended()) QVERIFY2(one.exit_code != 0, one.all().c_str());
    }
    QVERIFY(QFile::exists(at("resumed.checkpoint.safetensors")));
    Group group(after, arguments);
    const std::vector<Ran> ranks = group.ended();
    for (const Ran& one : ranks) QVERIFY2(one.exit_code == 0, said(ranks).c_str());
    QVERIFY2(ranks.front().last()["resumed_epochs"].get<int>() >= 2, said(ranks).c_str());
    QCOMPARE(ranks.front().last()["epochs"].get<int>(), 5);
    QVERIFY(!QFile::exists(at("resumed.checkpoint.safetensors")));
}

void TestDistributed::aKilledRankIsNamed_data() {
    QTest::addColumn<int>("which");
    QTest::addColumn<int>("signal");
    QTest::addColumn<QString>("named");
    QTest::newRow("killed") << 2 << SIGKILL << "Rank 2 of 3 ended";
    QTest::newRow("stopped") << 1 << SIGSTOP << "Rank 1 of 3 ended, or does not answer";
    QTest::newRow("rank 0 killed") << 0 << SIGKILL << "Rank 0 ended";
    QTest::newRow("rank 0 stopped") << 0 << SIGSTOP << "Rank 0 does not answer any more";
}

// In the middle of a training that would go on for long.
void TestDistributed::aKilledRankIsNamed() {
    QFETCH(int, which);
    QFETCH(int, signal);
    QFETCH(QString, named);
    QFile::remove(at("killed.checkpoint.safetensors"));
    Group group(3, genes("killed.safetensors", {"--pretraining-epochs", "100000"}));
    while (!group.rank(0).canReadLine()) QVERIFY(group.rank(0).waitForReadyRead(60000));
    group.kill(which, signal);
    for (int r = 0; r < 3; ++r) {
        if (r == which) continue;
        QVERIFY2(group.rank(r).waitForFinished(120000), "it goes on for two minutes");
        const Ran one = finish(group.rank(r), true);
        QVERIFY2(one.exit_code == 8, one.all().c_str());
        QVERIFY2(one.errors.contains(named), one.all().c_str());
    }
    group.kill(which, SIGKILL);
    group.rank(which).waitForFinished();
    QVERIFY(!QFile::exists(at("killed.safetensors")));
}

void TestDistributed::anErrorOfOneIsToldByAll() {
    Group group(2, [&](int r) {
        return train("lost.safetensors",
                     {"--shard", at(r == 0 ? "part-0.h5ad" : "nothing.h5ad"), "--distributed"});
    });
    const std::vector<Ran> ranks = group.ended();
    QCOMPARE(ranks[1].exit_code, 3);
    QVERIFY2(ranks[0].exit_code == 8, said(ranks).c_str());
    QVERIFY2(ranks[0].errors.contains("Rank 1 of 2 ended: ") && ranks[0].errors.contains("nothing.h5ad"),
             said(ranks).c_str());
}

void TestDistributed::interruptEndsAll() {
    Group group(2, genes("interrupted.safetensors", {"--pretraining-epochs", "100000"}));
    while (!group.rank(0).canReadLine()) QVERIFY(group.rank(0).waitForReadyRead(60000));
    group.kill(1, SIGINT);
    const std::vector<Ran> ranks = group.ended();
    QCOMPARE(ranks[1].exit_code, 130);
    QVERIFY2(ranks[0].exit_code == 8, said(ranks).c_str());
    QVERIFY2(ranks[0].errors.contains("Rank 1 of 2 ended: interrupted"), said(ranks).c_str());
}

void TestDistributed::wrongOptionsAreRefused_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("no data") << QStringList{"--distributed"};
    QTest::newRow("data and a shard") << whole() + QStringList{"--shard", at("part-0.h5ad")};
    QTest::newRow("a shard of one") << QStringList{"--shard", at("part-0.h5ad")};
    QTest::newRow("no launcher") << whole();
}

void TestDistributed::wrongOptionsAreRefused() {
    QFETCH(QStringList, arguments);
    const Ran ran = run(train("wrong.safetensors", arguments));
    QVERIFY2(ran.exit_code == 2, ran.all().c_str());
}

QTEST_GUILESS_MAIN(TestDistributed)
#include "tst_distributed.moc"
