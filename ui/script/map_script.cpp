#include <algorithm>

#include "core/base/plain_number.h"
#include "ui/figures/gallery/gallery_panes.h"
#include "ui/script/asked_words.h"
#include "ui/script/shown_script.h"

namespace regulus {
namespace {

bool inSpace(const ScriptText& text, const std::string& key) {
    return std::ranges::any_of(text.in.record.embeddings, [&](const auto& map) {
        return map->key == key && map->coordinates->cols > 2;
    });
}

QString pythonColors(const Coloring& coloring) {
    if (coloring.parts.empty()) return pythonText(coloring.name);
    return pythonList({coloring.parts[0].name, coloring.parts[1].name});
}

bool inPython(const Coloring& coloring) {
    return !coloring.any([](const Coloring& one) {
        return one.source != ColorSource::Column && one.source != ColorSource::Gene &&
               one.source != ColorSource::Blend;
    });
}

// What the window has and the command has not.
void sayWhatDiffers(ScriptText& text) {
    const SessionRecord& record = text.in.record;
    const ViewSettings usual;
    QStringList lost;
    if (text.in.visible.universe() > 0) lost << QStringLiteral("hidden cells");
    if (record.camera) lost << QStringLiteral("the part that is seen");
    if (record.view.threeD) lost << QStringLiteral("3-D");
    if (record.view.continuousMap != usual.continuousMap) lost << QStringLiteral("the colour map");
    if (!record.view.contours.empty() && groupWord(record.view.contours, text).empty())
        lost << QStringLiteral("the outlines of groups");
    if (!lost.isEmpty())
        text.say(QStringLiteral("No option of the command, and so as usual: %1.")
                     .arg(lost.join(QStringLiteral(", "))));
}

// What the command calls it; "": it has none.
std::string mapWord(const std::string& key, const ScriptText& text) {
    if (inSpace(text, key)) return {};
    const auto made = text.maps.find(key);
    if (made == text.maps.end()) return key;
    return text.has(made->second) ? made->second : std::string();
}

// The embeddings that are side by side; empty where one of them is left out.
std::vector<std::string> besideWords(const ScriptText& text) {
    std::vector<std::string> words;
    for (const std::string& key : text.in.record.view.besideMaps) {
        words.push_back(mapWord(key.empty() ? text.in.record.view.embedding : key, text));
        if (words.back().empty()) return {};
    }
    return words;
}

// Panes on embeddings of their own; whether all can be said. `words`: of `names`.
bool addPlaces(CommandWords& command, const std::vector<std::string>& names,
               const std::vector<std::string>& words, const ScriptText& text) {
    const PaneMaps& maps = text.in.record.view.paneMaps;
    for (std::size_t i = 0; i < std::min(names.size(), words.size()); ++i) {
        const auto chosen = maps.find(names[i]);
        if (chosen == maps.end()) continue;
        for (const std::string& key : chosen->second) {
            const std::string map = mapWord(key.empty() ? text.in.record.view.embedding : key, text);
            if (map.empty()) return false;
            command.add("--on", words[i] + '=' + map);
        }
    }
    return true;
}

}  // namespace

std::string shownMap(const ScriptText& text) {
    return mapWord(text.in.record.view.embedding, text);
}

bool addColor(CommandWords& words, const Coloring& coloring, const ScriptText& text) {
    const std::string word = coloringWord(coloring, text);
    if (word.empty()) return false;
    words.add("--color-by", word);
    QStringList ends;
    const std::span<const Coloring> parts =
        coloring.parts.empty() ? std::span(&coloring, 1) : std::span(coloring.parts);
    for (const Coloring& part : parts)
        if (part.range)
            ends << QString::fromStdString(plain_number(part.range->low) + ',' +
                                           plain_number(part.range->high));
    // Of a blend both or none: with one alone both would have it.
    if (!ends.isEmpty() && std::size_t(ends.size()) == parts.size())
        words.add("--color-range", ends.join(QLatin1Char(',')).toStdString());
    return true;
}

// How the points are drawn, and the outlines of groups.
void addLook(CommandWords& words, const ViewSettings& view, const ScriptText& text) {
    const ViewSettings usual;
    if (view.pointSize != usual.pointSize) words.add("--point-size", plain_number(view.pointSize));
    if (view.opacity != usual.opacity) words.add("--opacity", plain_number(view.opacity));
    words.addFlag("--mixed-order", view.mixedOrder);
    words.addFlag("--no-labels", !view.labels);
    if (view.contours.empty()) return;
    if (const std::string column = groupWord(view.contours, text); !column.empty())
        words.add("--contours", column);
}

void tellMap(ScriptText& text) {
    const SessionRecord& record = text.in.record;
    if (record.view.embedding.empty()) return;
    text.section(QStringLiteral("The map, coloured by %1").arg(title(record.coloring)));
    const std::string map = shownMap(text);
    CommandWords words = text.command("figure", !readModel(std::span(&record.coloring, 1), text));
    words.add("--embedding", map);
    if (map.empty() || !addColor(words, record.coloring, text) ||
        !addSource(words, std::span(&record.coloring, 1), text))
        return text.say(
            QStringLiteral("No command makes it: the map is left out or in space, or it is "
                           "coloured by nothing, by other values, or by what is left out."));
    addLook(words, record.view, text);
    if (text.in.mapAxes.size() == 2) addGates(words, text, text.in.mapAxes[0], text.in.mapAxes[1]);
    words.add("--numbers", text.place(QStringLiteral("map.csv")));
    text.run(words.add("--out", text.place(QStringLiteral("map.svg"))));
    sayWhatDiffers(text);
    if (record.coloring.parts.size() == 2 &&
        record.coloring.parts[0].range.has_value() != record.coloring.parts[1].range.has_value())
        text.say(QStringLiteral("One scale of the two was set, which the command cannot do."));
    if (inPython(record.coloring))
        text.scanpy(QStringLiteral("sc.pl.embedding(adata, basis=%1, color=%2)")
                        .arg(pythonText(map), pythonColors(record.coloring)));
}

namespace {

// Of the groups of that column that are shown on other embeddings, their names.
std::vector<std::string> placedGroups(const std::string& column, const PaneMaps& maps) {
    const std::string prefix = groupPaneName(column, {});
    std::vector<std::string> groups;
    for (const auto& pane : maps)
        if (pane.first.starts_with(prefix)) groups.push_back(pane.first.substr(prefix.size()));
    return groups;
}

// What the maps show and where; false: no command does it. `colors`: what they are coloured by.
bool addPanes(CommandWords& words, std::span<const Coloring> colors, const ScriptText& text) {
    const ViewSettings& view = text.in.record.view;
    const std::string map = shownMap(text);
    const std::vector<std::string> names = coloringWords(colors, text);
    if (map.empty() || names.empty()) return false;
    if (!view.besideMaps.empty()) {
        const std::vector<std::string> beside = besideWords(text);
        words.addList("--embeddings", beside).addList("--color-by", names);
        return !beside.empty();
    }
    words.add("--embedding", map);
    if (view.splitColumn.empty()) {
        words.addList("--names", names);
        return addPlaces(words, text.in.galleryNames, names, text);
    }
    const std::string column = groupWord(view.splitColumn, text);
    words.add("--split-by", column).addList("--color-by", names);
    const std::vector<std::string> groups = placedGroups(view.splitColumn, view.paneMaps);
    std::vector<std::string> panes;
    for (const std::string& group : groups) panes.push_back(groupPaneName(view.splitColumn, group));
    return !column.empty() && addPlaces(words, panes, groups, text);
}

// What the maps are coloured by, once.
std::span<const Coloring> galleryColors(const ScriptInputs& in) {
    if (!in.record.view.splitColumn.empty() || !in.record.view.besideMaps.empty())
        return {&in.record.coloring, 1};
    return std::span(in.gallery).first(std::min(in.gallery.size(), most_gallery_panes));
}

void tellScanpy(std::span<const Coloring> shown, ScriptText& text) {
    std::vector<std::string> maps = besideWords(text), plain;
    if (maps.empty()) maps = {shownMap(text)};
    for (const Coloring& one : shown)
        for (const Coloring& part : one.parts.empty() ? std::vector{one} : one.parts)
            plain.push_back(part.name);
    for (const std::string& map : maps)
        text.scanpy(QStringLiteral("sc.pl.embedding(adata, basis=%1, color=%2)")
                        .arg(pythonText(map), pythonList(plain)));
}

}  // namespace

void tellGallery(ScriptText& text) {
    const ViewSettings& view = text.in.record.view;
    const std::span<const Coloring> shown = galleryColors(text.in);
    if (shown.empty()) return;
    text.section(QStringLiteral("The gallery"));
    const bool named = view.splitColumn.empty() && view.besideMaps.empty();
    CommandWords words = text.command("figure", !readModel(shown, text));
    words.add("--view", "gallery");
    if (!addPanes(words, shown, text) || !addSource(words, shown, text))
        return text.say(
            QStringLiteral("No command makes it: its map, its groups or one of its colours is "
                           "left out, or is of other values."));
    words.addFlag("--one-scale", named && view.galleryOneScale);
    words.add("--numbers", text.place(QStringLiteral("gallery.csv")));
    text.run(words.add("--out", text.place(QStringLiteral("gallery.svg"))));
    if (view.splitColumn.empty() && view.paneMaps.empty() && std::ranges::all_of(shown, inPython))
        tellScanpy(shown, text);
}

}  // namespace regulus
