#include "tests/fuzz/fuzz_target.h"

#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace regulus::fuzz {

std::vector<Target>& targets() {
    static std::vector<Target> all;
    return all;
}

const Target* find_target(std::string_view name) {
    for (const Target& target : targets()) {
        if (target.name == name) return &target;
    }
    return nullptr;
}

void finding(const std::string& why) {
    std::fprintf(stderr, "finding: %s\n", why.c_str());
    std::abort();
}

namespace {

// In memory where the system has such a folder. HDF5 follows links, so that a memory file's path will not do.
std::string place_for(const char* what) {
    const char* const folder = ::access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    return std::string(folder) + "/regulus-fuzz-" + what + "-" + std::to_string(::getpid());
}

void write_file(const std::string& path, std::string_view content) {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file.write(content.data(), static_cast<std::streamsize>(content.size()));
    if (!file.flush()) finding("the input cannot be written to " + path);
}

}  // namespace

InputFile::InputFile(Bytes content) : m_path(place_for("file")) {
    write_file(m_path, text_of(content));
}

InputFile::~InputFile() {
    std::error_code problem;
    std::filesystem::remove(m_path, problem);
}

InputFolder::InputFolder() : m_path(place_for("folder")) {
    std::filesystem::create_directories(m_path);
}

InputFolder::~InputFolder() {
    std::error_code problem;
    std::filesystem::remove_all(m_path, problem);
}

void InputFolder::write(const std::string& name, std::string_view content) const {
    write_file(m_path + "/" + name, content);
}

std::size_t choice_of(Bytes input) {
    std::uint64_t hash = 14695981039346656037ULL;  // FNV-1a
    for (const std::uint8_t byte : input) hash = (hash ^ byte) * 1099511628211ULL;
    return hash >> 32U;
}

namespace {
std::optional<ErrorKind> refusal;
}

std::optional<ErrorKind> first_refusal() {
    return refusal;
}

void check_message(const Error& error) {
    if (!refusal) refusal = error.kind();
    if (error.problem().empty()) finding("an Error without a message");
    if (error.kind() == ErrorKind::Internal) finding(std::string("an internal Error: ") + error.what());
}

void check_sound(const CsrMatrix& matrix) {
    if (matrix.offsets.size() != matrix.rows + 1 || matrix.offsets.front() != 0 ||
        matrix.columns.size() != matrix.values.size() ||
        matrix.offsets.back() != static_cast<std::int64_t>(matrix.columns.size())) {
        finding("a matrix whose parts do not fit");
    }
    for (std::size_t r = 0; r < matrix.rows; ++r) {
        std::int64_t before = -1;
        if (matrix.offsets[r] > matrix.offsets[r + 1]) finding("a matrix with falling offsets");
        for (auto i = static_cast<std::size_t>(matrix.offsets[r]);
             i < static_cast<std::size_t>(matrix.offsets[r + 1]); ++i) {
            if (matrix.columns[i] <= before || static_cast<std::size_t>(matrix.columns[i]) >= matrix.cols)
                finding("a matrix with columns out of order or range");
            before = matrix.columns[i];
            if (!std::isfinite(matrix.values[i])) finding("a matrix with a value that is not finite");
        }
    }
}

}  // namespace regulus::fuzz
