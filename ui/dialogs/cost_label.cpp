#include "ui/dialogs/cost_label.h"

#include <cmath>

#include "ui/session/session.h"

namespace regulus {

QString aboutText(double seconds) {
    if (seconds < 90)
        return QObject::tr("%1 s").arg(std::max(5, static_cast<int>(std::round(seconds / 5)) * 5));
    if (seconds < 5400) return QObject::tr("%1 min").arg(static_cast<int>(std::round(seconds / 60)));
    return QObject::tr("%1 h").arg(seconds / 3600, 0, 'f', 1);
}

CostLabel::CostLabel(Session& session, QWidget* parent)
    : ToneLabel(Tone::Muted, {}, parent), m_session(session) {
    setWordWrap(true);
    m_soon.setSingleShot(true);
    m_soon.setInterval(400);
    connect(&m_soon, &QTimer::timeout, this, &CostLabel::measure);
}

CostLabel::~CostLabel() {
    m_session.jobs().abandonKey(QStringLiteral("estimate"));
}

void CostLabel::sayNothing() {
    m_session.jobs().abandonKey(QStringLiteral("estimate"));
    m_soon.stop();
    setText({});
}

void CostLabel::say(const QString& words) {
    sayNothing();
    setText(words);
}

void CostLabel::ask(const TrainRequest& request, const QString& key) {
    sayNothing();
    m_request = request;
    m_key = key;
    if (const auto known = m_costs.find(key); known != m_costs.end()) return showCost(known->second);
    setText(tr("Measuring training time on this computer…"));
    m_soon.start();
}

void CostLabel::measure() {
    if (!m_session.opened().dataset || !m_session.opened().prior || !m_session.engine().trainer) return;
    JobRequest job{.title = tr("Measuring"), .lane = Lane::Training, .key = QStringLiteral("estimate")};
    job.quiet = true;
    job.receiver = this;
    job.failed = [this](const Error& error) { setText(QString::fromUtf8(error.what())); };
    m_session.jobs().start(
        std::move(job),
        [engine = m_session.engine(), dataset = m_session.opened().dataset, prior = m_session.opened().prior,
         asked = m_request](Job& j) {
            TrainingSetup setup = prepare_training(*dataset, *prior, asked.data, j);
            return engine.trainer(std::move(setup.input), asked.options, j)->cost();
        },
        [this, key = m_key](TrainingCost cost) {
            m_costs[key] = cost;
            if (key == m_key) showCost(cost);
        });
}

void CostLabel::showCost(const TrainingCost& cost) {
    setText(tr("Estimated: %1, %2 GB of memory")
                .arg(aboutText(cost.seconds))
                .arg(cost.peak_mb / 1024, 0, 'f', 1));
}

}  // namespace regulus
