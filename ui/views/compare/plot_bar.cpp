#include "ui/views/compare/plot_bar.h"

#include <QCheckBox>
#include <QComboBox>
#include <QSignalBlocker>
#include <QStandardItemModel>
#include <utility>

#include "ui/views/parts/flow_layout.h"

namespace regulus {
namespace {

// Of the groups that are compared, in a list of columns; no column has such a name.
const auto compared_groups = QStringLiteral("regulus:compared");

QString valuesName(ValuesOf of, bool model) {
    switch (of) {
        case ValuesOf::Activity:
            return PlotBar::tr("TF activity");
        case ValuesOf::Attention:
            return model ? PlotBar::tr("TF attention") : PlotBar::tr("TF attention, untrained");
        case ValuesOf::Columns:
            return PlotBar::tr("Scores and columns");
        case ValuesOf::Genes:
            break;
    }
    return PlotBar::tr("Genes");
}

std::string textOf(const QComboBox* box) {
    return box->currentData().toString().toStdString();
}

}  // namespace

PlotBar::PlotBar(QWidget* parent) : QWidget(parent) {
    auto* flow = new FlowLayout(this);
    m_kind = addChoice(tr("Plot"), tr("Which picture of the groups"), [this] {
        return [kind = static_cast<PlotKind>(m_kind->currentData().toInt())](PlotSettings& s) {
            s.look.kind = kind;
        };
    });
    const std::pair<PlotKind, QString> kinds[] = {
        {PlotKind::Dots, tr("Dot plot")},           {PlotKind::Matrix, tr("Matrix plot")},
        {PlotKind::Violins, tr("Violins")},         {PlotKind::Boxes, tr("Boxes")},
        {PlotKind::Ridges, tr("Ridges")},           {PlotKind::Bars, tr("Composition")},
        {PlotKind::Donors, tr("Shares of donors")}, {PlotKind::Table, tr("Cross-table")}};
    for (const auto& [kind, name] : kinds) m_kind->addItem(name, int(kind));
    m_values = addChoice(
        tr("Values"),
        tr("What is plotted: expression of genes, what is read of TFs, or numbers of the cells"), [this] {
            return [of = static_cast<ValuesOf>(m_values->currentData().toInt())](PlotSettings& s) {
                s.values = of;
            };
        });
    m_column = addChoice(tr("Groups"), tr("The column that defines the groups"), [this] {
        const QString chosen = m_column->currentData().toString();
        return [chosen](PlotSettings& s) {
            s.compared = chosen == compared_groups;
            if (!s.compared) s.column = chosen.toStdString();
            s.groupOrder.clear();
        };
    });
    m_split = addChoice(tr("Second column"), {}, [this] {
        return [column = textOf(m_split), composition = m_composition](PlotSettings& s) {
            (composition ? s.across : s.split) = column;
            s.partOrder.clear();
        };
    });
    m_color = addChoice(tr("Colour"), tr("What the colour stands for"), [this] {
        return [color = static_cast<PlotColor>(m_color->currentData().toInt())](PlotSettings& s) {
            s.look.color = color;
        };
    });
    m_color->addItem(tr("Mean"), int(PlotColor::Mean));
    m_color->addItem(tr("Mean CP10k"), int(PlotColor::MeanCounts));
    m_color->addItem(tr("0 to 1 per gene"), int(PlotColor::UnitRange));
    m_color->addItem(tr("z-score per gene"), int(PlotColor::ZScore));
    m_swap = addCheck(tr("Swap axes"), tr("Rows become columns"), &PlotLook::swapped);
    m_tree =
        addCheck(tr("Dendrogram"), tr("Order the groups by how alike their means are, and draw the tree"),
                 &PlotLook::tree);
    m_cluster = addCheck(tr("Cluster genes"), tr("Order the genes by how alike their means are"),
                         &PlotLook::clusterGenes);
    m_counts = addCheck(tr("Counts"), tr("Cells instead of shares"), &PlotLook::counts);
    for (QWidget* const widget : std::initializer_list<QWidget*>{m_kind, m_values, m_column, m_split, m_color,
                                                                 m_swap, m_tree, m_cluster, m_counts})
        flow->addWidget(widget);
    fill({}, {});
    show({}, {});
}

QComboBox* PlotBar::addChoice(const QString& name, const QString& tip, std::function<Write()> write) {
    auto* box = new QComboBox;
    box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    box->setAccessibleName(name);
    box->setToolTip(tip);
    connect(box, &QComboBox::currentIndexChanged, this,
            [this, write = std::move(write)] { Q_EMIT edited(write()); });
    return box;
}

QCheckBox* PlotBar::addCheck(const QString& text, const QString& tip, bool PlotLook::*of) {
    auto* box = new QCheckBox(text);
    box->setToolTip(tip);
    connect(box, &QCheckBox::toggled, this,
            [this, of](bool on) { Q_EMIT edited([of, on](PlotSettings& s) { s.look.*of = on; }); });
    return box;
}

void PlotBar::fill(const PlotChoices& choices, const std::string& groups) {
    m_choices = choices;
    m_groups = groups;
    m_values->clear();
    for (const ValuesOf of : choices.values) m_values->addItem(valuesName(of, choices.model), int(of));
    m_column->clear();
    if (choices.compared) m_column->addItem(tr("by the groups compared"), compared_groups);
    m_split->clear();
    m_split->addItem(m_composition ? tr("across…") : tr("not split"), QString());
    for (const PlotChoices::Column& one : choices.columns) {
        const QString name = QString::fromStdString(one.column);
        m_column->addItem(tr("by %1").arg(one.title), name);
        if (!m_composition || one.column != groups)
            m_split->addItem((m_composition ? tr("across %1") : tr("split by %1")).arg(one.title), name);
    }
    m_split->setToolTip(m_composition ? tr("The column in whose values the groups are counted")
                                      : tr("Divides each group"));
}

void PlotBar::choose(const PlotSettings& settings) {
    m_kind->setCurrentIndex(m_kind->findData(int(settings.look.kind)));
    m_values->setCurrentIndex(std::max(0, m_values->findData(int(settings.values))));
    m_color->setCurrentIndex(m_color->findData(int(settings.look.color)));
    m_column->setCurrentIndex(
        m_column->findData(settings.compared ? compared_groups : QString::fromStdString(settings.column)));
    m_split->setCurrentIndex(std::max(
        0, m_split->findData(QString::fromStdString(m_composition ? settings.across : settings.split))));
    m_swap->setChecked(settings.look.swapped);
    m_tree->setChecked(settings.look.tree);
    m_cluster->setChecked(settings.look.clusterGenes);
    m_counts->setChecked(settings.look.counts);
}

void PlotBar::fit(const PlotSettings& settings) {
    const PlotKind kind = settings.look.kind;
    const bool means = kind == PlotKind::Dots || kind == PlotKind::Matrix;
    m_values->setVisible(!m_composition && m_values->count() > 1);
    m_color->setVisible(means);
    m_swap->setVisible(means || (m_composition && kind != PlotKind::Donors) || kind == PlotKind::Violins ||
                       kind == PlotKind::Boxes);
    m_tree->setVisible(means);
    m_cluster->setVisible(!m_composition);
    m_counts->setVisible(kind == PlotKind::Bars);
}

void PlotBar::show(const PlotChoices& choices, const PlotSettings& settings) {
    std::vector<QSignalBlocker> quiet;
    for (QWidget* const widget : std::initializer_list<QWidget*>{m_kind, m_values, m_column, m_split, m_color,
                                                                 m_swap, m_tree, m_cluster, m_counts})
        quiet.emplace_back(widget);
    const bool composition = ofComposition(settings.look.kind);
    const std::string groups = settings.compared ? std::string() : settings.column;
    if (composition != std::exchange(m_composition, composition) || choices != m_choices ||
        groups != m_groups)
        fill(choices, groups);
    choose(settings);
    fit(settings);
}

void PlotBar::allowCounts(bool counts) {
    auto* const items = qobject_cast<QStandardItemModel*>(m_color->model());
    items->item(m_color->findData(int(PlotColor::MeanCounts)))->setEnabled(counts);
}

}  // namespace regulus
