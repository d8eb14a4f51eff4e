#include "core/io/files/tensor_checksum.h"

#include "core/io/files/checksum.h"

namespace regulus {

std::string tensor_checksum(const TensorFile& file) {
    Sha256 sum;
    const auto add = [&](std::string_view text) {
        sum.add(std::to_string(text.size()) + ":");
        sum.add(text);
    };
    for (const auto& [key, text] : file.metadata) {
        if (key == tensor_checksum_key) continue;
        add(key);
        add(text);
    }
    for (const auto& [name, entry] : file.tensors) {
        add(name);
        add(entry.dtype);
        for (const std::int64_t n : entry.shape) add(std::to_string(n));
        add({reinterpret_cast<const char*>(entry.bytes.data()), entry.bytes.size()});
    }
    return sum.hex();
}

}  // namespace regulus
