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
    t.surface = QColor(QRgb{0xffffffff});
    t.panel = QColor(QRgb{0xfff7f9fc});
    t.raised = QColor(QRgb{0xffecf0f7});
    t.line = QColor(QRgb{0xffd9dee7});
    t.text = QColor(QRgb{0xff18212f});
    t.mutedText = QColor(QRgb{0xff5c677a});
    t.accent = QColor(QRgb{0xff2850c8});
    t.positive = QColor(QRgb{0xff1a6e3c});
    t.negative = QColor(QRgb{0xffb3261e});
    t.warning = QColor(QRgb{0xff855400});
    t.accentSoft = QColor(QRgb{0xffe3eafb});
    t.accentText = QColor(QRgb{0xffffffff});
    t.missing = QColor(QRgb{0xffc3c9d2});
    t.track = QColor(QRgb{0xffe6eaf1});
    t.family = QStringLiteral("Inter");
    return t;
}

Theme Theme::darkTheme() {
    Theme t;
    t.dark = true;
    t.surface = QColor(QRgb{0xff14181f});
    t.panel = QColor(QRgb{0xff1b2029});
    t.raised = QColor(QRgb{0xff262d39});
    t.line = QColor(QRgb{0xff333b48});
    t.text = QColor(QRgb{0xffe6eaf0});
    t.mutedText = QColor(QRgb{0xffa0aabb});
    t.accent = QColor(QRgb{0xff8aaeff});
    t.positive = QColor(QRgb{0xff6fcf97});
    t.negative = QColor(QRgb{0xffff8f85});
    t.warning = QColor(QRgb{0xfff0b75e});
    t.accentSoft = QColor(QRgb{0xff263659});
    t.accentText = QColor(QRgb{0xff0f1726});
    t.missing = QColor(QRgb{0xff4c5563});
    t.track = QColor(QRgb{0xff2c3440});
    t.family = QStringLiteral("Inter");
    return t;
}

Theme Theme::figure() {
    Theme t = light();
    t.panel = t.surface;
    t.text = QColor(QRgb{0xff000000});
    t.mutedText = QColor(QRgb{0xff404040});
    t.line = QColor(QRgb{0xff808080});
    t.missing = QColor(QRgb{0xffcccccc});
    t.family = QStringLiteral("Liberation Sans");
    return t;
}

const Theme& Theme::current() {
    return chosen();
}

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
    p.setColor(QPalette::Dark, dark ? QColor(QRgb{0xff0e1116}) : QColor(QRgb{0xffb9c1ce}));
    p.setColor(QPalette::Shadow, dark ? QColor(QRgb{0xff05070a}) : QColor(QRgb{0xff8d97a8}));
    const QColor faded = dark ? QColor(QRgb{0xff6a7484}) : QColor(QRgb{0xff9aa3b2});
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
