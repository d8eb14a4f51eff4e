// A matrix on disk with an index by gene beside it: colouring by a gene then takes milliseconds, whatever the
// layout of the file. The index lies in the user's cache folder, is built piece by piece, and is used from
// its first piece on; without it, or for what it lacks, the matrix itself is read.
#pragma once

#include <cstddef>
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

struct IndexStatus {
    std::size_t cells = 0, indexed = 0;  // of the matrix, and how many of them the index has
    bool building = false;               // by this program
    std::string problem;                 // why it cannot be complete, in a person's words; "" when it can
    bool complete() const { return indexed == cells; }
};

// Thread: every member from any thread, also while build() runs on another.
class IndexedMatrix final : public MatrixSource {
  public:
    // `inner` is the path of the matrix inside the file. Nothing is read but the index that is there already;
    // a cache that cannot be used is no error but status().problem.
    IndexedMatrix(std::shared_ptr<const MatrixSource> source, const FileIdentity& file,
                  const std::string& inner, const StoreCache& cache);
    ~IndexedMatrix() override;

    std::size_t cells() const override { return m_source->cells(); }
    std::size_t genes() const override { return m_source->genes(); }
    std::size_t preferred_block() const override { return m_source->preferred_block(); }
    bool in_memory() const override { return m_source->in_memory(); }
    CsrMatrix block(std::size_t begin, std::size_t end) const override { return m_source->block(begin, end); }
    CsrMatrix rows(std::span<const std::uint32_t> which) const override { return m_source->rows(which); }

    // From the index as far as it goes; the other cells by reading the matrix. Totals are exact up to 2^24,
    // as counts are, and else as floats.
    std::vector<float> gene(std::size_t g, Job& job) const override;
    std::vector<double> totals(Job& job) const override;
    bool fast_genes() const override { return status().complete(); }
    std::string prepare(Job& job) const override { return build(job).problem; }
    void prepare_blocks(Job& job) const override { m_source->prepare_blocks(job); }
    bool fast_blocks() const override { return m_source->fast_blocks(); }

    // Completes the index; at once when it is complete. What was built before a cancel or a failure stays
    // and is not built again. At most about `memory` bytes are used. A cache that is full, read-only or in
    // use by another build ends it with status().problem. Throws what reading the matrix throws, Error(Input)
    // when the file was changed meanwhile, Cancelled (within about 100 ms).
    IndexStatus build(Job& job, std::size_t memory = building_memory()) const;

    IndexStatus status() const;

    const MatrixSource& source() const { return *m_source; }

  private:
    std::vector<float> line(std::size_t number, Job& job) const;
    void set_problem(const std::string& problem) const;

    std::shared_ptr<const MatrixSource> m_source, m_with_totals;  // behind the genes, the total as one more
    std::unique_ptr<store::MatrixStore> m_store;                  // nullptr when the cache cannot be used
    mutable std::mutex m_mutex;                                   // guards what follows
    mutable bool m_building = false;
    mutable std::string m_problem;
};

}  // namespace regulus
