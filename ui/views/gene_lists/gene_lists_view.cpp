#include "ui/views/gene_lists/gene_lists_view.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "core/base/heavy_work.h"
#include "ui/models/number_text.h"
#include "ui/views/parts/clean_table.h"
#include "ui/views/parts/name_field.h"
#include "ui/views/parts/seen.h"
#include "ui/views/parts/similar_genes_action.h"
#include "ui/views/parts/state_page.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {
namespace {

constexpr std::size_t in_gallery = 9;
const auto memory_name = QStringLiteral("gene lists");

struct Listed {
    std::vector<RankedGeneRow> rows;
    std::size_t cells = 0, leftOut = 0;
};

std::vector<std::string> secondNames(const Session& session) {
    const auto names = session.opened().genes.names;
    if (!names || names->source == "index") return {};
    for (const Assay& assay : session.opened().dataset->assays)
        if (assay.var && assay.var->size() == names->names.size()) return assay.var->index;
    return {};
}

}  // namespace

// What is shown.
struct GeneListsView::Listing {
    std::vector<RankedGeneRow> rows;
    QString note, help;
    Facts facts;
    std::string changeName;
};

GeneListsView::GeneListsView(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_source(new QComboBox),
      m_group(new QComboBox),
      m_cells(new QComboBox),
      m_gene(new NameField),
      m_of(new QStackedWidget),
      m_table(new CleanTable),
      m_model(new RankedGenesModel(this)),
      m_note(sentence(Tone::Muted)),
      m_simulated(new ToneLabel(Tone::Warning, tr("Simulated data"))),
      m_gallery(new QPushButton(tr("Show in gallery"))),
      m_export(new QPushButton(tr("Export…"))),
      m_key(QStringLiteral("genelists.%1.").arg(reinterpret_cast<quintptr>(this))) {
    build();
    connectParts();
    offerSources();
    start();
}

GeneListsView::~GeneListsView() {
    for (const char* job : {"list", "file"}) m_session.jobs().abandonKey(m_key + QLatin1String(job));
}

void GeneListsView::build() {
    m_source->setAccessibleName(tr("List of genes"));
    m_source->setToolTip(tr("Genes similar to one gene, or a ranking that the file holds"));
    m_source->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_group->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_group->setAccessibleName(tr("Group"));
    m_gene->setSingle();
    m_gene->setPlaceholderText(tr("Gene"));
    m_gene->setAccessibleName(tr("Gene"));
    m_cells->addItems({tr("All cells"), tr("Selected cells")});
    m_cells->setAccessibleName(tr("Cells"));
    m_cells->setToolTip(tr("The cells over which genes are correlated"));
    auto* similar = new QWidget;
    auto* row = new QHBoxLayout(similar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_gene, 1);
    row->addWidget(m_cells);
    m_of->addWidget(similar);
    m_of->addWidget(m_group);
    m_of->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    m_table->setModel(m_model);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->horizontalHeader()->setSectionsClickable(true);
    m_table->horizontalHeader()->setSortIndicatorShown(true);
    m_table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_table->setAccessibleName(tr("Ranked genes"));
    m_gallery->setToolTip(tr("Maps of the first %1 genes as listed").arg(in_gallery));
    m_export->setToolTip(tr("Save the whole list as a table"));
    auto* content = new QWidget;
    auto* list = new QVBoxLayout(content);
    list->setContentsMargins(0, 0, 0, 0);
    list->setSpacing(6);
    list->addWidget(m_note);
    list->addWidget(m_table, 1);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_gallery);
    buttons->addWidget(m_export);
    buttons->addStretch(1);
    list->addLayout(buttons);
    m_states = new StateStack(content);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 8, 12, 8);
    column->setSpacing(6);
    column->addWidget(m_source);
    column->addWidget(m_of);
    column->addWidget(m_simulated, 0, Qt::AlignLeft);
    column->addWidget(m_states, 1);
    m_simulated->hide();
    setMinimumWidth(200);
}

