#include "core/model/detail/batches.h"

#include <algorithm>

#include "core/base/memory.h"
#include "core/base/parallel.h"
#include "core/model/detail/parallel_cells.h"

namespace regulus::detail {
namespace {

constexpr float clip = 10;

// Calls use(first row of the block in `rows`, block) for all of `rows`, block by block.
template <class Use>
void for_blocks(const MatrixSource& expression, std::span<const std::uint32_t> rows, Job& job,
                const Use& use) {
    expression.prepare_blocks(job);
    const std::size_t step = std::max<std::size_t>(1, expression.preferred_block());
    for (std::size_t begin = 0; begin < rows.size(); begin += step) {
        job.checkpoint();
        const std::size_t count = std::min(step, rows.size() - begin);
        use(expression.rows(rows.subspan(begin, count)));
        job.progress(static_cast<double>(begin + count) / static_cast<double>(rows.size()), "reading cells");
    }
}

}  // namespace

Batches::Batches(const MatrixSource& expression, std::span<const std::int32_t> columns,
                 std::span<const std::uint32_t> rows, std::span<const float> mean, std::span<const float> sd,
                 Job& job, std::size_t first)
    : m_first(first), m_expressed(memory_ceiling() / 8), m_mean(mean.begin(), mean.end()) {
    std::vector<std::uint32_t> wanted;
    std::vector<std::int32_t> token_of;
    for (std::size_t token = 0; token < columns.size(); ++token) {
        m_inverse_sd.push_back(1 / sd[token]);
        m_zero.push_back(columns[token] < 0 ? 0.0F : std::max(-clip, -mean[token] / sd[token]));
        if (columns[token] < 0) continue;
        wanted.push_back(static_cast<std::uint32_t>(columns[token]));
        token_of.push_back(static_cast<std::int32_t>(token));
    }
    for_blocks(expression, rows, job, [&](const CsrMatrix& block) {
        const CsrMatrix part = select_columns(block, wanted);
        std::vector<Value> expressed(part.stored());
        for (std::size_t i = 0; i < expressed.size(); ++i)
            expressed[i] = {token_of[static_cast<std::size_t>(part.columns[i])], part.values[i]};
        m_expressed.append(expressed);
        const std::int64_t before = m_offsets.back();
        for (std::size_t r = 0; r < part.rows; ++r) m_offsets.push_back(before + part.offsets[r + 1]);
    });
    m_expressed.seal();
}

float Batches::standardized(const Value& value) const {
    const auto g = static_cast<std::size_t>(value.token);
    return std::clamp((value.value - m_mean[g]) * m_inverse_sd[g], -clip, clip);
}

at::Tensor Batches::spread_out(std::span<const std::uint32_t> rows, const at::Device& device) const {
    const auto tokens = static_cast<std::int64_t>(m_zero.size());
    std::vector<std::size_t> offsets{0};
    for (const std::uint32_t cell : rows)
        offsets.push_back(offsets.back() + static_cast<std::size_t>(m_offsets[cell - m_first + 1] -
                                                                    m_offsets[cell - m_first]));
    const at::Tensor places = at::empty({static_cast<std::int64_t>(offsets.back())}, at::kLong);
    const at::Tensor values = at::empty({static_cast<std::int64_t>(offsets.back())}, at::kFloat);
    std::int64_t* const place = places.data_ptr<std::int64_t>();
    float* const number = values.data_ptr<float>();
    parallel_for(rows.size(), 64, [&](std::size_t begin, std::size_t end) {
        std::vector<Value> room;
        for (std::size_t i = begin; i < end; ++i) {
            std::size_t at = offsets[i];
            const auto first = static_cast<std::size_t>(m_offsets[rows[i] - m_first]);
            for (const Value& value : m_expressed.read(first, offsets[i + 1] - at, room)) {
                place[at] = static_cast<std::int64_t>(i) * tokens + value.token;
                number[at++] = standardized(value);
            }
        }
    });
    const at::Tensor z = at::tensor(m_zero, at::kFloat)
                             .to(device)
                             .unsqueeze(0)
                             .repeat({static_cast<std::int64_t>(rows.size()), 1});
    z.view({-1}).index_put_({places.to(device)}, values.to(device));
    return z;
}

at::Tensor Batches::standardized(std::span<const std::uint32_t> rows, const Placement& where) const {
    if (where.by_operators) return spread_out(rows, where.device);
    const auto tokens = static_cast<std::int64_t>(m_zero.size());
    at::Tensor z = at::empty({static_cast<std::int64_t>(rows.size()), tokens}, at::kFloat);
    float* const values = z.data_ptr<float>();
    parallel_cells(static_cast<std::int64_t>(rows.size()), [&](std::int64_t i) {
        float* const row = values + i * tokens;
        std::copy(m_zero.begin(), m_zero.end(), row);
        const std::size_t cell = rows[static_cast<std::size_t>(i)] - m_first;
        thread_local std::vector<Value> room;
        const auto begin = static_cast<std::size_t>(m_offsets[cell]),
                   end = static_cast<std::size_t>(m_offsets[cell + 1]);
        for (const Value& value : m_expressed.read(begin, end - begin, room))
            row[value.token] = standardized(value);
    });
    return z;
}

GeneMoments gene_moments(const MatrixSource& expression, std::span<const std::uint32_t> rows,
                         const CellShare& share, Job& job) {
    std::vector<double> sum(expression.genes(), 0), squares(expression.genes(), 0);
    for_blocks(expression, share.own(rows), job, [&](const CsrMatrix& block) {
        for (std::size_t i = 0; i < block.stored(); ++i) {
            const auto g = static_cast<std::size_t>(block.columns[i]);
            sum[g] += block.values[i];
            squares[g] += static_cast<double>(block.values[i]) * block.values[i];
        }
    });
    share.ranks().sum(std::span(sum));
    share.ranks().sum(std::span(squares));
    GeneMoments moments{std::move(sum), std::move(squares)};
    const double n = std::max<double>(1, static_cast<double>(rows.size()));
    for (std::size_t g = 0; g < moments.mean.size(); ++g) {
        moments.mean[g] /= n;
        moments.variance[g] = std::max(0.0, moments.variance[g] / n - moments.mean[g] * moments.mean[g]);
    }
    return moments;
}

}  // namespace regulus::detail
