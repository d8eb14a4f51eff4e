// SHA-256, for telling whether two files or two lists are the same; CRC-32, for whether bytes were damaged.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/job.h"

namespace regulus {

// Takes bytes piece by piece.
class Sha256 {
  public:
    Sha256();
    ~Sha256();
    Sha256(const Sha256&) = delete;
    Sha256& operator=(const Sha256&) = delete;

    void add(std::string_view bytes);
    // 64 lower-case hexadecimal digits. Nothing may be added afterwards.
    std::string hex();

  private:
    struct State;
    std::unique_ptr<State> m_state;
};

std::string sha256(std::string_view bytes);

// That of zlib. `before`: of the bytes that come before these.
std::uint32_t crc32_of(std::string_view bytes, std::uint32_t before = 0);

// Throws Error(Input) when the file cannot be read, Cancelled.
std::string sha256_of_file(const std::string& path, Job& job);

}  // namespace regulus
