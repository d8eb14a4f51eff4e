// What the figure check found, a line each, with a button where it can be mended.
#pragma once

#include <QWidget>
#include <vector>

#include "ui/export/figure_check.h"

namespace regulus {

class FigureRemarks final : public QWidget {
    Q_OBJECT
  public:
    explicit FigureRemarks(QWidget* parent = nullptr);
    void show(const std::vector<FigureRemark>& remarks);  // none: that nothing was found
    void clear();                                         // while the figure cannot be written

  Q_SIGNALS:
    void mended(const regulus::FigureOptions& options);
};

}  // namespace regulus
