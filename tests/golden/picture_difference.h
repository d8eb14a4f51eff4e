// Whether two pictures of a window look the same to a person, and where they do not.
//
// Letters may be smoothed another way and lie a pixel aside: a pixel differs where its colour lies outside
// what the other picture has within one pixel around it, and that either way round. Of planes less is
// allowed, as a light grey on white is seen. Blocks of 16 × 16 pixels are judged on their own, so that one
// missing word counts as much in a large window as in a small one.
#pragma once

#include <QImage>
#include <QString>

namespace regulus::test {

struct PictureTolerance {
    int color = 20;   // of 255, what a channel may lie outside the colours around it
    int pixels = 10;  // that may differ so in a block
    int plane = 3;    // of 255, what a channel may differ in a plane: all around is of one colour, in both
    int planes = 24;  // pixels of planes that may differ by more in a block
};

struct PictureDifference {
    int blocks = 0;  // that differ
    QString text;    // what differs, for a person; empty when nothing does
    QImage marked;   // `shown`, faded, with a frame around each block that differs; null when none does
    bool none() const { return text.isEmpty(); }
};

// Pictures of other sizes differ, whatever is on them.
PictureDifference pictureDifference(const QImage& expected, const QImage& shown,
                                    const PictureTolerance& tolerance = {});

}  // namespace regulus::test
