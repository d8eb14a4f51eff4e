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

std::string gateWord(const Gate& gate) {
    QStringList numbers;
    for (const GateCorner& corner : gate.corners)
        for (const double number : {corner.x, corner.y})
            numbers << QString::fromStdString(plain_number(number));
    return gate.name + '=' + numbers.join(QLatin1Char(',')).toStdString();
}

// Of a map that was made anew since, a gate is not drawn any more.
bool isOn(const Gate& gate, const AxisSource& x, const AxisSource& y) {
    const auto fits = [](const std::string& drawn, const AxisSource& axis) {
        return drawn.empty() || (axis.embedding && drawn == axis.embedding->digest);
    };
    return gate.x == x.name && gate.y == y.name && fits(gate.x_version, x) && fits(gate.y_version, y);
}

bool drawnByScatter(const Gate& gate, const ScriptText& text) {
    return gate.parent == 0 && text.in.x && text.in.y &&
           (isOn(gate, *text.in.x, *text.in.y) || isOn(transposed(gate), *text.in.x, *text.in.y));
}

void addGates(ScriptText& text, CommandWords& words) {
    for (const Gate& gate : text.in.record.gates) {
        const bool same = isOn(gate, *text.in.x, *text.in.y);
        if (drawnByScatter(gate, text)) words.add("--gate", gateWord(same ? gate : transposed(gate)));
    }
}

}  // namespace

void tellGates(ScriptText& text) {
    Gates left;
    for (const Gate& gate : text.in.record.gates)
        if (!drawnByScatter(gate, text)) left.push_back(gate);
    if (left.empty()) return;
    text.section(QStringLiteral("Gates that no command draws"));
    text.say(QStringLiteral("Those on a map, on other axes than the scatter plot has, and within others:"));
    for (const Gate& gate : left)
        text.say(QStringLiteral("%1, on %2 and %3%4")
                     .arg(QString::fromStdString(gateWord(gate)), QString::fromStdString(gate.x),
                          QString::fromStdString(gate.y),
                          gate.parent == 0 ? QString() : QStringLiteral(", within another")));
}

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
    addGates(text, words);
    words.add("--numbers", text.place(QStringLiteral("scatter.csv")));
    text.run(words.add("--out", text.place(QStringLiteral("scatter.svg"))));
    const bool inPython = std::ranges::all_of(
        read, [](const Coloring& one) { return one.source <= ColorSource::Gene && one.parts.empty(); });
    if (inPython && !text.in.x->embedding && !text.in.y->embedding)
        text.scanpy(QStringLiteral("sc.pl.scatter(adata, x=%1, y=%2)").arg(pythonText(x), pythonText(y)));
}

}  // namespace regulus
