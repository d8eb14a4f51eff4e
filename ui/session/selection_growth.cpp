#include "ui/session/selection_growth.h"

#include <algorithm>

#include "ui/session/session.h"

namespace regulus {

SelectionGrowth::Space SelectionGrowth::space() const {
    const OpenedState& opened = m_session.opened();
    const auto pca = std::ranges::find_if(opened.dataset->embeddings, [](const Embedding& embedding) {
        return embedding.name == "X_pca" && embedding.coordinates.cols > 2;
    });
    if (pca != opened.dataset->embeddings.end())
        return {tr("the file's principal components"),
                std::shared_ptr<const Matrix>(opened.dataset, &pca->coordinates), nullptr};
    if (opened.expression && m_session.engine().components)
        return {tr("principal components"), nullptr, opened.expression};
    const auto map = m_session.view().embedding();
    return {tr("the map"), map ? map->coordinates : nullptr, nullptr};
}

void SelectionGrowth::grow() {
    const auto dataset = m_session.opened().dataset;
    if (!dataset || m_session.cells().selection().empty()) return;
    const Space space = this->space();
    if (!space.points && !space.expression) return;
    if (m_found.neighbors && m_found.dataset == dataset && m_found.space == space) return join(m_found);
    m_session.jobs().start(
        {.title = tr("Finding neighbours"), .key = QStringLiteral("grow selection"), .receiver = &m_session},
        [space, engine = m_session.engine()](Job& job) {
            PartJob describing(job, 0, 0.6), finding(job, space.points ? 0 : 0.6, 1);
            const Matrix made =
                space.points ? Matrix() : engine.components(*space.expression, {}, describing);
            return std::make_shared<const CellNeighbors>(
                cell_neighbors(space.points ? *space.points : made, Metric::Euclidean, finding));
        },
        [this, dataset, space,
         selection = m_session.cells().selection()](std::shared_ptr<const CellNeighbors> neighbors) {
            if (dataset != m_session.opened().dataset) return;
            m_found = {dataset, space, std::move(neighbors)};
            if (selection == m_session.cells().selection()) join(m_found);
        });
}

void SelectionGrowth::join(const Found& found) {
    const CellSet& before = m_session.cells().selection();
    const CellSet after = regulus::grown(before, *found.neighbors);
    const std::size_t joined = after.count() - before.count();
    const QString nearest =
        tr("%1 nearest cells (by %2)").arg(found.neighbors->among.k).arg(found.space.title);
    m_session.cells().select(after, SelectMode::Add);
    Q_EMIT m_session.noticed(
        joined == 0 ? tr("No cell joined: none has half of its %1 in the selection.").arg(nearest)
        : joined == 1
            ? tr("1 cell joined: at least half of its %1 were selected.").arg(nearest)
            : tr("%L1 cells joined: at least half of their %2 were selected.").arg(joined).arg(nearest),
        QStringLiteral("grow selection"));
}

}  // namespace regulus
