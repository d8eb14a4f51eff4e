#include "ui/dialogs/map_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

#include "core/workflow/learning_assay.h"
#include "ui/dialogs/cells_choice.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {
namespace {

constexpr std::size_t fewest_cells = 4;

}  // namespace

MapDialog::MapDialog(Session& session, QWidget* parent)
    : QDialog(parent),
      m_session(session),
      m_cells(new CellsChoice(session)),
      m_source(new QComboBox),
      m_neighbours(new QSpinBox),
      m_seed(new QSpinBox),
      m_distance(new QDoubleSpinBox),
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
        if (what.testFlag(Change::Dataset)) return void(reject());
        if (what & (Change::Model | Change::Results)) offerSources();
    });
    offerSources();
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
    m_source->setObjectName(QStringLiteral("source"));
    m_source->setToolTip(tr("What makes cells neighbours"));
    const EmbeddingRequest usual;
    m_neighbours->setObjectName(QStringLiteral("neighbours"));
    m_neighbours->setRange(2, 200);
    m_neighbours->setValue(usual.neighbours);
    m_neighbours->setToolTip(tr("More neighbours show the whole better, fewer show small groups better"));
    m_distance->setObjectName(QStringLiteral("distance"));
    m_distance->setRange(0, 0.99);
    m_distance->setSingleStep(0.05);
    m_distance->setValue(usual.min_dist);
    m_distance->setToolTip(tr("The smaller, the denser the groups"));
    m_seed->setObjectName(QStringLiteral("seed"));
    m_seed->setRange(0, 1'000'000);
    m_seed->setToolTip(tr("Another seed gives another map of the same neighbours"));
    m_name->setObjectName(QStringLiteral("name"));
    m_name->setToolTip(tr("A map of the same name is replaced"));
    form->addRow(tr("Cells"), m_cells);
    form->addRow(tr("Neighbours by"), m_source);
    form->addRow(tr("Neighbours"), m_neighbours);
    form->addRow(tr("Minimum distance"), m_distance);
    form->addRow(tr("Seed"), m_seed);
    form->addRow(tr("Name"), m_name);
    connect(m_cells, &CellsChoice::cellsChanged, this, [this] {
        suggestName();
        refresh();
    });
    connect(m_source, &QComboBox::currentIndexChanged, this, &MapDialog::refresh);
    connect(m_name, &QLineEdit::textEdited, this, [this](const QString& text) {
        m_named = !text.trimmed().isEmpty();
        refresh();
    });
    return box;
}

void MapDialog::offerSources() {
    const QSignalBlocker quiet(m_source);
    const QVariant before = m_source->currentData();
    m_source->clear();
    const auto dataset = m_session.opened().dataset;
    if (dataset && (m_session.opened().expression || can_be_mapped(*dataset)))
        m_source->addItem(tr("Principal components of expression"), false);
    if (m_session.model().results) m_source->addItem(tr("Cell embedding of the model"), true);
    m_source->setCurrentIndex(before.isValid() ? std::max(0, m_source->findData(before)) : 0);
    refresh();
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

EmbeddingRequest MapDialog::request() const {
    EmbeddingRequest request;
    request.from =
        m_source->currentData().toBool() ? EmbeddingRequest::From::Model : EmbeddingRequest::From::Expression;
    request.neighbours = m_neighbours->value();
    request.min_dist = m_distance->value();
    request.seed = static_cast<std::uint64_t>(m_seed->value());
    return request;
}

QString MapDialog::problem() const {
    if (m_source->count() == 0) return tr("This dataset has no values that cells can be compared by.");
    if (m_cells->count() < fewest_cells) return tr("A map needs at least four cells.");
    if (m_name->isEnabled() && m_name->text().trimmed().isEmpty()) return tr("The map needs a name.");
    return {};
}

void MapDialog::start() {
    if (!problem().isEmpty()) return;
    ViewSettings flat = m_session.view().settings();
    flat.threeD = false;
    m_session.view().setSettings(flat);
    m_session.view().computeEmbedding(request(), m_cells->cells(), m_name->text().trimmed());
    accept();
}

void MapDialog::refresh() {
    if (m_compute == nullptr) return;
    const QString wrong = problem();
    m_compute->setEnabled(wrong.isEmpty());
    m_note->setTone(wrong.isEmpty() ? Tone::Muted : Tone::Warning);
    const bool part = m_cells->cells().universe() > 0, model = m_source->currentData().toBool();
    if (!wrong.isEmpty())
        m_note->setText(wrong);
    else if (model)
        m_note->setText(part
                            ? tr("UMAP of what the model made of these cells. The others are not on the map; "
                                 "Embedding in the View menu brings the map of all cells back.")
                            : tr("UMAP of what the model made of the cells."));
    else
        m_note->setText(
            part ? tr("The most variable genes (up to 2,000) and 30 components are found among these "
                      "cells alone. The others are not on the map; Embedding in the View menu brings "
                      "the map of all cells back.")
                 : tr("UMAP of 30 principal components of the most variable genes (up to 2,000)."));
}

}  // namespace regulus
