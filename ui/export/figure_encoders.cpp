#include "ui/export/figure_encoders.h"

#include <QBuffer>
#include <QImageWriter>
#include <QPageSize>
#include <QPdfWriter>
#include <QSvgGenerator>
#include <cmath>

#include "ui/export/figure_exporter.h"
#include "ui/export/tiff_writer.h"

namespace regulus {
namespace {

using Texts = std::map<QString, QString>;

Texts allText(const Figure& figure, const FigureOptions& options) {
    Texts text = options.provenance;
    text.try_emplace(QStringLiteral("Title"), figure.title());
    text.try_emplace(QStringLiteral("Software"), QStringLiteral("Regulus"));
    return text;
}

QString asLines(const Texts& text) {
    QString lines;
    for (const auto& [key, value] : text) lines += QStringLiteral("%1: %2\n").arg(key, value);
    return lines;
}

bool encodePng(QImage image, const Texts& text, QIODevice& device, Job& job) {
    job.progress(0.5, "compressing");
    for (const auto& [key, value] : text) image.setText(key, value);
    return QImageWriter(&device, "png").write(image);
}

// The elements that a reader of SVG metadata finds by name; QSvgGenerator has no call for them.
QByteArray svgMetadata(const Texts& text) {
    QString out = QStringLiteral("<metadata>\n<provenance xmlns=\"https://regulus.app/provenance\">\n");
    for (const auto& [key, value] : text) {
        out +=
            QStringLiteral("<entry key=\"%1\">%2</entry>\n").arg(key.toHtmlEscaped(), value.toHtmlEscaped());
    }
    return (out + QStringLiteral("</provenance>\n</metadata>\n")).toUtf8();
}

QByteArray encodeSvg(const Figure& figure, const FigureDrawing& drawing, const FigureOptions& options,
                     const Texts& text, Job& job) {
    const QSizeF mm = drawing.page;
    const QSize size = pixelsOf(mm, options.dpi);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator svg;
    svg.setOutputDevice(&buffer);
    svg.setResolution(static_cast<int>(std::lround(options.dpi)));
    svg.setSize(size);
    svg.setViewBox(QRect(QPoint(0, 0), size));
    svg.setTitle(text.at(QStringLiteral("Title")).toHtmlEscaped());
    svg.setDescription(asLines(text).toHtmlEscaped());
    QPainter painter(&svg);
    paintFigure(painter, figure, drawing, {options.dpi / 25.4, options.points}, job);
    painter.end();
    // Qt rounds to whole device pixels and prints six digits; a page layout wants the size that was asked
    // for.
    const qsizetype from = bytes.indexOf("<svg width="), to = bytes.indexOf("\n", from);
    if (from >= 0 && to > from) {
        bytes.replace(from, to - from,
                      QStringLiteral("<svg width=\"%1mm\" height=\"%2mm\"")
                          .arg(mm.width(), 0, 'f', 2)
                          .arg(mm.height(), 0, 'f', 2)
                          .toUtf8());
    }
    const qsizetype at = bytes.indexOf("<defs>");
    bytes.insert(at < 0 ? bytes.indexOf("</svg>") : at, svgMetadata(text));
    return bytes;
}

QByteArray xmp(const Texts& text) {
    const QString title = text.at(QStringLiteral("Title")).toHtmlEscaped();
    return QStringLiteral(
               "<?xpacket begin=\"\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
               "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF "
               "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
               "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">"
               "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">%1</rdf:li></rdf:Alt></dc:title>"
               "<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">%2</rdf:li></rdf:Alt>"
               "</dc:description></rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>\n")
        .arg(title, asLines(text).toHtmlEscaped())
        .toUtf8();
}

QByteArray encodePdf(const Figure& figure, const FigureDrawing& drawing, const FigureOptions& options,
                     const Texts& text, Job& job) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter pdf(&buffer);
    pdf.setResolution(static_cast<int>(std::lround(options.dpi)));
    pdf.setPageSize(QPageSize(drawing.page, QPageSize::Millimeter, {}, QPageSize::ExactMatch));
    pdf.setPageMargins(QMarginsF());
    pdf.setTitle(text.at(QStringLiteral("Title")));
    pdf.setCreator(text.at(QStringLiteral("Software")));
    pdf.setDocumentXmpMetadata(xmp(text));
    QPainter painter(&pdf);
    paintFigure(painter, figure, drawing, {pdf.resolution() / 25.4, options.points}, job);
    painter.end();
    return bytes;
}

}  // namespace

bool encodeFigure(const Figure& figure, const FigureDrawing& drawing, const FigureOptions& options,
                  QIODevice& device, Job& job) {
    const Texts text = allText(figure, options);
    if (isVector(options.format)) {
        const QByteArray bytes = options.format == FigureFormat::Svg
                                     ? encodeSvg(figure, drawing, options, text, job)
                                     : encodePdf(figure, drawing, options, text, job);
        return device.write(bytes) == bytes.size();
    }
    PartJob painting(job, 0, 0.5), compressing(job, 0.5, 1);
    QImage image = renderFigure(figure, drawing, options.dpi, painting);
    if (options.format == FigureFormat::Png) return encodePng(std::move(image), text, device, compressing);
    return writeTiff(image, asLines(text).toUtf8(), text.at(QStringLiteral("Software")).toUtf8(), device,
                     compressing);
}

}  // namespace regulus
