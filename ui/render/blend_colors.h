// Two numbers of every point at once: a square of colours, across for the first and up for the second, and
// which points are high in one, in both or in neither.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "core/base/cell_set.h"
#include "ui/render/point_colors.h"

namespace regulus {

inline constexpr int blend_steps = 32;  // along each side of the square

// Also the place among the entries of a legend.
enum class BlendClass { Neither, First, Second, Both };

// The colour at a place of the square, both clamped into 0..1. Bilinear in OKLab between grey (low in both),
// the blue and the orange of Okabe and Ito, and a red; any two corners are at least 0.13 apart in OKLab
// for everybody, with each kind of dichromacy too (Machado, Oliveira, Fernandes 2009), and at least 2 : 1
// from white and from the dark ground.
QRgb blendColor(double first, double second);

// From two scales of the same points. `above`: a value above it is high. A point without one of the two has
// no colour. The legend has both scales, `axes`, and an entry for each BlendClass with its points.
PointColors colorsByBlend(const PointColors& first, const PointColors& second, double aboveFirst,
                          double aboveSecond);

// nullopt: one of the two numbers is not known, or the colours are no blend.
std::optional<BlendClass> blendClassAt(const PointColors& colors, std::size_t point);
CellSet blendCells(const PointColors& colors, BlendClass of);

// The drawing order of a blended colour, 1 to blend_steps²: by the larger of both, among equals by the other.
std::uint32_t blendRank(std::uint32_t index) noexcept;

double medianOf(std::span<const float> values);  // of those that are known; 0 without any
QString highText(const Legend& legend);          // "high: above 0", "high: CD3D > 0, n_counts > 2,198"

}  // namespace regulus
