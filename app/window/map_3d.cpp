#include "app/window/map_3d.h"

#include <QHBoxLayout>
#include <QJsonArray>
#include <QVBoxLayout>
#include <algorithm>

#include "app/window/space_gestures.h"
#include "app/window/space_pointing.h"
#include "ui/figures/map_look.h"
#include "ui/figures/space_figure.h"
#include "ui/figures/space_numbers.h"
#include "ui/render/drawing_order.h"
#include "ui/render/scatter_raster.h"
#include "ui/render/theme.h"
#include "ui/render3d/scatter_widget_3d.h"
#include "ui/render3d/space_overlay.h"
#include "ui/session/legend_groups.h"
#include "ui/views/parts/cell_pointing.h"
#include "ui/views/parts/legend_panel.h"
#include "ui/views/parts/map_states.h"
#include "ui/views/parts/scale_dragging.h"
#include "ui/views/parts/state_page.h"
#include "ui/views/parts/theme_watcher.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {

namespace {

const auto memory_name = QStringLiteral("map in space");
constexpr int settle_ms = 300;

}  // namespace

Map3d::Map3d(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_scatter(new ScatterWidget3d),
      m_legend(new LegendPanel),
      m_gestures(new SpaceGestures(*m_scatter, this)),
      m_pointing(new SpacePointing(session, *m_scatter, *m_gestures, this)),
      m_caption(new ToneLabel(Tone::Muted)) {
    auto* content = new QWidget;
    auto* row = new QHBoxLayout(content);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_scatter, 1);
    row->addWidget(m_legend);
    m_caption->setWordWrap(true);
    m_stack = new StateStack(content);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_stack, 1);
    auto* below = new QHBoxLayout;
    below->setContentsMargins(14, 6, 14, 8);
    below->addWidget(m_caption);
    column->addLayout(below);
    m_scatter->setAccessibleName(tr("Map of cells in space"));
    setFocusProxy(m_scatter);
    new ScaleDragging(session, *m_legend);
    m_settle.setSingleShot(true);
    m_settle.setInterval(settle_ms);
    connect(&m_settle, &QTimer::timeout, this, &Map3d::keepCamera);
    connect(m_scatter, &ScatterWidget3d::cameraMoved, &m_settle, qOverload<>(&QTimer::start));
    connect(m_pointing, &SpacePointing::located, this, &Map3d::pullPointSize);
    connect(m_gestures, &SpaceGestures::selectionAsked, this, &Map3d::zoomToSelection);
    connect(m_gestures, &SpaceGestures::escapePressed, this, [this] { m_session.cells().clearSelection(); });
    connect(m_gestures, &SpaceGestures::menuAsked, this,
            [this](QPoint place) { Q_EMIT menuAsked(m_scatter->mapTo(this, place)); });
    connect(m_legend, &LegendPanel::categoryHovered, this, [this](std::optional<int> category) {
        if (SpaceOverlay* overlay = m_scatter->overlay()) overlay->setHighlightedCategory(category);
    });
    connect(m_legend, &LegendPanel::categoryClicked, this, &Map3d::toggleGroup);
    connect(m_legend, &LegendPanel::categoryDoubleClicked, this, [this](int category) {
        const std::string by = groupColumn(m_session, pointColors()->legend);
        if (!by.empty()) m_session.cells().isolateCategory(by, category);
    });
    connect(m_stack->page(), &StatePage::pressed, this, &Map3d::press);
    connect(&m_session, &Session::changed, this, &Map3d::hear);
    m_places = m_session.memory().of(memory_name);  // it is made when it is first shown
    m_gestures->setTool(m_session.view().spaceTool());
    pullPoints();
    pullLook();
    pullState();
    followTheme(this, [this] {
        m_scatter->setBackground(Theme::current().surface);
        pullColors();
    });
}

