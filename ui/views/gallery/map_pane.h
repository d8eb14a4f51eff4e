// One map of a gallery: its name and its scale above the cells.
#pragma once

#include <QWidget>

#include "ui/figures/gallery/gallery_panes.h"

namespace regulus {

class EmbeddingCanvas;

// The name, which can be clicked, and beside it a bar of colours with its ends.
class PaneHead final : public QWidget {
    Q_OBJECT
  public:
    explicit PaneHead(QWidget* parent);

    void setPane(const GalleryPane& pane);
    QString text() const { return m_title; }
    QSize sizeHint() const override { return {120, 24}; }

  Q_SIGNALS:
    void clicked(Qt::KeyboardModifiers modifiers);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

  private:
    int paintScale(QPainter& painter) const;  // returns its width

    QString m_title, m_note;
    bool m_italic = false, m_under = false;
    Legend m_legend;
};

class MapPane final : public QWidget {
    Q_OBJECT
  public:
    explicit MapPane(QWidget* parent = nullptr);

    EmbeddingCanvas* canvas() const { return m_canvas; }
    PaneHead* head() const { return m_head; }
    void setPane(const GalleryPane& pane);

  Q_SIGNALS:
    void chosen(Qt::KeyboardModifiers modifiers);  // its name was clicked, or Return pressed on the map
    void removeAsked();                            // Delete

  protected:
    void keyPressEvent(QKeyEvent* event) override;

  private:
    PaneHead* m_head;
    EmbeddingCanvas* m_canvas;
};

}  // namespace regulus
