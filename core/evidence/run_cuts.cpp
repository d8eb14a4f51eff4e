#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "core/base/random.h"
#include "core/evidence/runs.h"
#include "core/evidence/test_reader.h"
#include "core/regulons/reader_decisions.h"

namespace regulus {
namespace {

constexpr std::size_t cut_together = 5, matched_sets = 100, most_cells = 100;  // cells: of a class

// Other TFs with about as many targets and as much mRNA over all cells, one for each of `leading`: chosen
// among the ten nearest in both, by their logarithms.
std::vector<std::size_t> matched(const RegulonReader& reader, const std::vector<std::size_t>& leading,
                                 Random& random) {
    const auto targets = [&](std::size_t t) {
        return std::log(static_cast<double>(reader.regulons.targets_of(t).size()) + 1);
    };
    const auto mrna = [&](std::size_t t) {
        const std::int32_t own = reader.regulons.own[t];
        return std::log((own < 0 ? 0.0 : static_cast<double>(reader.mean[static_cast<std::size_t>(own)])) +
                        0.01);
    };
    std::vector<std::size_t> set;
    for (const std::size_t like : leading) {
        std::vector<std::pair<double, std::size_t>> others;
        for (std::size_t t = 0; t < reader.tfs(); ++t) {
            if (std::ranges::find(leading, t) == leading.end() && std::ranges::find(set, t) == set.end())
                others.emplace_back(std::abs(targets(t) - targets(like)) + std::abs(mrna(t) - mrna(like)), t);
        }
        std::ranges::sort(others);
        const std::size_t near = std::min<std::size_t>(10, others.size());
        if (near > 0) set.push_back(others[static_cast<std::size_t>(random.below(near))].second);
    }
    return set;
}

// Mean effect of each set over cells that are of this class.
std::vector<double> effects_on(const EvidenceInput& input, const RegulonReader& reader,
                               const ReaderHead& head, std::size_t of, const std::vector<std::uint32_t>& rows,
                               const std::vector<std::vector<std::size_t>>& sets, Job& job) {
    const std::vector<std::int32_t> classes(rows.size(), static_cast<std::int32_t>(of));
    std::vector<double> means(sets.size(), 0);
    cut_sets(reader, head, *input.expression, rows, classes, sets, job,
             [&](std::size_t, const Matrix& effects) {
                 for (std::size_t r = 0; r < effects.rows; ++r) {
                     for (std::size_t i = 0; i < means.size(); ++i)
                         means[i] += static_cast<double>(effects(r, i)) / static_cast<double>(rows.size());
                 }
             });
    return means;
}

}  // namespace

void run_cuts(const EvidenceInput& input, RunResult& result, Job& job) {
    PartJob making(job, 0, 0.4), fitting(job, 0.4, 0.5), reading(job, 0.5, 0.6);
    const Split split = evidence_split(input, result.spec.split);
    const RegulonReader reader = test_reader(input, input.regulons, split.test.inverted(), making);
    const double bypass = bypass_of(input, reader);
    const ReaderHead head =
        fitted_head(input, split, embedded(input, reader, bypass, fitting), bypass, fitting);
    const Matrix means =
        attention_by_class(input, reader, TfFamilies::none(reader.tfs()), split.test.inverted(), reading);
    double classes = 0, leading_sum = 0, matched_sum = 0, percentile_sum = 0;
    for (std::size_t k = 0; k < input.classes.size(); ++k) {
        job.checkpoint();
        const double done = 0.6 + 0.4 * static_cast<double>(k) / static_cast<double>(input.classes.size());
        job.progress(done, "cutting leading TFs");
        std::vector<std::uint32_t> rows;
        for (const std::uint32_t row : split.test.rows()) {
            if (input.labels[row] == static_cast<std::int32_t>(k)) rows.push_back(row);
        }
        rows = some_of(rows, most_cells);
        if (rows.empty() || std::isnan(means(k, 0)) || reader.tfs() < 2 * cut_together) continue;
        std::vector<std::size_t> order(reader.tfs());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::ranges::stable_sort(order,
                                 [&](std::size_t a, std::size_t b) { return means(k, a) > means(k, b); });
        order.resize(cut_together);
        std::vector<std::vector<std::size_t>> sets{order};
        Random random(result.spec.seed, k);
        while (sets.size() <= matched_sets) sets.push_back(matched(reader, order, random));
        PartJob cutting(job, done, done);
        const auto effects = effects_on(input, reader, head, k, rows, sets, cutting);
        const double leading = effects.front();
        double matched_mean = 0, less = 0;
        for (std::size_t i = 1; i < effects.size(); ++i) {
            matched_mean += effects[i] / matched_sets;
            less += effects[i] > leading ? 1.0 : effects[i] == leading ? 0.5 : 0;
        }
        ++classes;
        leading_sum += leading;
        matched_sum += matched_mean;
        percentile_sum += less / matched_sets;
    }
    result.numbers = {{"cut_leading", leading_sum / classes},
                      {"cut_matched", matched_sum / classes},
                      {"cut_percentile", percentile_sum / classes},
                      {"classes", classes}};
}

}  // namespace regulus
