// The figures of cells in the plane: map, gallery, scatter plot.
#include <algorithm>

#include "core/base/plain_number.h"
#include "core/model/model_file.h"
#include "ui/script/shown_script.h"

namespace regulus {
namespace {

// Of the map that is shown; empty: the script has none.
std::string shownMap(const ScriptText& text, const ShownNames& names) {
    const std::string& key = text.in.record.view.embedding;
    const auto made = names.maps.find(key);
    if (made == names.maps.end()) return key;
    return text.has(made->second) ? made->second : std::string();
}

bool inSpace(const ScriptText& text, const std::string& key) {
    for (const auto& map : text.in.record.embeddings)
        if (map->key == key) return map->coordinates->cols > 2;
    return false;
}

bool columnsThere(const ScriptText& text, const Coloring& coloring) {
    return !coloring.any(
        [&](const Coloring& one) { return one.source == ColorSource::Column && !text.has(one.name); });
}

void addRange(CommandWords& words, const Coloring& coloring) {
    QStringList ends;
    const std::vector<Coloring> whole{coloring};
    for (const Coloring& one : coloring.parts.empty() ? whole : coloring.parts) {
        if (!one.range) return;
        ends << QString::fromStdString(plain_number(one.range->low) + ',' + plain_number(one.range->high));
    }
    words.add("--color-range", ends.join(QLatin1Char(',')).toStdString());
}

// Where a command cannot be asked for it, what it does instead is said.
void addColor(ScriptText& text, CommandWords& words, const Coloring& coloring, bool ranges = true) {
    const std::string word = coloringWord(coloring, text.in);
    if (word.empty())
        return text.say(QStringLiteral(
            "Its colours are those of the labels: the command cannot colour it as the window does."));
    words.add("--color-by", word);
    if (ranges) addRange(words, coloring);
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

void tellMap(ScriptText& text, const ShownNames& names, const std::string& map) {
    const Coloring& coloring = text.in.record.coloring;
    const std::string word = coloringWord(coloring, text.in);
    text.section(QStringLiteral("The map, coloured by %1").arg(title(coloring)));
    if (word.empty() || !columnsThere(text, coloring))
        return text.say(QStringLiteral(
            "No command colours it so: by nothing, by another layer, or by a column that is left out."));
    CommandWords words = text.command("figure");
    words.add("--embedding", map).add("--color-by", word);
    addRange(words, coloring);
    addSource(words, coloring, text.in, names.model);
    text.run(words.add("--out", text.place(QStringLiteral("map.svg")).toStdString()));
    if (text.in.visible.universe() > 0 || text.in.record.camera)
        text.say(QStringLiteral(
            "It shows all cells: what is hidden, and the part that is seen, are no option of the command."));
    if (inPython(coloring))
        text.scanpy(QStringLiteral("sc.pl.embedding(adata, basis=%1, color=%2)")
                        .arg(pythonText(map), pythonColors(coloring)));
}

bool readsTfs(const std::string& axis) {
    return axis.starts_with("regulon:") || axis.starts_with("activity:") || axis.starts_with("effect:") ||
           axis.starts_with("attention:") || axis.starts_with("pooling:");
}

bool readsModel(const std::string& axis) {
    return axis == "prediction" || axis == "certainty" || axis.starts_with("effect:") ||
           axis.starts_with("pooling:");
}

// Where what has these names is read from; whether it is of a model or a prior at all.
bool addSourceOf(CommandWords& words, const std::vector<std::string>& shown, const ScriptText& text,
                 const ShownNames& names) {
    const bool ofModel = std::ranges::any_of(shown, readsModel), tfs = std::ranges::any_of(shown, readsTfs);
    if (ofModel || tfs) addTfSource(words, ofModel, text.in, names.model);
    return ofModel || tfs;
}

void tellGallery(ScriptText& text, const ShownNames& names, const std::string& map) {
    const ViewSettings& view = text.in.record.view;
    const bool split = !view.splitColumn.empty();
    const std::vector<std::string>& shown = text.in.galleryNames;
    if (!split && shown.empty()) return;
    text.section(QStringLiteral("The gallery"));
    const Coloring& coloring = text.in.record.coloring;
    CommandWords words = text.command("figure");
    words.add("--view", "gallery").add("--embedding", map);
    if (split && text.has(view.splitColumn)) {
        addColor(text, words.add("--split-by", view.splitColumn), coloring, false);
        addSource(words, coloring, text.in, names.model);
    } else if (split) {
        return text.say(QStringLiteral("It is split by a column that is left out."));
    } else {
        words.addList("--names", shown);
        addSourceOf(words, shown, text, names);
        words.addFlag("--one-scale", view.galleryOneScale);
    }
    text.run(words.add("--out", text.place(QStringLiteral("gallery.svg")).toStdString()));
    if (!split)
        text.scanpy(QStringLiteral("sc.pl.embedding(adata, basis=%1, color=%2)")
                        .arg(pythonText(map), pythonList(shown)));
}

// A coordinate of a map that the script makes has the name of that map.
std::string axisWord(const ScriptText& text, const ShownNames& names, const std::string& axis) {
    for (const auto& [key, name] : names.maps)
        if (axis.starts_with(key + ':'))
            return text.has(name) ? name + axis.substr(key.size()) : std::string();
    return text.has(axis) ? axis : std::string();
}

std::string gateWord(const Gate& gate) {
    QStringList corners;
    for (const GateCorner& corner : gate.corners)
        corners << QString::fromStdString(plain_number(corner.x) + ',' + plain_number(corner.y));
    return gate.name + '=' + corners.join(QLatin1Char(',')).toStdString();
}

void addGates(ScriptText& text, CommandWords& words, const ScatterSettings& scatter) {
    for (const Gate& gate : text.in.record.gates) {
        const bool same = gate.x == scatter.x && gate.y == scatter.y;
        if (!same && !(gate.x == scatter.y && gate.y == scatter.x)) continue;
        if (gate.parent == 0)
            words.add("--gate", gateWord(same ? gate : transposed(gate)));
        else
            text.say(QStringLiteral("The gate %1 lies within another, which the command cannot say.")
                         .arg(QString::fromStdString(gate.name)));
    }
}

void tellScatter(ScriptText& text, const ShownNames& names) {
    const ScatterSettings& scatter = text.in.record.scatter;
    if (scatter.x.empty() || scatter.y.empty()) return;
    text.section(QStringLiteral("The scatter plot"));
    const std::string x = axisWord(text, names, scatter.x), y = axisWord(text, names, scatter.y);
    const Coloring& coloring = text.in.record.coloring;
    if (x.empty() || y.empty() || (!scatter.density && !columnsThere(text, coloring)))
        return text.say(QStringLiteral("One of its axes, or its colour, is left out."));
    CommandWords words = text.command("figure");
    words.add("--view", "scatter").add("--x", x).add("--y", y).addFlag("--density", scatter.density);
    if (!scatter.density) addColor(text, words, coloring);
    const bool read = addSourceOf(words, {x, y}, text, names);
    if (!read && !scatter.density) addSource(words, coloring, text.in, names.model);
    if (scatter.cross)
        words.add("--quadrants", plain_number(scatter.cross->x()) + ',' + plain_number(scatter.cross->y()));
    addGates(text, words, scatter);
    text.run(words.add("--out", text.place(QStringLiteral("scatter.svg")).toStdString()));
    if (!read)
        text.scanpy(QStringLiteral("sc.pl.scatter(adata, x=%1, y=%2)").arg(pythonText(x), pythonText(y)));
}

}  // namespace

void tellMapFigures(ScriptText& text, const ShownNames& names) {
    const std::string map = shownMap(text, names);
    if (!map.empty() && !inSpace(text, text.in.record.view.embedding)) {
        tellMap(text, names, map);
        tellGallery(text, names, map);
    }
    tellScatter(text, names);
}

}  // namespace regulus
