#include "ui/views/heatmap/heatmap_controls.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QSpinBox>
#include <QStandardItemModel>
#include <algorithm>

#include "ui/render/palettes.h"
#include "ui/views/parts/flow_layout.h"
#include "ui/views/parts/name_field.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {
namespace {

constexpr int limit_margins = 46;   // pixels
constexpr int fixed_groupings = 2;  // by label and by prediction, which are always listed
constexpr const char *column_prefix = "column:", *share_prefix = "share:";

QString shareOf(const HeatmapSettings& settings) {
    switch (settings.groupBar) {
        case GroupBar::Cells:
            return QStringLiteral("cells");
        case GroupBar::Shares:
            return QLatin1String(share_prefix) + settings.across;
        case GroupBar::None:
            break;
    }
    return {};
}

void choose(QComboBox* box, const QVariant& value) {
    box->setCurrentIndex(std::max(0, box->findData(value)));
}

}  // namespace

HeatmapControls::HeatmapControls(QWidget* parent) : QWidget(parent) {
    build();
}

QComboBox* HeatmapControls::choice(const QString& name, const QString& tip) {
    auto* box = new QComboBox;
    box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    box->setAccessibleName(name);
    box->setToolTip(tip);
    return box;
}

QSpinBox* HeatmapControls::number(const QString& name, const QString& tip, int least, int most) {
    auto* box = new QSpinBox;
    box->setRange(least, most);
    box->setAccessibleName(name);
    box->setToolTip(tip);
    return box;
}

QCheckBox* HeatmapControls::check(const QString& text, const QString& tip, bool HeatmapSettings::*of) {
    auto* box = new QCheckBox(text);
    box->setToolTip(tip);
    connect(box, &QCheckBox::toggled, this, [this, of](bool on) {
        if (!m_showing) Q_EMIT edited([of, on](HeatmapSettings& s) { s.*of = on; });
    });
    return box;
}

void HeatmapControls::listen(QComboBox* box, std::function<void(HeatmapSettings&)> write) {
    connect(box, &QComboBox::currentIndexChanged, this, [this, write = std::move(write)] {
        if (!m_showing) Q_EMIT edited(write);
    });
}

void HeatmapControls::listen(QSpinBox* box, std::function<void(HeatmapSettings&)> write) {
    connect(box, &QSpinBox::valueChanged, this, [this, write = std::move(write)] {
        if (!m_showing) Q_EMIT edited(write);
    });
}

