// Counts of made cells, and what people make of them.
#pragma once

#include <cmath>
#include <functional>

#include "core/base/random.h"
#include "core/data/dataset.h"
#include "core/data/normalise.h"

namespace regulus::test {

using Row = std::vector<std::pair<std::int32_t, double>>;
using Rows = std::vector<Row>;
using Each = std::function<double(double)>;

inline constexpr std::size_t cells = 120, genes = 1500;

// Cells of different depth; few genes have many counts, most have 0 or 1.
inline Rows made_counts() {
    Random random(3);
    Rows rows(cells);
    for (std::size_t c = 0; c < cells; ++c) {
        const double depth = 400 + 3000 * random.uniform();
        for (std::size_t g = 0; g < genes; ++g) {
            const double mean = depth / (8.0 * static_cast<double>(g + 10)) + 0.0001 * depth;
            const double drawn = std::floor(mean * (0.3 + 1.4 * random.uniform()) + random.uniform());
            if (drawn > 0) rows[c].emplace_back(static_cast<std::int32_t>(g), drawn);
        }
    }
    return rows;
}

inline const Rows& counts() {
    static const Rows made = made_counts();
    return made;
}

inline double sum(const Row& row) {
    double total = 0;
    for (const auto& [gene, value] : row) total += value;
    return total;
}

inline Rows each(Rows rows, const Each& change) {
    for (Row& row : rows) {
        for (auto& [gene, value] : row) value = change(value);
    }
    return rows;
}

inline Rows scaled_to(Rows rows, double total) {
    for (Row& row : rows) {
        const double factor = total / sum(row);
        for (auto& [gene, value] : row) value *= factor;
    }
    return rows;
}

// As scran's size factors are: by depth, and a little off.
inline Rows by_size_factors(Rows rows) {
    Random random(4);
    for (Row& row : rows) {
        const double factor = 1500 / sum(row) * (0.8 + 0.4 * random.uniform());
        for (auto& [gene, value] : row) value *= factor;
    }
    return rows;
}

// As programs that take background away leave counts.
inline Rows with_fractions(Rows rows) {
    Random random(5);
    return each(std::move(rows), [&](double value) { return value * (0.7 + 0.299 * random.uniform()); });
}

// Genes after the first ones, which have most counts.
inline Rows without_first(const Rows& rows, std::int32_t first) {
    Rows result;
    for (const Row& row : rows) {
        Row left;
        for (const auto& value : row) {
            if (value.first >= first) left.push_back(value);
        }
        result.push_back(std::move(left));
    }
    return result;
}

inline Assay assay_of(const Rows& rows, std::size_t width = genes) {
    CsrMatrix m;
    m.cols = width;
    for (const Row& row : rows) {
        std::vector<std::int32_t> columns;
        std::vector<float> values;
        for (const auto& [gene, value] : row) {
            columns.push_back(gene);
            values.push_back(static_cast<float>(value));
        }
        m.push_row(columns, values);
        m.rows = m.offsets.size() - 1;
    }
    Assay assay{"X", std::make_shared<InMemoryMatrix>(std::move(m)), std::make_shared<const Table>(),
                ValueKind::Empty};
    const ValueFacts facts = inspect_values(*assay.matrix);
    assay.kind = facts.kind;
    assay.scale = facts.scale;
    assay.molecules = facts.molecules;
    return assay;
}

inline const Each log_e = [](double x) { return std::log1p(x); };
inline const Each log_2 = [](double x) { return std::log2(1 + x); };
inline const Each log_10 = [](double x) { return std::log10(1 + x); };
inline const Each root = [](double x) { return std::sqrt(x); };
inline Each rounded_to(double step) {
    return [step](double x) { return std::round(x / step) * step; };
}

inline double largest_difference(const Assay& a, const Assay& b) {
    const Matrix left = to_dense(log_normalised(a)->block(0, a.matrix->cells()));
    const Matrix right = to_dense(log_normalised(b)->block(0, b.matrix->cells()));
    double most = 0;
    for (std::size_t i = 0; i < left.values.size(); ++i)
        most = std::max(most, static_cast<double>(std::abs(left.values[i] - right.values[i])));
    return most;
}

}  // namespace regulus::test
