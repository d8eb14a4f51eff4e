#include "core/io/store/cached_matrix.h"

#include <algorithm>

namespace regulus {
namespace {

// Rows begin..end-1 of `from`, added to `to`.
void append_rows(CsrMatrix& to, const CsrMatrix& from, std::size_t begin, std::size_t end) {
    const auto first = from.offsets[begin], last = from.offsets[end];
    const auto shift = to.offsets.back() - first;
    to.columns.insert(to.columns.end(), from.columns.begin() + first, from.columns.begin() + last);
    to.values.insert(to.values.end(), from.values.begin() + first, from.values.begin() + last);
    for (std::size_t r = begin; r < end; ++r) to.offsets.push_back(from.offsets[r + 1] + shift);
    to.rows += end - begin;
}

}  // namespace

CachedMatrix::CachedMatrix(std::shared_ptr<const MatrixSource> source, std::size_t piece)
    : m_cells(source->cells()),
      m_genes(source->genes()),
      m_preferred(source->preferred_block()),
      m_piece(std::max<std::size_t>(1, piece)),
      m_source(std::move(source)),
      m_pieces((m_cells + m_piece - 1) / m_piece) {}

std::shared_ptr<const InMemoryMatrix> CachedMatrix::whole() const {
    const std::lock_guard guard(m_mutex);
    return m_whole;
}

std::shared_ptr<const CsrMatrix> CachedMatrix::fetch(std::size_t number) const {
    const std::lock_guard guard(m_mutex);
    if (m_whole) {
        const std::size_t begin = number * m_piece;
        return std::make_shared<CsrMatrix>(m_whole->block(begin, std::min(m_cells, begin + m_piece)));
    }
    if (!m_pieces[number]) {
        const std::size_t begin = number * m_piece;
        m_pieces[number] =
            std::make_shared<CsrMatrix>(m_source->block(begin, std::min(m_cells, begin + m_piece)));
        ++m_fetched;
    }
    if (m_fetched == m_pieces.size()) m_source.reset();
    return m_pieces[number];
}

// Twice the memory while it lasts.
void CachedMatrix::join_pieces() const {
    const std::lock_guard guard(m_mutex);
    if (m_whole || m_fetched < m_pieces.size()) return;
    CsrMatrix all;
    all.cols = m_genes;
    std::size_t stored = 0;
    for (const auto& piece : m_pieces) stored += piece->stored();
    all.columns.reserve(stored);
    all.values.reserve(stored);
    all.offsets.reserve(m_cells + 1);
    for (auto& piece : m_pieces) {
        append_rows(all, *piece, 0, piece->rows);
        piece.reset();
    }
    m_whole = std::make_shared<InMemoryMatrix>(std::move(all));
}

CsrMatrix CachedMatrix::block(std::size_t begin, std::size_t end) const {
    if (const auto all = whole()) return all->block(begin, end);
    CsrMatrix result;
    result.cols = m_genes;
    while (begin < end) {
        const std::size_t number = begin / m_piece, first = number * m_piece;
        const std::size_t stop = std::min(end, first + m_piece);
        append_rows(result, *fetch(number), begin - first, stop - first);
        begin = stop;
    }
    return result;
}

std::string CachedMatrix::prepare(Job& job) const {
    for (std::size_t number = 0; number < m_pieces.size() && !whole(); ++number) {
        job.checkpoint();
        fetch(number);
        job.progress(static_cast<double>(number + 1) / static_cast<double>(m_pieces.size()),
                     "reading the matrix");
    }
    if (!m_pieces.empty()) join_pieces();
    if (const auto all = whole()) return all->prepare(job);
    return {};
}

std::vector<float> CachedMatrix::gene(std::size_t g, Job& job) const {
    prepare(job);
    const auto all = whole();
    return all ? all->gene(g, job) : std::vector<float>(m_cells, 0.0F);  // no cells, no pieces
}

}  // namespace regulus
