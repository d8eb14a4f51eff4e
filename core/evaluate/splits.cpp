#include "core/evaluate/splits.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <map>

#include "core/base/count_text.h"
#include "core/base/error.h"
#include "core/base/random.h"

namespace regulus {
namespace {

using Rows = std::vector<std::uint32_t>;

constexpr std::size_t min_cells_for_validation = 4;
constexpr int group_orders = 64;  // orders of the groups looked at for one that leaves no class untrained

// Streams of the seed, one a purpose, so that another label fraction leaves the test cells alone.
constexpr std::uint64_t test_stream = 0, group_stream = 1ULL << 32, label_stream = 2ULL << 32;

// Half to even, as NumPy rounds.
std::size_t share_of(double share, std::size_t cells) {
    return static_cast<std::size_t>(std::nearbyint(share * static_cast<double>(cells)));
}

void check(const SplitOptions& options) {
    const auto in_range = [](double share) { return share >= 0 && share < 1; };
    if (!in_range(options.test) || !in_range(options.validation)) {
        throw Error(ErrorKind::Usage,
                    "The shares of test and validation cells must be at least 0 and below 1");
    }
    if (!(options.label_fraction > 0 && options.label_fraction <= 1)) {
        throw Error(ErrorKind::Usage, "The share of labels must be above 0 and at most 1");
    }
}

// The labelled cells of each class.
std::vector<Rows> cells_by_class(std::span<const std::int32_t> labels, std::size_t classes) {
    std::vector<Rows> cells(classes);
    for (std::size_t i = 0; i < labels.size(); ++i) {
        assert(labels[i] < static_cast<std::int32_t>(classes));
        if (labels[i] >= 0)
            cells[static_cast<std::size_t>(labels[i])].push_back(static_cast<std::uint32_t>(i));
    }
    const auto present = std::count_if(cells.begin(), cells.end(), [](const Rows& r) { return !r.empty(); });
    if (present < 2) {
        throw Error(ErrorKind::Data,
                    present == 0 ? "No cell has a label" : "All labelled cells have the same class", {},
                    "Choose a label column with at least two classes");
    }
    return cells;
}

CellSet stratified_test(std::size_t cells, const std::vector<Rows>& by_class, const SplitOptions& options) {
    CellSet test(cells);
    for (std::size_t c = 0; c < by_class.size(); ++c) {
        Rows rows = by_class[c];
        if (rows.size() < 2 || options.test <= 0) continue;
        Random(options.seed, test_stream + c).shuffle(std::span(rows));
        const std::size_t n =
            std::clamp<std::size_t>(share_of(options.test, rows.size()), 1, rows.size() - 1);
        for (std::size_t i = 0; i < n; ++i) test.insert(rows[i]);
    }
    return test;
}

using GroupCounts = std::map<std::int32_t, std::vector<std::size_t>>;  // cells of each class

// Classes that have cells but none to learn from, or none to test, when these groups are for the test.
struct Missing {
    std::size_t untrained = 0, untested = 0;
    auto operator<=>(const Missing&) const = default;
};

// `test` is sorted.
Missing missing_when(const GroupCounts& counts, std::size_t classes, std::span<const std::int32_t> test) {
    std::vector<std::size_t> learned(classes, 0), tested(classes, 0);
    for (const auto& [name, by_class] : counts) {
        auto& side = std::ranges::binary_search(test, name) ? tested : learned;
        for (std::size_t c = 0; c < classes; ++c) side[c] += by_class[c];
    }
    Missing missing;
    for (std::size_t c = 0; c < classes; ++c) {
        missing.untrained += learned[c] == 0 && tested[c] > 0 ? 1 : 0;
        missing.untested += learned[c] > 0 && tested[c] == 0 ? 1 : 0;
    }
    return missing;
}

// Classes of one group alone are on one side whatever is done.
std::size_t unavoidable(const GroupCounts& counts, std::size_t classes) {
    std::vector<std::size_t> groups(classes, 0);
    for (const auto& [name, by_class] : counts) {
        for (std::size_t c = 0; c < classes; ++c) groups[c] += by_class[c] > 0 ? 1 : 0;
    }
    return static_cast<std::size_t>(std::ranges::count(groups, std::size_t{1}));
}

// Which groups are for the test: of a number of random orders, the first that leaves the fewest classes
// without a cell to learn from, and of those the fewest without one to test. Where so many groups cannot hold
// every class, as many more as it takes, up to half of all.
std::vector<std::int32_t> test_groups(const GroupCounts& counts, std::size_t classes,
                                      const SplitOptions& options) {
    if (options.test <= 0) return {};
    std::vector<std::int32_t> names, best;
    for (const auto& [name, by_class] : counts) names.push_back(name);
    const std::size_t least =
        std::clamp<std::size_t>(share_of(options.test, names.size()), 1, names.size() - 1);
    const std::size_t most = std::max(least, std::min(names.size() / 2, least + classes));
    const std::size_t enough = unavoidable(counts, classes);
    Missing fewest{classes + 1, classes + 1};
    const auto better_may_exist = [&] { return fewest.untrained + fewest.untested > enough; };
    for (std::size_t n = least; n <= most && better_may_exist(); ++n) {
        for (int order = 0; order < group_orders && better_may_exist(); ++order) {
            std::vector<std::int32_t> shuffled = names;
            Random(options.seed, group_stream + static_cast<std::uint64_t>(order))
                .shuffle(std::span(shuffled));
            shuffled.resize(n);
            std::ranges::sort(shuffled);
            const Missing missing = missing_when(counts, classes, shuffled);
            if (missing >= fewest) continue;
            fewest = missing;
            best = std::move(shuffled);
        }
    }
    return best;
}

struct GroupedTest {
    CellSet cells;
    std::size_t groups = 0, of = 0;
};

GroupedTest grouped_test(std::span<const std::int32_t> labels, std::size_t classes,
                         std::span<const std::int32_t> groups, const SplitOptions& options) {
    assert(groups.size() == labels.size());
    const auto name = [&](std::size_t i) { return std::max(groups[i], -1); };
    GroupCounts counts;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (labels[i] < 0) continue;
        auto& by_class = counts[name(i)];
        by_class.resize(classes, 0);
        ++by_class[static_cast<std::size_t>(labels[i])];
    }
    if (counts.size() < 2) {
        throw Error(ErrorKind::Data, "All labelled cells belong to one group", {},
                    "Choose another column for the groups, or split without groups");
    }
    const auto chosen = test_groups(counts, classes, options);
    GroupedTest test{CellSet(labels.size()), chosen.size(), counts.size()};
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (std::binary_search(chosen.begin(), chosen.end(), name(i))) test.cells.insert(i);
    }
    return test;
}

