#include "core/stats/lowess.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <optional>

namespace regulus {
namespace {

double cubed(double v) {
    return v * v * v;
}

class Smoother {
  public:
    Smoother(std::span<const double> x, std::span<const double> y, const LowessOptions& options)
        : m_x(x),
          m_y(y),
          m_near(std::clamp<std::size_t>(
              static_cast<std::size_t>(options.span * static_cast<double>(x.size()) + 1e-7), 2, x.size())),
          m_jump(options.jump * (x.back() - x.front())),
          m_fit(x.size()),
          m_robust(x.size(), 1),
          m_weights(x.size()) {}

    std::vector<double> smooth(int robust) && {
        for (int round = 0;; ++round) {
            fit_all();
            if (round >= robust || !weigh_outliers()) return std::move(m_fit);
        }
    }

  private:
    // Places that are near the last are interpolated; of equal ones the first is fitted.
    void fit_all() {
        const std::size_t n = m_x.size();
        std::size_t left = 0, right = m_near - 1, i = 0;
        std::optional<std::size_t> last;
        while (true) {
            while (right + 1 < n && m_x[i] - m_x[left] > m_x[right + 1] - m_x[i]) ++left, ++right;
            m_fit[i] = fit_at(i, left, right).value_or(m_y[i]);
            if (last && *last + 1 < i) interpolate(*last, i);
            last = i;
            const double cut = m_x[i] + m_jump;
            for (++i; i < n && m_x[i] <= cut; ++i) {
                if (m_x[i] != m_x[*last]) continue;
                m_fit[i] = m_fit[*last];
                last = i;
            }
            if (*last + 1 >= n) return;
            i = std::max(*last + 1, i - 1);
        }
    }

    void interpolate(std::size_t from, std::size_t to) {
        const double width = m_x[to] - m_x[from];
        for (std::size_t j = from + 1; j < to; ++j) {
            const double share = (m_x[j] - m_x[from]) / width;
            m_fit[j] = share * m_fit[to] + (1 - share) * m_fit[from];
        }
    }

    // nullopt when no point has any weight.
    std::optional<double> fit_at(std::size_t at, std::size_t left, std::size_t right) {
        const std::size_t n = m_x.size();
        const double place = m_x[at], reach = std::max(place - m_x[left], m_x[right] - place);
        const double far = 0.999 * reach, close = 0.001 * reach;
        double sum = 0;
        std::size_t end = left;
        for (; end < n; ++end) {  // ties may lie beyond `right`
            const double distance = std::abs(m_x[end] - place);
            m_weights[end] = 0;
            if (distance <= far) {
                m_weights[end] = (distance <= close ? 1 : cubed(1 - cubed(distance / reach))) * m_robust[end];
                sum += m_weights[end];
            } else if (m_x[end] > place) {
                break;
            }
        }
        if (sum <= 0) return std::nullopt;
        double mean = 0;
        for (std::size_t j = left; j < end; ++j) {
            m_weights[j] /= sum;
            mean += m_weights[j] * m_x[j];
        }
        if (reach > 0) tilt(left, end, place, mean);
        double value = 0;
        for (std::size_t j = left; j < end; ++j) value += m_weights[j] * m_y[j];
        return value;
    }

    // From a mean to a line, where the points are wide enough apart.
    void tilt(std::size_t left, std::size_t end, double place, double mean) {
        double spread = 0;
        for (std::size_t j = left; j < end; ++j) spread += m_weights[j] * (m_x[j] - mean) * (m_x[j] - mean);
        if (std::sqrt(spread) <= 0.001 * (m_x.back() - m_x.front())) return;
        const double slope = (place - mean) / spread;
        for (std::size_t j = left; j < end; ++j) m_weights[j] *= slope * (m_x[j] - mean) + 1;
    }

    // False when the fit is as good as exact.
    bool weigh_outliers() {
        const std::size_t n = m_x.size();
        std::vector<double> away(n);
        for (std::size_t i = 0; i < n; ++i) away[i] = std::abs(m_y[i] - m_fit[i]);
        const double mean = std::accumulate(away.begin(), away.end(), 0.0) / static_cast<double>(n);
        std::vector<double> sorted = away;
        std::ranges::sort(sorted);
        const double limit = 3 * (sorted[n / 2] + sorted[n - n / 2 - 1]);  // six times the median
        if (limit < 1e-7 * mean) return false;
        for (std::size_t i = 0; i < n; ++i) {
            const double r = away[i] / limit;
            m_robust[i] = r <= 0.001 ? 1 : r <= 0.999 ? (1 - r * r) * (1 - r * r) : 0;
        }
        return true;
    }

    std::span<const double> m_x, m_y;
    std::size_t m_near;
    double m_jump;
    std::vector<double> m_fit, m_robust, m_weights;
};

}  // namespace

std::vector<double> lowess(std::span<const double> x, std::span<const double> y,
                           const LowessOptions& options) {
    assert(x.size() == y.size() && x.size() >= 2);
    return Smoother(x, y, options).smooth(options.robust);
}

Line::Line(std::span<const double> x, std::span<const double> y) {
    for (std::size_t begin = 0; begin < x.size();) {
        std::size_t end = begin;
        double sum = 0;
        for (; end < x.size() && x[end] == x[begin]; ++end) sum += y[end];
        m_x.push_back(x[begin]);
        m_y.push_back(sum / static_cast<double>(end - begin));
        begin = end;
    }
}

double Line::operator()(double at) const {
    const auto above = static_cast<std::size_t>(std::ranges::lower_bound(m_x, at) - m_x.begin());
    if (above == 0) return m_y.front();
    if (above == m_x.size()) return m_y.back();
    const double share = (at - m_x[above - 1]) / (m_x[above] - m_x[above - 1]);
    return m_y[above - 1] + share * (m_y[above] - m_y[above - 1]);
}

}  // namespace regulus
