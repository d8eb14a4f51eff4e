// One palette of our own for light, one for dark, one for figures; the fonts that go with them. Everything
// painted takes its colours from here, so that no widget invents a grey.
#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>
#include <QString>

class QGuiApplication;

namespace regulus {

enum class Appearance { System, Light, Dark };

struct Theme {
    bool dark = false;
    QColor surface;  // behind data: plots, tables
    QColor panel;    // behind controls: docks, bars, dialogs
    QColor raised;   // hovered row, pressed tool, field on a panel
    QColor line;     // hairlines between parts
    QColor text;     // 4.5 : 1 or more on surface, panel and raised, as are the next six
    QColor mutedText;
    QColor accent;                       // the one accent: what is selected, running, linked
    QColor positive, negative, warning;  // agrees, disagrees or failed, mind this
    QColor accentSoft;                   // background of what is selected
    QColor accentText;                   // text on accent
    QColor missing;                      // points and cells without a value
    QColor track;                        // the empty part of a bar
    QString family;                      // Inter; Liberation Sans in figures

    static Theme light();
    static Theme darkTheme();
    static Theme figure();  // white paper, Liberation Sans
    // What applyTheme() chose; light until then. Thread: GUI.
    static const Theme& current();

    QPalette palette() const;
    QFont font(int pixelSize = 13, QFont::Weight weight = QFont::Normal, bool italic = false) const;
};

// Gives the application the palette and font of the appearance; System looks whether the palette the
// desktop handed to Qt is dark (Qt 6.4 cannot be asked). Call it once the application object exists, after
// QApplication::setStyle("Fusion") and before widgets are made; calling it again with Light or Dark
// switches. Returns the theme chosen. Thread: GUI.
const Theme& applyTheme(QGuiApplication& application, Appearance appearance = Appearance::System);

}  // namespace regulus
