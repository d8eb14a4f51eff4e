#include "core/workflow/composition.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <utility>

#include "core/base/count_text.h"
#include "core/base/error.h"
#include "core/stats/false_discovery.h"
#include "core/workflow/composition_test.h"
#include "core/workflow/donor_codes.h"

namespace regulus {
namespace {

void check_columns(const Composition& made, const std::string& donors) {
    const std::string &groups = made.groups.column, &conditions = made.conditions.column;
    const auto same = [](const std::string& a, const std::string& b) { return !a.empty() && a == b; };
    if (same(groups, conditions) || same(groups, donors) || same(conditions, donors))
        throw Error(ErrorKind::Usage,
                    "Groups, conditions and donors are three columns, and one was named twice", {},
                    "Name another column");
}

std::size_t reference_of(const CellGroups& conditions, const std::string& name) {
    if (name.empty()) {
        const auto first = std::ranges::find_if(conditions.cells, [](std::size_t n) { return n > 0; });
        if (first == conditions.cells.end())
            throw Error(ErrorKind::Data, "No cell has a group, a condition and a donor", {},
                        "Choose other columns, or more cells");
        return conditions.pair ? 1 : static_cast<std::size_t>(first - conditions.cells.begin());
    }
    const auto found = std::ranges::find(conditions.names, name);
    if (found == conditions.names.end())
        throw Error(ErrorKind::Usage,
                    conditions.column.empty()
                        ? fmt::format("No condition is called '{}'", name)
                        : fmt::format("Column '{}' has no value '{}'", conditions.column, name),
                    {}, fmt::format("Choose from {}", fmt::join(conditions.names, ", ")));
    return static_cast<std::size_t>(found - conditions.names.begin());
}

// A cell counts where it has both.
void keep_common(CellGroups& a, CellGroups& b) {
    for (std::size_t c = 0; c < a.codes.size(); ++c)
        if (a.codes[c] < 0 || b.codes[c] < 0) a.codes[c] = b.codes[c] = -1;
    count_cells(a);
    count_cells(b);
}

void count(Composition& made, const DonorCodes& donors) {
    const std::size_t groups = made.groups.names.size();
    for (std::size_t k = 0; k < made.conditions.names.size(); ++k)
        made.whole.push_back({k, {}, 0, std::vector<std::size_t>(groups), true});
    std::map<std::pair<std::int32_t, std::int32_t>, CompositionSample> samples;  // condition, donor
    const auto add = [](CompositionSample& sample, std::int32_t group) {
        ++sample.cells;
        ++sample.counts[static_cast<std::size_t>(group)];
    };
    for (std::size_t c = 0; c < made.groups.codes.size(); ++c) {
        const std::int32_t group = made.groups.codes[c], condition = made.conditions.codes[c];
        if (group < 0) continue;
        add(made.whole[static_cast<std::size_t>(condition)], group);
        if (!made.donors) continue;
        CompositionSample& sample = samples[{condition, donors.codes[c]}];
        if (sample.counts.empty())
            sample = {static_cast<std::size_t>(condition),
                      donors.names[static_cast<std::size_t>(donors.codes[c])], 0,
                      std::vector<std::size_t>(groups), true};
        add(sample, group);
    }
    for (auto& entry : samples) made.samples.push_back(std::move(entry.second));
}

void add_shares(Composition& made) {
    const std::size_t groups = made.groups.names.size();
    made.shares.assign(made.whole.size(), std::vector<ConditionShare>(groups));
    for (std::size_t k = 0; k < made.whole.size(); ++k) {
        for (std::size_t g = 0; g < groups; ++g) {
            ConditionShare& share = made.shares[k][g];
            if (!made.donors) {
                share = {made.whole[k].share(g),
                         wilson_interval(made.whole[k].counts[g], made.whole[k].cells)};
                continue;
            }
            std::vector<double> each;
            for (const CompositionSample& sample : made.samples)
                if (sample.condition == k && sample.used) each.push_back(sample.share(g));
            double sum = 0;
            for (const double one : each) sum += one;
            share = {each.empty() ? made.whole[k].share(g) : sum / static_cast<double>(each.size()),
                     mean_interval(each)};
        }
    }
}

void adjust(Composition& made) {
    std::vector<double> p;
    for (const CompositionContrast& contrast : made.contrasts)
        for (const CompositionTest& test : contrast.tests) p.push_back(test.p);
    const std::vector<double> q = benjamini_hochberg(p);
    std::size_t i = 0;
    for (CompositionContrast& contrast : made.contrasts)
        for (CompositionTest& test : contrast.tests) test.q = q[i++];
}

}  // namespace

double CompositionSample::share(std::size_t group) const {
    return cells == 0 ? 0 : static_cast<double>(counts[group]) / static_cast<double>(cells);
}

double Composition::share_of_group(std::size_t condition, std::size_t group) const {
    const std::size_t cells = groups.cells[group];
    return cells == 0 ? 0 : static_cast<double>(whole[condition].counts[group]) / static_cast<double>(cells);
}

Composition composition(const Table& obs, CellGroups groups, CellGroups conditions,
                        const CompositionOptions& options, Job& job) {
    job.progress(0, "counting cells");
    Composition made;
    made.transform = options.transform;
    made.donors = !options.donors.empty();
    made.groups = std::move(groups);
    made.conditions = std::move(conditions);
    check_columns(made, options.donors);
    for (const CellGroups* one : {&made.groups, &made.conditions})
        made.warnings.insert(made.warnings.end(), one->warnings.begin(), one->warnings.end());
    keep_common(made.groups, made.conditions);
    job.checkpoint();
    DonorCodes donors;
    if (made.donors) donors = donor_codes(obs, options.donors, made.groups, made.warnings);
    keep_common(made.groups, made.conditions);
    made.reference = reference_of(made.conditions, options.reference);
    count(made, donors);
    job.checkpoint();
    if (made.donors) test_composition(made, options.min_cells, job);
    add_shares(made);
    adjust(made);
    made.notes.emplace_back(
        made.donors
            ? "Donors are the replicates. Shares of one sample add up to 1: where one group grows, the "
              "others "
              "shrink, whether or not their cells became fewer."
            : "Cells of one donor are no independent draws: without donors the intervals are too narrow, and "
              "nothing is tested.");
    return made;
}

}  // namespace regulus
