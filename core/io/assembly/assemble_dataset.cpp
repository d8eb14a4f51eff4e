#include "core/io/assembly/assemble_dataset.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <utility>

#include "core/data/finite_only.h"

namespace regulus {

void warn_of_duplicates(const std::vector<std::string>& names, const std::string& what,
                        std::vector<std::string>& warnings) {
    // Names by their hash, in the order of the file where that is the same: far quicker than a set of a
    // million names.
    std::vector<std::pair<std::size_t, std::uint32_t>> order;
    order.reserve(names.size());
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (names[i].empty()) continue;
        order.emplace_back(std::hash<std::string>{}(names[i]), static_cast<std::uint32_t>(i));
    }
    if (order.size() < names.size())
        warnings.push_back(
            fmt::format("{} of {} {} have no name", names.size() - order.size(), names.size(), what));
    std::ranges::sort(order);
    std::size_t repeats = 0;
    std::uint32_t first = std::numeric_limits<std::uint32_t>::max();
    for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
        for (end = begin + 1; end < order.size() && order[end].first == order[begin].first; ++end) {
        }
        for (std::size_t i = begin + 1; i < end; ++i) {
            const bool known =
                std::any_of(order.begin() + static_cast<std::ptrdiff_t>(begin),
                            order.begin() + static_cast<std::ptrdiff_t>(i),
                            [&](const auto& o) { return names[o.second] == names[order[i].second]; });
            if (!known) continue;
            ++repeats;
            first = std::min(first, order[i].second);
        }
    }
    if (repeats == 0) return;
    warnings.push_back("Duplicate names of " + what + ": " + std::to_string(repeats) + ", first " +
                       names[first]);
}

void warn_of_empty_cells(const ValueFacts& facts, std::size_t cells, const std::string& path,
                         std::vector<std::string>& warnings) {
    constexpr std::size_t many = 20'000;  // fewer were counted cell by cell
    constexpr double nearly_all = 0.9;
    if (cells < many || facts.nearly_empty < nearly_all) return;
    warnings.push_back(
        fmt::format("Nearly all of the {} barcodes are empty ({:.0f} % have fewer than 10 genes): this is a "
                    "raw matrix. Open "
                    "the filtered matrix of the same run, or keep the cells: regulus qc --data {} "
                    "--min-genes 200 --filter "
                    "--out cells.h5ad",
                    cells, std::floor(100 * facts.nearly_empty), path));
}

std::shared_ptr<Dataset> assemble_dataset(const std::string& path, std::string name, Table obs, Table var,
                                          std::shared_ptr<const MatrixSource> matrix,
                                          std::vector<std::string> warnings, bool finite) {
    auto dataset = std::make_shared<Dataset>();
    dataset->name = std::move(name);
    std::error_code problem;
    const auto absolute = std::filesystem::absolute(path, problem);
    dataset->path = problem ? path : absolute.lexically_normal().string();
    dataset->warnings = std::move(warnings);
    warn_of_duplicates(obs.index, "cells", dataset->warnings);
    warn_of_duplicates(var.index, "genes", dataset->warnings);
    dataset->obs = std::move(obs);
    ValueFacts facts;
    facts.kind = ValueKind::NotFinite;
    if (finite)
        facts = inspect_values(*matrix);
    else
        matrix = finite_only(std::move(matrix), "X", path);
    warn_of_empty_cells(facts, dataset->cells(), path, dataset->warnings);
    Assay assay{"X", std::move(matrix), std::make_shared<const Table>(std::move(var)), facts.kind};
    if (finite) {
        assay.scale = facts.scale;
        assay.molecules = facts.molecules;
    }
    dataset->assays.push_back(std::move(assay));
    return dataset;
}

}  // namespace regulus
