#include <sys/resource.h>

#include <QTest>
#include <algorithm>
#include <csignal>
#include <cstdint>
#include <vector>

#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/base/spill_buffer.h"

using namespace regulus;

class SpillBufferTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void the_same_values_in_memory_and_on_disk_data() {
        QTest::addColumn<int>("limit");
        QTest::addColumn<bool>("spilled");
        QTest::newRow("in memory") << (1 << 30) << false;
        QTest::newRow("on disk at once") << 0 << true;
        QTest::newRow("on disk later") << 5'000'000 << true;
    }
    void the_same_values_in_memory_and_on_disk() {
        QFETCH(int, limit);
        QFETCH(bool, spilled);
        SpillArray<std::int32_t> array(static_cast<std::size_t>(limit));
        std::vector<std::int32_t> piece;
        std::int32_t next = 0;
        for (std::size_t size = 0; array.size() < 8'000'000; size = (size * 7 + 1) % 100'003) {
            piece.clear();
            for (std::size_t i = 0; i < size; ++i) piece.push_back(next++);
            array.append(piece);
        }
        array.seal();
        QCOMPARE(array.spilled(), spilled);
        QCOMPARE(array.size(), static_cast<std::size_t>(next));
        std::vector<std::int32_t> room;
        std::size_t at = 0;
        for (std::size_t size = 0; at < array.size(); size = (size * 5 + 3) % 50'021) {
            const std::size_t count = std::min(size, array.size() - at);
            const auto values = array.read(at, count, room);
            QCOMPARE(values.size(), count);
            for (std::size_t i = 0; i < count; ++i) {
                if (values[i] != static_cast<std::int32_t>(at + i)) QFAIL("a value is another");
            }
            at += count;
        }
        QVERIFY(array.read(array.size(), 0, room).empty());
        QCOMPARE(room.empty(), !spilled);
    }
    void nothing() {
        SpillArray<float> array(0);
        array.append({});
        array.seal();
        QCOMPARE(array.size(), 0U);
        std::vector<float> room;
        QVERIFY(array.read(0, 0, room).empty());
    }
    void a_full_disk_says_so() {
        rlimit before{};
        ::getrlimit(RLIMIT_FSIZE, &before);
        const rlimit small{1 << 20, before.rlim_max};
        std::signal(SIGXFSZ, SIG_IGN);
        ::setrlimit(RLIMIT_FSIZE, &small);
        SpillArray<char> array(0);
        bool threw = false;
        try {
            const std::vector<char> much(3 << 20, 'x');
            array.append(much);
            array.seal();
        } catch (const Error& error) {
            threw = error.kind() == ErrorKind::Storage;
        }
        ::setrlimit(RLIMIT_FSIZE, &before);
        QVERIFY(threw);
    }
    void the_ceiling() {
        QCOMPARE(memory_ceiling(), machine_memory_bytes() / 4);
        set_memory_ceiling(123);
        QCOMPARE(memory_ceiling(), 123U);
        set_memory_ceiling(0);
        QVERIFY(memory_ceiling() > (std::size_t{1} << 28U));
    }
};

QTEST_APPLESS_MAIN(SpillBufferTest)
#include "tst_spill_buffer.moc"
