// A smooth line through points: locally weighted regression, robust against outliers. W. S. Cleveland,
// Journal of the American Statistical Association 74 (1979), 829, and The American Statistician 35 (1981),
// 54; the numbers are those of R's lowess().
#pragma once

#include <span>
#include <vector>

namespace regulus {

struct LowessOptions {
    double span = 2.0 / 3;  // share of the points that a fit at one place looks at
    int robust = 3;         // fits after the first, each with outliers weighted down
    double jump = 0.01;     // places nearer than this share of the range are interpolated
};

// One value a point. `x` ascending, `y` of the same length; two points at least.
std::vector<double> lowess(std::span<const double> x, std::span<const double> y,
                           const LowessOptions& options);

// The line through (x, y) at `at`; x ascending, of equal x the mean of their y; beyond the ends that of the
// end.
class Line {
  public:
    Line(std::span<const double> x, std::span<const double> y);
    double operator()(double at) const;

  private:
    std::vector<double> m_x, m_y;
};

}  // namespace regulus
