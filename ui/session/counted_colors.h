// Colours of cells whose legend counts the cells of the workspace that is entered, and lists the groups that
// it has.
//
// Thread: the GUI thread.
#pragma once

#include <memory>

#include "core/base/cell_set.h"
#include "ui/render/point_colors.h"

namespace regulus {

class Session;

class CountedColors {
  public:
    // `colors`, one a cell, themselves where there is no workspace, or their legend counts nothing. The same
    // again for the same.
    std::shared_ptr<const PointColors> of(const Session& session, std::shared_ptr<const PointColors> colors);

  private:
    std::shared_ptr<const PointColors> m_colors, m_counted;
    CellSet m_cells;
};

}  // namespace regulus
