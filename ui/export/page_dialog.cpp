#include "ui/export/page_dialog.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

#include "ui/figures/page_figure.h"
#include "ui/figures/panel_letter.h"

namespace regulus {
namespace {

constexpr int name_role = Qt::UserRole, place_role = Qt::UserRole + 1;

}  // namespace

PageDialog::PageDialog(std::vector<PagePanel> panels, QWidget* parent)
    : QDialog(parent),
      m_panels(std::move(panels)),
      m_list(new QListWidget),
      m_columns(new QSpinBox),
      m_up(new QPushButton(tr("Up"))),
      m_down(new QPushButton(tr("Down"))) {
    setWindowTitle(tr("Figure of several panels"));
    m_list->setObjectName(QStringLiteral("panels"));
    m_list->setAccessibleName(tr("Panels, in order"));
    m_list->setDragDropMode(QAbstractItemView::InternalMove);
    for (std::size_t i = 0; i < m_panels.size(); ++i) {
        auto* item = new QListWidgetItem(m_list);
        item->setData(name_role, m_panels[i].name);
        item->setData(place_role, static_cast<int>(i));
        if (!m_panels[i].figure) {
            item->setFlags(Qt::NoItemFlags);
            item->setText(tr("%1 (open it first, it shows what was before)").arg(m_panels[i].name));
            continue;
        }
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable |
                       Qt::ItemIsDragEnabled);
        item->setCheckState(Qt::Checked);
    }
    m_columns->setObjectName(QStringLiteral("columns"));
    m_columns->setRange(1, 4);
    m_columns->setValue(2);
    for (QPushButton* const button : {m_up, m_down}) button->setAutoDefault(false);
    m_up->setObjectName(QStringLiteral("up"));
    m_down->setObjectName(QStringLiteral("down"));
    auto* moves = new QHBoxLayout;
    moves->addWidget(m_up);
    moves->addWidget(m_down);
    moves->addStretch(1);
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(16);
    form->addRow(tr("Columns"), m_columns);
    auto* buttons = new QDialogButtonBox;
    m_next = buttons->addButton(tr("Continue…"), QDialogButtonBox::AcceptRole);
    m_next->setDefault(true);
    buttons->addButton(QDialogButtonBox::Cancel);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 16);
    column->setSpacing(12);
    auto* said = new QLabel(tr("The views as they are shown now, row by row. Drag them into another order."));
    said->setWordWrap(true);
    column->addWidget(said);
    column->addWidget(m_list, 1);
    column->addLayout(moves);
    column->addLayout(form);
    column->addWidget(buttons);
    connect(m_up, &QPushButton::clicked, this, [this] { move(-1); });
    connect(m_down, &QPushButton::clicked, this, [this] { move(1); });
    connect(m_list, &QListWidget::itemChanged, this, &PageDialog::refresh);
    connect(m_list, &QListWidget::currentRowChanged, this, &PageDialog::refresh);
    connect(m_list->model(), &QAbstractItemModel::rowsMoved, this, &PageDialog::refresh);
    connect(buttons, &QDialogButtonBox::accepted, this, &PageDialog::finish);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    m_list->setCurrentRow(0);
    refresh();
    resize(380, 420);
}

void PageDialog::move(int by) {
    const int row = m_list->currentRow(), to = row + by;
    if (row < 0 || to < 0 || to >= m_list->count()) return;
    m_list->insertItem(to, m_list->takeItem(row));
    m_list->setCurrentRow(to);
    refresh();
}

// Letters are those that the panels will have.
void PageDialog::refresh() {
    const QSignalBlocker quiet(m_list);
    std::size_t place = 0;
    for (int row = 0; row < m_list->count(); ++row) {
        QListWidgetItem* const item = m_list->item(row);
        if (!(item->flags() & Qt::ItemIsEnabled)) continue;
        const QString name = item->data(name_role).toString();
        item->setText(item->checkState() == Qt::Checked ? tr("%1  %2").arg(panelLetter(place++), name)
                                                        : name);
    }
    m_up->setEnabled(m_list->currentRow() > 0);
    m_down->setEnabled(m_list->currentRow() >= 0 && m_list->currentRow() + 1 < m_list->count());
    m_next->setEnabled(place > 0);
}

std::vector<std::shared_ptr<const Figure>> PageDialog::chosen() const {
    std::vector<std::shared_ptr<const Figure>> figures;
    for (int row = 0; row < m_list->count(); ++row)
        if (m_list->item(row)->flags() & Qt::ItemIsEnabled && m_list->item(row)->checkState() == Qt::Checked)
            figures.push_back(
                m_panels[static_cast<std::size_t>(m_list->item(row)->data(place_role).toInt())].figure);
    return figures;
}

void PageDialog::finish() {
    const auto figures = chosen();
    if (figures.empty()) return;
    Q_EMIT arranged(std::make_shared<const PageFigure>(figures, m_columns->value()));
    accept();
}

}  // namespace regulus
