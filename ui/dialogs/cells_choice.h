// Which cells something is done with: all, those that are selected, those that are not hidden. Follows the
// session.
#pragma once

#include <QComboBox>

#include "ui/session/session.h"

namespace regulus {

class CellsChoice final : public QComboBox {
    Q_OBJECT
  public:
    explicit CellsChoice(Session& session, QWidget* parent = nullptr);

    // Empty universe: all cells.
    CellSet cells() const;
    std::size_t count() const;
    QString name() const;            // "B", "412 selected cells"; empty for all of them
    void choose(const CellSet& of);  // what cells() said before, where it still is one of the choices

  Q_SIGNALS:
    void cellsChanged();  // another choice, or other cells of the same

  private:
    enum Choice { All, OfWorkspace, Selected, Visible };
    CellSet of(int choice) const;
    void offer();

    Session& m_session;
};

}  // namespace regulus
