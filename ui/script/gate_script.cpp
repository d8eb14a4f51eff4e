#include "core/base/plain_number.h"
#include "ui/script/shown_script.h"

namespace regulus {
namespace {

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

}  // namespace

void addGates(CommandWords& words, ScriptText& text, const AxisSource& x, const AxisSource& y) {
    for (const Gate& gate : text.in.record.gates) {
        if (gate.parent != 0) continue;  // the command knows no gates within others
        const bool same = isOn(gate, x, y);
        if (!same && !isOn(transposed(gate), x, y)) continue;
        words.add("--gate", gateWord(same ? gate : transposed(gate)));
        text.drawnGates.insert(gate.id);
    }
}

void tellGates(ScriptText& text) {
    Gates left;
    for (const Gate& gate : text.in.record.gates)
        if (!text.drawnGates.contains(gate.id)) left.push_back(gate);
    if (left.empty()) return;
    text.section(QStringLiteral("Gates that no command draws"));
    text.say(
        QStringLiteral("Those on other axes than the map and the scatter plot have, and within others:"));
    for (const Gate& gate : left)
        text.say(QStringLiteral("%1, on %2 and %3%4")
                     .arg(QString::fromStdString(gateWord(gate)), QString::fromStdString(gate.x),
                          QString::fromStdString(gate.y),
                          gate.parent == 0 ? QString() : QStringLiteral(", within another")));
}

}  // namespace regulus