void GeneListsView::connectParts() {
    connect(&m_session, &Session::changed, this, &GeneListsView::hear);
    connect(m_states->page(), &StatePage::pressed, this, &GeneListsView::openRequested);
    new SeenWatcher(this, [this] {
        if (m_stale) start();
    });
    const auto again = [this] {
        keep();
        start();
    };
    connect(m_source, &QComboBox::currentIndexChanged, this, [this, again] {
        offerGroups();
        again();
    });
    connect(m_group, &QComboBox::currentIndexChanged, this, again);
    connect(m_cells, &QComboBox::currentIndexChanged, this, again);
    connect(m_gene, &NameField::chosen, this, again);
    connect(m_table, &CleanTable::rowActivated, this, [this](int row) {
        if (m_model->at(row).known)
            m_session.colors().colorBy(Coloring::gene(m_model->at(row).gene.toStdString()));
    });
    offerSimilarGenes(
        m_table, [this](int row) { return m_model->at(row); },
        [this](const RankedGeneRow& row) {
            if (row.known) showSimilar(row.gene.toStdString());
        });
    connect(m_table->horizontalHeader(), &QHeaderView::sectionClicked, this, [this](int column) {
        QHeaderView* header = m_table->horizontalHeader();
        m_model->sort(column, header->sortIndicatorOrder());
    });
    connect(m_gallery, &QPushButton::clicked, this, [this] {
        std::vector<std::string> names = m_model->names(in_gallery);
        if (const auto gene = m_gene->names(); stored() == nullptr && !gene.empty()) {
            names.insert(names.begin(), gene.front());  // beside itself
            names.resize(std::min(names.size(), in_gallery));
        }
        Q_EMIT galleryRequested(names);
    });
    connect(m_export, &QPushButton::clicked, this, [this] {
        const StoredRanking* const ranking = stored();
        const QString name = ranking == nullptr ? tr("similar-%1").arg(m_gene->text().trimmed())
                                                : QString::fromStdString(ranking->key) + QLatin1Char('-') +
                                                      m_group->currentText();
        Q_EMIT numbersRequested(numbers(), name);
    });
}

QString GeneListsView::note() const {
    return m_note->text();
}

const StoredRanking* GeneListsView::stored() const {
    const int at = m_source->currentIndex() - 1;
    return at >= 0 && static_cast<std::size_t>(at) < m_stored.size() ? &m_stored[static_cast<std::size_t>(at)]
                                                                     : nullptr;
}

FigureNumbers GeneListsView::numbers() const {
    FigureNumbers numbers;
    for (int column = 0; column < m_model->columnCount(); ++column)
        numbers.columns.push_back(m_model->fileNameOf(column));
    for (const auto& [name, value] : m_facts) numbers.columns.push_back(name);
    for (int row = 0; row < m_model->rowCount(); ++row) {
        std::vector<std::string> texts;
        for (int column = 0; column < m_model->columnCount(); ++column) {
            const QVariant value = m_model->index(row, column).data(ValueRole);
            texts.push_back(column == 0 ? value.toString().toStdString()
                            : std::isfinite(value.toDouble())
                                ? QString::number(value.toDouble(), 'g', 9).toStdString()
                                : std::string());
        }
        for (const auto& [name, value] : m_facts) texts.push_back(value);
        numbers.rows.push_back(std::move(texts));
    }
    return numbers;
}

// --- what can be listed -----------------------------------------------------------------------------------

void GeneListsView::hear(Changes what) {
    if (what.testFlag(Change::Dataset)) {
        m_stored.clear();
        m_problems.clear();
        m_gene->showText({});
        m_simulated->setVisible(m_session.simulated());
        lookIntoFile();
    }
    if (what & (Change::Dataset | Change::Genes | Change::Prior)) m_namesStale = true;
    if (isVisible()) offerNames();
    if (what & (Change::Dataset | Change::ViewsRestored)) restore();
    const bool ofSelection = what.testFlag(Change::Selection) && m_cells->currentIndex() == 1 && !stored();
    if (what & (Change::Dataset | Change::Genes | Change::ViewsRestored) || ofSelection) start();
    if (what & (Change::Coloring | Change::Dataset)) follow();
}

// What the file ranks: known some time after the dataset is open.
void GeneListsView::lookIntoFile() {
    m_session.jobs().abandonKey(m_key + QStringLiteral("file"));
    offerSources();
    const auto dataset = m_session.opened().dataset;
    if (!dataset || dataset->path.empty()) return;
    JobRequest job{.title = tr("Looking for ranked genes"),
                   .key = m_key + QStringLiteral("file"),
                   .quiet = true,
                   .receiver = this,
                   .failed = [](const Error&) {}};  // whatever needs the file says that it is gone
    struct Found {
        std::vector<StoredRanking> rankings;
        std::vector<std::string> warnings;
    };
    m_session.jobs().start(
        std::move(job),
        [dataset](Job& j) {
            Found found;
            found.rankings = stored_rankings(*dataset, found.warnings, j);
            return found;
        },
        [this](Found found) {
            m_stored = std::move(found.rankings);
            QStringList problems;
            for (const std::string& warning : found.warnings) problems << QString::fromStdString(warning);
            m_problems = problems.join(QLatin1Char('\n'));
            offerSources();
            restore();
            start();
        });
}

// Of all genes, for completion: not before somebody may type.
void GeneListsView::offerNames() {
    if (!std::exchange(m_namesStale, false)) return;
    const auto names = m_session.opened().genes.names;
    m_gene->setKnown(names ? names->names : std::vector<std::string>());
}

