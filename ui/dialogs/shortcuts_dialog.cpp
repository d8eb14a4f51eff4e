#include "ui/dialogs/shortcuts_dialog.h"

#include <QDialogButtonBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include "ui/views/parts/tone_label.h"

namespace regulus {

namespace {

constexpr int most_rows = 22;     // of a column: all of them are seen on a small screen
constexpr int title_height = 32;  // of a section below another one, pixels

QGridLayout* addColumn(QHBoxLayout& columns, const QString& title) {
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(6);
    grid->addWidget(new ToneLabel(Tone::Section, title.toUpper()), 0, 0, 1, 2);
    grid->setRowStretch(most_rows + 1, 1);
    columns.addLayout(grid);
    return grid;
}

}  // namespace

ShortcutsDialog::ShortcutsDialog(const std::vector<ShortcutSection>& sections, QWidget* parent)
    : QDialog(parent) {
    setWindowTitle(tr("Keyboard shortcuts"));
    auto* page = new QVBoxLayout(this);
    page->setContentsMargins(24, 24, 24, 16);
    page->setSpacing(16);
    auto* columns = new QHBoxLayout;
    columns->setSpacing(40);
    QGridLayout* grid = nullptr;
    int row = most_rows;
    for (const ShortcutSection& section : sections) {
        // Below the one before, where there is room for all of it.
        if (grid && row + 1 + static_cast<int>(section.rows.size()) <= most_rows) {
            grid->addWidget(new ToneLabel(Tone::Section, section.title.toUpper()), ++row, 0, 1, 2,
                            Qt::AlignBottom);
            grid->setRowMinimumHeight(row, title_height);
        } else {
            grid = nullptr;
            row = most_rows;
        }
        for (const auto& [key, what] : section.rows) {
            if (row == most_rows) {
                grid = addColumn(*columns, grid ? QString() : section.title);
                row = 0;
            }
            auto* keys = new ToneLabel(Tone::Text, key);
            keys->setAccessibleName(tr("%1: %2").arg(key, what));
            grid->addWidget(keys, ++row, 0, Qt::AlignTop);
            grid->addWidget(new ToneLabel(Tone::Muted, what), row, 1, Qt::AlignTop);
        }
    }
    page->addLayout(columns);
    page->addStretch(1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::accept);
    page->addWidget(buttons);
}

}  // namespace regulus
