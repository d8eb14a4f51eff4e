#include "ui/dialogs/name_selection_dialog.h"

#include <QComboBox>
#include <QCompleter>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/models/number_text.h"
#include "ui/session/named_selection.h"
#include "ui/session/session.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {

NameSelectionDialog::NameSelectionDialog(Session& session, QWidget* parent)
    : QDialog(parent),
      m_session(session),
      m_form(new QFormLayout),
      m_group(new QLineEdit),
      m_column(new QComboBox),
      m_base(new QComboBox),
      m_note(sentence(Tone::Muted)) {
    setWindowTitle(tr("Name the selection"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 16);
    column->setSpacing(16);
    m_form->setHorizontalSpacing(16);
    m_form->setVerticalSpacing(8);
    m_form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_group->setObjectName(QStringLiteral("group"));
    m_group->setPlaceholderText(tr("such as memory B cells"));
    m_column->setObjectName(QStringLiteral("column"));
    m_column->setEditable(true);
    m_base->setObjectName(QStringLiteral("base"));
    m_base->setToolTip(tr("What the cells that are not selected have in the new column"));
    m_base->addItem(tr("no value"), QString());
    for (const auto& [name, values] : session.groups().columns())
        if (session.opened().dataset->obs.find(name))
            m_base->addItem(tr("their %1").arg(QString::fromStdString(name)), QString::fromStdString(name));
    for (auto own = session.opened().own.rbegin(); own != session.opened().own.rend(); ++own)
        if (own->values) m_column->addItem(QString::fromStdString(own->name));
    if (m_column->findText(QStringLiteral("groups")) < 0) m_column->addItem(QStringLiteral("groups"));
    m_form->addRow(tr("Name"), m_group);
    m_form->addRow(tr("Column"), m_column);
    m_form->addRow(tr("Other cells"), m_base);
    column->addLayout(m_form);
    column->addWidget(m_note);
    column->addStretch(1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    m_keep = buttons->addButton(tr("Name"), QDialogButtonBox::AcceptRole);
    m_keep->setDefault(true);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_group, &QLineEdit::textChanged, this, &NameSelectionDialog::refresh);
    connect(m_column, &QComboBox::currentTextChanged, this, &NameSelectionDialog::columnChosen);
    connect(&m_session, &Session::changed, this, [this](Changes what) {
        if (what.testFlag(Change::Dataset)) return reject();
        if (what & (Change::Selection | Change::Columns)) refresh();
    });
    columnChosen();
    resize(420, sizeHint().height());
    m_group->setFocus();
}

std::string NameSelectionDialog::columnName() const {
    return m_column->currentText().trimmed().toStdString();
}

const OwnColumn* NameSelectionDialog::known() const {
    const OwnColumn* column = ownColumn(m_session.opened().own, columnName());
    return column && column->values ? column : nullptr;
}

// Names that are there already are offered while one is typed.
void NameSelectionDialog::columnChosen() {
    QStringList names;
    if (const OwnColumn* column = known())
        for (const std::string& name : column->values->categories) names << QString::fromStdString(name);
    auto* completer = new QCompleter(names, m_group);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_group->setCompleter(completer);
    m_form->setRowVisible(m_base, !known());
    refresh();
}

QString NameSelectionDialog::problem() const {
    if (m_session.cells().selection().empty()) return tr("No cells are selected.");
    if (m_group->text().trimmed().isEmpty()) return tr("The selection needs a name.");
    return m_session.columnProblem(columnName());
}

OwnColumn NameSelectionDialog::column() const {
    const OwnColumn* before = known();
    const std::string base = m_base->currentData().toString().toStdString();
    const auto values = before         ? before->values
                        : base.empty() ? nullptr
                                       : m_session.groups().categorical(base);
    const QString origin =
        before         ? before->origin
        : base.empty() ? tr("selections that were given names")
                       : tr("%1, with selections that were given names").arg(QString::fromStdString(base));
    return {columnName(),
            withNamed(values.get(), m_session.cells().selection(), m_group->text().trimmed().toStdString()),
            origin, true};
}

void NameSelectionDialog::refresh() {
    const QString wrong = problem();
    const std::size_t cells = m_session.cells().selection().count();
    // Not before anything was typed.
    const bool quiet = wrong.isEmpty() || m_group->text().isEmpty();
    m_note->setTone(quiet ? Tone::Muted : Tone::Warning);
    m_note->setText(quiet ? tr("%1. The file is not changed; File › Save columns and maps… writes a new one.")
                                .arg(countText(cells, tr("selected cell"), tr("selected cells")))
                          : wrong);
    m_keep->setEnabled(wrong.isEmpty());
}

}  // namespace regulus
