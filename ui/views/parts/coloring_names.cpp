#include "ui/views/parts/coloring_names.h"

#include <unordered_set>

#include "ui/session/session.h"

namespace regulus {
namespace {

void addRegulons(const std::vector<std::string>& tfs, const char* measure, RegulonMeasure of,
                 std::vector<NamedColoring>& names) {
    for (const std::string& tf : tfs)
        names.push_back({std::string(measure) + ":" + tf, Coloring::regulon(tf, of)});
}

void addRegulons(const Session& session, std::vector<NamedColoring>& names) {
    if (const auto regulons = session.model().regulons) {
        const std::vector<std::string>& tfs = regulons->regulons.tfs;
        addRegulons(tfs, "regulon", RegulonMeasure::Choice, names);
        addRegulons(tfs, "attention", RegulonMeasure::Attention, names);
        addRegulons(tfs, "pooling", RegulonMeasure::Pooling, names);
        return;
    }
    const auto results = session.tfResults();
    if (!results) return;
    addRegulons(results->tfs, "regulon", RegulonMeasure::TfAttention, names);
    addRegulons(results->tfs, "activity", RegulonMeasure::Activity, names);
    if (results->reader->head) addRegulons(results->tfs, "effect", RegulonMeasure::Effect, names);
}

}  // namespace

std::vector<NamedColoring> coloringNames(const Session& session) {
    std::vector<NamedColoring> names;
    if (!session.opened().dataset) return names;
    std::unordered_set<std::string> columns;
    for (const std::string& column : session.groups().names())
        if (columns.insert(column).second) names.push_back({column, Coloring::column(column)});
    if (session.model().results) {
        names.push_back({"prediction", Coloring::prediction()});
        names.push_back({"certainty", Coloring::confidence()});
    }
    if (const auto genes = session.opened().genes.names)
        for (const std::string& gene : genes->names)
            names.push_back({columns.contains(gene) ? "gene:" + gene : gene, Coloring::gene(gene)});
    addRegulons(session, names);
    return names;
}

}  // namespace regulus
