#include "ui/views/compare/notes_line.h"

#include <QFontMetrics>
#include <QPainter>
#include <QTextLayout>
#include <algorithm>
#include <utility>

#include "ui/render/theme.h"

namespace regulus {
namespace {

constexpr int edge = 3;

}  // namespace

NotesLine::NotesLine(QWidget* parent) : QAbstractButton(parent) {
    setCheckable(true);
    setCursor(Qt::PointingHandCursor);
    QSizePolicy policy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(this, &QAbstractButton::toggled, this, [this] { updateGeometry(); });
}

QFont NotesLine::textFont() const {
    return Theme::current().font(12);
}

void NotesLine::setNotes(const QStringList& notes) {
    m_notes = notes.join(QLatin1Char(' '));
    setVisible(!m_notes.isEmpty());
    setAccessibleName(tr("What the numbers cannot mean: %1").arg(m_notes));
    setToolTip(m_notes.isEmpty() ? QString() : QStringLiteral("<p>%1</p>").arg(m_notes.toHtmlEscaped()));
    updateGeometry();
    update();
}

void NotesLine::setMostLines(int lines) {
    if (std::exchange(m_mostLines, std::max(lines, least_lines)) != m_mostLines) updateGeometry();
}

QSize NotesLine::sizeHint() const {
    return {200, heightForWidth(std::max(width(), 200))};
}

QStringList NotesLine::linesFor(int width) const {
    QStringList lines;
    QTextLayout text(m_notes, textFont());
    text.beginLayout();
    for (QTextLine line = text.createLine(); line.isValid(); line = text.createLine()) {
        line.setLineWidth(std::max(1, width - 2 * edge));
        lines << m_notes.mid(line.textStart(), line.textLength()).trimmed();
    }
    text.endLayout();
    return lines;
}

int NotesLine::shownLines(int width) const {
    const auto all = static_cast<int>(linesFor(width).size());
    return std::max(1, isChecked() ? all : std::min(all, m_mostLines));
}

int NotesLine::heightForWidth(int width) const {
    return shownLines(width) * QFontMetrics(textFont()).lineSpacing() + 2 * edge;
}

void NotesLine::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setFont(textFont());
    painter.setPen(Theme::current().warning);
    const QStringList lines = linesFor(width());
    const QFontMetrics metrics(textFont());
    const qsizetype shown = std::min<qsizetype>(lines.size(), shownLines(width()));
    for (qsizetype i = 0; i < shown; ++i) {
        const bool cut = i + 1 == shown && shown < lines.size();
        const QString text =
            cut ? metrics.elidedText(lines.mid(i).join(QLatin1Char(' ')), Qt::ElideRight, width() - 2 * edge)
                : lines[i];
        painter.drawText(edge, edge + static_cast<int>(i) * metrics.lineSpacing() + metrics.ascent(), text);
    }
    if (!hasFocus()) return;
    painter.setPen(QPen(Theme::current().accent, 1));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

}  // namespace regulus
