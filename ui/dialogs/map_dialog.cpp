#include "ui/dialogs/map_dialog.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/dialogs/cells_choice.h"
#include "ui/dialogs/map_parameters.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {
namespace {

constexpr std::size_t fewest_cells = 4;

}  // namespace

MapDialog::MapDialog(Session& session, QWidget* parent)
    : QDialog(parent),
      m_session(session),
      m_cells(new CellsChoice(session)),
      m_name(new QLineEdit),
      m_note(sentence(Tone::Muted)) {
    setWindowTitle(tr("Compute a map"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 16);
    column->setSpacing(16);
    column->addWidget(buildForm());
    m_note->setObjectName(QStringLiteral("note"));
    m_note->setMinimumHeight(3 * fontMetrics().lineSpacing() + 8);
    m_note->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    column->addWidget(m_note);
    column->addStretch(1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    m_compute = buttons->addButton(tr("Compute"), QDialogButtonBox::AcceptRole);
    m_compute->setObjectName(QStringLiteral("compute"));
    m_compute->setDefault(true);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, &MapDialog::start);
    connect(&m_session, &Session::changed, this, [this](Changes what) {
        if (what.testFlag(Change::Dataset)) reject();
    });
    suggestName();
    refresh();
    resize(460, sizeHint().height());
}

QWidget* MapDialog::buildForm() {
    auto* box = new QWidget;
    auto* form = new QFormLayout(box);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(8);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_name->setObjectName(QStringLiteral("name"));
    m_name->setToolTip(tr("A map of the same name is replaced"));
    form->addRow(tr("Cells"), m_cells);
    m_parameters = new MapParameters(m_session, *form, *form, this);
    form->addRow(tr("Name"), m_name);
    connect(m_cells, &CellsChoice::cellsChanged, this, [this] {
        suggestName();
        refresh();
    });
    connect(m_parameters, &MapParameters::changed, this, &MapDialog::refresh);
    connect(m_name, &QLineEdit::textEdited, this, [this](const QString& text) {
        m_named = !text.trimmed().isEmpty();
        refresh();
    });
    return box;
}

// The name is of a part; the map of all cells is called what it is.
void MapDialog::suggestName() {
    const bool part = m_cells->cells().universe() > 0;
    m_name->setEnabled(part);
    if (!part)
        m_name->clear();
    else if (!m_named)
        m_name->setText(m_cells->name());
}

QString MapDialog::problem() const {
    if (m_parameters->impossible()) return tr("This dataset has no values that cells can be compared by.");
    if (m_cells->count() < fewest_cells) return tr("A map needs at least four cells.");
    if (m_name->isEnabled() && m_name->text().trimmed().isEmpty()) return tr("The map needs a name.");
    return {};
}

void MapDialog::start() {
    if (!problem().isEmpty()) return;
    ViewSettings flat = m_session.view().settings();
    flat.threeD = false;
    m_session.view().setSettings(flat);
    m_session.view().computeEmbedding(m_parameters->request(), m_cells->cells(), m_name->text().trimmed());
    accept();
}

void MapDialog::refresh() {
    if (m_compute == nullptr) return;
    const QString wrong = problem();
    m_compute->setEnabled(wrong.isEmpty());
    m_note->setTone(wrong.isEmpty() ? Tone::Muted : Tone::Warning);
    const bool part = m_cells->cells().universe() > 0, model = m_parameters->ofModel();
    if (!wrong.isEmpty())
        m_note->setText(wrong);
    else if (model)
        m_note->setText(part
                            ? tr("UMAP of what the model made of these cells. The others are not on the map; "
                                 "Embedding in the View menu brings the map of all cells back.")
                            : tr("UMAP of what the model made of the cells."));
    else
        m_note->setText(
            part ? tr("Variable genes and principal components are found among these cells alone. The "
                      "others are not on the map; Embedding in the View menu brings the map of all cells "
                      "back.")
                 : tr("UMAP of principal components of the genes that vary most."));
}

}  // namespace regulus
