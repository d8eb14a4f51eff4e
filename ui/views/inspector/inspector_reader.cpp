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

constexpr std::size_t most_halved = 2000;  // cells of a group that is read in two halves

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
    const bool pair = m_subject.kind == Subject::Kind::Pair;
    CellSet cells = subjectCells(), second = pair ? m_subject.second.cells : CellSet();
    const std::size_t all = cells.count();
    const QString where = all == 1          ? tr("in this cell")
                          : most_read < all ? tr("mean of %1 of the cells").arg(countText(most_read))
                                            : tr("mean of the cells");
    struct Found {
        ReaderTargets first, second;
        std::vector<SharedTargets> others;
    };
    m_session.jobs().start(
        quiet(QStringLiteral("targets"), Lane::Pool),
        [results, tfs, pair, expression = m_session.tfExpression(), model = m_session.model().file,
         genes = m_session.opened().genes.names, cells = std::move(cells),
         second = std::move(second)](Job& job) {
            const RegulonReader& reader = results->reader->reader;
            std::vector<std::string> names;
            if (model) names = model->genes;
            for (std::size_t g = 0; !model && g < reader.genes.size(); ++g)
                names.push_back(genes->names[std::size_t(reader.genes[g])]);
            const auto read = [&](const CellSet& of) {
                return readerTargets(reader, tfs, names, *expression, spreadSample(of, most_read), job);
            };
            Found found;
            found.first = read(cells);
            if (pair) found.second = read(second);
            found.others = sharedTargets(reader.regulons, tfs, names, most_sharing);
            return found;
        },
        [this, name, where, pair, several = tfs.size() > 1](Found found) {
            if (pair)
                return showReaderPairs(name, several, std::move(found.first), std::move(found.second),
                                       std::move(found.others));
            m_detail->showEvidence(
                name, std::move(found.first.rows), std::move(found.others),
                (several ? tr("Evidence for %1, mean of these TFs: %2 (%3), %4 of it from their own mRNA.")
                         : tr("Evidence for %1: %2 (%3), %4 of it from its own mRNA."))
                    .arg(name, valueText(found.first.evidence), where, valueText(found.first.own)));
        });
}

}  // namespace regulus
