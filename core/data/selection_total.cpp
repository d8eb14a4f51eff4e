#include "core/data/selection_total.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/data/count_units.h"

namespace regulus {
namespace {

constexpr std::size_t cells_looked_at = 200, fewest_cells = 10;

struct Factors {
    std::vector<std::uint32_t> cells;
    std::vector<CellUnit> units;  // one a cell
};

Factors factors_of(const Assay& assay) {
    const std::size_t all = assay.matrix->cells(), some = std::min(all, cells_looked_at);
    std::vector<std::uint32_t> rows;
    for (std::size_t i = 0; i < some; ++i) rows.push_back(static_cast<std::uint32_t>(i * all / some));
    const CsrMatrix values = assay.matrix->rows(rows);
    Factors result;
    for (std::size_t r = 0; r < values.rows; ++r) {
        const auto unit = unit_of(values.row_values(r), assay.scale->form);
        if (!unit) continue;
        result.cells.push_back(rows[r]);
        result.units.push_back(*unit);
    }
    return result;
}

// The product of factor and column where it is one number; a few cells may differ (a factor is found from
// values of which none need be a single count). Of counts only: a size factor has such a product as well, and
// is less than the counts that are left of the cell.
std::optional<double> constant_product(const Factors& cells, const Numeric& column) {
    std::vector<double> products;
    std::size_t less = 0;
    for (std::size_t i = 0; i < cells.cells.size(); ++i) {
        const double value = column.values[cells.cells[i]];
        if (!(value > 0) || !std::isfinite(value)) return std::nullopt;
        less += value < 0.99 * cells.units[i].counts ? 1 : 0;
        products.push_back(cells.units[i].unit * value);
    }
    if (less * 10 > products.size()) return std::nullopt;
    std::ranges::sort(products);
    const double middle = products[products.size() / 2];
    const auto near = std::ranges::count_if(
        products, [&](double product) { return std::abs(product / middle - 1) < 0.01; });
    if (static_cast<std::size_t>(near) * 10 < products.size() * 9) return std::nullopt;
    return middle;
}

void settle(Assay& assay, const Table& obs) {
    const Factors cells = factors_of(assay);
    if (cells.cells.size() < fewest_cells) return;
    for (const Column& column : obs.columns) {
        if (column.numeric() == nullptr) continue;
        const auto product = constant_product(cells, *column.numeric());
        if (!product) continue;
        const double nearest = std::pow(10, std::round(std::log10(*product)));
        assay.scale->total = std::abs(*product / nearest - 1) < 0.01 ? nearest : *product;
        assay.scale->guessed = false;
        assay.scale->known = true;
        return;
    }
}

}  // namespace

void settle_totals(Dataset& dataset) {
    for (Assay& assay : dataset.assays) {
        if (assay.matrix && assay.scale && assay.scale->guessed) settle(assay, dataset.obs);
    }
}

}  // namespace regulus
