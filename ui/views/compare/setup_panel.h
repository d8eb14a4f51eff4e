// What is compared: A against B, or all groups of a column; donors; visible cells only. Every change is a
// command to the session.
#pragma once

#include <QWidget>

#include "ui/session/session.h"
#include "ui/views/compare/side_slot.h"

class QCheckBox;
class QComboBox;
class QPushButton;
class QToolButton;

namespace regulus {

class ToneLabel;

class SetupPanel final : public QWidget {
    Q_OBJECT
  public:
    explicit SetupPanel(Session& session, QWidget* parent = nullptr);
    ~SetupPanel() override;

    void hear(Changes what);

    QComboBox* mode() const { return m_mode; }
    SideSlot* slot(ComparedSide side) const { return side == ComparedSide::A ? m_a : m_b; }
    QToolButton* swapButton() const { return m_swap; }
    QComboBox* columns() const { return m_columns; }
    QComboBox* donors() const { return m_donors; }
    QCheckBox* visibleOnly() const { return m_visible; }
    QPushButton* takeOut() const { return m_takeOut; }
    QString sharedText() const;  // what is said of cells in both; empty: there are none

  private:
    struct Counts {
        SideCount a, b;
        std::size_t shared = 0;
    };
    void connectParts();
    void fillColumns();
    void fillDonors();
    void refresh();
    void count();
    void showCounts(const Counts& counts);
    std::string donorColumn() const;

    Session& m_session;
    QComboBox* m_mode;
    QWidget* m_sides;
    SideSlot *m_a, *m_b;
    QToolButton* m_swap;
    QComboBox* m_columns;
    QWidget* m_shared;
    ToneLabel* m_sharedText;
    QPushButton* m_takeOut;
    QComboBox* m_donors;
    QCheckBox* m_visible;
    QString m_key;
};

}  // namespace regulus
