#include "app/window/help_window.h"

#include <QDir>
#include <QFile>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QRegularExpression>
#include <QShortcut>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTextTable>
#include <QToolButton>
#include <QVBoxLayout>
#include <utility>
#include <vector>

#include "app/window/help_pictures.h"
#include "app/window/help_search.h"
#include "app/window/icons.h"
#include "app/window/shared_files.h"
#include "ui/render/theme.h"
#include "ui/views/parts/theme_watcher.h"

namespace regulus {

namespace {

constexpr int text_role = Qt::UserRole + 1;  // of a page, to be searched

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

// The index first, then the pages in the order it names them, then what it does not name.
QStringList pagesIn(const QDir& folder) {
    QStringList pages = folder.entryList({QStringLiteral("*.md")}, QDir::Files, QDir::Name);
    const QString index = QStringLiteral("index.md");
    if (!pages.contains(index)) return pages;
    QStringList ordered{index};
    QFile file(folder.filePath(index));
    if (file.open(QIODevice::ReadOnly)) {
        static const QRegularExpression link(QStringLiteral("\\]\\(([^)#]+\\.md)"));
        auto links = link.globalMatch(QString::fromUtf8(file.readAll()));
        while (links.hasNext())
            if (const QString page = links.next().captured(1); pages.contains(page)) ordered << page;
    }
    ordered << pages;
    ordered.removeDuplicates();
    return ordered;
}

// Markdown's tables come with the frames of an old browser: one line under each row is enough.
// Markdown's paragraphs come without room between them.
void spaceOut(QTextDocument& page) {
    for (QTextBlock block = page.begin(); block.isValid(); block = block.next()) {
        QTextCursor cursor(block);
        if (cursor.currentTable() || block.textList()) continue;
        const bool heading = block.blockFormat().headingLevel() > 0;
        QTextBlockFormat room;
        room.setTopMargin(heading ? 16 : 0);
        room.setBottomMargin(heading ? 6 : 10);
        cursor.mergeBlockFormat(room);
    }
}

void calm(QTextTable& table, const QColor& line) {
    QTextTableFormat format = table.format();
    format.setBorder(0);
    format.setBorderCollapse(true);
    format.setCellSpacing(0);
    format.setCellPadding(6);
    format.setTopMargin(8);
    format.setBottomMargin(12);
    table.setFormat(format);
    for (int row = 0; row < table.rows(); ++row) {
        for (int column = 0; column < table.columns(); ++column) {
            QTextTableCell cell = table.cellAt(row, column);
            QTextTableCellFormat under = cell.format().toTableCellFormat();
            under.setBottomBorderStyle(QTextFrameFormat::BorderStyle_Solid);
            under.setBottomBorder(row == 0 ? 2 : 1);
            under.setBottomBorderBrush(line);
            under.setVerticalAlignment(QTextCharFormat::AlignTop);
            cell.setFormat(under);
        }
    }
}

// Markdown gives links the colour of the palette it is read with, which another theme does not change.
void colorLinks(QTextDocument& document, const QColor& color) {
    std::vector<std::pair<int, int>> links;  // begin, end
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        for (auto part = block.begin(); !part.atEnd(); ++part) {
            const QTextFragment text = part.fragment();
            if (text.charFormat().isAnchor())
                links.emplace_back(text.position(), text.position() + text.length());
        }
    }
    QTextCharFormat colored;
    colored.setForeground(color);
    QTextCursor cursor(&document);
    for (const auto& [begin, end] : links) {
        cursor.setPosition(begin);
        cursor.setPosition(end, QTextCursor::KeepAnchor);
        cursor.mergeCharFormat(colored);
    }
}

}  // namespace

