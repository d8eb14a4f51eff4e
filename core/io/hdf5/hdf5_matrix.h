// Matrices of cells × genes in HDF5 files, however a kind of file lays them out. Only for the sources of
// core/io.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>

#include "core/base/job.h"
#include "core/data/matrix_source.h"
#include "core/io/hdf5/hdf5_object.h"
#include "core/io/store/read_options.h"

namespace regulus::h5 {

struct MatrixShape {
    std::size_t cells = 0, genes = 0;
};

// Where a matrix lies: a dense array of two dimensions, or the three parts of compressed rows.
struct StoredMatrix {
    Place place;
    MatrixShape shape;
    bool by_gene = false;  // its rows are genes
    Object values;
    std::optional<Object> indices, offsets;  // both, when the rows are compressed
    bool unchecked = false;                  // NaN and infinity may be read

    bool compressed() const { return indices.has_value(); }
};

// The member `name` of `group`. All throw Error(Input) for what is no matrix.
// AnnData: a dense array, or a group with a CSR or CSC matrix (anndata 0.5 to the newest).
StoredMatrix anndata_matrix(const Object& group, const std::string& name);
// 10x: `group` itself holds barcodes × genes, with the shape beside it the other way round.
StoredMatrix tenx_matrix(const Object& group);
// loom: an array of genes × cells.
StoredMatrix loom_matrix(const Object& group, const std::string& name);

struct OpenMatrix {
    std::shared_ptr<const MatrixSource> source;
    std::shared_ptr<const MatrixSource> sample;  // the same values, perhaps turned, at no cost for a few rows
    std::size_t bytes = 0;                       // that all its values need in memory, at most
    bool on_disk = true;
    bool quick_genes = false;  // gene() need not read the whole matrix
};

// The matrix, read from disk when asked. Compressed rows of genes are read whole and turned around; those
// that need more than options.max_bytes for it are turned on disk, in the cache, once a block of cells is
// asked for. Throws Error(Memory) when there is no cache for that. Reading throws Error(Input) for offsets
// that fall, indices out of range and the like, Error(Data) for NaN and infinity.
OpenMatrix open_matrix(const StoredMatrix& matrix, const ReadOptions& options, Job& job);

// Walks over what reading the matrix would need, without its values.
void touch_matrix(const StoredMatrix& matrix);

}  // namespace regulus::h5
