#include "ui/render/leaf_order.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace regulus {
namespace {

// Leaves in the order of the tree as it is: what is below a node is a run of places.
struct Run {
    std::size_t first = 0, last = 0;  // [first, last)
    int left = -1, right = -1;        // runs of the two that are merged; -1: a leaf
    std::size_t size() const { return last - first; }
    bool holds(std::size_t place) const { return place >= first && place < last; }
};

class Ordering {
  public:
    Ordering(const Dendrogram& tree, std::span<const float> distances)
        : m_n(tree.merges.size() + 1), m_best(m_n * m_n, 0.0F), m_distance(m_n * m_n) {
        lay(tree);
        for (std::size_t a = 0; a < m_n; ++a)
            for (std::size_t b = 0; b < m_n; ++b)
                m_distance[a * m_n + b] = distances[static_cast<std::size_t>(m_leaf[a]) * m_n +
                                                    static_cast<std::size_t>(m_leaf[b])];
    }

    // best(a, b), of places on two sides of a node: the least sum over an order of what is below it that
    // begins with a and ends with b.
    void solve(Job* job) {
        std::vector<float> reach;
        for (const Run& run : m_runs) {
            if (run.left < 0) continue;
            const Run &left = m_runs[static_cast<std::size_t>(run.left)],
                      &right = m_runs[static_cast<std::size_t>(run.right)];
            reach.resize(right.size());
            for (std::size_t a = left.first; a < left.last; ++a) {
                if (job != nullptr) job->checkpoint();
                solveRow(a, left, right, reach);
            }
        }
    }

    std::vector<int> order() {
        const Run &left = m_runs[static_cast<std::size_t>(m_runs.back().left)],
                  &right = m_runs[static_cast<std::size_t>(m_runs.back().right)];
        std::pair<std::size_t, std::size_t> ends{left.first, right.first};
        for (std::size_t a = left.first; a < left.last; ++a)
            for (std::size_t b = right.first; b < right.last; ++b)
                if (best(a, b) < best(ends.first, ends.second)) ends = {a, b};
        arrange(ends.first, ends.second);
        if (m_order.front() > m_order.back()) std::ranges::reverse(m_order);
        return std::move(m_order);
    }

  private:
    float& best(std::size_t a, std::size_t b) { return m_best[a * m_n + b]; }
    float distance(std::size_t a, std::size_t b) const { return m_distance[a * m_n + b]; }

    // Runs of leaves come first, then one a merge.
    void lay(const Dendrogram& tree) {
        std::vector<int> open{-static_cast<int>(tree.merges.size())};
        std::vector<std::size_t> place(m_n);
        while (!open.empty()) {
            const int node = open.back();
            open.pop_back();
            if (node >= 0) {
                place[static_cast<std::size_t>(node)] = m_leaf.size();
                m_leaf.push_back(node);
                continue;
            }
            const Dendrogram::Merge& merge = tree.merges[static_cast<std::size_t>(-1 - node)];
            open.insert(open.end(), {merge.right, merge.left});
        }
        for (const std::size_t at : place) m_runs.push_back({at, at + 1});
        const auto run = [this](int node) { return node >= 0 ? node : static_cast<int>(m_n) - 1 - node; };
        for (const Dendrogram::Merge& merge : tree.merges) {
            const int a = run(merge.left), b = run(merge.right);
            m_runs.push_back(
                {m_runs[static_cast<std::size_t>(a)].first, m_runs[static_cast<std::size_t>(b)].last, a, b});
        }
    }

    // The places that can be at the other end of a run that begins with `place`.
    Run othersOf(const Run& run, std::size_t place) const {
        if (run.left < 0) return run;
        const Run& left = m_runs[static_cast<std::size_t>(run.left)];
        return left.holds(place) ? m_runs[static_cast<std::size_t>(run.right)] : left;
    }

    void solveRow(std::size_t a, const Run& left, const Run& right, std::vector<float>& reach) {
        // reach: from a over all of `left` to the place of `right` that comes next.
        std::ranges::fill(reach, std::numeric_limits<float>::max());
        const Run ends = othersOf(left, a);
        for (std::size_t m = ends.first; m < ends.last; ++m) {
            const float before = best(a, m);
            const float* const away = &m_distance[m * m_n + right.first];
            for (std::size_t k = 0; k < reach.size(); ++k) reach[k] = std::min(reach[k], before + away[k]);
        }
        float* const row = &m_best[a * m_n];
        std::fill(row + right.first, row + right.last, std::numeric_limits<float>::max());
        for (std::size_t l = right.first; l < right.last; ++l) {
            const float before = reach[l - right.first];
            const float* const rest = &m_best[l * m_n];
            const Run last = othersOf(right, l);
            for (std::size_t b = last.first; b < last.last; ++b) row[b] = std::min(row[b], before + rest[b]);
        }
        for (std::size_t b = right.first; b < right.last; ++b) best(b, a) = row[b];
    }

    // The smallest run with both places: they are on its two sides.
    const Run& around(std::size_t a, std::size_t b) const {
        std::size_t at = m_runs.size() - 1;
        for (;;) {
            const Run& run = m_runs[at];
            if (run.left < 0) return run;
            const Run& left = m_runs[static_cast<std::size_t>(run.left)];
            if (left.holds(a) != left.holds(b)) return run;
            at = static_cast<std::size_t>(left.holds(a) ? run.left : run.right);
        }
    }

    // Writes what is between the two, ends included.
    void arrange(std::size_t first, std::size_t last) {
        std::vector<std::pair<std::size_t, std::size_t>> open{{first, last}};
        while (!open.empty()) {
            const auto [a, b] = open.back();
            open.pop_back();
            if (a == b) {
                m_order.push_back(m_leaf[a]);
                continue;
            }
            const Run& run = around(a, b);
            const Run *from = &m_runs[static_cast<std::size_t>(run.left)],
                      *to = &m_runs[static_cast<std::size_t>(run.right)];
            if (!from->holds(a)) std::swap(from, to);
            const Run ends = othersOf(*from, a), starts = othersOf(*to, b);
            std::pair<std::size_t, std::size_t> middle{ends.first, starts.first};
            float least = std::numeric_limits<float>::max();
            for (std::size_t m = ends.first; m < ends.last; ++m)
                for (std::size_t l = starts.first; l < starts.last; ++l) {
                    const float sum = best(a, m) + distance(m, l) + best(l, b);
                    if (sum >= least) continue;
                    least = sum;
                    middle = {m, l};
                }
            open.emplace_back(middle.second, b);
            open.emplace_back(a, middle.first);
        }
    }

    std::size_t m_n;
    std::vector<Run> m_runs;
    std::vector<int> m_leaf;                // one a place
    std::vector<float> m_best, m_distance;  // of places
    std::vector<int> m_order;
};

}  // namespace

std::vector<int> optimalOrder(const Dendrogram& tree, std::span<const float> distances, Job* job) {
    if (tree.merges.empty()) return tree.order;
    Ordering ordering(tree, distances);
    ordering.solve(job);
    return ordering.order();
}

}  // namespace regulus
