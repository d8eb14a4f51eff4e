#include "core/io/assemble_dataset.h"

#include <filesystem>
#include <string_view>
#include <unordered_set>

namespace regulus {

void warn_of_duplicates(const std::vector<std::string>& names, const std::string& what,
                        std::vector<std::string>& warnings) {
    std::unordered_set<std::string_view> seen;
    seen.reserve(names.size());
    std::size_t repeats = 0;
    std::string_view example;
    for (const std::string& name : names) {
        if (!seen.insert(name).second && repeats++ == 0) example = name;
    }
    if (repeats == 0) return;
    warnings.push_back("Repeated names of " + what + ": " + std::to_string(repeats) + ", the first of them " +
                       std::string(example));
}

std::shared_ptr<Dataset> assemble_dataset(const std::string& path, std::string name, Table obs, Table var,
                                          std::shared_ptr<const MatrixSource> matrix,
                                          std::vector<std::string> warnings) {
    auto dataset = std::make_shared<Dataset>();
    dataset->name = std::move(name);
    std::error_code problem;
    const auto absolute = std::filesystem::absolute(path, problem);
    dataset->path = problem ? path : absolute.lexically_normal().string();
    dataset->warnings = std::move(warnings);
    warn_of_duplicates(obs.index, "cells", dataset->warnings);
    warn_of_duplicates(var.index, "genes", dataset->warnings);
    dataset->obs = std::move(obs);
    const ValueKind kind = detect_value_kind(*matrix);
    dataset->assays.push_back({"X", std::move(matrix), std::make_shared<const Table>(std::move(var)), kind});
    return dataset;
}

}  // namespace regulus
