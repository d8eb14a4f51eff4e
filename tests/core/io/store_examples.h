// Matrices and folders for the tests of what is kept between runs.
#pragma once

#include <algorithm>
#include <atomic>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "core/base/random.h"
#include "core/data/matrix_source.h"

namespace regulus::test {

enum class Values { Ones, Small, Words, Huge, Floats, Signed };

// Cells × genes; every seventh cell and every fifth gene is empty when `holes`.
inline CsrMatrix example_matrix(std::size_t cells, std::size_t genes, double density, Values kind, bool holes,
                                std::uint64_t seed) {
    Random random(seed);
    CsrMatrix m;
    m.rows = cells;
    m.cols = genes;
    for (std::size_t c = 0; c < cells; ++c) {
        for (std::size_t g = 0; g < genes; ++g) {
            if (holes && (c % 7 == 3 || g % 5 == 2)) continue;
            if (random.uniform() >= density) continue;
            float value = 1;
            if (kind == Values::Small) value = static_cast<float>(1 + random.below(255));
            if (kind == Values::Words) value = static_cast<float>(1 + random.below(65535));
            if (kind == Values::Huge) value = static_cast<float>(1 + random.below(10'000'000));
            if (kind == Values::Floats) value = static_cast<float>(std::log1p(random.uniform() * 50));
            if (kind == Values::Signed) value = static_cast<float>(random.normal());
            m.columns.push_back(static_cast<std::int32_t>(g));
            m.values.push_back(value);
        }
        m.offsets.push_back(static_cast<std::int64_t>(m.columns.size()));
    }
    return m;
}

inline std::vector<float> gene_of(const CsrMatrix& m, std::size_t g) {
    std::vector<float> values(m.rows, 0.0F);
    for (std::size_t r = 0; r < m.rows; ++r) {
        for (std::int64_t i = m.offsets[r]; i < m.offsets[r + 1]; ++i) {
            if (m.columns[static_cast<std::size_t>(i)] == static_cast<std::int32_t>(g))
                values[r] = m.values[static_cast<std::size_t>(i)];
        }
    }
    return values;
}

inline bool equal(const CsrMatrix& a, const CsrMatrix& b) {
    return a.rows == b.rows && a.cols == b.cols && a.offsets == b.offsets && a.columns == b.columns &&
           a.values == b.values;
}

// A matrix in memory that counts the cells read from it and can do something before each block.
class CountingMatrix final : public MatrixSource {
  public:
    explicit CountingMatrix(CsrMatrix matrix) : m_matrix(std::move(matrix)) {}
    std::size_t cells() const override { return m_matrix.cells(); }
    std::size_t genes() const override { return m_matrix.genes(); }
    std::size_t preferred_block() const override { return 64; }
    CsrMatrix block(std::size_t begin, std::size_t end) const override {
        if (before) before();
        read += end - begin;
        return m_matrix.block(begin, end);
    }

    mutable std::atomic<std::size_t> read{0};
    std::function<void()> before;

  private:
    InMemoryMatrix m_matrix;
};

inline std::vector<std::filesystem::path> tiles_in(const std::string& folder) {
    std::vector<std::filesystem::path> found;
    for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
        if (file.path().extension() == ".tile") found.push_back(file.path());
    }
    std::ranges::sort(found);
    return found;
}

inline std::string bytes_of_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

inline void write_bytes(const std::filesystem::path& path, const std::string& bytes) {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

}  // namespace regulus::test
