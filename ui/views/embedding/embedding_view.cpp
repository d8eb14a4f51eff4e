#include "ui/views/embedding/embedding_view.h"

#include <QToolTip>
#include <QVBoxLayout>

#include "ui/figures/map_figure.h"
#include "ui/figures/map_look.h"
#include "ui/figures/scatter/scatter_axis.h"
#include "ui/render/blend_legend.h"
#include "ui/session/legend_groups.h"
#include "ui/views/parts/cell_pointing.h"
#include "ui/views/parts/embedding_canvas.h"
#include "ui/views/parts/gate_marks.h"
#include "ui/views/parts/map_states.h"
#include "ui/views/parts/scale_dragging.h"
#include "ui/views/parts/state_page.h"

namespace regulus {
namespace {

// Fewer are drawn sooner than another thread is told to.
constexpr std::size_t most_at_once = 100'000;
constexpr int late_ms = 150;

}  // namespace

EmbeddingView::EmbeddingView(Session* session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_canvas(new EmbeddingCanvas),
      m_stack(new StateStack(m_canvas)),
      m_key(QStringLiteral("map.%1").arg(reinterpret_cast<quintptr>(this))) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    setFocusProxy(m_canvas);
    new ScaleDragging(*session, *m_canvas);
    connect(m_canvas, &EmbeddingCanvas::pointHovered, this, &EmbeddingView::hoverPoint);
    connect(m_canvas, &EmbeddingCanvas::pointClicked, this, &EmbeddingView::clickPoint);
    connect(m_canvas, &EmbeddingCanvas::categoryClicked, this, &EmbeddingView::clickCategory);
    connect(m_canvas, &EmbeddingCanvas::categoryDoubleClicked, this, &EmbeddingView::isolateCategory);
    connect(m_canvas, &EmbeddingCanvas::areaPicked, this,
            [this](const CellSet& cells, SelectMode mode) { m_session->cells().select(cells, mode); });
    connect(m_canvas, &EmbeddingCanvas::outlineDrawn, this, [this](const QPolygonF& corners, bool box) {
        if (m_embedding && !m_session->view().growing())
            m_session->gates().add(drawnGate(m_session->gates(), corners, box, axesOf(*m_embedding)));
    });
    connect(m_canvas, &EmbeddingCanvas::markMoved, this, [this](const MarkGrip& grip, bool done) {
        if (m_embedding && !m_session->view().growing())
            reshapeGate(m_session->gates(), m_canvas->scene().marks(), axesOf(*m_embedding), grip, done);
    });
    connect(m_canvas, &EmbeddingCanvas::escapePressed, this, [this] {
        m_session->gates().drawing() ? m_session->gates().setDrawing(false)
                                     : m_session->cells().clearSelection();
    });
    connect(m_canvas, &EmbeddingCanvas::viewChanged, this, [this](const std::optional<PlaneView>& view) {
        if (!m_session->view().growing()) m_session->view().setCamera(view);
    });
    connect(m_canvas, &EmbeddingCanvas::zoomToSelectionAsked, this, &EmbeddingView::zoomToSelection);
    connect(m_stack->page(), &StatePage::pressed, this, &EmbeddingView::pressed);
    connect(session, &Session::changed, this, &EmbeddingView::sessionChanged);
    m_late.setSingleShot(true);
    m_late.setInterval(late_ms);
    connect(&m_late, &QTimer::timeout, this, [this] { m_canvas->setOutdated(m_next != nullptr); });
    sessionChanged(Changes::fromInt(~0U));
}

EmbeddingView::~EmbeddingView() {
    if (m_session) m_session->jobs().abandonKey(m_key);
}

// Of a map that grows all is seen.
std::optional<PlaneView> EmbeddingView::camera() const {
    return m_session->view().growing() ? std::nullopt : m_session->view().camera();
}

EmbeddingScene& EmbeddingView::scene() const {
    return m_next ? *m_next : m_canvas->scene();
}

std::optional<std::uint32_t> EmbeddingView::cellAt(const QPoint& place) const {
    return m_page == Page::Content ? m_canvas->pointAt(m_canvas->mapFrom(this, place)) : std::nullopt;
}

double EmbeddingView::drawnSize() const {
    return m_canvas->scene().lastRaster().diameter / m_canvas->devicePixelRatioF();
}

MapPicture EmbeddingView::picture() const {
    MapPicture picture = scene().picture();
    if (m_canvas->isFitted())
        picture.view.reset();
    else
        picture.aspect = scene().plotAspect(m_canvas->rect(), PaintStyle::screen());
    return picture;
}

std::shared_ptr<const Figure> EmbeddingView::figure() const {
    return std::make_shared<MapFigure>(picture());
}

std::function<FigureNumbers()> EmbeddingView::numbers() const {
    if (!m_embedding || scene().empty()) return {};
    return [copy = std::make_shared<EmbeddingScene>(scene())] { return copy->numbers(); };
}

void EmbeddingView::fit() {
    m_canvas->fit();
}
void EmbeddingView::zoomIn() {
    m_canvas->zoomBy(1.25);
}
void EmbeddingView::zoomOut() {
    m_canvas->zoomBy(0.8);
}

void EmbeddingView::zoomToSelection() {
    if (m_session->cells().selection().empty())
        m_canvas->fit();
    else
        m_canvas->fitTo(m_session->cells().selection());
}

std::shared_ptr<const ShownEmbedding> EmbeddingView::shown() const {
    const ViewState& view = m_session->view();
    return view.growing() ? view.growing() : view.embedding();
}

void EmbeddingView::sessionChanged(Changes what) {
    if (what & Change::Busy && shown() != m_embedding) what |= Change::Embedding;
    constexpr Changes seen = Change::Dataset | Change::Embedding | Change::Embeddings | Change::ColorData |
                             Change::Selection | Change::Highlight | Change::Filters | Change::Model |
                             Change::View | Change::FocusCell | Change::Columns | Change::Results;
    if (what & Change::Dataset) {
        dropNext();
        m_canvas->scene().setPoints(nullptr);  // those of another dataset are nobody's
        m_canvas->scene().setGround(nullptr);
    }
    if (m_session->opened().cells() <= most_at_once) {
        pull(what);
    } else if (what & seen) {
        if (!m_next) m_next = std::make_unique<EmbeddingScene>(m_canvas->scene());
        pull(what);
        startPicture();
    }
    if (what & Change::Tool && m_canvas->tool() != m_session->view().tool())
        m_canvas->setTool(m_session->view().tool());
    if (what & (Change::Gating | Change::Dataset | Change::Embedding | Change::Embeddings)) pullGates();
    if (what & Change::Camera) m_canvas->showView(camera());
    pullState();
    m_canvas->update();
}

void EmbeddingView::pull(Changes what) {
    const auto any = [what](Changes flags) { return bool(what & flags); };
    if (any(Change::Dataset | Change::Embedding | Change::Embeddings)) pullPoints();
    if (any(Change::Dataset | Change::ColorData | Change::Filters)) pullColors();  // counted in a workspace
    if (any(Change::Dataset | Change::Embedding | Change::Selection | Change::Highlight | Change::FocusCell))
        pullSelection();
    if (any(Change::Dataset | Change::Embedding | Change::ColorData | Change::Filters)) pullShown();
    if (any(Change::Dataset | Change::Embedding | Change::ColorData | Change::Model | Change::View))
        pullLook();
    if (any(Change::Dataset | Change::Embedding | Change::ColorData | Change::Model | Change::Results |
            Change::Columns | Change::View))
        pullContours();
}

// Only what means a pass over all cells is worth a job; the rest is shown at once.
void EmbeddingView::startPicture() {
    if (m_next->revision() == m_canvas->scene().revision() || m_next->empty()) return showNext();
    if (m_next->revision() == m_started) return;
    m_started = m_next->revision();
    if (!m_late.isActive()) m_late.start();
    JobRequest request{.title = tr("Drawing the map"), .lane = Lane::Picture, .key = m_key, .quiet = true};
    request.receiver = this;
    m_session->jobs().start(
        std::move(request),
        [copy = *m_next, area = m_canvas->rect(), ratio = m_canvas->devicePixelRatioF(),
         style = PaintStyle::screen()](Job& job) mutable {
            copy.prepare(area, ratio, style, job);
            return std::move(copy);
        },
        [this](const EmbeddingScene& prepared) { showPicture(prepared); });
}

// What was set since then needs no other points: that would have begun another picture.
void EmbeddingView::showPicture(const EmbeddingScene& prepared) {
    m_next->take(prepared);
    showNext();
}

void EmbeddingView::showNext() {
    m_canvas->show(std::move(*m_next));
    dropNext();
    m_canvas->showView(camera());  // other points were placed as a whole
}

void EmbeddingView::dropNext() {
    m_session->jobs().abandonKey(m_key);
    m_next.reset();
    m_started = 0;
    m_late.stop();
    m_canvas->setOutdated(false);
}

void EmbeddingView::pullPoints() {
    const auto embedding = shown();
    if (embedding == m_embedding) return;
    m_embedding = embedding;
    m_hovered.reset();
    if (!embedding) {
        scene().setPoints(nullptr);
        scene().setGround(nullptr);
        return;
    }
    scene().setPoints(embedding->grid);
    scene().setGround(embedding->ground);
    const auto dataset = m_session->opened().dataset;
    scene().setNames({dataset, &dataset->obs.index});  // shared: a million names are not copied
    pullColors();
    // Also of the same name: another training lies elsewhere.
    if (m_next)
        m_next->fit(m_canvas->rect(), PaintStyle::screen());
    else
        m_canvas->showView(camera());
}

void EmbeddingView::pullColors() {
    if (!m_embedding) return;
    const auto colors = m_session->colors().data()->points;
    if (colors->size() == m_session->opened().cells())
        scene().setColors(m_counted.of(*m_session, colors));
    else
        scene().setColors(colorsUniform(m_session->opened().cells()));
    scene().setPlotLink(true);
    pullShown();
}

void EmbeddingView::pullSelection() {
    if (!m_embedding) return;
    EmbeddingScene& scene = this->scene();
    const CellSet& highlight = m_session->cells().highlight();
    const std::size_t hovered = highlight.count();
    // One cell gets a ring; a group hovered in another view steps forward as a selection does.
    scene.setFocused(m_session->focus().cell());
    scene.setBeside(m_session->focus().pinned());
    scene.setHighlighted(hovered == 1 ? std::optional(highlight.rows().front()) : std::nullopt);
    const CellSet& strong = hovered > 1 ? highlight : m_session->cells().selection();
    scene.setSelection(strong);
}

void EmbeddingView::pullShown() {
    if (!m_embedding) return;
    EmbeddingScene& scene = this->scene();
    const CellSet& visible = m_session->cells().visible();
    if (visible.count() < m_session->opened().cells())
        scene.setShown(visible);
    else
        scene.setShown(std::nullopt);
    scene.setHiddenCategories(hiddenEntries(*m_session, scene.colors().legend));
}

// Over the points, whichever are drawn.
void EmbeddingView::pullGates() {
    const bool growing = m_session->view().growing() != nullptr;
    m_canvas->setDrawsOutline(m_session->gates().drawing() && !growing);
    PlaneMarks marks;
    if (m_embedding && !growing) marks.outlines = outlinesOn(m_session->gates(), axesOf(*m_embedding));
    if (m_next) m_next->setMarks(marks);
    m_canvas->scene().setMarks(std::move(marks));
}

// The groups of a column that is there; one that went is remembered, and comes back with it.
void EmbeddingView::pullContours() {
    const std::string& column = m_session->view().settings().contours;
    const auto groups = column.empty() ? nullptr : m_session->groups().categorical(column);
    if (groups != m_outlined) {
        m_outlined = groups;
        m_contours.reset();
        const QString name =
            column == predicted_column ? title(Coloring::prediction()) : QString::fromStdString(column);
        if (groups && groups->categories.size() <= most_colored_categories)
            m_contours = std::make_shared<const PointColors>(colorsByCategory(*groups, name));
    }
    if (m_embedding) scene().setContours(m_contours);
}

void EmbeddingView::pullLook() {
    dress(scene(), {m_embedding.get(), m_session->colors().data()->title, m_session->view().settings(),
                    m_session->simulated()});
    // A legend beside the map leaves it another room.
    if (m_canvas->isFitted()) scene().fit(m_canvas->rect(), PaintStyle::screen());
}

void EmbeddingView::pullState() {
    if (!m_session->opened().dataset && m_session->loading()) {
        m_page = Page::Loading;
        m_stack->say(tr("Opening…"), tr("The map appears once the cells are read."), {}, true);
    } else if (!m_session->opened().dataset) {
        m_page = Page::NothingOpen;
        m_stack->say(tr("Nothing is open"), tr("Open a file, or drop one anywhere in the window."),
                     tr("Open…"));
    } else if (!m_embedding && m_session->loading()) {
        m_page = Page::Loading;
        m_stack->say(tr("Computing a map…"), tr("Similar cells are placed close together."), {}, true);
    } else if (!m_embedding) {
        m_page = Page::NoEmbedding;
        m_stack->say(
            tr("No map yet"),
            tr("This file has no two-dimensional embedding. A UMAP can be computed from expression."),
            tr("Compute UMAP"));
    } else if (const auto state = cellsState(*m_session)) {
        m_page = Page::NoCells;
        m_stack->say(state->title, state->text, state->button);
    } else {
        m_page = Page::Content;
        m_stack->showContent();
    }
}

void EmbeddingView::pressed() {
    if (m_page == Page::NothingOpen) Q_EMIT openAsked();
    if (m_page == Page::NoEmbedding) m_session->view().computeEmbedding(EmbeddingRequest{});
    if (m_page == Page::NoCells)
        if (const auto state = cellsState(*m_session)) state->press();
}

std::string EmbeddingView::categoryColumn() const {
    return groupColumn(*m_session, m_canvas->scene().colors().legend);
}

void EmbeddingView::hoverPoint(std::optional<std::uint32_t> point, QPoint at) {
    if (point == m_hovered) return;
    m_hovered = point;
    highlightCell(*m_session, point);
    if (!point) {
        QToolTip::hideText();
        Q_EMIT hovered({});
        return;
    }
    const PointColors& colors = m_canvas->scene().colors();
    QString card = cellText(*m_session, colors, *point, true);
    const QString around =
        surroundingsText(*m_session, colors, m_canvas->scene().nearestTo(*point, surroundings));
    if (!around.isEmpty()) card += QStringLiteral("<br><small>%1</small>").arg(around.toHtmlEscaped());
    QToolTip::showText(at + QPoint(10, 8), card, m_canvas);
    Q_EMIT hovered(cellText(*m_session, colors, *point, false));
}

void EmbeddingView::clickPoint(std::uint32_t point, Qt::KeyboardModifiers modifiers) {
    clickCell(*m_session, point, modifiers);
}

// Not while the canvas still shows the legend of another column.
bool EmbeddingView::legendIsCurrent() const {
    return &m_canvas->scene().colors() == &scene().colors();
}

void EmbeddingView::clickCategory(int category, bool inLegend, Qt::KeyboardModifiers modifiers) {
    if (!legendIsCurrent()) return;
    const PointColors& colors = m_canvas->scene().colors();
    if (colors.blended() && category == blend_plot_link) return Q_EMIT plotAsked();
    if (!inLegend || colors.blended()) return clickGroup(*m_session, colors, category, modifiers);
    const std::string column = categoryColumn();
    if (column.empty()) return;
    const bool hidden = m_session->cells().hiddenCategories(column).contains(category);
    m_session->cells().setCategoryHidden(column, category, !hidden);
}

void EmbeddingView::isolateCategory(int category) {
    const std::string column = categoryColumn();
    if (!column.empty() && legendIsCurrent()) m_session->cells().isolateCategory(column, category);
}

}  // namespace regulus
