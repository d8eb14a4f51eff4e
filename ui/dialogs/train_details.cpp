#include "ui/dialogs/train_details.h"

#include <QFormLayout>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

namespace regulus {

namespace {

QSpinBox* spin(int low, int high, const char* name) {
    auto* box = new QSpinBox;
    box->setRange(low, high);
    box->setObjectName(QString::fromLatin1(name));
    box->setAlignment(Qt::AlignRight);
    box->setFixedWidth(112);
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
    auto* form = new QFormLayout(numbers);
    form->setContentsMargins(16, 0, 0, 0);
    form->setHorizontalSpacing(16);
    m_genes = spin(0, 100000, "genes");
    m_genes->setSpecialValueText(tr("all"));
    m_genes->setSingleStep(500);
    m_epochs = spin(0, 10000, "epochs");
    m_pretraining = spin(0, 10000, "pretraining");
    m_seed = spin(0, 1000000, "seed");
    form->addRow(tr("Genes in the model, at most"), m_genes);
    form->addRow(tr("Training epochs, at most"), m_epochs);
    form->addRow(tr("Pretraining epochs"), m_pretraining);
    form->addRow(tr("Seed of split and training"), m_seed);
    column->addWidget(fold, 0, Qt::AlignLeft);
    column->addWidget(numbers);
    connect(fold, &QToolButton::toggled, this, [fold, numbers](bool open) {
        numbers->setVisible(open);
        fold->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
    });
    for (QSpinBox* box : {m_genes, m_epochs, m_pretraining, m_seed})
        connect(box, &QSpinBox::valueChanged, this, &TrainDetails::changed);
}

void TrainDetails::take(const TrainingOptions& preset) {
    const QSignalBlocker genes(m_genes), epochs(m_epochs), pretraining(m_pretraining);
    m_genes->setValue(static_cast<int>(preset.max_genes));
    m_epochs->setValue(preset.epochs);
    m_pretraining->setValue(preset.pretraining_epochs);
}

void TrainDetails::fill(TrainingOptions& options) const {
    options.max_genes = static_cast<std::size_t>(m_genes->value());
    options.epochs = m_epochs->value();
    options.pretraining_epochs = m_pretraining->value();
    options.seed = static_cast<std::uint64_t>(m_seed->value());
}

}  // namespace regulus
