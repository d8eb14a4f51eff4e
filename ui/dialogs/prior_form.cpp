#include "ui/dialogs/prior_form.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QVBoxLayout>

#include "core/base/error.h"
#include "core/base/heavy_work.h"
#include "core/io/prior/prior_fetch.h"
#include "core/io/prior/prior_starter.h"
#include "ui/dialogs/path_field.h"
#include "ui/dialogs/prior_browser.h"
#include "ui/dialogs/prior_narrowing.h"
#include "ui/jobs/job_runner.h"
#include "ui/session/prior_path.h"
#include "ui/session/session_settings.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {
namespace {

constexpr auto reading_key = "preview.prior";
constexpr auto starter = "starter";

ToneLabel* hidden(ToneLabel* label) {
    label->hide();
    return label;
}

std::shared_ptr<const RegulatoryNetwork> readPrior(const QString& path, const PriorOptions& options,
                                                   Job& job) {
    return std::make_shared<const RegulatoryNetwork>(
        open_prior(wholePriorPath(path).toStdString(), options, job));
}

QString words(const KeptPrior& kept) {
    const QString name =
        kept.service == "collectri" ? QStringLiteral("CollecTRI") : QStringLiteral("DoRothEA");
    return PriorForm::tr("%1, %2 (downloaded %3)")
        .arg(name, QString::fromStdString(kept.organism), QString::fromStdString(kept.date).left(10));
}

}  // namespace

PriorForm::PriorForm(JobRunner& jobs, SessionSettings& settings, QWidget* parent)
    : QWidget(parent),
      m_jobs(jobs),
      m_settings(settings),
      m_path(new PathField(tr("Prior"), tr("Priors (*.csv *.tsv *.txt *.gmt *.sif *.gz);;All files (*)"),
                           QStringLiteral("prior"), settings)),
      m_menu(new QMenu(this)),
      m_browse(new QPushButton(tr("Browse edges…"))),
      m_useBetter(new QPushButton),
      m_narrowing(new PriorNarrowing(settings)),
      m_notice(hidden(sentence(Tone::Muted))),
      m_usable(hidden(sentence(Tone::Text))),
      m_lost(hidden(sentence(Tone::Muted))),
      m_problem(hidden(sentence(Tone::Warning))),
      m_advice(hidden(sentence(Tone::Text))) {
    auto* others = new QPushButton(tr("Get a prior"));
    others->setObjectName(QStringLiteral("otherPriors"));
    others->setAutoDefault(false);
    others->setMenu(m_menu);
    m_browse->setObjectName(QStringLiteral("browsePrior"));
    m_browse->setAutoDefault(false);
    m_browse->setEnabled(false);
    m_browse->setToolTip(tr("TFs, their targets and the evidence; merging and exporting"));
    m_useBetter->setAutoDefault(false);
    m_useBetter->setObjectName(QStringLiteral("useBetter"));
    m_useBetter->hide();
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_path, 1);
    row->addWidget(others);
    row->addWidget(m_browse);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addLayout(row);
    column->addWidget(m_narrowing);
    column->addWidget(m_notice);
    column->addWidget(m_usable);
    column->addWidget(m_problem);
    column->addWidget(m_advice);
    column->addWidget(m_useBetter, 0, Qt::AlignLeft);
    column->addWidget(m_lost);

    connect(m_menu, &QMenu::aboutToShow, this, &PriorForm::fillMenu);
    connect(m_path, &PathField::chosen, this, &PriorForm::read);
    connect(m_narrowing, &PriorNarrowing::changed, this, &PriorForm::narrow);
    connect(m_browse, &QPushButton::clicked, this, &PriorForm::browse);
    listKept();
    connect(m_useBetter, &QPushButton::clicked, this, &PriorForm::betterWanted);
}

PriorForm::~PriorForm() {
    m_jobs.abandonKey(QLatin1String(reading_key));
    m_jobs.abandonKey(QStringLiteral("preview.fetch"));
    m_jobs.abandonKey(QStringLiteral("preview.kept"));
}

void PriorForm::setPath(const QString& path, const std::optional<PriorOptions>& options) {
    if (!m_fetching) m_notice->hide();  // of a download that failed; this is chosen instead
    m_wanted = options;
    m_path->setPath(path);
    m_wanted.reset();
}
QString PriorForm::path() const {
    return m_prior ? wholePriorPath(m_path->path()) : QString();
}
PriorOptions PriorForm::options() const {
    return m_prior ? m_options : PriorOptions{};
}

// Their notes are files: they are read before the menu is wanted.
void PriorForm::listKept() {
    JobRequest job{.title = tr("Listing priors"), .key = QStringLiteral("preview.kept")};
    job.quiet = true;
    job.receiver = this;
    job.failed = [](const Error&) {};  // those of a folder that cannot be read are not offered
    m_jobs.start(
        std::move(job),
        [](Job&) {
            begin_heavy_work("kept priors");
            return kept_priors();
        },
        [this](std::vector<KeptPrior> kept) { m_kept = std::move(kept); });
}

