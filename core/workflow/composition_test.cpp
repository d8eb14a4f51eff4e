#include "core/workflow/composition_test.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "core/base/count_text.h"
#include "core/stats/moderated_test.h"
#include "core/workflow/donor_choice.h"

namespace regulus {
namespace {

// Those of a condition and of the reference that have enough cells; the condition is inside.
std::vector<DonorSample> samples_of(const Composition& made, std::size_t condition) {
    std::map<std::string, std::size_t> numbers;
    for (const CompositionSample& sample : made.samples) numbers.emplace(sample.donor, numbers.size());
    std::vector<DonorSample> samples;
    for (const CompositionSample& sample : made.samples) {
        if (!sample.used || (sample.condition != condition && sample.condition != made.reference)) continue;
        samples.push_back({numbers[sample.donor],
                           sample.condition == condition,
                           {sample.counts.begin(), sample.counts.end()}});
    }
    // Pairs side by side, the one inside first.
    std::ranges::stable_sort(samples, [](const DonorSample& a, const DonorSample& b) {
        return a.donor != b.donor ? a.donor < b.donor : a.inside && !b.inside;
    });
    return samples;
}

// Groups that have a cell in one of the samples.
std::vector<std::size_t> groups_of(const std::vector<DonorSample>& samples) {
    std::vector<std::size_t> groups;
    for (std::size_t g = 0; g < samples.front().counts.size(); ++g)
        if (std::ranges::any_of(samples, [&](const DonorSample& one) { return one.counts[g] > 0; }))
            groups.push_back(g);
    return groups;
}

double mean_share(const std::vector<DonorSample>& samples, bool inside, std::size_t group) {
    double sum = 0, count = 0;
    for (const DonorSample& sample : samples) {
        if (sample.inside != inside) continue;
        double cells = 0;
        for (const double n : sample.counts) cells += n;
        sum += sample.counts[group] / cells;
        ++count;
    }
    return sum / count;
}

CompositionContrast test_samples(const DonorChoice& choice, const std::vector<std::size_t>& groups,
                                 ShareTransform transform, Job& job) {
    CompositionContrast made;
    made.tested = true;
    made.paired = choice.paired;
    for (const DonorSample& sample : choice.samples) (sample.inside ? made.samples : made.others) += 1;
    std::vector<double> counts;
    for (const std::size_t g : groups)
        for (const DonorSample& sample : choice.samples) counts.push_back(sample.counts[g]);
    const Design design = design_of(choice.samples, choice.paired);
    const ModeratedTests tests = moderated_tests(transformed_shares(counts, choice.samples.size(), transform),
                                                 design, design.terms - 1, job);
    for (std::size_t i = 0; i < groups.size(); ++i) {
        const ModeratedTest& one = tests.rows[i];
        made.tests.push_back({groups[i], mean_share(choice.samples, true, groups[i]),
                              mean_share(choice.samples, false, groups[i]), one.coefficient, one.t, one.df,
                              one.p});
    }
    return made;
}

CompositionContrast test_condition(const Composition& made, std::size_t condition,
                                   std::vector<std::string>& warnings, Job& job) {
    const std::string& name = made.conditions.names[condition];
    const std::string& reference = made.conditions.names[made.reference];
    const auto not_tested = [&](const char* why) {
        warnings.push_back(fmt::format("{} is not tested against {}: {}", name, reference, why));
        CompositionContrast contrast;
        contrast.condition = condition;
        return contrast;
    };
    const DonorChoice choice = choose_donors(samples_of(made, condition));
    if (choice.samples.empty()) return not_tested("fewer than two donors have enough cells on a side");
    const std::vector<std::size_t> groups = groups_of(choice.samples);
    if (groups.size() < 2) return not_tested("all cells are of one group");
    if (!choice.odd_donors.empty()) warnings.push_back(name + ": " + choice.odd_donors);
    CompositionContrast contrast = test_samples(choice, groups, made.transform, job);
    contrast.condition = condition;
    if (std::ranges::all_of(contrast.tests, [](const CompositionTest& one) { return std::isnan(one.p); }))
        return not_tested("the shares do not vary between donors");
    return contrast;
}

}  // namespace

void test_composition(Composition& made, std::size_t min_cells, Job& job) {
    std::size_t few = 0;
    for (CompositionSample& sample : made.samples) {
        sample.used = sample.cells >= std::max<std::size_t>(1, min_cells);
        few += sample.used ? 0 : 1;
    }
    if (few > 0)
        made.warnings.push_back(fmt::format("{} of a donor in a condition {} fewer than {} and {} left out",
                                            count_text(few, "sample", "samples"), few == 1 ? "has" : "have",
                                            count_text(min_cells, "cell", "cells"), few == 1 ? "is" : "are"));
    for (std::size_t k = 0; k < made.conditions.names.size(); ++k) {
        job.checkpoint();
        if (k == made.reference || made.whole[k].cells == 0) continue;
        made.contrasts.push_back(test_condition(made, k, made.warnings, job));
    }
}

}  // namespace regulus
