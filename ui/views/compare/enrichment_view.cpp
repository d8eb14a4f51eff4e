#include "ui/views/compare/enrichment_view.h"

#include <QComboBox>
#include <QFileInfo>
#include <QHeaderView>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/workflow/enrichment_csv.h"
#include "ui/models/enrichment_model.h"
#include "ui/models/number_text.h"
#include "ui/views/parts/clean_table.h"
#include "ui/views/parts/flow_layout.h"
#include "ui/views/parts/state_page.h"
#include "ui/views/parts/tf_gestures.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {
namespace {

enum SetsOf { OfPrior, OfFile, OfOtherFile };

// Among fewer genes hardly any set differs from the rest: their genes are the markers themselves.
constexpr std::size_t few_genes = 1000;

}  // namespace

EnrichmentView::EnrichmentView(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_side(new QComboBox),
      m_source(new QComboBox),
      m_universe(new QComboBox),
      m_plot(new QToolButton),
      m_export(new QToolButton),
      m_note(sentence(Tone::Muted)),
      m_warning(sentence(Tone::Warning)),
      m_model(new EnrichmentModel(this)),
      m_table(new CleanTable),
      m_states(new StateStack(m_table)),
      m_key(QStringLiteral("enrichment.%1").arg(reinterpret_cast<quintptr>(this))) {
    build();
    offerSources();
    connect(&m_session, &Session::changed, this, [this](Changes what) {
        if (!(what & (Change::Dataset | Change::Prior | Change::GeneSets))) return;
        offerSources();
        refresh();
    });
    connect(m_side, &QComboBox::currentIndexChanged, this, &EnrichmentView::refresh);
    connect(m_universe, &QComboBox::currentIndexChanged, this, &EnrichmentView::refresh);
    connect(m_source, &QComboBox::activated, this, &EnrichmentView::chooseSource);
    connect(m_table, &CleanTable::rowActivated, this, &EnrichmentView::activate);
    connect(m_table, &CleanTable::rowDoubleClicked, this, [this](int row) {
        // A regulon is a TF, and does as one.
        if (m_inputs && m_inputs->prior)
            colorByTf(m_session, m_model->at(row).name);
        else
            plot();
    });
    connect(m_plot, &QToolButton::clicked, this, &EnrichmentView::plot);
    connect(m_export, &QToolButton::clicked, this, &EnrichmentView::exportRequested);
    connect(m_states->page(), &StatePage::pressed, this, &EnrichmentView::askForSets);
    refresh();
}

EnrichmentView::~EnrichmentView() {
    for (const char* what : {"", ".csv"}) m_session.jobs().abandonKey(m_key + QLatin1String(what));
}

void EnrichmentView::build() {
    for (const auto& [side, name] : {std::pair{ListSide::Higher, tr("Higher in the group")},
                                     {ListSide::Lower, tr("Lower in the group")},
                                     {ListSide::Both, tr("Higher or lower")}})
        m_side->addItem(name, static_cast<int>(side));
    m_side->setAccessibleName(tr("Genes of the list"));
    m_side->setToolTip(tr("Which of the genes that the filters let through are the list"));
    m_source->setAccessibleName(tr("Sets"));
    m_source->setToolTip(
        tr("The sets that are looked at: targets of the TFs of the prior, or those of a file"));
    m_source->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_source->setMinimumContentsLength(14);
    m_plot->setText(tr("Plot"));
    m_plot->setToolTip(tr("Dot plot and others of the genes of the selected set that are on the list"));
    m_export->setText(tr("Export CSV…"));
    m_export->setToolTip(tr("Save all sets, with every number, as CSV"));
    for (QToolButton* const button : {m_plot, m_export}) button->setAutoRaise(true);
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Gene sets"));
    m_table->setAccessibleName(tr("Sets that the list is rich in"));
    m_table->setSortingEnabled(true);
    m_table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 4, 0, 0);
    column->setSpacing(3);
    m_head = buildHead();
    column->addWidget(m_head);
    column->addWidget(m_note);
    column->addWidget(m_warning);
    column->addWidget(m_states, 1);
}

