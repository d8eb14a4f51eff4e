// The selection grown to the cells that lie among it, press by press. Neighbours are found once for a
// dataset, by a job.
//
// Thread: the GUI thread.
#pragma once

#include <QCoreApplication>
#include <memory>

#include "core/workflow/grown_cells.h"
#include "ui/figures/opened_dataset.h"

namespace regulus {

class Session;

class SelectionGrowth {
    Q_DECLARE_TR_FUNCTIONS(SelectionGrowth)
  public:
    explicit SelectionGrowth(Session& session) : m_session(session) {}

    // Cells join of whose nearest ones at least half are selected; says how many they were, and where they
    // are nearest: in the file's principal components, else in those of the expression, else on the map.
    // Nothing is done where the selection has become another before the neighbours were found.
    void grow();

  private:
    struct Space {
        QString title;                         // "the file's principal components"
        std::shared_ptr<const Matrix> points;  // null: those of `expression`
        std::shared_ptr<const MatrixSource> expression;
        bool operator==(const Space&) const = default;
    };
    struct Found {
        std::shared_ptr<const Dataset> dataset;
        Space space;
        std::shared_ptr<const CellNeighbors> neighbors;
    };
    Space space() const;
    void join(const Found& found);

    Session& m_session;
    Found m_found;
};

}  // namespace regulus
