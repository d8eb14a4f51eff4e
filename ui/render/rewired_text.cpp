#include "ui/render/rewired_text.h"

namespace regulus {

QString rewiredText(int above, int rewired) {
    if (above == 0) return QStringLiteral("above %1 of %1 rewired priors").arg(rewired);
    return above == 1
               ? QStringLiteral("1 of %1 rewired priors gives at least as much").arg(rewired)
               : QStringLiteral("%1 of %2 rewired priors give at least as much").arg(above).arg(rewired);
}

QString notAboveRewired() {
    return QStringLiteral("not above rewired priors");
}

}  // namespace regulus
