// The optimiser beside PyTorch's.
#include "core/model/detail/adamw.h"

#include <QTest>

#include "tests/core/stats/python_values.h"

using namespace regulus::detail;
using namespace regulus::test;

namespace {

constexpr std::int64_t rows = 7, columns = 5;

// The same in both languages: no random numbers, values of mixed signs and sizes.
at::Tensor gradient(int step) {
    const at::Tensor at = at::arange(rows * columns, at::kDouble).view({rows, columns});
    return (at::sin(at * 1.7 + step) * at::exp(at::cos(at + step))).to(at::kFloat);
}

at::Tensor start() {
    return at::cos(at::arange(rows * columns, at::kDouble))
        .view({rows, columns})
        .to(at::kFloat)
        .requires_grad_(true);
}

void take_steps(AdamW& optimizer, at::Tensor& a, at::Tensor& b, int from, int to) {
    for (int step = from; step < to; ++step) {
        optimizer.forget_gradients();
        a.mutable_grad() = gradient(step);
        if (step % 3 != 0) b.mutable_grad() = gradient(step + 100);  // its own count of steps
        optimizer.step();
    }
}

void compare(const at::Tensor& tensor, const QJsonValue& expected) {
    const auto values = to_doubles(expected);
    QCOMPARE(values.size(), static_cast<std::size_t>(tensor.numel()));
    const at::Tensor flat = tensor.detach().contiguous();
    for (std::size_t i = 0; i < values.size(); ++i)
        QVERIFY2(std::abs(double(flat.data_ptr<float>()[i]) - values[i]) < 2e-6,
                 qPrintable(QString::number(i)));
}

}  // namespace

class AdamWTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void moves_as_pytorch_does() {
        REGULUS_NEED_PYTHON("torch");
        const auto expected = python_object(QStringLiteral(R"(
import json, torch
at = torch.arange(35, dtype=torch.float64).view(7, 5)
gradient = lambda step: (torch.sin(at * 1.7 + step) * torch.exp(torch.cos(at + step))).float()
a, b = (torch.cos(at).float().requires_grad_(True) for _ in range(2))
optimizer = torch.optim.AdamW([dict(params=[a], lr=5e-3, weight_decay=0), dict(params=[b], lr=1e-3, weight_decay=.1)])
for step in range(40):
    a.grad, b.grad = gradient(step), gradient(step + 100) if step % 3 else None
    optimizer.step()
print(json.dumps(dict(a=a.flatten().tolist(), b=b.flatten().tolist())))
)"));
        QVERIFY(!expected.isEmpty());
        at::Tensor a = start(), b = start();
        AdamW optimizer({{{a}, 5e-3, 0}, {{b}, 1e-3, 0.1}});
        take_steps(optimizer, a, b, 0, 40);
        compare(a, expected["a"]);
        compare(b, expected["b"]);
    }

    void moments_taken_out_and_put_back() {
        at::Tensor a = start(), b = start();
        AdamW whole({{{a}, 5e-3, 0}, {{b}, 1e-3, 0.1}});
        take_steps(whole, a, b, 0, 10);
        at::Tensor c = a.detach().clone().requires_grad_(true), d = b.detach().clone().requires_grad_(true);
        AdamW second({{{c}, 5e-3, 0}, {{d}, 1e-3, 0.1}});
        second.set_moments(whole.moments());
        take_steps(second, c, d, 10, 20);
        take_steps(whole, a, b, 10, 20);
        QVERIFY(at::equal(a, c));
        QVERIFY(at::equal(b, d));
    }
};

QTEST_APPLESS_MAIN(AdamWTest)
#include "tst_adamw.moc"
