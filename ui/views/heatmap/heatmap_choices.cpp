#include "ui/views/heatmap/heatmap_choices.h"

#include "ui/session/session.h"

namespace regulus {
namespace {

constexpr std::size_t most_groups = 200;

}  // namespace

std::vector<RegulonMeasure> heatmapMeasures(const Session& session) {
    using enum RegulonMeasure;
    std::vector<RegulonMeasure> measures;
    const auto tfs = session.tfResults();
    if (session.model().file && !session.model().readsRegulons())
        measures = {Choice, Attention, Pooling};
    else if (tfs && tfs->reader->head)
        measures = {TfAttention, Effect};
    else if (tfs)
        measures = {TfAttention};
    if (tfs) measures.insert(measures.end(), {Activity, Expression});
    return measures;
}

bool canGroupHeatmap(const Session& session, const std::string& column) {
    const auto groups = session.groups().categorical(column);
    return groups && groups->categories.size() >= 2 && groups->categories.size() <= most_groups;
}

std::string heatmapColumn(const Session& session, const QString& groups) {
    const QLatin1String prefix("column:");
    if (groups == QLatin1String("prediction")) return predicted_column;
    if (!groups.startsWith(prefix)) return session.opened().labelColumn();
    const std::string column = groups.mid(prefix.size()).toStdString();
    return canGroupHeatmap(session, column) ? column : session.opened().labelColumn();
}

}  // namespace regulus
