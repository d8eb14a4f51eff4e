#include "ui/render/name_lines.h"

#include <cstdlib>

namespace regulus {

QStringList nameLines(const QString& name) {
    constexpr qsizetype short_enough = 9;
    qsizetype best = -1;
    for (qsizetype at = name.indexOf(QLatin1Char(' ')); at >= 0;
         at = name.indexOf(QLatin1Char(' '), at + 1)) {
        const auto unevenness = [&](qsizetype place) { return std::abs(2 * place - name.size()); };
        if (best < 0 || unevenness(at) < unevenness(best)) best = at;
    }
    if (name.size() <= short_enough || best <= 0 || best + 1 >= name.size()) return {name};
    return {name.left(best), name.mid(best + 1)};
}

QString shortFamilyName(const QString& name, int members) {
    return QStringLiteral("%1 +%2").arg(name.section(QStringLiteral(" \u00b7 "), 0, 0)).arg(members - 1);
}

}  // namespace regulus
