#include "core/data/selection_total.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "core/data/cell_factors.h"
#include "core/data/count_units.h"
#include "core/data/value_rounding.h"

namespace regulus {
namespace {

constexpr std::size_t cells_looked_at = 200, fewest_cells = 10;
constexpr double near = 0.01;  // relative

// Cells whose factor is found in their values.
struct Factors {
    std::vector<std::uint32_t> cells;
    std::vector<CellUnit> units;  // one a cell
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
        result.cells.push_back(rows[r]);
        result.units.push_back(*unit);
    }
    return result;
}

bool nearly_all(std::size_t some, std::size_t all) {
    return some * 10 >= all * 9;
}

// Of cells and a column; nullopt where it is not above 0 in all of them.
std::optional<std::vector<double>> values_of(const Factors& cells, const Numeric& column) {
    std::vector<double> values;
    for (const std::uint32_t cell : cells.cells) {
        const double value = column.values[cell];
        if (!(value > 0) || !std::isfinite(value)) return std::nullopt;
        values.push_back(value);
    }
    return values;
}

// Factor × column where that is one number; a few cells may differ (a factor is found from values of which
// none need be a single count).
std::optional<double> constant_product(const Factors& cells, const Numeric& column) {
    auto products = values_of(cells, column);
    if (!products) return std::nullopt;
    for (std::size_t i = 0; i < products->size(); ++i) (*products)[i] *= cells.units[i].unit;
    std::ranges::sort(*products);
    const double middle = (*products)[products->size() / 2];
    const auto same = std::ranges::count_if(
        *products, [&](double product) { return std::abs(product / middle - 1) < near; });
    return nearly_all(static_cast<std::size_t>(same), products->size()) ? std::optional(middle)
                                                                        : std::nullopt;
}

// Counts that a cell had are not fewer than those that are left of it.
bool can_be_counts(const Factors& cells, const Numeric& column) {
    const auto values = values_of(cells, column);
    if (!values) return false;
    std::size_t enough = 0;
    for (std::size_t i = 0; i < values->size(); ++i)
        enough += (*values)[i] >= (1 - near) * cells.units[i].counts ? 1 : 0;
    return nearly_all(enough, values->size());
}

bool are_the_counts(const Factors& cells, const Numeric& column) {
    const auto values = values_of(cells, column);
    if (!values) return false;
    std::size_t same = 0;
    for (std::size_t i = 0; i < values->size(); ++i)
        same += std::abs(cells.units[i].counts / (*values)[i] - 1) < near ? 1 : 0;
    return nearly_all(same, values->size());
}

// Cells with many counts have many of them left; numbers of other cells do not tell that.
bool go_together(const Factors& cells, const std::vector<double>& totals) {
    constexpr double least_correlation = 0.5;
    double left = 0, all = 0;
    for (std::size_t i = 0; i < totals.size(); ++i) {
        left += std::log(cells.units[i].counts);
        all += std::log(totals[i]);
    }
    const auto n = static_cast<double>(totals.size());
    double both = 0, of_left = 0, of_all = 0;
    for (std::size_t i = 0; i < totals.size(); ++i) {
        const double x = std::log(cells.units[i].counts) - left / n, y = std::log(totals[i]) - all / n;
        both += x * y;
        of_left += x * x;
        of_all += y * y;
    }
    return both >= least_correlation * std::sqrt(of_left * of_all);
}

// Names of the counts of a cell over all genes, by the letters that they are made of.
bool names_total_counts(const std::string& name) {
    constexpr std::array names{"ncounts", "ncount", "totalcounts", "totalcount", "ncountrna",   "ncountsrna",
                               "numi",    "numis",  "totalumi",    "totalumis",  "umicount",    "umicounts",
                               "sum",     "total",  "librarysize", "libsize",    "sizelibrary", "nmolecules",
                               "counts",  "umis",   "ntranscripts"};
    std::string plain;
    for (const unsigned char c : name) {
        if (std::isalnum(c) != 0) plain += static_cast<char>(std::tolower(c));
    }
    return std::ranges::find(names, plain) != names.end();
}

bool is_whole_and_positive(const Numeric& column) {
    return std::ranges::all_of(column.values,
                               [](double value) { return value > 0 && value == std::floor(value); });
}

bool agree(const Numeric& a, const Numeric& b) {
    std::size_t same = 0;
    for (std::size_t i = 0; i < a.values.size(); ++i)
        same += std::abs(a.values[i] / b.values[i] - 1) < near ? 1 : 0;
    return nearly_all(same, a.values.size());
}

class Settling {
  public:
    Settling(Assay& assay, const Table& obs) : m_assay(assay), m_cells(factors_of(assay)) {
        for (const Column& column : obs.columns) {
            if (column.numeric() != nullptr) m_columns.push_back(&column);
        }
    }

    void run() {
        if (m_cells.cells.size() < fewest_cells) return;
        if (by_product() || by_counts() || by_size_factors()) {
            m_assay.scale->guessed = false;
            m_assay.scale->known = true;
        }
    }

  private:
    bool by_product() {
        for (const Column* column : m_columns) {
            const auto product = constant_product(m_cells, *column->numeric());
            if (!product || !can_be_counts(m_cells, *column->numeric())) continue;
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
            if (!same && names_total_counts(column->name) && can_be_counts(m_cells, values)) return false;
            found = found || same;
        }
        if (!found) return false;
        m_assay.scale->selection = false;
        m_assay.scale->total = 0;
        return true;
    }

    bool by_size_factors() {
        const Numeric* const totals = total_counts();
        if (totals == nullptr) return false;
        for (const Column* column : m_columns) {
            const Numeric& factors = *column->numeric();
            const auto product = constant_product(m_cells, factors);
            const bool all = std::ranges::all_of(
                factors.values, [](double value) { return value > 0 && std::isfinite(value); });
            if (!product || !all) continue;
            std::vector<double> per_10k;
            for (std::size_t i = 0; i < factors.values.size(); ++i)
                per_10k.push_back(1e4 * factors.values[i] / (*product * totals->values[i]));
            m_assay.matrix = with_cell_factors(std::move(m_assay.matrix), std::move(per_10k));
            m_assay.scale->total = 0;
            return true;
        }
        return false;
    }

    // The column that holds them; nullptr where there is none, and where two disagree.
    const Numeric* total_counts() const {
        const Numeric* found = nullptr;
        for (const Column* column : m_columns) {
            const Numeric& values = *column->numeric();
            if (!names_total_counts(column->name) || !is_whole_and_positive(values) ||
                !can_be_counts(m_cells, values) || !go_together(m_cells, *values_of(m_cells, values))) {
                continue;
            }
            if (found != nullptr && !agree(*found, values)) return nullptr;
            found = &values;
        }
        return found;
    }

    Assay& m_assay;
    const Factors m_cells;
    std::vector<const Column*> m_columns;
};

}  // namespace

void settle_totals(Dataset& dataset) {
    for (Assay& assay : dataset.assays) {
        if (assay.matrix && assay.scale && assay.scale->guessed) Settling(assay, dataset.obs).run();
    }
}

}  // namespace regulus