// What is kept, what comes with Regulus, and what can be fetched.
void PriorForm::fillMenu() {
    m_menu->clear();
    m_menu->addAction(tr("Regulus starter: textbook edges, to try things out"), this,
                      [this] { setPath(QLatin1String(starter)); });
    for (const KeptPrior& kept : m_kept)
        m_menu->addAction(words(kept), this,
                          [this, path = QString::fromStdString(kept.path)] { setPath(path); });
    m_menu->addSeparator();
    for (const PriorService service : {PriorService::Collectri, PriorService::Dorothea}) {
        for (const bool mouse : {false, true}) {
            const QString name = service == PriorService::Collectri ? tr("CollecTRI") : tr("DoRothEA A to C");
            const QString what = tr("%1, %2").arg(name, mouse ? tr("mouse") : tr("human"));
            m_menu->addAction(tr("Fetch %1 from OmniPath").arg(what), this, [this, service, mouse, what] {
                PriorFetch request;
                request.service = service;
                request.mouse = mouse;
                fetch(request, tr("Fetching %1").arg(what));
            });
        }
    }
    m_menu->addSeparator();
    m_menu->addAction(tr("None"), this, [this] { setPath({}); });
}

// Whole at first: it tells what there is to choose.
void PriorForm::read(const QString& path) {
    if (!m_fetching) m_notice->hide();
    m_whole = nullptr;
    m_narrowing->withdraw();
    m_jobs.abandonKey(QLatin1String(reading_key));
    m_reading = false;
    setPrior(nullptr);
    if (path.isEmpty()) return;
    const QString title = tr("Reading %1").arg(QFileInfo(path).fileName());
    m_usable->setText(title + QStringLiteral("…"));
    m_usable->show();
    start(title, {}, [this, wanted = m_wanted](std::shared_ptr<const RegulatoryNetwork> prior) {
        m_whole = std::move(prior);
        m_narrowing->offer(*m_whole);
        if (wanted) m_narrowing->setOptions(*wanted);
        narrow();
    });
}

// Read again with the options rather than taken from the whole one: so it is what the command line reads.
void PriorForm::narrow() {
    const PriorOptions options = m_narrowing->options();
    const auto take = [this, options](std::shared_ptr<const RegulatoryNetwork> prior) {
        m_options = options;
        setPrior(std::move(prior));
    };
    if (options != PriorOptions{}) return start(tr("Filtering the prior"), options, take);
    m_jobs.abandonKey(QLatin1String(reading_key));
    m_reading = false;
    take(m_whole);
}

void PriorForm::start(const QString& title, const PriorOptions& options,
                      std::function<void(std::shared_ptr<const RegulatoryNetwork>)> then) {
    m_reading = true;
    Q_EMIT changed();
    JobRequest job{.title = title, .key = QLatin1String(reading_key)};
    job.quiet = true;
    job.receiver = this;
    job.failed = [this](const Error& error) {
        m_reading = false;
        setPrior(nullptr);
        say(QString::fromUtf8(error.what()));
    };
    m_jobs.start(
        std::move(job), [path = m_path->path(), options](Job& j) { return readPrior(path, options, j); },
        [this, then = std::move(then)](std::shared_ptr<const RegulatoryNetwork> prior) {
            m_reading = false;
            then(std::move(prior));
        });
}

void PriorForm::setPrior(std::shared_ptr<const RegulatoryNetwork> prior) {
    m_prior = std::move(prior);
    m_browse->setEnabled(m_prior != nullptr);
    showNothing();
    Q_EMIT changed();
}

void PriorForm::browse() {
    auto* browser = new PriorBrowser(m_prior, path(), m_jobs, m_settings, this);
    browser->setAttribute(Qt::WA_DeleteOnClose);
    // All that was merged counts; it was narrowed before.
    connect(browser, &PriorBrowser::mergedInto, this,
            [this](const QString& path) { setPath(path, PriorOptions{}); });
    browser->open();
}

// What was chosen before stays until there is something better.
void PriorForm::fetch(const PriorFetch& request, const QString& title) {
    m_notice->setText(title + QStringLiteral("…"));
    m_notice->show();
    JobRequest job{.title = title, .key = QStringLiteral("preview.fetch")};
    job.receiver = this;
    job.failed = [this](const Error& error) {
        m_fetching = false;
        m_notice->setText(QString::fromUtf8(error.what()));
    };
    job.ended = [this](JobOutcome outcome) {
        if (outcome != JobOutcome::Cancelled) return;
        m_fetching = false;
        m_notice->hide();
    };
    m_fetching = true;
    m_jobs.start(
        std::move(job), [request](Job& j) { return fetch_prior(request, j); },
        [this](const FetchedPrior& fetched) {
            m_fetching = false;
            listKept();
            const QString path = QString::fromStdString(fetched.prior.path);
            // The same path may hold something new.
            if (path == m_path->path())
                read(path);
            else
                setPath(path);
            m_notice->setText(fetched.from_copy
                                  ? tr("%1. Using the copy downloaded %2.")
                                        .arg(QString::fromStdString(fetched.problem),
                                             QString::fromStdString(fetched.prior.date).left(10))
                                  : QString());
            m_notice->setVisible(fetched.from_copy);
        });
}

void PriorForm::say(const QString& problem) {
    showNothing();
    m_problem->setText(problem);
    m_problem->show();
}

void PriorForm::showNothing() {
    for (QWidget* widget :
         std::initializer_list<QWidget*>{m_usable, m_lost, m_problem, m_advice, m_useBetter})
        widget->hide();
}

void PriorForm::showMatch(const PriorPreview& preview, bool betterIsOffered) {
    const auto put = [](ToneLabel* label, const QString& text) {
        label->setText(text);
        label->setVisible(!text.isEmpty());
    };
    put(m_usable, preview.usable);
    put(m_problem, preview.problem);
    put(m_advice, preview.advice);
    put(m_lost, preview.lost.join(QLatin1Char('\n')));
    m_useBetter->setText(preview.betterIgnoresCase ? tr("Ignore case") : tr("Use these gene names"));
    m_useBetter->setVisible(betterIsOffered);
}

}  // namespace regulus
