#include "ui/session/workspace_state.h"

#include <algorithm>

namespace regulus {

const Workspace* WorkspaceState::named(const QString& name) const {
    const auto at = std::ranges::find(m_workspaces.all, name, &Workspace::name);
    return at == m_workspaces.all.end() ? nullptr : &*at;
}

QString WorkspaceState::nameProblem(const QString& name) const {
    if (name.trimmed().isEmpty()) return tr("The workspace needs a name.");
    return named(name.trimmed()) ? tr("There is a workspace %1 already.").arg(name.trimmed()) : QString();
}

void WorkspaceState::make(const QString& name, const CellSet& cells, const std::string& newMap) {
    if (!m_opened.dataset || !nameProblem(name).isEmpty() || cells.universe() != m_opened.cells() ||
        cells.empty())
        return;
    Workspace made{name.trimmed(), cells, newMap, look()};
    made.look.filters = {{{workspace_filter, cells}}, {}};
    made.look.hiddenOf = {};
    made.look.camera.reset();
    made.look.selection = made.look.selection & cells;
    made.look.comparesVisible = true;
    if (!newMap.empty()) made.look.space = false;  // where it will be seen
    Workspaces after = left();
    after.current = made.name;
    after.all.push_back(made);
    push(tr("Work on %1").arg(made.name), std::move(after), made.look);
}

void WorkspaceState::enter(const QString& name) {
    const Workspace* const wanted = named(name);
    if (wanted == nullptr || name == m_workspaces.current) return;
    Workspaces after = left();
    after.current = name;
    Workspace& entered = *std::ranges::find(after.all, name, &Workspace::name);
    if (hasMap(entered.newMap)) {
        entered.look.map = std::exchange(entered.newMap, {});
        entered.look.camera.reset();
    }
    const WorkspaceLook look = entered.look;
    push(tr("Work on %1").arg(name), std::move(after), look);
}

void WorkspaceState::leave() {
    if (m_workspaces.current.isEmpty()) return;
    Workspaces after = left();
    after.current.clear();
    const WorkspaceLook look = std::exchange(after.outside, {});
    push(tr("Back to all cells"), std::move(after), look);
}

void WorkspaceState::remove(const QString& name) {
    if (named(name) == nullptr) return;
    Workspaces after = left();
    std::erase_if(after.all, [&](const Workspace& one) { return one.name == name; });
    const QString text = tr("Remove workspace %1").arg(name);
    if (name != m_workspaces.current) {
        m_services.history().push<WorkspaceStep>(text, {m_workspaces, {}}, {after, {}},
                                                 [this](const WorkspaceStep& step) { apply(step); });
        return;
    }
    after.current.clear();
    const WorkspaceLook look = std::exchange(after.outside, {});
    push(text, std::move(after), look);
}

void WorkspaceState::await(WorkspaceLook wanted) {
    const auto map = m_view.embedding();
    m_awaited = Awaited{std::move(wanted), map ? map->key : std::string()};
    m_coming = true;
}

void WorkspaceState::stopAwaiting() {
    m_awaited.reset();
    m_coming = false;
}

bool WorkspaceState::isShownInstead() const {
    const auto map = m_view.embedding();
    return !map || map->key == m_awaited->instead || map == m_view.embeddings().front();
}

std::optional<WorkspaceLook> WorkspaceState::wanted() const {
    if (!m_awaited) return std::nullopt;
    WorkspaceLook wanted = m_awaited->look;
    if (!isShownInstead()) wanted.map.clear();
    return wanted;
}

WorkspaceLook WorkspaceState::look() const {
    WorkspaceLook look = seen();
    const std::optional<WorkspaceLook> wanted = this->wanted();
    if (!wanted) return look;
    const std::string key = categoryFilterKey(predicted_column);
    if (const auto filter = wanted->filters.visible.find(key); filter != wanted->filters.visible.end())
        look.filters.visible.insert(*filter);
    if (const auto hidden = wanted->filters.hidden.find(predicted_column);
        hidden != wanted->filters.hidden.end())
        look.filters.hidden.insert(*hidden);
    if (wanted->map.starts_with("model:") && !hasMap(wanted->map)) {
        look.map = wanted->map;
        look.camera = wanted->camera;
    }
    return look;
}

WorkspaceLook WorkspaceState::seen() const {
    const auto map = m_view.embedding();
    const ViewSettings& view = m_view.settings();
    return {.filters = m_cells.filters(),
            .selection = m_cells.selection(),
            .comparesVisible = m_comparison.setup().visibleOnly,
            .map = map ? map->key : std::string(),
            .space = view.threeD,
            .spaceMap = view.spaceEmbedding,
            .coloring = m_colors.coloring(),
            .camera = m_view.camera(),
            .hiddenOf = m_cells.hiddenOf()};
}

Workspaces WorkspaceState::left() const {
    Workspaces list = m_workspaces;
    if (list.current.isEmpty()) {
        list.outside = look();
        return list;
    }
    Workspace& now = *std::ranges::find(list.all, list.current, &Workspace::name);
    now.look = look();
    if (now.look.map == now.newMap) now.newMap.clear();
    return list;
}

void WorkspaceState::push(const QString& text, Workspaces after, const WorkspaceLook& look) {
    m_services.history().push<WorkspaceStep>(text, {m_workspaces, this->look()}, {std::move(after), look},
                                             [this](const WorkspaceStep& step) { apply(step); });
}

void WorkspaceState::apply(const WorkspaceStep& step) {
    m_workspaces = step.workspaces;
    if (step.look) {
        WorkspaceLook look = *step.look;
        // Its map may have arrived since the step was taken for the first time.
        const auto now = std::ranges::find(m_workspaces.all, m_workspaces.current, &Workspace::name);
        if (now != m_workspaces.all.end() && hasMap(now->newMap)) {
            look.map = std::exchange(now->newMap, {});
            look.camera.reset();
        }
        show(look);
    }
    m_services.notify(Change::Filters);
}

// Of what is gone since, what still is.
void WorkspaceState::show(const WorkspaceLook& look) {
    m_view.stayOnMap();  // one that is on its way is of another place
    m_cells.showFilters(look.filters, look.hiddenOf);
    m_cells.select(look.selection);
    m_comparison.setVisibleOnly(look.comparesVisible);
    ViewSettings view = m_view.settings();
    view.threeD = look.space;
    view.spaceEmbedding = look.spaceMap;
    if (hasMap(look.map)) {
        view.embedding = look.map;
    } else if (const auto whole = std::ranges::find_if(
                   m_view.embeddings(), [](const auto& map) { return !isOfPart(*map) && !isOfSpace(*map); });
               whole != m_view.embeddings().end()) {
        view.embedding = (*whole)->key;  // not that of the place one comes from
    }
    m_view.setSettings(view);
    if (view.embedding == look.map) m_view.setCamera(look.camera);
    const Coloring coloring = isThere(look.coloring) ? look.coloring
                              : m_opened.labels      ? Coloring::column(m_opened.labels->column)
                                                     : Coloring::none();
    if (coloring != m_colors.coloring()) m_colors.restore(coloring);
    if (m_awaited) {
        const auto map = m_view.embedding();
        m_awaited = Awaited{look, map ? map->key : std::string()};
    }
}

void WorkspaceState::eachLook(const std::function<void(WorkspaceLook&)>& change) {
    const auto inAll = [&](Workspaces& workspaces) {
        change(workspaces.outside);
        for (Workspace& one : workspaces.all) change(one.look);
    };
    inAll(m_workspaces);
    m_services.history().patch<WorkspaceStep>([&](WorkspaceStep& step) {
        inAll(step.workspaces);
        if (step.look) change(*step.look);
    });
}

void WorkspaceState::forgetModel() {
    if (m_awaited) return;  // the one before it went
    eachLook([](WorkspaceLook& look) {
        look.filters.visible.erase(categoryFilterKey(predicted_column));
        look.filters.hidden.erase(predicted_column);
        if (look.map.starts_with("model:")) look.map.clear();
        if (look.spaceMap.starts_with("model:")) look.spaceMap.clear();
    });
}

void WorkspaceState::genesRenamed(const NamedGenes& before) {
    eachLook([&](WorkspaceLook& look) { m_colors.renameGene(look.coloring, before); });
}

bool WorkspaceState::hasMap(const std::string& key) const {
    return std::ranges::any_of(m_view.embeddings(), [&](const auto& map) { return map->key == key; });
}

bool WorkspaceState::isThere(const Coloring& coloring) const {
    const bool coming = m_awaited && m_coming;
    return !coloring.any([this, coming](const Coloring& one) {
        switch (one.source) {
            case ColorSource::Column:
                return !m_groups.categorical(one.name) && !ownColumn(m_opened.own, one.name) &&
                       !m_opened.dataset->obs.find(one.name);
            case ColorSource::Prediction:
            case ColorSource::Confidence:
                return !m_model.file && !coming;  // its predictions may be on their way
            case ColorSource::Regulon:
                if (one.measure == RegulonMeasure::Activity) return !m_opened.prior || !m_opened.expression;
                if (coming && !m_model.file) return false;
                if (ofGenes(one.measure)) return !m_model.file || m_model.readsRegulons();
                if (one.measure == RegulonMeasure::Effect) return !m_model.readsRegulons();
                return !m_model.readsRegulons() && !m_opened.prior;
            default:
                return false;
        }
    });
}

}  // namespace regulus
