#include <algorithm>
#include <cassert>
#include <cmath>

#include "core/stats/gene_set_scores.h"
#include "core/stats/set_members.h"

namespace regulus {
namespace {

struct Ranked {
    float value;
    std::uint32_t gene;
};

// What a gene adds to the area: T − r for the rank r below T, and of a block of ties the mean of that.
double mean_gain(std::size_t first, std::size_t count, std::size_t rank) {
    if (count == 0 || first >= rank) return 0;
    const std::size_t last = std::min(first + count - 1, rank - 1);
    const auto within = static_cast<double>(last - first + 1);
    return within * static_cast<double>(2 * rank - first - last) / 2 / static_cast<double>(count);
}

// The largest area of a set of so many genes.
double largest_area(std::size_t genes, std::size_t rank) {
    const auto n = static_cast<double>(std::min(genes, rank - 1));
    return n * (2 * static_cast<double>(rank) - n - 1) / 2;
}

// The ranking of a cell, as far as it matters.
class Ranking {
  public:
    Ranking(std::size_t genes, std::size_t rank) : m_genes(genes), m_rank(rank) {}

    // Calls visit(gene, gain) for the genes whose gain may differ from that of a zero, which is returned.
    template <class Visit>
    double rank(std::span<const std::int32_t> columns, std::span<const float> values, Visit visit) {
        m_above.clear();
        m_below.clear();
        for (std::size_t i = 0; i < values.size(); ++i)
            if (values[i] != 0)
                (values[i] > 0 ? m_above : m_below)
                    .push_back({values[i], static_cast<std::uint32_t>(columns[i])});
        const std::size_t zeros = m_genes - m_above.size() - m_below.size();
        const std::size_t above = m_above.size();
        visit_blocks(m_above, 1, visit);
        visit_blocks(m_below, above + zeros + 1, visit);
        return mean_gain(above + 1, zeros, m_rank);
    }

  private:
    template <class Visit>
    void visit_blocks(std::vector<Ranked>& some, std::size_t first, Visit visit) const {
        sort_top(some, first);
        for (std::size_t begin = 0; begin < some.size();) {
            std::size_t end = begin + 1;
            while (end < some.size() && some[end].value == some[begin].value) ++end;
            const double gain = mean_gain(first + begin, end - begin, m_rank);
            for (; begin < end; ++begin) visit(some[begin].gene, gain);
        }
    }
    // Those behind the rank stay as they are, in no order: they gain nothing.
    void sort_top(std::vector<Ranked>& some, std::size_t first) const {
        const auto higher = [](const Ranked& a, const Ranked& b) { return a.value > b.value; };
        const std::size_t wanted = first < m_rank ? m_rank - first : 0;
        if (wanted < some.size() && wanted > 0) {
            const auto last = some.begin() + static_cast<std::ptrdiff_t>(wanted - 1);
            std::nth_element(some.begin(), last, some.end(), higher);
            const float least = last->value;
            // The block of ties at the rank counts whole.
            const auto end =
                std::partition(last, some.end(), [&](const Ranked& one) { return one.value == least; });
            std::sort(some.begin(), end, higher);
        } else if (wanted > 0) {
            std::sort(some.begin(), some.end(), higher);
        }
    }

    std::size_t m_genes, m_rank;
    std::vector<Ranked> m_above, m_below;
};

}  // namespace

std::size_t aucell_rank(std::size_t genes, double top) {
    return static_cast<std::size_t>(std::ceil(top * static_cast<double>(genes)));
}

void aucell_scores(const MatrixSource& values, std::span<const GeneColumns> sets, double top, Job& job,
                   const ScoreVisit& visit) {
    const std::size_t genes = values.genes(), rank = aucell_rank(genes, top);
    assert(rank >= 2);
    std::vector<double> areas;
    for (const GeneColumns& set : sets) areas.push_back(largest_area(set.size(), rank));
    const std::vector<WeightedSets> parts{{sets, [](std::size_t) { return 1.0; }}};
    const SetMembers members = members_of(genes, parts);
    const auto make = [&] {
        return [&, ranking = Ranking(genes, rank), sums = std::vector<double>(),
                ranked = std::vector<std::size_t>()](std::span<const std::int32_t> columns,
                                                     std::span<const float> stored,
                                                     std::span<float> scores) mutable {
            sums.assign(sets.size(), 0);
            ranked.assign(sets.size(), 0);
            const double zero = ranking.rank(columns, stored, [&](std::uint32_t gene, double gain) {
                for (const SetMembers::Entry& one : members.of(gene)) {
                    sums[one.set] += gain;
                    ++ranked[one.set];
                }
            });
            for (std::size_t s = 0; s < sums.size(); ++s) {
                const double rest = zero * static_cast<double>(sets[s].size() - ranked[s]);
                scores[s] = static_cast<float>((sums[s] + rest) / areas[s]);
            }
        };
    };
    score_cells(values, sets.size(), job, make, visit);
}

}  // namespace regulus
