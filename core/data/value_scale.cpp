#include "core/data/value_scale.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/data/count_units.h"
#include "core/data/counts_of_some_genes.h"
#include "core/data/value_rounding.h"

namespace regulus {
namespace {

constexpr std::array all_forms{ValueForm::Linear, ValueForm::Log,      ValueForm::Log2,
                               ValueForm::Log10,  ValueForm::LogTwice, ValueForm::Root};
constexpr double largest_log = 21;  // log2 of counts per million + 1 is below it
constexpr std::size_t values_to_fit = 200'000;
constexpr double share_of_rows = 0.9;  // that agree

struct Sample {
    bool whole = true, negative = false, any = false;
    float largest = 0;
    std::vector<std::vector<float>> rows;  // some, without their zeros
    std::vector<double> totals;            // of rows with any value
    bool same_largest = true;              // all rows have one largest value
    bool ranks = true;                     // the values of a row are 1, 2, 3, ...
    std::size_t cells = 0, nearly_empty = 0;
    Rounding rounding;
};

void add_row(Sample& sample, std::span<const float> values, bool keep) {
    std::vector<float> row;
    double total = 0;
    for (const float value : values) {
        if (value == 0) continue;
        row.push_back(value);
        total += value;
        sample.negative = sample.negative || value < 0;
        sample.whole = sample.whole && value == std::floor(value);
    }
    constexpr std::size_t few_genes = 10;
    ++sample.cells;
    sample.nearly_empty += row.size() < few_genes ? 1 : 0;
    if (row.empty()) return;
    const float largest = std::ranges::max(row);
    sample.same_largest = sample.same_largest && (!sample.any || largest == sample.largest);
    sample.largest = std::max(sample.largest, largest);
    sample.any = true;
    sample.totals.push_back(total);
    if (sample.whole && sample.ranks) {
        std::vector<float> sorted = row;
        std::ranges::sort(sorted);
        for (std::size_t i = 0; i < sorted.size() && sample.ranks; ++i)
            sample.ranks = sorted[i] == static_cast<float>(i + 1);
    }
    if (!keep) return;
    sample.rounding.add(row);
    sample.rows.push_back(std::move(row));
}

Sample sample_of(const MatrixSource& matrix) {
    Sample sample;
    // Four stretches over the whole file rather than its first rows, which may be one sample.
    const std::size_t stretch = std::min<std::size_t>(500, matrix.cells());
    for (std::size_t i = 0; i < 4 && stretch > 0; ++i) {
        const std::size_t begin = (matrix.cells() - stretch) * i / 3;
        const CsrMatrix part = matrix.block(begin, begin + stretch);
        // Every so many cells, so that those kept come from all over the stretch.
        const std::size_t step = 1 + 4 * part.stored() / values_to_fit;
        for (std::size_t r = 0; r < part.rows; ++r) {
            if (!std::ranges::all_of(part.row_values(r), [](float v) { return std::isfinite(v); })) {
                throw Error(ErrorKind::Data, "The expression matrix has NaN or infinite values",
                            "cell " + std::to_string(begin + r + 1),
                            "Replace them, or use other values if the file has some");
            }
            add_row(sample, part.row_values(r), r % step == 0);
        }
        if (stretch == matrix.cells()) break;
    }
    return sample;
}

double median(std::vector<double> values) {
    if (values.empty()) return 0;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

struct RowFit {
    double sum = 0;  // of the values with the form undone
    UnitFit unit;
    bool skewed = false;  // as counts are: the largest many times the middle one
};

RowFit fit_row(const std::vector<float>& row, ValueForm form, double step) {
    RowFit fit;
    std::vector<Undone> measured;
    std::vector<double> values;
    for (const float value : row) {
        measured.push_back(undone_rounded(form, value, step));
        values.push_back(measured.back().value);
        fit.sum += values.back();
    }
    fit.skewed = std::ranges::max(values) > 10 * median(values);
    fit.unit = fit_unit(measured);
    return fit;
}

// How well one form explains the sample.
struct FormFit {
    ValueForm form = ValueForm::Linear;
    std::size_t rows = 0, informative = 0, multiples = 0, skewed = 0;
    double total = 0, largest_total = 0, spread = 0;  // of the rows' sums; spread: 5th to 95th in a hundred
    std::vector<CellUnit> cells = {};                 // those with a unit
    bool raw = false;                                 // nearly all units are 1, or another number
    double molecules = 0;

    double share() const {
        return informative > 0 ? static_cast<double>(multiples) / static_cast<double>(informative) : 0;
    }
    bool is_multiples() const { return share() >= share_of_rows && 2 * informative >= rows; }
    bool is_constant() const {
        if (rows >= 10) return spread < 0.02;
        const double exponent = std::log10(total);
        return spread < 0.005 && std::abs(exponent - std::round(exponent)) < 0.002;  // 1, ..., 10,000, ...
    }
};

FormFit fit_form(const Sample& sample, ValueForm form) {
    FormFit fit{form};
    std::vector<double> sums, units, counts;
    const double step = sample.rounding.step();
    for (const auto& row : sample.rows) {
        const RowFit one = fit_row(row, form, step);
        if (!std::isfinite(one.sum)) return FormFit{form};  // not this one
        ++fit.rows;
        fit.skewed += one.skewed ? 1 : 0;
        sums.push_back(one.sum);
        fit.informative += one.unit.informative ? 1 : 0;
        if (!one.unit.multiples) continue;
        ++fit.multiples;
        fit.cells.push_back(one.unit.cell);
        units.push_back(one.unit.cell.unit);
        counts.push_back(one.unit.cell.counts);
    }
    if (sums.empty()) return fit;
    std::ranges::sort(sums);
    fit.total = sums[sums.size() / 2];
    fit.largest_total = sums.back();
    fit.spread = (sums[(sums.size() - 1) * 95 / 100] - sums[(sums.size() - 1) * 5 / 100]) / fit.total;
    const double middle = median(units);
    // Cells that differ in their sums and not in their unit hold counts, times a constant at most.
    const auto same = [&](double unit) {
        const auto n = std::ranges::count_if(units, [&](double u) { return std::abs(u / unit - 1) < 0.002; });
        return static_cast<double>(n) >= share_of_rows * static_cast<double>(units.size());
    };
    fit.raw = !units.empty() && (same(1) || (fit.spread >= 0.05 && same(middle)));
    fit.molecules = median(counts);
    return fit;
}

// Totals as people choose them are powers of ten; gene filters and rounding take a little off.
double round_total(double total) {
    const double nearest = std::pow(10, std::round(std::log10(total)));
    return std::abs(total / nearest - 1) < 0.01 ? nearest : total;
}

ValueScale scale_of(const FormFit& fit, std::size_t genes) {
    ValueScale scale{fit.form};
    if (fit.raw) {
        scale.raw = true;
        return scale;
    }
    if (fit.spread < 0.05) {
        scale.total = round_total(fit.total);
        return scale;
    }
    // Cells differ: some of the genes were taken out after the scaling, or it was by size factors.
    if (const auto total = total_behind(fit.cells)) {
        scale.selection = true;
        scale.total = round_total(*total);
        return scale;
    }
    if (genes >= whole_transcriptome) {
        // All genes are there, and the cells' sums serve as well as another factor; unless most sums are
        // nearly 10,000, which is what they were before some genes were taken out.
        const bool nearly_all = fit.total >= 7'000 && fit.largest_total <= 1.01e4;
        scale.selection = scale.guessed = nearly_all;
        scale.total = nearly_all ? 1e4 : 0;
        return scale;
    }
    scale.selection = scale.guessed = true;
    scale.known = false;
    return scale;
}

std::optional<FormFit> best_form(const std::vector<FormFit>& fits) {
    std::optional<FormFit> best;
    for (const FormFit& fit : fits) {
        // Squares of multiples are multiples.
        const bool squares = fit.form == ValueForm::Root && fits.front().is_multiples();
        // Two exponentials spread values so far that what is left to compare says little.
        const bool chance = fit.form == ValueForm::LogTwice && fit.spread > 0.05;
        if (fit.is_multiples() && !squares && !chance && (!best || fit.spread < best->spread)) best = fit;
    }
    if (best) return best;
    for (const FormFit& fit : fits) {
        // Squares that sum to 1 come from vectors brought to length 1, whatever was in them.
        const bool lengths = fit.form == ValueForm::Root && std::abs(fit.total - 1) < 0.01;
        if (fit.rows == 0 || !fit.is_constant() || 2 * fit.skewed < fit.rows || lengths) continue;
        if (!best || fit.spread < best->spread) best = fit;
    }
    return best;
}

bool is_mixed(const std::vector<FormFit>& fits) {
    return std::ranges::count_if(fits, [](const FormFit& fit) { return fit.share() > 0.1; }) > 1;
}

// Whether most cells have values about as small as one count.
bool has_single_counts(const Sample& sample) {
    constexpr float about_one = 3;
    const auto with = std::ranges::count_if(
        sample.rows, [](const std::vector<float>& row) { return std::ranges::min(row) < about_one; });
    return 2 * static_cast<std::size_t>(with) >= sample.rows.size();
}

// Of values that are neither whole nor negative.
void find_scale(ValueFacts& facts, const Sample& sample, std::size_t genes) {
    std::vector<FormFit> fits;
    for (const ValueForm form : all_forms) {
        if (form != ValueForm::Linear && form != ValueForm::Root && sample.largest > largest_log) continue;
        fits.push_back(fit_form(sample, form));
    }
    if (const auto best = best_form(fits)) {
        facts.scale = scale_of(*best, genes);
        facts.molecules = best->molecules;
    } else {
        const FormFit& linear = fits.front();
        const bool large = sample.largest > largest_log && 2 * linear.skewed >= linear.rows;
        // Of some genes of cells that were scaled (TPM by the lengths of genes) the sum says nothing.
        const bool scaled = large && genes < whole_transcriptome && !has_single_counts(sample);
        facts.scale.known = large && !scaled && !is_mixed(fits);
        facts.scale.selection = facts.scale.guessed = scaled;
        facts.scale.form = sample.largest > largest_log ? ValueForm::Linear : ValueForm::Log;
    }
    facts.kind = facts.scale.form == ValueForm::Linear ? ValueKind::Normalised : ValueKind::LogNormalised;
}

bool counts_nothing(const Sample& sample) {
    constexpr std::size_t enough = 20;  // cells, before what they have in common means anything
    return sample.totals.size() >= enough && (sample.same_largest || sample.ranks);
}

std::string total_words(const ValueScale& scale) {
    if (scale.raw) return "counts";
    if (scale.total == 0)
        return scale.form == ValueForm::Linear ? "counts with fractions" : "counts scaled cell by cell";
    if (scale.total == 1) return "shares of each cell (sum 1)";
    if (scale.total == 1e6) return "counts per million (CPM, TPM)";
    if (scale.total == 1e4) return "counts per 10,000";
    if (scale.total == 1e5) return "counts per 100,000";
    return fmt::format("counts scaled to {:.6g} per cell", scale.total);
}

}  // namespace

const char* to_string(ValueKind kind) {
    switch (kind) {
        case ValueKind::Counts:
            return "counts";
        case ValueKind::LogNormalised:
            return "log-normalised";
        case ValueKind::Normalised:
            return "normalised";
        case ValueKind::Scaled:
            return "scaled";
        case ValueKind::Levels:
            return "levels";
        case ValueKind::NotFinite:
            return "with NaN";
        case ValueKind::Empty:
            break;
    }
    return "empty";
}

double undone(ValueForm form, double value) {
    switch (form) {
        case ValueForm::Linear:
            break;
        case ValueForm::Log:
            return std::expm1(value);
        case ValueForm::Log2:
            return std::exp2(value) - 1;
        case ValueForm::Log10:
            return std::pow(10, value) - 1;
        case ValueForm::LogTwice:
            return std::expm1(std::expm1(value));
        case ValueForm::Root:
            return value * value;
    }
    return value;
}

std::string describe(const ValueScale& scale) {
    if (!scale.known) return "on a scale that was not recognised";
    const std::string what = total_words(scale);
    switch (scale.form) {
        case ValueForm::Linear:
            break;
        case ValueForm::Log:
            return "log1p of " + what;
        case ValueForm::Log2:
            return "log2(x + 1) of " + what;
        case ValueForm::Log10:
            return "log10(x + 1) of " + what;
        case ValueForm::LogTwice:
            return "log1p, applied twice, of " + what;
        case ValueForm::Root:
            return "square root of " + what;
    }
    return what;
}

bool is_usual(const ValueScale& scale) {
    return scale.known && scale.form == ValueForm::Log && !scale.raw &&
           (scale.total == 1e4 || std::abs(scale.total / 1e4 - 1) < 0.01);
}

ValueFacts inspect_values(const MatrixSource& matrix) {
    const Sample sample = sample_of(matrix);
    ValueFacts facts;
    if (sample.cells > 0)
        facts.nearly_empty = static_cast<double>(sample.nearly_empty) / static_cast<double>(sample.cells);
    if (!sample.any) {
        facts.scale.known = false;
        return facts;
    }
    if (sample.negative) {
        facts.kind = ValueKind::Scaled;
        facts.scale.known = false;
    } else if (sample.whole) {
        facts.kind = counts_nothing(sample) ? ValueKind::Levels : ValueKind::Counts;
        facts.scale.raw = true;
        facts.scale.known = facts.kind == ValueKind::Counts;
        facts.molecules = median(sample.totals);
    } else {
        find_scale(facts, sample, matrix.genes());
    }
    return facts;
}

}  // namespace regulus
