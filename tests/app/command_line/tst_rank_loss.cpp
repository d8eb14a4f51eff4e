// A rank that ends, hangs, fails or is interrupted in the middle of a training: the others end and name it,
// and the training is resumed. Ranks are lost at once and looked at in turn: what notices it sleeps.
#include <QFile>
#include <QTest>

#include "tests/app/command_line/rank_commands.h"
#include "tests/app/command_line/rank_group.h"

using namespace regulus::test;

namespace {

struct Killed {
    int which, signal;
    const char* named;
    std::unique_ptr<Group> group;
};

// Trained by 2 until one of them was killed.
struct Begun {
    int goes_on_by;
    std::unique_ptr<Group> group;
};

}  // namespace

class TestRankLoss : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void anErrorOfOneIsToldOnce();
    void anErrorOfAllIsToldOnce();
    void interruptEndsAll();
    void aKilledRankIsNamed();
    void resumedByAnotherNumber();

  private:
    QStringList resumed(const Begun& begun) const {
        return m_ranks.genes(QStringLiteral("resumed-%1.safetensors").arg(begun.goes_on_by), {"--resume"});
    }

    RankCommands m_ranks;
    std::array<Killed, 4> m_killed{{{2, SIGKILL, "Rank 2 of 3 ended", {}},
                                    {1, SIGSTOP, "Rank 1 of 3 ended, or does not answer", {}},
                                    {0, SIGKILL, "Rank 0 ended", {}},
                                    {0, SIGSTOP, "Rank 0 does not answer any more", {}}}};
    std::array<Begun, 2> m_begun{{{3, {}}, {1, {}}}};
};

// One training after the other, each until it has lost a rank: many at once would get no time to say that
// they are alive.
void TestRankLoss::initTestCase() {
    QVERIFY(simulate_into(m_ranks.folder, 600));
    for (Begun& begun : m_begun) {
        begun.group = std::make_unique<Group>(2, resumed(begun));
        QVERIFY2(begun.group->trains(2), "it ended before it was killed");
        begun.group->kill(1, SIGKILL);
    }
    // Would go on for long.
    const QStringList training = m_ranks.genes("killed.safetensors", {"--pretraining-epochs", "100000"});
    for (Killed& killed : m_killed) {
        QFile::remove(m_ranks.at("killed.checkpoint.safetensors"));
        killed.group = std::make_unique<Group>(3, training);
        QVERIFY(killed.group->trains(1));
        killed.group->kill(killed.which, killed.signal);
    }
}

// None that was stopped stays.
void TestRankLoss::cleanupTestCase() {
    for (Killed& killed : m_killed) {
        if (killed.group == nullptr) continue;
        killed.group->kill(killed.which, SIGKILL);
        killed.group->rank(killed.which).waitForFinished();
    }
}

void TestRankLoss::anErrorOfOneIsToldOnce() {
    QVERIFY(QFile::copy(m_ranks.at("data.h5ad"), m_ranks.at("part-0.h5ad")));
    Group group(3, [&](int r) {
        const char* const shard = r == 1 ? "nothing.h5ad" : "part-0.h5ad";
        return m_ranks.train("lost.safetensors", {"--shard", m_ranks.at(shard), "--distributed"});
    });
    const std::vector<Ran> ranks = group.ended();
    QCOMPARE(ranks[1].exit_code, 3);
    QVERIFY2(ranks[1].errors.contains("regulus [rank 1]: ") && ranks[1].errors.contains("nothing.h5ad"),
             said(ranks).c_str());
    for (const std::size_t r : {0U, 2U}) {
        QVERIFY2(ranks[r].exit_code == 8, said(ranks).c_str());
        QVERIFY2(ranks[r].errors.contains(
                     QStringLiteral("regulus [rank %1]: Rank 1 of 3 ended, and says why\n").arg(r)),
                 said(ranks).c_str());
        QVERIFY2(!ranks[r].errors.contains("nothing.h5ad"), said(ranks).c_str());
    }
    // For machines, rank 0 speaks for all.
    const nlohmann::json error = ranks[0].last().at("error");
    QCOMPARE(error.at("message").get<std::string>(), std::string("Rank 1 of 3 ended"));
    QVERIFY2(error.at("where").get<std::string>().find("nothing.h5ad") != std::string::npos,
             said(ranks).c_str());
    QCOMPARE(ranks[2].output, QString());
}

// Each of them finds that the column is missing; their exit codes are those of what they found.
void TestRankLoss::anErrorOfAllIsToldOnce() {
    QStringList command = m_ranks.train("all.safetensors", m_ranks.whole());
    command[command.indexOf("cell_type")] = "no_such_column";
    Group group(4, command);
    const std::vector<Ran> ranks = group.ended();
    for (const Ran& one : ranks)
        QVERIFY2(one.exit_code == 2 || one.exit_code == 4 || one.exit_code == 8, said(ranks).c_str());
    QVERIFY2(said_once(ranks, "no_such_column"), said(ranks).c_str());
}

void TestRankLoss::interruptEndsAll() {
    Group group(2, m_ranks.genes("interrupted.safetensors", {"--pretraining-epochs", "100000"}));
    QVERIFY(group.trains(1));
    group.kill(1, SIGINT);
    const std::vector<Ran> ranks = group.ended();
    QCOMPARE(ranks[1].exit_code, 130);
    QVERIFY2(ranks[1].errors.contains("regulus [rank 1]: cancelled"), said(ranks).c_str());
    QVERIFY2(ranks[0].exit_code == 8, said(ranks).c_str());
    QVERIFY2(ranks[0].errors.contains("Rank 1 of 2 was interrupted"), said(ranks).c_str());
}

void TestRankLoss::aKilledRankIsNamed() {
    for (Killed& killed : m_killed) {
        for (int r = 0; r < 3; ++r) {
            if (r == killed.which) continue;
            const Ran one = finish(killed.group->rank(r), true);
            QVERIFY2(one.exit_code == 8, one.all().c_str());
            QVERIFY2(one.errors.contains(killed.named), one.all().c_str());
            QVERIFY2(!one.errors.contains("says why"), one.all().c_str());
        }
    }
    QVERIFY(!QFile::exists(m_ranks.at("killed.safetensors")));
}

void TestRankLoss::resumedByAnotherNumber() {
    for (Begun& begun : m_begun) {
        for (const Ran& one : begun.group->ended()) QVERIFY2(one.exit_code != 0, one.all().c_str());
        const QString checkpoint =
            m_ranks.at(QStringLiteral("resumed-%1.checkpoint.safetensors").arg(begun.goes_on_by));
        QVERIFY(QFile::exists(checkpoint));
        Group group(begun.goes_on_by, resumed(begun));
        const std::vector<Ran> ranks = group.ended();
        for (const Ran& one : ranks) QVERIFY2(one.exit_code == 0, said(ranks).c_str());
        QVERIFY2(ranks.front().last()["resumed_epochs"].get<int>() >= 2, said(ranks).c_str());
        QCOMPARE(ranks.front().last()["epochs"].get<int>(), 5);
        QVERIFY(!QFile::exists(checkpoint));
    }
}

QTEST_GUILESS_MAIN(TestRankLoss)
#include "tst_rank_loss.moc"
