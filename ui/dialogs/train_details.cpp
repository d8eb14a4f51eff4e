#include "ui/dialogs/train_details.h"

#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
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

// "4 heads", and of one, the least, "1 head".
void count(QSpinBox* box, const QString& one, const QString& several) {
    box->setSuffix(QLatin1Char(' ') + several);
    box->setSpecialValueText(QStringLiteral("1 ") + one);
}

// 0 of what has no part in the training.
std::uint64_t seed(const QSpinBox* box) {
    return box->isHidden() ? 0 : static_cast<std::uint64_t>(box->value());
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
    numbers->setObjectName(QStringLiteral("numbers"));
    numbers->setVisible(false);
    m_form = new QFormLayout(numbers);
    m_form->setContentsMargins(16, 0, 0, 0);
    m_form->setHorizontalSpacing(16);
    m_form->setVerticalSpacing(4);
    buildRegulons();
    buildGenes();
    buildSeeds();
    column->addWidget(fold, 0, Qt::AlignLeft);
    column->addWidget(numbers);
    connect(fold, &QToolButton::toggled, this, [fold, numbers](bool open) {
        numbers->setVisible(open);
        fold->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
    });
    for (QSpinBox* box : {m_tfs, m_heads, m_dimensions, m_genes, m_epochs, m_pretraining, m_splitSeed,
                          m_drawSeed, m_firstSeed, m_rewiringSeed})
        connect(box, &QSpinBox::valueChanged, this, &TrainDetails::changed);
    connect(m_own, &QDoubleSpinBox::valueChanged, this, &TrainDetails::changed);
    connect(m_bypass, &QDoubleSpinBox::valueChanged, this, [this](double value) {
        if (value < 0 && value > by_rule) return m_bypass->setValue(by_rule);  // nothing lies between
        Q_EMIT changed();
    });
}

void TrainDetails::buildRegulons() {
    m_bypass = new QDoubleSpinBox;
    m_bypass->setRange(by_rule, 1);
    m_bypass->setSpecialValueText(tr("automatic"));
    m_bypass->setSingleStep(0.1);
    m_bypass->setDecimals(2);
    dress(m_bypass, "bypass");
    m_tfs = spin(0, 100000, "tfs");
    m_tfs->setSpecialValueText(tr("all"));
    m_tfs->setSingleStep(10);
    m_own = new QDoubleSpinBox;
    m_own->setRange(0, 10);
    m_own->setSingleStep(0.1);
    m_own->setDecimals(2);
    dress(m_own, "own");
    m_heads = spin(1, 32, "heads");
    count(m_heads, tr("head"), tr("heads"));
    m_heads->setAccessibleName(tr("Attention heads"));
    m_heads->setToolTip(
        tr("The first reads the prior's signs, the others the directions in which the "
           "targets of a TF vary most"));
    m_dimensions = spin(1, 512, "dimensions");
    count(m_dimensions, tr("dimension"), tr("dimensions"));
    m_dimensions->setAccessibleName(tr("Dimensions of the embedding"));
    m_dimensions->setFixedWidth(136);
    auto* sizes = new QWidget;
    auto* boxes = new QHBoxLayout(sizes);
    boxes->setContentsMargins(0, 0, 0, 0);
    boxes->setSpacing(8);
    for (QSpinBox* box : {m_heads, m_dimensions}) boxes->addWidget(box);
    boxes->addStretch();
    m_ofRegulons = {
        addRow(tr("Bypass of the regulons (ρ)"), m_bypass,
               tr("How much of the embedding may bypass the regulons. 0: decisions rest on the "
                  "regulons alone, at some cost in accuracy; 1: the embedding is that of the "
                  "principal components. Automatic: 0.5, or 0.75 where the regulons explain "
                  "little of what tells cells apart.")),
        addRow(tr("TFs in the model, at most"), m_tfs,
               tr("If the prior has more, those whose targets vary together most, as its signs say, are "
                  "kept; labels play no part. Fewer TFs are quicker to read, and tell fewer cells apart.")),
        addRow(tr("Weight of a TF's own mRNA"), m_own,
               tr("Beside what its targets show. 0: by the targets alone.")),
        addRow(tr("Attention and embedding"), sizes, {})};
    m_ofRegulons.back().label->setBuddy(m_heads);
}

