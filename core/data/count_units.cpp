#include "core/data/count_units.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

namespace regulus {
namespace {

constexpr double most_times = 12;  // multiples beyond are not looked at: every number is near one of them
constexpr std::size_t fewest_cells = 10, cells_to_ask = 60;
constexpr std::size_t enough_answers = 30;  // loose ones, which all are right by chance once in a million
constexpr double share_of_cells = 0.9;  // some have no single count, and a unit that is twice the true one
constexpr double rounding = 6e-8;       // relative, of a factor in single precision
constexpr double deepest = 2e6;         // counts of a cell
constexpr double margin = 3, slack = 0.01;

// The unit that fits best, from one that is about right. Values that are the same multiple are rounded the
// same way: each multiple tells of the precision but once.
CellUnit refined(std::span<const Undone> values, double about) {
    std::map<int, std::pair<double, std::size_t>> multiples;
    double sum = 0;
    for (const auto& [value, error] : values) {
        sum += value;
        if (value > most_times * about) continue;
        auto& [total, count] = multiples[static_cast<int>(std::lround(value / about))];
        total += value;
        ++count;
    }
    double means = 0, times = 0;
    for (const auto& [multiple, some] : multiples) {
        means += some.first / static_cast<double>(some.second);
        times += multiple;
    }
    const double unit = means / times;
    double squares = 0;
    for (const auto& [multiple, some] : multiples) {
        const double off = some.first / static_cast<double>(some.second) / (multiple * unit) - 1;
        squares += off * off;
    }
    return {unit, sum / unit, rounding + std::sqrt(squares) / static_cast<double>(multiples.size())};
}

// Of rounded values: the middle of the units by which all values are whole multiples within their errors;
// each multiple that is certain narrows them down.
CellUnit narrowed(std::span<const Undone> values, const Undone& least, double parts) {
    std::vector<Undone> sorted(values.begin(), values.end());
    std::ranges::sort(sorted, {}, &Undone::value);
    double low = (least.value - least.error) / parts, high = (least.value + least.error) / parts, sum = 0;
    for (const auto& [value, error] : sorted) {
        sum += value;
        const double fewest = std::ceil((value - error) / high), most = std::floor((value + error) / low);
        const double from = std::max(low, (value - error) / most);
        const double to = std::min(high, (value + error) / most);
        if (fewest != most || most < 1 || from >= to) continue;  // what fits no multiple is counted elsewhere
        low = from;
        high = to;
    }
    const double unit = (low + high) / 2;
    constexpr double usual_part = 2;  // of the error that is possible
    return {unit, sum / unit, rounding + (high - low) / 2 / unit / usual_part};
}

// How far total / unit may be from a whole number; `other` is the precision of the total.
double tolerance(const CellUnit& cell, double depth, double other) {
    return slack + margin * depth * (cell.precision + other);
}

// Whether the cells' depths are whole numbers for this total; `loosest`: a cell of which less can be told
// says nothing.
bool fits(std::span<const CellUnit> cells, double total, double precision, double loosest) {
    std::size_t asked = 0, off = 0;
    const auto allowed = static_cast<double>(cells.size()) * (1 - share_of_cells);
    for (const CellUnit& cell : cells) {
        const double depth = total / cell.unit;
        const double near = tolerance(cell, depth, precision);
        if (near > loosest) continue;
        ++asked;
        off += std::abs(depth - std::round(depth)) > near || depth < 0.999 * cell.counts - 0.5 ? 1 : 0;
        if (static_cast<double>(off) > allowed) return false;
    }
    return asked >= std::max(fewest_cells, std::min(cells.size() / 2, enough_answers)) &&
           static_cast<double>(off) <= static_cast<double>(asked) * (1 - share_of_cells);
}

}  // namespace

Undone undone_rounded(ValueForm form, double stored, double step) {
    const double value = undone(form, stored);
    if (step == 0) return {value, 0};
    constexpr double half = 0.501;  // and what single precision adds
    return {value, std::max(undone(form, stored + half * step) - value,
                            value - undone(form, std::max(0.0, stored - half * step)))};
}

UnitFit fit_unit(std::span<const Undone> values) {
    constexpr double near = 0.03, too_far = 0.25;
    UnitFit fit;
    if (values.empty()) return fit;
    const Undone least = *std::ranges::min_element(values, {}, &Undone::value);
    if (least.value <= 0) return fit;
    for (const double parts : {1.0, 2.0, 3.0}) {  // the smallest may be two or three counts
        std::size_t looked_at = 0, off = 0, several = 0;
        for (const auto& [value, error] : values) {
            const double times = value / least.value;
            const double rounded = parts * times * (error / value + least.error / least.value);
            if (times > most_times || rounded > too_far) continue;
            ++looked_at;
            several += times > 1.5 ? 1 : 0;
            off += std::abs(parts * times - std::round(parts * times)) > std::max(near, rounded) ? 1 : 0;
        }
        fit.informative = several >= 3 && looked_at >= 6 && 4 * looked_at >= values.size();
        fit.multiples = fit.informative && off * 50 <= looked_at;
        if (fit.multiples) {
            fit.cell =
                least.error > 0 ? narrowed(values, least, parts) : refined(values, least.value / parts);
        }
        if (!fit.informative || fit.multiples) break;
    }
    return fit;
}

std::optional<CellUnit> unit_of(std::span<const float> values, ValueForm form, double step) {
    std::vector<Undone> undone_values;
    for (const float value : values) {
        if (value > 0) undone_values.push_back(undone_rounded(form, value, step));
    }
    const UnitFit fit = fit_unit(undone_values);
    return fit.multiples ? std::optional(fit.cell) : std::nullopt;
}

namespace {

// Where a total fits, one that is a whole part of it fits as well if that is the true one.
double smallest_part(std::span<const CellUnit> cells, double total, double loosest) {
    constexpr int most_parts = 20;
    for (int parts = most_parts; parts > 1; --parts) {
        if (fits(cells, total / parts, 0, loosest)) return total / parts;
    }
    return total;
}

std::optional<double> total_of(std::span<const CellUnit> cells) {
    // The totals that people choose, which are known exactly: deep cells can be asked, too.
    constexpr std::array usual{1.0, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7};
    for (const double total : usual) {
        constexpr std::size_t enough = 25;  // whose loose answers are no chance together
        const double loosest = cells.size() >= enough ? 0.25 : 0.1;
        if (fits(cells, total, 0, loosest)) return smallest_part(cells, total, loosest);
    }
    // Any other, such as the median: that of the shallowest cell times one whole number after the other.
    const CellUnit shallow = *std::ranges::max_element(cells, {}, &CellUnit::unit);
    constexpr double sharp = 0.1;
    constexpr std::size_t enough = 20;  // that none of half a million numbers fits by chance
    if (cells.size() < enough) return std::nullopt;
    for (double depth = std::max(1.0, std::floor(shallow.counts)); depth <= deepest; ++depth) {
        if (tolerance(shallow, depth, 0) > sharp) break;
        const double total = depth * shallow.unit;
        if (fits(cells, total, shallow.precision, sharp)) return total;
    }
    return std::nullopt;
}

}  // namespace

std::optional<double> total_behind(std::span<const CellUnit> all) {
    std::vector<CellUnit> cells;
    const std::size_t step = std::max<std::size_t>(1, all.size() / cells_to_ask);
    for (std::size_t i = 0; i < all.size(); i += step) cells.push_back(all[i]);
    if (cells.size() < fewest_cells) return std::nullopt;
    if (const auto total = total_of(cells)) return total;
    // Of roughly rounded values the cells with few counts may tell.
    cells.assign(all.begin(), all.end());
    std::ranges::sort(cells, {}, [](const CellUnit& cell) { return cell.precision / cell.unit; });
    cells.resize(std::min(cells.size(), 2 * cells_to_ask));
    return total_of(cells);
}

}  // namespace regulus
