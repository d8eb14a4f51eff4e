#include "core/embed/tile_product.h"

#include <cstring>

#include "core/base/instruction_sets.h"

namespace regulus {
namespace {

// 64 bytes; the compiler splits it into what the processor has.
typedef float Floats __attribute__((vector_size(64), aligned(4)));
typedef double Doubles __attribute__((vector_size(64), aligned(8)));

template <class Lanes, class Real>
[[gnu::always_inline]] inline void multiply(const Real* a, const Real* b, std::size_t depth, Real* result) {
    Lanes r0{}, r1{}, r2{}, r3{}, r4{}, r5{};
    for (std::size_t k = 0; k < depth; ++k, a += tile_rows, b += tile_columns_of<Real>) {
        Lanes column;
        std::memcpy(&column, b, sizeof column);
        r0 += a[0] * column;
        r1 += a[1] * column;
        r2 += a[2] * column;
        r3 += a[3] * column;
        r4 += a[4] * column;
        r5 += a[5] * column;
    }
    const Lanes rows[tile_rows] = {r0, r1, r2, r3, r4, r5};
    std::memcpy(result, rows, sizeof rows);
}

}  // namespace

REGULUS_CLONES void tile_product(const float* a, const float* b, std::size_t depth, float* result) {
    multiply<Floats>(a, b, depth, result);
}

REGULUS_CLONES void tile_product(const double* a, const double* b, std::size_t depth, double* result) {
    multiply<Doubles>(a, b, depth, result);
}

std::vector<float> packed_groups(const float* points, std::size_t count, std::size_t depth,
                                 std::size_t width) {
    const std::size_t groups = (count + width - 1) / width;
    std::vector<float> packed(groups * width * depth, 0.0F);
    for (std::size_t r = 0; r < count; ++r) {
        const float* from = points + r * depth;
        float* to = packed.data() + (r / width) * width * depth + r % width;
        for (std::size_t k = 0; k < depth; ++k) to[k * width] = from[k];
    }
    return packed;
}

}  // namespace regulus
