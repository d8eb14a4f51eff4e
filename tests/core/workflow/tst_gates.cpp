#include <QTest>
#include <limits>
#include <map>

#include "core/workflow/gates.h"
#include "tests/core/stats/python_values.h"

using namespace regulus;
using namespace regulus::test;

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

// A convex polygon, a concave one and one that crosses itself (a five-pointed star, hollow by the even-odd
// rule), nested boxes; points on a lattice beside points anywhere.
const QString script = QStringLiteral(R"(
import json, numpy as np
from matplotlib.path import Path
r = np.random.RandomState(5)
n = 20000
x, y, z = [r.normal(size=n).astype(np.float32) for _ in range(3)]
a = np.linspace(0, 2 * np.pi, 6)[:5] + .1
star = np.c_[np.cos(a), np.sin(a)][[0, 2, 4, 1, 3]] * 1.7
house = np.array([[-1, -1], [1, -1], [1, .5], [0, -.2], [-1, .9]])
hexagon = np.c_[np.cos(np.arange(6)), np.sin(np.arange(6))] * 1.3
def inside(p, u, v):
    return Path(np.r_[p, p[:1]]).contains_points(np.c_[u, v].astype(float))
polygons = [house, hexagon, star]
expected = [inside(house, x, y), inside(hexagon, x, y), inside(star, x, y)]
box = (x >= -.5) & (y >= .25)
print(json.dumps(dict(x=x.tolist(), y=y.tolist(), z=z.tolist(), polygons=[p.tolist() for p in polygons],
    expected=[e.astype(int).tolist() for e in expected], box=box.astype(int).tolist(),
    nested=int((expected[1] & box & (z < 0)).sum()), hexagon=int((expected[1] & box).sum()),
    hollow=int(((x ** 2 + y ** 2 < .2) & ~expected[2]).sum()))))
)");

Gate polygon(int id, int parent, std::vector<GateCorner> corners, const std::string& x = "x",
             const std::string& y = "y") {
    return {id, parent, "gate " + std::to_string(id), x, y, false, std::move(corners)};
}
Gate box(int id, int parent, GateCorner low, GateCorner high, const std::string& x = "x",
         const std::string& y = "y") {
    return {id, parent, "gate " + std::to_string(id), x, y, true, {low, high}};
}
const std::vector<GateCorner> triangle{{0, 0}, {1, 0}, {0, 1}};

}  // namespace

class GatesTest : public QObject {
    Q_OBJECT
    QJsonObject m_expected;
    Job m_job;

    std::vector<GateCorner> corners(qsizetype which) const {
        std::vector<GateCorner> out;
        const QJsonArray rows = m_expected["polygons"].toArray()[which].toArray();
        for (const QJsonValue& row : rows)
            out.push_back({row.toArray()[0].toDouble(), row.toArray()[1].toDouble()});
        return out;
    }
    CellSet set(const QJsonValue& flags) const {
        const auto values = to_labels(flags);
        CellSet cells(values.size());
        for (std::size_t i = 0; i < values.size(); ++i)
            if (values[i] != 0) cells.insert(i);
        return cells;
    }

