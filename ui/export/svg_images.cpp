#include "ui/export/svg_images.h"

#include <QTextFormat>

namespace regulus {

SvgImages::SvgImages(const EvidencePage& page, double pixels, double room, QObject* parent)
    : QObject(parent), m_pixels(pixels), m_room(room) {
    for (const auto& [name, svg] : page.plots)
        m_images.insert(QString::fromStdString(name),
                        std::make_shared<QSvgRenderer>(QByteArray::fromStdString(svg)));
}

QSvgRenderer* SvgImages::image(const QTextFormat& format) const {
    return m_images.value(format.toImageFormat().name()).get();
}

QSizeF SvgImages::intrinsicSize(QTextDocument*, int, const QTextFormat& format) {
    const QSvgRenderer* const svg = image(format);
    if (svg == nullptr) return {};
    const QSizeF size = QSizeF(svg->defaultSize()) * m_pixels;
    return size.width() <= m_room ? size : size * (m_room / size.width());
}

void SvgImages::drawObject(QPainter* painter, const QRectF& rect, QTextDocument*, int,
                           const QTextFormat& format) {
    if (QSvgRenderer* const svg = image(format)) svg->render(painter, rect);
}

}  // namespace regulus
