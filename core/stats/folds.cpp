#include "core/stats/folds.h"

#include <algorithm>
#include <cassert>
#include <map>

#include "core/base/random.h"

namespace regulus {
namespace {

constexpr std::uint64_t fold_stream = 0x666f6c6473;  // apart from the streams of splits

Folds by_class(std::span<const std::int32_t> labels, std::size_t classes, std::size_t most,
               std::uint64_t seed) {
    std::vector<std::vector<std::size_t>> cells(classes);
    std::size_t labelled = 0;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (labels[i] < 0) continue;
        cells[static_cast<std::size_t>(labels[i])].push_back(i);
        ++labelled;
    }
    Folds folds{std::min(most, labelled), std::vector<std::int32_t>(labels.size(), -1)};
    std::size_t next = 0;  // goes on from class to class, so that folds have the same number of cells
    for (std::size_t k = 0; k < classes; ++k) {
        Random(seed, fold_stream + k).shuffle(std::span(cells[k]));
        for (const std::size_t cell : cells[k])
            folds.of[cell] = static_cast<std::int32_t>(next++ % folds.count);
    }
    return folds;
}

Folds by_group(std::span<const std::int32_t> labels, std::span<const std::int32_t> groups, std::size_t most,
               std::uint64_t seed) {
    assert(groups.size() == labels.size());
    std::map<std::int32_t, std::size_t> sizes;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (labels[i] >= 0) ++sizes[std::max(groups[i], -1)];
    }
    std::vector<std::pair<std::int32_t, std::size_t>> order(sizes.begin(), sizes.end());
    Random(seed, fold_stream).shuffle(std::span(order));
    std::ranges::stable_sort(order, [](const auto& a, const auto& b) { return a.second > b.second; });
    Folds folds{std::min(most, order.size()), std::vector<std::int32_t>(labels.size(), -1)};
    std::vector<std::size_t> cells(folds.count, 0);
    std::map<std::int32_t, std::int32_t> fold_of;
    for (const auto& [group, size] : order) {
        const auto fewest = std::ranges::min_element(cells);
        fold_of[group] = static_cast<std::int32_t>(fewest - cells.begin());
        *fewest += size;
    }
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (labels[i] >= 0) folds.of[i] = fold_of.at(std::max(groups[i], -1));
    }
    return folds;
}

}  // namespace

Folds make_folds(std::span<const std::int32_t> labels, std::size_t classes,
                 std::span<const std::int32_t> groups, std::size_t most, std::uint64_t seed) {
    assert(most > 0);
    return groups.empty() ? by_class(labels, classes, most, seed) : by_group(labels, groups, most, seed);
}

}  // namespace regulus
