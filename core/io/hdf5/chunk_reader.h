// Long stretches of a one-dimensional data set, read and unpacked outside the HDF5 library's lock and on
// several threads. Only for the sources of core/io.
#pragma once

#include <cstdint>
#include <memory>

#include "core/io/hdf5/hdf5_object.h"

namespace regulus::h5 {

// Gives exactly what Object::read_rows() gives, or throws what it throws: everything this class does not know
// (other filters, types and layouts, damaged chunks, short stretches) is left to it. Thread: any; copies
// share.
class ChunkReader {
  public:
    explicit ChunkReader(Object dataset);

    const Object& dataset() const { return m_dataset; }
    // Whether long stretches take the quick way.
    bool quick() const { return m_plan != nullptr; }

    // Elements begin..end-1. T: float, std::int32_t.
    template <class T>
    void read_rows(std::uint64_t begin, std::uint64_t end, T* out) const;

  private:
    struct Plan;
    Object m_dataset;
    std::shared_ptr<const Plan> m_plan;
};

}  // namespace regulus::h5
