// Whether two model files hold the same model to the last bit. Only the seconds that a training took may
// differ, and what hangs on their number of digits.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "core/io/files/safetensors.h"

namespace regulus::test {

inline std::string record_without_seconds(const TensorFile& file) {
    auto record = nlohmann::json::parse(file.metadata.at("record"));
    record.at("metrics").erase("seconds");
    for (auto& epoch : record.at("history")) epoch.erase("seconds");
    return record.dump();
}

// "" when they are the same, else what differs. Throws Error(Input) for what is no model file.
inline std::string model_difference(const std::string& one, const std::string& other) {
    Job job;
    const TensorFile a = read_safetensors(one, job), b = read_safetensors(other, job);
    for (const auto& [name, entry] : a.tensors) {
        const auto found = b.tensors.find(name);
        if (found == b.tensors.end() || found->second.dtype != entry.dtype ||
            found->second.shape != entry.shape || found->second.bytes != entry.bytes)
            return "the tensor " + name;
    }
    if (a.tensors.size() != b.tensors.size()) return "the number of tensors";
    for (const auto& [key, text] : a.metadata) {
        const auto found = b.metadata.find(key);
        if (found == b.metadata.end() || (key != "record" && found->second != text)) return key;
    }
    if (a.metadata.size() != b.metadata.size()) return "the number of descriptions";
    return record_without_seconds(a) == record_without_seconds(b) ? "" : "the record";
}

}  // namespace regulus::test
