#include "ui/dialogs/prior_browser.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileInfo>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

#include "core/io/prior/prior_reader.h"
#include "core/io/prior/prior_writer.h"
#include "core/prior/network_merge.h"
#include "ui/models/name_search.h"
#include "ui/models/number_text.h"
#include "ui/models/prior_models.h"
#include "ui/session/session_settings.h"
#include "ui/views/parts/clean_table.h"
#include "ui/views/parts/file_questions.h"

namespace regulus {
namespace {

constexpr auto writing_key = "prior.write";

QString nameOf(const RegulatoryNetwork& prior) {
    const QString name = QString::fromStdString(prior.name);
    return prior.narrowed.empty() ? name
                                  : name + QStringLiteral(" — ") + QString::fromStdString(prior.narrowed);
}

CleanTable* sortable(QAbstractItemModel* model, const char* name) {
    auto* table = new CleanTable;
    table->setObjectName(QLatin1String(name));
    table->setModel(model);
    table->setSortingEnabled(true);
    return table;
}

}  // namespace

PriorBrowser::PriorBrowser(std::shared_ptr<const RegulatoryNetwork> prior, const QString& source,
                           JobRunner& jobs, SessionSettings& settings, QWidget* parent)
    : QDialog(parent),
      m_prior(std::move(prior)),
      m_source(source),
      m_jobs(jobs),
      m_settings(settings),
      m_direction(new QComboBox),
      m_search(new QLineEdit),
      m_genes(new PriorGeneModel(this)),
      m_edges(new PriorEdgeModel(this)),
      m_title(new ToneLabel(Tone::Section)),
      m_notice(sentence(Tone::Warning)),
      m_all(edges_by_gene(*m_prior)) {
    setWindowTitle(tr("Prior"));
    resize(860, 620);
    m_geneTable = sortable(m_genes, "genes");
    m_edgeTable = sortable(m_edges, "edges");
    build();
    connect(m_direction, &QComboBox::currentIndexChanged, this, &PriorBrowser::fillGenes);
    connect(m_search, &QLineEdit::textChanged, this, &PriorBrowser::fillGenes);
    connect(m_geneTable->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& now) { showEdges(now.row()); });
    // An edge leads to the other gene's edges.
    connect(m_edgeTable, &CleanTable::rowDoubleClicked, this, [this](int row) {
        const QString gene = QString::fromStdString(m_edges->at(row).gene);
        m_direction->setCurrentIndex(1 - m_direction->currentIndex());
        showGene(gene);
    });
    m_geneTable->sortByColumn(PriorGeneModel::Edges, Qt::DescendingOrder);
    m_geneTable->horizontalHeader()->setSortIndicatorShown(false);
    m_edgeTable->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    // Only what the prior has something to say about.
    const EvidenceGiven given = evidence_given(*m_prior);
    m_edgeTable->setColumnHidden(PriorEdgeModel::Confidence, !given.confidence);
    m_edgeTable->setColumnHidden(PriorEdgeModel::Weight, !given.weight);
    m_search->setFocus();
    fillGenes();
}

PriorBrowser::~PriorBrowser() {
    m_jobs.abandonKey(QLatin1String(writing_key));
}

void PriorBrowser::build() {
    m_direction->setObjectName(QStringLiteral("direction"));
    m_direction->addItems({tr("TFs and their targets"), tr("Targets and their TFs")});
    m_search->setObjectName(QStringLiteral("search"));
    m_search->setPlaceholderText(tr("Find a gene"));
    m_search->setClearButtonEnabled(true);
    auto* left = new QWidget;
    auto* genes = new QVBoxLayout(left);
    genes->setContentsMargins(0, 0, 8, 0);
    genes->setSpacing(8);
    genes->addWidget(m_direction);
    genes->addWidget(m_search);
    genes->addWidget(m_geneTable, 1);
    m_geneTable->horizontalHeader()->setSectionResizeMode(PriorGeneModel::Name, QHeaderView::Stretch);
    auto* right = new QWidget;
    auto* edges = new QVBoxLayout(right);
    edges->setContentsMargins(8, 0, 0, 0);
    edges->setSpacing(8);
    edges->addWidget(m_title);
    edges->addWidget(m_edgeTable, 1);
    m_edgeTable->horizontalHeader()->setSectionResizeMode(PriorEdgeModel::Sources, QHeaderView::Stretch);
    m_edgeTable->setToolTip(tr("Double-click a row to see that gene's edges"));
    auto* halves = new QSplitter;
    halves->addWidget(left);
    halves->addWidget(right);
    halves->setStretchFactor(1, 1);
    halves->setSizes({260, 560});
    halves->setChildrenCollapsible(false);

    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    auto* save = buttons->addButton(tr("Export…"), QDialogButtonBox::ActionRole);
    auto* merge = buttons->addButton(tr("Merge with another…"), QDialogButtonBox::ActionRole);
    save->setObjectName(QStringLiteral("export"));
    merge->setObjectName(QStringLiteral("merge"));
    // Return in the search is no wish to close.
    for (QPushButton* button : {save, merge, buttons->button(QDialogButtonBox::Close)})
        button->setAutoDefault(false);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(save, &QPushButton::clicked, this, [this] {
        if (const QString path = askWhereTo(tr("Export prior"), {}); !path.isEmpty()) exportTo(path);
    });
    connect(merge, &QPushButton::clicked, this, [this] {
        const QString other = askForFile(this, m_settings,
                                         {QStringLiteral("prior"), tr("Prior to merge with"),
                                          tr("Priors (*.csv *.tsv *.txt *.gmt *.sif *.gz);;All files (*)")});
        if (other.isEmpty()) return;
        if (const QString path = askWhereTo(tr("Save merged prior"), QFileInfo(other).baseName());
            !path.isEmpty())
            mergeWith(other, path);
    });

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 16);
    column->setSpacing(8);
    column->addWidget(sentence(Tone::Title, nameOf(*m_prior)));
    column->addWidget(sentence(Tone::Muted, summaryText()));
    column->addSpacing(8);
    column->addWidget(halves, 1);
    m_notice->hide();
    column->addWidget(m_notice);
    column->addWidget(buttons);
}

