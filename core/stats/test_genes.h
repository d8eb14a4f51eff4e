// Groups of cells against the others, over all columns of a matrix: genes, or what was read of TFs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "core/base/job.h"
#include "core/data/matrix_source.h"
#include "core/stats/group_tests.h"

namespace regulus {

struct TestOptions {
    bool linear = false;  // also means of e^x − 1: of log1p values what they are the logarithm of
    std::vector<std::uint32_t> first = {};  // these genes before all others, one by one: where the matrix
                                            // gives those fast, and all are finite
    std::size_t room = 0;  // bytes for values on their way; 0: a half of memory_ceiling(), at most 1 GiB, or
                           // half of that from a matrix in memory, where another pass costs little
};

struct GeneTests {
    std::size_t genes = 0, groups = 0;
    std::vector<std::size_t> cells;         // of each group that took part
    std::size_t unread = 0;                 // cells with NaN for every gene, which were left out
    std::vector<std::uint32_t> not_finite;  // genes with NaN or infinity elsewhere: not tested
    std::vector<GroupTest> tests;           // groups × genes
    std::vector<std::uint8_t> done;         // a gene: whether it was tested yet

    const GroupTest& at(std::size_t group, std::size_t gene) const { return tests[group * genes + gene]; }
};

// `groups`: one a cell, below `count`, or negative for a cell that does not take part; each group is tested
// against all others together. Values are taken as they come, ranks among the cells that take part. One pass
// over the cells, each gene's stored values sorted once for all groups; more passes where they are more than
// there is room for. `ready` is called on the calling thread whenever more genes
// are done. Memory: the result (about 80 bytes a gene and group), `room`, three blocks. The
// same bytes for any number of threads and any room. Throws what the source throws; Cancelled.
GeneTests test_genes(const MatrixSource& values, std::span<const std::int32_t> groups, std::size_t count,
                     const TestOptions& options, Job& job,
                     const std::function<void(const GeneTests& so_far)>& ready = {});

}  // namespace regulus
