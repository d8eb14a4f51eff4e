#include "ui/render/heatmap_order.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "ui/render/leaf_order.h"

namespace regulus {
namespace {

using Distances = std::vector<float>;  // n × n

float euclidean(std::span<const float> a, std::span<const float> b) {
    double sum = 0;
    std::size_t common = 0;
    for (std::size_t k = 0; k < a.size(); ++k) {
        if (!std::isfinite(a[k]) || !std::isfinite(b[k])) continue;
        const double d = static_cast<double>(a[k]) - static_cast<double>(b[k]);
        sum += d * d;
        ++common;
    }
    if (common == 0) return std::numeric_limits<float>::quiet_NaN();
    return static_cast<float>(std::sqrt(sum * static_cast<double>(a.size()) / static_cast<double>(common)));
}

float correlation(std::span<const float> a, std::span<const float> b) {
    double n = 0, ma = 0, mb = 0, saa = 0, sbb = 0, sab = 0;
    for (std::size_t k = 0; k < a.size(); ++k) {
        if (!std::isfinite(a[k]) || !std::isfinite(b[k])) continue;
        // Sums around the means so far (Welford 1962), which lose no digits.
        ++n;
        const double da = static_cast<double>(a[k]) - ma, db = static_cast<double>(b[k]) - mb;
        ma += da / n;
        mb += db / n;
        saa += da * (static_cast<double>(a[k]) - ma);
        sbb += db * (static_cast<double>(b[k]) - mb);
        sab += da * (static_cast<double>(b[k]) - mb);
    }
    if (!(saa > 0 && sbb > 0)) return std::numeric_limits<float>::quiet_NaN();
    return static_cast<float>(1 - sab / std::sqrt(saa * sbb));
}

void pause(Job* job) {
    if (job != nullptr) job->checkpoint();
}

Distances allDistances(const Matrix& values, Distance distance, Job* job) {
    const auto rowDistance = distance == Distance::Euclidean ? euclidean : correlation;
    const std::size_t n = values.rows;
    Distances d(n * n, 0.0F);
    float farthest = 0;
    for (std::size_t i = 0; i < n; ++i) {
        pause(job);
        for (std::size_t j = i + 1; j < n; ++j) {
            d[i * n + j] = rowDistance(values.row(i), values.row(j));
            if (std::isfinite(d[i * n + j])) farthest = std::max(farthest, d[i * n + j]);
        }
    }
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = i + 1; j < n; ++j) {
            float& v = d[i * n + j];
            if (!std::isfinite(v)) v = farthest;
            d[j * n + i] = v;
        }
    return d;
}

struct Step {
    int a, b;  // the two slots merged; the merged cluster stays in b
    float height;
};

// Nearest-neighbour chains (Murtagh 1983): n² for average linkage; the steps come out unsorted.
std::vector<Step> mergeSteps(Distances d, std::size_t n, Job* job) {
    std::vector<Step> steps;
    std::vector<int> size(n, 1), chain;
    std::vector<char> active(n, 1);
    while (steps.size() + 1 < n) {
        pause(job);
        if (chain.empty())
            chain.push_back(static_cast<int>(std::find(active.begin(), active.end(), 1) - active.begin()));
        const auto tip = static_cast<std::size_t>(chain.back());
        const int before = chain.size() > 1 ? chain[chain.size() - 2] : -1;
        int nearest = before;
        float best = before >= 0 ? d[tip * n + static_cast<std::size_t>(before)] : 0;
        for (std::size_t j = 0; j < n; ++j) {
            if (active[j] == 0 || j == tip) continue;
            if (nearest < 0 || d[tip * n + j] < best) {
                nearest = static_cast<int>(j);
                best = d[tip * n + j];
            }
        }
        if (nearest != before || before < 0) {
            chain.push_back(nearest);
            continue;
        }
        chain.resize(chain.size() - 2);
        const auto a = std::min(tip, static_cast<std::size_t>(before)),
                   b = std::max(tip, static_cast<std::size_t>(before));
        steps.push_back({static_cast<int>(a), static_cast<int>(b), best});
        const float wa = static_cast<float>(size[a]), wb = static_cast<float>(size[b]);
        for (std::size_t j = 0; j < n; ++j)
            d[b * n + j] = d[j * n + b] = (wa * d[a * n + j] + wb * d[b * n + j]) / (wa + wb);
        active[a] = 0;
        size[b] += size[a];
    }
    std::stable_sort(steps.begin(), steps.end(),
                     [](const Step& x, const Step& y) { return x.height < y.height; });
    return steps;
}

}  // namespace

Dendrogram clusterRows(const Matrix& values, Distance distance, Job* job) {
    const std::size_t n = values.rows;
    Dendrogram tree;
    if (n < 2) {
        tree.order.resize(n, 0);
        return tree;
    }
    const Distances d = allDistances(values, distance, job);
    // Slots of the merging become leaves and merges: node[slot] is what lies there by now. A merged cluster
    // stays in the second slot, so that both are to be found in the steps as they come, unsorted: each slot
    // leads to the one that took it.
    std::vector<int> root(n), node(n);
    std::iota(root.begin(), root.end(), 0);
    std::iota(node.begin(), node.end(), 0);
    const auto find = [&](int slot) {
        while (root[static_cast<std::size_t>(slot)] != slot) slot = root[static_cast<std::size_t>(slot)];
        return static_cast<std::size_t>(slot);
    };
    for (const Step& step : mergeSteps(d, n, job)) {
        const std::size_t a = find(step.a), b = find(step.b);
        tree.merges.push_back({node[a], node[b], static_cast<double>(step.height)});
        root[a] = static_cast<int>(b);
        node[b] = -static_cast<int>(tree.merges.size());
    }
    tree.order = optimalOrder(tree, d, job);
    return tree;
}

Dendrogram clusterColumns(const Matrix& values, Job* job) {
    Matrix turned(values.cols, values.rows);
    for (std::size_t r = 0; r < values.rows; ++r)
        for (std::size_t c = 0; c < values.cols; ++c) turned(c, r) = values(r, c);
    return clusterRows(turned, Distance::Euclidean, job);
}

}  // namespace regulus
