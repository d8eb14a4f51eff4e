#include "ui/export/page_pdf.h"

#include <QAbstractTextDocumentLayout>
#include <QBuffer>
#include <QPainter>
#include <QPdfWriter>
#include <QTextDocument>
#include <QThread>
#include <memory>

#include "core/base/version.h"
#include "ui/export/svg_images.h"
#include "ui/export/whole_file.h"

namespace regulus {
namespace {

constexpr double css_dpi = 96;

QByteArray asPdf(const EvidencePage& page, const QString& title) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter pdf(&buffer);
    pdf.setResolution(300);
    pdf.setPageSize(QPageSize(QPageSize::A4));
    pdf.setPageMargins(QMarginsF(18, 18, 18, 18), QPageLayout::Millimeter);
    pdf.setTitle(title);
    pdf.setCreator(QStringLiteral("Regulus %1").arg(QLatin1String(version())));
    const QSizeF room(pdf.width(), pdf.height());
    QTextDocument document;
    document.documentLayout()->setPaintDevice(&pdf);
    document.setDocumentMargin(0);
    SvgImages images(page, pdf.resolution() / css_dpi, room.width(), nullptr);
    document.documentLayout()->registerHandler(QTextFormat::ImageObject, &images);
    document.setHtml(QString::fromStdString(page.html));
    document.setPageSize(room);
    QPainter painter(&pdf);
    for (int at = 0; at < document.pageCount(); ++at) {
        if (at > 0) pdf.newPage();
        painter.save();
        painter.translate(0, -at * room.height());
        document.drawContents(&painter, QRectF(0, at * room.height(), room.width(), room.height()));
        painter.restore();
    }
    painter.end();
    return bytes;
}

}  // namespace

void writePdf(const EvidencePage& page, const QString& title, const QString& path) {
    // A text document starts timers, which threads that Qt did not start do not have.
    QByteArray bytes;
    const std::unique_ptr<QThread> thread(QThread::create([&] { bytes = asPdf(page, title); }));
    thread->start();
    thread->wait();
    writeWhole(path, QStringLiteral("the page"),
               [&](QIODevice& device) { return device.write(bytes) == bytes.size(); });
}

}  // namespace regulus
