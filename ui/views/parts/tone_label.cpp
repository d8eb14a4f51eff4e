#include "ui/views/parts/tone_label.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QStyle>
#include <algorithm>

#include "ui/render/theme.h"
#include "ui/views/parts/theme_watcher.h"

namespace regulus {
namespace {

bool isBadge(Tone tone) {
    return tone == Tone::Good || tone == Tone::Bad || tone == Tone::Warning;
}

QColor colorOf(Tone tone, const Theme& theme) {
    switch (tone) {
        case Tone::Title:
        case Tone::Text:
            return theme.text;
        case Tone::Section:
        case Tone::Muted:
            return theme.mutedText;
        case Tone::Good:
            return theme.positive;
        case Tone::Bad:
            return theme.negative;
        case Tone::Warning:
            return theme.warning;
    }
    return theme.text;
}

QFont fontOf(Tone tone, const Theme& theme) {
    switch (tone) {
        case Tone::Title:
            return theme.font(16, QFont::DemiBold);
        case Tone::Section: {
            QFont font = theme.font(11, QFont::DemiBold);
            font.setLetterSpacing(QFont::AbsoluteSpacing, 0.4);
            return font;
        }
        case Tone::Text:
            return theme.font(13);
        case Tone::Muted:
            return theme.font(12);
        default:
            return theme.font(11, QFont::DemiBold);
    }
}

}  // namespace

ToneLabel::ToneLabel(Tone tone, const QString& text, QWidget* parent) : QLabel(text, parent), m_tone(tone) {
    setTextFormat(Qt::PlainText);
    followTheme(this, [this] { dress(); });
}

void ToneLabel::setTone(Tone tone) {
    if (tone == m_tone) return;
    m_tone = tone;
    dress();
}

void ToneLabel::setWordWrap(bool on) {
    QLabel::setWordWrap(on);
    dress();
}

void ToneLabel::dress() {
    const Theme& theme = Theme::current();
    setFont(isBadge(m_tone) && wordWrap() ? theme.font(12, QFont::Medium) : fontOf(m_tone, theme));
    QPalette colors = theme.palette();
    colors.setColor(QPalette::WindowText, colorOf(m_tone, theme));
    setPalette(colors);
    setContentsMargins(isBadge(m_tone) ? (wordWrap() ? QMargins(10, 6, 10, 6) : QMargins(8, 2, 8, 2))
                                       : QMargins());
    update();
}

void ToneLabel::paintEvent(QPaintEvent* event) {
    if (isBadge(m_tone) && !text().isEmpty()) {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        QColor ground = colorOf(m_tone, Theme::current());
        ground.setAlphaF(Theme::current().dark ? 0.18F : 0.11F);
        painter.setPen(Qt::NoPen);
        painter.setBrush(ground);
        // A pill of one line; of several, a box.
        const qreal radius = std::min(height() / 2.0, 9.0);
        painter.drawRoundedRect(rect(), radius, radius);
    }
    // One line that does not fit ends in an ellipsis instead of in the middle of a letter.
    const QString elided =
        wordWrap() ? text() : fontMetrics().elidedText(text(), Qt::ElideRight, contentsRect().width());
    if (elided == text() || text().contains(QLatin1Char('\n'))) return QLabel::paintEvent(event);
    QPainter painter(this);
    style()->drawItemText(&painter, contentsRect(), int(alignment()), palette(), isEnabled(), elided,
                          foregroundRole());
}

ToneLabel* sentence(Tone tone, const QString& text) {
    auto* label = new ToneLabel(tone, text);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

SectionTitle::SectionTitle(const QString& name, QWidget* parent)
    : QWidget(parent), m_name(new ToneLabel(Tone::Section)), m_note(new ToneLabel(Tone::Muted)) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    row->addWidget(m_name);
    row->addWidget(m_note, 1);
    m_note->setMinimumWidth(0);
    m_note->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    setName(name);
}

void SectionTitle::setName(const QString& name) {
    m_name->setText(name);
}

void SectionTitle::setNote(const QString& note) {
    m_note->setText(note.isEmpty() ? note : QStringLiteral("\u00b7 ") + note);
    m_note->setToolTip(note);
}

void SectionTitle::addAction(QWidget* widget) {
    layout()->addWidget(widget);
}

}  // namespace regulus
