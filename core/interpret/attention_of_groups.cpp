#include "core/interpret/attention_of_groups.h"

#include <algorithm>
#include <cassert>
#include <functional>
#include <numeric>
#include <utility>

#include "core/base/parallel.h"
#include "core/regulons/renamed_reading.h"

namespace regulus {
namespace {

// `groups`: of the cells of the block.
void add_block(const RegulonReader& reader, const TfFamilies& families, const MatrixSource& block,
               std::span<const std::uint32_t> all, std::span<const std::int32_t> groups, GroupMeanSums& sums,
               Job& job) {
    read_regulons(reader, block, all, {}, job, [&](std::size_t first, const Reading& reading) {
        const Matrix ratios = log_ratios(reading.attention, families);
        for (std::size_t r = 0; r < ratios.rows; ++r)
            if (groups[first + r] >= 0) sums.add(static_cast<std::size_t>(groups[first + r]), ratios.row(r));
    });
}

}  // namespace

std::vector<GroupMeans> attention_of_groups(std::span<const RegulonReader> readers,
                                            const TfFamilies& families, const MatrixSource& expression,
                                            std::span<const std::uint32_t> rows,
                                            std::span<const std::int32_t> groups, std::size_t group_count,
                                            Job& job) {
    assert(groups.size() == rows.size());
    expression.prepare_blocks(job);
    std::vector<GroupMeanSums> sums(readers.size(), GroupMeanSums(group_count, families.columns()));
    const std::size_t step = std::max<std::size_t>(1, expression.preferred_block());
    for (std::size_t first = 0; first < rows.size(); first += step) {
        const std::size_t count = std::min(step, rows.size() - first);
        const InMemoryMatrix block(expression.rows(rows.subspan(first, count)));
        std::vector<std::uint32_t> all(count);
        std::iota(all.begin(), all.end(), 0U);
        for (std::size_t r = 0; r < readers.size(); ++r) {
            const auto done = static_cast<double>(first * readers.size() + r * count) /
                              static_cast<double>(rows.size() * readers.size());
            job.progress(done, "comparing with rewired priors");
            PartJob here(job, done, done);
            add_block(readers[r], families, block, all, groups.subspan(first, count), sums[r], here);
        }
    }
    std::vector<GroupMeans> means;
    for (GroupMeanSums& of : sums) means.push_back(std::move(of).finished());
    return means;
}

namespace {

// `add` takes one row after another of each exchange; exchanges side by side.
void read_exchanges(
    const RegulonReader& reader, const TfFamilies& families, const MatrixSource& expression,
    std::span<const std::uint32_t> rows, std::span<const std::int32_t> groups, std::size_t count, Job& job,
    const std::function<void(std::size_t exchange, std::size_t group, std::span<const float> ratios)>& add) {
    assert(groups.size() == rows.size());
    constexpr std::uint64_t seed = 1;
    const std::vector<Exchange> exchanges = name_exchanges(reader.tfs(), count, seed);
    read_renamed(reader, expression, rows, exchanges, job,
                 [&](std::size_t first, std::span<const Matrix> attention) {
                     parallel_for(count, 1, [&](std::size_t begin, std::size_t end) {
                         for (std::size_t i = begin; i < end; ++i) {
                             const Matrix ratios = log_ratios(attention[i], families);
                             for (std::size_t r = 0; r < ratios.rows; ++r)
                                 if (groups[first + r] >= 0)
                                     add(i, static_cast<std::size_t>(groups[first + r]), ratios.row(r));
                         }
                     });
                 });
}

// As GroupMeanSums, without spreads.
class MeanSums {
  public:
    MeanSums(std::size_t groups, std::size_t columns) : m_means(groups * columns), m_cells(groups) {}
    void add(std::size_t group, std::span<const float> row) {
        const auto n = static_cast<double>(++m_cells[group]);
        double* const means = m_means.data() + group * row.size();
        for (std::size_t c = 0; c < row.size(); ++c) means[c] += (static_cast<double>(row[c]) - means[c]) / n;
    }
    std::vector<double> finished() && { return std::move(m_means); }

  private:
    std::vector<double> m_means;
    std::vector<std::size_t> m_cells;
};

}  // namespace

std::vector<GroupMeans> renamed_attention_of_groups(const RegulonReader& reader, const TfFamilies& families,
                                                    const MatrixSource& expression,
                                                    std::span<const std::uint32_t> rows,
                                                    std::span<const std::int32_t> groups,
                                                    std::size_t group_count, Job& job, std::size_t count) {
    std::vector<GroupMeanSums> sums(count, GroupMeanSums(group_count, families.columns()));
    read_exchanges(
        reader, families, expression, rows, groups, count, job,
        [&](std::size_t i, std::size_t group, std::span<const float> ratios) { sums[i].add(group, ratios); });
    std::vector<GroupMeans> means;
    for (GroupMeanSums& of : sums) means.push_back(std::move(of).finished());
    return means;
}

std::vector<std::vector<double>> renamed_group_means(const RegulonReader& reader, const TfFamilies& families,
                                                     const MatrixSource& expression,
                                                     std::span<const std::uint32_t> rows,
                                                     std::span<const std::int32_t> groups,
                                                     std::size_t group_count, Job& job, std::size_t count) {
    std::vector<MeanSums> sums(count, MeanSums(group_count, families.columns()));
    read_exchanges(
        reader, families, expression, rows, groups, count, job,
        [&](std::size_t i, std::size_t group, std::span<const float> ratios) { sums[i].add(group, ratios); });
    std::vector<std::vector<double>> means;
    for (MeanSums& of : sums) means.push_back(std::move(of).finished());
    return means;
}

}  // namespace regulus
