#include "core/stats/kernel_density.h"

#include <array>
#include <cmath>
#include <numbers>

namespace regulus {
namespace {

constexpr std::size_t terms = 14;
constexpr double box_width = 0.5, reach = 8.5;  // bandwidths; a kernel is 2e-16 at its reach

// Values of half a bandwidth, as Σ ((v − center) / bandwidth)^k / k!.
struct Box {
    double center;
    std::array<double, terms> moments{};

    void add(double value, double bandwidth) {
        const double u = (value - center) / bandwidth;
        double term = 1;
        for (std::size_t k = 0; k < terms; ++k) {
            moments[k] += term;
            term *= u / static_cast<double>(k + 1);
        }
    }
    // Σ exp(−(t − u)²/2) of its values: the generating function of the Hermite polynomials.
    double at(double place, double bandwidth) const {
        const double t = (place - center) / bandwidth;
        if (std::abs(t) > reach) return 0;
        double before = 0, now = 1, sum = 0;
        for (std::size_t k = 0; k < terms; ++k) {
            sum += now * moments[k];
            const double next = t * now - static_cast<double>(k) * before;
            before = now;
            now = next;
        }
        return std::exp(-t * t / 2) * sum;
    }
};

std::vector<Box> boxes_of(std::span<const float> sorted, std::size_t zeros, double bandwidth) {
    std::vector<Box> boxes;
    double end = 0;
    for (const float value : sorted) {
        const auto v = static_cast<double>(value);
        if (boxes.empty() || v > end) {
            boxes.push_back({v + box_width / 2 * bandwidth});
            end = v + box_width * bandwidth;
        }
        boxes.back().add(v, bandwidth);
    }
    if (zeros > 0) {
        boxes.push_back({0});
        boxes.back().moments[0] = static_cast<double>(zeros);
    }
    return boxes;
}

}  // namespace

double scott_bandwidth(std::size_t values, double deviation) {
    return deviation * std::pow(static_cast<double>(values), -0.2);
}

std::vector<float> kernel_density(std::span<const float> sorted, std::size_t zeros, double bandwidth,
                                  double low, double high, std::size_t points) {
    const std::vector<Box> boxes = boxes_of(sorted, zeros, bandwidth);
    const double whole =
        static_cast<double>(sorted.size() + zeros) * bandwidth * std::sqrt(2 * std::numbers::pi);
    std::vector<float> density(points);
    for (std::size_t i = 0; i < points; ++i) {
        const double place = low + (high - low) * static_cast<double>(i) / static_cast<double>(points - 1);
        double sum = 0;
        for (const Box& box : boxes) sum += box.at(place, bandwidth);
        density[i] = static_cast<float>(sum / whole);
    }
    return density;
}

}  // namespace regulus
