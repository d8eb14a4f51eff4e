#include "core/data/matrix_source.h"

#include <algorithm>

namespace regulus {
namespace {

// Calls work(cell, columns, values) for every cell, in order.
template <class Work>
void for_each_cell(const MatrixSource& source, std::string_view stage, Job& job, const Work& work) {
    source.prepare_blocks(job);
    const std::size_t cells = source.cells(), step = source.preferred_block();
    for (std::size_t begin = 0; begin < cells; begin += step) {
        job.checkpoint();
        const CsrMatrix part = source.block(begin, std::min(cells, begin + step));
        for (std::size_t r = 0; r < part.rows; ++r) work(begin + r, part.row_columns(r), part.row_values(r));
        job.progress(static_cast<double>(begin + part.rows) / static_cast<double>(cells), stage);
    }
}

}  // namespace

CsrMatrix MatrixSource::rows(std::span<const std::uint32_t> which) const {
    CsrMatrix result;
    result.cols = genes();
    for (std::size_t i = 0; i < which.size();) {
        std::size_t run = i + 1;
        while (run < which.size() && which[run] == which[run - 1] + 1) ++run;
        const CsrMatrix part = block(which[i], which[i] + (run - i));
        for (std::size_t r = 0; r < part.rows; ++r) result.push_row(part.row_columns(r), part.row_values(r));
        i = run;
    }
    return result;
}

std::vector<float> MatrixSource::gene(std::size_t g, Job& job) const {
    std::vector<float> values(cells(), 0.0F);
    const auto column = static_cast<std::int32_t>(g);
    for_each_cell(*this, "reading a gene", job, [&](std::size_t cell, auto columns, auto stored) {
        const auto found = std::lower_bound(columns.begin(), columns.end(), column);
        if (found != columns.end() && *found == column) {
            values[cell] = stored[static_cast<std::size_t>(found - columns.begin())];
        }
    });
    return values;
}

std::vector<double> MatrixSource::totals(Job& job) const {
    std::vector<double> sums(cells(), 0);
    for_each_cell(*this, "adding up counts", job, [&](std::size_t cell, auto, auto stored) {
        for (const float value : stored) sums[cell] += value;
    });
    return sums;
}

CsrMatrix InMemoryMatrix::block(std::size_t begin, std::size_t end) const {
    CsrMatrix part;
    part.rows = end - begin;
    part.cols = m_matrix.cols;
    const auto first = m_matrix.offsets[begin];
    const auto last = m_matrix.offsets[end];
    part.offsets.resize(part.rows + 1);
    for (std::size_t r = 0; r <= part.rows; ++r) part.offsets[r] = m_matrix.offsets[begin + r] - first;
    part.columns.assign(m_matrix.columns.begin() + first, m_matrix.columns.begin() + last);
    part.values.assign(m_matrix.values.begin() + first, m_matrix.values.begin() + last);
    return part;
}

std::string InMemoryMatrix::prepare(Job& /*job*/) const {
    std::call_once(m_once, [this] { m_by_gene = transposed(m_matrix); });
    return {};
}

std::vector<float> InMemoryMatrix::gene(std::size_t g, Job& job) const {
    prepare(job);
    std::vector<float> values(cells(), 0.0F);
    const auto columns = m_by_gene.row_columns(g);
    const auto stored = m_by_gene.row_values(g);
    for (std::size_t i = 0; i < columns.size(); ++i) values[static_cast<std::size_t>(columns[i])] = stored[i];
    return values;
}

}  // namespace regulus
