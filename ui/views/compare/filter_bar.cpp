#include "ui/views/compare/filter_bar.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QTimer>
#include <algorithm>
#include <cmath>

#include "ui/models/comparison_model.h"
#include "ui/models/number_text.h"
#include "ui/views/parts/flow_layout.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {
namespace {

constexpr int typing_ms = 150;

// A limit and what it is of stay together.
QWidget* pairOf(QWidget* name, QWidget* field) {
    auto* pair = new QWidget;
    auto* row = new QHBoxLayout(pair);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    row->addWidget(name);
    row->addWidget(field);
    return pair;
}

QString editedText(double q) {
    return QString::number(q, 'g', 3);
}

}  // namespace

FilterBar::FilterBar(QWidget* parent)
    : QWidget(parent),
      m_search(new QLineEdit),
      m_changeName(new ToneLabel(Tone::Muted)),
      m_change(new QDoubleSpinBox),
      m_shareName(new ToneLabel(Tone::Muted, tr("share \u2265"))),
      m_share(new QSpinBox),
      m_q(new QLineEdit),
      m_up(new QCheckBox(tr("Higher only"))),
      m_standing(new QCheckBox(tr("Stands out"))),
      m_wait(new QTimer(this)) {
    m_search->setPlaceholderText(tr("Search"));
    m_search->setClearButtonEnabled(true);
    m_search->setMinimumWidth(140);
    m_search->setMaximumWidth(200);
    m_search->setAccessibleName(tr("Search by name"));
    for (QAbstractSpinBox* box : std::initializer_list<QAbstractSpinBox*>{m_change, m_share})
        box->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_change->setRange(0, 50);
    m_change->setSingleStep(0.25);
    m_change->setDecimals(2);
    m_change->setKeyboardTracking(false);
    m_share->setRange(0, 100);
    m_share->setSingleStep(5);
    m_share->setSuffix(tr(" %"));
    m_share->setKeyboardTracking(false);
    m_share->setToolTip(
        tr("Smallest share, in the group or among the others, of cells with a value above 0"));
    m_share->setAccessibleName(tr("Smallest share"));
    m_q->setText(editedText(m_filters.mostQ));
    m_q->setFixedWidth(64);
    m_q->setToolTip(tr("Highest false discovery rate, such as 0.05 or 1e-10"));
    m_q->setAccessibleName(tr("Highest q"));
    m_up->setToolTip(tr("Leave out what is lower in the group"));
    m_standing->setToolTip(tr("Leave out TFs that differ no more than with rewired priors"));
    m_standing->hide();  // until there is such a test
    m_sharePair = pairOf(m_shareName, m_share);
    auto* flow = new FlowLayout(this, 6);
    for (QWidget* part : std::initializer_list<QWidget*>{
             m_search, pairOf(m_changeName, m_change), m_sharePair,
             pairOf(new ToneLabel(Tone::Muted, tr("q \u2264")), m_q), m_up, m_standing})
        flow->addWidget(part);
    connectParts();
}

void FilterBar::connectParts() {
    m_wait->setSingleShot(true);
    m_wait->setInterval(typing_ms);
    for (QWidget* limit : std::initializer_list<QWidget*>{m_change, m_share, m_q})
        limit->installEventFilter(this);
    connect(m_wait, &QTimer::timeout, this, &FilterBar::searched);
    connect(m_search, &QLineEdit::textChanged, this, [this] { m_wait->start(); });
    m_change->setAccessibleName(tr("Least difference"));
    connect(m_change, &QDoubleSpinBox::valueChanged, this, [this](double value) {
        m_filters.minChange = value;
        Q_EMIT filtered();
    });
    connect(m_share, &QSpinBox::valueChanged, this, [this](int percent) {
        m_filters.minShare = percent / 100.0;
        Q_EMIT filtered();
    });
    connect(m_up, &QCheckBox::toggled, this, [this](bool on) {
        m_filters.upOnly = on;
        Q_EMIT filtered();
    });
    connect(m_standing, &QCheckBox::toggled, this, [this](bool on) {
        m_filters.standingOnly = on;
        Q_EMIT filtered();
    });
    connect(m_q, &QLineEdit::editingFinished, this, &FilterBar::readQ);
}

void FilterBar::show(const ComparisonFilters& filters) {
    const QSignalBlocker change(m_change), share(m_share), up(m_up), standing(m_standing);
    m_filters = filters;
    m_change->setValue(filters.minChange);
    m_share->setValue(static_cast<int>(std::lround(100 * filters.minShare)));
    m_up->setChecked(filters.upOnly);
    m_standing->setChecked(filters.standingOnly);
    m_q->setText(editedText(filters.mostQ));
}

// What is no rate becomes the one before again.
void FilterBar::readQ() {
    bool number = false;
    const double value = m_q->text().trimmed().replace(QChar(0x2212), QLatin1Char('-')).toDouble(&number);
    const bool good = number && value >= 0 && value <= 1;
    // A text that nobody changed stands for a rate of more digits.
    if (!good || m_q->text() == editedText(m_filters.mostQ)) return m_q->setText(editedText(m_filters.mostQ));
    setMostQ(value);
}

QString FilterBar::text() const {
    return m_search->text();
}

void FilterBar::setMinChange(double value) {
    m_change->setValue(value);
}

void FilterBar::setMostQ(double value) {
    m_filters.mostQ = std::clamp(value, 0.0, 1.0);
    m_q->setText(editedText(m_filters.mostQ));
    Q_EMIT filtered();
}

void FilterBar::setUpOnly(bool on) {
    m_up->setChecked(on);
}

void FilterBar::setStandingOnly(bool on) {
    m_standing->setChecked(on);
}

void FilterBar::setSearch(const QString& text) {
    m_search->setText(text);
}

void FilterBar::describe(const ComparisonResult& result, std::size_t group) {
    const bool donors = result.testedByDonors(group);
    const QString name = result.cells.counts ? tr("|log\u2082 FC| \u2265") : tr("|difference| \u2265");
    m_changeName->setText(name);
    m_q->setToolTip(result.cells.of_depth()
                        ? tr("Highest false discovery rate at equal depth, such as 0.05 or 1e-10")
                        : tr("Highest false discovery rate, such as 0.05 or 1e-10"));
    m_change->setToolTip(donors ? tr("Smallest absolute log\u2082 fold change over donors")
                                : tr("Smallest absolute %1").arg(changeName(result)));
    m_change->setAccessibleName(m_change->toolTip());
    m_sharePair->setVisible(result.ofGenes());
    m_standing->setVisible(result.cells.of_rewired());
    m_search->setPlaceholderText(result.ofGenes() ? tr("Search genes") : tr("Search TFs"));
}

// A limit is a step of the session: undo is the window's also while the keyboard is in its field.
bool FilterBar::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::ShortcutOverride) return QWidget::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    if (!key->matches(QKeySequence::Undo) && !key->matches(QKeySequence::Redo))
        return QWidget::eventFilter(watched, event);
    event->ignore();
    return true;
}

}  // namespace regulus
