// The picture of a scatter plot: what the session says of it, its counts, its gestures.
#include <QPointer>
#include <QToolTip>

#include "ui/figures/map_figure.h"
#include "ui/session/legend_groups.h"
#include "ui/views/parts/cell_pointing.h"
#include "ui/views/parts/embedding_canvas.h"
#include "ui/views/parts/gate_marks.h"
#include "ui/views/parts/scale_dragging.h"
#include "ui/views/parts/state_page.h"
#include "ui/views/parts/tone_label.h"
#include "ui/views/scatter/scatter_bar.h"
#include "ui/views/scatter/scatter_view.h"

namespace regulus {
namespace {

constexpr int least_for_legend = 480;  // pixels

}  // namespace

void ScatterView::connectCanvas() {
    connect(m_canvas, &EmbeddingCanvas::viewChanged, this, [this](const std::optional<PlaneView>& view) {
        m_camera = view;
        keepCamera();
    });
    connect(m_canvas, &EmbeddingCanvas::pointHovered, this, &ScatterView::hover);
    new ScaleDragging(m_session, *m_canvas);
    connect(m_canvas, &EmbeddingCanvas::pointClicked, this,
            [this](std::uint32_t cell, Qt::KeyboardModifiers keys) { clickCell(m_session, cell, keys); });
    connect(m_canvas, &EmbeddingCanvas::categoryClicked, this,
            [this](int category, bool, Qt::KeyboardModifiers keys) {
                const PointColors& colors = m_canvas->scene().colors();
                if (colors.blended()) return clickGroup(m_session, colors, category, keys);
                const std::string column = groupColumn(m_session, colors.legend);
                if (column.empty()) return;
                const bool hidden = m_session.cells().hiddenCategories(column).contains(category);
                m_session.cells().setCategoryHidden(column, category, !hidden);
            });
    connect(m_canvas, &EmbeddingCanvas::categoryDoubleClicked, this, [this](int category) {
        const std::string column = groupColumn(m_session, m_canvas->scene().colors().legend);
        if (!column.empty()) m_session.cells().isolateCategory(column, category);
    });
    connect(m_canvas, &EmbeddingCanvas::areaPicked, this,
            [this](const CellSet& cells, SelectMode mode) { m_session.cells().select(cells, mode); });
    connect(m_canvas, &EmbeddingCanvas::outlineDrawn, this, [this](const QPolygonF& corners, bool box) {
        m_session.gates().add(drawnGate(m_session.gates(), corners, box, axesOf(*m_data)));
    });
    connect(m_canvas, &EmbeddingCanvas::markMoved, this, &ScatterView::moved);
    connect(m_canvas, &EmbeddingCanvas::escapePressed, this, [this] {
        m_session.gates().drawing() ? m_session.gates().setDrawing(false)
                                    : m_session.cells().clearSelection();
    });
    connect(m_canvas, &EmbeddingCanvas::zoomToSelectionAsked, this, [this] {
        const CellSet& selected = m_session.cells().selection();
        selected.empty() ? m_canvas->fit() : m_canvas->fitTo(selected);
    });
    connect(m_canvas, &EmbeddingCanvas::pictureWanted, this, [this] {
        m_wanting = true;
        draw();
    });
}

// --- what the session says ------------------------------------------------------------------------------

void ScatterView::pull(Changes what) {
    if (!m_data) return;
    EmbeddingScene& scene = m_canvas->scene();
    if (what & (Change::Dataset | Change::ColorData | Change::View)) pullColors();
    if (what & (Change::Dataset | Change::Selection | Change::Highlight | Change::FocusCell)) {
        const CellSet& highlight = m_session.cells().highlight();
        scene.setFocused(m_session.focus().cell());
        scene.setBeside(m_session.focus().pinned());
        scene.setHighlighted(highlight.count() == 1 ? std::optional(highlight.rows().front()) : std::nullopt);
        scene.setSelection(highlight.count() > 1 ? highlight : m_session.cells().selection());
    }
    if (what & (Change::Dataset | Change::Filters)) {
        const CellSet& visible = m_session.cells().visible();
        scene.setShown(visible.count() < m_session.opened().cells() ? std::optional(visible) : std::nullopt);
        scene.setHiddenCategories(hiddenEntries(m_session, scene.colors().legend));
    }
    if (what & (Change::Dataset | Change::Gating)) pullMarks();
    if (what & (Change::Dataset | Change::Filters) || scene.marks().cross != m_countedCross) count();
    if (what & (Change::Dataset | Change::Tool)) m_canvas->setTool(m_session.view().tool());
    m_canvas->update();
}

bool ScatterView::hasLegend() const {
    return m_canvas->width() >= least_for_legend;
}

void ScatterView::pullColors() {
    EmbeddingScene& scene = m_canvas->scene();
    const std::size_t cells = m_session.opened().cells();
    const auto colors = m_data->density ? m_data->density : m_session.colors().data()->points;
    scene.setColors(colors->size() == cells ? colors
                                            : std::make_shared<const PointColors>(colorsUniform(cells)));
    m_canvas->setScaleDragged(m_data->density == nullptr);  // a density has a scale of its own
    dressScatter(scene, *m_data, m_session.view().settings(), m_session.simulated());
    if (!hasLegend()) scene.setLegendPlace(LegendPlace::None);
    scene.setHiddenCategories(hiddenEntries(m_session, scene.colors().legend));
}

void ScatterView::pullMarks() {
    const ScatterSettings& now = m_session.scatter().settings();
    if (now.x != m_data->x.name || now.y != m_data->y.name) return;  // its numbers are on their way
    PlaneMarks marks;
    marks.cross = now.cross;
    if (marks.cross) marks.corners = m_corners;
    marks.outlines = outlinesOn(m_session.gates(), axesOf(*m_data));
    m_canvas->scene().setMarks(std::move(marks));
}

void ScatterView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    if (m_data) pullColors();
}