// Beside the table it has little room: the window must not become wider for it.
QWidget* EnrichmentView::buildHead() {
    m_universe->addItem(tr("Among genes of the sets"), int(Universe::TestedInSets));
    m_universe->addItem(tr("Among all tested genes"), int(Universe::AllTested));
    m_universe->setAccessibleName(tr("Genes that count"));
    m_universe->setToolTip(
        tr("What the list is drawn from: genes that were tested and are in a set, or all that were tested"));
    for (QComboBox* const box : {m_side, m_universe}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(12);
    }
    auto* head = new QWidget;
    auto* flow = new FlowLayout(head);
    for (QWidget* const widget :
         std::initializer_list<QWidget*>{m_side, m_source, m_universe, m_plot, m_export})
        flow->addWidget(widget);
    return head;
}

// Controls are never cut: where there is little height, the table gives way.
void EnrichmentView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    m_head->setFixedHeight(m_head->layout()->heightForWidth(width()));
}

QString EnrichmentView::note() const {
    return m_note->text();
}

QString EnrichmentView::warning() const {
    return m_warning->isHidden() ? QString() : m_warning->text();
}

void EnrichmentView::offerSources() {
    const QSignalBlocker quiet(m_source);
    const QVariant before = m_source->currentData();
    m_source->clear();
    const auto prior = m_session.opened().prior;
    if (prior) m_source->addItem(tr("Regulons of %1").arg(QString::fromStdString(prior->name)), int(OfPrior));
    const GeneSetState& file = m_session.geneSets();
    if (!file.path().isEmpty()) m_source->addItem(QFileInfo(file.path()).fileName(), int(OfFile));
    m_source->addItem(tr("Gene sets of a file…"), int(OfOtherFile));
    // A file that was asked for here is what one wants to see.
    const bool asked = m_asked && !file.path().isEmpty();
    m_asked = m_asked && !asked;
    const QVariant wanted = asked                                  ? QVariant(int(OfFile))
                            : before == QVariant(int(OfOtherFile)) ? QVariant()
                                                                   : before;
    m_source->setCurrentIndex(std::max(0, m_source->findData(wanted)));
}

void EnrichmentView::askForSets() {
    m_asked = true;
    Q_EMIT setsRequested();
}

void EnrichmentView::chooseSource() {
    if (m_source->currentData().toInt() == OfOtherFile) {
        const QSignalBlocker quiet(m_source);
        const bool other = m_inputs && m_inputs->sets;
        m_source->setCurrentIndex(std::max(0, m_source->findData(int(other ? OfFile : OfPrior))));
        askForSets();
    }
    refresh();
}

void EnrichmentView::show(std::shared_ptr<const ComparisonResult> result, std::size_t group,
                          const std::vector<std::uint32_t>& genes) {
    m_wanted.result = std::move(result);
    m_wanted.group = group;
    m_wanted.genes = genes;
    refresh();
}

void EnrichmentView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    refresh();
}

void EnrichmentView::refresh() {
    if (!isVisible()) return;
    m_wanted.side = static_cast<ListSide>(m_side->currentData().toInt());
    const int source = m_source->currentData().toInt();
    m_wanted.prior = source == OfPrior ? m_session.opened().prior : nullptr;
    m_wanted.universe = static_cast<Universe>(m_universe->currentData().toInt());
    m_wanted.sets = source == OfFile ? m_session.geneSets().sets() : nullptr;
    const bool possible = m_wanted.result && m_wanted.result->ofGenes() && m_wanted.result->whole() &&
                          (m_wanted.prior || m_wanted.sets);
    if (possible && m_inputs == m_wanted) return;
    m_session.jobs().abandonKey(m_key);
    m_inputs.reset();
    if (possible) return start();
    clear();
    sayWhatIsMissing();
}

void EnrichmentView::clear() {
    m_made = nullptr;
    m_model->setRows({});
    for (ToneLabel* const label : {m_note, m_warning}) label->hide();
    for (QToolButton* const button : {m_plot, m_export}) button->setEnabled(false);
}

