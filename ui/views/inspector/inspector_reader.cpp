// The inspector of a regulon reader, of a model or of a prior without one: which TFs stand out, what rewired
// priors make of them, and what the targets of one add.
#include "ui/models/number_text.h"
#include "ui/views/inspector/inspector_view.h"
#include "ui/views/inspector/reader_tf_section.h"
#include "ui/views/inspector/reading.h"
#include "ui/views/inspector/tf_detail.h"
#include "ui/views/inspector/tf_section.h"

namespace regulus {
namespace {

constexpr std::size_t most_compared = 1000;  // cells of each of two groups
constexpr std::size_t most_halved = 2000;    // cells of a group that is read in two halves

}  // namespace

// What there is to see of a cell or a group where a reader reads: a model's, or a prior's before any
// training.
void InspectorView::startReaderTfs() {
    const OpenedState& opened = m_session.opened();
    const bool model = m_session.model().readsRegulons();
    const bool prior = !m_session.model().file && !m_session.applyingModel() && opened.prior &&
                       opened.expression && opened.priorProblem.isEmpty();
    const bool wanted = (model || prior) && m_subject.kind != Subject::Kind::Pair;
    m_readerTfs->setVisible(wanted);
    if (!wanted) return;
    const auto results = m_session.tfResults();
    if (!results) {
        m_readerTfs->showTfs({}, m_subject.kind == Subject::Kind::Cell, model, tr("reading regulons\u2026"));
        return;
    }
    const CellSet cells = subjectCells();
    struct Found {
        std::vector<ReaderTfRow> rows;
        std::size_t read = 0;
    };
    m_session.jobs().start(
        quiet(QStringLiteral("reader TFs"), Lane::Pool),
        [results, expression = m_session.tfExpression(), cells](Job& job) {
            Found found;
            found.rows = readerTfRows(*results, *expression, cells, most_read, found.read, job);
            return found;
        },
        [this, model, all = cells.count()](Found found) {
            m_readerTfs->showTfs(
                std::move(found.rows), all == 1, model,
                found.read < all ? tr("from %1 of the cells").arg(countText(found.read)) : QString());
            m_readerTfs->setCurrentTf(QString::fromStdString(m_session.focus().tf()));
            startRewired();
        });
}

// Which of it a prior without meaning would show as well.
void InspectorView::startRewired() {
    const auto results = m_session.tfResults();
    const auto rewired = m_session.rewiredReaders();
    const auto halves = m_session.halfReaders();
    if (!results || !rewired || !halves) return;
    struct Checks {
        RewiredComparison rewired;
        TfStability stability;
    };
    m_session.jobs().start(
        quiet(QStringLiteral("rewired"), Lane::Pool),
        [results, rewired, halves, expression = m_session.tfExpression(), cells = subjectCells()](Job& job) {
            const RegulonReader& reader = results->reader->reader;
            const TfFamilies& families = results->families();
            return Checks{
                compare_rewired(reader, families, *rewired, *expression, spreadSample(cells, most_read),
                                RankedBy::Mean, job),
                tf_stability(reader, *halves, families, *expression, spreadSample(cells, most_halved), job)};
        },
        [this, results](const Checks& checks) {
            m_readerTfs->setChecks(checks.rewired, int(rewired_priors), checks.stability,
                                   results->families());
        });
}

// Which differences between two groups it would show as well.
void InspectorView::startRewiredPair() {
    const auto results = m_session.tfResults();
    const auto rewired = m_session.rewiredReaders();
    const auto first = spreadSample(m_subject.first.cells, most_compared),
               second = spreadSample(m_subject.second.cells, most_compared);
    if (!results || !rewired || first.empty() || second.empty()) return;
    m_session.jobs().start(
        quiet(QStringLiteral("rewired"), Lane::Pool),
        [results, rewired, expression = m_session.tfExpression(), first, second](Job& job) {
            return compare_rewired_difference(results->reader->reader, results->families(), *rewired,
                                              *expression, first, second, job);
        },
        [this](const RewiredComparison& comparison) { m_tfs->setRewired(comparison, int(rewired_priors)); });
}

void InspectorView::startModelTargets(const std::string& tf) {
    if (m_subject.kind == Subject::Kind::None) return;
    const auto results = m_session.tfResults();
    if (!results) return m_detail->say({}, tr("Reading regulons\u2026"), {}, true);
    if (tf.empty()) return m_detail->say({}, tr("Click a TF to see its targets."));
    if (results->column(tf) < 0)
        return m_detail->say({},
                             tr("%1 is not among the TFs of this model.").arg(QString::fromStdString(tf)));
    startReaderTargets(results, std::size_t(results->column(tf)));
}

void InspectorView::startReaderTargets(const std::shared_ptr<const TfResults>& results, std::size_t column) {
    const QString name = QString::fromStdString(results->tfs[column]);
    const std::vector<std::size_t> tfs = results->families().members_of(column);
    if (m_detail->tf() != name) m_detail->say({}, tr("Reading the targets of %1\u2026").arg(name), {}, true);
    CellSet cells = subjectCells();
    const std::size_t all = cells.count();
    const QString cellsRead = all == 1          ? tr("in this cell")
                              : most_read < all ? tr("mean of %1 of the cells").arg(countText(most_read))
                                                : tr("mean of the cells");
    // Of two groups what is opened is of the first, and says so.
    const QString where = m_subject.kind == Subject::Kind::Pair
                              ? tr("in %1, %2").arg(m_subject.first.name, cellsRead)
                              : cellsRead;
    m_session.jobs().start(
        quiet(QStringLiteral("targets"), Lane::Pool),
        [results, tfs, expression = m_session.tfExpression(), model = m_session.model().file,
         genes = m_session.opened().genes.names, cells = std::move(cells)](Job& job) {
            const RegulonReader& reader = results->reader->reader;
            std::vector<std::string> names;
            if (model) names = model->genes;
            for (std::size_t g = 0; !model && g < reader.genes.size(); ++g)
                names.push_back(genes->names[std::size_t(reader.genes[g])]);
            return std::pair(
                readerTargets(reader, tfs, names, *expression, spreadSample(cells, most_read), job),
                sharedTargets(reader.regulons, tfs, names, most_sharing));
        },
        [this, name, where,
         several = tfs.size() > 1](std::pair<ReaderTargets, std::vector<SharedTargets>> both) {
            auto& [found, others] = both;
            m_detail->showEvidence(
                name, std::move(found.rows), std::move(others),
                (several ? tr("Evidence for %1, mean of these TFs: %2 (%3), %4 of it from their own mRNA.")
                         : tr("Evidence for %1: %2 (%3), %4 of it from its own mRNA."))
                    .arg(name, decimalText(found.evidence, 2), where, decimalText(found.own, 2)));
        });
}

}  // namespace regulus