void TrainDetails::buildGenes() {
    m_genes = spin(0, 100000, "genes");
    m_genes->setSpecialValueText(tr("all"));
    m_genes->setSingleStep(500);
    m_epochs = spin(0, 10000, "epochs");
    m_pretraining = spin(0, 10000, "pretraining");
    m_ofGenes = {addRow(tr("Genes in the model, at most"), m_genes, {}),
                 addRow(tr("Training epochs, at most"), m_epochs, {}),
                 addRow(tr("Pretraining epochs"), m_pretraining, {})};
}

// In one row: each says in itself what it is of.
void TrainDetails::buildSeeds() {
    auto* row = new QWidget;
    auto* boxes = new QHBoxLayout(row);
    boxes->setContentsMargins(0, 0, 0, 0);
    boxes->setSpacing(8);
    const auto add = [&](const char* name, const QString& of, const QString& full, const QString& help) {
        QSpinBox* box = spin(0, 1000000, name);
        box->setPrefix(of + QLatin1Char(' '));
        box->setAccessibleName(full);
        box->setToolTip(help);
        boxes->addWidget(box);
        return box;
    };
    m_splitSeed =
        add("seed-split", tr("split"), tr("Seed of the split"), tr("Which cells are held out for testing"));
    m_drawSeed = add("seed-draw", tr("labels"), tr("Seed of the draw of labels"),
                     tr("Which of the other cells' labels are used, and which cells validate"));
    m_firstSeed = add("seed-init", tr("weights"), tr("Seed of the first weights"),
                      tr("The first weights, and the order of the cells"));
    m_rewiringSeed =
        add("seed-mask", tr("rewiring"), tr("Seed of the rewiring"), tr("How the prior is rewired"));
    boxes->addStretch();
    addRow(tr("Seeds"), row, {}).label->setBuddy(m_splitSeed);
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
    const QSignalBlocker tfs(m_tfs), own(m_own), heads(m_heads), dimensions(m_dimensions), bypass(m_bypass),
        genes(m_genes), epochs(m_epochs), pretraining(m_pretraining);
    m_tfs->setValue(static_cast<int>(preset.max_tfs));
    m_own->setValue(preset.own);
    m_heads->setValue(preset.model.heads);
    m_dimensions->setValue(preset.model.dimensions);
    m_bypass->setValue(preset.bypass_by_rule ? by_rule : preset.model.bypass);
    m_genes->setValue(static_cast<int>(preset.max_genes));
    m_epochs->setValue(preset.epochs);
    m_pretraining->setValue(preset.pretraining_epochs);
    const bool regulons = preset.model.read == ReadMode::Regulons;
    show(m_ofRegulons, regulons);
    show(m_ofGenes, !regulons);
    m_firstSeed->setVisible(!regulons);
}

void TrainDetails::setRewired(bool rewired) {
    m_rewiringSeed->setVisible(rewired);
}

void TrainDetails::fill(TrainingOptions& options, SplitOptions& split) const {
    if (options.model.read == ReadMode::Regulons) {
        options.max_tfs = static_cast<std::size_t>(m_tfs->value());
        options.own = m_own->value();
        options.model.heads = m_heads->value();
        options.model.dimensions = m_dimensions->value();
        options.bypass_by_rule = m_bypass->value() < 0;
        if (!options.bypass_by_rule) options.model.bypass = m_bypass->value();
    } else {
        options.max_genes = static_cast<std::size_t>(m_genes->value());
        options.epochs = m_epochs->value();
        options.pretraining_epochs = m_pretraining->value();
    }
    split.seed = seed(m_splitSeed);
    split.draw = seed(m_drawSeed);
    options.seed = seed(m_firstSeed);
    options.mask_seed = seed(m_rewiringSeed);
}

}  // namespace regulus
