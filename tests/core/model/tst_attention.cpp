#include <QTest>

#include <algorithm>
#include <cmath>

#include "core/base/parallel.h"
#include "core/base/random.h"
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

// Σ out · grad_out of attention_forward(), worked out from its formula in double precision.
struct DoubleAttention {
    AttentionShape shape;
    const KeyLists& lists;
    std::vector<double> q, k, v, bias, grad_out;

    double loss() const {
        const auto width = static_cast<std::size_t>(shape.heads * shape.head_width);
        const auto tokens = static_cast<std::size_t>(shape.tokens),
                   heads = static_cast<std::size_t>(shape.heads),
                   wide = static_cast<std::size_t>(shape.head_width);
        double sum = 0;
        for (std::size_t at = 0; at < static_cast<std::size_t>(shape.cells) * tokens * heads; ++at) {
            const std::size_t cell = at / (tokens * heads), g = at / heads % tokens, h = at % heads;
            const std::size_t own = (cell * tokens + g) * width + h * wide;
            std::vector<double> weights;
            double total = 0;
            const auto begin = static_cast<std::size_t>(lists.offsets[g]),
                       end = static_cast<std::size_t>(lists.offsets[g + 1]);
            const auto place = [&](std::size_t key) {
                return (cell * tokens + static_cast<std::size_t>(lists.keys[key])) * width + h * wide;
            };
            for (std::size_t key = begin; key < end; ++key) {
                double product = 0;
                for (std::size_t i = 0; i < wide; ++i) product += q[own + i] * k[place(key) + i];
                weights.push_back(
                    std::exp(product / std::sqrt(static_cast<double>(wide)) + bias[key * heads + h]));
                total += weights.back();
            }
            for (std::size_t key = begin; key < end; ++key) {
                for (std::size_t i = 0; i < wide; ++i)
                    sum += weights[key - begin] / total * static_cast<double>(lists.signs[key]) *
                           v[place(key) + i] * grad_out[own + i];
            }
        }
        return sum;
    }

    // Central differences, one for each number.
    std::vector<float> gradient(std::vector<double> DoubleAttention::*of) {
        constexpr double step = 1e-4;
        std::vector<float> found;
        for (double& x : this->*of) {
            const double at = x;
            x = at + step;
            const double above = loss();
            x = at - step;
            const double below = loss();
            x = at;
            found.push_back(static_cast<float>((above - below) / (2 * step)));
        }
        return found;
    }
};

std::vector<double> random_numbers(std::size_t count, Random& random) {
    std::vector<double> numbers;
    for (std::size_t i = 0; i < count; ++i) numbers.push_back(static_cast<float>(random.normal()));
    return numbers;
}

std::vector<float> as_floats(const std::vector<double>& numbers) {
    return {numbers.begin(), numbers.end()};
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

    void gradients_are_finite_differences_data() {
        QTest::addColumn<bool>("own");
        QTest::addColumn<int>("head_width");
        QTest::newRow("itself and others") << true << 5;
        QTest::newRow("others alone") << false << 8;
    }
    // By hand, and without LibTorch: nothing that the kernel or its reference could have in common.
    void gradients_are_finite_differences() {
        QFETCH(bool, own);
        QFETCH(int, head_width);
        KeyLists lists = key_lists(skewed_mask(14, 5));
        if (!own) lists = without_own(std::move(lists));
        Random random(23);
        const AttentionShape shape{2, lists.tokens, 2, head_width};
        const auto size = static_cast<std::size_t>(shape.cells * shape.tokens * shape.heads * head_width);
        const auto keys = static_cast<std::size_t>(lists.size()), biases = 2 * keys;
        DoubleAttention exact{shape, lists, {}, {}, {}, {}, {}};
        for (std::vector<double>* const numbers : {&exact.q, &exact.k, &exact.v, &exact.grad_out})
            *numbers = random_numbers(size, random);
        exact.bias = random_numbers(biases, random);
        std::vector<float> out(size), weights(2 * biases), q(size), k(size), v(size), bias(biases);
        attention_forward(shape, lists, as_floats(exact.q).data(), as_floats(exact.k).data(),
                          as_floats(exact.v).data(), as_floats(exact.bias).data(), out.data(),
                          weights.data());
        double loss = 0;
        for (std::size_t i = 0; i < size; ++i) loss += static_cast<double>(out[i]) * exact.grad_out[i];
        QVERIFY(std::abs(loss - exact.loss()) < 1e-4);
        attention_backward(shape, lists, as_floats(exact.q).data(), as_floats(exact.k).data(),
                           as_floats(exact.v).data(), weights.data(), as_floats(exact.grad_out).data(),
                           q.data(), k.data(), v.data(), bias.data());
        QVERIFY(difference(q, exact.gradient(&DoubleAttention::q)) < 1e-5);
        QVERIFY(difference(k, exact.gradient(&DoubleAttention::k)) < 1e-5);
        QVERIFY(difference(v, exact.gradient(&DoubleAttention::v)) < 1e-5);
        QVERIFY(difference(bias, exact.gradient(&DoubleAttention::bias)) < 1e-5);
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
