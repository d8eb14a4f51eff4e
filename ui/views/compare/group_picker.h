// Opens below a side of the comparison: a column, and which of its groups. Taken over when it closes, unless
// by Escape.
#pragma once

#include <QFrame>

#include "ui/session/session.h"

class QComboBox;
class QListWidget;
class QListWidgetItem;

namespace regulus {

class GroupPicker final : public QFrame {
    Q_OBJECT
  public:
    GroupPicker(Session& session, ComparedSide side, QWidget* parent);

    void openBelow(const QWidget* widget);
    // As a person chooses.
    QComboBox* columns() const { return m_columns; }
    QListWidget* groups() const { return m_groups; }

  protected:
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void hideEvent(QHideEvent* event) override;

  private:
    void fillColumns();
    void fillGroups();
    void takeOver();
    std::string column() const;
    std::vector<int> checked() const;

    Session& m_session;
    ComparedSide m_side;
    QComboBox* m_columns;
    QListWidget* m_groups;
    std::vector<int> m_before;  // checked when the list was filled
    bool m_open = false;
};

}  // namespace regulus
