#include "ui/dialogs/map_parameters.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QSignalBlocker>
#include <QSpinBox>

#include "core/workflow/learning_assay.h"
#include "ui/dialogs/components_choice.h"

namespace regulus {

MapParameters::MapParameters(Session& session, QFormLayout& neighbours, QFormLayout& map, QObject* parent)
    : QObject(parent),
      m_session(session),
      m_source(new QComboBox),
      m_genes(new QSpinBox),
      m_components(new QSpinBox),
      m_neighbours(new QSpinBox),
      m_seed(new QSpinBox),
      m_distance(new QDoubleSpinBox) {
    m_source->setObjectName(QStringLiteral("source"));
    m_source->setToolTip(tr("What makes cells neighbours"));
    const EmbeddingRequest usual;
    setUpComponents(*m_genes, *m_components);
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
    neighbours.addRow(tr("Neighbours by"), m_source);
    neighbours.addRow(tr("Variable genes"), m_genes);
    neighbours.addRow(tr("Components"), m_components);
    neighbours.addRow(tr("Neighbours"), m_neighbours);
    map.addRow(tr("Minimum distance"), m_distance);
    neighbours.addRow(tr("Seed"), m_seed);
    const auto told = [this] {
        m_genes->setEnabled(!ofModel());
        m_components->setEnabled(!ofModel());
        Q_EMIT changed();
    };
    connect(m_source, &QComboBox::currentIndexChanged, this, told);
    connect(&m_session, &Session::changed, this, [this, told](Changes what) {
        if (!(what & (Change::Model | Change::Results))) return;
        offerSources();
        told();
    });
    offerSources();
}

void MapParameters::offerSources() {
    const QSignalBlocker quiet(m_source);
    const QVariant before = m_source->currentData();
    m_source->clear();
    const auto dataset = m_session.opened().dataset;
    if (dataset && (m_session.opened().expression || can_be_mapped(*dataset)))
        m_source->addItem(tr("Principal components of expression"), false);
    if (m_session.model().results) m_source->addItem(tr("Cell embedding of the model"), true);
    m_source->setCurrentIndex(before.isValid() ? std::max(0, m_source->findData(before)) : 0);
}

bool MapParameters::ofModel() const {
    return m_source->currentData().toBool();
}

bool MapParameters::impossible() const {
    return m_source->count() == 0;
}

EmbeddingRequest MapParameters::request() const {
    EmbeddingRequest request;
    request.from = ofModel() ? EmbeddingRequest::From::Model : EmbeddingRequest::From::Expression;
    request.neighbours = m_neighbours->value();
    request.min_dist = m_distance->value();
    request.seed = static_cast<std::uint64_t>(m_seed->value());
    request.variable_genes = static_cast<std::size_t>(m_genes->value());
    request.components = static_cast<std::size_t>(m_components->value());
    return request;
}

}  // namespace regulus
