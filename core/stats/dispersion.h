// Dispersions of genes against those of genes with a similar mean: the seurat and cell_ranger methods of
// highly variable genes, of one batch. Only for highly_variable.cpp.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/stats/gene_moments.h"

namespace regulus {

struct Dispersions {
    std::vector<double> means, dispersions, scaled;
};

// seurat: moments of CP10k values. A bin's only gene with a dispersion has a scaled one of 1.
Dispersions seurat_dispersions(const GeneMoments& moments, std::size_t bins);
// cell_ranger: moments of log1p(CP10k) values. Equal percentiles make one bin.
Dispersions cell_ranger_dispersions(const GeneMoments& moments);

// Upper bounds of `bins` bins of equal width over the values, as pandas.cut makes them; the bin of a value is
// the first whose bound is not below it.
std::vector<double> equal_bins(std::span<const double> values, std::size_t bins);
// As numpy's percentile with linear interpolation, of ascending values; percent in 0..100.
double percentile(std::span<const double> ascending, double percent);

}  // namespace regulus
