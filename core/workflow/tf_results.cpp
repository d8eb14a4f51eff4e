#include "core/workflow/tf_results.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/base/memory.h"
#include "core/workflow/model_results.h"

namespace regulus {
std::vector<std::uint32_t> tf_cells(std::size_t cells, std::size_t tfs) {
    const std::size_t room = building_memory() / (4 * sizeof(float) * tfs);
    const std::vector<std::uint32_t> usual = regulon_cells(cells);
    return usual.size() <= room ? usual : first_cells(cells, {}, std::max<std::size_t>(room, 1));
}

int TfResults::column(const std::string& tf) const {
    const auto found = std::ranges::find(tfs, tf);
    return found == tfs.end() ? -1 : static_cast<int>(found - tfs.begin());
}

bool has_activity(const Matrix& activity, std::size_t row) {
    return std::ranges::none_of(activity.row(row), [](float t) { return std::isnan(t); });
}

TfResults tf_results(std::shared_ptr<const TfReader> reader, const MatrixSource& expression,
                     std::vector<std::uint32_t> rows, Job& job) {
    TfResults results;
    results.tfs = column_names(reader->families, reader->regulons.tfs);
    results.targets = reader->targets;
    const std::size_t tfs = reader->families.tfs, columns = reader->families.columns();
    results.rows = std::move(rows);
    results.sampled = results.rows.size() < expression.cells();
    results.row_of_cell.assign(expression.cells(), -1);
    for (std::size_t r = 0; r < results.rows.size(); ++r)
        results.row_of_cell[results.rows[r]] = static_cast<std::int32_t>(r);
    for (Matrix* const matrix : {&results.activity, &results.expression})
        *matrix = Matrix(results.rows.size(), tfs);
    results.attention = Matrix(results.rows.size(), columns);
    if (reader->head) results.effect = Matrix(results.rows.size(), columns);
    read_tfs(*reader, expression, results.rows, job, [&](std::size_t first, const TfReadings& part) {
        const auto put = [&](const Matrix& from, Matrix& to) {
            std::ranges::copy(from.values, to.values.begin() + static_cast<std::ptrdiff_t>(first * to.cols));
        };
        put(log_ratios(part.attention, reader->families), results.attention);
        put(part.activity, results.activity);
        put(part.expression, results.expression);
        put(part.effect, results.effect);
    });
    results.reader = std::move(reader);
    return results;
}

TfResults prior_results(const MatrixSource& expression, std::span<const std::string> genes,
                        const RegulatoryNetwork& prior, Job& job) {
    PartJob making(job, 0, 0.7), reading(job, 0.7, 1);
    auto reader = std::make_shared<const TfReader>(make_prior_reader(expression, genes, prior, {}, making));
    const std::size_t tfs = reader->regulons.count();
    return tf_results(std::move(reader), expression, tf_cells(expression.cells(), tfs), reading);
}

}  // namespace regulus
