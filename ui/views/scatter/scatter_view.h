// A scatter plot of two numbers of each cell. Its cells are those of every other view: selection, hover,
// hidden groups and colours are the session's; only which part is seen is its own.
//
// The numbers are fetched in one job, the picture is drawn in another, what is said of the cells is counted
// in a third.
#pragma once

#include <QWidget>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "ui/figures/figure.h"
#include "ui/figures/scatter/scatter_plot.h"
#include "ui/session/session.h"
#include "ui/views/parts/axis_names.h"

namespace regulus {

class EmbeddingCanvas;
class ScatterBar;
class StateStack;
class ToneLabel;

class ScatterView final : public QWidget {
    Q_OBJECT
  public:
    explicit ScatterView(Session& session, QWidget* parent = nullptr);
    ~ScatterView() override;

    void plot(const std::string& x, const std::string& y);  // undoable

    ScatterBar* bar() const { return m_bar; }
    EmbeddingCanvas* canvas() const { return m_canvas; }
    StateStack* states() const { return m_states; }
    QString summary() const;
    const ScatterData* data() const { return m_data.get(); }  // null: nothing is plotted
    bool busy() const { return m_busy || m_drawing || m_counting; }
    bool isCurrent() const { return !m_stale && !m_busy; }  // else what it shows is of before: nobody looked
    std::shared_ptr<const Figure> figure() const;  // what is shown, for paper; null when that is nothing
    FigureNumbers numbers() const;                 // behind it
    bool isPlot(const QPoint& place) const;        // cells are drawn there, or could be
    std::optional<std::uint32_t> cellAt(const QPoint& place) const;  // as a click there would find it

  Q_SIGNALS:
    void openRequested();
    void figureRequested();
    void numbersRequested();

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    void build();
    void connectCanvas();
    void hear(Changes what);
    void offer();
    void chooseAxes();
    void start();
    void catchUp();  // on what was put off while nobody saw it
    void present(std::shared_ptr<const ScatterData> data);
    void clear();
    void sayWhatIsMissing();
    void pressed();

    void pull(Changes what);
    void pullColors();
    void pullMarks();
    bool hasLegend() const;
    void keepCamera();
    void count();
    void draw();
    void hover(std::optional<std::uint32_t> cell, QPoint at);
    void moved(const MarkGrip& grip, bool done);
    void setQuadrants(bool on);

    Session& m_session;
    ScatterBar* m_bar;
    EmbeddingCanvas* m_canvas;
    StateStack* m_states;
    ToneLabel* m_summary;
    QString m_key;  // of its jobs
    AxisNames m_names;
    std::map<std::string, ScatterAxis> m_known;  // axes that were resolved, as long as they hold
    std::shared_ptr<const ScatterData> m_data;
    ScatterSettings m_asked;  // what was started last
    std::optional<PlaneView> m_camera;
    QString m_problem;
    std::array<QString, 4> m_corners;
    std::optional<QPointF> m_countedCross;
    struct Summarised {  // what was counted, and of which cells
        std::shared_ptr<const ScatterData> data;
        CellSet cells;
        PairSummary summary;
    };
    std::shared_ptr<const Summarised> m_summarised;
    bool m_stale = true, m_namesStale = true, m_busy = false, m_drawing = false, m_counting = false,
         m_wanting = false;
};

}  // namespace regulus
