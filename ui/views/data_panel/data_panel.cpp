#include "ui/views/data_panel/data_panel.h"

#include <QScrollArea>
#include <QVBoxLayout>

#include "ui/views/data_panel/dataset_summary.h"
#include "ui/views/data_panel/genes_box.h"
#include "ui/views/data_panel/groups_box.h"
#include "ui/views/data_panel/regulons_box.h"
#include "ui/views/data_panel/values_box.h"
#include "ui/views/parts/state_page.h"

namespace regulus {

DataPanel::DataPanel(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_summary(new DatasetSummaryBox(session)),
      m_groups(new GroupsBox(session)),
      m_values(new ValuesBox(session)),
      m_regulons(new RegulonsBox(session)),
      m_genes(new GenesBox(session)) {
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(14, 8, 10, 8);
    column->setSpacing(16);
    column->addWidget(m_summary);
    column->addWidget(m_values);
    column->addWidget(m_groups);
    column->addWidget(m_regulons, 3);
    column->addWidget(m_genes, 2);
    auto* scroll = new QScrollArea;
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_states = new StateStack(scroll);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(m_states);
    setMinimumWidth(200);
    connect(&m_session, &Session::changed, this, &DataPanel::hear);
    connect(m_states->page(), &StatePage::pressed, this, &DataPanel::openRequested);
    connect(m_groups, &GroupsBox::compareRequested, this, &DataPanel::compareRequested);
    connect(m_groups, &GroupsBox::rankedRequested, this, &DataPanel::rankedRequested);
    connect(m_groups, &GroupsBox::loupeRequested, this, &DataPanel::loupeRequested);
    connect(m_groups, &GroupsBox::trainRequested, this, &DataPanel::trainRequested);
    connect(m_genes, &GenesBox::similarRequested, this, &DataPanel::similarRequested);
    hear(Changes(Change::Dataset) | Change::Coloring | Change::FocusTf);
}

void DataPanel::showState() {
    if (m_session.opened().dataset) return m_states->showContent();
    if (m_session.loading()) return m_states->say(tr("Reading\u2026"), {}, {}, true);
    m_states->say(tr("Nothing is open"), tr("Groups, regulons and genes of a dataset appear here."),
                  tr("Open\u2026"));
}

void DataPanel::hear(Changes what) {
    if (what & (Change::Dataset | Change::Busy)) showState();
    if (what & (Change::Dataset | Change::Prior | Change::Genes))
        m_summary->matchPrior();
    else if (what & (Change::Model | Change::Results | Change::Training | Change::Busy))
        m_summary->refresh();
    if (what &
        (Change::Dataset | Change::Results | Change::Model | Change::Columns | Change::ViewsRestored)) {
        m_groups->datasetChanged();
    } else if (what & (Change::Labels | Change::Selection | Change::Filters)) {
        if (what & Change::Labels) m_groups->datasetChanged();
        m_groups->refresh();
    }
    if (what & (Change::Dataset | Change::Prior | Change::Model | Change::Regulons | Change::Selection) ||
        (what & Change::Busy && !m_session.model().regulons && !m_session.model().tfs))
        m_regulons->refresh();
    if (what & (Change::Dataset | Change::Genes | Change::Model | Change::Regulons)) m_genes->refresh();
    if (what & (Change::Dataset | Change::ColorData | Change::Filters))
        m_values->refresh();
    else if (what & Change::Selection)
        m_values->mark();
    if (what & Change::Coloring) {
        m_groups->followColoring();
        m_genes->showCurrent();
    }
    if (what & Change::FocusTf) m_regulons->showCurrent();
}

}  // namespace regulus
