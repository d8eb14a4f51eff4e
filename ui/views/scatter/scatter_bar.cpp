#include "ui/views/scatter/scatter_bar.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>

#include "ui/views/parts/name_field.h"

namespace regulus {

ScatterBar::ScatterBar(QWidget* parent)
    : QWidget(parent),
      m_x(new NameField),
      m_y(new NameField),
      m_swap(new QPushButton(tr("Swap"))),
      m_gate(new QPushButton(tr("Draw gate"))),
      m_gateQuadrants(new QPushButton(tr("Gate quadrants"))),
      m_export(new QPushButton(tr("Export"))),
      m_density(new QCheckBox(tr("Density"))),
      m_quadrants(new QCheckBox(tr("Quadrants"))) {
    const QString what =
        tr("A gene, a measure of a regulon such as activity:SPI1, a column of numbers, "
           "certainty, or a coordinate such as X_umap:1");
    for (NameField* field : {m_x, m_y}) {
        field->setSingle();
        field->setMinimumWidth(96);
        field->setToolTip(what);
        connect(field, &NameField::chosen, this, &ScatterBar::axesChosen);
    }
    m_x->setPlaceholderText(tr("x axis"));
    m_y->setPlaceholderText(tr("y axis"));
    m_x->setAccessibleName(tr("Horizontal axis"));
    m_y->setAccessibleName(tr("Vertical axis"));
    m_swap->setToolTip(tr("Exchange the axes"));
    m_density->setToolTip(tr("Colour by how densely cells lie rather than as the map is coloured"));
    m_quadrants->setToolTip(tr("Two lines to drag, with the cells in each of the four corners"));
    m_gate->setCheckable(true);
    m_gate->setToolTip(
        tr("The next area drawn with the lasso, the polygon or the box becomes a gate, within the chosen "
           "gate if "
           "that lies on other axes"));
    m_gateQuadrants->setToolTip(tr("Make the four corners gates beside each other"));
    m_gateQuadrants->hide();
    m_export->setToolTip(tr("The plot for paper, or the numbers behind it"));
    auto* exports = new QMenu(m_export);
    exports->addAction(tr("Figure…"), this, &ScatterBar::figureRequested);
    exports->addAction(tr("Table of numbers…"), this, &ScatterBar::numbersRequested);
    m_export->setMenu(exports);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_y, 1);
    row->addWidget(new QLabel(tr("against")));
    row->addWidget(m_x, 1);
    for (QWidget* part :
         std::initializer_list<QWidget*>{m_swap, m_density, m_quadrants, m_gateQuadrants, m_gate, m_export})
        row->addWidget(part);
    connect(m_swap, &QPushButton::clicked, this, &ScatterBar::swapAsked);
    connect(m_density, &QCheckBox::toggled, this, &ScatterBar::densityChosen);
    connect(m_quadrants, &QCheckBox::toggled, this, &ScatterBar::quadrantsChosen);
    connect(m_gateQuadrants, &QPushButton::clicked, this, &ScatterBar::quadrantGatesAsked);
    connect(m_gate, &QPushButton::toggled, this, &ScatterBar::gatingChosen);
    setReady(false);
}

void ScatterBar::offer(const std::vector<std::string>& axes) {
    m_x->setKnown(axes);
    m_y->setKnownOf(*m_x);
}

void ScatterBar::show(const ScatterSettings& settings) {
    m_x->showText(QString::fromStdString(settings.x));
    m_y->showText(QString::fromStdString(settings.y));
    const QSignalBlocker quietDensity(m_density), quietQuadrants(m_quadrants);
    m_density->setChecked(settings.density);
    m_quadrants->setChecked(settings.cross.has_value());
    m_gateQuadrants->setVisible(settings.cross.has_value());
}

void ScatterBar::setReady(bool plotted) {
    for (QWidget* part :
         std::initializer_list<QWidget*>{m_swap, m_density, m_quadrants, m_gateQuadrants, m_gate, m_export})
        part->setEnabled(plotted);
}

void ScatterBar::setGating(bool on) {
    const QSignalBlocker quiet(m_gate);
    m_gate->setChecked(on);
}

}  // namespace regulus
