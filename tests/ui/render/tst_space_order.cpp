// What lies above what in space: ranks, then the distance.
#include <QTest>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/random.h"
#include "ui/render/space_order.h"

using namespace regulus;

class SpaceOrderTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void the_farther_is_painted_first() {
        const std::vector<float> depth{2, 5, std::nanf(""), 1, 5};
        QCOMPARE(paintingOrder({}, depth), (std::vector<std::uint32_t>{1, 4, 0, 3}));
        QVERIFY(paintingOrder({}, {}).empty());
        QCOMPARE(paintingOrder({}, std::vector<float>{3, 3, 3}), (std::vector<std::uint32_t>{0, 1, 2}));
    }

    void a_rank_goes_before_the_distance() {
        const std::vector<float> depth{1, 2, 3, 4};
        QCOMPARE(paintingOrder(std::vector<SpaceRank>{0, 7, 0, 7}, depth),
                 (std::vector<std::uint32_t>{2, 0, 3, 1}));
    }

    // Against a plain sort; distances that differ by less than a millionth of their range are equal.
    void many_as_by_hand() {
        Random random(3);
        std::vector<float> depth;
        std::vector<SpaceRank> ranks;
        for (int i = 0; i < 5000; ++i) {
            depth.push_back(float(random.normal()));
            ranks.push_back(SpaceRank(random.below(4096)));
        }
        const auto order = paintingOrder(ranks, depth);
        QCOMPARE(order.size(), depth.size());
        const auto [near, far] = std::ranges::minmax(depth);
        for (std::size_t k = 1; k < order.size(); ++k) {
            const auto a = order[k - 1], b = order[k];
            QVERIFY(ranks[a] <= ranks[b]);
            if (ranks[a] == ranks[b]) QVERIFY(depth[a] >= depth[b] - 2e-6F * (far - near));
        }
    }

    void ranks_are_of_values_and_of_the_selection() {
        const PointColors values = colorsByValue({1, 5, std::nanf(""), 3}, "LYZ");
        const auto ranks = spaceRanks(values, {}, false);
        QCOMPARE(ranks.size(), 4U);
        QVERIFY(ranks[1] > ranks[3] && ranks[3] > ranks[0] && ranks[0] > ranks[2]);
        QVERIFY(spaceRanks(values, {}, true).empty());
        CellSet selected(4);
        selected.insert(2);
        const auto with = spaceRanks(values, selected, false);
        QVERIFY(with[2] > with[1] && with[1] > with[3]);
        QVERIFY(*std::ranges::max_element(with) < 4096);
        const auto alone = spaceRanks(values, selected, true);
        QVERIFY(alone[2] > alone[1]);
        QCOMPARE(alone[1], alone[3]);
    }

    // On both sides of a diverging scale the extremes; of groups none hides another.
    void extremes_and_groups() {
        const PointColors both = colorsByValue({-5, 0.1F, 5}, "effect");
        const auto ranks = spaceRanks(both, {}, false);
        QVERIFY(ranks[0] > ranks[1] && ranks[2] > ranks[1]);
        const Categorical type{{"a", "b"}, {0, 1, -1}, {}, false};
        QVERIFY(spaceRanks(colorsByCategory(type, "type"), {}, false).empty());
    }
};

QTEST_APPLESS_MAIN(SpaceOrderTest)
#include "tst_space_order.moc"
