// An HDF5 file that was packed with gzip, unpacked for as long as it is needed. Only for the sources of
// core/io.
#pragma once

#include <memory>
#include <string>

#include "core/base/job.h"

namespace regulus {

// Removed from the disk with the last owner.
class UnpackedFile {
  public:
    // Unpacks into `folder`, or the system's folder for temporary files when that is "". Throws Error(Input)
    // for a damaged file, Error(Storage) when it does not fit, Cancelled.
    UnpackedFile(const std::string& packed, const std::string& folder, Job& job);
    UnpackedFile(const UnpackedFile&) = delete;
    UnpackedFile& operator=(const UnpackedFile&) = delete;
    ~UnpackedFile();

    const std::string& path() const noexcept { return m_path; }

  private:
    std::string m_path;
};

}  // namespace regulus
