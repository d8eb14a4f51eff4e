#include "ui/views/data_panel/dataset_summary.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include "ui/models/number_text.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {
namespace {

QString modelLine(const Session& session) {
    const auto model = session.model();
    if (!model) {
        return session.training().active() ? DatasetSummaryBox::tr("Model: in training")
               : session.applyingModel()   ? DatasetSummaryBox::tr("Model: being opened")
                                           : DatasetSummaryBox::tr("Model: none yet");
    }
    QString line =
        DatasetSummaryBox::tr("Model: %1 mask, %2 genes")
            .arg(QString::fromLatin1(to_string(model->config.mask)), countText(model->genes.size()));
    const auto& metrics = model->record.metrics;
    if (const auto f1 = metrics.find("macro_f1"); f1 != metrics.end()) {
        line += DatasetSummaryBox::tr(", macro-F1 %1").arg(decimalText(f1->second, 2));
    }
    return line;
}

// Edges and regulons of the model where there is one: what it really uses; else of the prior as given.
QString priorLine(const Session& session) {
    const auto prior = session.prior();
    if (!prior) return DatasetSummaryBox::tr("Prior: none open");
    if (const auto regulons = session.regulons()) {
        return DatasetSummaryBox::tr("%1: %2 edges, %3 regulons in the model")
            .arg(QString::fromStdString(prior->name), countText(session.model()->mask.edges()),
                 countText(regulons->regulons.tfs.size()));
    }
    return DatasetSummaryBox::tr("%1: %2 edges, %3 TFs")
        .arg(QString::fromStdString(prior->name), countText(prior->edges.size()),
             countText(prior->tf_count()));
}

}  // namespace

QStringList summaryLines(const Session& session) {
    const auto dataset = session.dataset();
    if (!dataset) return {};
    const Assay& assay = dataset->assays.front();
    return {
        DatasetSummaryBox::tr("%1 \u00b7 %2 \u00b7 %3")
            .arg(countText(dataset->cells(), DatasetSummaryBox::tr("cell"), DatasetSummaryBox::tr("cells")),
                 countText(assay.var->size(), DatasetSummaryBox::tr("gene"), DatasetSummaryBox::tr("genes")),
                 QString::fromLatin1(to_string(assay.kind))),
        priorLine(session), modelLine(session)};
}

DatasetSummaryBox::DatasetSummaryBox(QWidget* parent)
    : QWidget(parent),
      m_name(new ToneLabel(Tone::Title)),
      m_badge(new ToneLabel(Tone::Warning, tr("simulated"))),
      m_lines(new ToneLabel(Tone::Muted)) {
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

void DatasetSummaryBox::show(const Session& session) {
    const auto dataset = session.dataset();
    m_name->setText(dataset ? QString::fromStdString(dataset->name) : QString());
    m_name->setToolTip(dataset ? QString::fromStdString(dataset->path) : QString());
    m_badge->setVisible(session.simulated());
    m_lines->setText(summaryLines(session).join(QLatin1Char('\n')));
    QStringList warnings;
    if (dataset) {
        for (const std::string& warning : dataset->warnings) warnings << QString::fromStdString(warning);
    }
    m_lines->setToolTip(warnings.join(QLatin1Char('\n')));
}

QString DatasetSummaryBox::text() const {
    return m_name->text() + QLatin1Char('\n') + m_lines->text();
}

}  // namespace regulus
