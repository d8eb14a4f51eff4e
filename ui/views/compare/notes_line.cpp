#include "ui/views/compare/notes_line.h"

#include <QFontMetrics>
#include <QPainter>
#include <QStyleOptionFocusRect>

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

QSize NotesLine::sizeHint() const {
    return {200, heightForWidth(std::max(width(), 200))};
}

int NotesLine::heightForWidth(int width) const {
    const QFontMetrics metrics(textFont());
    if (!isChecked()) return metrics.height() + 2 * edge;
    return metrics.boundingRect(QRect(0, 0, width - 2 * edge, 10000), Qt::TextWordWrap, m_notes).height() +
           2 * edge;
}

void NotesLine::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setFont(textFont());
    painter.setPen(Theme::current().warning);
    const QRect box = rect().adjusted(edge, edge, -edge, -edge);
    if (isChecked())
        painter.drawText(box, Qt::TextWordWrap, m_notes);
    else
        painter.drawText(box, Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(m_notes, Qt::ElideRight, box.width()));
    if (!hasFocus()) return;
    painter.setPen(QPen(Theme::current().accent, 1));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

}  // namespace regulus
