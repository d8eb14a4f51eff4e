#include "core/stats/lbfgs.h"

#include <cmath>
#include <deque>
#include <limits>
#include <optional>
#include <utility>

namespace regulus {
namespace {

using Eigen::VectorXd;

constexpr double sufficient_decrease = 1e-4, curvature = 0.9;
constexpr std::size_t memory = 10;

// The function along x + t·direction; the gradient of the last point evaluated is kept.
class Ray {
  public:
    struct Point {
        double step = 0, value = 0, slope = 0;
    };
    Ray(const Objective& objective, const VectorXd& x, const VectorXd& direction)
        : m_objective(objective), m_x(x), m_direction(direction) {}

    Point at(double step) {
        m_position = m_x + step * m_direction;
        const double value = m_objective(m_position, m_gradient);
        return {step, value, m_gradient.dot(m_direction)};
    }
    VectorXd& position() { return m_position; }
    VectorXd& gradient() { return m_gradient; }

  private:
    const Objective& m_objective;
    const VectorXd &m_x, &m_direction;
    VectorXd m_position, m_gradient;
};

// Minimum of the cubic through two points, kept away from both ends.
double between(const Ray::Point& a, const Ray::Point& b) {
    const double d1 = a.slope + b.slope - 3 * (a.value - b.value) / (a.step - b.step);
    const double square = d1 * d1 - a.slope * b.slope;
    const double low = std::min(a.step, b.step), width = std::abs(b.step - a.step);
    double step = 0.5 * (a.step + b.step);
    if (square >= 0) {
        const double d2 = std::copysign(std::sqrt(square), b.step - a.step);
        const double found = b.step - (b.step - a.step) * (b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2);
        if (std::isfinite(found)) step = found;
    }
    return std::min(std::max(step, low + 0.1 * width), low + 0.9 * width);
}

// A step that fulfils the strong Wolfe conditions, or the best one found; nullopt when none is downhill.
std::optional<Ray::Point> line_search(Ray& ray, double value, double slope, double first_step) {
    const Ray::Point start{0, value, slope};
    const auto too_high = [&](const Ray::Point& p) {
        return !std::isfinite(p.value) || p.value > value + sufficient_decrease * p.step * slope;
    };
    const auto flat = [&](const Ray::Point& p) { return std::abs(p.slope) <= -curvature * slope; };

    Ray::Point low = start, high = start;
    bool bracketed = false;
    double step = first_step;
    for (int i = 0; i < 40; ++i) {
        const Ray::Point p = ray.at(step);
        if (too_high(p) || (bracketed && p.value >= low.value)) {
            high = p;
            bracketed = true;
            if (!std::isfinite(p.value)) {
                step = 0.5 * (low.step + p.step);
                continue;
            }
        } else {
            if (flat(p)) return p;
            if (!bracketed && p.slope < 0) {
                low = p;
                step *= 2;
                continue;
            }
            if (!bracketed || p.slope * (high.step - low.step) >= 0) high = low;
            bracketed = true;
            low = p;
        }
        if (std::abs(high.step - low.step) < 1e-14 * std::max(1.0, low.step)) break;
        step = between(low, high);
    }
    if (low.step == 0) return std::nullopt;
    return ray.at(low.step);
}

struct Correction {
    VectorXd step, change;
    double scale;
};

VectorXd descent(const std::deque<Correction>& past, const VectorXd& gradient) {
    VectorXd q = gradient;
    std::vector<double> alpha(past.size());
    for (std::size_t i = past.size(); i-- > 0;) {
        alpha[i] = past[i].scale * past[i].step.dot(q);
        q -= alpha[i] * past[i].change;
    }
    if (!past.empty()) q *= 1 / (past.back().scale * past.back().change.squaredNorm());
    for (std::size_t i = 0; i < past.size(); ++i) {
        q += (alpha[i] - past[i].scale * past[i].change.dot(q)) * past[i].step;
    }
    return -q;
}

}  // namespace

LbfgsResult minimise_lbfgs(const Objective& objective, VectorXd& x, int max_iterations, double tolerance) {
    LbfgsResult result;
    VectorXd gradient;
    double value = objective(x, gradient);
    std::deque<Correction> past;
    for (; result.iterations < max_iterations; ++result.iterations) {
        if (gradient.size() == 0 || gradient.cwiseAbs().maxCoeff() <= tolerance) {
            result.converged = true;
            return result;
        }
        VectorXd direction = descent(past, gradient);
        double slope = direction.dot(gradient);
        if (!(slope < 0)) {
            past.clear();
            direction = -gradient;
            slope = -gradient.squaredNorm();
        }
        Ray ray(objective, x, direction);
        const double first_step = past.empty() ? std::min(1.0, 1 / gradient.cwiseAbs().sum()) : 1.0;
        const auto found = line_search(ray, value, slope, first_step);
        if (!found) {
            // Rounding hides any further descent; without memory of curvature there is nothing left to try.
            if (past.empty()) {
                result.converged = true;
                return result;
            }
            past.clear();
            continue;
        }
        Correction correction{ray.position() - x, ray.gradient() - gradient, 0};
        const double product = correction.step.dot(correction.change);
        if (product > std::numeric_limits<double>::epsilon() * correction.change.squaredNorm()) {
            correction.scale = 1 / product;
            past.push_back(std::move(correction));
            if (past.size() > memory) past.pop_front();
        }
        std::swap(x, ray.position());
        std::swap(gradient, ray.gradient());
        value = found->value;
    }
    return result;
}

}  // namespace regulus
