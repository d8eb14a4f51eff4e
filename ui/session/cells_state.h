// Which cells are selected (replaces), highlighted (hover, replaces) and filtered (keyed by who set it,
// combined). Undo covers selection and filters; never hover.
//
// Thread: the GUI thread.
#pragma once

#include <QCoreApplication>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "core/base/cell_set.h"
#include "ui/session/group_columns.h"
#include "ui/session/selection_model.h"
#include "ui/session/session_services.h"

namespace regulus {

inline const std::string workspace_filter = "workspace";  // what hides all cells that are not in it

class CellsState {
    Q_DECLARE_TR_FUNCTIONS(CellsState)
  public:
    CellsState(SessionServices& services, const GroupColumns& groups)
        : m_services(services), m_groups(groups) {}

    // What undo goes back to; replaced as a whole.
    struct Filters {
        std::map<std::string, CellSet> visible;
        std::map<std::string, std::set<int>> hidden;  // category codes by column
        bool operator==(const Filters&) const = default;
    };
    const Filters& filters() const { return m_filters; }

    // All with the dataset's cells as their universe.
    const CellSet& selection() const { return m_sets.selection(); }
    const CellSet& highlight() const { return m_sets.highlight(); }
    const CellSet& visible() const { return m_sets.visible(); }  // all filters combined

    void select(const CellSet& cells, SelectMode mode = SelectMode::Replace);  // of a workspace those in it
    void selectAll();
    void clearSelection();
    void invertSelection();                   // within the visible cells
    void setHighlight(const CellSet& cells);  // no undo
    void clearHighlight();

    void setFilter(const std::string& key, const CellSet& visible);
    void clearFilter(const std::string& key);
    void clearFilters();  // but that of a workspace
    // The groups of the columns of which some are hidden: as long as they are these, what is hidden stays.
    struct HiddenOf {
        std::map<std::string, std::weak_ptr<const Categorical>> groups;
        bool operator==(const HiddenOf&) const { return true; }  // no part of what is seen
    };
    HiddenOf hiddenOf() const;
    // As they were at another time, but for columns that are gone, and of groups that are others than `then`
    // those stay hidden of which every cell was. No undo.
    void showFilters(const Filters& filters, const HiddenOf& then = {});
    // A legend click hides, a double click isolates; categories by code. Each column has a filter of its own.
    void setCategoryHidden(const std::string& column, int code, bool hidden);
    void isolateCategory(const std::string& column, int code);  // the second time shows all again
    const std::set<int>& hiddenCategories(const std::string& column) const;

  private:
    friend class Session;
    // Without a step of undo; the caller says what changed. Codes that a column has not are left out.
    void restore(const CellSet& selection, std::map<std::string, CellSet> visible,
                 std::map<std::string, std::set<int>> hidden);
    void reset(std::size_t cells);                 // of another dataset: nothing selected, everything visible
    void forgetColumn(const std::string& column);  // its filter goes, from what undo keeps, too
    // The groups of a column are others by a step of undo. What undo keeps is of before that step, or of
    // behind it, and stays as it is; all without a step of their own, the caller says what changed.
    void dropColumn(const std::string& column);  // its filter goes
    // They have other codes, and the same cells: see sameGroups().
    void recodeColumn(const std::string& column, const std::vector<int>& codes);
    void regroupColumn(const std::string& column);  // those stay hidden of which every cell was
    void restoreColumn(const std::string& column, const Filters& from);

    std::size_t cells() const { return m_sets.visible().universe(); }
    void pushFilters(const QString& text, const Filters& after);
    void applyFilters(const Filters& filters);
    void hide(const std::string& column, std::set<int> hidden, const QString& text);

    SessionServices& m_services;
    const GroupColumns& m_groups;
    SelectionModel m_sets;
    Filters m_filters;
};

}  // namespace regulus
