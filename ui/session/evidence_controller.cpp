#include "ui/session/evidence_controller.h"

#include <chrono>
#include <cmath>

#include "core/evidence/evaluation.h"
#include "core/evidence/evidence_report.h"

namespace regulus {

struct EvidenceController::News {
    std::size_t done = 0, planned = 0;
    double secondsLeft = -1;
    std::shared_ptr<const EvidencePage> page;  // null: as it was
};

namespace {

constexpr auto key = "evidence";

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds page_every{500};

std::shared_ptr<const EvidencePage> pageOf(const EvidenceInput& input, const std::vector<RunSpec>& runs,
                                           const EvidenceFolder& folder) {
    return std::make_shared<const EvidencePage>(report_of(input, runs, folder).page);
}

// `tell` hears of every run, and of the page at most twice a second.
template <class Tell>
std::shared_ptr<const EvidencePage> evaluate(const Dataset& dataset, const RegulatoryNetwork& prior,
                                             const EvaluationRequest& request, const Tell& tell, Job& job) {
    PartJob preparing(job, 0, 0.02), doing(job, 0.02, 1);
    const EvidenceInput input =
        evidence_input(dataset, prior, request.data, request.options, starter_lineage_table(), preparing);
    const std::vector<RunSpec> runs = plan_runs(request.plan);
    const EvidenceFolder folder(request.folder.toStdString(), input.provenance, request.plan);
    const std::vector<RunResult> before = folder.read_all(runs);
    tell({before.size(), runs.size(), seconds_left(runs, before)},
         before.empty() ? nullptr : pageOf(input, runs, folder));
    Clock::time_point shown{};
    const std::vector<FailedRun> failed = do_runs(input, request.plan, runs, folder, doing,
                                                  [&](const RunSpec&, const EvaluationProgress& progress) {
                                                      std::shared_ptr<const EvidencePage> page;
                                                      if (Clock::now() - shown > page_every) {
                                                          page = pageOf(input, runs, folder);
                                                          shown = Clock::now();
                                                      }
                                                      tell(progress, std::move(page));
                                                  });
    if (failed.size() == runs.size()) throw failed.front().error;
    const EvidenceReport report = report_of(input, runs, folder);
    write_report(report, input, folder);
    return std::make_shared<const EvidencePage>(report.page);
}

}  // namespace

void EvidenceController::start(const EvaluationRequest& request) {
    if (!m_opened.dataset || !m_opened.prior) return;
    const int run = ++m_run;
    m_state.active = true;
    m_state.done = m_state.planned = 0;
    m_state.secondsLeft = -1;
    m_state.problem.clear();
    if (m_state.folder != request.folder) m_state.page.reset();
    m_state.folder = request.folder;
    JobRequest job = m_services.request(tr("Evaluating the prior"), QString::fromLatin1(key), Lane::Evidence);
    job.ended = [this, run](JobOutcome) {
        if (run != m_run) return;
        m_state.active = false;
        m_services.notify(Change::Evidence);
    };
    job.failed = [this, run](const Error& error) {
        if (run == m_run) m_state.problem = QString::fromUtf8(error.what());
        Q_EMIT m_services.jobs().failed(error, tr("Evaluating the prior"), QString::fromLatin1(key));
    };
    const auto tell = [this, run, receiver = job.receiver.data()](const EvaluationProgress& progress,
                                                                  std::shared_ptr<const EvidencePage> page) {
        const News news{progress.done, progress.planned,
                        std::isfinite(progress.seconds_left) ? progress.seconds_left : -1, std::move(page)};
        QMetaObject::invokeMethod(
            receiver, [this, run, news] { hear(run, news); }, Qt::QueuedConnection);
    };
    m_services.jobs().start(
        std::move(job),
        [dataset = m_opened.dataset, own = m_opened.own, prior = m_opened.prior, request, tell](Job& j) {
            return evaluate(*withOwnColumns(dataset, own), *prior, request, tell, j);
        },
        [this, run](std::shared_ptr<const EvidencePage> page) {
            hear(run, {m_state.done, m_state.planned, 0, std::move(page)});
        });
    m_services.notify(Change::Evidence);
}

void EvidenceController::hear(int run, const News& news) {
    if (run != m_run) return;
    m_state.done = news.done;
    m_state.planned = news.planned;
    m_state.secondsLeft = news.secondsLeft;
    if (news.page) m_state.page = news.page;
    m_services.notify(Change::Evidence);
}

void EvidenceController::stop() {
    if (!m_state.active) return;
    m_services.jobs().abandonKey(QString::fromLatin1(key));
}

void EvidenceController::forget() {
    ++m_run;  // so that nobody hears of the end of it
    stop();
    m_state = {};
}

}  // namespace regulus
