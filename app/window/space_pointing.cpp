#include "app/window/space_pointing.h"

#include <QToolTip>

#include "app/window/space_gestures.h"
#include "core/base/heavy_work.h"
#include "ui/render/theme.h"
#include "ui/render3d/scatter_widget_3d.h"
#include "ui/render3d/space_overlay.h"
#include "ui/session/legend_groups.h"
#include "ui/views/parts/cell_pointing.h"
#include "ui/views/parts/select_mode.h"

namespace regulus {

namespace {

constexpr int settle_ms = 60;
constexpr double reach = 8;  // logical pixels around the pointer, as in the plane

struct CellsFound {
    std::shared_ptr<const SeenPoints> seen;
    std::shared_ptr<const SpaceIndex> index;
};

}  // namespace

SpacePointing::SpacePointing(Session& session, ScatterWidget3d& scatter, SpaceGestures& gestures,
                             QObject* parent)
    : QObject(parent),
      m_session(session),
      m_scatter(scatter),
      m_gestures(gestures),
      m_key(QStringLiteral("space.%1.").arg(reinterpret_cast<quintptr>(this))) {
    m_settle.setSingleShot(true);
    m_settle.setInterval(settle_ms);
    connect(&m_settle, &QTimer::timeout, this, &SpacePointing::look);
    connect(&m_scatter, &ScatterWidget3d::cameraMoved, this, [this] {
        m_seen = nullptr;
        m_settle.start();
    });
    connect(&m_gestures, &SpaceGestures::pointed, this, &SpacePointing::point);
    connect(&m_gestures, &SpaceGestures::clicked, this, &SpacePointing::click);
    connect(&m_gestures, &SpaceGestures::doubleClicked, this, &SpacePointing::doubleClick);
    connect(&m_gestures, &SpaceGestures::areaDrawn, this, &SpacePointing::take);
    connect(&m_session, &Session::changed, this, [this](Changes what) {
        if (what & (Change::Highlight | Change::FocusCell)) showRings();
    });
}

SpacePointing::~SpacePointing() {
    for (const char* what : {"names", "seen"}) m_session.jobs().abandonKey(m_key + QString::fromLatin1(what));
}

void SpacePointing::show(SpaceShown shown) {
    const bool samePlaces = shown.points == m_shown.points && m_visible == m_session.cells().visible();
    m_shown = std::move(shown);
    m_visible = m_session.cells().visible();
    if (!samePlaces) {
        m_session.jobs().abandonKey(m_key + QStringLiteral("seen"));  // it comes too late
        m_seen = nullptr;
        m_index = nullptr;
        m_waiting.reset();
        m_settle.start();
    }
    if (SpaceOverlay* overlay = m_scatter.overlay())
        overlay->setSimulated(m_shown.points && m_session.simulated());
    placeNames();
    showRings();
}

void SpacePointing::setPointSize(double pixels) {
    if (pixels == m_shown.pointSize) return;
    m_shown.pointSize = pixels;
    showRings();
}

std::size_t SpacePointing::inView() const {
    if (!m_seen) return m_visible.count();
    const double aspect = double(m_scatter.width()) / std::max(1, m_scatter.height());
    return m_seen->grid.countIn(QRectF(-aspect / 2, -0.5, aspect, 1));
}

// Cells that pass the filters; hidden groups are filters, too.
DrawnPoint SpacePointing::drawn() const {
    return [visible = m_visible](std::uint32_t cell) { return visible.contains(cell); };
}

void SpacePointing::placeNames() {
    SpaceOverlay* overlay = m_scatter.overlay();
    if (!overlay) return;
    if (!m_shown.points || !m_shown.colors || !m_session.view().settings().labels) {
        m_session.jobs().abandonKey(m_key + QStringLiteral("names"));
        return overlay->setNames({});
    }
    JobRequest request{.title = tr("Placing names"),
                       .key = m_key + QStringLiteral("names"),
                       .quiet = true,
                       .receiver = this};
    m_session.jobs().start(
        std::move(request),
        [points = m_shown.points, colors = m_shown.colors, shown = drawn()](Job&) {
            begin_heavy_work("names in space");
            return spaceAnchors(*points, *colors, shown);
        },
        [this, overlay, colors = m_shown.colors](const std::vector<SpaceAnchor>& anchors) {
            std::vector<SpaceName> names;
            for (const SpaceAnchor& anchor : anchors) {
                const LegendEntry& entry = colors->legend.entries[static_cast<std::size_t>(anchor.category)];
                if (entry.color != missing_color)  // scattered over the map: it has no place
                    names.push_back({entry.label, anchor.at, anchor.category, anchor.radius});
            }
            overlay->setNames(std::move(names));
        });
}

void SpacePointing::look() {
    if (!m_shown.points || !m_scatter.overlay()) return;
    JobRequest request{.title = tr("Locating cells"),
                       .key = m_key + QStringLiteral("seen"),
                       .quiet = true,
                       .receiver = this};
    m_session.jobs().start(
        std::move(request),
        [points = m_shown.points, shown = drawn(), camera = m_scatter.camera(), index = m_index](Job& job) {
            begin_heavy_work("cells on screen");
            CellsFound found{std::make_shared<const SeenPoints>(seenPoints(*points, shown, camera)), index};
            job.checkpoint();
            if (!found.index) found.index = std::make_shared<const SpaceIndex>(*points, shown);
            return found;
        },
        [this](CellsFound found) {
            m_index = std::move(found.index);
            if (m_settle.isActive()) return;  // the camera has moved on
            m_seen = std::move(found.seen);
            if (const auto area = std::exchange(m_waiting, std::nullopt)) select(area->first, area->second);
            Q_EMIT located();
        });
}

std::optional<std::uint32_t> SpacePointing::cellAt(QPointF position) const {
    if (!m_seen) return std::nullopt;
    const double height = std::max(1, m_scatter.height());
    const QPointF at((position.x() - m_scatter.width() / 2.0) / height,
                     (m_scatter.height() / 2.0 - position.y()) / height);
    return pointAt(*m_seen, at, std::max(1.0, m_shown.pointSize / 2) / height, reach / height,
                   m_shown.ranks ? std::span<const SpaceRank>(*m_shown.ranks) : std::span<const SpaceRank>());
}

// In 3-D the nearest are those nearest in space, whatever the camera sees between them.
QString SpacePointing::card(std::uint32_t cell) const {
    QString text = cellText(m_session, *m_shown.colors, cell, true);
    const QString around = surroundingsText(m_session, *m_shown.colors,
                                            m_index->nearest(placeOf(*m_shown.points, cell), surroundings));
    if (!around.isEmpty()) text += QStringLiteral("<br><small>%1</small>").arg(around.toHtmlEscaped());
    return text;
}

void SpacePointing::point(std::optional<QPointF> position, QPoint global) {
    if (!m_shown.points || !m_shown.colors) return;
    SpaceOverlay* overlay = m_scatter.overlay();
    const auto name = position ? overlay->nameAt(*position) : std::nullopt;
    const bool onControl = name || (position && overlay->directionAt(*position));
    overlay->setHighlightedCategory(name);
    m_gestures.setPointsAtControl(onControl);
    const auto cell = position && !onControl ? cellAt(*position) : std::nullopt;
    if (cell == m_hovered) return;
    m_hovered = cell;
    highlightCell(m_session, cell);
    if (!cell) return QToolTip::hideText();
    QToolTip::showText(global + QPoint(10, 8), card(*cell), &m_scatter);
}

void SpacePointing::click(QPointF position, Qt::KeyboardModifiers modifiers) {
    if (!m_shown.points || !m_shown.colors) return;
    const SpaceOverlay* overlay = m_scatter.overlay();
    if (const auto direction = overlay->directionAt(position))
        return m_scatter.setCamera(lookingAlong(m_scatter.camera(), *direction));
    if (const auto category = overlay->nameAt(position))
        return clickGroup(m_session, *m_shown.colors, *category, modifiers);
    if (const auto cell = cellAt(position)) clickCell(m_session, *cell, modifiers);
}

void SpacePointing::doubleClick(QPointF position) {
    if (!m_shown.points || !m_shown.colors || m_scatter.overlay()->directionAt(position)) return;
    if (const auto category = m_scatter.overlay()->nameAt(position)) {
        const std::string column = groupColumn(m_session, m_shown.colors->legend);
        if (!column.empty()) m_session.cells().isolateCategory(column, *category);
    } else if (!cellAt(position)) {
        m_scatter.resetCamera();
    }
}

void SpacePointing::take(const QPolygonF& outline, Qt::KeyboardModifiers modifiers) {
    if (!m_shown.points) return;
    if (m_seen) return select(outline, modifiers);
    m_waiting = {outline, modifiers};
}

// All cells behind the area, whatever lies before them.
void SpacePointing::select(const QPolygonF& outline, Qt::KeyboardModifiers modifiers) {
    const double width = m_scatter.width(), height = std::max(1, m_scatter.height());
    QPolygonF seen;
    for (const QPointF& pixel : outline)
        seen << QPointF((pixel.x() - width / 2) / height, (height / 2 - pixel.y()) / height);
    m_session.cells().select(seenIn(*m_seen, seen), selectModeOf(modifiers));
}

// The opened cell, the one it is compared with, and the one that is hovered here or in another view.
void SpacePointing::showRings() {
    SpaceOverlay* overlay = m_scatter.overlay();
    if (!overlay) return;
    std::vector<SpaceRing> rings;
    if (m_shown.points && m_shown.colors && m_visible.universe() == m_shown.points->rows) {
        const auto ring = [&](std::uint32_t cell, QColor color) {
            if (cell < m_shown.points->rows && m_visible.contains(cell))
                rings.push_back({placeOf(*m_shown.points, cell), color, m_shown.pointSize});
        };
        for (const auto& looked : {m_session.focus().pinned(), m_session.focus().cell()})
            if (looked) ring(*looked, {});
        const CellSet& highlight = m_session.cells().highlight();
        if (highlight.universe() == m_shown.points->rows && highlight.count() == 1) {
            const std::uint32_t cell = highlight.rows().front();
            const std::vector<QRgb> table = m_shown.colors->shownTable(Theme::current().missing.rgb());
            ring(cell, QColor::fromRgb(table[m_shown.colors->index[cell]]));
        }
    }
    overlay->setRings(std::move(rings));
}

}  // namespace regulus
