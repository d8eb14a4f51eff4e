#include "app/window/dock_title.h"

#include <QDockWidget>
#include <QHBoxLayout>
#include <QMenu>
#include <QToolButton>

#include "app/window/icons.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {

DockTitle::DockTitle(const QString& name, QDockWidget* dock) : QWidget(dock) {
    setAutoFillBackground(true);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(14, 6, 6, 0);
    row->setSpacing(0);
    row->addWidget(new ToneLabel(Tone::Section, name.toUpper()), 1);
    auto* button = new QToolButton;
    button->setProperty("iconName", QByteArray("overflow-menu"));
    button->setIcon(icon("overflow-menu"));
    button->setIconSize({14, 14});
    button->setAutoRaise(true);
    button->setPopupMode(QToolButton::InstantPopup);
    button->setStyleSheet(QStringLiteral("QToolButton::menu-indicator { image: none; }"));
    button->setAccessibleName(tr("%1: float or hide").arg(name));
    button->setFocusPolicy(Qt::NoFocus);
    auto* menu = new QMenu(button);
    connect(menu->addAction(tr("Detach")), &QAction::triggered, dock, [dock] { dock->setFloating(true); });
    connect(menu->addAction(tr("Hide")), &QAction::triggered, dock, &QDockWidget::hide);
    button->setMenu(menu);
    row->addWidget(button);
}

}  // namespace regulus
