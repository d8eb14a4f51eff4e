#include "ui/dialogs/shortcuts_dialog.h"

#include <QDialogButtonBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include "ui/views/parts/tone_label.h"

namespace regulus {

ShortcutsDialog::ShortcutsDialog(const std::vector<ShortcutSection>& sections, QWidget* parent)
    : QDialog(parent) {
    setWindowTitle(tr("Keyboard shortcuts"));
    auto* page = new QVBoxLayout(this);
    page->setContentsMargins(24, 24, 24, 16);
    page->setSpacing(16);
    auto* columns = new QHBoxLayout;
    columns->setSpacing(40);
    for (const ShortcutSection& section : sections) {
        auto* grid = new QGridLayout;
        grid->setHorizontalSpacing(16);
        grid->setVerticalSpacing(6);
        grid->addWidget(new ToneLabel(Tone::Section, section.title.toUpper()), 0, 0, 1, 2);
        int row = 0;
        for (const auto& [key, what] : section.rows) {
            auto* keys = new ToneLabel(Tone::Text, key);
            keys->setAccessibleName(tr("%1: %2").arg(key, what));
            grid->addWidget(keys, ++row, 0, Qt::AlignTop);
            grid->addWidget(new ToneLabel(Tone::Muted, what), row, 1, Qt::AlignTop);
        }
        grid->setRowStretch(++row, 1);
        columns->addLayout(grid);
    }
    page->addLayout(columns);
    page->addStretch(1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::accept);
    page->addWidget(buttons);
}

}  // namespace regulus