QString PriorBrowser::summaryText() const {
    const NetworkSummary summary = summary_of(*m_prior);
    QStringList lines{tr("%1 of %2 to %3: %4 activating, %5 repressing, %6 conflicting, %7 unknown")
                          .arg(countText(summary.edges, tr("edge"), tr("edges")),
                               countText(summary.tfs, tr("TF"), tr("TFs")),
                               countText(summary.targets, tr("target"), tr("targets")),
                               countText(summary.activating), countText(summary.repressing),
                               countText(summary.conflicting), countText(summary.unknown))};
    for (const std::string& warning : m_prior->warnings) lines << QString::fromStdString(warning);
    return lines.join(QLatin1Char('\n'));
}

QString PriorBrowser::askWhereTo(const QString& title, const QString& addition) {
    const QString name =
        suggestedStem(QString::fromStdString(m_prior->name), addition) + QStringLiteral(".csv");
    return askWhereToSave(
        this, m_settings,
        {QStringLiteral("prior"), title, tr("Tables (*.csv *.tsv);;Gene sets (*.gmt);;SIF (*.sif)")}, name);
}

bool PriorBrowser::fromTargets() const {
    return m_direction->currentIndex() == 1;
}

void PriorBrowser::fillGenes() {
    std::vector<std::string> names;
    std::vector<std::size_t> edges;
    for (const GeneEdges& gene : m_all) {
        const std::size_t count = fromTargets() ? gene.tfs : gene.targets;
        if (count == 0) continue;
        names.push_back(gene.gene);
        edges.push_back(count);
    }
    std::vector<PriorGeneRow> rows;
    for (const std::uint32_t i : findNames(names, {}, m_search->text(), names.size()))
        rows.push_back({QString::fromStdString(names[i]), edges[i]});
    m_genes->setRows(std::move(rows));
    if (m_genes->rowCount() > 0)
        m_geneTable->selectRow(0);
    else
        showEdges(-1);
}

void PriorBrowser::showGene(const QString& gene) {
    m_search->clear();
    for (int row = 0; row < m_genes->rowCount(); ++row) {
        if (m_genes->at(row).gene != gene) continue;
        m_geneTable->selectRow(row);
        m_geneTable->scrollTo(m_genes->index(row, 0));
        return;
    }
}

void PriorBrowser::showEdges(int row) {
    if (row < 0) {
        m_title->setText(tr("GENE NOT FOUND"));
        return m_edges->setRows({});
    }
    const QString gene = m_genes->at(row).gene;
    const std::string name = gene.toStdString();
    std::vector<EdgeEvidence> edges =
        fromTargets() ? regulators_of(*m_prior, name) : targets_of(*m_prior, name);
    m_title->setText(
        (fromTargets() ? tr("TFS OF %1 · %2") : tr("TARGETS OF %1 · %2")).arg(gene, countText(edges.size())));
    m_edges->setRows(std::move(edges));
}

// What is read is never written to.
bool PriorBrowser::refuses(const QString& path, const QString& other) {
    const QString target = QFileInfo(path).canonicalFilePath();  // empty for a new file
    const bool read = !target.isEmpty() && (target == QFileInfo(m_source).canonicalFilePath() ||
                                            target == QFileInfo(other).canonicalFilePath());
    if (!read) return false;
    say(Tone::Warning, tr("%1 is the file being read. Choose another name").arg(QFileInfo(path).fileName()));
    return true;
}

void PriorBrowser::say(Tone tone, const QString& text) {
    m_notice->setTone(tone);
    m_notice->setText(text);
    m_notice->show();
}

JobRequest PriorBrowser::writing(const QString& title, const QString& path) {
    m_settings.setFolder(QStringLiteral("prior"), QFileInfo(path).absolutePath());
    JobRequest job{.title = title, .key = QLatin1String(writing_key)};
    job.receiver = this;
    job.failed = [this](const Error& error) { say(Tone::Warning, QString::fromUtf8(error.what())); };
    return job;
}

void PriorBrowser::exportTo(const QString& path) {
    if (refuses(path)) return;
    m_jobs.start(
        writing(tr("Writing %1").arg(QFileInfo(path).fileName()), path),
        [prior = m_prior, path](Job&) { write_prior(*prior, path.toStdString()); },
        [this, path] { say(Tone::Text, tr("Written to %1").arg(path)); });
}

void PriorBrowser::mergeWith(const QString& other, const QString& path) {
    if (refuses(path, other)) return;
    m_jobs.start(
        writing(tr("Merging with %1").arg(QFileInfo(other).fileName()), path),
        [prior = m_prior, other, path](Job& j) {
            const RegulatoryNetwork both[] = {*prior, read_prior(other.toStdString(), {}, j)};
            write_prior(merged(QFileInfo(path).fileName().toStdString(), both), path.toStdString());
        },
        [this, path] {
            Q_EMIT mergedInto(path);
            accept();
        });
}

}  // namespace regulus
