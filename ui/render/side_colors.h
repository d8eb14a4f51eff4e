// Two colours for what speaks for something and what speaks against it: the accent, and an orange that
// differs from it for the colour-blind and in grey.
#pragma once

#include <QColor>

#include "ui/render/theme.h"

namespace regulus {

inline QColor sideColor(const Theme& theme, bool against) {
    if (!against) return theme.accent;
    return theme.dark ? QColor(QRgb{0xffd0640f}) : QColor(QRgb{0xffdb6d00});
}

}  // namespace regulus
