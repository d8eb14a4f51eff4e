#include "ui/dialogs/command_field.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QToolButton>

namespace regulus {

CommandField::CommandField(QWidget* parent) : QWidget(parent), m_command(new QLineEdit) {
    m_command->setReadOnly(true);
    m_command->setAccessibleName(tr("Equivalent command"));
    QFont fixed(QStringLiteral("monospace"));
    fixed.setStyleHint(QFont::Monospace);
    fixed.setPixelSize(12);
    m_command->setFont(fixed);
    auto* copy = new QToolButton;
    copy->setText(tr("Copy"));
    copy->setToolTip(tr("Copy the equivalent command, for a server"));
    connect(copy, &QToolButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_command->text()); });
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_command, 1);
    row->addWidget(copy);
}

void CommandField::setCommand(const QString& command) {
    m_command->setText(command);
    m_command->setCursorPosition(0);
}

}  // namespace regulus
