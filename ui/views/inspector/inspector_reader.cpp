// The inspector of a regulon reader, of a model or of a prior without one: which TFs stand out, what rewired
// priors make of them, and what the targets of one add.
#include "core/regulons/reader_of_head.h"
#include "ui/models/number_text.h"
#include "ui/views/inspector/contribution_list.h"
#include "ui/views/inspector/inspector_view.h"
#include "ui/views/inspector/reader_tf_section.h"
#include "ui/views/inspector/reading.h"
#include "ui/views/inspector/tf_detail.h"
#include "ui/views/inspector/tf_section.h"

namespace regulus {
namespace {

constexpr std::size_t most_halved = 2000;  // cells of a group that is read in two halves

std::vector<RegulonReader> of_head(const std::vector<RegulonReader>& readers, std::size_t head) {
    std::vector<RegulonReader> some;
    for (const RegulonReader& reader : readers) some.push_back(reader_of_head(reader, head));
    return some;
}

}  // namespace

// What there is to see of a cell or a group where a reader reads: a model's, or a prior's before any
// training.
void InspectorView::startReaderTfs() {
    const OpenedState& opened = m_session.opened();
    const bool model = m_session.model().readsRegulons();
    const bool prior = !m_session.model().file && !m_session.applyingModel() && opened.prior &&
                       opened.expression && opened.priorProblem.isEmpty();
    const bool wanted =
        (model || prior) && (m_subject.kind == Subject::Kind::Cell || m_subject.kind == Subject::Kind::Group);
    m_readerTfs->setVisible(wanted);
    if (!wanted) return;
    const auto results = m_session.tfResults();
    m_readerTfs->offerContributions(model && m_subject.kind == Subject::Kind::Cell);
    if (results && m_readerTfs->setHeads(int(results->reader->reader.heads)))
        m_readerTfs->restoreHead(
            m_session.memory().of(QLatin1String(inspector_memory))[QLatin1String(kept_head)].toInt(-1));
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
        [results, expression = m_session.tfExpression(), cells, head = m_readerTfs->head()](Job& job) {
            Found found;
            found.rows = readerTfRows(*results, *expression, cells, most_read, found.read, job);
            if (head >= 0)
                found.read = attendByHead(found.rows, *results, *expression, spreadSample(cells, most_read),
                                          std::size_t(head), job);
            return found;
        },
        [this, model, all = cells.count()](Found found) {
            m_readerTfs->showTfs(
                std::move(found.rows), all == 1, model,
                found.read < all ? tr("from %1 of the cells").arg(countText(found.read)) : QString());
            m_readerTfs->setCurrentTf(QString::fromStdString(m_session.focus().tf()));
            startRewired();
        });
    startContributions(results);
}

// What the scores of the opened cell are made of.
void InspectorView::startContributions(const std::shared_ptr<const TfResults>& results) {
    const auto model = m_session.model().file;
    const auto read = m_session.model().results;
    if (!results->reader->head || m_subject.kind != Subject::Kind::Cell || !model || !read) return;
    m_readerTfs->contributions()->clear();
    m_session.jobs().start(
        quiet(QStringLiteral("contributions"), Lane::Pool),
        [results, expression = m_session.tfExpression(), cell = m_subject.cell](Job&) {
            const TfReader& reader = *results->reader;
            // Of the head that made the score: of a cell that the model learned from, that of its fold.
            const int fold = reader.folds ? reader.folds->fold_of.at(cell) : -1;
            const ReaderHead& head =
                fold >= 0 ? reader.folds->heads.at(static_cast<std::size_t>(fold)) : *reader.head;
            return std::make_shared<const ContributionList::Shown>(ContributionList::Shown{
                contributions(reader.reader, head, *expression, cell), reader.families, results->tfs});
        },
        [this, model, k = read->predicted[m_subject.cell],
         calibrated = read->calibration != nullptr](std::shared_ptr<const ContributionList::Shown> shown) {
            QStringList classes;
            for (const std::string& name : model->classes) classes << QString::fromStdString(name);
            m_readerTfs->contributions()->show(std::move(shown), classes, int(k), calibrated);
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
        [results, rewired, halves, expression = m_session.tfExpression(), cells = subjectCells(),
         head = m_readerTfs->head()](Job& job) {
            const TfFamilies& families = results->families();
            const auto checks = [&](const RegulonReader& reader, std::span<const RegulonReader> others,
                                    const HalfReaders& parts) {
                return Checks{compare_rewired(reader, families, others, *expression,
                                              spreadSample(cells, most_read), RankedBy::Mean, job),
                              tf_stability(reader, parts, families, *expression,
                                           spreadSample(cells, most_halved), job)};
            };
            const RegulonReader& all = results->reader->reader;
            if (head < 0) return checks(all, *rewired, *halves);
            const auto h = std::size_t(head);
            return checks(reader_of_head(all, h), of_head(*rewired, h),
                          HalfReaders{of_head(halves->readers, h), halves->cells});
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
    struct Found {
        ReaderTargets first, second;
        std::vector<SharedTargets> others;
    };
    m_session.jobs().start(
        quiet(QStringLiteral("targets"), Lane::Pool),
        [results, tfs, pair, expression = m_session.tfExpression(), model = m_session.model().file,
         genes = m_session.opened().genes.names, prior = readPrior(), head = pair ? -1 : m_readerTfs->head(),
         cells = std::move(cells), second = std::move(second)](Job& job) {
            const RegulonReader& whole = results->reader->reader;
            const RegulonReader one = head < 0 ? RegulonReader() : reader_of_head(whole, std::size_t(head));
            const RegulonReader& reader = head < 0 ? whole : one;
            const std::vector<std::string> names = model ? model->genes : tokenNames(reader, genes->names);
            std::vector<std::string> names_of_tfs;
            for (const std::size_t t : tfs) names_of_tfs.push_back(reader.regulons.tfs[t]);
            const auto read = [&](const CellSet& of) {
                ReaderTargets targets =
                    readerTargets(reader, tfs, names, *expression, spreadSample(of, most_read), job);
                if (prior) addPrior(targets.rows, *prior, names_of_tfs);
                return targets;
            };
            Found found;
            found.first = read(cells);
            if (pair) found.second = read(second);
            found.others = sharedTargets(reader.regulons, tfs, names, most_sharing);
            return found;
        },
        [this, name, all, pair, several = tfs.size() > 1](Found found) {
            if (pair)
                return showReaderPairs(name, several, std::move(found.first), std::move(found.second),
                                       std::move(found.others));
            const QString evidence = evidenceSummary(name, several, found.first, all);
            m_detail->showEvidence(name, std::move(found.first.rows), std::move(found.others), evidence);
        });
}

}  // namespace regulus
