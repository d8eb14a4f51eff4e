// What a fuzzer and the replay of its corpus share: named functions that feed one reader with bytes. A reader
// may give data or throw Error or Cancelled; whatever else happens ends the program and is a finding.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/base/job.h"
#include "core/data/sparse_matrix.h"

namespace regulus::fuzz {

using Bytes = std::span<const std::uint8_t>;

struct Target {
    std::string_view name;  // of its folder in corpus/, too
    void (*run)(Bytes input);
    bool hdf5 = false;  // reads through the HDF5 library, which has faults of its own
};

// All that are linked in, in no order.
std::vector<Target>& targets();
const Target* find_target(std::string_view name);

struct Registration {
    explicit Registration(const Target& target) { targets().push_back(target); }
};

// Says why on stderr and aborts.
[[noreturn]] void finding(const std::string& why);

// Bytes as a file, which goes with this. One at a time.
class InputFile {
  public:
    explicit InputFile(Bytes content);
    InputFile(const InputFile&) = delete;
    InputFile& operator=(const InputFile&) = delete;
    ~InputFile();
    const std::string& path() const { return m_path; }

  private:
    std::string m_path;
};

// A folder in memory, with its content gone when this goes.
class InputFolder {
  public:
    InputFolder();
    InputFolder(const InputFolder&) = delete;
    InputFolder& operator=(const InputFolder&) = delete;
    ~InputFolder();
    const std::string& path() const { return m_path; }
    void write(const std::string& name, std::string_view content) const;

  private:
    std::string m_path;
};

inline std::string_view text_of(Bytes bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// A number that hangs on every byte, for choices between ways to read an input.
std::size_t choice_of(Bytes input);

void check_message(const Error& error);
// The kind of the first Error that came to check_message() in this process.
std::optional<ErrorKind> first_refusal();

// Data, or a message for a person.
template <class Work>
void attempt(Work&& work) {
    try {
        work();
    } catch (const Error& error) {
        check_message(error);
    } catch (const Cancelled&) {
    }
}

// Whether it is what its header promises: offsets that ascend, columns that ascend and exist, finite values.
void check_sound(const CsrMatrix& matrix);

}  // namespace regulus::fuzz
