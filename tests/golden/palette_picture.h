// Pictures of a window as small files: few colours, those of its planes and lines exact.
#pragma once

#include <QImage>

namespace regulus::test {

// The colours that cover most of the picture, at most 256, as they are; every other one as the nearest of
// these.
QImage withPalette(const QImage& picture, int colors);

}  // namespace regulus::test
