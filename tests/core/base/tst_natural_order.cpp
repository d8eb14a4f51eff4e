#include <QTest>
#include <algorithm>

#include "core/base/natural_order.h"

using namespace regulus;

class TestNaturalOrder : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void numbersCountAsNumbers() {
        const std::vector<std::string> wanted{"",    "1",     "2",     "10",   "101",     "1015",
                                              "B",   "CD4 T", "CD8 T", "CD14", "donor 2", "donor 10",
                                              "IL2", "il2",   "IL10",  "x01",  "x1",      "x1a"};
        std::vector<std::string> names = wanted;
        for (int round = 0; round < 50; ++round) {
            std::ranges::next_permutation(names);
            std::ranges::reverse(names);
            std::vector<std::string> sorted = names;
            std::ranges::sort(sorted, natural_less);
            QCOMPARE(sorted, wanted);
        }
        // Far longer than any number type holds.
        QVERIFY(natural_less("1" + std::string(30, '0'), "2" + std::string(30, '0')));
        QVERIFY(natural_less("9" + std::string(29, '0'), "1" + std::string(30, '0')));
    }

    void isAStrictOrder() {
        const std::vector<std::string> names{"a1", "A1", "a01", "a", "1", "01", "001", "a1b", "a\xc3\xa9"};
        for (const auto& a : names) {
            QVERIFY(!natural_less(a, a));
            for (const auto& b : names) {
                if (a != b) QVERIFY(natural_less(a, b) != natural_less(b, a));
                for (const auto& c : names)
                    if (natural_less(a, b) && natural_less(b, c)) QVERIFY(natural_less(a, c));
            }
        }
    }

    void anOrderThatSomebodyChoseStays() {
        using Order = std::vector<std::size_t>;
        QCOMPARE(listing_order(std::vector<std::string>{"1", "10", "2"}, false), (Order{0, 2, 1}));
        QCOMPARE(listing_order(std::vector<std::string>{"1", "10", "2"}, true), (Order{0, 1, 2}));
        QCOMPARE(listing_order(std::vector<std::string>{"late", "early"}, false), (Order{0, 1}));
        QCOMPARE(listing_order({}, false), Order{});
    }
};

QTEST_APPLESS_MAIN(TestNaturalOrder)
#include "tst_natural_order.moc"
