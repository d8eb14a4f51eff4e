#include "core/embed/umap_curve.h"

#include <cmath>

namespace regulus {
namespace {

constexpr int samples = 300;

struct Normal {
    double error = 0;               // sum of squares
    double aa = 0, ab = 0, bb = 0;  // JᵀJ
    double ra = 0, rb = 0;          // Jᵀr
};

Normal equations(const UmapCurve& curve, double min_dist, double spread) {
    Normal n;
    for (int i = 1; i < samples; ++i) {
        const double d = 3 * spread * i / (samples - 1);
        const double wanted = d < min_dist ? 1.0 : std::exp(-(d - min_dist) / spread);
        const double power = std::pow(d, 2 * curve.b), value = 1 / (1 + curve.a * power);
        const double by_a = -power * value * value;
        const double by_b = -2 * curve.a * power * std::log(d) * value * value;
        const double off = wanted - value;
        n.error += off * off;
        n.aa += by_a * by_a;
        n.ab += by_a * by_b;
        n.bb += by_b * by_b;
        n.ra += by_a * off;
        n.rb += by_b * off;
    }
    return n;
}

}  // namespace

// Levenberg and Marquardt; two parameters need no more.
UmapCurve fit_umap_curve(double min_dist, double spread) {
    UmapCurve curve;
    Normal now = equations(curve, min_dist, spread);
    double damping = 1e-3;
    for (int i = 0; i < 500 && damping < 1e12; ++i) {
        const double aa = now.aa * (1 + damping), bb = now.bb * (1 + damping);
        const double determinant = aa * bb - now.ab * now.ab;
        const UmapCurve tried{curve.a + (bb * now.ra - now.ab * now.rb) / determinant,
                              curve.b + (aa * now.rb - now.ab * now.ra) / determinant};
        const Normal next = equations(tried, min_dist, spread);
        if (tried.a > 0 && tried.b > 0 && next.error < now.error) {
            const bool settled = now.error - next.error < 1e-15 * now.error;
            curve = tried;
            now = next;
            damping /= 3;
            if (settled) break;
        } else {
            damping *= 4;
        }
    }
    return curve;
}

}  // namespace regulus
