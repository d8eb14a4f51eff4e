#include "ui/dialogs/place_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>
#include <algorithm>

#include "core/io/dataset/dataset_reader.h"
#include "core/workflow/learning_assay.h"
#include "core/workflow/placed_cells.h"
#include "ui/dialogs/path_field.h"
#include "ui/models/number_text.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {

PlaceDialog::PlaceDialog(Session& session, SessionSettings& settings, QWidget* parent)
    : QDialog(parent),
      m_session(session),
      m_path(new PathField(tr("Dataset with the map"), tr("Datasets (*.h5ad *.h5mu *.loom);;All files (*)"),
                           QStringLiteral("data"), settings)),
      m_map(new QComboBox),
      m_neighbours(new QSpinBox),
      m_seed(new QSpinBox),
      m_distance(new QDoubleSpinBox),
      m_note(sentence(Tone::Muted)) {
    setWindowTitle(tr("Place cells on another map"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 16);
    column->setSpacing(16);
    column->addWidget(buildForm());
    m_note->setObjectName(QStringLiteral("note"));
    m_note->setMinimumHeight(4 * fontMetrics().lineSpacing() + 8);
    m_note->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    column->addWidget(m_note);
    column->addStretch(1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    m_place = buttons->addButton(tr("Place"), QDialogButtonBox::AcceptRole);
    m_place->setObjectName(QStringLiteral("place"));
    m_place->setDefault(true);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, &PlaceDialog::start);
    connect(m_path, &PathField::chosen, this, &PlaceDialog::readReference);
    connect(&m_session, &Session::changed, this, [this](Changes what) {
        if (what.testFlag(Change::Dataset)) reject();
    });
    refresh();
    resize(560, sizeHint().height());
}

QWidget* PlaceDialog::buildForm() {
    auto* box = new QWidget;
    auto* form = new QFormLayout(box);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(8);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    const PlacingRequest usual;
    m_path->edit()->setObjectName(QStringLiteral("reference"));
    m_map->setObjectName(QStringLiteral("map"));
    m_neighbours->setObjectName(QStringLiteral("neighbours"));
    m_neighbours->setRange(2, 200);
    m_neighbours->setValue(usual.neighbours);
    m_neighbours->setToolTip(tr("Cells of the other file that decide where a cell is placed"));
    m_distance->setObjectName(QStringLiteral("distance"));
    m_distance->setRange(0, 0.99);
    m_distance->setSingleStep(0.05);
    m_distance->setValue(usual.minDist);
    m_distance->setToolTip(tr("Minimum distance with which the map was made"));
    m_seed->setObjectName(QStringLiteral("seed"));
    m_seed->setRange(0, 1'000'000);
    form->addRow(tr("Dataset with the map"), m_path);
    form->addRow(tr("Map"), m_map);
    form->addRow(tr("Neighbours"), m_neighbours);
    form->addRow(tr("Minimum distance"), m_distance);
    form->addRow(tr("Seed"), m_seed);
    connect(m_map, &QComboBox::currentIndexChanged, this, &PlaceDialog::refresh);
    return box;
}

void PlaceDialog::readReference(const QString& path) {
    m_reference.reset();
    m_trouble.clear();
    offerMaps();
    const QString key = QStringLiteral("reference of placing");
    m_session.jobs().abandonKey(key);
    m_reading = !path.isEmpty();
    refresh();
    if (path.isEmpty()) return;
    JobRequest job{.title = tr("Reading %1").arg(QFileInfo(path).fileName()), .key = key};
    job.receiver = this;
    job.failed = [this](const Error& error) {
        m_reading = false;
        m_trouble = QString::fromStdString(error.what());
        refresh();
    };
    job.ended = [this](JobOutcome outcome) {
        if (outcome != JobOutcome::Cancelled) return;
        m_reading = false;
        refresh();
    };
    m_session.jobs().start(
        std::move(job),
        [file = QFileInfo(path).absoluteFilePath().toStdString()](Job& reading) {
            return read_dataset(file, {}, reading);
        },
        [this](std::shared_ptr<const Dataset> dataset) {
            m_reading = false;
            m_reference = std::move(dataset);
            offerMaps();
            refresh();
        });
}

// UMAP first.
void PlaceDialog::offerMaps() {
    m_map->clear();
    if (!m_reference) return;
    for (const Embedding& embedding : m_reference->embeddings)
        if (can_take_cells(embedding))
            m_map->addItem(embeddingTitle(embedding.name), QString::fromStdString(embedding.name));
    m_map->setCurrentIndex(std::max(0, m_map->findText(QStringLiteral("UMAP"))));
}

PlacingRequest PlaceDialog::request() const {
    return {m_reference, m_map->currentData().toString().toStdString(), m_neighbours->value(),
            m_distance->value(), static_cast<std::uint64_t>(m_seed->value())};
}

QString PlaceDialog::problem() const {
    if (!m_trouble.isEmpty()) return m_trouble;
    if (m_reference && m_map->count() == 0)
        return tr("%1 has no map in two or three dimensions. Open it, compute one, and save it with "
                  "File › Save columns and maps.")
            .arg(QString::fromStdString(m_reference->name));
    return {};
}

void PlaceDialog::start() {
    if (!m_reference || m_map->count() == 0) return;
    ViewSettings flat = m_session.view().settings();
    if (flat.threeD) {
        flat.threeD = false;
        m_session.view().setSettings(flat);
    }
    placeOnMap(m_session, request());
    accept();
}

void PlaceDialog::refresh() {
    if (m_place == nullptr) return;
    const QString wrong = problem();
    m_place->setEnabled(m_reference && m_map->count() > 0);
    m_map->setEnabled(m_map->count() > 0);
    m_note->setTone(wrong.isEmpty() ? Tone::Muted : Tone::Warning);
    if (!wrong.isEmpty())
        m_note->setText(wrong);
    else if (m_reading)
        m_note->setText(tr("Reading the file…"));
    else if (m_reference)
        m_note->setText(
            tr("%1 of %2 stay where they are, in grey; each cell that is open is placed by its neighbours "
               "among "
               "them. Cells farther from these than 99 % of the file's own cells are marked. Differences "
               "between the files, such as batches, are not corrected.")
                .arg(countText(m_reference->cells(), tr("cell"), tr("cells")),
                     QString::fromStdString(m_reference->name)));
    else
        m_note->setText(
            tr("Choose a file with a map. Neighbours are found by principal components of its "
               "variable genes, as far as the open cells have them."));
}

}  // namespace regulus
