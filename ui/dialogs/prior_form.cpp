#include "ui/dialogs/prior_form.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>

#include "core/base/error.h"
#include "core/io/prior_fetch.h"
#include "core/io/prior_reader.h"
#include "core/io/prior_starter.h"
#include "core/prior/complexes.h"
#include "core/prior/network_filter.h"
#include "ui/dialogs/path_field.h"
#include "ui/jobs/job_runner.h"
#include "ui/session/session_settings.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {
namespace {

constexpr auto reading_key = "preview.prior";
constexpr auto starter = "starter";

ToneLabel* wrapped(Tone tone) {
    auto* label = new ToneLabel(tone);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->hide();
    return label;
}

bool graded(const RegulatoryNetwork& network) {
    return std::ranges::any_of(network.edges, [](const Regulation& e) { return e.confidence != 0; });
}

bool namesComplexes(const RegulatoryNetwork& network) {
    return std::ranges::any_of(network.genes, [](const std::string& gene) {
        return gene == "AP1" || gene == "NFKB" || gene.starts_with(complex_mark);
    });
}

QString words(const KeptPrior& kept) {
    const QString name =
        kept.service == "collectri" ? QStringLiteral("CollecTRI") : QStringLiteral("DoRothEA");
    return PriorForm::tr("%1, %2 — kept since %3")
        .arg(name, QString::fromStdString(kept.organism), QString::fromStdString(kept.date).left(10));
}

}  // namespace

PriorForm::PriorForm(JobRunner& jobs, SessionSettings& settings, QWidget* parent)
    : QWidget(parent),
      m_jobs(jobs),
      m_path(new PathField(tr("Prior"), tr("Priors (*.csv *.tsv *.txt *.gmt *.sif *.gz);;All files (*)"),
                           QStringLiteral("prior"), settings)),
      m_menu(new QMenu(this)),
      m_confidence(new QComboBox),
      m_sign(new QComboBox),
      m_complexes(new QCheckBox(tr("Complexes as their members"))),
      m_notice(wrapped(Tone::Muted)),
      m_usable(wrapped(Tone::Text)),
      m_lost(wrapped(Tone::Muted)),
      m_problem(wrapped(Tone::Warning)),
      m_advice(wrapped(Tone::Text)),
      m_useBetter(new QPushButton(tr("Name the genes that way"))) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    auto* others = new QPushButton(tr("Others"));
    others->setObjectName(QStringLiteral("otherPriors"));
    others->setAutoDefault(false);
    others->setMenu(m_menu);
    row->addWidget(m_path, 1);
    row->addWidget(others);
    column->addLayout(row);

    auto* narrowing = new QHBoxLayout;
    narrowing->setSpacing(8);
    m_confidence->setObjectName(QStringLiteral("confidence"));
    m_sign->setObjectName(QStringLiteral("sign"));
    m_sign->addItems({tr("activating and repressing"), tr("activating only"), tr("repressing only")});
    m_complexes->setObjectName(QStringLiteral("complexes"));
    m_complexes->setToolTip(tr("AP1 and NFKB are no genes: their edges become edges of each member"));
    narrowing->addWidget(m_confidence);
    narrowing->addWidget(m_sign);
    narrowing->addWidget(m_complexes);
    narrowing->addStretch(1);
    column->addLayout(narrowing);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_confidence, m_sign, m_complexes}) widget->hide();

    m_useBetter->setAutoDefault(false);
    m_useBetter->setObjectName(QStringLiteral("useBetter"));
    m_useBetter->hide();
    column->addWidget(m_notice);
    column->addWidget(m_usable);
    column->addWidget(m_problem);
    column->addWidget(m_advice);
    column->addWidget(m_useBetter, 0, Qt::AlignLeft);
    column->addWidget(m_lost);

    connect(m_menu, &QMenu::aboutToShow, this, &PriorForm::fillMenu);
    connect(m_path, &PathField::chosen, this, &PriorForm::read);
    connect(m_confidence, &QComboBox::currentIndexChanged, this, &PriorForm::narrow);
    connect(m_sign, &QComboBox::currentIndexChanged, this, &PriorForm::narrow);
    connect(m_complexes, &QCheckBox::toggled, this, &PriorForm::narrow);
    connect(m_useBetter, &QPushButton::clicked, this, &PriorForm::betterWanted);
}

PriorForm::~PriorForm() {
    m_jobs.abandonKey(QLatin1String(reading_key));
    m_jobs.abandonKey(QStringLiteral("preview.fetch"));
}

