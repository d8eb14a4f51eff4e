// The inspector without a model: which TFs stand out, and what rewired priors make of them.
#include "ui/models/number_text.h"
#include "ui/views/inspector/inspector_view.h"
#include "ui/views/inspector/prior_tf_section.h"
#include "ui/views/inspector/reading.h"

namespace regulus {

// What there is to see of a cell or a group before a model is trained.
void InspectorView::startPriorTfs() {
    const OpenedState& opened = m_session.opened();
    const bool wanted = !m_session.model().file && !m_session.applyingModel() && opened.prior &&
                        opened.expression && opened.priorProblem.isEmpty() &&
                        m_subject.kind != Subject::Kind::Pair;
    m_priorTfs->setVisible(wanted);
    if (!wanted) return;
    if (!opened.priorResults) {
        m_priorTfs->showTfs({}, m_subject.kind == Subject::Kind::Cell, tr("reading regulons\u2026"));
        return;
    }
    const CellSet cells = subjectCells();
    struct Found {
        std::vector<PriorTfRow> rows;
        std::size_t read = 0;
    };
    m_session.jobs().start(
        quiet(QStringLiteral("prior TFs"), Lane::Pool),
        [results = opened.priorResults, expression = opened.expression, cells](Job& job) {
            Found found;
            found.rows = priorTfRows(*results, *expression, cells, most_read, found.read, job);
            return found;
        },
        [this, all = cells.count()](Found found) {
            m_priorTfs->showTfs(
                std::move(found.rows), all == 1,
                found.read < all ? tr("from %1 of the cells").arg(countText(found.read)) : QString());
            m_priorTfs->setCurrentTf(QString::fromStdString(m_session.focus().tf()));
            startRewired();
        });
}

// Which of it a prior without meaning would show as well.
void InspectorView::startRewired() {
    const OpenedState& opened = m_session.opened();
    if (!opened.priorResults || !opened.rewiredReaders) return;
    m_session.jobs().start(
        quiet(QStringLiteral("rewired"), Lane::Pool),
        [results = opened.priorResults, rewired = opened.rewiredReaders, expression = opened.expression,
         rows = spreadSample(subjectCells(), most_read)](Job& job) {
            return compare_rewired(results->reader->reader, *rewired, *expression, rows, job);
        },
        [this](const RewiredComparison& comparison) {
            m_priorTfs->setRewired(comparison, int(rewired_priors));
        });
}

}  // namespace regulus
