#include "ui/figures/network/target_rows.h"

#include <cmath>
#include <unordered_map>
#include <utility>

namespace regulus {

bool ofReader(const TargetRow& row) {
    return std::isfinite(row.evidence);
}

double beyondUniform(const TargetRow& row) {
    return row.regulators < 2 || row.uniform <= 0 ? std::nan("") : row.attention / row.uniform;
}

double numberOf(const TargetRow& row) {
    return ofReader(row) ? row.evidence : beyondUniform(row);
}

double differenceOf(const TargetPair& pair) {
    const double a = numberOf(pair.first), b = numberOf(pair.second);
    if (ofReader(pair.first)) return a - b;
    return a > 0 && b > 0 ? std::log2(a / b) : std::nan("");
}

std::vector<TargetPair> alone(std::vector<TargetRow> targets) {
    std::vector<TargetPair> rows(targets.size());
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i].first = std::move(targets[i]);
    return rows;
}

std::vector<TargetPair> targetPairs(std::vector<TargetRow> first, std::vector<TargetRow> second) {
    std::unordered_map<int, std::size_t> places;
    for (std::size_t i = 0; i < second.size(); ++i) places.emplace(second[i].token, i);
    std::vector<TargetPair> pairs;
    for (TargetRow& row : first)
        if (const auto place = places.find(row.token); place != places.end())
            pairs.push_back({std::move(row), std::move(second[place->second])});
    return pairs;
}

}  // namespace regulus
