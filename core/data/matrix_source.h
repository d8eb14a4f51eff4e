// Where expression values come from: a matrix of cells × genes in memory or on disk, read in blocks of
// cells or one gene at a time. Everything that streams over cells is written against this.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/data/sparse_matrix.h"

namespace regulus {

// Thread: every member may be called from any thread.
class MatrixSource {
  public:
    virtual ~MatrixSource() = default;

    virtual std::size_t cells() const = 0;
    virtual std::size_t genes() const = 0;

    // Cells begin..end-1 (block of cells × genes). Throws Error when the file behind it fails.
    virtual CsrMatrix block(std::size_t begin, std::size_t end) const = 0;

    // The named cells in that order. By default reads each run of neighbours as one block.
    virtual CsrMatrix rows(std::span<const std::uint32_t> which) const;

    // Whether gene() comes without a pass over the cells, as from a complete index by gene.
    virtual bool fast_genes() const { return false; }

    // Whether a pass over it reads nothing from disk, at least a second one.
    virtual bool in_memory() const { return false; }

    // One gene over all cells (cells values, zeros included). By default one pass over all blocks.
    virtual std::vector<float> gene(std::size_t g, Job& job) const;

    // Sum of each cell's values over all genes. By default one pass over all blocks.
    virtual std::vector<double> totals(Job& job) const;

    // Does ahead what makes later reads quick, such as an index by gene; may take minutes. What was done
    // before a cancel is not done again. Everything works without it, too: what comes back is "", or, in a
    // person's words, why genes will take their time all the same (no room in the cache).
    virtual std::string prepare(Job& /*job*/) const { return {}; }

    // What block() and rows() would else do on their first call, where nobody can cancel it: turning a matrix
    // around that its file holds by gene. At once when there is nothing to do. A streaming pass calls it
    // first.
    virtual void prepare_blocks(Job& /*job*/) const {}

    // Whether prepare_blocks() has nothing to do: some cells come without a pass over all.
    virtual bool fast_blocks() const { return true; }

    // Cells that make a block of about 64 MiB; what a streaming pass should use.
    virtual std::size_t preferred_block() const { return 4096; }
};

// A matrix held in memory. gene() builds the transposed matrix on first use.
class InMemoryMatrix final : public MatrixSource {
  public:
    explicit InMemoryMatrix(CsrMatrix matrix) : m_matrix(std::move(matrix)) {}

    std::size_t cells() const override { return m_matrix.rows; }
    std::size_t genes() const override { return m_matrix.cols; }
    bool in_memory() const override { return true; }
    CsrMatrix block(std::size_t begin, std::size_t end) const override;
    std::vector<float> gene(std::size_t g, Job& job) const override;
    std::string prepare(Job& job) const override;

  private:
    CsrMatrix m_matrix;
    mutable std::once_flag m_once;
    mutable CsrMatrix m_by_gene;
};

}  // namespace regulus
