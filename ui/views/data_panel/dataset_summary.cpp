#include "ui/views/data_panel/dataset_summary.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include "core/base/heavy_work.h"
#include "core/prior/coverage.h"
#include "core/workflow/model_prior.h"
#include "ui/models/number_text.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {
namespace {

QString modelLine(const Session& session) {
    const auto model = session.model().file;
    if (!model) {
        return session.training().progress().active() ? DatasetSummaryBox::tr("Model: training\u2026")
               : session.applyingModel()              ? DatasetSummaryBox::tr("Model: opening\u2026")
                                                      : DatasetSummaryBox::tr("Model: none yet");
    }
    const QString kind = !model->reader ? DatasetSummaryBox::tr("reads genes, %1 mask")
                                              .arg(QString::fromLatin1(to_string(model->config.mask)))
                         : model->config.mask == MaskMode::Shuffled
                             ? DatasetSummaryBox::tr("reads regulons, rewired")
                             : DatasetSummaryBox::tr("reads regulons");
    QString line = DatasetSummaryBox::tr("Model: %1, %2, %3")
                       .arg(kind,
                            countText(model->genes.size(), DatasetSummaryBox::tr("gene"),
                                      DatasetSummaryBox::tr("genes")),
                            countText(model->mask.edges(), DatasetSummaryBox::tr("edge"),
                                      DatasetSummaryBox::tr("edges")));
    if (another_prior(session.opened().prior.get(), model->record))
        line += DatasetSummaryBox::tr(" of %1").arg(QString::fromStdString(model->record.prior_name));
    const auto& metrics = model->record.metrics;
    if (const auto f1 = metrics.find("macro_f1"); f1 != metrics.end()) {
        line += DatasetSummaryBox::tr(", test macro-F1 %1").arg(decimalText(f1->second, 2));
    }
    return line;
}

QString dataLine(const Dataset& dataset) {
    const Assay& assay = dataset.assays.front();
    return DatasetSummaryBox::tr("%1 \u00b7 %2 \u00b7 %3")
        .arg(countText(dataset.cells(), DatasetSummaryBox::tr("cell"), DatasetSummaryBox::tr("cells")),
             countText(assay.var->size(), DatasetSummaryBox::tr("gene"), DatasetSummaryBox::tr("genes")),
             QString::fromLatin1(to_string(assay.kind)));
}

}  // namespace

DatasetSummaryBox::DatasetSummaryBox(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_name(new ToneLabel(Tone::Title)),
      m_badge(new ToneLabel(Tone::Warning, tr("simulated"))),
      m_lines(new ToneLabel(Tone::Muted)),
      m_key(QStringLiteral("data.prior.%1").arg(reinterpret_cast<quintptr>(this))) {
    auto* top = new QHBoxLayout;
    top->setSpacing(8);
    m_name->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    m_name->setMinimumWidth(40);
    top->addWidget(m_name);
    top->addWidget(m_badge, 0, Qt::AlignVCenter);
    top->addStretch(1);
    m_lines->setWordWrap(true);
    m_lines->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addLayout(top);
    column->addWidget(m_lines);
}

DatasetSummaryBox::~DatasetSummaryBox() {
    m_session.jobs().abandonKey(m_key);
}

// The part that these data can use: what else the file lists plays no role here.
QString DatasetSummaryBox::priorLine() const {
    const auto prior = m_session.opened().prior;
    if (!prior) return tr("Prior: none open");
    const QString name = QString::fromStdString(prior->name);
    if (!m_match) return name;
    if (m_match->edges == 0) return tr("%1: no edge connects two of your genes").arg(name);
    return tr("%1: %2, %3 between your genes")
        .arg(name, countText(m_match->tfs, tr("TF"), tr("TFs")),
             countText(m_match->edges, tr("edge"), tr("edges")));
}

void DatasetSummaryBox::matchPrior() {
    m_match = nullptr;
    m_session.jobs().abandonKey(m_key);
    const auto prior = m_session.opened().prior;
    const auto genes = m_session.opened().genes.names;
    refresh();
    if (!prior || !genes) return;
    JobRequest request{.title = tr("Matching the prior"), .key = m_key, .quiet = true, .receiver = this};
    m_session.jobs().start(
        std::move(request),
        [prior, genes](Job&) {
            begin_heavy_work("coverage");
            return std::make_shared<const Coverage>(coverage(*prior, genes->names));
        },
        [this](std::shared_ptr<const Coverage> match) {
            m_match = std::move(match);
            refresh();
        });
}

void DatasetSummaryBox::refresh() {
    const auto dataset = m_session.opened().dataset;
    m_name->setText(dataset ? QString::fromStdString(dataset->name) : QString());
    m_name->setToolTip(dataset ? QString::fromStdString(dataset->path) : QString());
    m_badge->setVisible(m_session.simulated());
    QStringList lines, warnings;
    if (dataset) {
        lines << dataLine(*dataset) << priorLine() << modelLine(m_session);
        for (const std::string& warning : dataset->warnings) warnings << QString::fromStdString(warning);
    }
    m_lines->setText(lines.join(QLatin1Char('\n')));
    m_lines->setToolTip(warnings.join(QLatin1Char('\n')));
}

QString DatasetSummaryBox::text() const {
    return m_name->text() + QLatin1Char('\n') + m_lines->text();
}

}  // namespace regulus