// Deals the cells that are not for the test into train, validation and not used.
void deal(Split& split, const std::vector<Rows>& by_class, const SplitOptions& options) {
    std::size_t unjudged = 0, without_validation = 0;
    for (std::size_t c = 0; c < by_class.size(); ++c) {
        if (by_class[c].empty()) continue;
        Rows rows;
        for (const auto row : by_class[c]) {
            if (!split.test.contains(row)) rows.push_back(row);
        }
        if (rows.size() == by_class[c].size()) ++unjudged;
        if (rows.empty()) {
            split.not_learned.push_back(static_cast<std::int32_t>(c));
            continue;
        }
        Random(options.seed, label_stream + (options.draw << 33) + c).shuffle(std::span(rows));
        rows.resize(std::max<std::size_t>(share_of(options.label_fraction, rows.size()), 1));
        const bool spare = rows.size() >= min_cells_for_validation;
        const std::size_t validation = spare ? share_of(options.validation, rows.size()) : 0;
        without_validation += validation == 0 ? 1 : 0;
        // Taken from the end, so that a smaller fraction's training cells are a larger one's too.
        for (std::size_t i = 0; i < rows.size(); ++i) {
            (i < rows.size() - validation ? split.train : split.validation).insert(rows[i]);
        }
    }
    const auto classes = [](std::size_t n) { return fmt::format("{} class{}", n, n == 1 ? "" : "es"); };
    if (unjudged > 0 && options.test > 0) {
        split.warnings.push_back(fmt::format("{} without test cells, so not evaluated", classes(unjudged)));
    }
    if (options.validation <= 0) return;
    if (split.validation.empty()) {
        split.warnings.push_back("Too few labelled cells for validation: no early stopping");
    } else if (without_validation > 0) {
        split.warnings.push_back(
            fmt::format("{} with too few labelled cells for the validation: all are "
                        "learned from",
                        classes(without_validation)));
    }
}

std::string percent(double share) {
    return fmt::format("{:g}", std::round(share * 1000) / 10);
}

}  // namespace

std::vector<std::int32_t> judged_labels(std::span<const std::int32_t> labels, const Split& split) {
    std::vector<std::int32_t> judged(labels.begin(), labels.end());
    for (std::int32_t& label : judged) {
        if (std::ranges::find(split.not_learned, label) != split.not_learned.end()) label = -1;
    }
    return judged;
}

Split make_split(std::span<const std::int32_t> labels, std::size_t classes,
                 std::span<const std::int32_t> groups, const SplitOptions& options) {
    check(options);
    const std::vector<Rows> by_class = cells_by_class(labels, classes);
    Split split;
    split.train = split.validation = CellSet(labels.size());
    const std::string shares = percent(1 - options.test) + "/" + percent(options.test);
    if (groups.empty()) {
        split.test = stratified_test(labels.size(), by_class, options);
        split.description = fmt::format("{} stratified, seed {}", shares, options.seed);
    } else {
        GroupedTest test = grouped_test(labels, classes, groups, options);
        split.test = std::move(test.cells);
        split.description = fmt::format("{} by group ({} of {} groups held out), seed {}", shares,
                                        test.groups, test.of, options.seed);
    }
    if (options.test > 0 && split.test.empty()) {
        throw Error(ErrorKind::Data, "No class has two labelled cells, so none can be tested", {},
                    "Choose a column with several cells per class, or label more cells");
    }
    deal(split, by_class, options);
    if (options.label_fraction < 1) {
        split.description += fmt::format(
            ", {} % of the labels ({}), draw {}", percent(options.label_fraction),
            count_text(split.train.count() + split.validation.count(), "cell", "cells"), options.draw);
    }
    return split;
}

}  // namespace regulus
