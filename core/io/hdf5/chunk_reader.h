// A one-dimensional dataset, read and unpacked outside the HDF5 library's lock, long stretches of it on
// several threads. Only for the sources of core/io.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "core/io/hdf5/hdf5_object.h"

namespace regulus::h5 {

// Gives exactly what Object::read_rows() gives, or throws what it throws: everything this class does not know
// (other filters, types and layouts, damaged chunks) is left to it. Thread: any; copies share.
class ChunkReader {
  public:
    // Unpacked chunks of at most `kept` bytes are kept for short stretches.
    explicit ChunkReader(Object dataset, std::size_t kept = std::size_t{8} << 20U);

    const Object& dataset() const { return m_dataset; }
    // Whether long stretches take the quick way.
    bool quick() const { return m_plan != nullptr; }

    // Elements begin..end-1. T: float, std::int32_t.
    template <class T>
    void read_rows(std::uint64_t begin, std::uint64_t end, T* out) const;

  private:
    struct Plan;
    class Kept;
    Object m_dataset;
    std::shared_ptr<const Plan> m_plan;
    std::shared_ptr<Kept> m_kept;
};

}  // namespace regulus::h5
