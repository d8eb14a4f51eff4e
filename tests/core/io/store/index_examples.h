// A matrix with a cache of its own for the tests of the index by gene and of matrices turned around.
#pragma once

#include <QTemporaryDir>

#include "core/base/parallel.h"
#include "core/io/store/expression_index.h"
#include "tests/core/io/store_examples.h"

namespace regulus::test {

inline constexpr std::size_t small_memory = 15000;  // makes about twenty bands of the matrix below

// Cancels itself at its n-th progress.
class ShortJob final : public Job {
  public:
    explicit ShortJob(int n) : m_left(n) {}
    void progress(double, std::string_view) override {
        if (--m_left <= 0) cancel();
    }

  private:
    int m_left;
};

// Base of a test.
class IndexExample {
  protected:
    // Before each test function.
    void make() {
        set_thread_count(2);
        std::filesystem::remove_all(m_folder.filePath("cache").toStdString());
        const std::string path = m_folder.filePath("data").toStdString();
        write_bytes(path, "stands for the file");
        m_file = identify_file(path);
        m_matrix = example_matrix(1500, 60, 0.3, Values::Small, true, 3);
        m_source = std::make_shared<CountingMatrix>(m_matrix);
    }
    StoreCache cache(std::uint64_t limit = 1'000'000'000) const {
        return StoreCache({m_folder.filePath("cache").toStdString(), limit});
    }
    IndexedMatrix open() const { return {m_source, m_file, "X", cache()}; }
    bool right(const IndexedMatrix& indexed) {
        for (std::size_t g = 0; g < m_matrix.cols; ++g) {
            if (indexed.gene(g, m_job) != gene_of(m_matrix, g)) return false;
        }
        return true;
    }

    QTemporaryDir m_folder;
    CsrMatrix m_matrix;
    std::shared_ptr<CountingMatrix> m_source;
    FileIdentity m_file;
    Job m_job;
};

}  // namespace regulus::test
