// Names belong where a group has a place of its own.
#include <QTest>
#include <algorithm>

#include "core/base/random.h"
#include "ui/render/group_anchors.h"

using namespace regulus;

class TestGroupAnchors : public QObject {
    Q_OBJECT

    // Four clusters of a thousand cells; cell i lies in cluster i % 4.
    static SpatialGrid clusters() {
        Random random(7);
        std::vector<float> x, y;
        for (int i = 0; i < 4000; ++i) {
            x.push_back(float(20 * (i % 2) + random.normal()));
            y.push_back(float(20 * (i / 2 % 2) + random.normal()));
        }
        return SpatialGrid(x, y);
    }
    static std::vector<GroupAnchor> anchors(int groups, const std::function<int(int)>& groupOf) {
        Categorical column;
        for (int g = 0; g < groups; ++g) column.categories.push_back("group " + std::to_string(g));
        for (int i = 0; i < 4000; ++i) column.codes.push_back(groupOf(i));
        return groupAnchors(clusters(), colorsByCategory(column, "column"),
                            [](std::uint32_t) { return true; });
    }
    static auto scattered(const std::vector<GroupAnchor>& all) {
        return std::ranges::count_if(all, &GroupAnchor::scattered);
    }

  private Q_SLOTS:
    void clustersHaveTheirPlaces() {
        const auto all = anchors(4, [](int i) { return i % 4; });
        QCOMPARE(all.size(), 4U);
        QCOMPARE(scattered(all), 0);
        for (const GroupAnchor& anchor : all) {
            const QPointF center(20 * (anchor.category % 2), 20 * (anchor.category / 2));
            QVERIFY(QLineF(anchor.at, center).length() < 1);
            QCOMPARE(anchor.count, 1000U);
        }
    }
    void donorsOfAllClustersHaveNone() {
        QCOMPARE(scattered(anchors(5, [](int i) { return i / 4 % 5; })), 5);
        QCOMPARE(scattered(anchors(2, [](int i) { return i / 4 % 2; })), 2);
    }
    // Of donors that lie everywhere one alone may seem to have a place.
    void namesAreThereForMostOrForNone() {
        auto all = anchors(4, [](int i) { return i % 4; });
        QVERIFY(nameable(all));
        all[0].scattered = all[1].scattered = true;
        QVERIFY(nameable(all));
        all[2].scattered = true;
        QVERIFY(!nameable(all));
        QVERIFY(nameable({}));
    }
    void oneGroupAloneIsNamed() {
        QCOMPARE(scattered(anchors(1, [](int) { return 0; })), 0);
    }
    void aLargeTypeBesideSmallOnesHasItsPlace() {
        QCOMPARE(scattered(anchors(3, [](int i) { return i % 4 == 3 ? 1 + i / 4 % 2 : 0; })), 0);
        QCOMPARE(scattered(anchors(2, [](int i) { return i % 4 == 3 ? 1 : 0; })), 0);
    }
    // Two types of one cluster lie among each other, and still there and nowhere else.
    void typesThatMixHaveTheirPlace() {
        QCOMPARE(scattered(anchors(5, [](int i) { return i % 4 > 0 ? i % 4 : (i / 4 % 2) * 4; })), 0);
    }
    // A selection draws the others with the second half of the table; they are of the same groups.
    void pointsThatStepBackStayInTheirGroups() {
        Categorical column;
        column.categories = {"a", "b", "c", "d"};
        for (int i = 0; i < 4000; ++i) column.codes.push_back(i % 4);
        PointColors colors = colorsByCategory(column, "column");
        const auto drawn = [](std::uint32_t) { return true; };
        const auto before = groupAnchors(clusters(), colors, drawn);
        const auto count = static_cast<std::uint16_t>(colors.table.size());
        for (std::size_t i = 0; i < colors.index.size(); i += 3)
            colors.index[i] = static_cast<std::uint16_t>(colors.index[i] + count);
        const auto after = groupAnchors(clusters(), colors, drawn);
        QCOMPARE(after.size(), before.size());
        for (std::size_t i = 0; i < after.size(); ++i) QCOMPARE(after[i].count, before[i].count);
    }
};

QTEST_APPLESS_MAIN(TestGroupAnchors)
#include "tst_group_anchors.moc"
