// On which embeddings the maps of a gallery are shown, and the menu that chooses.
#include <QMenu>
#include <algorithm>

#include "ui/session/view_state.h"
#include "ui/views/gallery/gallery_bar.h"
#include "ui/views/gallery/gallery_view.h"
#include "ui/views/gallery/map_pane.h"
#include "ui/views/gallery/pane_grid.h"
#include "ui/views/parts/cell_pointing.h"
#include "ui/views/parts/name_field.h"

namespace regulus {
namespace {

constexpr std::size_t first_beside = 4;  // embeddings, unless somebody asks for more

const std::vector<std::string> of_the_map(1);  // the keys of a pane that chose none

}  // namespace

std::vector<std::shared_ptr<const ShownEmbedding>> GalleryView::maps() const {
    std::vector<std::shared_ptr<const ShownEmbedding>> plane;
    for (const auto& map : m_session.view().embeddings())
        if (map->grid && !isOfSpace(*map)) plane.push_back(map);
    return plane;
}

// The map's own where the one that was chosen is gone.
std::shared_ptr<const ShownEmbedding> GalleryView::mapOf(const GalleryPane& pane) const {
    if (!pane.map.empty())
        for (auto& map : maps())
            if (map->key == pane.map) return map;
    return m_session.view().embedding();
}

PanePlaces GalleryView::places() const {
    PanePlaces places;
    for (const auto& [name, keys] : m_session.view().settings().paneMaps)
        for (const std::string& key : keys) {
            GalleryPane pane;
            pane.map = key;
            const auto map = mapOf(pane);
            places[name].push_back({key, map && map->key == key ? map->grid : nullptr});
        }
    return places;
}

void GalleryView::showBeside() {
    ViewSettings settings = m_session.view().settings();
    settings.splitColumn.clear();
    settings.besideMaps.clear();
    if (const auto shown = m_session.view().embedding()) settings.besideMaps.push_back(shown->key);
    for (const auto& map : maps())
        if (settings.besideMaps.size() < first_beside &&
            std::ranges::find(settings.besideMaps, map->key) == settings.besideMaps.end())
            settings.besideMaps.push_back(map->key);
    m_session.view().setSettings(settings);
}

const GalleryPane* GalleryView::paneOf(const MapPane* pane) const {
    const std::size_t place = placeOf(pane);
    return place < m_panes.size() ? &m_panes[place] : nullptr;
}

std::vector<std::string> GalleryView::keysOf(const GalleryPane& pane) const {
    const ViewSettings& view = m_session.view().settings();
    if (pane.embedding) return view.besideMaps;
    const auto chosen = view.paneMaps.find(pane.name);
    return chosen == view.paneMaps.end() ? of_the_map : chosen->second;
}

void GalleryView::putKeys(const GalleryPane& pane, std::vector<std::string> keys) {
    ViewSettings settings = m_session.view().settings();
    if (pane.embedding)
        settings.besideMaps = std::move(keys);
    else if (keys == of_the_map)
        settings.paneMaps.erase(pane.name);
    else
        settings.paneMaps[pane.name] = std::move(keys);
    m_session.view().setSettings(settings);
}

// One that shows that embedding already takes this one's.
void GalleryView::putOn(const GalleryPane& pane, const std::string& key) {
    std::vector<std::string> keys = keysOf(pane);
    const auto own = std::ranges::find(keys, pane.map), there = std::ranges::find(keys, key);
    if (own == keys.end() || own == there) return;
    if (there != keys.end()) *there = *own;
    *own = key;
    putKeys(pane, std::move(keys));
}

void GalleryView::putAllOn(const std::string& key) {
    ViewSettings settings = m_session.view().settings();
    for (const GalleryPane& pane : m_panes) {
        settings.paneMaps.erase(pane.name);
        if (!key.empty()) settings.paneMaps[pane.name] = {key};
    }
    m_session.view().setSettings(settings);
}

void GalleryView::takeOut(const GalleryPane& pane) {
    std::vector<std::string> keys = keysOf(pane);
    if (keys.size() > 1 || pane.embedding) {
        std::erase(keys, pane.map);
        return putKeys(pane, std::move(keys));
    }
    if (pane.own) return;  // there is one for each group
    std::vector<std::string> names = m_bar->field()->names();
    std::erase(names, pane.name);
    showNames(names);
}

void GalleryView::fillMapMenu(const MapPane* pane, QMenu& menu) {
    menu.clear();
    const GalleryPane* const found = paneOf(pane);
    if (found == nullptr) return;
    const GalleryPane shown = *found;
    const auto main = m_session.view().embedding();
    const auto offer = [&](const QString& text, const std::string& key) {
        QAction* const entry = menu.addAction(inMenu(text), this, [this, shown, key] { putOn(shown, key); });
        entry->setCheckable(true);
        entry->setChecked(shown.map == key);
    };
    offer(main ? tr("As the map (%1)").arg(main->title) : tr("As the map"), {});
    for (const auto& map : maps()) offer(map->title, map->key);
    menu.addSeparator();
    QMenu* const beside = menu.addMenu(tr("Beside it"));
    const std::vector<std::string> keys = keysOf(shown);
    for (const auto& map : maps())
        if (std::ranges::find(keys, map->key) == keys.end() && mapOf(shown)->key != map->key)
            beside->addAction(inMenu(map->title), this, [this, shown, keys, key = map->key] {
                std::vector<std::string> more = keys;
                const auto own = std::ranges::find(more, shown.map);
                more.insert(own == more.end() ? own : own + 1, key);
                putKeys(shown, std::move(more));
            });
    beside->setEnabled(!beside->isEmpty() && m_panes.size() < most_gallery_panes);
    if (!shown.embedding && m_panes.size() > 1)
        menu.addAction(tr("All maps on this embedding"), this, [this, key = shown.map] { putAllOn(key); });
    if (shown.embedding || keys.size() > 1 || !shown.own) {
        menu.addSeparator();
        menu.addAction(tr("Take out"), this, [this, shown] { takeOut(shown); });
    }
}

}  // namespace regulus
