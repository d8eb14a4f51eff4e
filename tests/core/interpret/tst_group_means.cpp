#include "core/interpret/group_means.h"

#include <QTest>

#include <cmath>

#include "tests/core/stats/python_values.h"

using namespace regulus;
using namespace regulus::test;

class GroupMeansTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void agree_with_numpy() {
        REGULUS_NEED_PYTHON("numpy");
        // Large beside its spread: summed squares in floats would lose all digits.
        const auto expected = python_object(QStringLiteral(R"(
import json, numpy as np
r = np.random.RandomState(0)
x = (1000 + r.normal(size=(200, 3)) * [1e-2, 1, 100]).astype("f4")
group = r.choice([-1, 0, 1, 3], 200)
group[0] = 4
part = lambda g: x[group == g].astype("f8")
print(json.dumps(dict(x=x.astype("f8").tolist(), group=group.tolist(), cells=[int((group == g).sum()) for g in range(5)],
  mean=[part(g).mean(0).tolist() for g in (0, 1, 3, 4)], sd=[part(g).std(0, ddof=1).tolist() for g in (0, 1, 3)],
  all=x.astype("f8").std(0, ddof=1).tolist())))
)"));
        QVERIFY(!expected.isEmpty());
        const Matrix x = to_matrix(expected["x"]);
        const auto groups = to_labels(expected["group"]);
        Job job;
        const GroupMeans m = group_means(x, groups, 5, job);
        for (std::size_t g = 0; g < 5; ++g)
            QCOMPARE(double(m.cells[g]), expected["cells"][int(g)].toDouble());
        const std::size_t present[] = {0, 1, 3, 4};
        for (std::size_t i = 0; i < 4; ++i) {
            for (std::size_t c = 0; c < 3; ++c) {
                REGULUS_CLOSE(m.mean(present[i], c), expected["mean"][int(i)][int(c)].toDouble(), 1e-9);
                if (i < 3)
                    REGULUS_CLOSE(m.sd(present[i], c), expected["sd"][int(i)][int(c)].toDouble(), 1e-9);
            }
        }
        for (std::size_t c = 0; c < 3; ++c) {
            QCOMPARE(m.mean(2, c), 0.0);  // nobody
            QCOMPARE(m.sd(4, c), 0.0);    // one cell
        }
        std::vector<std::uint32_t> all(x.rows);
        for (std::size_t r = 0; r < all.size(); ++r) all[r] = static_cast<std::uint32_t>(r);
        for (std::size_t c = 0; c < 3; ++c)
            REGULUS_CLOSE(row_means(x, all, job).sd(0, c), expected["all"][int(c)].toDouble(), 1e-9);
    }

    void variance_lies_between_the_groups_that_count() {
        Matrix x(7, 3);
        x.values = {1, 5, 0, 1, 5, 2, 3, 5, 1, 3, 5, 3, 90, 5, 90, 2, 6, 2, 8, 8, 8};
        Job job;
        const GroupMeans m = group_means(x, std::vector<std::int32_t>{0, 0, 1, 1, 2, -1, -1}, 3, job);
        const auto shares = variance_between(m, std::vector<std::uint8_t>{1, 1, 0}, 1e-6);
        QCOMPARE(shares[0], 1.0);
        QCOMPARE(shares[1], 0.0);
        QVERIFY(std::abs(shares[2] - 1.0 / 5) < 1e-12);  // between 1, within 4
        QVERIFY(variance_between(m, std::vector<std::uint8_t>{1, 1, 1}, 1e-6)[2] > 0.9);
    }
};

QTEST_GUILESS_MAIN(GroupMeansTest)
#include "tst_group_means.moc"
