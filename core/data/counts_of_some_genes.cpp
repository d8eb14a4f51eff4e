#include "core/data/counts_of_some_genes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "core/base/count_text.h"
#include "core/data/cell_factors.h"
#include "core/data/count_units.h"
#include "core/data/total_counts_column.h"
#include "core/data/value_rounding.h"

namespace regulus {
namespace {

constexpr std::size_t cells_looked_at = 200, fewest_cells = 10;
constexpr double same_counts = 1.02;  // genes that hardly any cell has were taken out, no more

bool may_be_part(const Assay& assay) {
    const bool values = assay.kind == ValueKind::Counts || assay.kind == ValueKind::Normalised ||
                        assay.kind == ValueKind::LogNormalised;
    const ValueScale& scale = *assay.scale;
    return values && scale.known && !scale.selection && scale.total == 0 && !assay.part_of_features &&
           assay.matrix->genes() < whole_transcriptome && cell_factors(*assay.matrix) == nullptr;
}

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

// One count, in values with the form undone: all cells have the same (see ValueScale::raw).
double unit_of_cells(const CsrMatrix& values, const Assay& assay) {
    const ValueScale& scale = *assay.scale;
    if (!scale.raw || assay.kind == ValueKind::Counts) return 1;
    Rounding rounding;
    rounding.add(values.values);
    std::vector<double> units;
    for (std::size_t r = 0; r < values.rows; ++r) {
        if (const auto unit = unit_of(values.row_values(r), scale.form, rounding.step()))
            units.push_back(unit->unit);
    }
    return units.empty() ? 1 : median(std::move(units));
}

CountsLeft counts_left(const Assay& assay, const CsrMatrix& values, std::span<const std::uint32_t> rows,
                       double unit) {
    CountsLeft left;
    left.whole = assay.scale->raw;
    for (std::size_t r = 0; r < values.rows; ++r) {
        double sum = 0;
        for (const float value : values.row_values(r)) sum += undone(assay.scale->form, value);
        if (!(sum > 0)) continue;
        left.cells.push_back(rows[r]);
        left.counts.push_back(sum / unit);
    }
    return left;
}

}  // namespace

std::string settle_counts_of_some_genes(Assay& assay, const Table& obs) {
    // A matrix that its file holds by gene is turned around on the first look: only where a column may tell.
    const bool told = std::ranges::any_of(obs.columns, [](const Column& column) {
        return column.numeric() != nullptr && names_total_counts(column.name);
    });
    if (!told || !may_be_part(assay)) return {};
    const std::size_t all = assay.matrix->cells(), some = std::min(all, cells_looked_at);
    std::vector<std::uint32_t> rows;
    for (std::size_t i = 0; i < some; ++i) rows.push_back(static_cast<std::uint32_t>(i * all / some));
    const CsrMatrix values = assay.matrix->rows(rows);
    const double unit = unit_of_cells(values, assay);
    const CountsLeft left = counts_left(assay, values, rows, unit);
    if (left.cells.size() < fewest_cells) return {};
    const Column* const column = total_counts_column(obs, left);
    if (column == nullptr) return {};
    const std::vector<double>& totals = column->numeric()->values;
    std::vector<double> times_more;
    for (std::size_t i = 0; i < left.cells.size(); ++i)
        times_more.push_back(totals[left.cells[i]] / left.counts[i]);
    const double more = median(std::move(times_more));
    if (more < same_counts) return {};

    std::vector<double> per_10k;
    for (const double total : totals) per_10k.push_back(total > 0 ? 1e4 / (unit * total) : 0);
    assay.matrix = with_cell_factors(std::move(assay.matrix), std::move(per_10k));
    assay.scale->selection = true;
    return fmt::format(
        "The {} genes of {} hold {:.0f} % of the counts of a cell; cells are scaled by their totals in '{}'",
        count_text(assay.matrix->genes()), assay.name, 100 / more, column->name);
}

}  // namespace regulus
