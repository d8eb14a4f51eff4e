#include "ui/export/figure_exporter.h"

#include <QBuffer>
#include <QFileInfo>
#include <QImageWriter>
#include <QPageSize>
#include <QPdfWriter>
#include <QSvgGenerator>
#include <cmath>

#include "core/base/error.h"
#include "ui/export/tiff_writer.h"
#include "ui/export/whole_file.h"

namespace regulus {
namespace {

constexpr double most_pixels = 120e6;

QSize pixelsOf(QSizeF mm, double dpi) {
    const auto pixels = [dpi](double length) {
        return std::max(1, static_cast<int>(std::lround(length / 25.4 * dpi)));
    };
    return {pixels(mm.width()), pixels(mm.height())};
}

std::map<QString, QString> allText(const FigureScene& scene, const FigureOptions& options) {
    std::map<QString, QString> text = options.provenance;
    text.try_emplace(QStringLiteral("Title"), scene.title());
    text.try_emplace(QStringLiteral("Software"), QStringLiteral("Regulus"));
    return text;
}

QString asLines(const std::map<QString, QString>& text) {
    QString lines;
    for (const auto& [key, value] : text) lines += QStringLiteral("%1: %2\n").arg(key, value);
    return lines;
}

QByteArray encodePng(const FigureScene& scene, const FigureOptions& options) {
    QImage image = renderFigure(scene, options);
    for (const auto& [key, value] : allText(scene, options)) image.setText(key, value);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QImageWriter writer(&buffer, "png");
    if (!writer.write(image))
        throw Error(ErrorKind::Internal, "the picture could not be encoded as PNG",
                    writer.errorString().toStdString());
    return bytes;
}

// The elements that a reader of SVG metadata finds by name; QSvgGenerator has no call for them.
QByteArray svgMetadata(const std::map<QString, QString>& text) {
    QString out = QStringLiteral("<metadata>\n<provenance xmlns=\"https://regulus.app/provenance\">\n");
    for (const auto& [key, value] : text) {
        out +=
            QStringLiteral("<entry key=\"%1\">%2</entry>\n").arg(key.toHtmlEscaped(), value.toHtmlEscaped());
    }
    return (out + QStringLiteral("</provenance>\n</metadata>\n")).toUtf8();
}

QByteArray encodeSvg(const FigureScene& scene, const FigureOptions& options) {
    const QSize size = pixelsOf(figureSizeMm(options, scene), options.dpi);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator svg;
    svg.setOutputDevice(&buffer);
    svg.setResolution(static_cast<int>(std::lround(options.dpi)));
    svg.setSize(size);
    svg.setViewBox(QRect(QPoint(0, 0), size));
    const auto text = allText(scene, options);
    svg.setTitle(text.at(QStringLiteral("Title")).toHtmlEscaped());
    svg.setDescription(asLines(text).toHtmlEscaped());
    QPainter painter(&svg);
    PaintStyle style = PaintStyle::paper(options.dpi, options.textPoints);
    style.points = options.points;
    scene.paint(painter, QRectF(QPointF(0, 0), size), style);
    painter.end();
    // Qt rounds to whole device pixels and prints six digits; a page layout wants the size that was asked
    // for.
    const QSizeF mm = figureSizeMm(options, scene);
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

QByteArray xmp(const std::map<QString, QString>& text) {
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

QByteArray encodePdf(const FigureScene& scene, const FigureOptions& options) {
    const QSizeF mm = figureSizeMm(options, scene);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter pdf(&buffer);
    pdf.setResolution(static_cast<int>(std::lround(options.dpi)));
    pdf.setPageSize(QPageSize(mm, QPageSize::Millimeter, {}, QPageSize::ExactMatch));
    pdf.setPageMargins(QMarginsF());
    const auto text = allText(scene, options);
    pdf.setTitle(text.at(QStringLiteral("Title")));
    pdf.setCreator(text.at(QStringLiteral("Software")));
    pdf.setDocumentXmpMetadata(xmp(text));
    QPainter painter(&pdf);
    PaintStyle style = PaintStyle::paper(pdf.resolution(), options.textPoints);
    style.points = options.points;
    scene.paint(painter, QRectF(QPointF(0, 0), pixelsOf(mm, pdf.resolution())), style);
    painter.end();
    return bytes;
}

QByteArray encode(const FigureScene& scene, const FigureOptions& options) {
    switch (options.format) {
        case FigureFormat::Svg:
            return encodeSvg(scene, options);
        case FigureFormat::Pdf:
            return encodePdf(scene, options);
        case FigureFormat::Tiff:
            return encodeTiff(renderFigure(scene, options), asLines(allText(scene, options)).toUtf8(),
                              allText(scene, options).at(QStringLiteral("Software")).toUtf8());
        case FigureFormat::Png:
            break;
    }
    return encodePng(scene, options);
}

}  // namespace

QString suffix(FigureFormat format) {
    switch (format) {
        case FigureFormat::Tiff:
            return QStringLiteral("tiff");
        case FigureFormat::Svg:
            return QStringLiteral("svg");
        case FigureFormat::Pdf:
            return QStringLiteral("pdf");
        case FigureFormat::Png:
            break;
    }
    return QStringLiteral("png");
}

FigureFormat figureFormatOf(const QString& path) {
    const QString ending = QFileInfo(path).suffix().toLower();
    for (const FigureFormat f : {FigureFormat::Png, FigureFormat::Tiff, FigureFormat::Svg, FigureFormat::Pdf})
        if (suffix(f) == ending) return f;
    if (ending == QLatin1String("tif")) return FigureFormat::Tiff;
    throw Error(ErrorKind::Usage, "a figure cannot be written in this format", path.toStdString(),
                "End the file name with .png, .tiff, .svg or .pdf");
}

QSizeF figureSizeMm(const FigureOptions& options, const FigureScene& scene) {
    const double height = options.heightMm > 0 ? options.heightMm : options.widthMm / scene.preferredAspect();
    return {options.widthMm, height};
}

QStringList validate(const FigureOptions& options, const FigureScene& scene) {
    QStringList problems;
    const auto good = [](double v, double low, double high) { return v >= low && v <= high; };
    const QSizeF mm = figureSizeMm(options, scene);
    if (!good(mm.width(), 10, 1000))
        problems << QStringLiteral("The width has to be between 10 and 1000 mm.");
    if (!good(mm.height(), 10, 1000))
        problems << QStringLiteral("The height has to be between 10 and 1000 mm.");
    if (!good(options.dpi, 50, 2400))
        problems << QStringLiteral("The resolution has to be between 50 and 2400 dpi.");
    if (!good(options.textPoints, 3, 24))
        problems << QStringLiteral("The text has to be between 3 and 24 points.");
    if (problems.isEmpty()) {
        const QSize pixels = pixelsOf(mm, options.dpi);
        if (double(pixels.width()) * pixels.height() > most_pixels)
            problems << QStringLiteral(
                "The figure would have more than 120 million pixels; lower the size or "
                "the resolution.");
    }
    return problems;
}

QImage renderFigure(const FigureScene& scene, const FigureOptions& options, double dpi) {
    if (!(dpi > 0)) dpi = options.dpi;
    QImage image(pixelsOf(figureSizeMm(options, scene), dpi), QImage::Format_RGB32);
    if (image.isNull()) {
        throw Error(ErrorKind::Memory, "not enough memory for a figure of this size", {},
                    "Choose a smaller size or a lower resolution");
    }
    const int dots = static_cast<int>(std::lround(dpi / 0.0254));
    image.setDotsPerMeterX(dots);
    image.setDotsPerMeterY(dots);
    image.fill(Qt::white);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::TextAntialiasing);
    PaintStyle style = PaintStyle::paper(dpi, options.textPoints);
    style.points = options.points;
    scene.paint(painter, image.rect(), style);
    return image;
}

void exportFigure(const FigureScene& scene, const FigureOptions& options, const QString& path) {
    const QStringList problems = validate(options, scene);
    if (!problems.isEmpty())
        throw Error(ErrorKind::Usage, problems.join(QLatin1Char(' ')).toStdString(), path.toStdString());
    const QByteArray bytes = encode(scene, options);
    writeWhole(path, QStringLiteral("the figure"),
               [&bytes](QIODevice& file) { return file.write(bytes) == bytes.size(); });
}

}  // namespace regulus
