#include "app/window/window_style.h"

#include "ui/render/theme.h"

namespace regulus {

QString windowStyle(const Theme& theme) {
    QString style = QStringLiteral(R"(
QMainWindow { background: @panel; }
QMenuBar, QMenu, QToolBar QToolButton, QToolBar QLineEdit, QStatusBar QToolButton, QMainWindow > QTabBar, QTabBar#flat {
    font-family: "@family"; font-size: 13px; }
QMainWindow::separator { background: @line; width: 1px; height: 1px; }
QMainWindow::separator:hover { background: @accent; }
QMenuBar { background: @panel; border: none; padding: 2px 8px; }
QMenuBar::item { padding: 4px 8px; border-radius: 4px; background: transparent; color: @muted; }
QMenuBar::item:selected { background: @raised; color: @text; }
QToolBar { background: @panel; border: none; border-bottom: 1px solid @line; padding: 6px 8px; spacing: 4px; }
QToolBar::separator { background: @line; width: 1px; margin: 4px 8px; }
QToolBar QToolButton { padding: 5px 10px; border: none; border-radius: 6px; color: @text; }
QToolBar QToolButton:hover { background: @raised; }
QToolBar QToolButton:checked, QToolBar QToolButton:pressed { background: @soft; color: @accent; }
QToolBar QToolButton:disabled { background: transparent; color: @disabled; }
QToolBar QToolButton::menu-indicator { image: none; }
QToolBar QToolButton:focus { border: 1px solid @accent; padding: 4px 9px; }
QToolBar QLineEdit { background: @surface; border: 1px solid @line; border-radius: 6px; padding: 5px 10px; }
QToolBar QLineEdit:focus { border-color: @accent; }
QStatusBar { background: @panel; border-top: 1px solid @line; min-height: 28px; }
QStatusBar::item { border: none; }
QStatusBar QToolButton { border: none; color: @negative; padding: 2px 8px; }
QStatusBar QToolButton:hover { text-decoration: underline; }
QStatusBar QToolButton:disabled { color: @muted; }
QStatusBar QProgressBar { background: @track; border: none; border-radius: 3px; }
QStatusBar QProgressBar::chunk { background: @accent; border-radius: 3px; }
QMainWindow > QTabBar, QTabBar#flat { background: @panel; border: none; }
QMainWindow > QTabBar::tab, QTabBar#flat::tab { background: transparent; color: @muted; border: none;
                             border-bottom: 2px solid transparent; padding: 8px 14px 6px 14px; }
QTabBar#flat::tab { padding: 4px 10px 4px 10px; }
QMainWindow > QTabBar::tab:hover, QTabBar#flat::tab:hover { color: @text; }
QMainWindow > QTabBar::tab:selected, QTabBar#flat::tab:selected { color: @text; font-weight: 600; border-bottom-color: @accent; }
)");
    const std::pair<const char*, QColor> colors[] = {
        {"@panel", theme.panel},   {"@surface", theme.surface}, {"@raised", theme.raised},
        {"@line", theme.line},     {"@text", theme.text},       {"@muted", theme.mutedText},
        {"@accent", theme.accent}, {"@soft", theme.accentSoft}, {"@negative", theme.negative},
        {"@track", theme.track},   {"@disabled", theme.missing}};
    for (const auto& [name, color] : colors) style.replace(QLatin1String(name), color.name());
    style.replace(QLatin1String("@family"), theme.family);
    return style;
}

}  // namespace regulus
