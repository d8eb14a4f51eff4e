#include "core/workflow/textbook_reading.h"

#include <algorithm>
#include <limits>

#include "core/interpret/group_means.h"
#include "core/workflow/model_results.h"
#include "core/workflow/tf_results.h"

namespace regulus {
namespace {

constexpr std::size_t most_cells = 5000;

// Groups × columns; NaN for a group without cells.
Matrix as_matrix(const GroupMeans& means) {
    Matrix values(means.cells.size(), means.columns);
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
                                               const LineageTable& table, Job& job) {
    const auto matches = match_lineages(table, classes);
    if (std::ranges::count_if(matches, [](const LineageMatch& match) { return match.entry >= 0; }) < 2)
        return {};
    const TfResults results = tf_results(std::make_shared<const TfReader>(reader), expression,
                                         first_cells(expression.cells(), labels, most_cells), job);
    std::vector<std::int32_t> groups;
    for (const std::uint32_t cell : results.rows) groups.push_back(labels[cell]);
    std::map<std::string, double> scores;
    const auto add = [&](const char* name, const Matrix& values, float sign = 1) {
        if (values.rows == 0) return LineageReading{};
        Matrix means = as_matrix(group_means(values, groups, classes.size(), job));
        for (float& mean : means.values) mean *= sign;
        const LineageReading reading = lineage_reading(means, results.tfs, matches);
        scores[name] = reading.mean_percentile;
        return reading;
    };
    const LineageReading by_attention = add("reading", results.attention);
    add("reading_mrna", results.expression);
    add("reading_activity", results.activity);
    add("reading_effect", results.effect, -1);  // a class that loses support when its TF is cut
    scores["reading_pairs"] = static_cast<double>(by_attention.pairs);
    return by_attention.pairs > 0 ? scores : std::map<std::string, double>{};
}

}  // namespace regulus
