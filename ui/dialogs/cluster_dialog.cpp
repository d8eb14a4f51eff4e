#include "ui/dialogs/cluster_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSlider>
#include <QSpinBox>
#include <QVBoxLayout>
#include <cmath>

#include "core/workflow/learning_assay.h"
#include "ui/dialogs/cells_choice.h"
#include "ui/dialogs/components_choice.h"
#include "ui/models/number_text.h"
#include "ui/session/session.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {
namespace {

constexpr double least = 0.1, most = 5;
constexpr int slider_steps = 200;
constexpr int rest_ms = 200;
const auto whole_name = QStringLiteral("leiden"), part_name = QStringLiteral("leiden_part");

// The slider is even in the logarithm: twice the resolution is as far wherever it stands.
int placeOf(double resolution) {
    return int(std::lround(slider_steps * std::log(resolution / least) / std::log(most / least)));
}

double resolutionAt(int place) {
    const double exact = least * std::pow(most / least, double(place) / slider_steps);
    return std::round(exact * 100) / 100;
}

}  // namespace

ClusterDialog::ClusterDialog(Session& session, QWidget* parent)
    : QDialog(parent),
      m_session(session),
      m_cells(new CellsChoice(session)),
      m_source(new QComboBox),
      m_genes(new QSpinBox),
      m_components(new QSpinBox),
      m_neighbours(new QSpinBox),
      m_slider(new QSlider(Qt::Horizontal)),
      m_resolution(new QDoubleSpinBox),
      m_name(new QLineEdit(whole_name)),
      m_result(sentence(Tone::Muted)),
      m_stop(new QPushButton(tr("Stop"))) {
    setWindowTitle(tr("Cluster cells"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 16);
    column->setSpacing(16);
    column->addWidget(buildForm());
    m_result->setObjectName(QStringLiteral("result"));
    m_result->setMinimumHeight(2 * fontMetrics().lineSpacing() + 8);
    m_result->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    column->addWidget(m_result);
    column->addStretch(1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    m_cluster = buttons->addButton(tr("Cluster"), QDialogButtonBox::ActionRole);
    m_cluster->setObjectName(QStringLiteral("cluster"));
    m_cluster->setDefault(true);
    m_stop->setObjectName(QStringLiteral("stop"));
    m_stop->setAutoDefault(false);
    buttons->addButton(m_stop, QDialogButtonBox::ActionRole);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    connect(m_cluster, &QPushButton::clicked, this, &ClusterDialog::start);
    connect(m_stop, &QPushButton::clicked, this, [this] { m_session.clusters().cancel(); });
    m_later.setSingleShot(true);
    m_later.setInterval(rest_ms);
    connect(&m_later, &QTimer::timeout, this, [this] {
        // Neighbours are found when the person asks for them, not because a slider moved.
        if (problem().isEmpty() && m_session.clusters().hasGraph(request())) start();
    });
    connect(&m_session, &Session::changed, this, [this](Changes what) {
        if (what.testFlag(Change::Dataset)) return void(close());
        if (what & (Change::Model | Change::Results)) offerSources();
        if (what & (Change::Clusters | Change::Columns | Change::Model | Change::Results)) refresh();
    });
    offerSources();
    suggestName();
    takeUp(m_session.clusters().state());
    refresh();
    resize(460, sizeHint().height());
}

QWidget* ClusterDialog::buildForm() {
    auto* box = new QWidget;
    auto* form = new QFormLayout(box);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(8);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_source->setObjectName(QStringLiteral("source"));
    m_source->setToolTip(tr("Where cells lie that are called neighbours"));
    setUpComponents(*m_genes, *m_components);
    m_neighbours->setObjectName(QStringLiteral("neighbours"));
    m_neighbours->setRange(2, 200);
    m_neighbours->setValue(15);
    m_neighbours->setToolTip(tr("More neighbours give fewer and coarser clusters"));
    m_slider->setObjectName(QStringLiteral("resolutionSlider"));
    m_slider->setRange(0, slider_steps);
    m_slider->setAccessibleName(tr("Resolution"));
    m_resolution->setAccessibleName(tr("Resolution"));
    m_resolution->setObjectName(QStringLiteral("resolution"));
    m_resolution->setRange(0.01, 100);
    m_resolution->setSingleStep(0.1);
    m_resolution->setDecimals(2);
    m_resolution->setValue(1);
    m_slider->setValue(placeOf(1));
    for (QWidget* one : std::initializer_list<QWidget*>{m_slider, m_resolution})
        one->setToolTip(tr("A higher resolution gives more clusters"));
    m_name->setObjectName(QStringLiteral("name"));
    m_name->setToolTip(tr("Another name keeps the clusters that are there"));
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_slider, 1);
    row->addWidget(m_resolution);
    form->addRow(tr("Cells"), m_cells);
    form->addRow(tr("Neighbours by"), m_source);
    form->addRow(tr("Variable genes"), m_genes);
    form->addRow(tr("Components"), m_components);
    form->addRow(tr("Neighbours"), m_neighbours);
    form->addRow(tr("Resolution"), row);
    form->addRow(tr("Column"), m_name);
    connect(m_slider, &QSlider::valueChanged, this, [this](int place) {
        m_resolution->setValue(resolutionAt(place));  // tells resolutionMoved()
    });
    connect(m_resolution, &QDoubleSpinBox::valueChanged, this, &ClusterDialog::resolutionMoved);
    for (QSpinBox* one : {m_genes, m_components, m_neighbours})
        connect(one, &QSpinBox::valueChanged, this, &ClusterDialog::refresh);
    connect(m_source, &QComboBox::currentIndexChanged, this, &ClusterDialog::refresh);
    connect(m_cells, &CellsChoice::cellsChanged, this, [this] {
        suggestName();
        refresh();
    });
    connect(m_name, &QLineEdit::textChanged, this, &ClusterDialog::refresh);
    return box;
}

// What was asked for last is where one goes on.
void ClusterDialog::takeUp(const ClusterState& state) {
    if (state.phase == ClusterState::Phase::Idle) return;
    m_cells->choose(state.request.part);
    m_source->setCurrentIndex(std::max(0, m_source->findData(state.request.ofModel)));
    m_genes->setValue(static_cast<int>(state.request.variableGenes));
    m_components->setValue(static_cast<int>(state.request.components));
    m_neighbours->setValue(state.request.neighbours);
    m_resolution->setValue(state.request.resolution);
    m_name->setText(QString::fromStdString(state.request.column));
    m_later.stop();
}

// Undo may have taken away what was found last.
bool ClusterDialog::isCurrent(const ClusterState& state) const {
    const auto column = m_session.groups().categorical(state.request.column);
    return column && column->categories.size() == state.sizes.size();
}

// Clusters of some cells take the place of those of all only where the person says so.
void ClusterDialog::suggestName() {
    const bool part = m_cells->cells().universe() > 0;
    if (m_name->text() == (part ? whole_name : part_name)) m_name->setText(part ? part_name : whole_name);
}

void ClusterDialog::offerSources() {
    const QSignalBlocker quiet(m_source);
    const QVariant before = m_source->currentData();
    m_source->clear();
    const auto dataset = m_session.opened().dataset;
    if (dataset && (m_session.opened().expression || can_be_mapped(*dataset)))
        m_source->addItem(tr("Principal components of expression"), false);
    if (m_session.model().results) m_source->addItem(tr("Cell embedding of the model"), true);
    const int kept = before.isValid() ? m_source->findData(before) : 0;
    m_source->setCurrentIndex(std::max(kept, 0));
}

ClusterRequest ClusterDialog::request() const {
    ClusterRequest request;
    request.ofModel = m_source->currentData().toBool();
    request.variableGenes = static_cast<std::size_t>(m_genes->value());
    request.components = static_cast<std::size_t>(m_components->value());
    request.neighbours = m_neighbours->value();
    request.resolution = m_resolution->value();
    request.column = m_name->text().trimmed().toStdString();
    request.part = m_cells->cells();
    return request;
}

QString ClusterDialog::problem() const {
    if (m_source->count() == 0) return tr("This dataset has no values that cells can be compared by.");
    if (m_cells->count() < 4) return tr("Clusters need at least four cells.");
    const OwnColumn* there = ownColumn(m_session.opened().own, request().column);
    if (there && there->edited)
        return tr("%1 has groups that were named by hand. Choose another name for the clusters.")
            .arg(QString::fromStdString(there->name));
    return m_session.columnProblem(request().column);
}

void ClusterDialog::start() {
    if (problem().isEmpty()) m_session.clusters().start(request());
}

void ClusterDialog::resolutionMoved() {
    const QSignalBlocker quiet(m_slider);
    m_slider->setValue(placeOf(m_resolution->value()));
    m_later.start();
    refresh();
}

QString ClusterDialog::resultText() const {
    const ClusterState& state = m_session.clusters().state();
    switch (state.phase) {
        case ClusterState::Phase::Neighbours:
            return tr("Finding neighbours…");
        case ClusterState::Phase::Clustering:
            return tr("Finding clusters…");
        case ClusterState::Phase::Failed:
            return state.problem;
        case ClusterState::Phase::Idle:
            return tr(
                "Leiden on the graph of nearest neighbours, as in scanpy. Once the neighbours are found, the "
                "resolution acts at once.");
        case ClusterState::Phase::Ready:
            break;
    }
    if (!isCurrent(state)) return {};
    return tr("%1 at resolution %2: %3 in the largest, %4 in the smallest.")
        .arg(countText(state.sizes.size(), tr("cluster"), tr("clusters")))
        .arg(state.request.resolution)
        .arg(countText(state.sizes.front(), tr("cell"), tr("cells")))
        .arg(countText(state.sizes.back()));
}

void ClusterDialog::refresh() {
    const QString wrong = problem();
    const ClusterState& state = m_session.clusters().state();
    m_cluster->setEnabled(wrong.isEmpty() && !state.busy());
    for (QSpinBox* one : {m_genes, m_components}) one->setEnabled(!m_source->currentData().toBool());
    m_stop->setEnabled(state.busy());
    const bool failed = state.phase == ClusterState::Phase::Failed;
    m_result->setTone(!wrong.isEmpty() || failed ? Tone::Warning : Tone::Muted);
    m_result->setText(!wrong.isEmpty() ? wrong : resultText());
}

}  // namespace regulus
