#include "core/stats/stratified_tests.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

#include "core/stats/distributions.h"
#include "core/stats/sort_keys.h"

namespace regulus {

StratifiedTester::StratifiedTester(std::span<const std::size_t> cells, std::size_t groups)
    : m_cells(cells.begin(), cells.end()), m_groups(groups), m_sums(groups) {
    assert(groups > 0 && cells.size() % groups == 0 && cells.size() <= most_groups);
    for (std::size_t first = 0; first < cells.size(); first += groups) {
        std::size_t size = 0;
        for (std::size_t g = 0; g < groups; ++g) size += cells[first + g];
        m_sizes.push_back(size);
    }
}

std::vector<Counterparts> StratifiedTester::counterparts() const {
    std::vector<Counterparts> all(m_groups);
    for (std::size_t s = 0; s < m_sizes.size(); ++s) {
        for (std::size_t g = 0; g < m_groups; ++g) {
            const std::size_t cells = m_cells[s * m_groups + g];
            if (cells == 0 || cells == m_sizes[s]) continue;
            all[g].group += cells;
            all[g].others += m_sizes[s] - cells;
        }
    }
    return all;
}

void StratifiedTester::test(const GeneValues& gene, std::span<StratifiedTest> tests) {
    assert(tests.size() == m_groups);
    std::ranges::fill(m_sums, Sums());
    sort_strata(gene);
    for (std::size_t s = 0; s < m_sizes.size(); ++s)
        if (m_sizes[s] > 1) add_stratum(s);
    for (std::size_t g = 0; g < m_groups; ++g) {
        const Sums& sums = m_sums[g];
        tests[g] = {};
        if (sums.pairs == 0) continue;
        tests[g].auroc = static_cast<float>(sums.above / sums.pairs);
        tests[g].z = sums.variance > 0 ? sums.apart / std::sqrt(sums.variance) : 0;
        tests[g].p = sums.variance > 0 ? normal_two_sided(tests[g].z) : 1;
    }
}

void StratifiedTester::sort_strata(const GeneValues& gene) {
    m_begins.assign(m_sizes.size() + 1, 0);
    for (std::size_t i = 0; i < gene.values.size(); ++i)
        if (gene.values[i] != 0) ++m_begins[gene.groups[i] / m_groups + 1];
    std::partial_sum(m_begins.begin(), m_begins.end(), m_begins.begin());
    m_keys.resize(m_begins.back());
    std::vector<std::size_t> next(m_begins.begin(), m_begins.end() - 1);
    for (std::size_t i = 0; i < gene.values.size(); ++i) {
        if (gene.values[i] == 0) continue;
        m_keys[next[gene.groups[i] / m_groups]++] =
            std::uint64_t{ordered_bits(gene.values[i])} << 16U | gene.groups[i] % m_groups;
    }
    for (std::size_t s = 0; s < m_sizes.size(); ++s)
        std::sort(m_keys.begin() + static_cast<std::ptrdiff_t>(m_begins[s]),
                  m_keys.begin() + static_cast<std::ptrdiff_t>(m_begins[s + 1]));
}

// The stored values of the stratum in order; all its other cells have 0.
void StratifiedTester::add_stratum(std::size_t stratum) {
    const std::size_t begin = m_begins[stratum], end = m_begins[stratum + 1];
    const std::size_t* const cells = m_cells.data() + stratum * m_groups;
    const std::size_t size = m_sizes[stratum], zeros = size - (end - begin);
    const std::uint64_t zero = ordered_bits(0.0F);
    for (Sums& sums : m_sums) {
        sums.ranks = 0;
        sums.stored = 0;
    }
    for (std::size_t i = begin; i < end; ++i) ++m_sums[static_cast<std::size_t>(m_keys[i] & 0xffffU)].stored;
    double ties = 0;
    std::size_t before = 0;
    bool zeros_passed = zeros == 0;
    const auto pass = [&](std::size_t tied, const auto& add) {
        const auto t = static_cast<double>(tied);
        add(static_cast<double>(before) + 0.5 * (t + 1));
        ties += t * t * t - t;
        before += tied;
    };
    const auto pass_zeros = [&] {
        pass(zeros, [&](double rank) {
            for (std::size_t g = 0; g < m_groups; ++g)
                m_sums[g].ranks += rank * static_cast<double>(cells[g] - m_sums[g].stored);
        });
        zeros_passed = true;
    };
    for (std::size_t at = begin; at < end;) {
        const std::uint64_t value = m_keys[at] >> 16U;
        if (!zeros_passed && value > zero) pass_zeros();
        std::size_t next = at + 1;
        while (next < end && m_keys[next] >> 16U == value) ++next;
        pass(next - at, [&](double rank) {
            for (std::size_t i = at; i < next; ++i)
                m_sums[static_cast<std::size_t>(m_keys[i] & 0xffffU)].ranks += rank;
        });
        at = next;
    }
    if (!zeros_passed) pass_zeros();
    const auto n = static_cast<double>(size);
    // One value in all cells: what rounding leaves of the variance is no spread.
    const double spread = ties < n * n * n - n ? (n + 1 - ties / (n * (n - 1))) / 12 : 0;
    for (std::size_t g = 0; g < m_groups; ++g) {
        const auto n1 = static_cast<double>(cells[g]), n2 = n - n1;
        if (n1 == 0 || n2 == 0) continue;
        Sums& sums = m_sums[g];
        sums.apart += (sums.ranks - n1 * (n + 1) / 2) / (n + 1);
        sums.variance += n1 * n2 * spread / ((n + 1) * (n + 1));
        sums.above += sums.ranks - n1 * (n1 + 1) / 2;
        sums.pairs += n1 * n2;
    }
}

}  // namespace regulus
