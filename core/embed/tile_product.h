// The inner loop of every large matrix product of this room: a small tile of A · B, with both sides packed
// so that it reads memory in order. Compiled for several processors; the best one is chosen at run time.
#pragma once

#include <cstddef>
#include <vector>

namespace regulus {

inline constexpr std::size_t tile_rows = 6, tile_columns = 16;
// As many as make 64 bytes: 16 floats, 8 doubles.
template <class Real>
inline constexpr std::size_t tile_columns_of = 64 / sizeof(Real);

// result (tile_rows × tile_columns, row-major, 64-byte aligned) = Σ_k a[k][i] · b[k][j], where a is
// depth × tile_rows and b depth × tile_columns. Sums run over k in order, so a tile's bytes do not depend on
// what is computed beside it.
void tile_product(const float* a, const float* b, std::size_t depth, float* result);
// The same in double precision, with half as many columns.
void tile_product(const double* a, const double* b, std::size_t depth, double* result);

// Rows of `points` (count × depth, row-major) in groups of `width`: for every group its first coordinates,
// then its second, ... The last group is filled up with zeros.
std::vector<float> packed_groups(const float* points, std::size_t count, std::size_t depth,
                                 std::size_t width);

}  // namespace regulus
