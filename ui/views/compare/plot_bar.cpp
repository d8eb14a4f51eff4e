#include "ui/views/compare/plot_bar.h"

#include <QCheckBox>
#include <QComboBox>
#include <QSignalBlocker>
#include <QStandardItemModel>

#include "ui/views/parts/flow_layout.h"

namespace regulus {

PlotBar::PlotBar(QWidget* parent) : QWidget(parent) {
    auto* flow = new FlowLayout(this);
    m_kind = addChoice(tr("Plot"), tr("Which picture of the groups"));
    const std::pair<PlotKind, QString> kinds[] = {
        {PlotKind::Dots, tr("Dot plot")},    {PlotKind::Matrix, tr("Matrix plot")},
        {PlotKind::Violins, tr("Violins")},  {PlotKind::Boxes, tr("Boxes")},
        {PlotKind::Ridges, tr("Ridges")},    {PlotKind::Bars, tr("Composition")},
        {PlotKind::Table, tr("Cross-table")}};
    for (const auto& [kind, name] : kinds) m_kind->addItem(name, int(kind));
    m_values = addChoice(tr("Values"), tr("What is plotted: expression of genes, or what is read of TFs"));
    m_column = addChoice(tr("Groups"), tr("The column that defines the groups"));
    m_split = addChoice(tr("Second column"),
                        tr("Divides each group; of composition and cross-table the other column"));
    m_color = addChoice(tr("Colour"), tr("What the colour stands for"));
    m_color->addItem(tr("Mean"), int(PlotColor::Mean));
    m_color->addItem(tr("Mean CP10k"), int(PlotColor::MeanCounts));
    m_color->addItem(tr("0 to 1 per gene"), int(PlotColor::UnitRange));
    m_color->addItem(tr("z-score per gene"), int(PlotColor::ZScore));
    m_swap = addCheck(tr("Swap axes"), tr("Rows become columns"));
    m_tree =
        addCheck(tr("Dendrogram"), tr("Order the groups by how alike their means are, and draw the tree"));
    m_cluster = addCheck(tr("Cluster genes"), tr("Order the genes by how alike their means are"));
    m_counts = addCheck(tr("Counts"), tr("Cells instead of shares"));
    for (QWidget* const widget : std::initializer_list<QWidget*>{m_kind, m_values, m_column, m_split, m_color,
                                                                 m_swap, m_tree, m_cluster, m_counts})
        flow->addWidget(widget);
    connect(m_kind, &QComboBox::currentIndexChanged, this, [this, before = false]() mutable {
        // A composition has other numbers.
        const bool composition = ofComposition(look().kind);
        fit();
        const bool other = composition || before;
        before = composition;
        other ? Q_EMIT changed() : Q_EMIT lookChanged();
    });
    for (QComboBox* const box : {m_values, m_column, m_split})
        connect(box, &QComboBox::currentIndexChanged, this, &PlotBar::changed);
    connect(m_color, &QComboBox::currentIndexChanged, this, &PlotBar::lookChanged);
    connect(m_swap, &QCheckBox::toggled, this,
            [this] { ofComposition(look().kind) ? Q_EMIT changed() : Q_EMIT lookChanged(); });
    for (QCheckBox* const box : {m_tree, m_cluster, m_counts})
        connect(box, &QCheckBox::toggled, this, &PlotBar::lookChanged);
    fit();
}

QComboBox* PlotBar::addChoice(const QString& name, const QString& tip) {
    auto* box = new QComboBox;
    box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    box->setAccessibleName(name);
    box->setToolTip(tip);
    return box;
}

QCheckBox* PlotBar::addCheck(const QString& text, const QString& tip) {
    auto* box = new QCheckBox(text);
    box->setToolTip(tip);
    return box;
}

void PlotBar::fit() {
    const PlotKind kind = look().kind;
    const bool composition = ofComposition(kind), means = kind == PlotKind::Dots || kind == PlotKind::Matrix;
    m_values->setVisible(!composition && m_values->count() > 1);
    m_color->setVisible(means);
    m_swap->setVisible(means || composition);
    m_tree->setVisible(means);
    m_cluster->setVisible(!composition);
    m_counts->setVisible(kind == PlotKind::Bars);
}

void PlotBar::offerColumns(const std::vector<Offer>& columns, const std::string& usual) {
    const auto fill = [&](QComboBox* box, const QString& before, const std::string& otherwise) {
        const QSignalBlocker quiet(box);
        const QString chosen = box->currentData().toString();
        box->clear();
        if (!before.isEmpty()) box->addItem(before, QString());
        for (const Offer& offer : columns) {
            if (!before.isEmpty() && offer.column == given_groups) continue;
            box->addItem(before.isEmpty() ? tr("by %1").arg(offer.title) : tr("split by %1").arg(offer.title),
                         QString::fromStdString(offer.column));
        }
        const int kept = chosen.isEmpty() ? -1 : box->findData(chosen);
        box->setCurrentIndex(kept >= 0 ? kept
                                       : std::max(0, box->findData(QString::fromStdString(otherwise))));
    };
    fill(m_column, {}, usual);
    fill(m_split, tr("not split"), {});
}

void PlotBar::offerValues(const std::vector<ValuesOf>& values, bool model) {
    const QSignalBlocker quiet(m_values);
    const QVariant chosen = m_values->currentData();
    m_values->clear();
    for (const ValuesOf of : values) {
        const QString name = of == ValuesOf::Genes      ? tr("Genes")
                             : of == ValuesOf::Activity ? tr("TF activity")
                             : model                    ? tr("TF attention")
                                                        : tr("TF attention, untrained");
        m_values->addItem(name, int(of));
    }
    m_values->setCurrentIndex(std::max(0, m_values->findData(chosen)));
    fit();
}

void PlotBar::allowCounts(bool counts) {
    auto* const items = qobject_cast<QStandardItemModel*>(m_color->model());
    const int place = m_color->findData(int(PlotColor::MeanCounts));
    items->item(place)->setEnabled(counts);
    if (counts || m_color->currentIndex() != place) return;
    const QSignalBlocker quiet(m_color);
    m_color->setCurrentIndex(0);
}

bool PlotBar::offers(const std::string& column) const {
    return m_column->findData(QString::fromStdString(column)) >= 0;
}

void PlotBar::setColumn(const std::string& column) {
    const QSignalBlocker quiet(m_column);
    m_column->setCurrentIndex(std::max(0, m_column->findData(QString::fromStdString(column))));
}

void PlotBar::setSplit(const std::string& column) {
    const QSignalBlocker quiet(m_split);
    m_split->setCurrentIndex(std::max(0, m_split->findData(QString::fromStdString(column))));
}

void PlotBar::setValues(ValuesOf of) {
    const QSignalBlocker quiet(m_values);
    m_values->setCurrentIndex(std::max(0, m_values->findData(int(of))));
}

void PlotBar::setLook(const PlotLook& look) {
    m_kind->setCurrentIndex(m_kind->findData(int(look.kind)));
    m_color->setCurrentIndex(m_color->findData(int(look.color)));
    m_swap->setChecked(look.swapped);
    m_tree->setChecked(look.tree);
    m_cluster->setChecked(look.clusterGenes);
    m_counts->setChecked(look.counts);
}

PlotLook PlotBar::look() const {
    PlotLook look;
    look.kind = static_cast<PlotKind>(m_kind->currentData().toInt());
    look.color = static_cast<PlotColor>(m_color->currentData().toInt());
    look.swapped = m_swap->isChecked();
    look.tree = m_tree->isChecked();
    look.clusterGenes = m_cluster->isChecked();
    look.counts = m_counts->isChecked();
    return look;
}

ValuesOf PlotBar::values() const {
    return static_cast<ValuesOf>(m_values->currentData().toInt());
}

std::string PlotBar::column() const {
    return m_column->currentData().toString().toStdString();
}

std::string PlotBar::split() const {
    return m_split->currentData().toString().toStdString();
}

}  // namespace regulus