void HeatmapControls::build() {
    auto* flow = new FlowLayout(this);
    flow->setContentsMargins(14, 6, 14, 2);
    m_measure = choice(tr("Values"), {});
    m_measure->setObjectName(QStringLiteral("measure"));
    m_groups = choice(tr("Groups"), tr("The column that defines the groups"));
    m_groups->setObjectName(QStringLiteral("grouping"));
    m_groups->setMaximumWidth(220);
    m_groups->addItem(tr("by label"), QStringLiteral("label"));
    m_groups->addItem(tr("by prediction"), QStringLiteral("prediction"));
    m_tfs = choice(tr("Which TFs"), tr("Which TFs are shown"));
    m_tfs->setObjectName(QStringLiteral("whichTfs"));
    m_tfs->addItem(tr("TFs that differ most"), int(ShownTfs::Differing));
    m_tfs->addItem(tr("top of each group"), int(ShownTfs::Leading));
    m_tfs->addItem(tr("named TFs"), int(ShownTfs::Named));
    m_limit = number(tr("Number of TFs"), tr("How many TFs are shown"), 0, most_shown_tfs);
    m_limit->setSingleStep(10);
    m_limit->setSuffix(tr(" TFs"));
    m_ofEach = number(
        tr("TFs of each group"),
        tr("How many TFs of each group: those by which its cells differ most from all others (Cohen's d)"), 1,
        most_of_each_group);
    m_ofEach->setObjectName(QStringLiteral("ofEach"));
    m_ofEach->setSuffix(tr(" a group"));
    m_names = new NameField;
    m_names->setPlaceholderText(tr("Type or paste TFs"));
    m_names->setAccessibleName(tr("TFs"));
    m_names->setMinimumWidth(220);
    m_unknown = new ToneLabel(Tone::Warning);
    m_unknown->setObjectName(QStringLiteral("unknownTfs"));
    m_z = check(tr("z-score"), tr("How many standard deviations above or below the mean of all groups"),
                &HeatmapSettings::z);
    m_turned = check(tr("TFs as rows"), tr("TFs down, groups across"), &HeatmapSettings::turned);
    m_eachCell = new QCheckBox(tr("Each cell"));
    m_eachCell->setToolTip(tr("Every cell of the groups instead of their means; drag to select cells"));
    connect(m_eachCell, &QCheckBox::toggled, this, [this](bool on) {
        if (m_showing) return;
        // Cells have most room across.
        Q_EMIT edited([on](HeatmapSettings& s) {
            s.eachCell = on;
            if (on) s.turned = true;
        });
    });
    m_more = new QPushButton(tr("Order and bars"));
    m_more->setToolTip(tr("Clustering, blocks, bars beside the heatmap"));
    m_starter = new QPushButton(tr("Choose a fuller prior…"));
    m_starter->setToolTip(tr("The starter prior has textbook edges of a few TFs, to try things out"));
    m_panel = buildPanel();
    for (QWidget* w :
         std::initializer_list<QWidget*>{m_measure, m_groups, m_tfs, m_limit, m_ofEach, m_names, m_unknown,
                                         m_z, m_turned, m_eachCell, m_more, m_starter})
        flow->addWidget(w);
    connect(m_starter, &QPushButton::clicked, this, &HeatmapControls::priorAsked);
    connect(m_more, &QPushButton::clicked, this, &HeatmapControls::openPanel);
    connect(m_names, &NameField::chosen, this, [this] {
        const QString typed = m_names->text();
        Q_EMIT edited([typed](HeatmapSettings& s) { s.names = typed; });
    });
    listen(m_measure, [this](HeatmapSettings& s) { s.measure = m_measure->currentData().toInt(); });
    listen(m_groups, [this](HeatmapSettings& s) { s.groups = m_groups->currentData().toString(); });
    listen(m_tfs,
           [this](HeatmapSettings& s) { s.look.tfs = static_cast<ShownTfs>(m_tfs->currentData().toInt()); });
    listen(m_limit, [this](HeatmapSettings& s) { s.look.most = m_limit->value(); });
    listen(m_ofEach, [this](HeatmapSettings& s) { s.look.ofEach = m_ofEach->value(); });
}

