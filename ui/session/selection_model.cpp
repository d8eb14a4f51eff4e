#include "ui/session/selection_model.h"

#include <cassert>

namespace regulus {

SelectionModel::SelectionModel(std::size_t cells)
    : m_selection(cells), m_highlight(cells), m_visible(CellSet::all(cells)) {}

void SelectionModel::setFilters(const std::map<std::string, CellSet>& filters) {
    m_visible = CellSet::all(m_selection.universe());
    for (const auto& [key, cells] : filters) m_visible &= cells;
}

CellSet combined(const CellSet& selection, const CellSet& cells, SelectMode mode) {
    assert(selection.universe() == cells.universe());
    switch (mode) {
        case SelectMode::Add:
            return selection | cells;
        case SelectMode::Subtract:
            return selection - cells;
        case SelectMode::Intersect:
            return selection & cells;
        case SelectMode::Replace:
            break;
    }
    return cells;
}

}  // namespace regulus
