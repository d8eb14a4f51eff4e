#include "ui/render/theme.h"

#include <QGuiApplication>

namespace regulus {
namespace {

Theme& chosen() {
    static Theme theme = Theme::light();
    return theme;
}

bool looksDark(const QPalette& palette) {
    return palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness();
}

}  // namespace

Theme Theme::light() {
    Theme t;
    t.surface = QColor(0xffffff);
    t.panel = QColor(0xf7f9fc);
    t.raised = QColor(0xecf0f7);
    t.line = QColor(0xd9dee7);
    t.text = QColor(0x18212f);
    t.mutedText = QColor(0x5c677a);
    t.accent = QColor(0x2850c8);
    t.positive = QColor(0x1a6e3c);
    t.negative = QColor(0xb3261e);
    t.warning = QColor(0x855400);
    t.accentSoft = QColor(0xe3eafb);
    t.accentText = QColor(0xffffff);
    t.missing = QColor(0xc3c9d2);
    t.track = QColor(0xe6eaf1);
    t.family = QStringLiteral("Inter");
    return t;
}

Theme Theme::darkTheme() {
    Theme t;
    t.dark = true;
    t.surface = QColor(0x14181f);
    t.panel = QColor(0x1b2029);
    t.raised = QColor(0x262d39);
    t.line = QColor(0x333b48);
    t.text = QColor(0xe6eaf0);
    t.mutedText = QColor(0xa0aabb);
    t.accent = QColor(0x8aaeff);
    t.positive = QColor(0x6fcf97);
    t.negative = QColor(0xff8f85);
    t.warning = QColor(0xf0b75e);
    t.accentSoft = QColor(0x263659);
    t.accentText = QColor(0x0f1726);
    t.missing = QColor(0x4c5563);
    t.track = QColor(0x2c3440);
    t.family = QStringLiteral("Inter");
    return t;
}

Theme Theme::figure() {
    Theme t = light();
    t.panel = t.surface;
    t.text = QColor(0x000000);
    t.mutedText = QColor(0x404040);
    t.line = QColor(0x808080);
    t.missing = QColor(0xcccccc);
    t.family = QStringLiteral("Liberation Sans");
    return t;
}

const Theme& Theme::current() { return chosen(); }

QPalette Theme::palette() const {
    QPalette p;
    p.setColor(QPalette::Window, panel);
    p.setColor(QPalette::WindowText, text);
    p.setColor(QPalette::Base, surface);
    p.setColor(QPalette::AlternateBase, panel);
    p.setColor(QPalette::Text, text);
    p.setColor(QPalette::PlaceholderText, mutedText);
    p.setColor(QPalette::Button, panel);
    p.setColor(QPalette::ButtonText, text);
    p.setColor(QPalette::BrightText, negative);
    p.setColor(QPalette::ToolTipBase, dark ? raised : surface);
    p.setColor(QPalette::ToolTipText, text);
    p.setColor(QPalette::Highlight, accent);
    p.setColor(QPalette::HighlightedText, accentText);
    p.setColor(QPalette::Link, accent);
    p.setColor(QPalette::LinkVisited, accent);
    // Fusion draws frames, bevels and grooves from these.
    p.setColor(QPalette::Light, dark ? raised : surface);
    p.setColor(QPalette::Midlight, raised);
    p.setColor(QPalette::Mid, line);
    p.setColor(QPalette::Dark, dark ? QColor(0x0e1116) : QColor(0xb9c1ce));
    p.setColor(QPalette::Shadow, dark ? QColor(0x05070a) : QColor(0x8d97a8));
    const QColor faded = dark ? QColor(0x6a7484) : QColor(0x9aa3b2);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        p.setColor(QPalette::Disabled, role, faded);
    p.setColor(QPalette::Disabled, QPalette::Highlight, line);
    p.setColor(QPalette::Disabled, QPalette::HighlightedText, mutedText);
    return p;
}

QFont Theme::font(int pixelSize, QFont::Weight weight, bool italic) const {
    QFont f(family);
    f.setStyleHint(QFont::SansSerif);
    f.setPixelSize(pixelSize);
    f.setWeight(weight);
    f.setItalic(italic);
    return f;
}

const Theme& applyTheme(QGuiApplication& application, Appearance appearance) {
    // The desktop's own palette is only to be seen before the first call replaces it.
    static const bool systemIsDark = looksDark(QGuiApplication::palette());
    const bool dark = appearance == Appearance::Dark || (appearance == Appearance::System && systemIsDark);
    chosen() = dark ? Theme::darkTheme() : Theme::light();
    application.setPalette(chosen().palette());
    application.setFont(chosen().font());
    return chosen();
}

}  // namespace regulus
