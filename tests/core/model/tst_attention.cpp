#include <QTest>

#include <algorithm>
#include <cmath>

#include "core/base/parallel.h"
#include "core/model/detail/attention_trial.h"
#include "tests/support/skewed_mask.h"

using namespace regulus;
using namespace regulus::detail;
using regulus::test::skewed_mask;

namespace {

// Largest difference, relative to the largest value of the reference.
double difference(const std::vector<float>& a, const std::vector<float>& reference) {
    if (a.size() != reference.size()) return INFINITY;
    double largest = 1e-12, worst = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        largest = std::max(largest, std::abs(static_cast<double>(reference[i])));
        worst = std::max(worst, std::abs(static_cast<double>(a[i]) - static_cast<double>(reference[i])));
    }
    return worst / largest;
}

}  // namespace

class AttentionTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void equals_dense_reference_data() {
        QTest::addColumn<int>("heads");
        QTest::addColumn<int>("head_width");
        QTest::addColumn<int>("cells");
        QTest::newRow("8 wide") << 4 << 8 << 11;
        QTest::newRow("16 wide") << 4 << 16 << 9;
        QTest::newRow("32 wide") << 2 << 32 << 3;
        QTest::newRow("any width") << 3 << 5 << 17;
        QTest::newRow("one head, one cell") << 1 << 12 << 1;
    }
    void equals_dense_reference() {
        QFETCH(int, heads);
        QFETCH(int, head_width);
        QFETCH(int, cells);
        const AttentionMask mask = skewed_mask(60, 5);
        const AttentionTrial exact =
            try_attention(mask, cells, heads, head_width, 1, AttentionWay::Dense, true);
        for (const AttentionWay way : {AttentionWay::Kernel, AttentionWay::Operators, AttentionWay::Dense}) {
            const AttentionTrial trial = try_attention(mask, cells, heads, head_width, 1, way);
            QVERIFY(difference(trial.out, exact.out) < 1e-5);
            QVERIFY(difference(trial.weights, exact.weights) < 1e-5);
            QVERIFY(difference(trial.grad_q, exact.grad_q) < 1e-5);
            QVERIFY(difference(trial.grad_k, exact.grad_k) < 1e-5);
            QVERIFY(difference(trial.grad_v, exact.grad_v) < 1e-5);
            QVERIFY(difference(trial.grad_bias, exact.grad_bias) < 1e-5);
        }
    }

    void same_bytes_for_any_number_of_threads() {
        const AttentionMask mask = skewed_mask(80, 9);
        set_thread_count(1);
        const AttentionTrial one = try_attention(mask, 21, 4, 8, 2, AttentionWay::Kernel);
        set_thread_count(2);
        const AttentionTrial two = try_attention(mask, 21, 4, 8, 2, AttentionWay::Kernel);
        set_thread_count(0);
        QVERIFY(one.out == two.out);
        QVERIFY(one.grad_q == two.grad_q && one.grad_k == two.grad_k && one.grad_v == two.grad_v);
        QVERIFY(one.grad_bias == two.grad_bias);
    }

    void weights_of_a_row_add_up_to_one() {
        const AttentionMask mask = skewed_mask(40, 3);
        const AttentionTrial trial = try_attention(mask, 2, 2, 8, 4, AttentionWay::Kernel);
        const KeyLists lists = key_lists(mask);
        for (std::int64_t g = 0; g < lists.tokens; ++g) {
            double sum = 0;
            for (auto key = lists.offsets[static_cast<std::size_t>(g)];
                 key < lists.offsets[static_cast<std::size_t>(g) + 1]; ++key) {
                sum += trial.weights[static_cast<std::size_t>(key) * 2];
            }
            QVERIFY(std::abs(sum - 1) < 1e-5);
        }
    }
};

QTEST_APPLESS_MAIN(AttentionTest)
#include "tst_attention.moc"
