// Ranks that are joined as those of a launcher are, in threads of one process: what they hear when one fails.
#include <QTcpServer>
#include <QTest>
#include <memory>
#include <thread>

#include "core/base/error.h"
#include "core/model/process_group.h"

using namespace regulus;

namespace {

constexpr const char* why = "The file is damaged (part-1.h5ad)";

std::array<std::shared_ptr<Ranks>, 2> joined() {
    QTcpServer free;
    free.listen(QHostAddress::LocalHost);
    const int port = free.serverPort();
    free.close();
    std::array<std::shared_ptr<Ranks>, 2> ranks;
    std::array<std::thread, 2> threads;
    for (const int r : {0, 1})
        threads[static_cast<std::size_t>(r)] = std::thread([&ranks, port, r] {
            RankPlace place;
            place.rank = r;
            place.size = 2;
            place.address = "127.0.0.1";
            place.port = port;
            place.named_by = "MASTER_ADDR";
            Job job;
            ranks[static_cast<std::size_t>(r)] = join_ranks(place, job);
        });
    for (std::thread& thread : threads) thread.join();
    return ranks;
}

Error heard_by(const Ranks& ranks) {
    while (!ranks.lost()) std::this_thread::sleep_for(std::chrono::milliseconds(20));
    try {
        ranks.check();
    } catch (const Error& error) {
        return error;
    }
    return {ErrorKind::Internal, "nothing"};
}

}  // namespace

class TestJoinedRanks : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void whatOneHasSaidIsLeftToIt();
    void whatOneCouldNotSayIsSaidForIt();
    void theSameOfTwoIsSaidByBothUnlessOneHasSaidIt();
};

void TestJoinedRanks::whatOneHasSaidIsLeftToIt() {
    auto ranks = joined();
    QCOMPARE(ranks[1]->fail("ended", why), std::string());
    ranks[1].reset();
    const Error error = heard_by(*ranks[0]);
    QCOMPARE(error.kind(), ErrorKind::Rank);
    QCOMPARE(error.problem(), std::string("Rank 1 of 2 ended"));
    QCOMPARE(error.where(), std::string(why));
}

void TestJoinedRanks::whatOneCouldNotSayIsSaidForIt() {
    auto ranks = joined();
    QCOMPARE(ranks[1]->fail("ended", why), std::string());
    const Error error = heard_by(*ranks[0]);
    QCOMPARE(error.kind(), ErrorKind::Rank);
    QCOMPARE(error.problem(), std::string("Rank 1 of 2 ended: ") + why);
    QCOMPARE(error.where(), std::string());
    ranks[1].reset();
}

void TestJoinedRanks::theSameOfTwoIsSaidByBothUnlessOneHasSaidIt() {
    auto silent = joined();
    QCOMPARE(silent[1]->fail("ended", why), std::string());
    QCOMPARE(silent[0]->fail("ended", why), std::string());
    silent[1].reset();
    auto speaking = joined();
    QCOMPARE(speaking[1]->fail("ended", why), std::string());
    speaking[1].reset();
    QCOMPARE(speaking[0]->fail("ended", why), std::string("Rank 1 of 2 ended"));
}

QTEST_GUILESS_MAIN(TestJoinedRanks)
#include "tst_joined_ranks.moc"
