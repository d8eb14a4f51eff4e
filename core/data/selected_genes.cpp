#include "core/data/selected_genes.h"

namespace regulus {
namespace {

class SelectedGenes final : public MatrixSource {
  public:
    SelectedGenes(std::shared_ptr<const MatrixSource> source, std::vector<std::uint32_t> genes)
        : m_source(std::move(source)), m_genes(std::move(genes)) {}

    std::size_t cells() const override { return m_source->cells(); }
    std::size_t genes() const override { return m_genes.size(); }
    std::size_t preferred_block() const override { return m_source->preferred_block(); }
    bool in_memory() const override { return m_source->in_memory(); }
    CsrMatrix block(std::size_t begin, std::size_t end) const override {
        return select_columns(m_source->block(begin, end), m_genes);
    }
    CsrMatrix rows(std::span<const std::uint32_t> which) const override {
        return select_columns(m_source->rows(which), m_genes);
    }
    std::vector<float> gene(std::size_t g, Job& job) const override {
        return m_source->gene(m_genes[g], job);
    }
    std::string prepare(Job& job) const override { return m_source->prepare(job); }
    void prepare_blocks(Job& job) const override { m_source->prepare_blocks(job); }
    bool fast_blocks() const override { return m_source->fast_blocks(); }

  private:
    std::shared_ptr<const MatrixSource> m_source;
    std::vector<std::uint32_t> m_genes;
};

}  // namespace

std::shared_ptr<const MatrixSource> selected_genes(std::shared_ptr<const MatrixSource> source,
                                                   std::vector<std::uint32_t> genes) {
    return std::make_shared<SelectedGenes>(std::move(source), std::move(genes));
}

}  // namespace regulus