QWidget* HeatmapControls::buildPanel() {
    auto* panel = new QFrame(this, Qt::Popup);
    panel->setFrameShape(QFrame::StyledPanel);
    panel->setObjectName(QStringLiteral("heatmapPanel"));
    auto* form = new QFormLayout(panel);
    const auto add = [&](const QString& name, const QString& tip) {
        QComboBox* box = choice(name, tip);
        form->addRow(name, box);
        return box;
    };
    const auto blocks = [&](const QString& name) {
        QSpinBox* box = number(name, tr("Cuts the dendrogram into so many blocks"), 1, most_blocks);
        box->setSpecialValueText(tr("not cut"));
        box->setSuffix(tr(" blocks"));
        form->addRow(name, box);
        return box;
    };
    m_groupOrder = add(tr("Groups"), tr("The order of the groups"));
    m_groupOrder->addItem(tr("clustered"), true);
    m_groupOrder->addItem(tr("in the order of the file"), false);
    m_groupBlocks = blocks(tr("Blocks of groups"));
    m_groupBlocks->setObjectName(QStringLiteral("groupBlocks"));
    m_tfOrder = add(tr("TFs"), tr("The order of the TFs"));
    m_tfOrder->addItem(tr("clustered"), true);
    m_tfOrder->addItem(tr("as chosen, the first first"), false);
    m_tfBlocks = blocks(tr("Blocks of TFs"));
    m_tfBlocks->setObjectName(QStringLiteral("tfBlocks"));
    m_groupBar = add(tr("Bar of groups"), tr("A bar beside each group"));
    m_groupBar->setObjectName(QStringLiteral("groupBar"));
    m_tfBar = add(tr("Bar of TFs"), tr("A bar beside each TF"));
    m_tfBar->setObjectName(QStringLiteral("tfBar"));
    m_tfBar->addItem(tr("none"), int(TfBar::None));
    m_tfBar->addItem(tr("number of targets"), int(TfBar::Targets));
    m_tfBar->addItem(tr("mRNA"), int(TfBar::Expression));
    m_cellOrder = add(tr("Cells of a group"), tr("The order of the cells where each is shown"));
    m_cellOrder->setObjectName(QStringLiteral("cellOrder"));
    m_cellOrder->addItem(tr("by the first principal component"), int(CellOrder::Component));
    m_cellOrder->addItem(tr("by the TF that is looked at"), int(CellOrder::Value));
    m_cellOrder->addItem(tr("in the order of the file"), int(CellOrder::Given));
    auto* const numbers = new QPushButton(tr("Save the numbers…"));
    numbers->setToolTip(tr("The values shown, with blocks and bars, as a table"));
    form->addRow(numbers);
    connect(numbers, &QPushButton::clicked, this, [this, panel] {
        panel->hide();
        Q_EMIT numbersAsked();
    });
    listen(m_groupOrder,
           [this](HeatmapSettings& s) { s.look.clusterGroups = m_groupOrder->currentData().toBool(); });
    listen(m_tfOrder,
           [this](HeatmapSettings& s) { s.look.clusterGenes = m_tfOrder->currentData().toBool(); });
    listen(m_groupBlocks, [this](HeatmapSettings& s) { s.look.groupBlocks = m_groupBlocks->value(); });
    listen(m_tfBlocks, [this](HeatmapSettings& s) { s.look.geneBlocks = m_tfBlocks->value(); });
    listen(m_cellOrder, [this](HeatmapSettings& s) {
        s.order = static_cast<CellOrder>(m_cellOrder->currentData().toInt());
    });
    listen(m_tfBar,
           [this](HeatmapSettings& s) { s.tfBar = static_cast<TfBar>(m_tfBar->currentData().toInt()); });
    listen(m_groupBar, [this](HeatmapSettings& s) {
        const QString chosen = m_groupBar->currentData().toString();
        const bool share = chosen.startsWith(QLatin1String(share_prefix));
        s.groupBar = share ? GroupBar::Shares : chosen.isEmpty() ? GroupBar::None : GroupBar::Cells;
        s.across = share ? chosen.mid(QLatin1String(share_prefix).size()) : QString();
    });
    return panel;
}

void HeatmapControls::openPanel() {
    m_panel->adjustSize();
    m_panel->move(m_more->mapToGlobal(QPoint(0, m_more->height() + 2)));
    m_panel->show();
    m_groupOrder->setFocus();
}

void HeatmapControls::showMeasures(const std::vector<Measure>& offered, std::optional<int> wanted) {
    if (offered != m_offered.measures) m_measure->clear();
    for (std::size_t k = std::size_t(m_measure->count()); k < offered.size(); ++k) {
        m_measure->addItem(offered[k].name, int(offered[k].measure));
        m_measure->setItemData(m_measure->count() - 1, offered[k].tip, Qt::ToolTipRole);
    }
    // What a person chose, as soon as it is offered (results of a model come later than its session); else
    // the first.
    m_measure->setCurrentIndex(std::max(0, wanted ? m_measure->findData(*wanted) : -1));
    m_measure->setToolTip(m_measure->currentData(Qt::ToolTipRole).toString());
}

