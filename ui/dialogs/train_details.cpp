#include "ui/dialogs/train_details.h"

#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

namespace regulus {

namespace {

constexpr double by_rule = -0.1;  // the step below 0 of the bypass

template <class Box>
void dress(Box* box, const char* name) {
    box->setObjectName(QString::fromLatin1(name));
    box->setAlignment(Qt::AlignRight);
    box->setFixedWidth(112);
}

QSpinBox* spin(int low, int high, const char* name) {
    auto* box = new QSpinBox;
    box->setRange(low, high);
    dress(box, name);
    return box;
}

}  // namespace

TrainDetails::TrainDetails(QWidget* parent) : QWidget(parent) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    auto* fold = new QToolButton;
    fold->setObjectName(QStringLiteral("details"));
    fold->setText(tr("Details"));
    fold->setCheckable(true);
    fold->setAutoRaise(true);
    fold->setArrowType(Qt::RightArrow);
    fold->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    auto* numbers = new QWidget;
    numbers->setVisible(false);
    m_form = new QFormLayout(numbers);
    m_form->setContentsMargins(16, 0, 0, 0);
    m_form->setHorizontalSpacing(16);
    m_bypass = new QDoubleSpinBox;
    m_bypass->setRange(by_rule, 1);
    m_bypass->setSpecialValueText(tr("automatic"));
    m_bypass->setSingleStep(0.1);
    m_bypass->setDecimals(2);
    dress(m_bypass, "bypass");
    m_heads = spin(1, 32, "heads");
    m_dimensions = spin(1, 512, "dimensions");
    m_genes = spin(0, 100000, "genes");
    m_genes->setSpecialValueText(tr("all"));
    m_genes->setSingleStep(500);
    m_epochs = spin(0, 10000, "epochs");
    m_pretraining = spin(0, 10000, "pretraining");
    m_seed = spin(0, 1000000, "seed");
    m_ofRegulons = {addRow(tr("Bypass of the regulons (ρ)"), m_bypass,
                           tr("How much of the embedding may bypass the regulons. 0: decisions rest on the "
                              "regulons alone, at some cost in accuracy; 1: the embedding is that of the "
                              "principal components. Automatic: 0.5, or 0.75 where the regulons explain "
                              "little of what tells cells apart.")),
                    addRow(tr("Attention heads"), m_heads,
                           tr("The first reads the prior's signs, the others the directions in which the "
                              "targets of a TF vary most")),
                    addRow(tr("Dimensions of the embedding"), m_dimensions, {})};
    m_ofGenes = {addRow(tr("Genes in the model, at most"), m_genes, {}),
                 addRow(tr("Training epochs, at most"), m_epochs, {}),
                 addRow(tr("Pretraining epochs"), m_pretraining, {})};
    addRow(tr("Seed of split and training"), m_seed, {});
    column->addWidget(fold, 0, Qt::AlignLeft);
    column->addWidget(numbers);
    connect(fold, &QToolButton::toggled, this, [fold, numbers](bool open) {
        numbers->setVisible(open);
        fold->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
    });
    for (QSpinBox* box : {m_heads, m_dimensions, m_genes, m_epochs, m_pretraining, m_seed})
        connect(box, &QSpinBox::valueChanged, this, &TrainDetails::changed);
    connect(m_bypass, &QDoubleSpinBox::valueChanged, this, [this](double value) {
        if (value < 0 && value > by_rule) return m_bypass->setValue(by_rule);  // nothing lies between
        Q_EMIT changed();
    });
}

TrainDetails::Row TrainDetails::addRow(const QString& name, QWidget* field, const QString& help) {
    auto* label = new QLabel(name);
    label->setBuddy(field);
    label->setToolTip(help);
    field->setToolTip(help);
    m_form->addRow(label, field);
    return {label, field};
}

void TrainDetails::show(const std::vector<Row>& rows, bool shown) {
    for (const Row& row : rows) {
        row.label->setVisible(shown);
        row.field->setVisible(shown);
    }
}

void TrainDetails::take(const TrainingOptions& preset) {
    const QSignalBlocker heads(m_heads), dimensions(m_dimensions), bypass(m_bypass), genes(m_genes),
        epochs(m_epochs), pretraining(m_pretraining);
    m_heads->setValue(preset.model.heads);
    m_dimensions->setValue(preset.model.dimensions);
    m_bypass->setValue(preset.bypass_by_rule ? by_rule : preset.model.bypass);
    m_genes->setValue(static_cast<int>(preset.max_genes));
    m_epochs->setValue(preset.epochs);
    m_pretraining->setValue(preset.pretraining_epochs);
    const bool regulons = preset.model.read == ReadMode::Regulons;
    show(m_ofRegulons, regulons);
    show(m_ofGenes, !regulons);
}

void TrainDetails::fill(TrainingOptions& options) const {
    if (options.model.read == ReadMode::Regulons) {
        options.model.heads = m_heads->value();
        options.model.dimensions = m_dimensions->value();
        options.bypass_by_rule = m_bypass->value() < 0;
        if (!options.bypass_by_rule) options.model.bypass = m_bypass->value();
    } else {
        options.max_genes = static_cast<std::size_t>(m_genes->value());
        options.epochs = m_epochs->value();
        options.pretraining_epochs = m_pretraining->value();
    }
    options.seed = options.mask_seed = static_cast<std::uint64_t>(m_seed->value());
}

}  // namespace regulus
