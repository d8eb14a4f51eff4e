// One pass over the cells of a matrix, block by block, for everything that streams.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/job.h"
#include "core/data/dataset.h"
#include "core/data/matrix_source.h"

namespace regulus {

// Calls work(block, first cell) for blocks of preferred_block() / parts cells, in order, on the calling
// thread, while the next block is read on another: at most two blocks are in memory. Throws what the source
// and `work` throw; Cancelled, once the block that is being read is there.
void for_each_block(const MatrixSource& source, std::string_view stage, Job& job,
                    const std::function<void(const CsrMatrix& block, std::size_t first)>& work,
                    std::size_t parts = 1);

// Calls work(first gene, end gene) on all threads for parts of the genes. How they are parted depends on the
// number of threads, so what is computed for a gene must not depend on its part.
void for_gene_parts(std::size_t genes, const std::function<void(std::size_t, std::size_t)>& work);

// Where in a row of a block the stored values of genes begin..end-1 are: indices into block.values.
struct StoredRange {
    std::size_t begin, end;
};
StoredRange stored_range(const CsrMatrix& block, std::size_t row, std::size_t first_gene,
                         std::size_t end_gene);

// Whether a row has NaN for every gene: a cell of which nothing could be read.
bool all_nan(const CsrMatrix& block, std::size_t row);

// What stored values become before they are looked at.
enum class Scaling {
    None,
    Log1p,
    Expm1,
    PerTenThousand,     // 10,000 × value / total of the cell over all its genes; cells of nothing stay so
    LogPerTenThousand,  // log1p of that
};

// The stored values of a block after scaling, in double precision and in the block's order.
std::vector<double> scaled_values(const CsrMatrix& block, Scaling scaling);

}  // namespace regulus