void Map3d::hear(Changes what) {
    if (what & Change::Dataset) {  // also where it is not on screen: its cells are no cells any more
        clear();
        m_asked.clear();
        m_places = {};
    }
    if (what & Change::ViewsRestored) m_places = m_session.memory().of(memory_name);
    if (what & Change::Tool) m_gestures->setTool(m_session.view().spaceTool());
    if (what & (Change::Dataset | Change::Embeddings | Change::Embedding | Change::Results | Change::Filters |
                Change::View))
        pullPoints();
    else if (what & (Change::ColorData | Change::Selection) || !(strong() == m_strong))
        pullColors();
    if (what & (Change::Dataset | Change::Embeddings | Change::ColorData | Change::View)) pullLook();
    pullState();
}

void Map3d::clear() {
    m_embedding = nullptr;
    m_cells.clear();
    m_scatter->setPoints({}, {});
    m_pointing->show({});
    pullLegend();
}

void Map3d::pullPoints() {
    const bool wanted = m_session.opened().dataset && m_session.view().settings().threeD &&
                        m_scatter->unavailableReason().isEmpty();
    if (!wanted) return m_asked.clear();
    const auto embedding = m_session.view().spaceEmbedding();
    if (!embedding) {
        clear();
        // Asked for once: a layout on its way is not started again by every change it causes.
        if (m_asked != m_session.view().spaceKey()) compute();
        return;
    }
    m_asked.clear();
    const bool other = m_embedding != embedding;
    m_embedding = embedding;
    std::vector<std::uint32_t> cells = m_session.cells().visible().rows();
    if (!other && cells == m_cells) {
        pullColors();
        return pullPointSize();
    }
    m_cells = std::move(cells);
    const Matrix& points = *m_embedding->coordinates;
    std::vector<float> xyz;
    xyz.reserve(3 * m_cells.size());
    for (const std::uint32_t cell : m_cells)
        for (std::size_t d = 0; d < 3; ++d) xyz.push_back(points(cell, d));
    const Camera3d before = m_scatter->camera();
    rankCells();
    m_scatter->setPoints(std::move(xyz), colors(), drawnRanks());
    if (!other)
        m_scatter->setCamera(before);
    else
        placeCamera();
    pullPointing();
    pullPointSize();
    pullLegend();
}

void Map3d::compute() {
    m_asked = m_session.view().spaceKey();
    if (m_asked.empty()) return;
    using From = EmbeddingRequest::From;
    const From from = m_asked == layoutKey(From::Model, 3) ? From::Model : From::Expression;
    m_session.view().computeEmbedding({.from = from, .dimensions = 3});
}

// Where a session left it; else all of the cells are seen.
void Map3d::placeCamera() {
    const QJsonArray words = m_places.take(QString::fromStdString(m_embedding->key)).toArray();
    m_scatter->resetCamera();
    if (words.size() != 9) return;
    Camera3d camera;
    for (int i = 0; i < 3; ++i) {
        const auto axis = static_cast<std::size_t>(i);
        camera.position[axis] = words[i].toDouble();
        camera.target[axis] = words[3 + i].toDouble();
        camera.up[axis] = words[6 + i].toDouble();
    }
    m_scatter->setCamera(camera);
}

void Map3d::keepCamera() {
    if (!m_embedding) return;
    const Camera3d camera = m_scatter->camera();
    QJsonArray words;
    for (const auto& part : {camera.position, camera.target, camera.up})
        for (const double value : part) words.append(value);
    m_session.memory().keep(memory_name, QString::fromStdString(m_embedding->key), words);
}

void Map3d::pullColors() {
    if (!m_embedding || !m_session.view().settings().threeD) return;  // it is pulled when it is shown
    rankCells();
    m_scatter->setColors(colors(), drawnRanks());
    pullPointing();
    pullLegend();
}

void Map3d::pullPointing() {
    m_pointing->show({m_embedding->coordinates, pointColors(), m_ranks, drawnSize()});
}

// By the same rule as in the plane.
double Map3d::drawnSize() const {
    if (const double asked = m_session.view().settings().pointSize; asked > 0) return asked;
    return densityDiameter(m_pointing->inView(), double(m_scatter->width()) * m_scatter->height());
}

void Map3d::pullPointSize() {
    m_scatter->setPointSize(drawnSize() * devicePixelRatioF());
    m_pointing->setPointSize(drawnSize());
}

void Map3d::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    if (m_embedding) pullPointSize();
}