void EnrichmentView::sayWhatIsMissing() {
    const int source = m_source->currentData().toInt();
    if (m_wanted.result && !m_wanted.result->ofGenes())
        return m_states->say(tr("Sets hold genes"), tr("Choose Genes above the table: its markers are looked "
                                                       "for in regulons and gene sets."));
    if (!m_wanted.result) return m_states->say(tr("Nothing is listed"), {});
    if (!m_wanted.result->whole())
        return m_states->say(tr("Comparing…"),
                             tr("The other genes are still being compared. Sets are looked at when all are."),
                             {}, true);
    if (source == OfFile && m_session.geneSets().reading())
        return m_states->say(tr("Reading…"), {}, {}, true);
    if (source == OfFile)
        return m_states->say(tr("These gene sets cannot be read"), m_session.geneSets().problem(),
                             tr("Choose another file…"));
    m_states->say(tr("No sets yet"), tr("Open a prior, or a file of gene sets (GMT)."),
                  tr("Choose gene sets…"));
}

void EnrichmentView::start() {
    m_inputs = m_wanted;
    JobRequest job{.title = tr("Looking for the genes in sets"),
                   .lane = Lane::Picture,
                   .key = m_key,
                   .quiet = true,
                   .receiver = this};
    job.failed = [this](const Error& error) {
        clear();
        QString text = QString::fromStdString(error.problem()) + QLatin1Char('.');
        if (!error.remedy().empty())
            text += QStringLiteral(" %1.").arg(QString::fromStdString(error.remedy()));
        m_states->say(tr("Nothing to look for"), text);
    };
    m_session.jobs().start(
        std::move(job), [inputs = m_wanted](Job& running) { return runEnrichment(inputs, running); },
        [this](Enrichment made) { present(std::move(made)); });
}

void EnrichmentView::present(Enrichment made) {
    m_made = std::make_shared<const Enrichment>(std::move(made));
    m_model->setRows(m_made->sets);
    const QString among =
        m_inputs->universe == Universe::AllTested
            ? tr("%1 of the list among all %2 that were tested; %3 of %4 genes or more.")
            : tr("%1 of the list among %2 that were tested and are in a set; %3 of %4 genes "
                 "or more.");
    QStringList said{among
                         .arg(countText(m_made->drawn, tr("gene"), tr("genes")), countText(m_made->universe),
                              countText(m_made->sets.size(), tr("set"), tr("sets")))
                         .arg(EnrichmentOptions{}.min_genes)};
    for (const std::string& warning : m_made->warnings)
        said << QString::fromStdString(warning) + QLatin1Char('.');
    m_note->setText(said.join(QLatin1Char(' ')));
    m_note->show();
    warnOfFew();
    for (QToolButton* const button : {m_plot, m_export}) button->setEnabled(!m_made->sets.empty());
    m_states->showContent();
    m_table->fitColumns(EnrichmentModel::Which,
                        {EnrichmentModel::P, EnrichmentModel::Genes, EnrichmentModel::Which});
}

void EnrichmentView::warnOfFew() {
    const bool few = m_inputs->universe == Universe::TestedInSets && m_made->universe < few_genes;
    if (few)
        m_warning->setText(
            tr("Only %1 tested and in a set: among so few, even a set that is all markers does not "
               "stand out. “Among all tested genes” can be chosen above.")
                .arg(countText(m_made->universe, tr("gene is"), tr("genes are"))));
    m_warning->setVisible(few);
}

void EnrichmentView::activate(int row) {
    if (m_inputs && m_inputs->prior) m_session.focus().setTf(m_model->at(row).name);
}

void EnrichmentView::plot() {
    if (m_model->rowCount() == 0) return;
    const int row = std::max(0, m_table->currentIndex().row());
    if (!m_model->at(row).hits.empty()) Q_EMIT plotRequested(m_model->at(row).hits);
}

void EnrichmentView::writeCsv(const QString& path) {
    if (!m_made) return;
    JobRequest job{.title = tr("Exporting sets"),
                   .lane = Lane::Writing,
                   .key = m_key + QStringLiteral(".csv"),
                   .receiver = this};
    m_session.jobs().start(
        std::move(job), [made = m_made, path](Job&) { write_enrichment(*made, path.toStdString()); },
        [this, path] { Q_EMIT exported(path); });
}

}  // namespace regulus
