// What reaches what in a model that reads genes: values flow along the edges of the mask and nowhere else.
#include <QTest>

#include <algorithm>

#include "core/model/detail/network_trial.h"
#include "tests/support/skewed_mask.h"

using namespace regulus;
using namespace regulus::test;

namespace {

// Rounding differs from one row of a matrix product to another.
constexpr float rounding = 1e-6F;

bool regulates(const AttentionMask& mask, std::size_t tf, std::size_t target) {
    const auto regulators = mask.regulators_of(target);
    return std::ranges::find(regulators, static_cast<std::int32_t>(tf)) != regulators.end();
}

AttentionMask without_edges(MaskMode mode) {
    AttentionMask mask;
    mask.mode = mode;
    mask.tokens = 30;
    mask.offsets.assign(mask.tokens + 1, 0);
    return mask;
}

}  // namespace

class FlowTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    // Of the whole network, with labels and without, parameter by parameter.
    void gradients_are_finite_differences_data() {
        QTest::addColumn<int>("layers");
        QTest::addColumn<int>("revision");
        QTest::newRow("one layer") << 1 << 2;
        QTest::newRow("two layers") << 2 << 2;
        QTest::newRow("of version 1") << 1 << 1;
    }
    void gradients_are_finite_differences() {
        QFETCH(int, layers);
        QFETCH(int, revision);
        const auto errors = detail::gradient_errors(skewed_mask(40, 5), layers, 24, revision);
        for (const auto& [name, error] : errors)
            QVERIFY2(error < 0.01, qPrintable(QString::fromStdString(name) + " " + QString::number(error)));
        QVERIFY(errors.size() > 20);
    }

    void expected_expression_knows_the_regulators_alone_data() {
        QTest::addColumn<int>("layers");
        QTest::newRow("one layer") << 1;
        QTest::newRow("three layers") << 3;
    }
    void expected_expression_knows_the_regulators_alone() {
        QFETCH(int, layers);
        const AttentionMask mask = skewed_mask(60, 5);
        const detail::Flow flow = detail::flow_of_values(mask, layers, 2);
        std::size_t reached = 0;
        for (std::size_t from = 0; from < mask.tokens; ++from) {
            for (std::size_t to = 0; to < mask.tokens; ++to) {
                if (regulates(mask, from, to)) {
                    reached += flow.expected(from, to) > rounding ? 1 : 0;
                } else {
                    QVERIFY(flow.expected(from, to) < rounding);  // its own value, too
                }
            }
        }
        QVERIFY(reached > mask.edges() * 9 / 10);
    }

    void a_layer_sees_a_gene_and_its_regulators() {
        const AttentionMask mask = skewed_mask(60, 5);
        const detail::Flow flow = detail::flow_of_values(mask, 1, 2);
        for (std::size_t from = 0; from < mask.tokens; ++from) {
            for (std::size_t to = 0; to < mask.tokens; ++to) {
                if (from != to && !regulates(mask, from, to)) QVERIFY(flow.attention(from, to) < rounding);
            }
        }
    }

    // What the first revision did, and why there is a second.
    void the_first_revision_let_targets_reach_targets() {
        const AttentionMask mask = skewed_mask(60, 5);
        const detail::Flow flow = detail::flow_of_values(mask, 1, 1);
        std::size_t own = 0, others = 0;
        for (std::size_t from = 0; from < mask.tokens; ++from) {
            for (std::size_t to = 0; to < mask.tokens; ++to) {
                if (regulates(mask, from, to) || flow.expected(from, to) < rounding) continue;
                ++(from == to ? own : others);
            }
        }
        QVERIFY(own > 0 && others > 0);
    }

    void without_regulators_nothing_is_expected() {
        const detail::Flow flow = detail::flow_of_values(without_edges(MaskMode::Self), 2, 2);
        QVERIFY(std::ranges::all_of(flow.expected.values, [](float x) { return x == 0; }));
    }

    void without_a_mask_all_others_are_seen() {
        const detail::Flow flow = detail::flow_of_values(without_edges(MaskMode::None), 2, 2);
        for (std::size_t from = 0; from < flow.expected.rows; ++from) {
            for (std::size_t to = 0; to < flow.expected.cols; ++to)
                QCOMPARE(flow.expected(from, to) > rounding, from != to);
        }
    }
};

QTEST_APPLESS_MAIN(FlowTest)
#include "tst_flow.moc"
