#include "ui/figures/regulon_heatmap.h"

#include <QObject>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/embed/pca.h"
#include "ui/figures/cells_figure.h"
#include "ui/figures/matrix_figure.h"

namespace regulus {
namespace {

// The rows of the numbers, group after group as the table has them.
struct Rows {
    std::vector<std::uint32_t> rows;
    std::vector<std::size_t> starts{0};
};

Rows rowsOf(const RegulonTableRequest& request, const RegulonNumbers& numbers, const HeatmapData& data) {
    const std::vector<std::int32_t> groups = groupOfRows(request, numbers);
    std::vector<std::vector<std::uint32_t>> of(request.groups->categories.size() + 1);
    for (std::size_t r = 0; r < groups.size(); ++r)
        if (groups[r] >= 0) of[static_cast<std::size_t>(groups[r])].push_back(static_cast<std::uint32_t>(r));
    Rows out;
    for (const int code : data.groupCodes) {
        const auto& rows = code < 0 ? of.back() : of[static_cast<std::size_t>(code)];
        out.rows.insert(out.rows.end(), rows.begin(), rows.end());
        out.starts.push_back(out.rows.size());
    }
    return out;
}

// Those shown, and those that can be opened below them.
std::vector<std::size_t> columnsOf(const HeatmapData& data, const std::vector<int>& shown) {
    std::vector<std::size_t> columns;
    for (const int gene : shown) columns.push_back(static_cast<std::size_t>(gene));
    for (std::size_t t = 0; t < data.under.size(); ++t)
        if (data.under[t] >= 0 && std::ranges::find(shown, data.under[t]) != shown.end() &&
            std::ranges::find(columns, t) == columns.end())
            columns.push_back(t);
    return columns;
}

std::vector<float> column(const Matrix& values, const std::vector<std::uint32_t>& rows, std::size_t t) {
    std::vector<float> out(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) out[i] = values(rows[i], t);
    return out;
}

// To mean 0 and standard deviation 1 over the first `counted` values.
void standardise(std::vector<float>& values, std::size_t counted, double least) {
    double n = 0, mean = 0, squares = 0;
    for (std::size_t i = 0; i < counted; ++i) {
        const auto v = static_cast<double>(values[i]);
        if (!std::isfinite(v)) continue;
        const double off = v - mean;
        mean += off / ++n;
        squares += off * (v - mean);
    }
    const double sd = n > 1 ? std::sqrt(squares / n) : 0;
    const bool told = sd > roundingOf(std::abs(mean), least);
    for (float& v : values)
        if (std::isfinite(v)) v = told ? static_cast<float>((static_cast<double>(v) - mean) / sd) : 0;
}

// One a row: where it stands along the first component; a value that is missing stands at its mean.
std::vector<float> firstComponent(const std::vector<std::vector<float>>& columns, std::size_t rows,
                                  Job& job) {
    Matrix points(rows, columns.size());
    for (std::size_t c = 0; c < columns.size(); ++c) {
        double sum = 0, n = 0;
        for (const float v : columns[c])
            if (std::isfinite(v)) sum += static_cast<double>(v), ++n;
        const auto mean = static_cast<float>(n > 0 ? sum / n : 0);
        for (std::size_t r = 0; r < rows; ++r)
            points(r, c) = std::isfinite(columns[c][r]) ? columns[c][r] : mean;
    }
    const Pca pca = fit_pca(points, {.components = 1, .standardise = false, .clip = 0}, job);
    const Matrix scores = pca_scores(pca, points, job);
    return scores.values;
}

// Sorts the places of each group by a key, from the largest, in place of the order of the file.
std::vector<std::size_t> sorted(const Rows& rows, const std::vector<float>& key) {
    std::vector<std::size_t> places(rows.rows.size());
    std::iota(places.begin(), places.end(), std::size_t{0});
    if (key.size() != places.size()) return places;
    const auto value = [&](std::size_t i) { return std::isfinite(key[i]) ? -key[i] : INFINITY; };
    for (std::size_t g = 0; g + 1 < rows.starts.size(); ++g)
        std::stable_sort(places.begin() + static_cast<std::ptrdiff_t>(rows.starts[g]),
                         places.begin() + static_cast<std::ptrdiff_t>(rows.starts[g + 1]),
                         [&](std::size_t a, std::size_t b) { return value(a) < value(b); });
    return places;
}

template <class T>
std::vector<T> permuted(const std::vector<T>& values, const std::vector<std::size_t>& places) {
    std::vector<T> out;
    out.reserve(places.size());
    for (const std::size_t place : places) out.push_back(values[place]);
    return out;
}

std::shared_ptr<const HeatmapCells> cellsOf(const RegulonHeatmapRequest& request, const HeatmapData& data,
                                            const HeatmapArrangement& arrangement, Job& job) {
    const RegulonNumbers numbers = numbersOf(request.table);
    const Rows rows = rowsOf(request.table, numbers, data);
    const std::size_t counted = rows.starts[rows.starts.size() - 1 - data.aside];
    std::vector<float> key;
    QString order = QObject::tr("cells of a group in the order of the file");
    if (const qsizetype tf = data.genes.indexOf(request.orderedBy);
        request.order == CellOrder::Value && tf >= 0) {
        key = column(numbers.values, rows.rows, static_cast<std::size_t>(tf));
        order = QObject::tr("cells of a group sorted by %1, from the highest").arg(request.orderedBy);
    }
    const std::vector<std::size_t> shown = columnsOf(data, arrangement.genes.items);
    std::vector<std::vector<float>> values;
    for (const std::size_t t : shown) {
        job.checkpoint();
        values.push_back(column(numbers.values, rows.rows, t));
        if (request.table.zOverGroups) standardise(values.back(), counted, data.even);
    }
    const std::size_t entries = arrangement.genes.items.size();
    if (request.order == CellOrder::Component && entries > 0 && rows.rows.size() > 1) {
        key = firstComponent({values.begin(), values.begin() + static_cast<std::ptrdiff_t>(entries)},
                             rows.rows.size(), job);
        order = QObject::tr("cells of a group sorted by the first principal component of the TFs shown");
    }
    const std::vector<std::size_t> places = sorted(rows, key);
    auto cells = std::make_shared<HeatmapCells>();
    cells->starts = rows.starts;
    cells->order = order;
    for (const std::size_t place : places) cells->cells.push_back(numbers.rows[rows.rows[place]]);
    cells->genes.resize(data.values.cols);
    for (std::size_t k = 0; k < shown.size(); ++k) {
        job.checkpoint();
        cells->genes[shown[k]] = CellValues(permuted(values[k], places));
    }
    return cells;
}

}  // namespace

RegulonHeatmap regulonHeatmap(const RegulonHeatmapRequest& request, Job& job) {
    RegulonHeatmap made;
    made.data = regulonTable(request.table, job);
    made.arrangement = arranged(made.data, request.look, &job);
    if (!request.eachCell) return made;
    made.cells = cellsOf(request, made.data, made.arrangement, job);
    if (request.table.zOverGroups) made.data.valueUnit = QObject::tr("z-score across cells");
    for (std::size_t g = 0; g < made.data.values.rows; ++g)
        for (std::size_t t = 0; t < made.data.values.cols; ++t)
            if (made.cells->genes[t].size() > 0)
                made.data.values(g, t) = static_cast<float>(
                    made.cells->genes[t].mean(made.cells->starts[g], made.cells->starts[g + 1]));
    // What is compared with rewired priors are the groups.
    made.data.reference = {};
    return made;
}

std::shared_ptr<const Figure> regulonFigure(const HeatmapScene& scene) {
    if (scene.cells()) return std::make_shared<CellsFigure>(scene);
    return std::make_shared<MatrixFigure>(pictureOf(scene));
}

}  // namespace regulus
