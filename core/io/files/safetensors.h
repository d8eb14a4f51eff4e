// The safetensors format: an 8-byte length, a JSON header, tensors one after another. Nothing in such a file
// is ever executed. https://github.com/huggingface/safetensors (format section)
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/job.h"

namespace regulus {

struct TensorFile {
    struct Entry {
        std::string dtype;                // "F32", "I64", ...: the names of the format
        std::vector<std::int64_t> shape;  // empty for a scalar
        std::vector<std::byte> bytes;     // row-major, little-endian
    };
    std::map<std::string, std::string> metadata;
    std::map<std::string, Entry> tensors;
};

// Bytes of one element; 0 for a type the format does not have.
std::size_t tensor_element_size(std::string_view dtype) noexcept;

// Types with a C++ counterpart here.
template <class T>
constexpr std::string_view tensor_dtype() = delete;
template <>
constexpr std::string_view tensor_dtype<float>() {
    return "F32";
}
template <>
constexpr std::string_view tensor_dtype<double>() {
    return "F64";
}
template <>
constexpr std::string_view tensor_dtype<std::int32_t>() {
    return "I32";
}
template <>
constexpr std::string_view tensor_dtype<std::int64_t>() {
    return "I64";
}
template <>
constexpr std::string_view tensor_dtype<std::int8_t>() {
    return "I8";
}
template <>
constexpr std::string_view tensor_dtype<std::uint8_t>() {
    return "U8";
}

// values.size() must be the product of the shape.
template <class T>
TensorFile::Entry make_tensor(std::vector<std::int64_t> shape, std::span<const T> values) {
    const auto bytes = std::as_bytes(values);
    return {std::string(tensor_dtype<T>()), std::move(shape), {bytes.begin(), bytes.end()}};
}

// The tensor `name`, which must be there with that type. Throws Error(Input) otherwise.
const TensorFile::Entry& tensor(const TensorFile& file, const std::string& name, std::string_view dtype);

template <class T>
std::vector<T> tensor_values(const TensorFile& file, const std::string& name) {
    const TensorFile::Entry& entry = tensor(file, name, tensor_dtype<T>());
    std::vector<T> values(entry.bytes.size() / sizeof(T));
    if (!values.empty()) std::memcpy(values.data(), entry.bytes.data(), entry.bytes.size());
    return values;
}

// Throws Error(Input) when the file cannot be opened or read, or when it is not of the format:
// truncated, a header longer than 100 MB, JSON that is not well-formed or names a key twice, an unknown
// type, a shape that does not agree with the bytes, tensors that overlap, leave gaps or end outside the
// file; Cancelled.
TensorFile read_safetensors(const std::string& path, Job& job);

// The same bytes for the same content. Every shape must agree with its bytes (asserted). Written beside
// `path` and renamed. Throws Error(Storage), Cancelled.
void write_safetensors(const TensorFile& file, const std::string& path, Job& job);

}  // namespace regulus
