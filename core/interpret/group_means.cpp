#include "core/interpret/group_means.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

namespace regulus {
namespace {

constexpr std::size_t rows_between_checkpoints = 1024;

}  // namespace

GroupMeanSums::GroupMeanSums(std::size_t groups, std::size_t columns)
    : m_sums{columns, std::vector<double>(groups * columns, 0), std::vector<double>(groups * columns, 0),
             std::vector<std::size_t>(groups, 0)} {}

void GroupMeanSums::add(std::size_t group, std::span<const float> row) {
    assert(row.size() == m_sums.columns);
    const auto n = static_cast<double>(++m_sums.cells[group]);
    for (std::size_t c = 0; c < row.size(); ++c) {
        const std::size_t at = group * m_sums.columns + c;
        const auto value = static_cast<double>(row[c]);
        const double off = value - m_sums.means[at];
        m_sums.means[at] += off / n;
        m_sums.sds[at] += off * (value - m_sums.means[at]);
    }
}

GroupMeans GroupMeanSums::finished() && {
    for (std::size_t g = 0; g < m_sums.cells.size(); ++g) {
        const auto degrees = static_cast<double>(m_sums.cells[g]) - 1;
        for (std::size_t c = 0; c < m_sums.columns; ++c) {
            double& sd = m_sums.sds[g * m_sums.columns + c];
            sd = degrees > 0 ? std::sqrt(sd / degrees) : 0;
        }
    }
    return std::move(m_sums);
}

GroupMeans group_means(const Matrix& values, std::span<const std::int32_t> groups, std::size_t group_count,
                       Job& job) {
    assert(groups.size() == values.rows);
    GroupMeanSums sums(group_count, values.cols);
    for (std::size_t r = 0; r < values.rows; ++r) {
        if (r % rows_between_checkpoints == 0) job.checkpoint();
        if (groups[r] < 0) continue;
        assert(static_cast<std::size_t>(groups[r]) < group_count);
        sums.add(static_cast<std::size_t>(groups[r]), values.row(r));
    }
    return std::move(sums).finished();
}

GroupMeans row_means(const Matrix& values, std::span<const std::uint32_t> rows, Job& job) {
    GroupMeanSums sums(1, values.cols);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (i % rows_between_checkpoints == 0) job.checkpoint();
        sums.add(0, values.row(rows[i]));
    }
    return std::move(sums).finished();
}

std::vector<double> variance_between(const GroupMeans& means, std::span<const std::uint8_t> counted,
                                     double least) {
    assert(counted.size() == means.cells.size());
    std::vector<double> shares(means.columns);
    for (std::size_t t = 0; t < means.columns; ++t) {
        double cells = 0, sum = 0;
        for (std::size_t g = 0; g < counted.size(); ++g) {
            if (counted[g] == 0) continue;
            cells += static_cast<double>(means.cells[g]);
            sum += static_cast<double>(means.cells[g]) * means.mean(g, t);
        }
        double between = 0, within = 0;
        for (std::size_t g = 0; g < counted.size(); ++g) {
            if (counted[g] == 0) continue;
            const auto n = static_cast<double>(means.cells[g]);
            const double off = means.mean(g, t) - sum / cells, sd = means.sd(g, t);
            between += n * off * off;
            within += std::max(n - 1, 0.0) * sd * sd;
        }
        const bool flat = between <= cells * least * least;
        shares[t] = flat || !std::isfinite(between) ? 0 : between / (between + within);
    }
    return shares;
}

Matrix difference_to_others(const GroupMeans& means, std::span<const std::uint8_t> counted, double least) {
    assert(counted.size() == means.cells.size());
    Matrix out(counted.size(), means.columns);
    for (std::size_t t = 0; t < means.columns; ++t) {
        for (std::size_t g = 0; g < counted.size(); ++g) {
            if (counted[g] == 0) continue;
            // The others, merged one by one (Chan, Golub and LeVeque 1983).
            double n = 0, mean = 0, squares = 0;
            for (std::size_t o = 0; o < counted.size(); ++o) {
                if (counted[o] == 0 || o == g) continue;
                const auto cells = static_cast<double>(means.cells[o]);
                const double off = means.mean(o, t) - mean, sd = means.sd(o, t);
                squares += std::max(cells - 1, 0.0) * sd * sd + off * off * n * cells / (n + cells);
                mean += off * cells / (n + cells);
                n += cells;
            }
            const auto own = static_cast<double>(means.cells[g]);
            const double off = means.mean(g, t) - mean, sd = means.sd(g, t);
            const double degrees = own + n - 2;
            if (n == 0 || degrees <= 0 || !(std::abs(off) > least)) continue;
            const double pooled = std::sqrt((std::max(own - 1, 0.0) * sd * sd + squares) / degrees);
            out(g, t) = static_cast<float>(off / std::max(pooled, least));
        }
    }
    return out;
}

}  // namespace regulus
