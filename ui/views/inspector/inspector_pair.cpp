// The inspector of two groups, or of two cells: which TFs separate them, and through which targets.
#include "ui/models/number_text.h"
#include "ui/views/inspector/inspector_view.h"
#include "ui/views/inspector/reading.h"
#include "ui/views/inspector/subject_header.h"
#include "ui/views/inspector/tf_detail.h"
#include "ui/views/inspector/tf_section.h"

namespace regulus {
namespace {

constexpr std::size_t most_compared = 1000;  // cells of each of two groups

}  // namespace

void InspectorView::startPair() {
    const auto context = m_session.model().context;
    const auto ready = m_session.model().regulons;
    const bool genes =
        (m_session.model().file || m_session.applyingModel()) && !m_session.model().readsRegulons();
    const auto tfs = genes ? nullptr : m_session.tfResults();
    m_tfs->setVisible(ready || tfs);
    if (!ready && !tfs) return;
    const DifferenceOf of = !tfs                ? DifferenceOf::Choice
                            : tfs->reader->head ? DifferenceOf::Attention
                                                : DifferenceOf::UntrainedAttention;
    const CellSet &a = m_subject.first.cells, &b = m_subject.second.cells;
    const bool cells = a.count() == 1 && b.count() == 1;
    m_tfs->showDifferences({}, m_subject.first.name, m_subject.second.name, of, cells);
    const bool atHand = tfs || (anyRowOf(*ready, a) && anyRowOf(*ready, b));
    if (!atHand && !context) return;
    JobRequest request = quiet(QStringLiteral("TFs"), atHand ? Lane::Pool : Lane::Model);
    request.failed = [this](const Error& error) {
        m_tfs->setWorking(QString::fromStdString(error.problem()));
    };
    m_session.jobs().start(
        std::move(request),
        [ready, context, tfs, expression = m_session.tfExpression(), a, b](Job& job) {
            return tfs ? tfDifferences(*tfs, *expression, a, b, most_read, job)
                       : tfDifferences(ready.get(), context.get(), a, b, most_read, job);
        },
        [this, of, cells](std::vector<TfDifference> rows) {
            m_tfs->showDifferences(std::move(rows), m_subject.first.name, m_subject.second.name, of, cells);
            m_tfs->setCurrentTf(QString::fromStdString(m_session.focus().tf()));
            if (of != DifferenceOf::Choice) return startRewiredPair();
            m_header->setSeparates(m_tfs->separates());
        });
}

// Which differences between the two rewired priors would show as well.
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
        [this](const RewiredComparison& comparison) {
            m_tfs->setRewired(comparison, int(rewired_priors));
            m_header->setSeparates(m_tfs->separates());
        });
}

// Of a model that reads genes; `tf`: its token.
void InspectorView::startPairTargets(JobRequest request, const QString& name, std::int32_t tf) {
    struct Targets {
        std::vector<TargetPair> pairs;
        std::vector<SharedTargets> others;
    };
    m_session.jobs().start(
        std::move(request),
        [context = m_session.model().context, a = m_subject.first.cells, b = m_subject.second.cells, tf,
         options = m_tfs->options(), prior = readPrior(), of = name.toStdString()](Job& job) {
            const auto read = [&](const CellSet& cells) {
                std::vector<TargetRow> rows =
                    targetRows(*context, spreadSample(cells, most_read), tf, options, job);
                if (prior) addPrior(rows, *prior, {&of, 1});
                return rows;
            };
            return Targets{targetPairs(read(a), read(b)),
                           sharedTargets(context->model->mask, tf, context->model->genes, most_sharing)};
        },
        [this, name](Targets found) {
            m_detail->showPairs(name, std::move(found.pairs), std::move(found.others), m_subject.first.name,
                                m_subject.second.name, false, {});
        });
}

void InspectorView::showReaderPairs(const QString& name, bool several, ReaderTargets first,
                                    ReaderTargets second, std::vector<SharedTargets> others) {
    const QString summary =
        evidenceSummary(name, several, first, m_subject.first.name, second, m_subject.second.name);
    m_detail->showPairs(name, targetPairs(std::move(first.rows), std::move(second.rows)), std::move(others),
                        m_subject.first.name, m_subject.second.name, true, summary);
}

}  // namespace regulus