HelpWindow::HelpWindow(QWidget* parent)
    : QDialog(parent),
      m_search(new QLineEdit),
      m_nothing(new QLabel(tr("No page has these words."))),
      m_pages(new QListWidget),
      m_page(new QTextBrowser) {
    setWindowTitle(tr("Help"));
    resize(860, 640);
    m_pages->setAccessibleName(tr("Pages"));
    m_page->setAccessibleName(tr("Page"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(bar());
    auto* row = new QHBoxLayout;
    row->setSpacing(0);
    column->addLayout(row, 1);
    m_pages->setFixedWidth(220);
    m_pages->setFrameShape(QFrame::NoFrame);
    m_pages->setSpacing(3);
    m_page->setFrameShape(QFrame::NoFrame);
    m_page->document()->setDocumentMargin(24);
    m_page->setOpenExternalLinks(true);
    auto* side = new QVBoxLayout;
    side->setSpacing(0);
    m_nothing->setWordWrap(true);
    m_nothing->setContentsMargins(12, 8, 12, 8);
    m_nothing->hide();
    side->addWidget(m_nothing);
    side->addWidget(m_pages, 1);
    row->addLayout(side);
    row->addWidget(m_page, 1);
    const QDir folder(sharedFile(QStringLiteral("help")));
    for (const QString& name : pagesIn(folder)) {
        const QString path = folder.filePath(name);
        auto* item = new QListWidgetItem(heading(path), m_pages);
        item->setData(Qt::UserRole, path);
        QFile file(path);
        if (file.open(QIODevice::ReadOnly)) item->setData(text_role, QString::fromUtf8(file.readAll()));
    }
    m_page->setSearchPaths({folder.path()});
    connect(m_pages, &QListWidget::currentRowChanged, this, &HelpWindow::open);
    fitPictures(*m_page);
    connect(m_page, &QTextBrowser::sourceChanged, this, &HelpWindow::dress);
    connect(m_page, &QTextBrowser::sourceChanged, this, &HelpWindow::follow);
    m_pages->setCurrentRow(0);
    m_page->clearHistory();
    followTheme(m_page, [this] { dress(); });
    if (m_pages->count() == 0) m_page->setPlainText(tr("The help pages are not installed."));
}

QWidget* HelpWindow::bar() {
    auto* bar = new QWidget;
    auto* line = new QHBoxLayout(bar);
    line->setContentsMargins(12, 8, 12, 8);
    line->setSpacing(4);
    const auto button = [&](const char* name, const char* picture, const QString& text, QKeySequence key,
                            auto slot) {
        auto* made = new QToolButton;
        made->setObjectName(QString::fromLatin1(name));
        made->setAutoRaise(true);
        made->setIcon(icon(picture));
        made->setProperty("iconName", QByteArray(picture));
        made->setToolTip(QStringLiteral("%1 (%2)").arg(text, key.toString(QKeySequence::NativeText)));
        made->setAccessibleName(text);
        made->setShortcut(key);
        made->setEnabled(false);
        connect(made, &QToolButton::clicked, m_page, slot);
        line->addWidget(made);
        return made;
    };
    connect(m_page, &QTextBrowser::backwardAvailable,
            button("back", "go-previous", tr("Back"), QKeySequence::Back, &QTextBrowser::backward),
            &QWidget::setEnabled);
    connect(m_page, &QTextBrowser::forwardAvailable,
            button("forward", "go-next", tr("Forward"), QKeySequence::Forward, &QTextBrowser::forward),
            &QWidget::setEnabled);
    line->addStretch(1);
    m_search->setPlaceholderText(tr("Search the help"));
    m_search->setAccessibleName(tr("Search the help"));
    m_search->setToolTip(tr("Pages that have all these words; Enter goes to the next place (Ctrl+F)"));
    m_search->setClearButtonEnabled(true);
    m_search->setFixedWidth(280);
    line->addWidget(m_search);
    connect(m_search, &QLineEdit::textChanged, this, &HelpWindow::look);
    connect(m_search, &QLineEdit::returnPressed, this, &HelpWindow::lookOn);
    auto* find = new QShortcut(QKeySequence::Find, this);
    connect(find, &QShortcut::activated, this, [this] {
        m_search->setFocus(Qt::ShortcutFocusReason);
        m_search->selectAll();
    });
    return bar;
}

void HelpWindow::look(const QString& typed) {
    int first = -1;
    for (int row = 0; row < m_pages->count(); ++row) {
        QListWidgetItem* const item = m_pages->item(row);
        item->setHidden(!hasWords(item->data(text_role).toString(), typed));
        if (!item->isHidden() && first < 0) first = row;
    }
    const QListWidgetItem* const shown = m_pages->currentItem();
    if (first >= 0 && (!shown || shown->isHidden())) m_pages->setCurrentRow(first);
    m_nothing->setVisible(first < 0);
    showWord(*m_page, first < 0 ? QString() : typed, true);
}

void HelpWindow::lookOn() {
    const QString typed = m_search->text();
    if (typed.trimmed().isEmpty() || m_nothing->isVisible()) return;
    const int before = m_page->textCursor().position();
    showWord(*m_page, typed, false);
    if (m_page->textCursor().position() > before) return;
    for (int step = 1; step <= m_pages->count(); ++step) {
        const int row = (m_pages->currentRow() + step) % m_pages->count();
        if (m_pages->item(row)->isHidden()) continue;
        m_pages->setCurrentRow(row);
        showWord(*m_page, typed, true);
        return;
    }
}

int HelpWindow::pages() const {
    return m_pages->count();
}

void HelpWindow::open(int row) {
    const QListWidgetItem* item = m_pages->item(row);
    if (!item) return;
    const QUrl page = QUrl::fromLocalFile(item->data(Qt::UserRole).toString());
    // A link has led there already, perhaps to a place within it.
    if (m_page->source().fileName() != page.fileName())
        m_page->setSource(page, QTextDocument::MarkdownResource);
}

void HelpWindow::dress() {
    const Theme& theme = Theme::current();
    // As one edit: the page is laid out once, not after each cell of its tables.
    QTextCursor edit(m_page->document());
    edit.beginEditBlock();
    spaceOut(*m_page->document());
    for (QTextFrame* frame : m_page->document()->rootFrame()->childFrames())
        if (auto* table = qobject_cast<QTextTable*>(frame)) calm(*table, theme.line);
    colorLinks(*m_page->document(), theme.palette().color(QPalette::Link));
    edit.endEditBlock();
}

void HelpWindow::follow(const QUrl& page) {
    // A link names its page alone, without a folder.
    const QString name = page.fileName();
    for (int row = 0; row < m_pages->count(); ++row)
        if (QFileInfo(m_pages->item(row)->data(Qt::UserRole).toString()).fileName() == name)
            m_pages->setCurrentRow(row);
}

}  // namespace regulus
