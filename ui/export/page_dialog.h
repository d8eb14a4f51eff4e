// Several figures for one page: which, in which order, in how many columns.
#pragma once

#include <QDialog>
#include <memory>
#include <vector>

#include "ui/figures/figure.h"

class QListWidget;
class QPushButton;
class QSpinBox;

namespace regulus {

struct PagePanel {
    QString name;                          // of the view
    std::shared_ptr<const Figure> figure;  // null: it shows what was before, and has to be looked at first
};

class PageDialog final : public QDialog {
    Q_OBJECT
  public:
    explicit PageDialog(std::vector<PagePanel> panels, QWidget* parent = nullptr);

    std::vector<std::shared_ptr<const Figure>> chosen() const;  // in order

  Q_SIGNALS:
    void arranged(std::shared_ptr<const regulus::Figure> page);

  private:
    void move(int by);
    void refresh();
    void finish();

    std::vector<PagePanel> m_panels;
    QListWidget* m_list;
    QSpinBox* m_columns;
    QPushButton *m_up, *m_down, *m_next;
};

}  // namespace regulus
