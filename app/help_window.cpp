#include "app/help_window.h"

#include <QDir>
#include <QFile>
#include <QHBoxLayout>
#include <QListWidget>
#include <QTextBrowser>

#include "app/shared_files.h"

namespace regulus {

namespace {

// The first heading of a page names it in the list.
QString heading(const QString& path) {
    QFile file(path);
    if (file.open(QIODevice::ReadOnly)) {
        while (!file.atEnd()) {
            const QString line = QString::fromUtf8(file.readLine()).trimmed();
            if (line.startsWith(QLatin1String("# "))) return line.mid(2);
        }
    }
    return QFileInfo(path).completeBaseName();
}

}  // namespace

HelpWindow::HelpWindow(QWidget* parent)
    : QDialog(parent), m_pages(new QListWidget), m_page(new QTextBrowser) {
    setWindowTitle(tr("Help"));
    resize(860, 640);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    m_pages->setFixedWidth(220);
    m_pages->setFrameShape(QFrame::NoFrame);
    m_page->setFrameShape(QFrame::NoFrame);
    m_page->document()->setDocumentMargin(24);
    m_page->setOpenExternalLinks(true);
    row->addWidget(m_pages);
    row->addWidget(m_page, 1);
    const QDir folder(sharedFile(QStringLiteral("help")));
    for (const QString& name : folder.entryList({QStringLiteral("*.md")}, QDir::Files, QDir::Name)) {
        const QString path = folder.filePath(name);
        auto* item = new QListWidgetItem(heading(path), m_pages);
        item->setData(Qt::UserRole, path);
    }
    m_page->setSearchPaths({folder.path()});
    connect(m_pages, &QListWidget::currentRowChanged, this, &HelpWindow::open);
    m_pages->setCurrentRow(0);
    if (m_pages->count() == 0) m_page->setPlainText(tr("The help pages are not installed."));
}

int HelpWindow::pages() const {
    return m_pages->count();
}

void HelpWindow::open(int row) {
    const QListWidgetItem* item = m_pages->item(row);
    if (item)
        m_page->setSource(QUrl::fromLocalFile(item->data(Qt::UserRole).toString()),
                          QTextDocument::MarkdownResource);
}

}  // namespace regulus
