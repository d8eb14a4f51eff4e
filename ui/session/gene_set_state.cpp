#include "ui/session/gene_set_state.h"

#include <QFileInfo>

namespace regulus {

namespace {

const auto sets_key = QStringLiteral("gene sets");

}  // namespace

void GeneSetState::settle(std::shared_ptr<const GeneSets> sets, const QString& problem) {
    m_reading = false;
    m_sets = std::move(sets);
    m_problem = problem;
    m_services.notify(Change::GeneSets);
}

void GeneSetState::open(const QString& path) {
    m_services.jobs().abandonKey(sets_key);
    m_path = path;
    settle(nullptr, {});
    if (path.isEmpty()) return;
    JobRequest job = m_services.request(tr("Reading %1").arg(QFileInfo(path).fileName()), sets_key);
    job.failed = [this](const Error& error) { settle(nullptr, QString::fromStdString(error.what())); };
    job.ended = [this](JobOutcome outcome) {
        if (outcome == JobOutcome::Cancelled) settle(nullptr, tr("Reading the file was cancelled."));
    };
    m_reading = true;
    m_services.jobs().start(
        std::move(job),
        [path = path.toStdString()](Job& j) {
            return std::make_shared<const GeneSets>(read_gene_sets(path, j));
        },
        [this](std::shared_ptr<const GeneSets> sets) { settle(std::move(sets), {}); });
    m_services.notify(Change::GeneSets);
}

}  // namespace regulus