void GeneListsView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    offerNames();
}

void GeneListsView::offerSources() {
    const QSignalBlocker quiet(m_source);
    m_source->clear();
    m_source->addItem(tr("Similar genes"));
    for (const StoredRanking& ranking : m_stored)
        m_source->addItem(tr("%1 (from the file)").arg(QString::fromStdString(ranking.key)));
    m_source->setToolTip(tr("Genes similar to one gene, or a ranking that the file holds") +
                         (m_problems.isEmpty() ? QString() : QLatin1Char('\n') + m_problems));
    offerGroups();
}

void GeneListsView::offerGroups() {
    const QSignalBlocker quiet(m_group);
    m_group->clear();
    const StoredRanking* const ranking = stored();
    m_of->setCurrentIndex(ranking != nullptr ? 1 : 0);
    if (ranking == nullptr) return;
    for (const std::string& group : ranking->groups)
        m_group->addItem(group.empty() ? tr("All genes") : QString::fromStdString(group));
}

bool GeneListsView::ranks(const std::string& column, const std::string& group) const {
    return std::ranges::any_of(m_stored, [&](const StoredRanking& ranking) {
        return ranking.column == column && std::ranges::find(ranking.groups, group) != ranking.groups.end();
    });
}

void GeneListsView::showRanked(const std::string& column, const std::string& group) {
    for (std::size_t i = 0; i < m_stored.size(); ++i) {
        const auto at = std::ranges::find(m_stored[i].groups, group);
        if (m_stored[i].column != column || at == m_stored[i].groups.end()) continue;
        const QSignalBlocker sources(m_source), groups(m_group);
        m_source->setCurrentIndex(static_cast<int>(i) + 1);
        offerGroups();
        m_group->setCurrentIndex(static_cast<int>(at - m_stored[i].groups.begin()));
        keep();
        return start();
    }
}

void GeneListsView::showSimilar(const std::string& gene) {
    const QSignalBlocker quiet(m_source);
    m_source->setCurrentIndex(0);
    offerGroups();
    m_gene->showText(QString::fromStdString(gene));
    keep();
    start();
}

void GeneListsView::setSelectedOnly(bool on) {
    m_cells->setCurrentIndex(on ? 1 : 0);
}

// --- the list ---------------------------------------------------------------------------------------------

void GeneListsView::say(const QString& title, const QString& text, bool working) {
    m_model->show({});
    m_states->say(title, text, {}, working);
}

void GeneListsView::start() {
    m_session.jobs().abandonKey(m_key + QStringLiteral("list"));
    m_stale = false;
    if (!m_session.opened().dataset) {
        m_model->show({});
        return m_states->say(tr("Nothing is open"), tr("Ranked genes of a dataset appear here."),
                             tr("Open…"));
    }
    stored() != nullptr ? startStored() : startSimilar();
}

void GeneListsView::startSimilar() {
    const auto expression = m_session.opened().expression;
    const auto names = m_session.opened().genes.names;
    const bool selected = m_cells->currentIndex() == 1;
    if (!expression || !names)
        return say(tr("No expression to compare"),
                   tr("Similar genes need counts or log-normalised values, all of them finite."));
    if (!m_gene->text().trimmed().isEmpty()) offerNames();
    const std::vector<std::string> chosen = m_gene->names();
    if (chosen.empty())
        return say(m_gene->unknown().isEmpty() ? tr("No gene chosen")
                                               : tr("No gene is called %1").arg(m_gene->unknown().first()),
                   tr("Type a gene, or right-click one anywhere and choose Similar genes, to list the genes "
                      "that go with it over the cells."));
    if (selected && m_session.cells().selection().empty())
        return say(tr("No cells selected"), tr("Select cells on the map, or choose All cells."));
    const int gene = m_session.opened().geneColumn(chosen.front());
    if (gene < 0) return say(tr("No gene is called %1").arg(QString::fromStdString(chosen.front())), {});
    m_stale = !isSeen(*this);
    if (m_stale) return;  // a pass over all cells that nobody sees
    const QString name = QString::fromStdString(chosen.front());
    say(tr("Comparing genes…"), tr("The status line says how far it is."), true);
    JobRequest job{
        .title = tr("Genes similar to %1").arg(name),
        .key = m_key + QStringLiteral("list"),
        .receiver = this,
        .ended =
            [this](JobOutcome outcome) {
                if (outcome == JobOutcome::Cancelled)
                    say(tr("Cancelled"), tr("Press Return in the field of the gene to start again."));
            },
        .failed = [this](const Error& error) { say(tr("Not comparable"), QString::fromUtf8(error.what())); }};
    m_session.jobs().start(
        std::move(job),
        [expression, names, gene, cells = selected ? m_session.cells().selection() : CellSet()](Job& j) {
            begin_heavy_work("similar genes");
            const SimilarGenes similar =
                similar_genes(*expression, static_cast<std::size_t>(gene), cells, least_cells_of_similar, j);
            return Listed{rowsOf(similar, names->names), similar.cells, similar.left_out};
        },
        [this, name, selected](Listed similar) {
            const QString text =
                tr("Pearson’s r with %1 of log1p(CP10k) over %2")
                    .arg(name, countText(similar.cells, selected ? tr("selected cell") : tr("cell"),
                                         selected ? tr("selected cells") : tr("cells")));
            const QString help =
                tr("Zeros are counted. Left out: %1 in fewer than %2 of the cells, or the same in all")
                    .arg(countText(similar.leftOut, tr("gene"), tr("genes")))
                    .arg(least_cells_of_similar);
            present({std::move(similar.rows),
                     text,
                     help,
                     {{"compared_with", name.toStdString()},
                      {"over", selected ? "selected cells" : "all cells"},
                      {"cells_compared", std::to_string(similar.cells)}},
                     {}});
        });
}

