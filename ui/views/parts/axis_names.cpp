#include "ui/views/parts/axis_names.h"

#include <algorithm>
#include <array>

#include "ui/session/session.h"
#include "ui/views/parts/coloring_names.h"

namespace regulus {

AxisNames::AxisNames(const Session& session) {
    if (!session.opened().dataset) return;
    const ColorInputs inputs = session.colors().inputs();
    for (const NamedColoring& name : coloringNames(session))
        if (isNumber(name.coloring, inputs)) add({name.name, name.coloring, nullptr, 0});
    for (const auto& embedding : session.view().embeddings())
        for (AxisSource& coordinate : coordinatesOf(embedding)) add(std::move(coordinate));
}

void AxisNames::add(AxisSource source) {
    const std::string name = source.name;
    if (m_sources.emplace(name, std::move(source)).second) m_names.push_back(name);
}

const AxisSource* AxisNames::find(const std::string& name) const {
    const auto at = m_sources.find(name);
    return at == m_sources.end() ? nullptr : &at->second;
}

std::string axisName(const Session& session, const Coloring& coloring) {
    const std::vector<NamedColoring> names = coloringNames(session);
    const auto found = std::ranges::find_if(
        names, [&](const NamedColoring& name) { return name.coloring.sameValues(coloring); });
    return found == names.end() ? std::string() : found->name;
}

std::vector<std::string> AxisNames::usual() const {
    using Pair = std::array<const char*, 2>;
    constexpr std::array pairs{Pair{"total_counts", "n_genes_by_counts"}, Pair{"n_counts", "n_genes"},
                               Pair{"nCount_RNA", "nFeature_RNA"}, Pair{"total_counts", "pct_counts_mt"}};
    for (const Pair& pair : pairs)
        if (find(pair[0]) != nullptr && find(pair[1]) != nullptr) return {pair[0], pair[1]};
    std::vector<std::string> genes;
    for (const std::string& name : m_names)
        if (genes.size() < 2 && m_sources.at(name).coloring.source == ColorSource::Gene)
            genes.push_back(name);
    return genes.size() == 2 ? genes : std::vector<std::string>();
}

}  // namespace regulus
