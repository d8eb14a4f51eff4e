// Matrices read from an HDF5 file in the moment they are asked for. Only for the sources of core/io.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "core/data/matrix_source.h"
#include "core/io/hdf5/chunk_reader.h"
#include "core/io/hdf5/hdf5_object.h"

namespace regulus::h5 {

// Compressed rows as stored: of cells in CSR, of genes in CSC. The offsets ascend from 0 and end within both.
struct CompressedRows {
    ChunkReader indices, values;
    std::vector<std::int64_t> offsets;
    std::size_t columns = 0;
    bool unchecked = false;  // NaN and infinity pass
};

// Rows begin..end-1, columns ascending and unique, values finite. Throws Error(Input), Error(Data).
CsrMatrix read_rows(const CompressedRows& from, std::size_t begin, std::size_t end);

std::shared_ptr<const MatrixSource> compressed_on_disk(CompressedRows rows, std::size_t cells,
                                                       std::size_t genes);
// `values` is cells × genes, or genes × cells when `by_gene`.
std::shared_ptr<const MatrixSource> dense_on_disk(Object values, std::size_t cells, std::size_t genes,
                                                  bool by_gene, bool unchecked = false);

}  // namespace regulus::h5