void GeneListsView::startStored() {
    const StoredRanking ranking = *stored();
    const int at = m_group->currentIndex();
    if (at < 0) return say(tr("No group chosen"), {});
    const std::string group = ranking.groups[static_cast<std::size_t>(at)];
    say(tr("Reading…"), {}, true);
    JobRequest job{
        .title = tr("Reading ranked genes"),
        .key = m_key + QStringLiteral("list"),
        .quiet = true,
        .receiver = this,
        .failed = [this](const Error& error) { say(tr("Cannot be read"), QString::fromUtf8(error.what())); }};
    m_session.jobs().start(
        std::move(job),
        [dataset = m_session.opened().dataset, ranking, group, names = m_session.opened().genes.names,
         aliases = secondNames(m_session)](Job& j) {
            return rowsOf(read_ranking(*dataset, ranking, group, j),
                          names ? names->names : std::vector<std::string>(), aliases);
        },
        [this, ranking, group](std::vector<RankedGeneRow> rows) {
            QStringList parts{tr("From the file, as it is")};
            if (!ranking.method.empty()) parts << QString::fromStdString(ranking.method);
            if (!ranking.column.empty())
                parts << tr("groups of %1").arg(QString::fromStdString(ranking.column));
            if (!ranking.reference.empty())
                parts << tr("against %1").arg(QString::fromStdString(ranking.reference));
            present({std::move(rows),
                     parts.join(QStringLiteral(" · ")),
                     {},
                     {{"key", ranking.key},
                      {"group_column", ranking.column},
                      {"group", group},
                      {"method", ranking.method},
                      {"reference", ranking.reference}},
                     ranking.change_name});
        });
}

void GeneListsView::present(Listing listing) {
    m_facts = std::move(listing.facts);
    m_note->setToolTip(listing.help);
    m_table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_model->sort(-1);
    const bool any = !listing.rows.empty();
    m_model->show(std::move(listing.rows), listing.changeName);
    m_note->setText(any ? listing.note : listing.note + QStringLiteral(" · ") + tr("no genes"));
    m_gallery->setEnabled(!m_model->names(1).empty());
    m_export->setEnabled(any);
    m_table->fitColumns(0, {});
    m_table->scrollToTop();
    follow();
    m_states->showContent();
}

void GeneListsView::follow() {
    const Coloring& coloring = m_session.colors().coloring();
    m_model->setCurrent(coloring.source == ColorSource::Gene ? QString::fromStdString(coloring.name)
                                                             : QString());
}

void GeneListsView::keep() {
    const StoredRanking* const ranking = stored();
    m_session.memory().keep(
        memory_name, QStringLiteral("list"),
        QJsonObject{{"key", ranking != nullptr ? QString::fromStdString(ranking->key) : QString()},
                    {"group", m_group->currentText()},
                    {"gene", m_gene->text()},
                    {"selected", m_cells->currentIndex() == 1}});
}

void GeneListsView::restore() {
    const QJsonObject words = m_session.memory().of(memory_name)[QStringLiteral("list")].toObject();
    const QSignalBlocker sources(m_source), groups(m_group), cells(m_cells);
    int source = 0;
    for (std::size_t i = 0; i < m_stored.size(); ++i)
        if (QString::fromStdString(m_stored[i].key) == words["key"].toString())
            source = static_cast<int>(i) + 1;
    m_source->setCurrentIndex(source);
    offerGroups();
    if (const int at = m_group->findText(words["group"].toString()); at >= 0) m_group->setCurrentIndex(at);
    m_gene->showText(words["gene"].toString());
    m_cells->setCurrentIndex(words["selected"].toBool() ? 1 : 0);
}

}  // namespace regulus
