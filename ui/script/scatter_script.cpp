#include <algorithm>

#include "core/base/plain_number.h"
#include "ui/script/asked_words.h"
#include "ui/script/shown_script.h"

namespace regulus {
namespace {

// A coordinate of a map has the name of that map in the script.
std::string axisWord(const ScriptText& text, const AxisSource& axis) {
    if (!axis.embedding) return coloringWord(axis.coloring, text);
    const auto made = text.maps.find(axis.embedding->key);
    if (made == text.maps.end()) return axis.name;
    return text.has(made->second) ? made->second + ':' + std::to_string(axis.dimension + 1) : std::string();
}

}  // namespace

void tellScatter(ScriptText& text) {
    if (!text.in.x || !text.in.y) return;
    const ScatterSettings& scatter = text.in.record.scatter;
    const Coloring& coloring = text.in.record.coloring;
    text.section(QStringLiteral("The scatter plot"));
    const std::string x = axisWord(text, *text.in.x), y = axisWord(text, *text.in.y);
    std::vector<Coloring> read{text.in.x->coloring, text.in.y->coloring};
    if (!scatter.density) read.push_back(coloring);
    CommandWords words = text.command("figure", !readModel(read, text));
    words.add("--view", "scatter").add("--x", x).add("--y", y).addFlag("--density", scatter.density);
    const bool colored = scatter.density || addColor(words, coloring, text);
    if (x.empty() || y.empty() || !colored || !addSource(words, read, text))
        return text.say(
            QStringLiteral("No command makes it: one of its axes or its colour is left out, or "
                           "is of other values, or they are of a model and a prior."));
    if (scatter.cross)
        words.add("--quadrants", plain_number(scatter.cross->x()) + ',' + plain_number(scatter.cross->y()));
    addGates(words, text, *text.in.x, *text.in.y);
    words.add("--numbers", text.place(QStringLiteral("scatter.csv")));
    text.run(words.add("--out", text.place(QStringLiteral("scatter.svg"))));
    const bool inPython = std::ranges::all_of(
        read, [](const Coloring& one) { return one.source <= ColorSource::Gene && one.parts.empty(); });
    if (inPython && !text.in.x->embedding && !text.in.y->embedding)
        text.scanpy(QStringLiteral("sc.pl.scatter(adata, x=%1, y=%2)").arg(pythonText(x), pythonText(y)));
}

}  // namespace regulus
