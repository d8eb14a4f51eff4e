#include "app/dock_title.h"

#include <QDockWidget>
#include <QHBoxLayout>
#include <QToolButton>

#include "app/icons.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {

DockTitle::DockTitle(const QString& name, QDockWidget* dock) : QWidget(dock) {
    setAutoFillBackground(true);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(14, 6, 6, 0);
    row->setSpacing(0);
    row->addWidget(new ToneLabel(Tone::Section, name.toUpper()), 1);
    const auto add = [&](const char* iconName, const QString& tip) {
        auto* button = new QToolButton;
        button->setProperty("iconName", QByteArray(iconName));
        button->setIcon(icon(iconName));
        button->setIconSize({14, 14});
        button->setAutoRaise(true);
        button->setToolTip(tip);
        button->setAccessibleName(tip);
        button->setFocusPolicy(Qt::NoFocus);
        row->addWidget(button);
        return button;
    };
    connect(add("tab-detach", tr("Take %1 out of the window").arg(name)), &QToolButton::clicked, dock,
            [dock] { dock->setFloating(true); });
    connect(add("dialog-close", tr("Hide %1 (View menu brings it back)").arg(name)), &QToolButton::clicked,
            dock, &QDockWidget::hide);
}

}  // namespace regulus
