// Matrices of an AnnData file. Only for the sources of core/io.
#pragma once

#include <cstddef>
#include <memory>

#include "core/base/job.h"
#include "core/data/matrix_source.h"
#include "core/io/hdf5_object.h"

namespace regulus::h5 {

struct MatrixShape {
    std::size_t cells = 0, genes = 0;
};

// Of a dense array, or a group with a CSR or CSC matrix. Throws Error(Input) for anything else.
MatrixShape matrix_shape(const Object& object);

bool stored_by_gene(const Object& object);

struct OpenMatrix {
    std::shared_ptr<const MatrixSource> source;
    std::size_t bytes = 0;  // that all its values need in memory, at most
};

// The matrix in `object`, read from disk when asked. A matrix stored by gene is read whole and turned around;
// when that needs more than `max_bytes` Error(Memory) is thrown. Reading throws Error(Input) for offsets that
// fall, indices out of range and the like, Error(Data) for NaN and infinity.
OpenMatrix open_matrix(const Object& object, std::size_t max_bytes, Job& job);

// Walks over what reading the matrix would need, without its values.
void touch_matrix(const Object& object);

}  // namespace regulus::h5
