#include "ui/dialogs/workspace_dialog.h"

#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QGroupBox>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/dialogs/cells_choice.h"
#include "ui/dialogs/map_parameters.h"
#include "ui/views/inspector/subject.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {
namespace {

constexpr std::size_t fewest_cells = 4;  // that have neighbours to speak of

QFormLayout* formIn(QWidget& box) {
    auto* form = new QFormLayout(&box);
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(8);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    return form;
}

QGroupBox* optional(const QString& text, const char* name) {
    auto* box = new QGroupBox(text);
    box->setObjectName(QLatin1String(name));
    box->setCheckable(true);
    return box;
}

}  // namespace

WorkspaceDialog::WorkspaceDialog(Session& session, QWidget* parent)
    : QDialog(parent),
      m_session(session),
      m_cells(new CellsChoice(session)),
      m_name(new QLineEdit),
      m_neighbours(new QGroupBox(tr("Neighbours among these cells"))),
      m_map(optional(tr("Map of these cells"), "map")),
      m_clusters(optional(tr("Clusters of these cells"), "clusters")),
      m_resolution(new QDoubleSpinBox),
      m_column(new QLineEdit),
      m_note(sentence(Tone::Muted)) {
    setWindowTitle(tr("New workspace"));
    m_name->setObjectName(QStringLiteral("name"));
    auto* top = new QWidget;
    QFormLayout* form = formIn(*top);
    form->setContentsMargins(0, 0, 0, 0);
    form->addRow(tr("Cells"), m_cells);
    form->addRow(tr("Name"), m_name);
    m_neighbours->setObjectName(QStringLiteral("neighboursBox"));
    m_neighbours->setToolTip(tr("The map and the clusters are made of them"));
    m_parameters = new MapParameters(m_session, *formIn(*m_neighbours), *formIn(*m_map), this);
    buildClusters(*m_clusters);
    m_note->setObjectName(QStringLiteral("note"));
    m_note->setMinimumHeight(3 * fontMetrics().lineSpacing() + 8);
    m_note->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    m_enter = buttons->addButton(tr("Enter"), QDialogButtonBox::AcceptRole);
    m_enter->setObjectName(QStringLiteral("enter"));
    m_enter->setDefault(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 16);
    column->setSpacing(12);
    column->addWidget(top);
    column->addWidget(m_map);
    column->addWidget(m_clusters);
    column->addWidget(m_neighbours);
    column->addWidget(m_note);
    column->addStretch(1);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, &WorkspaceDialog::start);
    connect(m_cells, &CellsChoice::cellsChanged, this, &WorkspaceDialog::suggestNames);
    connect(m_name, &QLineEdit::textEdited, this, [this](const QString& text) {
        m_named = !text.trimmed().isEmpty();
        suggestNames();
    });
    connect(m_column, &QLineEdit::textEdited, this, [this](const QString& text) {
        m_columnNamed = !text.trimmed().isEmpty();
        refresh();
    });
    for (QGroupBox* box : {m_map, m_clusters})
        connect(box, &QGroupBox::toggled, this, &WorkspaceDialog::refresh);
    connect(m_parameters, &MapParameters::changed, this, &WorkspaceDialog::refresh);
    connect(&m_session, &Session::changed, this, [this](Changes what) {
        if (what.testFlag(Change::Dataset)) reject();
    });
    suggestNames();
    resize(460, sizeHint().height());
}

void WorkspaceDialog::buildClusters(QGroupBox& box) {
    m_resolution->setObjectName(QStringLiteral("resolution"));
    m_resolution->setRange(0.01, 100);
    m_resolution->setSingleStep(0.1);
    m_resolution->setDecimals(2);
    m_resolution->setValue(1);
    m_resolution->setToolTip(tr("A higher resolution gives more clusters"));
    m_column->setObjectName(QStringLiteral("column"));
    QFormLayout* form = formIn(box);
    form->addRow(tr("Resolution"), m_resolution);
    form->addRow(tr("Column"), m_column);
}

