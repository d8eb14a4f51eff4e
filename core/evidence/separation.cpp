#include "core/evidence/separation.h"

#include <algorithm>
#include <limits>
#include <set>

#include "core/data/matrix_rows.h"
#include "core/evaluate/embedding_quality.h"
#include "core/stats/silhouette.h"

namespace regulus {

void add_separation(const EvidenceInput& input, const Split& split, const Matrix& places,
                    const std::string& method, RunResult& result, Job& job) {
    constexpr std::size_t neighbours = 15;
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    const std::vector<std::int32_t> judged = judged_labels(input.labels, split);
    std::vector<std::uint32_t> rows;
    std::vector<std::int32_t> labels;
    for (const std::uint32_t row : split.test.rows()) {
        if (judged[row] < 0) continue;
        rows.push_back(row);
        labels.push_back(judged[row]);
    }
    const bool enough = std::set<std::int32_t>(labels.begin(), labels.end()).size() >= 2;
    const Matrix tested = matrix_rows(places, rows);
    const auto silhouette = enough ? cosine_silhouette(tested, labels, job) : std::nullopt;
    const auto purity =
        enough ? knn_purity(tested, labels, std::min(neighbours, rows.size() - 1), Metric::Cosine, job)
               : std::nullopt;
    result.numbers["silhouette of " + method] = silhouette.value_or(none);
    result.numbers["purity of " + method] = purity ? purity->mean : none;
    result.numbers["class_purity of " + method] = purity ? purity->class_mean : none;
}

}  // namespace regulus
