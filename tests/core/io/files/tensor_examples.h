// Tensor files, sound and hostile. Apart from the test, for moc stumbles over the braces in these texts.
#pragma once

#include <cstring>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "core/io/files/safetensors.h"

namespace regulus::test {

inline TensorFile example() {
    TensorFile file;
    file.metadata = {{"version", "1"}, {"genes", "[\"A\",\"\u03b2\\\"\"]"}, {"empty", ""}};
    const std::vector<float> weights{1.5F, -0.0F, 3e38F, std::numeric_limits<float>::infinity(), 1e-45F, 7};
    const std::vector<std::int64_t> wide{-1, 1LL << 40U};
    const std::vector<std::int8_t> signs{-1, 0, 1};
    const std::vector<std::int32_t> edges{1, 2, 3, 4};
    const std::vector<std::uint8_t> bytes{255};
    file.tensors["layer.0.weight"] = make_tensor<float>({2, 3}, weights);
    file.tensors["offsets"] = make_tensor<std::int64_t>({2}, wide);
    file.tensors["signs"] = make_tensor<std::int8_t>({3}, signs);
    file.tensors["edges"] = make_tensor<std::int32_t>({2, 2}, edges);
    file.tensors["scalar"] = make_tensor<std::uint8_t>({}, bytes);
    file.tensors["none"] = make_tensor<float>({0, 5}, {});
    return file;
}

inline std::string with_header(const std::string& header, std::size_t data) {
    const std::uint64_t length = header.size();
    std::string bytes(8, '\0');
    std::memcpy(bytes.data(), &length, 8);
    return bytes + header + std::string(data, '\1');
}

inline const char* const padded_half = R"({"a":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}}   )";

inline const char* const parse_in_python = R"PY(
import json, struct, sys, numpy as np
b = open(sys.argv[1], "rb").read()
n = struct.unpack("<Q", b[:8])[0]
assert n % 8 == 0 and b[8:9] == b"{"
h = json.loads(b[8:8 + n]); m = h.pop("__metadata__"); d = b[8 + n:]
kinds = {"F32": "<f4", "I64": "<i8", "I32": "<i4", "I8": "i1", "U8": "u1"}
t = {k: np.frombuffer(d[slice(*v["data_offsets"])], kinds[v["dtype"]]).reshape(v["shape"]) for k, v in h.items()}
assert all(v["data_offsets"][0] % np.dtype(kinds[v["dtype"]]).itemsize == 0 for v in h.values())
assert sorted(x for v in h.values() for x in v["data_offsets"])[-1] == len(d)
assert m == {"version": "1", "genes": '["A","β\\""]', "empty": ""}, m
assert np.array_equal(t["layer.0.weight"], np.array([[1.5, -0.0, 3e38], [np.inf, 1e-45, 7]], "f4"))
assert t["offsets"].tolist() == [-1, 2**40] and t["signs"].tolist() == [-1, 0, 1] and t["scalar"] == 255
assert t["edges"].tolist() == [[1, 2], [3, 4]] and t["none"].shape == (0, 5)
)PY";

// A header that lies, and what is wrong with it.
inline std::vector<std::pair<const char*, std::string>> hostile_headers() {
    std::vector<std::pair<const char*, std::string>> cases;
    const auto add = [&](const char* name, const std::string& header, std::size_t data) {
        cases.emplace_back(name, with_header(header, data));
    };
    add("not JSON", "{\"a\":", 0);
    add("a list", "[]", 0);
    add("leading blank", " {}", 0);
    add("trailing text", "{}x", 0);
    add("not UTF-8", "{\"\xff\":1}", 0);
    add("twice",
        R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}})",
        1);
    add("key twice inside", R"({"a":{"dtype":"U8","dtype":"I8","shape":[1],"data_offsets":[0,1]}})", 1);
    add("metadata number", R"({"__metadata__":{"a":1}})", 0);
    add("metadata list", R"({"__metadata__":[]})", 0);
    add("deep", "{\"a\":" + std::string(100000, '[') + std::string(100000, ']') + "}", 0);
    add("unknown type", R"({"a":{"dtype":"X9","shape":[1],"data_offsets":[0,1]}})", 1);
    add("lacks shape", R"({"a":{"dtype":"U8","data_offsets":[0,1]}})", 1);
    add("extra key", R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"x":1}})", 1);
    add("negative extent", R"({"a":{"dtype":"U8","shape":[-1],"data_offsets":[0,1]}})", 1);
    add("fractional extent", R"({"a":{"dtype":"U8","shape":[1.0],"data_offsets":[0,1]}})", 1);
    add("overflow", R"({"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}})", 0);
    add("overflow to the right size",
        R"({"a":{"dtype":"U8","shape":[4294967296,4294967296,4294967296],"data_offsets":[0,0]}})", 0);
    add("shape and bytes differ", R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}})", 4);
    add("backwards", R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[1,0]}})", 1);
    add("beyond the file", R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}})", 1);
    add("truncated", R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})", 7);
    add("bytes left over", R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}})", 2);
    add("gap", R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}})", 2);
    add("overlap",
        R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}})",
        3);
    return cases;
}

}  // namespace regulus::test
