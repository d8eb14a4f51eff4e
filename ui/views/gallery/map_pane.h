// One map of a gallery: its name, its scale and its embedding above the cells.
#pragma once

#include <QWidget>

#include "ui/figures/gallery/gallery_panes.h"

class QMenu;
class QToolButton;

namespace regulus {

class EmbeddingCanvas;

// The name, which can be clicked, beside it a bar of colours with its ends, and a menu of embeddings where
// there are several.
class PaneHead final : public QWidget {
    Q_OBJECT
  public:
    explicit PaneHead(QWidget* parent);

    void setPane(const GalleryPane& pane);
    void setMap(const QString& title, bool several);
    QToolButton* mapButton() const { return m_map; }
    QString text() const { return m_title; }
    QSize sizeHint() const override { return {120, 24}; }

  Q_SIGNALS:
    void clicked(Qt::KeyboardModifiers modifiers);
    void mapMenuAsked(QMenu* menu);  // to be filled

  protected:
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

  private:
    int paintScale(QPainter& painter) const;  // returns the width that it takes at the right
    void placeButton();
    int end() const;  // of the room for name and scale

    QString m_title, m_note;
    bool m_italic = false, m_under = false;
    Legend m_legend;
    QToolButton* m_map;
    QString m_mapTitle;
};

class MapPane final : public QWidget {
    Q_OBJECT
  public:
    explicit MapPane(QWidget* parent = nullptr);

    EmbeddingCanvas* canvas() const { return m_canvas; }
    PaneHead* head() const { return m_head; }
    void setPane(const GalleryPane& pane);
    void setMap(const QString& title, bool several);  // of its embedding

  Q_SIGNALS:
    void mapMenuAsked(QMenu* menu);
    void chosen(Qt::KeyboardModifiers modifiers);  // its name was clicked, or Return pressed on the map
    void removeAsked();                            // Delete

  protected:
    void keyPressEvent(QKeyEvent* event) override;

  private:
    PaneHead* m_head;
    EmbeddingCanvas* m_canvas;
};

}  // namespace regulus
