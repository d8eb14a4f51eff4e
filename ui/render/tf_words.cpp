#include "ui/render/tf_words.h"

namespace regulus {

QString tfClickText() {
    return QStringLiteral("Click: open in the inspector. Double-click: colour the map.");
}

}  // namespace regulus
