// Images of a text document that are SVG, drawn as vectors.
#pragma once

#include <QHash>
#include <QObject>
#include <QSvgRenderer>
#include <QTextObjectInterface>
#include <memory>

#include "core/evidence/evidence_page.h"

namespace regulus {

// Register it with the document's layout for QTextFormat::ImageObject. The size of an image is that of its
// SVG, in `pixels` of the device for each of its own, made smaller where it is wider than `room`.
class SvgImages final : public QObject, public QTextObjectInterface {
    Q_OBJECT
    Q_INTERFACES(QTextObjectInterface)

  public:
    SvgImages(const EvidencePage& page, double pixels, double room, QObject* parent);

    QSizeF intrinsicSize(QTextDocument* document, int position, const QTextFormat& format) override;
    void drawObject(QPainter* painter, const QRectF& rect, QTextDocument* document, int position,
                    const QTextFormat& format) override;

  private:
    QSvgRenderer* image(const QTextFormat& format) const;

    QHash<QString, std::shared_ptr<QSvgRenderer>> m_images;
    double m_pixels, m_room;
};

}  // namespace regulus
