#include "ui/views/evidence/evidence_page_view.h"

#include <QAbstractTextDocumentLayout>
#include <QScrollBar>
#include <QTextDocument>
#include <utility>

#include "ui/export/svg_images.h"

namespace regulus {
namespace {

constexpr double widest = 760, margin = 24;

}  // namespace

EvidencePageView::EvidencePageView(QWidget* parent) : QTextBrowser(parent) {
    setOpenLinks(false);
    setFrameShape(QFrame::NoFrame);
    QPalette paper = palette();
    paper.setColor(QPalette::Base, Qt::white);
    paper.setColor(QPalette::Text, QColor(0x22, 0x22, 0x22));
    setPalette(paper);
    setAccessibleName(tr("Evidence"));
}

void EvidencePageView::show(const EvidencePage& page) {
    const int at = m_written != nullptr ? verticalScrollBar()->value() : 0;
    auto* const written = new QTextDocument(this);
    written->setDocumentMargin(margin);
    auto* const images = new SvgImages(page, 1, widest, written);
    written->documentLayout()->registerHandler(QTextFormat::ImageObject, images);
    written->setHtml(QString::fromStdString(page.html));
    setDocument(written);
    delete std::exchange(m_written, written);
    verticalScrollBar()->setValue(at);
}

void EvidencePageView::forget() {
    if (m_written == nullptr) return;
    setDocument(nullptr);
    delete std::exchange(m_written, nullptr);
}

}  // namespace regulus
