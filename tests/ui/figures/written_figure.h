// A figure's file as another program reads it: every text with its box and size, in millimetres of the page.
#pragma once

#include <QFile>
#include <QHash>
#include <QProcess>
#include <QRectF>
#include <QRegularExpression>
#include <QString>
#include <QTransform>
#include <QXmlStreamReader>
#include <vector>

#include "ui/figures/text_measure.h"

namespace regulus::test {

struct WrittenText {
    QString text;
    QRectF box;         // mm
    double points = 0;  // 0: the reader does not say
};

struct WrittenFigure {
    QSizeF page;  // mm
    std::vector<WrittenText> texts;
    std::vector<QRectF> images;
};

inline QByteArray contentOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// Text elements of an SVG, through all the transforms above them. Widths are those of the face it names.
inline WrittenFigure readSvg(const QString& path) {
    struct Group {
        QTransform transform;
        double pixels = 0;
        FigureFont font;
    };
    WrittenFigure out;
    QXmlStreamReader xml(contentOf(path));
    std::vector<Group> groups{{}};
    double scale = 1;  // mm a unit of the view box
    while (!xml.atEnd()) {
        xml.readNext();
        if (xml.isEndElement()) groups.pop_back();
        if (!xml.isStartElement()) continue;
        Group group = groups.back();
        const auto attributes = xml.attributes();
        const auto value = [&](const char* name) { return attributes.value(QLatin1String(name)).toString(); };
        static const QRegularExpression matrix(QStringLiteral("matrix\\(([^)]*)\\)"));
        if (const auto match = matrix.match(value("transform")); match.hasMatch()) {
            const QStringList m = match.captured(1).split(QLatin1Char(','));
            group.transform = QTransform(m[0].toDouble(), m[1].toDouble(), m[2].toDouble(), m[3].toDouble(),
                                         m[4].toDouble(), m[5].toDouble()) *
                              group.transform;
        }
        if (!value("font-size").isEmpty()) group.pixels = value("font-size").toDouble();
        if (!value("font-weight").isEmpty()) group.font.bold = value("font-weight").toInt() >= 600;
        if (!value("font-style").isEmpty())
            group.font.italic = value("font-style") == QLatin1String("italic");
        groups.push_back(group);
        if (xml.name() == QLatin1String("svg")) {
            out.page = QSizeF(value("width").chopped(2).toDouble(), value("height").chopped(2).toDouble());
            scale = out.page.width() / value("viewBox").split(QLatin1Char(' '))[2].toDouble();
        } else if (xml.name() == QLatin1String("image")) {
            const QRectF box(value("x").toDouble(), value("y").toDouble(), value("width").toDouble(),
                             value("height").toDouble());
            const QRectF on = group.transform.mapRect(box);
            out.images.emplace_back(on.topLeft() * scale, on.size() * scale);
        } else if (xml.name() == QLatin1String("text")) {
            const QPointF at(value("x").toDouble(), value("y").toDouble());
            const QString text = xml.readElementText();
            groups.pop_back();
            const double points = group.pixels * scale / mm_per_point;
            const double units = 1 / scale;
            const QRectF box(at.x(), at.y() - textAscent(points) * units,
                             textWidth(text, {points, group.font.bold, group.font.italic}) * units,
                             (textAscent(points) + textDescent(points)) * units);
            const QRectF on = group.transform.mapRect(box);
            out.texts.push_back({text, QRectF(on.topLeft() * scale, on.size() * scale), points});
        }
    }
    return out;
}

inline QString outputOf(const QString& program, const QStringList& arguments) {
    QProcess process;
    process.start(program, arguments);
    process.waitForFinished(60000);
    return QString::fromUtf8(process.readAllStandardOutput());
}

// Words of a PDF by pdftotext, in mm.
inline WrittenFigure readPdf(const QString& path) {
    WrittenFigure out;
    const QString html =
        outputOf(QStringLiteral("pdftotext"), {QStringLiteral("-bbox"), path, QStringLiteral("-")});
    static const QRegularExpression page(QStringLiteral("<page width=\"([\\d.]+)\" height=\"([\\d.]+)\""));
    static const QRegularExpression word(QStringLiteral(
        "<word xMin=\"([-\\d.]+)\" yMin=\"([-\\d.]+)\" xMax=\"([-\\d.]+)\" yMax=\"([-\\d.]+)\">(.*)</word>"));
    const auto size = page.match(html);
    out.page = QSizeF(size.captured(1).toDouble(), size.captured(2).toDouble()) * mm_per_point;
    for (auto it = word.globalMatch(html); it.hasNext();) {
        const auto m = it.next();
        const QPointF a(m.captured(1).toDouble(), m.captured(2).toDouble()),
            b(m.captured(3).toDouble(), m.captured(4).toDouble());
        QString text = m.captured(5);
        text.replace(QLatin1String("&lt;"), QLatin1String("<"))
            .replace(QLatin1String("&gt;"), QLatin1String(">"));
        out.texts.push_back({text.replace(QLatin1String("&amp;"), QLatin1String("&")),
                             QRectF(a * mm_per_point, b * mm_per_point).normalized()});
    }
    return out;
}

}  // namespace regulus::test
