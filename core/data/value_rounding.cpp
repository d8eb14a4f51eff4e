#include "core/data/value_rounding.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace regulus {
namespace {

constexpr std::array steps{0.01, 0.001, 0.0001};

}  // namespace

void Rounding::add(std::span<const float> values) {
    constexpr double single = 1.2e-7, little = 1e-3, too_much = 0.1;
    for (const float stored : values) {
        const double value = std::abs(static_cast<double>(stored));
        if (value == 0) continue;
        m_least = m_values++ == 0 ? value : std::min(m_least, value);
        for (std::size_t i = 0; i < steps.size(); ++i) {
            const double multiple = value / steps[i], near = little + multiple * single;
            if (!m_possible[i] || near > too_much) continue;  // single precision has no such digits
            m_possible[i] = std::abs(multiple - std::round(multiple)) < near;
            m_common[i] = std::gcd(m_common[i], std::llround(multiple));
        }
    }
}

double Rounding::step() const {
    constexpr std::size_t enough = 100;
    constexpr double fewest_steps = 10;
    const auto coarsest = std::ranges::find(m_possible, true);
    if (m_values < enough || coarsest == m_possible.end()) return 0;
    const auto i = static_cast<std::size_t>(coarsest - m_possible.begin());
    return m_common[i] == 1 && m_least >= fewest_steps * steps[i] ? steps[i] : 0;
}

double rounding_step(const MatrixSource& matrix) {
    constexpr std::size_t enough = 100;  // cells
    const CsrMatrix some = matrix.block(0, std::min(enough, matrix.cells()));
    Rounding rounding;
    rounding.add(some.values);
    return rounding.step();
}

}  // namespace regulus
