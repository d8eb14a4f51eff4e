#include "core/io/files/safetensors.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <filesystem>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "core/base/error.h"
#include "core/io/files/atomic_file.h"

namespace regulus {
namespace {

static_assert(std::endian::native == std::endian::little, "tensors are stored little-endian");

using nlohmann::json;

constexpr std::uint64_t max_header = 100'000'000;  // the limit of the reference implementation
constexpr const char* metadata_key = "__metadata__";

struct Place {
    std::string name;
    TensorFile::Entry entry;
    std::uint64_t begin = 0, end = 0;
};

[[noreturn]] void refuse(const std::string& path, const std::string& problem) {
    throw Error(ErrorKind::Input, "The model file is damaged or of another kind: " + problem, path,
                "Copy or download it again, or train the model again");
}

// Refuses a key named twice in one object, and nesting deeper than the format has.
json parse_header(const std::string& text, const std::string& path) {
    std::vector<std::set<std::string>> keys;
    const auto check = [&](int depth, json::parse_event_t event, json& value) {
        if (depth > 3) refuse(path, "its header is nested too deeply");
        if (event == json::parse_event_t::object_start) keys.emplace_back();
        if (event == json::parse_event_t::object_end) keys.pop_back();
        if (event == json::parse_event_t::key && !keys.back().insert(value.get<std::string>()).second) {
            refuse(path, "its header names \"" + value.get<std::string>() + "\" twice");
        }
        return true;
    };
    try {
        json header = json::parse(text, check);
        if (!header.is_object()) refuse(path, "its header is not a JSON object");
        return header;
    } catch (const json::exception& error) {
        refuse(path, "its header is not JSON (" + std::string(error.what()) + ")");
    }
}

// The product of shape and element size; nothing when it does not fit 64 bits.
std::optional<std::uint64_t> bytes_of(const std::vector<std::int64_t>& shape, std::size_t element) {
    std::uint64_t bytes = element;
    for (const std::int64_t extent : shape) {
        if (__builtin_mul_overflow(bytes, static_cast<std::uint64_t>(extent), &bytes)) return std::nullopt;
    }
    return bytes;
}

bool is_size(const json& value) {
    return value.is_number_unsigned() &&
           value.get<std::uint64_t>() <= std::uint64_t{std::numeric_limits<std::int64_t>::max()};
}

Place parse_entry(const std::string& name, const json& value, std::uint64_t available,
                  const std::string& path) {
    const std::string label = "tensor \"" + name + "\" ";
    if (!value.is_object() || value.size() != 3 || !value.contains("dtype") || !value.contains("shape") ||
        !value.contains("data_offsets")) {
        refuse(path, label + "lacks its type, shape or place");
    }
    const json &dtype = value["dtype"], &shape = value["shape"], &offsets = value["data_offsets"];
    if (!dtype.is_string() || tensor_element_size(dtype.get<std::string>()) == 0) {
        refuse(path, label + "has an unknown type");
    }
    if (!shape.is_array() || shape.size() > 32 || !std::ranges::all_of(shape, is_size)) {
        refuse(path, label + "has a shape that is no list of sizes");
    }
    if (!offsets.is_array() || offsets.size() != 2 || !std::ranges::all_of(offsets, is_size)) {
        refuse(path, label + "has a place that is no pair of numbers");
    }
    Place place{name,
                {dtype.get<std::string>(), shape.get<std::vector<std::int64_t>>(), {}},
                offsets[0].get<std::uint64_t>(),
                offsets[1].get<std::uint64_t>()};
    if (place.begin > place.end || place.end > available) refuse(path, label + "lies outside the file");
    if (bytes_of(place.entry.shape, tensor_element_size(place.entry.dtype)) != place.end - place.begin) {
        refuse(path, label + "has a shape that does not agree with its bytes");
    }
    return place;
}

void parse_metadata(const json& value, TensorFile& file, const std::string& path) {
    if (!value.is_object()) refuse(path, "its metadata are not a JSON object");
    for (const auto& [key, text] : value.items()) {
        if (!text.is_string()) refuse(path, "its metadata \"" + key + "\" is not a text");
        file.metadata[key] = text.get<std::string>();
    }
}

std::uint64_t header_length(std::ifstream& in, std::uint64_t file_size, const std::string& path) {
    std::array<char, 8> bytes{};
    if (file_size < 8 || !in.read(bytes.data(), 8)) refuse(path, "it is too short");
    const auto length = std::bit_cast<std::uint64_t>(bytes);
    if (length > max_header) refuse(path, "it declares a header of more than 100 MB");
    if (length < 2 || length > file_size - 8) refuse(path, "its header does not fit the file");
    return length;
}

// Tensors in the order of their place, which must cover the rest of the file without gap or overlap.
std::vector<Place> parse_places(const json& header, std::uint64_t available, TensorFile& file,
                                const std::string& path) {
    std::vector<Place> places;
    for (const auto& [name, value] : header.items()) {
        if (name == metadata_key) {
            parse_metadata(value, file, path);
        } else {
            places.push_back(parse_entry(name, value, available, path));
        }
    }
    std::ranges::sort(places, [](const Place& a, const Place& b) {
        return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
    });
    std::uint64_t next = 0;
    for (const Place& place : places) {
        if (place.begin != next) refuse(path, "its tensors overlap or leave gaps at \"" + place.name + "\"");
        next = place.end;
    }
    if (next != available) refuse(path, "it is incomplete, or has bytes that belong to no tensor");
    return places;
}

void read_bytes(std::ifstream& in, std::vector<std::byte>& bytes, std::uint64_t size, const std::string& path,
                Job& job) {
    constexpr std::uint64_t piece = std::uint64_t{8} << 20U;
    bytes.resize(size);
    for (std::uint64_t done = 0; done < size; done += piece) {
        job.checkpoint();
        in.read(reinterpret_cast<char*>(bytes.data()) + done,
                static_cast<std::streamsize>(std::min(piece, size - done)));
        if (!in) throw Error(ErrorKind::Input, "The file could not be read completely", path);
    }
}

// Tensors with the widest elements first, so that each one starts aligned to its element.
std::vector<std::pair<std::string, const TensorFile::Entry*>> storage_order(const TensorFile& file) {
    std::vector<std::pair<std::string, const TensorFile::Entry*>> order;
    for (const auto& [name, entry] : file.tensors) order.emplace_back(name, &entry);
    std::ranges::stable_sort(order, [](const auto& a, const auto& b) {
        return tensor_element_size(a.second->dtype) > tensor_element_size(b.second->dtype);
    });
    return order;
}

}  // namespace

std::size_t tensor_element_size(std::string_view dtype) noexcept {
    static constexpr std::pair<std::string_view, std::size_t> sizes[] = {
        {"BOOL", 1}, {"U8", 1},  {"I8", 1},  {"I16", 2}, {"U16", 2}, {"F16", 2}, {"BF16", 2},
        {"I32", 4},  {"U32", 4}, {"F32", 4}, {"I64", 8}, {"U64", 8}, {"F64", 8}};
    const auto* const found =
        std::ranges::find(sizes, dtype, &std::pair<std::string_view, std::size_t>::first);
    return found == std::end(sizes) ? 0 : found->second;
}

const TensorFile::Entry& tensor(const TensorFile& file, const std::string& name, std::string_view dtype) {
    const auto found = file.tensors.find(name);
    if (found == file.tensors.end()) {
        throw Error(ErrorKind::Input, "The model file has no tensor \"" + name + "\"");
    }
    if (found->second.dtype != dtype) {
        throw Error(ErrorKind::Input, "The tensor \"" + name + "\" has type " + found->second.dtype +
                                          " where " + std::string(dtype) + " is expected");
    }
    return found->second;
}

TensorFile read_safetensors(const std::string& path, Job& job) {
    std::error_code problem;
    std::ifstream in(path, std::ios::binary);
    const std::uint64_t size = std::filesystem::file_size(path, problem);
    if (!in || problem) {
        throw Error(ErrorKind::Input, "The model file cannot be read", path,
                    "Check the name and that you may read it");
    }
    std::string text(header_length(in, size, path), '\0');
    if (!in.read(text.data(), static_cast<std::streamsize>(text.size()))) refuse(path, "it is too short");
    if (text.front() != '{') refuse(path, "its header is not a JSON object");
    // The parser would take it for the end.
    if (text.find('\0') != std::string::npos) refuse(path, "its header is not JSON (a zero byte)");
    TensorFile file;
    const json header = parse_header(text, path);
    for (Place& place : parse_places(header, size - 8 - text.size(), file, path)) {
        read_bytes(in, place.entry.bytes, place.end - place.begin, path, job);
        job.progress(static_cast<double>(8 + text.size() + place.end) / static_cast<double>(size),
                     "reading the model");
        file.tensors.emplace(std::move(place.name), std::move(place.entry));
    }
    return file;
}

void write_safetensors(const TensorFile& file, const std::string& path, Job& job) {
    const auto order = storage_order(file);
    json header = json::object();
    if (!file.metadata.empty()) header[metadata_key] = file.metadata;
    std::uint64_t offset = 0;
    for (const auto& [name, entry] : order) {
        assert(bytes_of(entry->shape, tensor_element_size(entry->dtype)) == entry->bytes.size());
        header[name] = {{"dtype", entry->dtype},
                        {"shape", entry->shape},
                        {"data_offsets", {offset, offset + entry->bytes.size()}}};
        offset += entry->bytes.size();
    }
    // A text that is not UTF-8 (a gene name from an old file) must not stop a model from being saved.
    std::string text = header.dump(-1, ' ', false, json::error_handler_t::replace);
    text.resize((text.size() + 7) / 8 * 8, ' ');
    const auto length = std::bit_cast<std::array<char, 8>>(std::uint64_t{text.size()});

    AtomicFile out(path);
    out.write({length.data(), length.size()});
    out.write(text);
    for (const auto& [name, entry] : order) {
        job.checkpoint();
        out.write({reinterpret_cast<const char*>(entry->bytes.data()), entry->bytes.size()});
    }
    out.commit();
}

}  // namespace regulus
