// Which cells are compared, one side against the other or all groups of a column against their rest, and
// which rows of the result are listed. Undo covers it. What comes of the comparison is the view's.
//
// Thread: the GUI thread.
#pragma once

#include <QCoreApplication>
#include <QString>
#include <string>
#include <vector>

#include "core/base/cell_set.h"
#include "ui/figures/comparison/comparison_filters.h"
#include "ui/session/group_columns.h"
#include "ui/session/session_services.h"

namespace regulus {

enum class ComparedSide { A, B };

// Cells of one side: some groups of a column, or cells that were selected.
struct ComparedCells {
    std::string column;      // "": they were selected
    std::vector<int> codes;  // categories of the column
    QString name;            // "B, NK", "412 selected cells"
    CellSet cells;           // empty universe: none were chosen

    bool chosen() const { return cells.universe() > 0; }
    bool operator==(const ComparedCells&) const = default;
};

struct ComparisonSetup {
    bool allGroups = false;     // each group of `column`, rather than A against B
    std::string column;         // "": none was chosen
    ComparedCells a, b;         // B not chosen: the rest
    std::string donors;         // column of obs whose values are replicates, too; "": cells alone
    bool visibleOnly = false;   // hidden cells take no part
    ComparisonFilters filters;  // of what comes of it, which they do not change

    bool complete() const { return allGroups ? !column.empty() : a.chosen(); }
    bool operator==(const ComparisonSetup&) const = default;
};

// The same without what it has from that column.
ComparisonSetup withoutColumn(ComparisonSetup setup, const std::string& column);

class ComparisonState {
    Q_DECLARE_TR_FUNCTIONS(ComparisonState)
  public:
    ComparisonState(SessionServices& services, const GroupColumns& groups)
        : m_services(services), m_groups(groups) {}

    const ComparisonSetup& setup() const { return m_setup; }
    const ComparedCells& side(ComparedSide side) const {
        return side == ComparedSide::A ? m_setup.a : m_setup.b;
    }

    // Without codes, or without cells, the side is emptied.
    void putGroups(ComparedSide side, const std::string& column, const std::vector<int>& codes);
    void putCells(ComparedSide side, const CellSet& cells);
    void takeOutShared();  // the cells of A out of B
    void swapSides();      // nothing while B is the rest
    void compareSides();
    void compareAllGroups(const std::string& column);
    void setDonors(const std::string& column);
    void setVisibleOnly(bool on);
    void setFilters(const ComparisonFilters& filters);  // a limit being moved is one step

  private:
    friend class Session;
    // Another dataset, which has these donors ("": none are known); the caller says what changed.
    void reset(const std::string& donors);
    // Of a session file: sides whose groups are not there stay empty.
    void restore(ComparisonSetup setup);
    void forgetColumn(const std::string& column);  // from what undo keeps, too
    // The groups of a column are others by a step of undo. What undo keeps is of before that step, or of
    // behind it, and stays as it is.
    void dropColumn(const std::string& column);
    // They have other codes, perhaps other names, and the same cells: see sameGroups().
    void recodeColumn(const std::string& column, const std::vector<int>& codes);
    void regroupColumn(const std::string& column);  // a side stays whose cells are whole groups
    void restoreColumn(const std::string& column, const ComparisonSetup& from);
    ComparedCells regrouped(const ComparedCells& side) const;  // not chosen where it does not stay
    QString namesOf(const std::string& column, const std::vector<int>& codes) const;
    ComparedCells cellsOf(const std::string& column, const std::vector<int>& codes) const;
    void put(ComparedSide side, ComparedCells cells);
    void change(const QString& text, const ComparisonSetup& after, int merge = NoMerge);
    void apply(const ComparisonSetup& setup);

    SessionServices& m_services;
    const GroupColumns& m_groups;
    ComparisonSetup m_setup;
};

}  // namespace regulus