void PriorForm::setPath(const QString& path) {
    m_path->setPath(path);
}
QString PriorForm::path() const {
    return m_prior ? m_path->path() : QString();
}

// What is kept, what comes with Regulus, and what can be fetched.
void PriorForm::fillMenu() {
    m_menu->clear();
    m_menu->addAction(tr("Regulus starter — textbook edges, for trying things out"), this,
                      [this] { setPath(QLatin1String(starter)); });
    for (const KeptPrior& kept : kept_priors())
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

void PriorForm::read(const QString& path) {
    m_whole = m_prior = nullptr;
    showNothing();
    narrow();
    if (path.isEmpty()) return m_jobs.abandonKey(QLatin1String(reading_key));
    const QString title = tr("Reading %1").arg(QFileInfo(path).fileName());
    m_usable->setText(title + QStringLiteral("…"));
    m_usable->show();
    JobRequest job{.title = title, .key = QLatin1String(reading_key)};
    job.quiet = true;
    job.receiver = this;
    job.failed = [this](const Error& error) { say(QString::fromUtf8(error.what())); };
    m_jobs.start(
        std::move(job),
        [path, file = QFileInfo(path).absoluteFilePath().toStdString()](Job& j) {
            return std::make_shared<const RegulatoryNetwork>(
                path == QLatin1String(starter) ? starter_prior({}, j) : read_prior(file, {}, j));
        },
        [this](std::shared_ptr<const RegulatoryNetwork> prior) { adopt(std::move(prior)); });
}

// What was chosen before stays until there is something better.
void PriorForm::fetch(const PriorFetch& request, const QString& title) {
    m_notice->setText(title + QStringLiteral("…"));
    m_notice->show();
    JobRequest job{.title = title, .key = QStringLiteral("preview.fetch")};
    job.receiver = this;
    job.failed = [this](const Error& error) { m_notice->setText(QString::fromUtf8(error.what())); };
    m_jobs.start(
        std::move(job), [request](Job& j) { return fetch_prior(request, j); },
        [this](const FetchedPrior& fetched) {
            const QString path = QString::fromStdString(fetched.prior.path);
            // The same path may hold something new.
            if (path == m_path->path())
                read(path);
            else
                setPath(path);
            m_notice->setText(fetched.from_copy
                                  ? tr("%1. This is the copy of %2.")
                                        .arg(QString::fromStdString(fetched.problem),
                                             QString::fromStdString(fetched.prior.date).left(10))
                                  : QString());
            m_notice->setVisible(fetched.from_copy);
        });
}

void PriorForm::adopt(std::shared_ptr<const RegulatoryNetwork> prior) {
    m_whole = std::move(prior);
    {
        const QSignalBlocker quiet(m_confidence);
        m_confidence->clear();
        m_confidence->addItem(tr("every confidence"), QString());
        for (const char c : {'A', 'B', 'C', 'D'})
            m_confidence->addItem(
                c == 'A' ? tr("confidence A only") : tr("confidence A to %1").arg(QLatin1Char(c)),
                QString(QLatin1Char(c)));
        // Most of DoRothEA is of confidence E, predicted from motifs alone: C is what its authors advise.
        const bool poor =
            std::ranges::any_of(m_whole->edges, [](const Regulation& e) { return e.confidence >= 'D'; });
        m_confidence->setCurrentIndex(poor ? 3 : 0);
    }
    m_usable->hide();
    narrow();
}

void PriorForm::narrow() {
    const bool has_prior = m_whole != nullptr;
    m_confidence->setVisible(has_prior && graded(*m_whole));
    m_sign->setVisible(has_prior);
    m_complexes->setVisible(has_prior && namesComplexes(*m_whole));
    m_prior = m_whole;
    if (has_prior) {
        if (m_complexes->isChecked() && namesComplexes(*m_whole))
            m_prior = std::make_shared<RegulatoryNetwork>(expand_complexes(*m_prior));
        NetworkFilter filter;
        const std::string worst = m_confidence->currentData().toString().toStdString();
        if (graded(*m_whole) && !worst.empty()) filter.worst_confidence = worst.front();
        filter.sign = static_cast<SignFilter>(m_sign->currentIndex());
        if (filter.worst_confidence != 0 || filter.sign != SignFilter::Both)
            m_prior = std::make_shared<RegulatoryNetwork>(filtered(*m_prior, filter));
    }
    Q_EMIT changed();
}

void PriorForm::say(const QString& problem) {
    m_usable->hide();
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
    m_useBetter->setVisible(betterIsOffered);
}

}  // namespace regulus
