#include "ui/render/rewired_text.h"

namespace regulus {

QString rewiredText(int above, int rewired) {
    if (above == 0) return QStringLiteral("beyond all %1 rewired priors").arg(rewired);
    return above == 1 ? QStringLiteral("1 of %1 rewired priors goes at least as far").arg(rewired)
                      : QStringLiteral("%1 of %2 rewired priors go at least as far").arg(above).arg(rewired);
}

QString withinRewired() {
    return QStringLiteral("within rewired priors");
}

QString notStableText() {
    return QStringLiteral(
        "not stable: among the first 10, but in most divisions of the cells not among the first 20 in both "
        "halves");
}

}  // namespace regulus
