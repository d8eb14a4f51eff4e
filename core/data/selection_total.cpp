#include "core/data/selection_total.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include "core/data/cell_factors.h"
#include "core/data/count_units.h"
#include "core/data/counts_of_some_genes.h"
#include "core/data/total_counts_column.h"
#include "core/data/value_rounding.h"

namespace regulus {
namespace {

constexpr std::size_t cells_looked_at = 200, fewest_cells = 10;
constexpr double near = 0.01;  // relative

// Cells whose factor is found in their values.
struct Factors {
    std::vector<double> units;  // one a cell
    CountsLeft left;
};

Factors factors_of(const Assay& assay) {
    const std::size_t all = assay.matrix->cells(), some = std::min(all, cells_looked_at);
    std::vector<std::uint32_t> rows;
    for (std::size_t i = 0; i < some; ++i) rows.push_back(static_cast<std::uint32_t>(i * all / some));
    const CsrMatrix values = assay.matrix->rows(rows);
    Rounding rounding;
    rounding.add(values.values);
    Factors result;
    for (std::size_t r = 0; r < values.rows; ++r) {
        const auto unit = unit_of(values.row_values(r), assay.scale->form, rounding.step());
        if (!unit) continue;
        result.units.push_back(unit->unit);
        result.left.cells.push_back(rows[r]);
        result.left.counts.push_back(unit->counts);
    }
    return result;
}

bool nearly_all(std::size_t some, std::size_t all) {
    return some * 10 >= all * 9;
}

// Factor × column where that is one number; a few cells may differ (a factor is found from values of which
// none need be a single count).
std::optional<double> constant_product(const Factors& cells, const Numeric& column) {
    auto products = positive_values(cells.left.cells, column);
    if (products.empty()) return std::nullopt;
    for (std::size_t i = 0; i < products.size(); ++i) products[i] *= cells.units[i];
    std::ranges::sort(products);
    const double middle = products[products.size() / 2];
    const auto same = std::ranges::count_if(
        products, [&](double product) { return std::abs(product / middle - 1) < near; });
    return nearly_all(static_cast<std::size_t>(same), products.size()) ? std::optional(middle) : std::nullopt;
}

bool are_the_counts(const Factors& cells, const Numeric& column) {
    const auto values = positive_values(cells.left.cells, column);
    std::size_t same = 0;
    for (std::size_t i = 0; i < values.size(); ++i)
        same += std::abs(cells.left.counts[i] / values[i] - 1) < near ? 1 : 0;
    return !values.empty() && nearly_all(same, values.size());
}

class Settling {
  public:
    Settling(Assay& assay, const Table& obs) : m_assay(assay), m_obs(obs), m_cells(factors_of(assay)) {
        for (const Column& column : obs.columns) {
            if (column.numeric() != nullptr) m_columns.push_back(&column);
        }
    }

    void run() {
        if (m_cells.units.size() < fewest_cells) return;
        if (by_product() || by_counts() || by_size_factors()) {
            m_assay.scale->guessed = false;
            m_assay.scale->known = true;
        }
    }

  private:
    bool by_product() {
        for (const Column* column : m_columns) {
            const auto product = constant_product(m_cells, *column->numeric());
            if (!product || !can_hold_counts(m_cells.left, *column->numeric())) continue;
            const double nearest = std::pow(10, std::round(std::log10(*product)));
            m_assay.scale->total = std::abs(*product / nearest - 1) < near ? nearest : *product;
            return true;
        }
        return false;
    }

    bool by_counts() {
        bool found = false;
        for (const Column* column : m_columns) {
            const Numeric& values = *column->numeric();
            const bool same = are_the_counts(m_cells, values);
            // What the cells had elsewhere may be more: then genes are missing.
            if (!same && names_total_counts(column->name) && can_hold_counts(m_cells.left, values))
                return false;
            found = found || same;
        }
        if (!found) return false;
        m_assay.scale->selection = false;
        m_assay.scale->total = 0;
        return true;
    }

    bool by_size_factors() {
        const Column* const named = total_counts_column(m_obs, m_cells.left);
        if (named == nullptr) return false;
        const std::vector<double>& totals = named->numeric()->values;
        for (const Column* column : m_columns) {
            const Numeric& factors = *column->numeric();
            const auto product = constant_product(m_cells, factors);
            const bool all = std::ranges::all_of(
                factors.values, [](double value) { return value > 0 && std::isfinite(value); });
            if (!product || !all) continue;
            std::vector<double> per_10k;
            for (std::size_t i = 0; i < factors.values.size(); ++i)
                per_10k.push_back(totals[i] > 0 ? 1e4 * factors.values[i] / (*product * totals[i]) : 0);
            m_assay.matrix = with_cell_factors(std::move(m_assay.matrix), std::move(per_10k));
            m_assay.scale->total = 0;
            return true;
        }
        return false;
    }

    Assay& m_assay;
    const Table& m_obs;
    const Factors m_cells;
    std::vector<const Column*> m_columns;
};

}  // namespace

void settle_totals(Dataset& dataset) {
    for (Assay& assay : dataset.assays) {
        if (!assay.matrix || !assay.scale) continue;
        if (assay.scale->guessed) Settling(assay, dataset.obs).run();
        if (auto note = settle_counts_of_some_genes(assay, dataset.obs); !note.empty())
            dataset.warnings.push_back(std::move(note));
    }
}

std::size_t genes_in_totals(const Assay& assay) {
    const bool of_others = scale_of(assay).selection || cell_factors(*assay.matrix) != nullptr;
    return of_others ? 0 : assay.matrix->genes();
}

}  // namespace regulus