void ScatterView::setQuadrants(bool on) {
    ScatterSettings settings = m_session.scatter().settings();
    settings.cross.reset();
    if (on) {
        const auto layout = m_canvas->sceneLayout();
        settings.cross = layout.toPlane(layout.plot.center());
    }
    m_session.scatter().set(settings);
}

// --- counts and pictures --------------------------------------------------------------------------------

void ScatterView::count() {
    struct Counts {
        PairSummary summary;
        std::optional<std::array<std::size_t, 4>> quadrants;
    };
    m_counting = true;
    m_countedCross = m_canvas->scene().marks().cross;
    JobRequest request{.title = tr("Counting cells"),
                       .lane = Lane::Picture,
                       .key = m_key + QStringLiteral(".counts"),
                       .quiet = true};
    request.receiver = this;
    request.ended = [this](JobOutcome outcome) {
        if (outcome != JobOutcome::Superseded) m_counting = false;
    };
    m_session.jobs().start(
        std::move(request),
        [data = m_data, cells = m_session.cells().visible(), cross = m_countedCross,
         known = m_summarised](Job& job) {
            Counts counts;
            const std::vector<double>&x = *data->x.values, &y = *data->y.values;
            if (cross) counts.quadrants = quadrant_counts(x, y, cells, cross->x(), cross->y());
            const bool same = known && known->data == data && known->cells == cells;
            counts.summary = same ? known->summary : summarise_pair(x, y, cells, job);
            return std::pair(counts,
                             std::make_shared<const Summarised>(Summarised{data, cells, counts.summary}));
        },
        [this](const std::pair<Counts, std::shared_ptr<const Summarised>>& counted) {
            m_summarised = counted.second;
            m_summary->setText(summaryText(counted.first.summary, *m_summarised->data));
            m_summary->show();
            m_corners =
                counted.first.quadrants ? quadrantTexts(*counted.first.quadrants) : std::array<QString, 4>();
            PlaneMarks marks = m_canvas->scene().marks();
            marks.corners = m_corners;
            m_canvas->scene().setMarks(std::move(marks));
            m_canvas->scene().setNote(m_summary->text());
            m_canvas->update();
        });
}

void ScatterView::draw() {
    if (m_drawing || !m_wanting) return;
    m_wanting = false;
    m_drawing = true;
    JobRequest request{.title = tr("Drawing the plot"),
                       .lane = Lane::Picture,
                       .key = m_key + QStringLiteral(".picture"),
                       .quiet = true};
    request.receiver = this;
    request.ended = [this](JobOutcome) {
        m_drawing = false;
        draw();
    };
    m_session.jobs().start(
        std::move(request),
        [scene = m_canvas->scene(), area = QRectF(m_canvas->rect()), ratio = m_canvas->devicePixelRatioF(),
         style = PaintStyle::screen()](Job& job) mutable {
            scene.prepare(area, ratio, style, job);
            return std::move(scene);
        },
        [this](const EmbeddingScene& drawn) { m_canvas->takePicture(drawn); });
}

// --- gestures -------------------------------------------------------------------------------------------

void ScatterView::hover(std::optional<std::uint32_t> cell, QPoint at) {
    highlightCell(m_session, cell);
    if (!cell || !m_data) return QToolTip::hideText();
    QString text = cellText(m_session, m_canvas->scene().colors(), *cell, true);
    for (const ScatterAxis* axis : {&m_data->x, &m_data->y})
        text +=
            QStringLiteral("<br>%1: %2").arg(axis->title.toHtmlEscaped(), valueText((*axis->values)[*cell]));
    QToolTip::showText(at + QPoint(10, 8), text, m_canvas);
}

// Counts follow the mouse; where the lines of the quadrants are, the session hears at the end.
void ScatterView::moved(const MarkGrip& grip, bool done) {
    const PlaneMarks& marks = m_canvas->scene().marks();
    if (grip.part != MarkGrip::Part::Corner) {
        if (!done) return count();
        ScatterSettings settings = m_session.scatter().settings();
        if (settings.cross == marks.cross) return count();  // the drag was taken back
        settings.cross = marks.cross;
        return m_session.scatter().set(settings);
    }
    reshapeGate(m_session.gates(), marks, axesOf(*m_data), grip, done);
}

// --- taking away ----------------------------------------------------------------------------------------

std::shared_ptr<const Figure> ScatterView::figure() const {
    if (!m_data) return nullptr;
    MapPicture picture = m_canvas->scene().picture();
    if (m_canvas->isFitted())
        picture.view.reset();
    else
        picture.aspect = m_canvas->scene().plotAspect(m_canvas->rect(), PaintStyle::screen());
    return std::make_shared<MapFigure>(std::move(picture));
}

bool ScatterView::isPlot(const QPoint& place) const {
    return m_states->showsContent() && m_canvas->rect().contains(m_canvas->mapFrom(this, place));
}

std::optional<std::uint32_t> ScatterView::cellAt(const QPoint& place) const {
    return isPlot(place) ? m_canvas->pointAt(m_canvas->mapFrom(this, place)) : std::nullopt;
}

FigureNumbers ScatterView::numbers() const {
    return m_data ? m_canvas->scene().numbers() : FigureNumbers();
}

}  // namespace regulus
