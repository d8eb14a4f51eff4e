#include "core/stats/value_summary.h"

#include <algorithm>
#include <cmath>

#include "core/stats/kernel_density.h"

namespace regulus {
namespace {

// Values in ascending order, of which the zeros are only counted.
class Ordered {
  public:
    Ordered(std::span<const float> stored, std::size_t cells)
        : m_stored(stored),
          m_zeros(cells - stored.size()),
          m_below(static_cast<std::size_t>(std::ranges::lower_bound(stored, 0.0F) - stored.begin())) {}

    std::size_t size() const { return m_stored.size() + m_zeros; }
    std::size_t zeros() const { return m_zeros; }
    double operator[](std::size_t i) const {
        if (i < m_below) return static_cast<double>(m_stored[i]);
        return i < m_below + m_zeros ? 0 : static_cast<double>(m_stored[i - m_zeros]);
    }
    double quantile(double share) const {
        const double place = share * static_cast<double>(size() - 1);
        const auto left = static_cast<std::size_t>(place);
        const double a = (*this)[left], b = (*this)[std::min(left + 1, size() - 1)];
        return a + (b - a) * (place - static_cast<double>(left));
    }
    // The first place whose value is not below, or above, `value`.
    std::size_t first_from(double value) const {
        return first([value](double v) { return v >= value; });
    }
    std::size_t first_above(double value) const {
        return first([value](double v) { return v > value; });
    }

  private:
    template <class Reached>
    std::size_t first(const Reached& reached) const {
        std::size_t low = 0, high = size();
        while (low < high) {
            const std::size_t middle = (low + high) / 2;
            if (reached((*this)[middle]))
                high = middle;
            else
                low = middle + 1;
        }
        return low;
    }

    std::span<const float> m_stored;
    std::size_t m_zeros, m_below;
};

void add_order(ValueSummary& summary, const Ordered& values) {
    constexpr double longest_whisker = 1.5;  // of the distance between the quartiles
    summary.least = values[0];
    summary.most = values[values.size() - 1];
    summary.q1 = values.quantile(0.25);
    summary.median = values.quantile(0.5);
    summary.q3 = values.quantile(0.75);
    const double reach = longest_whisker * (summary.q3 - summary.q1);
    // Between two values a quartile may have no value within reach on its own side.
    summary.lower = std::min(summary.q1, values[values.first_from(summary.q1 - reach)]);
    const std::size_t beyond = values.first_above(summary.q3 + reach);
    summary.upper = std::max(summary.q3, beyond == 0 ? summary.q3 : values[beyond - 1]);
}

}  // namespace

ValueSummariser::ValueSummariser(std::span<const std::size_t> cells, SummaryOptions options)
    : m_cells(cells.begin(), cells.end()), m_options(options), m_summer(cells, options.linear) {}

// Each group's values beside each other and in order.
void ValueSummariser::divide(const GeneValues& gene) {
    m_offsets.assign(m_cells.size() + 1, 0);
    for (std::size_t i = 0; i < gene.values.size(); ++i)
        if (gene.values[i] != 0) ++m_offsets[gene.groups[i] + 1U];
    for (std::size_t g = 0; g < m_cells.size(); ++g) m_offsets[g + 1] += m_offsets[g];
    m_sorted.resize(m_offsets.back());
    std::vector<std::size_t> next(m_offsets.begin(), m_offsets.end() - 1);
    for (std::size_t i = 0; i < gene.values.size(); ++i)
        if (gene.values[i] != 0) m_sorted[next[gene.groups[i]]++] = gene.values[i];
    for (std::size_t g = 0; g < m_cells.size(); ++g)
        std::ranges::sort(m_sorted.begin() + static_cast<std::ptrdiff_t>(m_offsets[g]),
                          m_sorted.begin() + static_cast<std::ptrdiff_t>(m_offsets[g + 1]));
}

bool ValueSummariser::summarise(const GeneValues& gene, std::span<ValueSummary> summaries) {
    for (std::size_t g = 0; g < m_cells.size(); ++g) {
        summaries[g] = {};
        summaries[g].cells = m_cells[g];
    }
    const GeneSums& sums = m_summer.sum(gene);
    if (!sums.finite) return false;
    divide(gene);
    for (std::size_t g = 0; g < m_cells.size(); ++g) {
        if (m_cells[g] == 0) continue;
        ValueSummary& summary = summaries[g];
        const auto cells = static_cast<double>(m_cells[g]);
        summary.above = sums.groups[g].above;
        summary.mean = sums.groups[g].mean;
        if (m_cells[g] > 1) summary.deviation = std::sqrt(sums.groups[g].squares / (cells - 1));
        if (m_options.linear) summary.linear = sums.groups[g].linear / cells;
        const std::span<const float> stored(m_sorted.data() + m_offsets[g], m_offsets[g + 1] - m_offsets[g]);
        const Ordered values(stored, m_cells[g]);
        add_order(summary, values);
        if (m_options.density && summary.most > summary.least)
            summary.density =
                kernel_density(stored, values.zeros(), scott_bandwidth(m_cells[g], summary.deviation),
                               summary.least, summary.most, density_points);
    }
    return true;
}

}  // namespace regulus
