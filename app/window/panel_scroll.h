// A part of the panel below the map. It asks for little height, so that the panel keeps what a person gave it
// whatever is shown in it; a part that needs more than there is scrolls.
#pragma once

#include <QScrollArea>

namespace regulus {

class PanelScroll final : public QScrollArea {
    Q_OBJECT
  public:
    explicit PanelScroll(QWidget* view);  // which it owns

    QSize minimumSizeHint() const override;
    QSize sizeHint() const override { return widget()->sizeHint(); }

  protected:
    bool event(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    QSize least() const;  // of the part
    void fit();
};

}  // namespace regulus