  private Q_SLOTS:
    void initTestCase() {
        REGULUS_NEED_PYTHON("matplotlib");
        m_expected = python_object(script);
        QVERIFY(!m_expected.isEmpty());
    }
    void agrees_with_matplotlib_and_numpy() {
        const auto x = to_doubles(m_expected["x"]), y = to_doubles(m_expected["y"]);
        QVERIFY(m_expected["hollow"].toInt() > 100);  // the middle of the star is outside
        for (qsizetype k = 0; k < 3; ++k)
            QCOMPARE(cells_in(polygon(1, 0, corners(k)), x, y), set(m_expected["expected"].toArray()[k]));
        QCOMPARE(cells_in(box(1, 0, {-.5, .25}, {infinite, infinite}), x, y), set(m_expected["box"]));
    }
    void a_gate_lies_within_its_parent() {
        const auto x = to_doubles(m_expected["x"]), y = to_doubles(m_expected["y"]),
                   z = to_doubles(m_expected["z"]);
        const std::map<std::string, std::span<const double>> axes{{"x", x}, {"y", y}, {"z", z}};
        // The child before its parent: the order they are kept in says nothing.
        const Gates gates{box(3, 2, {-infinite, -infinite}, {infinite, 0}, "x", "z"),
                          box(1, 0, {-.5, .25}, {infinite, infinite}), polygon(2, 1, corners(1))};
        QCOMPARE(gates_problem(gates), std::string());
        const auto found = evaluate_gates(
            gates, x.size(), [&](const std::string& axis) { return std::optional(GateAxis{axes.at(axis)}); },
            m_job);
        QCOMPARE(static_cast<int>(found[0].count), m_expected["nested"].toInt());
        QCOMPARE(static_cast<int>(found[2].count), m_expected["hexagon"].toInt());
        QCOMPARE(found[0].of, found[2].count);
        QCOMPARE(found[2].of, found[1].count);
        QCOMPARE(found[1].of, x.size());
        QCOMPARE(gate_path(gates, 3), std::string("gate 1 / gate 2 / gate 3"));
        QCOMPARE(gate_leaves(gates), std::vector<int>{3});
    }
    void boxes_that_share_a_side_share_no_cell() {
        const std::vector<double> x{0, 1, 1, 2, NAN, INFINITY}, y{0, 1, 0, 1, 0, 0};
        std::size_t cells = 0;
        for (const double left : {-infinite, 1.0})
            for (const double low : {-infinite, 1.0})
                cells +=
                    cells_in(box(1, 0, {left, low}, {left < 0 ? 1 : infinite, low < 0 ? 1 : infinite}), x, y)
                        .count();
        QCOMPARE(cells, std::size_t{4});
    }
    void numbers_are_not_rounded_to_floats() {
        const std::vector<double> x{0.7, 0.69, 16777216, 16777217, 1e-300, 0}, y(6, 0.5);
        const auto held = [&](double low, double high) {
            return cells_in(box(1, 0, {low, 0}, {high, 1}), x, y).rows();
        };
        using Rows = std::vector<std::uint32_t>;
        QCOMPARE(held(0.7, 1), Rows{0});
        QCOMPARE(held(0, 0.7), (Rows{1, 4, 5}));
        QCOMPARE(held(16777217, 2e7), Rows{3});
        QCOMPARE(held(1e-300, 0.5), Rows{4});
        const Gate triangle = polygon(1, 0, {{16777216.5, 0}, {16777218, 0}, {16777216.5, 2}});
        QCOMPARE(cells_in(triangle, x, y).rows(), Rows{3});
    }
    void an_axis_that_is_gone_is_said() {
        const std::vector<double> x{0.1, 5}, y{0.1, 5};
        const Gates gates{polygon(1, 0, triangle), polygon(2, 1, triangle, "x", "gone"),
                          polygon(3, 2, triangle), polygon(4, 1, triangle)};
        const auto found = evaluate_gates(
            gates, 2,
            [&](const std::string& axis) -> std::optional<GateAxis> {
                if (axis == "gone") return std::nullopt;
                return GateAxis{axis == "x" ? x : y};
            },
            m_job);
        QCOMPARE(found[0].count, std::size_t{1});
        QVERIFY(!found[1].cells);
        QVERIFY(found[1].problem.find("gone") != std::string::npos);
        QVERIFY(!found[2].cells && !found[2].problem.empty());
        QCOMPARE(found[3].count, std::size_t{1});
    }
    void an_axis_that_was_computed_anew_is_said() {
        const std::vector<double> x{0.1, 5}, y{0.1, 5};
        Gates gates{polygon(1, 0, triangle), polygon(2, 0, triangle)};
        gates[0].y_version = "first";
        const auto held = [&](const std::string& version) {
            return evaluate_gates(
                gates, 2,
                [&](const std::string& axis) {
                    return axis == "x" ? std::optional(GateAxis{x}) : std::optional(GateAxis{y, version});
                },
                m_job);
        };
        QCOMPARE(held("first")[0].count, std::size_t{1});
        const auto other = held("second");
        QVERIFY(!other[0].cells);
        QCOMPARE(other[0].problem, std::string("y was computed anew since it was drawn"));
        QCOMPARE(other[1].count, std::size_t{1});  // drawn when nobody asked
        QVERIFY(!held("")[0].cells);
    }
    void corners_in_any_order_are_a_box() {
        const Gate right = box(1, 0, {1, 2}, {3, infinite});
        QVERIFY(ordered(box(1, 0, {3, infinite}, {1, 2})) == right);
        QVERIFY(ordered(box(1, 0, {3, 2}, {1, infinite})) == right);
        QVERIFY(ordered(right) == right);
        const Gate star = polygon(1, 0, {{3, 0}, {0, 0}, {0, 3}});
        QVERIFY(ordered(star) == star);
        QVERIFY(transposed(transposed(right)) == right);
        QCOMPARE(transposed(right).corners, (std::vector<GateCorner>{{2, 1}, {infinite, 3}}));
        QCOMPARE(transposed(right).x, std::string("y"));
    }
    void one_goes_with_those_within_it() {
        const Gates gates{polygon(4, 2, triangle), polygon(1, 0, triangle), polygon(2, 1, triangle),
                          polygon(3, 0, triangle)};
        const Gates left = without_gate(gates, 1);
        QCOMPARE(left.size(), std::size_t{1});
        QCOMPARE(left[0].id, 3);
        QCOMPARE(next_gate_id(gates), 5);
        QCOMPARE(without_gate(gates, 9).size(), gates.size());
    }
    void one_is_given_another_parent_but_never_itself() {
        // 1 holds 2, which holds 4; 3 is beside 1.
        const Gates gates{polygon(1, 0, triangle), polygon(2, 1, triangle), polygon(3, 0, triangle),
                          polygon(4, 2, triangle)};
        const auto parentOf = [](const Gates& of, int id) { return gate_of(of, id)->parent; };
        const Gates moved = with_parent(gates, 2, 3);
        QCOMPARE(parentOf(moved, 2), 3);
        QCOMPARE(parentOf(moved, 4), 2);  // it goes along
        QCOMPARE(gates_problem(moved), std::string());
        QCOMPARE(parentOf(with_parent(gates, 4, 0), 4), 0);
        QCOMPARE(parentOf(with_parent(gates, 4, 1), 4), 1);
        for (const auto& [id, parent] :
             {std::pair(1, 1), std::pair(1, 2), std::pair(1, 4), std::pair(2, 1), std::pair(1, 0),
              std::pair(1, 9), std::pair(9, 1), std::pair(9, 0)}) {
            QVERIFY(!may_lie_within(gates, id, parent));
            QVERIFY(with_parent(gates, id, parent) == gates);
        }
        // Whatever may be is no circle.
        for (int id = 1; id <= 4; ++id)
            for (int parent = 0; parent <= 4; ++parent)
                QCOMPARE(gates_problem(with_parent(gates, id, parent)), std::string());
    }
    void what_cannot_be_gates() {
        const auto wrong = [](Gates gates) { return !gates_problem(gates).empty(); };
        QVERIFY(!wrong({}));
        QVERIFY(!wrong({polygon(1, 0, triangle)}));
        QVERIFY(wrong({polygon(1, 0, triangle), polygon(1, 0, triangle)}));
        QVERIFY(wrong({polygon(0, 0, triangle)}));
        QVERIFY(wrong({polygon(1, 7, triangle)}));
        QVERIFY(wrong({polygon(1, 2, triangle), polygon(2, 1, triangle)}));
        QVERIFY(wrong({polygon(1, 1, triangle)}));
        QVERIFY(wrong({polygon(1, 0, {{0, 0}, {1, 1}})}));
        QVERIFY(wrong({polygon(1, 0, {{0, 0}, {1, 1}, {infinite, 0}})}));
        QVERIFY(wrong({box(1, 0, {NAN, 0}, {1, 1})}));
        Gates many;
        for (int id = 1; id <= static_cast<int>(most_gates) + 1; ++id)
            many.push_back(polygon(id, id - 1, triangle));
        QVERIFY(wrong(many));
        many.pop_back();
        QVERIFY(!wrong(many));
    }
    void stops_when_asked() {
        Job job;
        job.cancel();
        const std::vector<double> x{1};
        QVERIFY_EXCEPTION_THROWN(evaluate_gates(
                                     {polygon(1, 0, triangle)}, 1,
                                     [&](const std::string&) { return std::optional(GateAxis{x}); }, job),
                                 Cancelled);
    }
};

QTEST_GUILESS_MAIN(GatesTest)
#include "tst_gates.moc"
