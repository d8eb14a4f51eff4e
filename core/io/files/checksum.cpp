#include "core/io/files/checksum.h"

#include <libdeflate.h>
#include <openssl/evp.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <vector>

#include "core/base/error.h"

namespace regulus {

struct Sha256::State {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    State() = default;
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() { EVP_MD_CTX_free(context); }
};

namespace {
void require(int ok) {
    if (ok != 1) throw Error(ErrorKind::Internal, "SHA-256 is not available in this system's libcrypto");
}
}  // namespace

Sha256::Sha256() : m_state(std::make_unique<State>()) {
    require(EVP_DigestInit_ex(m_state->context, EVP_sha256(), nullptr));
}

Sha256::~Sha256() = default;

void Sha256::add(std::string_view bytes) {
    require(EVP_DigestUpdate(m_state->context, bytes.data(), bytes.size()));
}

std::string Sha256::hex() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    require(EVP_DigestFinal_ex(m_state->context, digest.data(), &length));
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (unsigned i = 0; i < length; ++i) {
        text += digits[digest[i] >> 4U];
        text += digits[digest[i] & 15U];
    }
    return text;
}

std::uint32_t crc32_of(std::string_view bytes, std::uint32_t before) {
    return static_cast<std::uint32_t>(::libdeflate_crc32(before, bytes.data(), bytes.size()));
}

std::string sha256(std::string_view bytes) {
    Sha256 sum;
    sum.add(bytes);
    return sum.hex();
}

std::string sha256_of_file(const std::string& path, Job& job) {
    std::error_code problem;
    std::ifstream file(path, std::ios::binary);
    if (!file || std::filesystem::is_directory(path, problem)) {
        throw Error(ErrorKind::Input, "The file could not be read", path);
    }
    Sha256 sum;
    std::vector<char> buffer(std::size_t{1} << 20U);
    while (file) {
        job.checkpoint();
        file.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
        sum.add({buffer.data(), static_cast<std::size_t>(file.gcount())});
    }
    if (file.bad()) throw Error(ErrorKind::Input, "The file could not be read completely", path);
    return sum.hex();
}

}  // namespace regulus
