// Whether a file of tensors is exactly what was written.
#pragma once

#include <string>

#include "core/io/files/safetensors.h"

namespace regulus {

// The key of the metadata that the sum is kept under; it is not part of the sum.
inline constexpr const char* tensor_checksum_key = "sha256";

// SHA-256 (hexadecimal) of everything else in the file.
std::string tensor_checksum(const TensorFile& file);

}  // namespace regulus
