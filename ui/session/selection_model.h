// Which cells are selected, hovered and visible: three different things, as plain values without Qt.
#pragma once

#include <map>
#include <string>

#include "core/base/cell_set.h"

namespace regulus {

enum class SelectMode { Replace, Add, Subtract, Intersect };

// All sets have the dataset's cells as their universe.
class SelectionModel {
  public:
    SelectionModel() = default;
    explicit SelectionModel(std::size_t cells);  // nothing selected, everything visible

    const CellSet& selection() const { return m_selection; }
    const CellSet& highlight() const { return m_highlight; }
    const CellSet& visible() const { return m_visible; }

    void setSelection(CellSet cells) { m_selection = std::move(cells); }
    void setHighlight(CellSet cells) { m_highlight = std::move(cells); }
    // Visible is what every one of them lets through, whoever set it.
    void setFilters(const std::map<std::string, CellSet>& filters);

  private:
    CellSet m_selection, m_highlight, m_visible;
};

// The key of the filter on one column's categories.
inline std::string categoryFilterKey(const std::string& column) {
    return "category:" + column;
}

// The selection after a gesture that caught `cells`.
CellSet combined(const CellSet& selection, const CellSet& cells, SelectMode mode);

}  // namespace regulus
