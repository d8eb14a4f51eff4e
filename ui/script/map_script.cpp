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

}  // namespace

std::string shownMap(const ScriptText& text) {
    const std::string& key = text.in.record.view.embedding;
    if (inSpace(text, key)) return {};
    const auto made = text.maps.find(key);
    if (made == text.maps.end()) return key;
    return text.has(made->second) ? made->second : std::string();
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

void tellGallery(ScriptText& text) {
    const ViewSettings& view = text.in.record.view;
    const bool split = !view.splitColumn.empty();
    if (!split && text.in.gallery.empty()) return;
    text.section(QStringLiteral("The gallery"));
    const std::string map = shownMap(text), column = split ? groupWord(view.splitColumn, text) : "";
    const std::span<const Coloring> shown =
        split ? std::span(&text.in.record.coloring, 1)
              : std::span(text.in.gallery).first(std::min(text.in.gallery.size(), most_gallery_panes));
    CommandWords words = text.command("figure", !readModel(shown, text));
    words.add("--view", "gallery").add("--embedding", map);
    const std::vector<std::string> names = coloringWords(shown, text);
    if (split)
        words.add("--split-by", column).addList("--color-by", names);
    else
        words.addList("--names", names);
    if (map.empty() || names.empty() || (split && column.empty()) || !addSource(words, shown, text))
        return text.say(
            QStringLiteral("No command makes it: its map, its groups or one of its colours is "
                           "left out, or is of other values."));
    words.addFlag("--one-scale", !split && view.galleryOneScale);
    words.add("--numbers", text.place(QStringLiteral("gallery.csv")));
    text.run(words.add("--out", text.place(QStringLiteral("gallery.svg"))));
    if (!split && std::ranges::all_of(shown, inPython)) {
        std::vector<std::string> plain;
        for (const Coloring& one : shown)
            for (const Coloring& part : one.parts.empty() ? std::vector{one} : one.parts)
                plain.push_back(part.name);
        text.scanpy(QStringLiteral("sc.pl.embedding(adata, basis=%1, color=%2)")
                        .arg(pythonText(map), pythonList(plain)));
    }
}

}  // namespace regulus
