#include "ui/views/data_panel/genes_box.h"

#include <QComboBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/figures/gene_values.h"
#include "ui/figures/scatter/scatter_axis.h"
#include "ui/models/gene_list_model.h"
#include "ui/models/number_text.h"
#include "ui/views/parts/clean_table.h"
#include "ui/views/parts/similar_genes_action.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {
namespace {

std::shared_ptr<GeneNamesForSearch> searchable(const Session& session) {
    const auto names = session.opened().genes.names;
    if (!names) return nullptr;
    auto genes = std::make_shared<GeneNamesForSearch>();
    genes->names = names->names;
    // The index is the second name where the first one came from a column.
    const Assay* shown = nullptr;
    for (const Assay& assay : session.opened().dataset->assays) {
        if (!shown && assay.var && assay.var->size() == names->names.size()) shown = &assay;
    }
    if (shown && names->source != "index") genes->aliases = shown->var->index;
    const auto model = session.model().file;
    if (!model) return genes;
    genes->in_model.reserve(genes->names.size());
    for (const std::string& name : genes->names)
        genes->in_model.push_back(session.model().isToken(name) ? 1 : 0);
    std::set<std::string> tfs;
    if (const auto regulons = session.model().regulons)
        tfs = {regulons->regulons.tfs.begin(), regulons->regulons.tfs.end()};
    if (const auto read = session.model().tfs) tfs = {read->tfs.begin(), read->tfs.end()};
    for (const std::string& name : genes->names) genes->regulator.push_back(tfs.count(name) > 0 ? 1 : 0);
    return genes;
}

}  // namespace

GenesBox::GenesBox(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_title(new SectionTitle(tr("GENES"))),
      m_values(new QComboBox),
      m_search(new QLineEdit),
      m_table(new CleanTable),
      m_model(new GeneListModel(this)) {
    m_values->setAccessibleName(tr("Values of genes"));
    m_values->setToolTip(
        tr("The values that genes are shown in: those models learn from, or as the file has them"));
    m_values->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_values->setMinimumContentsLength(12);
    m_values->hide();
    m_search->setPlaceholderText(tr("Search genes"));
    m_search->setClearButtonEnabled(true);
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Genes"));
    m_table->setSelectionMode(QAbstractItemView::NoSelection);
    m_table->horizontalHeader()->hide();
    m_table->horizontalHeader()->setSectionResizeMode(GeneListModel::Name, QHeaderView::Stretch);
    m_table->horizontalHeader()->setSectionResizeMode(GeneListModel::Note, QHeaderView::Fixed);
    m_table->horizontalHeader()->resizeSection(GeneListModel::Note, 96);
    m_table->setToolTip(
        tr("Click to colour the map by this gene; right click to blend it with another, and for more"));
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->setMinimumHeight(24 * 3);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(m_title);
    column->addWidget(m_values);
    column->addWidget(m_search);
    column->addWidget(m_table, 1);
    const auto color = [this](int row) { m_session.colors().colorBy(geneAt(row)); };
    connect(m_values, &QComboBox::activated, this, &GenesBox::valuesChosen);
    connect(m_search, &QLineEdit::textChanged, m_model, &GeneListModel::setQuery);
    connect(m_search, &QLineEdit::returnPressed, this, [this, color] {
        if (m_model->rowCount() > 0) color(0);
    });
    connect(m_table, &CleanTable::rowActivated, this, color);
    offerSimilarGenes(
        m_table, [this](int row) { return m_model->index(row, 0).data().toString(); },
        [this](const QString& gene) { Q_EMIT similarRequested(gene); });
    connect(m_table, &QWidget::customContextMenuRequested, this, &GenesBox::showMenu);
}

Coloring GenesBox::geneAt(int row) const {
    return Coloring::gene(m_model->index(row, 0).data().toString().toStdString(),
                          m_values->currentData().toString().toStdString());
}

void GenesBox::offerValues() {
    const auto& opened = m_session.opened();
    const QVariant before = m_values->currentData();
    m_values->clear();
    if (opened.dataset)
        for (const ShownValues& one : geneValues(*opened.dataset, opened.expression.get()))
            m_values->addItem(one.text, QString::fromStdString(one.assay));
    m_values->setCurrentIndex(std::max(0, m_values->findData(before)));
    m_values->setVisible(m_values->count() > 1);
}

// What is coloured by a gene follows.
void GenesBox::valuesChosen() {
    const std::string assay = m_values->currentData().toString().toStdString();
    Coloring shown = m_session.colors().coloring();
    const auto follow = [&](Coloring& one) {
        if (one.source == ColorSource::Gene && one.assay != assay) one = Coloring::gene(one.name, assay);
    };
    follow(shown);
    std::ranges::for_each(shown.parts, follow);
    if (shown != m_session.colors().coloring()) m_session.colors().colorBy(shown);
}

void GenesBox::showMenu(const QPoint& at) {
    const QModelIndex index = m_table->indexAt(at);
    if (!index.isValid()) return;
    const Coloring gene = geneAt(index.row());
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [&](const QString& text, const Coloring& coloring) {
        menu->addAction(text, this, [this, coloring] { m_session.colors().colorBy(coloring); });
    };
    add(tr("Colour by %1").arg(title(gene)), gene);
    // With what the cells are coloured by, where that is a number; of a blend with either.
    const Coloring& now = m_session.colors().coloring();
    const ColorInputs inputs = m_session.colors().inputs();
    for (const Coloring& other : now.parts.empty() ? std::vector<Coloring>{now} : now.parts)
        if (isNumber(other, inputs) && !other.sameValues(gene))
            add(tr("Blend with %1").arg(title(other)), Coloring::blend(other, gene));
    menu->addSeparator();
    menu->addActions(m_table->actions());
    menu->popup(m_table->viewport()->mapToGlobal(at));
}

void GenesBox::setSearch(const QString& text) {
    m_search->setText(text);
}

void GenesBox::refresh() {
    m_model->setGenes(searchable(m_session));
    offerValues();
    m_title->setNote(m_model->genes() > 0 ? countText(m_model->genes()) : QString());
    showCurrent();
}

void GenesBox::showCurrent() {
    const Coloring& coloring = m_session.colors().coloring();
    m_model->setCurrent(coloring.source == ColorSource::Gene ? QString::fromStdString(coloring.name)
                                                             : QString());
    const Coloring& one = coloring.parts.empty() ? coloring : coloring.parts.front();
    if (one.source != ColorSource::Gene) return;
    if (const int at = m_values->findData(QString::fromStdString(one.assay)); at >= 0)
        m_values->setCurrentIndex(at);
}

}  // namespace regulus