QStringList Map3d::directions() const {
    QStringList names;
    const QString name = m_embedding ? directionName(m_embedding->key) : QString();
    for (int d = 1; d <= 3; ++d) names << QStringLiteral("%1 %2").arg(name).arg(d);
    return names;
}

SpaceMarker Map3d::marker() const {
    if (!m_embedding || !m_session.view().settings().orientation) return {};
    return {{QStringLiteral("1"), QStringLiteral("2"), QStringLiteral("3")}, directionName(m_embedding->key)};
}

// Caption and marker.
void Map3d::pullLook() {
    if (SpaceOverlay* overlay = m_scatter->overlay()) overlay->setMarker(marker());
    if (!m_embedding) return m_caption->clear();
    QStringList parts{m_embedding->title};
    if (m_embedding->coordinates->cols > 3) parts << tr("dimensions 1 to 3");
    if (!m_embedding->provenance.isEmpty()) parts << m_embedding->provenance;
    if (const QString by = m_session.colors().data()->title; !by.isEmpty())
        parts << tr("coloured by %1").arg(by);
    if (const std::string& outlined = m_session.view().settings().contours;
        !outlined.empty() && m_session.groups().categorical(outlined))
        parts << tr("outlines are drawn in 2-D only");
    parts << tr("drag to rotate, scroll to zoom");
    m_caption->setText(parts.join(QStringLiteral(" · ")));
}

void Map3d::pullLegend() {
    if (!m_embedding) return m_legend->setLegend({});
    const auto colors = pointColors();
    const ViewSettings& view = m_session.view().settings();
    m_legend->setLegend({colors, hiddenEntries(m_session, colors->legend),
                         orderText(drawingOrder(colors->legend, view.mixedOrder), true), view.legend, true});
}

void Map3d::toggleGroup(int category, Qt::KeyboardModifiers modifiers) {
    const auto colors = pointColors();
    if (colors->blended()) {
        if (category == blend_plot_link) return Q_EMIT plotAsked();
        return clickGroup(m_session, *colors, category, modifiers);
    }
    const std::string by = groupColumn(m_session, colors->legend);
    if (by.empty()) return;
    m_session.cells().setCategoryHidden(by, category,
                                        !m_session.cells().hiddenCategories(by).contains(category));
}

void Map3d::pullState() {
    if (!m_scatter->unavailableReason().isEmpty()) {
        m_page = Page::NoOpenGl;
        m_stack->say(tr("No 3-D here"), m_scatter->unavailableReason(), tr("Show the map in the plane"));
    } else if (!m_embedding && m_session.loading()) {
        m_page = Page::Computing;
        m_stack->say(tr("Computing a 3-D map…"), tr("Similar cells are placed close together."), {}, true);
    } else if (!m_embedding && m_session.opened().dataset) {
        m_page = Page::NoMap;
        m_stack->say(tr("No 3-D map yet"), tr("A UMAP in three dimensions can be computed."),
                     tr("Compute 3-D UMAP"));
    } else if (const auto state = cellsState(m_session)) {
        m_page = Page::NoCells;
        m_stack->say(state->title, state->text, state->button);
    } else {
        m_page = Page::Content;
        m_stack->showContent();
    }
}

void Map3d::press() {
    if (m_page == Page::NoOpenGl) Q_EMIT planeAsked();
    if (m_page == Page::NoMap) {
        compute();
        pullState();
    }
    if (m_page == Page::NoCells)
        if (const auto state = cellsState(m_session)) state->press();
}

void Map3d::fit() {
    m_scatter->resetCamera();
}

void Map3d::lookAlong(std::size_t direction) {
    m_scatter->setCamera(lookingAlong(m_scatter->camera(), direction));
}

// All of the cells where none is selected.
void Map3d::zoomToSelection() {
    if (!m_embedding) return;
    const auto ball = ballAround(*m_embedding->coordinates, m_session.cells().selection());
    if (!ball) return fit();
    const auto all = ballAround(*m_embedding->coordinates, m_session.cells().visible());
    // A single cell has no extent.
    const double least = all ? all->radius / 20 : 0;
    m_scatter->setCamera(seeing(m_scatter->camera(), ball->middle, std::max(1.2 * ball->radius, least)));
}

