#include "core/workflow/prior_results.h"

#include <algorithm>

#include "core/base/memory.h"
#include "core/workflow/model_results.h"

namespace regulus {
namespace {

// Fewer where the matrices would take much of the memory there is.
std::vector<std::uint32_t> cells_to_read(std::size_t cells, std::size_t tfs) {
    const std::size_t room = building_memory() / (3 * sizeof(float) * tfs);
    const std::vector<std::uint32_t> usual = regulon_cells(cells);
    return usual.size() <= room ? usual : first_cells(cells, {}, std::max<std::size_t>(room, 1));
}

}  // namespace

int PriorResults::column(const std::string& tf) const {
    const auto found = std::ranges::find(tfs, tf);
    return found == tfs.end() ? -1 : static_cast<int>(found - tfs.begin());
}

PriorResults prior_results(const MatrixSource& expression, std::span<const std::string> genes,
                           const RegulatoryNetwork& prior, Job& job) {
    PartJob making(job, 0, 0.7), reading(job, 0.7, 1);
    PriorResults results;
    results.reader =
        std::make_shared<const PriorReader>(make_prior_reader(expression, genes, prior, {}, making));
    const PriorReader& reader = *results.reader;
    results.tfs = reader.regulons.tfs;
    results.targets = reader.targets;
    const std::size_t tfs = results.tfs.size();
    results.rows = cells_to_read(expression.cells(), tfs);
    results.sampled = results.rows.size() < expression.cells();
    results.row_of_cell.assign(expression.cells(), -1);
    for (std::size_t r = 0; r < results.rows.size(); ++r)
        results.row_of_cell[results.rows[r]] = static_cast<std::int32_t>(r);
    for (Matrix* const matrix : {&results.attention, &results.activity, &results.expression})
        *matrix = Matrix(results.rows.size(), tfs);
    read_prior(reader, expression, results.rows, reading, [&](std::size_t first, const PriorReadings& part) {
        const auto at = static_cast<std::ptrdiff_t>(first * tfs);
        std::ranges::transform(part.attention.values, results.attention.values.begin() + at,
                               [&](float p) { return log_ratio_to_uniform(p, tfs); });
        std::ranges::copy(part.activity.values, results.activity.values.begin() + at);
        std::ranges::copy(part.expression.values, results.expression.values.begin() + at);
    });
    return results;
}

}  // namespace regulus
