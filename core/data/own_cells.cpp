#include "core/data/own_cells.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/data/cell_factors.h"

namespace regulus {
namespace {

class OwnCells final : public MatrixSource {
  public:
    OwnCells(std::shared_ptr<const MatrixSource> source, std::size_t begin, std::size_t cells)
        : m_source(std::move(source)), m_begin(begin), m_cells(cells) {}

    std::size_t cells() const override { return m_cells; }
    std::size_t genes() const override { return m_source->genes(); }
    std::size_t preferred_block() const override { return m_source->preferred_block(); }
    void prepare_blocks(Job& job) const override { m_source->prepare_blocks(job); }
    bool fast_blocks() const override { return m_source->fast_blocks(); }

    CsrMatrix block(std::size_t begin, std::size_t end) const override {
        check(begin, end);
        return m_source->block(begin - m_begin, end - m_begin);
    }
    CsrMatrix rows(std::span<const std::uint32_t> which) const override {
        std::vector<std::uint32_t> own;
        own.reserve(which.size());
        for (const std::uint32_t cell : which) {
            check(cell, std::size_t{cell} + 1);
            own.push_back(static_cast<std::uint32_t>(cell - m_begin));
        }
        return m_source->rows(own);
    }
    std::vector<float> gene(std::size_t, Job&) const override { refuse(); }
    std::vector<double> totals(Job&) const override { refuse(); }

  private:
    void check(std::size_t begin, std::size_t end) const {
        if (begin < m_begin || end > m_begin + m_source->cells()) refuse();
    }
    [[noreturn]] static void refuse() {
        throw Error(ErrorKind::Internal, "Cells of another process were asked for", {},
                    "This is a bug in Regulus; please report it");
    }

    std::shared_ptr<const MatrixSource> m_source;
    std::size_t m_begin, m_cells;
};

}  // namespace

std::shared_ptr<const MatrixSource> own_cells(std::shared_ptr<const MatrixSource> source, std::size_t begin,
                                              std::size_t cells) {
    const auto factors = cell_factors(*source);
    auto own = std::make_shared<const OwnCells>(std::move(source), begin, cells);
    if (!factors) return own;
    std::vector<double> placed(cells, 0);
    std::ranges::copy(*factors, placed.begin() + static_cast<std::ptrdiff_t>(begin));
    return with_cell_factors(std::move(own), std::move(placed));
}

}  // namespace regulus
