// Tests of pictures run without a display, and keep a picture that they do not like.
#pragma once

#include <QByteArray>
#include <QDir>
#include <QImage>
#include <cstdlib>

#include "ui/render/figure_scene.h"

namespace regulus::test {

// Before the application object exists; a display that was asked for is left alone.
inline const bool offscreen = [] {
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    return true;
}();

// The scene as a screen of this pixel ratio shows it.
inline QImage painted(const FigureScene& scene, QSize size, const Theme& theme, double ratio = 1) {
    QImage image(size * ratio, QImage::Format_RGB32);
    image.setDevicePixelRatio(ratio);
    image.setDotsPerMeterX(3780);
    image.setDotsPerMeterY(3780);
    QPainter painter(&image);
    PaintStyle style;
    style.theme = theme;
    scene.paint(painter, QRectF(QPointF(0, 0), size), style);
    return image;
}

// Where a picture that failed is kept: REGULUS_TEST_OUTPUT or the folder of temporary files.
inline QString keep(const QImage& image, const QString& name) {
    const QString folder = qEnvironmentVariable("REGULUS_TEST_OUTPUT", QDir::tempPath());
    const QString path = QDir(folder).filePath("regulus_" + name + ".png");
    image.save(path);
    return path;
}

// Share of pixels that are nearer to `color` than `distance` in every channel.
inline double share(const QImage& image, QRgb color, int distance = 24) {
    qint64 hits = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) {
            const QRgb p = image.pixel(x, y);
            hits += std::abs(qRed(p) - qRed(color)) <= distance &&
                    std::abs(qGreen(p) - qGreen(color)) <= distance &&
                    std::abs(qBlue(p) - qBlue(color)) <= distance;
        }
    return double(hits) / double(qint64{image.width()} * image.height());
}

}  // namespace regulus::test
