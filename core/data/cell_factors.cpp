#include "core/data/cell_factors.h"

#include <utility>

namespace regulus {
namespace {

class WithCellFactors final : public MatrixSource {
  public:
    WithCellFactors(std::shared_ptr<const MatrixSource> source, std::vector<double> factors)
        : m_source(std::move(source)),
          m_factors(std::make_shared<const std::vector<double>>(std::move(factors))) {}

    const std::shared_ptr<const std::vector<double>>& factors() const { return m_factors; }

    std::size_t cells() const override { return m_source->cells(); }
    std::size_t genes() const override { return m_source->genes(); }
    bool in_memory() const override { return m_source->in_memory(); }
    CsrMatrix block(std::size_t begin, std::size_t end) const override { return m_source->block(begin, end); }
    CsrMatrix rows(std::span<const std::uint32_t> which) const override { return m_source->rows(which); }
    std::vector<float> gene(std::size_t g, Job& job) const override { return m_source->gene(g, job); }
    std::vector<double> totals(Job& job) const override { return m_source->totals(job); }
    std::string prepare(Job& job) const override { return m_source->prepare(job); }
    void prepare_blocks(Job& job) const override { m_source->prepare_blocks(job); }
    bool fast_blocks() const override { return m_source->fast_blocks(); }
    std::size_t preferred_block() const override { return m_source->preferred_block(); }

  private:
    std::shared_ptr<const MatrixSource> m_source;
    std::shared_ptr<const std::vector<double>> m_factors;
};

}  // namespace

std::shared_ptr<const MatrixSource> with_cell_factors(std::shared_ptr<const MatrixSource> source,
                                                      std::vector<double> per_10k) {
    return std::make_shared<WithCellFactors>(std::move(source), std::move(per_10k));
}

std::shared_ptr<const std::vector<double>> cell_factors(const MatrixSource& matrix) {
    const auto* known = dynamic_cast<const WithCellFactors*>(&matrix);
    return known == nullptr ? nullptr : known->factors();
}

}  // namespace regulus