void WorkspaceDialog::suggestNames() {
    if (!m_named) {
        const WorkspaceState& there = m_session.workspaces();
        const CellSet cells = m_cells->cells();
        QString name = cells.empty() ? QString() : wholeGroupName(m_session, cells);
        for (int n = 1; !there.nameProblem(name).isEmpty() || mapIsTaken(name); ++n)
            name = tr("part %1").arg(n);
        m_name->setText(name);
    }
    const QString name = m_name->text().trimmed();
    if (!m_columnNamed)
        m_column->setText(tr("leiden %1").arg(name).replace(QLatin1Char('/'), QLatin1Char('-')).trimmed());
    refresh();
}

// By a map that would be replaced.
bool WorkspaceDialog::mapIsTaken(const QString& name) const {
    const std::string key = partKey(m_parameters->request().from, name.trimmed());
    return std::ranges::any_of(m_session.view().embeddings(),
                               [&](const auto& map) { return map->key == key; });
}

// Of the neighbours that the map has, be it computed or not.
ClusterRequest WorkspaceDialog::clusters() const {
    ClusterRequest request;
    const EmbeddingRequest map = m_parameters->request();
    request.ofModel = m_parameters->ofModel();
    request.neighbours = map.neighbours;
    request.variableGenes = map.variable_genes;
    request.components = map.components;
    request.seed = map.seed;
    request.resolution = m_resolution->value();
    request.column = m_column->text().trimmed().toStdString();
    request.part = m_cells->cells();
    return request;
}

QString WorkspaceDialog::problem() const {
    if (m_cells->cells().universe() == 0)
        return tr("A workspace is a part of the cells: select some, or hide others, first.");
    if (const QString wrong = m_session.workspaces().nameProblem(m_name->text()); !wrong.isEmpty())
        return wrong;
    const bool computes = m_map->isChecked() || m_clusters->isChecked();
    if (computes && m_parameters->impossible())
        return tr("This dataset has no values that cells can be compared by.");
    if (computes && m_cells->count() < fewest_cells)
        return tr("A map and clusters need at least four cells.");
    if (m_map->isChecked() && mapIsTaken(m_name->text()))
        return tr("There is a map %1 already. Choose another name.").arg(m_name->text().trimmed());
    if (!m_clusters->isChecked()) return {};
    const std::string column = clusters().column;
    const OwnColumn* there = ownColumn(m_session.opened().own, column);
    if (there && there->edited)
        return tr("%1 has groups that were named by hand. Choose another name for the clusters.")
            .arg(QString::fromStdString(there->name));
    return m_session.columnProblem(column);
}

void WorkspaceDialog::start() {
    if (!problem().isEmpty()) return;
    const CellSet cells = m_cells->cells();
    const QString name = m_name->text().trimmed();
    const EmbeddingRequest map = m_parameters->request();
    const ClusterRequest groups = clusters();
    const bool maps = m_map->isChecked(), finds = m_clusters->isChecked();
    // What follows changes the choices of this dialog.
    accept();
    m_session.workspaces().make(name, cells, maps ? partKey(map.from, name) : std::string());
    if (maps) m_session.view().computeEmbedding(map, cells, name);
    if (finds) m_session.clusters().start(groups);
}

void WorkspaceDialog::refresh() {
    if (m_enter == nullptr) return;
    const QString wrong = problem();
    m_enter->setEnabled(wrong.isEmpty());
    m_neighbours->setEnabled(m_map->isChecked() || m_clusters->isChecked());
    m_note->setTone(wrong.isEmpty() ? Tone::Muted : Tone::Warning);
    m_note->setText(
        !wrong.isEmpty()
            ? wrong
            : tr("Until you go back, only these %L1 cells are shown. What is made in the workspace, "
                 "columns and maps, belongs to the whole dataset.")
                  .arg(m_cells->count()));
}

}  // namespace regulus
