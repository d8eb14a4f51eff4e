// Names and wiring that a biologist recognises, for the small networks: types of human blood cells, the
// transcription factors of their lineages, and marker genes with the regulators that textbooks give them
// (Murphy and Weaver, Janeway's Immunobiology, chapters 4, 5, 8 to 11). A teaching table, not a resource:
// what is made with it is simulated.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace regulus::immune {

// Cell types in the order they are taken when fewer are asked for.
std::span<const std::string_view> cell_types();

struct Factor {
    std::string_view name;
    std::string_view levels;  // one character a cell type: '0' off, '1' some, '2' high
    bool interferon = false;  // activity rises in every type in the disease
};
std::span<const Factor> factors();

struct Marker {
    std::string_view name;
    std::string_view regulators;  // "+SPI1 +CEBPB -PAX5"
};
// Ordered so that the first n touch all lineages.
std::span<const Marker> markers();

// Genes that every cell makes.
std::span<const std::string_view> housekeeping();

}  // namespace regulus::immune
