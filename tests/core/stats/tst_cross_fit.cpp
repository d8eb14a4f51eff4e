// Folds, centroids and logits of cells that the fit did not see.
#include <QTemporaryFile>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/stats/class_shape.h"
#include "core/stats/cross_fit.h"
#include "tests/core/stats/python_values.h"

using namespace regulus;
using namespace regulus::test;

namespace {

struct Blobs {
    Matrix x;
    std::vector<std::int32_t> labels;
};

Blobs blobs(std::size_t cells, std::size_t classes) {
    Random random(11);
    Blobs b{Matrix(cells, 6), {}};
    for (std::size_t i = 0; i < cells; ++i) {
        b.labels.push_back(static_cast<std::int32_t>(i % classes));
        for (float& v : b.x.row(i)) v = static_cast<float>(random.normal());
        b.x(i, i % classes) += 2;
    }
    return b;
}

const QString script = QStringLiteral(R"(
import json, sys, numpy as np
from sklearn.linear_model import LogisticRegression
given = json.load(open(sys.argv[1]))
x, y, f = (np.array(given[k]) for k in ('x', 'y', 'f'))
z = np.zeros((len(y), y.max() + 1)); far = np.zeros(len(y)); d = x.shape[1]
for j in range(f.max() + 1):
    out = f == j
    m = LogisticRegression(C=1, class_weight='balanced', tol=1e-10, max_iter=10000).fit(x[~out], y[~out])
    z[out] = m.decision_function(x[out])
    c = np.array([x[~out & (y == k)].mean(0) for k in range(y.max() + 1)])
    s = np.cov((x - c[y])[~out].T, bias=True); s += 1e-3 * np.trace(s) / d * np.eye(d)
    a = (x - c[y])[out]
    far[out] = np.einsum('id,de,ie->i', a, np.linalg.inv(s), a)
print(json.dumps(dict(z=z.tolist(), far=far.tolist())))
)");

QJsonArray array(const auto& values) {
    QJsonArray list;
    for (const auto v : values) list.append(v);
    return list;
}

}  // namespace

class CrossFitTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void folds_deal_out_every_class() {
        std::vector<std::int32_t> labels;
        for (int i = 0; i < 203; ++i) labels.push_back(i % 7 == 0 ? -1 : i % 3);
        const Folds folds = make_folds(labels, 3, {}, 5, 4);
        QCOMPARE(folds.count, std::size_t{5});
        std::map<std::pair<int, int>, int> cells;
        std::map<int, int> sizes;
        for (std::size_t i = 0; i < labels.size(); ++i) {
            QCOMPARE(folds.of[i] < 0, labels[i] < 0);
            if (labels[i] < 0) continue;
            ++cells[{labels[i], folds.of[i]}];
            ++sizes[folds.of[i]];
        }
        for (int k = 0; k < 3; ++k) {
            int least = 1000, most = 0;
            for (int f = 0; f < 5; ++f) {
                least = std::min(least, cells[{k, f}]);
                most = std::max(most, cells[{k, f}]);
            }
            QVERIFY(most - least <= 1);
        }
        QVERIFY(sizes[0] - sizes[4] <= 1 && sizes[0] >= sizes[4]);
        QCOMPARE(make_folds(labels, 3, {}, 5, 4).of, folds.of);
        QVERIFY(make_folds(labels, 3, {}, 5, 5).of != folds.of);
        QCOMPARE(make_folds(std::vector<std::int32_t>{0, 1, 1}, 2, {}, 5, 0).count, std::size_t{3});
    }

    void groups_stay_together() {
        std::vector<std::int32_t> labels, groups;
        for (int i = 0; i < 300; ++i) {
            labels.push_back(i % 2);
            groups.push_back(i % 23 == 0 ? -3 : i % 8);  // unknown ones are a group
        }
        const Folds folds = make_folds(labels, 2, groups, 4, 1);
        QCOMPARE(folds.count, std::size_t{4});
        std::map<int, std::set<int>> of_group;
        std::set<int> used;
        for (std::size_t i = 0; i < labels.size(); ++i) {
            of_group[groups[i]].insert(folds.of[i]);
            used.insert(folds.of[i]);
        }
        for (const auto& [group, in] : of_group) QCOMPARE(in.size(), std::size_t{1});
        QCOMPARE(used.size(), std::size_t{4});
        const std::vector<std::int32_t> one(labels.size(), 2);
        QCOMPARE(make_folds(labels, 2, one, 4, 1).count, std::size_t{1});
    }

    void agrees_with_sklearn() {
        REGULUS_NEED_PYTHON("sklearn");
        const Blobs b = blobs(240, 4);
        const Folds folds = make_folds(b.labels, 4, {}, 5, 2);
        QTemporaryFile file;
        QVERIFY(file.open());
        QJsonArray x;
        for (std::size_t i = 0; i < b.x.rows; ++i) x.append(array(b.x.row(i)));
        file.write(
            QJsonDocument(QJsonObject{{"x", x}, {"y", array(b.labels)}, {"f", array(folds.of)}}).toJson());
        file.close();
        const auto expected = python_object(script, {file.fileName()});
        QVERIFY(!expected.isEmpty());
        Job job;
        const OutOfFold found = cross_fit(b.x, b.labels, 4, folds, {.tolerance = 1e-8}, job);
        const Matrix z = to_matrix(expected["z"]);
        const auto far = to_doubles(expected["far"]);
        for (std::size_t i = 0; i < z.rows; ++i) {
            // Intercepts are fixed but for a constant.
            double apart = 0;
            for (std::size_t k = 0; k < 4; ++k) apart += (found.logits(i, k) - z(i, k)) / 4;
            for (std::size_t k = 0; k < 4; ++k) REGULUS_CLOSE(found.logits(i, k) - apart, z(i, k), 2e-3);
            REGULUS_CLOSE(found.distance[i], far[i], 1e-3);
        }
        QCOMPARE(found.labels, b.labels);
    }

    void a_class_in_one_fold_says_nothing() {
        const Blobs b = blobs(120, 3);
        std::vector<std::int32_t> groups;
        for (std::size_t i = 0; i < b.labels.size(); ++i)
            groups.push_back(b.labels[i] == 2 ? 9 : static_cast<int>(i % 4));
        const Folds folds = make_folds(b.labels, 3, groups, 5, 0);
        Job job;
        const OutOfFold found = cross_fit(b.x, b.labels, 3, folds, {}, job);
        for (std::size_t i = 0; i < b.labels.size(); ++i) {
            QCOMPARE(found.labels[i], b.labels[i] == 2 ? -1 : b.labels[i]);
            if (b.labels[i] != 2) QVERIFY(std::isfinite(found.logits(i, 2)));
        }
    }

    void same_bytes_for_any_number_of_threads() {
        const Blobs b = blobs(3000, 3);
        const Folds folds = make_folds(b.labels, 3, {}, 5, 2);
        Job job;
        set_thread_count(1);
        const OutOfFold one = cross_fit(b.x, b.labels, 3, folds, {}, job);
        set_thread_count(5);
        const OutOfFold five = cross_fit(b.x, b.labels, 3, folds, {}, job);
        set_thread_count(0);
        QCOMPARE(five.logits.values, one.logits.values);
        QCOMPARE(five.distance, one.distance);
    }

    void shapes_are_means_and_spreads() {
        Matrix x(5, 2);
        x.values = {1, 2, 3, 4, 5, 6, 100, 100, 5, 8};
        const ClassShape shape = class_shape(x, std::vector<std::int32_t>{0, 0, 2, -1, 2}, 3);
        QCOMPARE(shape.centroids.values, (std::vector<float>{2, 3, 0, 0, 5, 7}));
        // Products of ±(1, 1) and ±(0, 1), over four cells, and a thousandth of the mean variance.
        const double ridge = 1e-3 * 0.75, a = 0.5 + ridge, b = 0.5, c = 1 + ridge;
        const std::vector<float> cell{3, 5};  // (1, 2) from the first class
        REGULUS_CLOSE(squared_distance(shape, cell, 0), (c - 4 * b + 4 * a) / (a * c - b * b), 1e-4);
        // All cells at their centroid.
        Matrix same(2, 2);
        const ClassShape point = class_shape(same, std::vector<std::int32_t>{0, 1}, 2);
        REGULUS_CLOSE(squared_distance(point, std::vector<float>{3, 4}, 1), 25, 1e-5);
    }
};

QTEST_APPLESS_MAIN(CrossFitTest)
#include "tst_cross_fit.moc"
