#include "ui/dialogs/select_by_name_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/models/number_text.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {

SelectByNameDialog::SelectByNameDialog(Session& session, QWidget* parent)
    : QDialog(parent),
      m_session(session),
      m_names(new QPlainTextEdit),
      m_mode(new QComboBox),
      m_note(sentence(Tone::Muted)),
      m_key(QStringLiteral("names of cells.%1").arg(reinterpret_cast<quintptr>(this))) {
    setWindowTitle(tr("Select cells by name"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 16);
    column->setSpacing(12);
    m_names->setObjectName(QStringLiteral("names"));
    m_names->setAccessibleName(tr("Names of cells"));
    m_names->setPlaceholderText(tr("Barcodes, one a line or separated by commas or blanks"));
    m_names->setTabChangesFocus(true);
    column->addWidget(m_names, 1);
    m_note->setObjectName(QStringLiteral("note"));
    m_note->setMinimumHeight(2 * fontMetrics().lineSpacing() + 8);
    m_note->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    column->addWidget(m_note);
    m_mode->setObjectName(QStringLiteral("mode"));
    m_mode->addItem(tr("Replace the selection"), int(SelectMode::Replace));
    m_mode->addItem(tr("Add to the selection"), int(SelectMode::Add));
    m_mode->addItem(tr("Take out of the selection"), int(SelectMode::Subtract));
    m_mode->addItem(tr("Keep what is in both"), int(SelectMode::Intersect));
    column->addWidget(m_mode);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    m_select = buttons->addButton(tr("Select"), QDialogButtonBox::AcceptRole);
    m_select->setObjectName(QStringLiteral("select"));
    m_select->setDefault(true);
    auto* file = buttons->addButton(tr("From a file…"), QDialogButtonBox::ActionRole);
    file->setObjectName(QStringLiteral("file"));
    file->setAutoDefault(false);
    column->addWidget(buttons);
    connect(file, &QPushButton::clicked, this, &SelectByNameDialog::fileWanted);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, &SelectByNameDialog::start);
    connect(m_names, &QPlainTextEdit::textChanged, this, &SelectByNameDialog::look);
    connect(&m_session, &Session::changed, this, [this](Changes what) {
        if (what.testFlag(Change::Dataset)) reject();
    });
    look();
    resize(460, 420);
}

void SelectByNameDialog::setNames(const QString& text) {
    m_names->setPlainText(text);
}

// In a job: a million names are compared.
void SelectByNameDialog::look() {
    m_session.jobs().abandonKey(m_key);
    m_found = {};
    m_select->setEnabled(false);
    const std::string text = m_names->toPlainText().toStdString();
    m_note->setTone(Tone::Muted);
    const auto dataset = m_session.opened().dataset;
    if (text.empty() || !dataset) {
        m_note->setText(dataset && dataset->cells() > 0
                            ? tr("The cells of this dataset are called like %1.")
                                  .arg(QString::fromStdString(dataset->obs.index.front()))
                            : QString());
        return;
    }
    m_note->setText(tr("Looking for the cells…"));
    JobRequest job{.title = tr("Looking for cells by name"), .key = m_key, .quiet = true, .receiver = this};
    m_session.jobs().start(
        std::move(job),
        [dataset, text](Job& running) {
            running.checkpoint();
            const std::vector<std::string> names = names_in(text, dataset->obs.index);
            return std::pair{rows_by_name(dataset->obs.index, names), names.size()};
        },
        [this](const std::pair<RowsByName, std::size_t>& found) { show(found.first, found.second); });
}

void SelectByNameDialog::show(const RowsByName& found, std::size_t named) {
    if (!m_session.opened().dataset) return;
    m_found = CellSet::of(m_session.opened().cells(), found.rows);
    m_select->setEnabled(!found.rows.empty());
    QStringList missing;
    for (std::size_t i = 0; i < found.unknown.size() && i < 3; ++i)
        missing << QString::fromStdString(found.unknown[i]);
    QString text =
        tr("%1 of %2 found.").arg(countText(found.rows.size()), countText(named, tr("name"), tr("names")));
    if (!missing.isEmpty())
        text +=
            QLatin1Char(' ') + tr("Not in this dataset: %1%2")
                                   .arg(missing.join(QStringLiteral(", ")))
                                   .arg(found.unknown.size() > 3 ? tr(" and others.") : QStringLiteral("."));
    if (found.shortened > 0)
        text += QLatin1Char(' ') +
                tr("%1 by their barcode without the suffix of the sample.").arg(countText(found.shortened));
    m_note->setTone(found.unknown.empty() ? Tone::Muted : Tone::Warning);
    m_note->setText(text);
}

void SelectByNameDialog::start() {
    if (m_found.empty()) return;
    m_session.cells().select(m_found, static_cast<SelectMode>(m_mode->currentData().toInt()));
    accept();
}

}  // namespace regulus
