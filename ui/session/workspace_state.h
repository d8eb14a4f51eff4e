// Workspaces: parts of the cells that are looked at alone. In one all other cells are hidden, none of them
// can be selected, and they take no part in comparisons; it has a map, colours, filters and a selection of
// its own, as they were left, and what is computed meanwhile are columns and maps of the whole dataset. Going
// back gives the whole as it was. All of it can be undone.
//
// Thread: the GUI thread.
#pragma once

#include <QCoreApplication>
#include <QString>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/cell_set.h"
#include "ui/figures/coloring.h"
#include "ui/render/plane_view.h"
#include "ui/session/cells_state.h"
#include "ui/session/color_state.h"
#include "ui/session/comparison_state.h"
#include "ui/session/value_step.h"
#include "ui/session/view_state.h"

namespace regulus {

// What is seen of the cells, and how.
struct WorkspaceLook {
    CellsState::Filters filters;
    CellSet selection;
    bool comparesVisible = false;  // hidden cells take no part in comparisons
    std::string map;               // its key
    bool space = false;            // in 3-D, and there the map of this key; "": the usual one
    std::string spaceMap = {};
    Coloring coloring;
    std::optional<PlaneView> camera = {};
    CellsState::HiddenOf hiddenOf = {};  // none in a look that came from a file
    bool operator==(const WorkspaceLook&) const = default;
};

struct Workspace {
    QString name;             // no two have the same
    CellSet cells;            // at least one
    std::string newMap = {};  // key of one that is shown as soon as it is there; "" once it was
    WorkspaceLook look;
    bool operator==(const Workspace&) const = default;
};

struct Workspaces {
    std::vector<Workspace> all;
    QString current;        // the name of the one that is entered; empty: the whole
    WorkspaceLook outside;  // the whole, while one is entered
    bool operator==(const Workspaces&) const = default;
};

// A step of undo. Without a look what is seen stays.
struct WorkspaceStep {
    Workspaces workspaces;
    std::optional<WorkspaceLook> look;
    bool operator==(const WorkspaceStep&) const = default;
};
template <>
inline constexpr bool changes_place<WorkspaceStep> = true;

class WorkspaceState {
    Q_DECLARE_TR_FUNCTIONS(WorkspaceState)
  public:
    WorkspaceState(SessionServices& services, const OpenedState& opened, const ModelState& model,
                   const GroupColumns& groups, CellsState& cells, ViewState& view, ColorState& colors,
                   ComparisonState& comparison)
        : m_services(services),
          m_opened(opened),
          m_model(model),
          m_groups(groups),
          m_cells(cells),
          m_view(view),
          m_colors(colors),
          m_comparison(comparison) {}

    const Workspaces& workspaces() const { return m_workspaces; }
    const Workspace* named(const QString& name) const;  // null: none
    const Workspace* current() const { return named(m_workspaces.current); }
    // Why one cannot be called so, for a person; empty when it can.
    QString nameProblem(const QString& name) const;

    // Makes one of these cells and enters it. `newMap`: key of the map that is computed for it, if any.
    void make(const QString& name, const CellSet& cells, const std::string& newMap = {});
    void enter(const QString& name);
    void leave();
    void remove(const QString& name);  // its columns and maps stay

  private:
    friend class Session;
    void restore(Workspaces workspaces) { m_workspaces = std::move(workspaces); }  // the caller says it
    // A model is on its way, without which some of what is seen is not there: until it is, all looks keep
    // what they want of it, and so does the place that is seen. `wanted`: its look.
    void await(WorkspaceLook wanted);
    void stopAwaiting();                 // another model has taken its place
    void giveUp() { m_coming = false; }  // it does not come: nothing is shown of it, and nothing lost
    // What the place that is seen wants, apart from what somebody changed there meanwhile; nullopt: no model
    // is awaited.
    std::optional<WorkspaceLook> wanted() const;
    WorkspaceLook seen() const;
    WorkspaceLook look() const;  // that, with what is wanted
    Workspaces left() const;     // the list, with what is seen put where it belongs
    void push(const QString& text, Workspaces after, const WorkspaceLook& look);
    void apply(const WorkspaceStep& step);
    // Every look that is kept, by undo, too, but the one that is seen.
    void eachLook(const std::function<void(WorkspaceLook&)>& change);
    void forgetModel();  // what was of it goes from all looks
    void genesRenamed(const NamedGenes& before);
    void show(const WorkspaceLook& look);
    bool isThere(const Coloring& coloring) const;
    bool isShownInstead() const;  // the map that is seen, of one that is wanted
    bool hasMap(const std::string& key) const;

    SessionServices& m_services;
    const OpenedState& m_opened;
    const ModelState& m_model;
    const GroupColumns& m_groups;
    CellsState& m_cells;
    ViewState& m_view;
    ColorState& m_colors;
    ComparisonState& m_comparison;
    Workspaces m_workspaces;
    struct Awaited {
        WorkspaceLook look;
        std::string instead;  // key of the map that is seen until then
    };
    std::optional<Awaited> m_awaited;
    bool m_coming = false;
};

}  // namespace regulus
