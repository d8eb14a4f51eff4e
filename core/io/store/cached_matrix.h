// A matrix on disk whose rows stay in memory once they were read. Only for the sources of core/io.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "core/data/matrix_source.h"

namespace regulus {

// Rows are fetched in pieces of a few MiB, each once; when all are there the source is let go, and the first
// who asks for a gene makes them one matrix. Nothing is read before it is asked for, and a cancel never waits
// for more than a piece.
class CachedMatrix final : public MatrixSource {
  public:
    // `piece` rows are fetched at a time.
    CachedMatrix(std::shared_ptr<const MatrixSource> source, std::size_t piece);

    std::size_t cells() const override { return m_cells; }
    std::size_t genes() const override { return m_genes; }
    bool in_memory() const override { return true; }
    CsrMatrix block(std::size_t begin, std::size_t end) const override;
    std::vector<float> gene(std::size_t g, Job& job) const override;
    std::string prepare(Job& job) const override;  // reads all of it, and turns it around
    std::size_t preferred_block() const override { return m_preferred; }

  private:
    std::shared_ptr<const InMemoryMatrix> whole() const;
    std::shared_ptr<const CsrMatrix> fetch(std::size_t number) const;
    void join_pieces() const;

    std::size_t m_cells, m_genes, m_preferred, m_piece;
    mutable std::mutex m_mutex;  // guards what follows; held while a piece is read
    mutable std::shared_ptr<const MatrixSource> m_source;
    mutable std::vector<std::shared_ptr<const CsrMatrix>> m_pieces;
    mutable std::size_t m_fetched = 0;
    mutable std::shared_ptr<const InMemoryMatrix> m_whole;
};

}  // namespace regulus
