// The curve that turns distances in the picture into membership.
#pragma once

namespace regulus {

// 1 / (1 + a·d^(2b))
struct UmapCurve {
    double a = 1, b = 1;
};

// The least-squares fit to 1 up to min_dist and exp(-(d - min_dist) / spread) beyond, over 300 distances up
// to 3·spread, as umap-learn's find_ab_params. spread > 0, min_dist >= 0.
UmapCurve fit_umap_curve(double min_dist, double spread);

}  // namespace regulus
