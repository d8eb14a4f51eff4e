// Tensor files.
#include "core/io/files/safetensors.h"
#include "tests/fuzz/fuzz_target.h"

namespace regulus::fuzz {
namespace {

void run(Bytes input) {
    const InputFile file(input);
    attempt([&] {
        Job job;
        const TensorFile read = read_safetensors(file.path(), job);
        std::size_t bytes = 0;
        for (const auto& [name, entry] : read.tensors) bytes += entry.bytes.size();
        if (bytes > input.size()) finding("more values than the file has");
    });
}

const Registration target({"safetensors", run});

}  // namespace
}  // namespace regulus::fuzz
