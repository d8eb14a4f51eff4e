// What came of a comparison, as a table: its genes or TFs filtered, searched and sorted. Called in jobs.
#pragma once

#include <QString>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/job.h"
#include "ui/figures/comparison/comparison_result.h"

namespace regulus {

enum class ComparisonColumn {
    Name,
    Change,
    Share,
    ShareRest,
    Auroc,
    Q,
    DonorChange,
    DonorQ,
    DepthChange,
    DepthAuroc,
    DepthQ,
    RewiredP
};

struct ComparisonQuery {
    std::size_t group = 0;
    QString text;  // of names
    ComparisonFilters filters;
    std::optional<ComparisonColumn> sorted = {};  // nullopt: highest score first
    bool descending = true;
    bool operator==(const ComparisonQuery&) const = default;
};

// Those of `ranked` that are asked for, in the order asked for. Throws Cancelled.
std::vector<std::uint32_t> arrange(const ComparisonResult& result, const std::vector<std::uint32_t>& ranked,
                                   const ComparisonQuery& query, Job& job);
// Bare, for sorting, copying and files.
double valueOf(const ComparisonResult& result, std::size_t group, std::uint32_t gene,
               ComparisonColumn column);

// All numbers of the rows asked for, of every group whatever query.group, as a CSV file, named as `regulus
// compare` names them; written beside `path` and renamed. Throws Error(Storage), Cancelled.
void writeComparison(const ComparisonResult& result, ComparisonQuery query, const QString& path, Job& job);

}  // namespace regulus
