// The matrix that the fuzzers of the matrix store know, and their seeds hold.
#pragma once

#include "core/io/store/store_tile.h"

namespace regulus::fuzz {

inline store::StoreId fuzzed_store(store::Cut cut) {
    return {std::string(64, 'a'), 40, 300, cut};
}
inline constexpr store::Span fuzzed_band{10, 30};

}  // namespace regulus::fuzz
