// The map of cells, bound to the session: pulls coordinates, colours, selection and filters when the session
// says they changed, and turns gestures into its commands.
//
// Of very many cells the next picture is made in a job, from a copy of the scene; until it is there the
// canvas shows the one before, whole, and says so when that takes longer than a moment.
#pragma once

#include <QPointer>
#include <QTimer>
#include <QWidget>
#include <functional>
#include <memory>

#include "ui/figures/figure.h"
#include "ui/render/embedding_scene.h"
#include "ui/render/map_picture.h"
#include "ui/session/counted_colors.h"
#include "ui/session/session.h"

namespace regulus {

class EmbeddingCanvas;
class StateStack;

class EmbeddingView final : public QWidget {
    Q_OBJECT
  public:
    explicit EmbeddingView(Session* session, QWidget* parent = nullptr);
    ~EmbeddingView() override;

    MapPicture picture() const;                                      // what is shown
    std::optional<std::uint32_t> cellAt(const QPoint& place) const;  // as a click there would find it
    double drawnSize() const;                                        // diameter of its points, logical pixels
    std::shared_ptr<const Figure> figure() const;                    // the same for paper
    // Its numbers, made in a job; null where there are none.
    std::function<FigureNumbers()> numbers() const;
    EmbeddingCanvas* canvas() const { return m_canvas; }
    QSize sizeHint() const override { return {800, 560}; }

  public Q_SLOTS:
    void fit();
    void zoomIn();
    void zoomOut();
    void zoomToSelection();

  Q_SIGNALS:
    // "CD14+ Mono · AAACATTGAGCTAC-1" for the status bar; empty when nothing is under the cursor.
    void hovered(const QString& text);
    void openAsked();  // the page of "nothing open" was answered
    void plotAsked();  // of the two numbers that the cells are coloured by, against each other

  private:
    enum class Page { Content, NothingOpen, Loading, NoEmbedding, NoCells };
    void sessionChanged(Changes what);
    void pull(Changes what);
    void startPicture();
    void showPicture(const EmbeddingScene& prepared);
    void showNext();
    void dropNext();
    std::shared_ptr<const ShownEmbedding> shown() const;
    std::optional<PlaneView> camera() const;
    EmbeddingScene& scene() const;  // the one that the session's state goes to
    bool legendIsCurrent() const;
    void pullPoints();
    void pullColors();
    void pullSelection();
    void pullShown();
    void pullLook();
    void pullContours();
    void pullGates();
    void pullState();
    void hoverPoint(std::optional<std::uint32_t> point, QPoint at);
    void clickPoint(std::uint32_t point, Qt::KeyboardModifiers modifiers);
    void clickCategory(int category, bool inLegend, Qt::KeyboardModifiers modifiers);
    void isolateCategory(int category);
    void pressed();
    std::string categoryColumn() const;  // of the colouring; empty when it is not by category

    QPointer<Session> m_session;
    EmbeddingCanvas* m_canvas;
    StateStack* m_stack;
    Page m_page = Page::NothingOpen;
    std::shared_ptr<const ShownEmbedding> m_embedding;
    std::shared_ptr<const Categorical> m_outlined;  // the groups with outlines; null: none
    std::shared_ptr<const PointColors> m_contours;  // the same in colours
    CountedColors m_counted;
    std::optional<std::uint32_t> m_hovered;
    std::unique_ptr<EmbeddingScene> m_next;  // null: the canvas shows what the session says
    std::uint64_t m_started = 0;             // the revision of it whose picture is being made
    QTimer m_late;
    QString m_key;
};

}  // namespace regulus
