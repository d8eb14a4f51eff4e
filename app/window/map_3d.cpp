#include "app/window/map_3d.h"

#include <QHBoxLayout>
#include <QJsonArray>
#include <QVBoxLayout>
#include <algorithm>

#include "app/window/space_pointing.h"
#include "ui/figures/space_figure.h"
#include "ui/render/point_colors.h"
#include "ui/render/theme.h"
#include "ui/render3d/scatter_widget_3d.h"
#include "ui/session/legend_groups.h"
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
      m_pointing(new SpacePointing(session, *m_scatter, this)),
      m_caption(new ToneLabel(Tone::Muted)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_scatter, 1);
    setFocusProxy(m_scatter);
    m_caption->setWordWrap(true);
    auto* below = new QHBoxLayout;
    below->setContentsMargins(14, 6, 14, 8);
    below->addWidget(m_caption);
    column->addLayout(below);
    m_settle.setSingleShot(true);
    m_settle.setInterval(settle_ms);
    connect(&m_settle, &QTimer::timeout, this, &Map3d::keepCamera);
    connect(m_scatter, &ScatterWidget3d::cameraMoved, &m_settle, qOverload<>(&QTimer::start));
    connect(&m_session, &Session::changed, this, &Map3d::hear);
    m_places = m_session.memory().of(memory_name);  // it is made when it is first shown
    pullPoints();
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
    if (what & (Change::Dataset | Change::Embeddings | Change::Embedding | Change::Results | Change::Filters |
                Change::View))
        pullPoints();
    else if (what & (Change::ColorData | Change::Selection))
        pullColors();
}

void Map3d::clear() {
    m_embedding = nullptr;
    m_cells.clear();
    m_scatter->setPoints({}, {});
    m_pointing->show(nullptr, nullptr, 0);
}

void Map3d::pullPoints() {
    const bool wanted = m_session.opened().dataset && m_session.view().settings().threeD;
    if (!wanted) return m_asked.clear();
    const bool model = m_session.model().results != nullptr;
    const auto from = model ? EmbeddingRequest::From::Model : EmbeddingRequest::From::Expression;
    const std::string key = layoutKey(from, 3);
    const auto at =
        std::ranges::find_if(m_session.view().embeddings(), [&](const auto& e) { return e->key == key; });
    if (at == m_session.view().embeddings().end()) {
        clear();
        m_caption->setText(tr("Computing a 3-D map…"));
        // Asked for once: a layout on its way is not started again by every change it causes.
        if (m_asked != key) {
            m_asked = key;
            m_session.view().computeEmbedding({.from = from, .dimensions = 3});
        }
        return;
    }
    m_asked.clear();
    const bool other = m_embedding != *at;
    m_embedding = *at;
    m_cells = m_session.cells().visible().rows();
    const Matrix& points = *m_embedding->coordinates;
    std::vector<float> xyz;
    xyz.reserve(3 * m_cells.size());
    for (const std::uint32_t cell : m_cells)
        for (std::size_t d = 0; d < 3; ++d) xyz.push_back(points(cell, d));
    const Camera3d before = m_scatter->camera();
    m_scatter->setPoints(xyz, colors());
    m_scatter->setPointSize(pointSize());
    if (!other)
        m_scatter->setCamera(before);
    else
        placeCamera();
    pullPointing();
    pullCaption();
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
    if (!m_embedding || m_cells.empty()) return;
    m_scatter->setColors(colors());
    pullPointing();
    pullCaption();
}

void Map3d::pullPointing() {
    m_pointing->show(m_embedding->coordinates, std::make_shared<const PointColors>(pointColors()),
                     pointSize());
}

void Map3d::pullCaption() {
    QStringList parts{m_embedding->title, m_embedding->provenance};
    if (const QString by = m_session.colors().data()->title; !by.isEmpty())
        parts << tr("coloured by %1").arg(by);
    parts << tr("drag to rotate, scroll to zoom");
    m_caption->setText(parts.join(QStringLiteral(" · ")));
}

double Map3d::pointSize() const {
    if (const double asked = m_session.view().settings().pointSize; asked > 0) return asked;
    return m_cells.size() > 50000 ? 2 : m_cells.size() > 5000 ? 3 : 5;
}

std::shared_ptr<const Figure> Map3d::figure() const {
    if (!m_embedding || m_cells.empty() || !m_scatter->unavailableReason().isEmpty()) return nullptr;
    SpacePicture picture;
    picture.coordinates = m_embedding->coordinates;
    picture.colors = pointColors();
    picture.shown = m_session.cells().visible();
    picture.selected = m_session.cells().selection();
    picture.hidden = hiddenEntries(m_session, picture.colors.legend);
    picture.camera = m_scatter->camera();
    picture.pointSize = pointSize();
    picture.title =
        QStringLiteral("%1 %2").arg(m_embedding->title, m_session.colors().data()->title).trimmed();
    picture.simulated = m_session.simulated();
    picture.names = m_session.view().settings().labels;
    return std::make_shared<SpaceFigure>(std::move(picture));
}

PointColors Map3d::pointColors() const {
    const auto shown = m_session.colors().data()->points;
    return shown->size() == m_session.opened().cells() ? *shown : colorsUniform(m_session.opened().cells());
}

std::vector<QRgb> Map3d::colors() const {
    const PointColors points = pointColors();
    const std::vector<QRgb> table = points.shownTable(Theme::current().missing.rgb());
    const QRgb ground = Theme::current().surface.rgb();
    const bool any = !m_session.cells().selection().empty();
    std::vector<QRgb> colors;
    colors.reserve(m_cells.size());
    for (const std::uint32_t cell : m_cells) {
        const QRgb color = table[points.index[cell]];
        colors.push_back(any && !m_session.cells().selection().contains(cell) ? steppedBack(color, ground)
                                                                              : color);
    }
    return colors;
}

}  // namespace regulus
