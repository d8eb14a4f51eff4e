// libFuzzer's entry: the target this fuzzer was built for.
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/fuzz_target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto* const target = regulus::fuzz::find_target(REGULUS_FUZZ_TARGET);
    if (target == nullptr) regulus::fuzz::finding("no target " REGULUS_FUZZ_TARGET);
    target->run({data, size});
    return 0;
}