void HeatmapControls::showGroupings(const Offer& offer, const QString& wanted) {
    // Without a model there is no prediction to group by.
    qobject_cast<QStandardItemModel*>(m_groups->model())->item(1)->setEnabled(offer.predictions);
    if (offer.columns != m_offered.columns) {
        while (m_groups->count() > fixed_groupings) m_groups->removeItem(fixed_groupings);
        for (const QString& name : offer.columns)
            m_groups->addItem(tr("by %1").arg(name), QLatin1String(column_prefix) + name);
    }
    const int at = m_groups->findData(wanted);
    m_groups->setCurrentIndex(at == 1 && !offer.predictions ? 0 : std::max(0, at));
    if (m_groupBar->count() > 0 && offer.across == m_offered.across) return;
    m_groupBar->clear();
    m_groupBar->addItem(tr("none"), QString());
    m_groupBar->addItem(tr("number of cells"), QStringLiteral("cells"));
    for (const QString& name : offer.across)
        m_groupBar->addItem(tr("shares of %1").arg(name), QLatin1String(share_prefix) + name);
}

void HeatmapControls::show(const Offer& offer, const HeatmapSettings& settings) {
    const QScopedValueRollback showing(m_showing, true);
    showMeasures(offer.measures, settings.measure);
    showGroupings(offer, settings.groups);
    m_offered = offer;
    const HeatmapLook& look = settings.look;
    choose(m_groupBar, shareOf(settings));
    choose(m_tfBar, int(settings.tfBar));
    choose(m_tfs, int(look.tfs));
    showLimit(offer.entries, look.most);
    m_ofEach->setValue(look.ofEach);
    m_names->setKnown(offer.tfs);
    m_names->showText(settings.names);
    m_limit->setVisible(look.tfs == ShownTfs::Differing);
    m_ofEach->setVisible(look.tfs == ShownTfs::Leading);
    m_names->setVisible(look.tfs == ShownTfs::Named);
    sayUnknown();
    m_z->setChecked(settings.z);
    // The sign of an effect says whether a decision gains or loses: no z-score takes it away.
    m_z->setEnabled(empty() || measure() != RegulonMeasure::Effect);
    m_turned->setChecked(settings.turned);
    m_eachCell->setChecked(settings.eachCell);
    choose(m_groupOrder, look.clusterGroups);
    choose(m_tfOrder, look.clusterGenes);
    m_groupBlocks->setValue(look.groupBlocks);
    m_tfBlocks->setValue(look.geneBlocks);
    m_groupBlocks->setEnabled(look.clusterGroups);
    m_tfBlocks->setEnabled(look.clusterGenes);
    choose(m_cellOrder, int(settings.order));
    m_cellOrder->setEnabled(settings.eachCell);
    m_starter->setVisible(offer.starter);
}

// Never more than there are: of fewer, all are shown.
void HeatmapControls::showLimit(std::size_t entries, int most) {
    const int there = static_cast<int>(std::min<std::size_t>(entries, most_shown_tfs));
    m_limit->setRange(0, there > 0 ? there : most_shown_tfs);
    m_limit->setSpecialValueText(there > 0 ? tr("all %1 TFs").arg(countText(entries)) : tr("all"));
    // The words beside the arrows, which its own hint measures without their margins.
    m_limit->setMinimumWidth(m_limit->fontMetrics().horizontalAdvance(m_limit->specialValueText()) +
                             limit_margins);
    m_limit->setValue(entries > 0 && most >= static_cast<int>(entries) ? 0 : most);
}

void HeatmapControls::sayUnknown() {
    constexpr int most = 5;
    QStringList unknown = m_names->unknown();
    const auto more = unknown.size() - most;
    if (more > 0) unknown = unknown.mid(0, most) << tr("%1 more").arg(more);
    m_unknown->setText(tr("no such TF: %1").arg(unknown.join(QStringLiteral(", "))));
    m_unknown->setVisible(m_names->isVisibleTo(this) && !unknown.isEmpty());
}

bool HeatmapControls::empty() const {
    return m_measure->count() == 0;
}

RegulonMeasure HeatmapControls::measure() const {
    return static_cast<RegulonMeasure>(m_measure->currentData().toInt());
}

QString HeatmapControls::grouping() const {
    return m_groups->currentData().toString();
}

std::vector<std::string> HeatmapControls::tfNames() const {
    return m_names->names();
}

int HeatmapControls::typing() const {
    return m_names->typing();
}

}  // namespace regulus
