// What one piece of work may take of the memory that a person allows.
#include <QTest>

#include "core/base/memory.h"

using namespace regulus;

class MemoryTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void cleanup() { set_memory_ceiling(0); }
    void parts_of_the_ceiling() {
        constexpr std::size_t mib = std::size_t{1} << 20U;
        set_memory_ceiling(256 * mib);
        QCOMPARE(block_memory(), 16 * mib);
        QCOMPARE(building_memory(), 64 * mib);
        set_memory_ceiling(64'000 * mib);
        QCOMPARE(block_memory(), 64 * mib);
        QCOMPARE(building_memory(), 256 * mib);
        set_memory_ceiling(4 * mib);
        QCOMPARE(block_memory(), mib);
        set_memory_ceiling(0);
        QCOMPARE(memory_ceiling(), machine_memory_bytes() / 4);
    }
};

QTEST_APPLESS_MAIN(MemoryTest)
#include "tst_memory.moc"
