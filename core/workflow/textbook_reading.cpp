#include "core/workflow/textbook_reading.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

#include "core/data/gathered_rows.h"
#include "core/interpret/group_means.h"
#include "core/workflow/model_results.h"
#include "core/workflow/tf_results.h"

namespace regulus {
namespace {

constexpr std::size_t most_cells = 5000;

// Groups × TFs, which are the first columns; NaN for a group without cells.
Matrix as_matrix(const GroupMeans& means, std::size_t tfs) {
    Matrix values(means.cells.size(), tfs);
    for (std::size_t g = 0; g < values.rows; ++g) {
        for (std::size_t c = 0; c < values.cols; ++c)
            values(g, c) = means.cells[g] > 0 ? static_cast<float>(means.mean(g, c))
                                              : std::numeric_limits<float>::quiet_NaN();
    }
    return values;
}

}  // namespace

std::map<std::string, double> textbook_reading(const TfReader& reader, const MatrixSource& expression,
                                               std::span<const std::int32_t> labels,
                                               std::span<const std::string> classes,
                                               const LineageTable& table, Job& job, const CellShare& share) {
    const auto matches = match_lineages(table, classes);
    if (std::ranges::count_if(matches, [](const LineageMatch& match) { return match.entry >= 0; }) < 2)
        return {};
    std::vector<std::uint32_t> labelled;
    std::vector<std::int32_t> codes;
    for (std::size_t c = 0; c < labels.size(); ++c) {
        if (labels[c] < 0) continue;
        labelled.push_back(static_cast<std::uint32_t>(c));
        codes.push_back(labels[c]);
    }
    std::vector<std::uint32_t> rows = first_cells(labelled.size(), codes, most_cells);
    for (std::uint32_t& row : rows) row = labelled[row];
    const auto of_reader = std::make_shared<const TfReader>(reader);
    TfResults results;
    std::vector<std::int32_t> groups;
    if (share.alone()) {
        results = tf_results(of_reader, expression, std::move(rows), job);
        for (const std::uint32_t cell : results.rows) groups.push_back(labels[cell]);
    } else {
        std::ranges::sort(rows);
        const auto here = gathered_rows(expression, rows, share);
        std::vector<std::uint32_t> places(rows.size());
        std::iota(places.begin(), places.end(), 0U);
        results = tf_results(of_reader, *here, std::move(places), job);
        for (const std::uint32_t place : results.rows) groups.push_back(labels[rows[place]]);
    }
    // A cell of which nothing was read has no activity.
    std::vector<std::int32_t> active = groups;
    for (std::size_t r = 0; r < active.size(); ++r) {
        if (!has_activity(results.activity, r)) active[r] = -1;
    }
    // By TF: the textbook names them one by one.
    const std::vector<std::string>& tfs = reader.regulons.tfs;
    std::map<std::string, double> scores;
    const auto add = [&](const char* name, const Matrix& values, const std::vector<std::int32_t>& of,
                         float sign = 1) {
        if (values.rows == 0) return LineageReading{};
        Matrix means = as_matrix(group_means(values, of, classes.size(), job), tfs.size());
        for (float& mean : means.values) mean *= sign;
        const LineageReading reading = lineage_reading(means, tfs, matches);
        scores[name] = reading.mean_percentile;
        return reading;
    };
    const LineageReading by_attention = add("reading", results.attention, groups);
    add("reading_mrna", results.expression, groups);
    add("reading_activity", results.activity, active);
    add("reading_effect", results.effect, groups, -1);  // a class that loses support when its TF is cut
    scores["reading_pairs"] = static_cast<double>(by_attention.pairs);
    return by_attention.pairs > 0 ? scores : std::map<std::string, double>{};
}

}  // namespace regulus
