#include "app/window/space_pointing.h"

#include <QToolTip>

#include "core/base/heavy_work.h"
#include "ui/render/theme.h"
#include "ui/render3d/scatter_widget_3d.h"
#include "ui/render3d/space_overlay.h"
#include "ui/views/parts/cell_pointing.h"

namespace regulus {

namespace {

constexpr int settle_ms = 60;
constexpr double reach = 8;  // logical pixels around the pointer, as in the plane

}  // namespace

SpacePointing::SpacePointing(Session& session, ScatterWidget3d& scatter, QObject* parent)
    : QObject(parent),
      m_session(session),
      m_scatter(scatter),
      m_key(QStringLiteral("space.%1.").arg(reinterpret_cast<quintptr>(this))) {
    m_settle.setSingleShot(true);
    m_settle.setInterval(settle_ms);
    connect(&m_settle, &QTimer::timeout, this, &SpacePointing::look);
    connect(&m_scatter, &ScatterWidget3d::cameraMoved, this, [this] {
        m_seen = nullptr;
        m_settle.start();
    });
    connect(&m_scatter, &ScatterWidget3d::pointed, this, &SpacePointing::point);
    connect(&m_scatter, &ScatterWidget3d::clicked, this, &SpacePointing::click);
    connect(&m_session, &Session::changed, this, [this](Changes what) {
        if (what & Change::Highlight) showHighlight();
    });
}

SpacePointing::~SpacePointing() {
    for (const char* what : {"names", "seen"}) m_session.jobs().abandonKey(m_key + QString::fromLatin1(what));
}

void SpacePointing::show(std::shared_ptr<const Matrix> points, std::shared_ptr<const PointColors> colors,
                         double pointSize) {
    m_points = std::move(points);
    m_colors = std::move(colors);
    m_pointSize = pointSize;
    m_seen = nullptr;
    if (SpaceOverlay* overlay = m_scatter.overlay()) {
        overlay->setScale(m_colors ? m_colors->legend : Legend{});
        overlay->setSimulated(m_points && m_session.simulated());
    }
    placeNames();
    m_settle.start();
    showHighlight();
}

// Cells that pass the filters; hidden groups are filters, too.
DrawnPoint SpacePointing::drawn() const {
    return [visible = m_session.cells().visible()](std::uint32_t cell) { return visible.contains(cell); };
}

void SpacePointing::placeNames() {
    SpaceOverlay* overlay = m_scatter.overlay();
    if (!overlay) return;
    if (!m_points || !m_colors || !m_session.view().settings().labels) {
        m_session.jobs().abandonKey(m_key + QStringLiteral("names"));
        return overlay->setNames({});
    }
    JobRequest request{.title = tr("Placing names"),
                       .key = m_key + QStringLiteral("names"),
                       .quiet = true,
                       .receiver = this};
    m_session.jobs().start(
        std::move(request),
        [points = m_points, colors = m_colors, shown = drawn()](Job&) {
            begin_heavy_work("names in space");
            return spaceAnchors(*points, *colors, shown);
        },
        [this, overlay, colors = m_colors](const std::vector<SpaceAnchor>& anchors) {
            std::vector<SpaceName> names;
            for (const SpaceAnchor& anchor : anchors) {
                const LegendEntry& entry = colors->legend.entries[static_cast<std::size_t>(anchor.category)];
                if (entry.color != missing_color)  // scattered over the map: it has no place
                    names.push_back({entry.label, anchor.at, anchor.category});
            }
            overlay->setNames(std::move(names));
        });
}

void SpacePointing::look() {
    if (!m_points || !m_scatter.overlay()) return;
    JobRequest request{.title = tr("Locating cells"),
                       .key = m_key + QStringLiteral("seen"),
                       .quiet = true,
                       .receiver = this};
    m_session.jobs().start(
        std::move(request),
        [points = m_points, shown = drawn(), camera = m_scatter.camera()](Job&) {
            begin_heavy_work("cells on screen");
            return std::make_shared<const SeenPoints>(seenPoints(*points, shown, camera));
        },
        [this](std::shared_ptr<const SeenPoints> seen) {
            if (!m_settle.isActive()) m_seen = std::move(seen);  // else the camera has moved on
        });
}

std::optional<std::uint32_t> SpacePointing::cellAt(QPointF position) const {
    if (!m_seen) return std::nullopt;
    const double height = std::max(1, m_scatter.height());
    const QPointF at((position.x() - m_scatter.width() / 2.0) / height,
                     (m_scatter.height() / 2.0 - position.y()) / height);
    const double radius = std::max(1.0, m_pointSize / m_scatter.devicePixelRatioF() / 2);
    return pointAt(*m_seen, at, radius / height, reach / height);
}

void SpacePointing::point(std::optional<QPointF> position, QPoint global) {
    const bool onName = position && m_scatter.overlay()->nameAt(*position);
    m_scatter.setCursor(onName ? Qt::PointingHandCursor : Qt::ArrowCursor);
    const auto cell = position && !onName ? cellAt(*position) : std::nullopt;
    if (cell == m_hovered) return;
    m_hovered = cell;
    highlightCell(m_session, cell);
    if (!cell) return QToolTip::hideText();
    QToolTip::showText(global + QPoint(10, 8), cellText(m_session, *m_colors, *cell, true), &m_scatter);
}

void SpacePointing::click(QPointF position, Qt::KeyboardModifiers modifiers) {
    if (!m_points || !m_colors) return;
    if (const auto category = m_scatter.overlay()->nameAt(position))
        return clickGroup(m_session, *m_colors, *category, modifiers);
    if (const auto cell = cellAt(position)) clickCell(m_session, *cell, modifiers);
}

// Also of a cell that is hovered in another view.
void SpacePointing::showHighlight() {
    SpaceOverlay* overlay = m_scatter.overlay();
    if (!overlay) return;
    const CellSet& highlight = m_session.cells().highlight();
    if (!m_points || !m_colors || highlight.universe() != m_points->rows || highlight.count() != 1)
        return overlay->setHighlighted(std::nullopt);
    const std::uint32_t cell = highlight.rows().front();
    if (!m_session.cells().visible().contains(cell)) return overlay->setHighlighted(std::nullopt);
    const std::vector<QRgb> table = m_colors->shownTable(Theme::current().missing.rgb());
    overlay->setHighlighted(placeOf(*m_points, cell), QColor::fromRgb(table[m_colors->index[cell]]));
}

}  // namespace regulus
