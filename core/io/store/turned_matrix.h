// A matrix that a file holds by gene (CSC), read by cell: turned around once on disk, in the user's cache
// folder, rather than in memory. A gene comes straight from the file.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "core/base/job.h"
#include "core/base/memory.h"
#include "core/data/matrix_source.h"
#include "core/io/files/source_identity.h"
#include "core/io/store/store_cache.h"

namespace regulus {

namespace store {
class MatrixStore;
}

// Thread: every member from any thread.
class TurnedMatrix final : public MatrixSource {
  public:
    // `by_gene` is the matrix as the file has it: its cells are this one's genes. Nothing is turned yet.
    // About `memory` bytes are used for turning. Throws Error(Storage) when the cache folder cannot be used.
    TurnedMatrix(std::shared_ptr<const MatrixSource> by_gene, const FileIdentity& file,
                 const std::string& inner, const StoreCache& cache, std::size_t memory = building_memory());
    ~TurnedMatrix() override;

    std::size_t cells() const override { return m_by_gene->genes(); }
    std::size_t genes() const override { return m_by_gene->cells(); }

    // Whether block() and rows() answer at once.
    bool ready() const;
    // Turns the matrix, in two passes: bands of genes become tiles of all cells, and these become bands of
    // cells. Goes on where it was stopped; waits while another thread or program is at it, until that is done
    // or the job cancelled. Throws what reading the file throws, Error(Input) when the file was changed
    // meanwhile, Error(Storage), Cancelled.
    std::string prepare(Job& job) const override;
    void prepare_blocks(Job& job) const override { (void)prepare(job); }
    bool fast_blocks() const override { return ready(); }

    // Cells; the first call prepares unless that was done, which cannot be cancelled then.
    // Throw Error(Storage) after ten minutes when another program is at it and does not come to an end.
    CsrMatrix block(std::size_t begin, std::size_t end) const override;
    CsrMatrix rows(std::span<const std::uint32_t> which) const override;
    std::vector<float> gene(std::size_t g, Job& job) const override;
    std::size_t preferred_block() const override;

  private:
    void prepare(Job& job, std::chrono::minutes patience) const;
    CsrMatrix read(const std::function<CsrMatrix(const MatrixSource&)>& how) const;

    std::shared_ptr<const MatrixSource> m_by_gene;
    std::shared_ptr<store::MatrixStore> m_turned;
    FileIdentity m_file;
    std::string m_bands_key;
    StoreCache m_cache;
    std::size_t m_memory;
    mutable std::timed_mutex m_prepare;
};

}  // namespace regulus
