#include "core/evidence/test_reader.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/evidence/label_draws.h"
#include "core/regulons/closed_form.h"
#include "core/stats/logistic_regression.h"
#include "core/workflow/model_results.h"

namespace regulus {

RegulonReader test_reader(const EvidenceInput& input, const RegulonSet& regulons, const CellSet& cells,
                          Job& job) {
    ReaderOptions options;
    options.heads = static_cast<std::size_t>(input.options.model.heads);
    options.dimensions = static_cast<std::size_t>(input.options.model.dimensions);
    options.own = input.options.own;
    options.most_cells = input.options.reader_cells;
    return closed_form_reader(*input.expression, regulons, cells, options, job);
}

double bypass_of(const EvidenceInput& input, const RegulonReader& reader) {
    return input.options.bypass_by_rule ? usual_bypass(reader.explained) : input.options.model.bypass;
}

Matrix embedded(const EvidenceInput& input, const RegulonReader& reader, double bypass, Job& job, Cut cut) {
    const std::vector<std::uint32_t> rows = all_cells(input.labels.size());
    Matrix places(rows.size(), reader.dimensions);
    read_regulons(reader, *input.expression, rows, {.bypass = bypass, .cut = cut, .tfs = false}, job,
                  [&](std::size_t first, const Reading& reading) {
                      std::ranges::copy(reading.embedding.values, places.row(first).begin());
                  });
    return places;
}

ReaderHead fitted_head(const EvidenceInput& input, const Split& split, const Matrix& embedding, double bypass,
                       Job& job) {
    const LogisticModel model =
        fit_logistic(embedding, known_labels(input, split), input.classes.size(), {}, job);
    ReaderHead head{bypass, model.weights, model.intercepts};
    // A class that nothing was learned of stays a finite number.
    for (float& bias : head.bias) bias = std::max(bias, -1e4F);
    return head;
}

CellSet every_cell(const EvidenceInput& input) {
    return CellSet::all(input.labels.size());
}

Matrix attention_by_class(const EvidenceInput& input, const RegulonReader& reader, const TfFamilies& families,
                          const CellSet& cells, Job& job) {
    constexpr std::size_t most = 5000;
    std::vector<std::uint32_t> labelled;
    std::vector<std::int32_t> codes;
    for (std::size_t c = 0; c < input.labels.size(); ++c) {
        if (input.labels[c] < 0 || !cells.contains(c)) continue;
        labelled.push_back(static_cast<std::uint32_t>(c));
        codes.push_back(input.labels[c]);
    }
    std::vector<std::uint32_t> rows = first_cells(labelled.size(), codes, most);
    for (std::uint32_t& row : rows) row = labelled[row];
    const std::size_t columns = families.columns();
    std::vector<double> sums(input.classes.size() * columns, 0), counts(input.classes.size(), 0);
    read_regulons(reader, *input.expression, rows, {}, job, [&](std::size_t first, const Reading& reading) {
        const Matrix ratios = log_ratios(reading.attention, families);
        for (std::size_t r = 0; r < ratios.rows; ++r) {
            const auto k = static_cast<std::size_t>(input.labels[rows[first + r]]);
            ++counts[k];
            for (std::size_t t = 0; t < columns; ++t)
                sums[k * columns + t] += static_cast<double>(ratios(r, t));
        }
    });
    Matrix means(input.classes.size(), columns);
    for (std::size_t k = 0; k < means.rows; ++k) {
        for (std::size_t t = 0; t < columns; ++t)
            means(k, t) = counts[k] > 0 ? static_cast<float>(sums[k * columns + t] / counts[k])
                                        : std::numeric_limits<float>::quiet_NaN();
    }
    return means;
}

RegulonReader without_own(RegulonReader reader) {
    std::ranges::fill(reader.own, 0.0F);
    return reader;
}

void name_leading(const EvidenceInput& input, const RegulonReader& reader, const TfFamilies& families,
                  const Matrix& means, RunResult& result) {
    constexpr std::size_t count = 10;
    const std::vector<std::string> names = column_names(families, reader.regulons.tfs);
    std::vector<std::size_t> tfs(families.tfs);
    std::iota(tfs.begin(), tfs.end(), std::size_t{0});
    const auto first = [&](std::size_t k, std::vector<std::size_t> order) {
        const auto row = means.row(k);
        std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return row[a] > row[b]; });
        order.resize(std::min(order.size(), count));
        std::vector<std::string> leading;
        for (const std::size_t t : order) leading.push_back(names[t]);
        return leading;
    };
    for (std::size_t k = 0; k < means.rows; ++k) {
        if (means.cols == 0 || std::isnan(means(k, 0))) continue;
        result.leading[input.classes[k]] = first(k, tfs);
        result.leading_entries[input.classes[k]] = first(k, families.entries());
    }
}

}  // namespace regulus