std::optional<std::uint32_t> Map3d::cellAt(const QPoint& place) const {
    return m_page == Page::Content ? m_pointing->cellAt(m_scatter->mapFrom(this, place)) : std::nullopt;
}

std::shared_ptr<const Figure> Map3d::figure() const {
    if (!m_embedding || m_cells.empty() || !m_scatter->unavailableReason().isEmpty()) return nullptr;
    const ViewSettings& view = m_session.view().settings();
    SpacePicture picture;
    picture.coordinates = m_embedding->coordinates;
    picture.colors = *pointColors();
    picture.shown = m_session.cells().visible();
    picture.selected = m_session.cells().selection();
    picture.hidden = hiddenEntries(m_session, picture.colors.legend);
    picture.camera = m_scatter->camera();
    picture.pointSize = drawnSize() * devicePixelRatioF();
    picture.opacity = view.opacity;
    picture.mixedOrder = view.mixedOrder;
    picture.title =
        QStringLiteral("%1 %2").arg(m_embedding->title, m_session.colors().data()->title).trimmed();
    picture.simulated = m_session.simulated();
    picture.names = view.labels;
    picture.marker = marker();
    return std::make_shared<SpaceFigure>(std::move(picture));
}

std::function<FigureNumbers()> Map3d::numbers() const {
    if (!m_embedding || m_cells.empty()) return {};
    return [dataset = m_session.opened().dataset, map = m_embedding, colors = pointColors(), cells = m_cells,
            names = directions()] {
        return spaceNumbers(*map->coordinates, *colors, cells, dataset->obs.index, names);
    };
}

std::shared_ptr<const PointColors> Map3d::pointColors() const {
    const auto shown = m_session.colors().data()->points;
    if (shown->size() == m_session.opened().cells()) return m_counted.of(m_session, shown);
    return std::make_shared<const PointColors>(colorsUniform(m_session.opened().cells()));
}

// A group that is hovered in another view steps forward as a selection does.
const CellSet& Map3d::strong() const {
    const CellSet& highlight = m_session.cells().highlight();
    return highlight.count() > 1 ? highlight : m_session.cells().selection();
}

std::vector<QRgb> Map3d::colors() const {
    const auto points = pointColors();
    RasterStyle style;
    style.background = Theme::current().surface.rgb();
    style.table = points->shownTable(Theme::current().missing.rgb());
    style.opacity = m_session.view().settings().opacity;
    const CellSet& before = strong();
    style.dimOthers = !before.empty();
    std::vector<QRgb> table;  // of those that step back, then of the others
    for (const bool emphasised : {false, true}) {
        const int alpha = qRound(255 * singleOpacity(style, emphasised));
        for (std::size_t c = 0; c < style.table.size(); ++c) {
            const QRgb color = pointColor(style, c, emphasised);
            table.push_back(qRgba(qRed(color), qGreen(color), qBlue(color), alpha));
        }
    }
    std::vector<QRgb> colors;
    colors.reserve(m_cells.size());
    for (const std::uint32_t cell : m_cells) {
        const bool emphasised = style.dimOthers && before.contains(cell);
        colors.push_back(table[points->index[cell] + (emphasised ? style.table.size() : 0)]);
    }
    return colors;
}

// Two passes over the cells, and the widget and what points at it need them both: once.
void Map3d::rankCells() {
    const auto colors = pointColors();
    const bool mixed = m_session.view().settings().mixedOrder;
    const CellSet& now = strong();
    if (m_ranks && m_ranked.lock() == colors && m_rankedMixed == mixed && now == m_strong) return;
    m_strong = now;
    m_ranked = colors;
    m_rankedMixed = mixed;
    m_ranks = std::make_shared<const std::vector<SpaceRank>>(spaceRanks(*colors, m_strong, mixed));
}

std::vector<SpaceRank> Map3d::drawnRanks() const {
    if (m_ranks->empty() || m_cells.size() == m_ranks->size()) return *m_ranks;
    std::vector<SpaceRank> ranks;
    ranks.reserve(m_cells.size());
    for (const std::uint32_t cell : m_cells) ranks.push_back((*m_ranks)[cell]);
    return ranks;
}

}  // namespace regulus
