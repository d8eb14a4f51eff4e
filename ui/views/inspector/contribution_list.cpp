#include "ui/views/inspector/contribution_list.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QToolButton>
#include <algorithm>

#include "ui/models/number_text.h"
#include "ui/render/palettes.h"
#include "ui/views/parts/clean_table.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {
namespace {

constexpr std::size_t tfs_at_first = 8;

}  // namespace

ContributionList::ContributionList(QWidget* parent)
    : QWidget(parent),
      m_classes(new QComboBox),
      m_table(new CleanTable),
      m_model(new ContributionModel(this)),
      m_foot(new ToneLabel(Tone::Muted)),
      m_more(new QToolButton) {
    auto* label = new ToneLabel(Tone::Muted, tr("score of"));
    label->setBuddy(m_classes);
    m_classes->setObjectName(QStringLiteral("contributionClass"));
    m_classes->setAccessibleName(tr("Class whose score is taken apart"));
    m_classes->setToolTip(tr("The class whose score is taken apart; at first the predicted one"));
    m_classes->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_classes->setMinimumContentsLength(8);
    auto* of = new QHBoxLayout;
    of->setContentsMargins(0, 0, 0, 0);
    of->addWidget(label);
    of->addWidget(m_classes, 1);
    m_table->setCompact();
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Contributions"));
    m_table->showRows(1);
    m_more->setObjectName(QStringLiteral("moreContributions"));
    m_more->setAutoRaise(true);
    m_foot->setWordWrap(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addLayout(of);
    column->addWidget(m_table);
    column->addWidget(m_more, 0, Qt::AlignLeft);
    column->addWidget(m_foot);
    connect(m_classes, &QComboBox::currentIndexChanged, this, &ContributionList::fill);
    connect(m_more, &QToolButton::clicked, this, [this] {
        m_all = !m_all;
        fill();
    });
    connect(m_table, &CleanTable::rowActivated, this, [this](int row) {
        const ContributionRow& at = m_model->at(row);
        if (at.part == ContributionRow::Part::Tf) Q_EMIT tfChosen(at.name);
    });
}

void ContributionList::clear() {
    m_shown = nullptr;
    fill();
}

void ContributionList::show(std::shared_ptr<const Shown> shown, const QStringList& classes, int k,
                            bool calibrated) {
    m_shown = std::move(shown);
    m_calibrated = calibrated;
    {
        const QSignalBlocker quiet(m_classes);
        m_classes->clear();
        m_classes->addItems(classes);
        m_classes->setCurrentIndex(k);
    }
    fill();
}

QString ContributionList::text() const {
    return m_foot->text();
}

void ContributionList::fill() {
    const int k = m_classes->currentIndex();
    if (!m_shown || k < 0) {
        m_model->setRows({});
        m_more->hide();
        m_foot->setText(tr("Reading…"));
        return;
    }
    const QString name = m_classes->currentText();
    m_model->setClass(name);
    const std::size_t tfs = m_shown->families.entries().size();
    m_model->setRows(contributionRows(m_shown->parts, m_shown->families, m_shown->columns, std::size_t(k),
                                      m_all ? tfs : tfs_at_first));
    m_more->setVisible(tfs > tfs_at_first);
    m_more->setText(m_all ? tr("Show fewer") : tr("Show all %1").arg(countText(tfs)));
    m_table->showRows(m_model->rowCount());
    m_table->cells()->fitBars(*m_model, ContributionModel::Bar);
    m_table->fitColumns(ContributionModel::Bar, {});
    const std::vector<double>& logits = m_shown->parts.logits;
    int other = -1;
    for (int i = 0; i < int(logits.size()); ++i)
        if (i != k && (other < 0 || logits[std::size_t(i)] > logits[std::size_t(other)])) other = i;
    QString foot =
        tr("Right, blue: speaks for %1 in this cell; left, orange: against. Together they are its logit, %2")
            .arg(name, decimalText(logits[std::size_t(k)], 2));
    if (other >= 0)
        foot += tr("; %1 has %2").arg(m_classes->itemText(other), decimalText(logits[std::size_t(other)], 2));
    foot += QStringLiteral(". ") + (m_calibrated ? tr("The higher a logit, the more probable the class.")
                                                 : tr("The higher a logit, the higher the score."));
    m_foot->setText(foot + QLatin1Char(' ') +
                    tr("Bypass: what the regulons leave over of the cell's expression."));
}

void ContributionList::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    m_table->fitColumns(ContributionModel::Bar, {});
}

}  // namespace regulus
