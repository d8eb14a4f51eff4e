// The maps of a gallery: what the session says of them, their pictures, their gestures.
#include <QToolTip>
#include <algorithm>

#include "ui/figures/map_look.h"
#include "ui/views/gallery/gallery_bar.h"
#include "ui/views/gallery/gallery_view.h"
#include "ui/views/gallery/map_pane.h"
#include "ui/views/gallery/pane_grid.h"
#include "ui/views/parts/cell_pointing.h"
#include "ui/views/parts/embedding_canvas.h"
#include "ui/views/parts/name_field.h"
#include "ui/views/parts/select_mode.h"
#include "ui/views/parts/theme_watcher.h"

namespace regulus {
namespace {

constexpr std::size_t cells_at_once = 400'000;  // drawn by one job: it ends within a few frames
constexpr int least_for_names = 240;            // pixels, of a map with names of groups on it

CellSet strong(const Session& session, const GalleryPane& pane) {
    const CellSet& highlight = session.cells().highlight();
    const CellSet& chosen = highlight.count() > 1 ? highlight : session.cells().selection();
    if (!pane.own) return chosen;
    return chosen.empty() ? *pane.own : chosen & *pane.own;
}

}  // namespace

void GalleryView::connectPane(MapPane* pane) {
    EmbeddingCanvas* canvas = pane->canvas();
    connect(pane, &MapPane::chosen, this, [this, pane](Qt::KeyboardModifiers keys) { choose(pane, keys); });
    connect(
        pane, &MapPane::removeAsked, this, [this, pane] { remove(pane); }, Qt::QueuedConnection);
    connect(pane, &QObject::destroyed, this, [this, pane] { m_wanting.erase(pane); });
    connect(canvas, &EmbeddingCanvas::viewChanged, this, [this, pane](const std::optional<PlaneView>& view) {
        const GalleryPane* const shown = paneOf(pane);
        const auto map = shown != nullptr ? mapOf(*shown) : nullptr;
        if (map) m_session.view().setCameraOf(map->key, view);
    });
    connect(pane, &MapPane::mapMenuAsked, this, [this, pane](QMenu* menu) { fillMapMenu(pane, *menu); });
    connect(canvas, &EmbeddingCanvas::pointHovered, this,
            [this, pane](std::optional<std::uint32_t> cell, QPoint at) { hover(pane, cell, at); });
    connect(canvas, &EmbeddingCanvas::pointClicked, this,
            [this](std::uint32_t cell, Qt::KeyboardModifiers keys) { clickCell(m_session, cell, keys); });
    connect(
        canvas, &EmbeddingCanvas::categoryClicked, this,
        [this, pane](int category, bool, Qt::KeyboardModifiers keys) { clickGroup(pane, category, keys); });
    connect(canvas, &EmbeddingCanvas::areaPicked, this,
            [this](const CellSet& cells, SelectMode mode) { m_session.cells().select(cells, mode); });
    connect(canvas, &EmbeddingCanvas::escapePressed, this, [this] { m_session.cells().clearSelection(); });
    connect(canvas, &EmbeddingCanvas::zoomToSelectionAsked, this, [this, canvas] {
        const CellSet& selected = m_session.cells().selection();
        selected.empty() ? canvas->fit() : canvas->fitTo(selected);
    });
    connect(canvas, &EmbeddingCanvas::pictureWanted, this, [this, pane] {
        m_wanting.insert(pane);
        drawNext();
    });
}

// --- what the session says ------------------------------------------------------------------------------

void GalleryView::pull(Changes what) {
    for (std::size_t i = 0; i < m_panes.size(); ++i) pullPane(m_grid->panes()[i], m_panes[i], what);
}

void GalleryView::pullPane(MapPane* pane, const GalleryPane& shown, Changes what) {
    EmbeddingCanvas& canvas = *pane->canvas();
    EmbeddingScene& scene = canvas.scene();
    const auto embedding = mapOf(shown);
    const bool other = bool(what & (Change::Dataset | Change::Embedding | Change::Embeddings));
    if (other && scene.points() != (embedding ? embedding->grid.get() : nullptr)) {
        scene.setPoints(embedding ? embedding->grid : nullptr);
        scene.setGround(embedding ? embedding->ground : nullptr);
        canvas.showView(std::nullopt);
        what = Changes(~0U);
    }
    if (other) pane->setMap(embedding ? embedding->title : QString(), canShowBeside());
    if (!embedding) return canvas.update();
    if (what & (Change::Dataset | Change::View | Change::ColorData)) {
        scene.setColors(shown.drawn);
        dress(scene, {nullptr, {}, m_session.view().settings(), false});
        const bool named = scene.colors().legend.kind == Legend::Kind::Categories && !shown.own &&
                           m_session.view().settings().labels && pane->width() >= least_for_names;
        scene.setLegendPlace(named ? LegendPlace::OnPlot : LegendPlace::None);
    }
    if (what & (Change::Dataset | Change::Selection | Change::Highlight | Change::FocusCell)) {
        const CellSet& highlight = m_session.cells().highlight();
        scene.setFocused(m_session.focus().cell());
        scene.setBeside(m_session.focus().pinned());
        scene.setHighlighted(highlight.count() == 1 ? std::optional(highlight.rows().front()) : std::nullopt);
        CellSet cells = strong(m_session, shown);
        shown.own ? scene.setEmphasis(std::move(cells)) : scene.setSelection(std::move(cells));
    }
    if (what & (Change::Dataset | Change::Filters)) {
        const CellSet& visible = m_session.cells().visible();
        scene.setShown(visible.count() < m_session.opened().cells() ? std::optional(visible) : std::nullopt);
    }
    if (what & (Change::Dataset | Change::Tool)) canvas.setTool(m_session.view().tool());
    if (what & (Change::Dataset | Change::Camera)) canvas.showView(m_session.view().cameraOf(embedding->key));
    canvas.update();
}

// --- pictures -------------------------------------------------------------------------------------------

// Of a few panes at a time, so that the first are seen soon; those that moved meanwhile ask again.
void GalleryView::drawNext() {
    if (m_drawing || m_wanting.empty()) return;
    struct Picture {
        QPointer<EmbeddingCanvas> canvas;
        EmbeddingScene scene;
        QRectF area;
        double ratio;
    };
    const std::size_t cells = std::max<std::size_t>(1, m_session.opened().cells());
    const std::size_t most = std::max<std::size_t>(1, cells_at_once / cells);
    std::vector<Picture> pictures;
    for (MapPane* pane : m_grid->panes()) {
        if (pictures.size() == most) break;
        if (m_wanting.erase(pane) == 0) continue;
        EmbeddingCanvas* canvas = pane->canvas();
        pictures.push_back({canvas, canvas->scene(), canvas->rect(), canvas->devicePixelRatioF()});
    }
    if (pictures.empty()) return;
    m_drawing = true;
    JobRequest request{.title = tr("Drawing the gallery"),
                       .lane = Lane::Picture,
                       .key = m_key + QStringLiteral(".pictures"),
                       .quiet = true};
    request.receiver = this;
    request.ended = [this](JobOutcome) {
        m_drawing = false;
        drawNext();
    };
    m_session.jobs().start(
        std::move(request),
        [pictures = std::move(pictures), style = PaintStyle::screen()](Job& job) mutable {
            for (Picture& picture : pictures) picture.scene.prepare(picture.area, picture.ratio, style, job);
            return std::move(pictures);
        },
        [](const std::vector<Picture>& drawn) {
            for (const Picture& picture : drawn)
                if (picture.canvas) picture.canvas->takePicture(picture.scene);
        });
}

// --- gestures -------------------------------------------------------------------------------------------

std::size_t GalleryView::placeOf(const MapPane* pane) const {
    return static_cast<std::size_t>(std::ranges::find(m_grid->panes(), pane) - m_grid->panes().begin());
}

void GalleryView::hover(const MapPane* pane, std::optional<std::uint32_t> cell, QPoint at) {
    const std::size_t place = placeOf(pane);
    if (place >= m_panes.size()) return;
    highlightCell(m_session, cell);
    if (!cell) return QToolTip::hideText();
    QToolTip::showText(at + QPoint(10, 8), cellText(m_session, *m_panes[place].colors, *cell, true),
                       pane->canvas());
}

void GalleryView::choose(const MapPane* pane, Qt::KeyboardModifiers modifiers) {
    const std::size_t place = placeOf(pane);
    if (place >= m_panes.size()) return;
    const GalleryPane& shown = m_panes[place];
    if (shown.embedding) return m_session.view().showEmbedding(mapOf(shown)->key);
    if (shown.own) return m_session.cells().select(*shown.own, selectModeOf(modifiers));
    m_session.colors().colorBy(shown.data->coloring);
    if (shown.data->coloring.source == ColorSource::Regulon)
        m_session.focus().setTf(shown.data->coloring.name);
}

// The name of a group on a map that is coloured by a column.
void GalleryView::clickGroup(const MapPane* pane, int category, Qt::KeyboardModifiers modifiers) {
    const std::size_t place = placeOf(pane);
    if (place >= m_panes.size()) return;
    const Coloring& by = m_panes[place].data->coloring;
    const std::string column = by.source == ColorSource::Prediction ? std::string(predicted_column) : by.name;
    m_session.cells().select(m_session.groups().cellsOf(column, category), selectModeOf(modifiers));
}

void GalleryView::remove(const MapPane* pane) {
    if (const GalleryPane* const shown = paneOf(pane)) takeOut(*shown);
}

// --- taking away ----------------------------------------------------------------------------------------

// But for its colours, as the pane at `place` is drawn.
MapPicture GalleryView::look(std::size_t place) const {
    const EmbeddingCanvas& canvas = *m_grid->panes()[place]->canvas();
    MapPicture look = galleryLook(canvas.scene().picture());
    look.selected = m_session.cells().selection();
    look.stepBack = false;
    if (canvas.isFitted())
        look.view.reset();
    else
        look.aspect = canvas.scene().plotAspect(canvas.rect(), PaintStyle::screen());
    return look;
}

std::vector<MapPicture> GalleryView::looks() const {
    std::vector<MapPicture> looks;
    for (std::size_t i = 0; i < m_panes.size(); ++i) looks.push_back(look(i));
    return looks;
}

std::shared_ptr<const Figure> GalleryView::figure() const {
    if (m_panes.empty() || !m_session.view().embedding()) return nullptr;
    const bool beside = m_panes.front().embedding;
    const bool several = std::ranges::any_of(
        m_panes, [&](const GalleryPane& pane) { return mapOf(pane) != mapOf(m_panes.front()); });
    GalleryPicture picture;
    picture.title = beside                 ? tr("embeddings")
                    : m_shownSplit.empty() ? tr("gallery")
                                           : tr("map by %1").arg(QString::fromStdString(m_shownSplit));
    picture.simulated = m_session.simulated();
    for (std::size_t i = 0; i < m_panes.size(); ++i)
        picture.maps.push_back(
            galleryMap(m_panes[i], look(i), several && !beside ? mapOf(m_panes[i])->title : QString()));
    return std::make_shared<GalleryFigure>(std::move(picture));
}

FigureNumbers GalleryView::numbers() const {
    if (m_panes.empty() || !m_session.view().embedding()) return {};
    std::vector<GalleryPane> panes = m_panes;
    for (GalleryPane& pane : panes) pane.map = mapOf(pane)->key;
    return galleryNumbers(panes, looks(), m_session.opened().dataset->obs.index, m_shownSplit,
                          m_session.groups().categorical(m_shownSplit).get());
}

}  // namespace regulus
