#include "ui/views/data_panel/values_box.h"

#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/models/number_text.h"
#include "ui/views/data_panel/value_strip.h"
#include "ui/views/parts/select_mode.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {
namespace {

HistogramColors colorsOf(const Legend& legend) {
    HistogramColors colors{legend.low, legend.high, {}};
    const auto& table = colorTable(legend.map);
    colors.colors.assign(table.begin(), table.end());
    return colors;
}

struct Counted {
    ValueHistogram histogram;
    std::vector<std::size_t> marked;  // empty where nothing is selected
};

// Of the visible cells alone.
std::vector<float> seenValues(const std::vector<float>& values, const CellSet& visible) {
    std::vector<float> seen(values);
    for (std::size_t i = 0; i < seen.size(); ++i)
        if (!visible.contains(i)) seen[i] = std::numeric_limits<float>::quiet_NaN();
    return seen;
}

}  // namespace

ValuesBox::ValuesBox(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_key(QStringLiteral("values.%1").arg(reinterpret_cast<quintptr>(this))),
      m_title(new SectionTitle(tr("VALUES"))),
      m_strip(new ValueStrip),
      m_low(new QDoubleSpinBox),
      m_high(new QDoubleSpinBox),
      m_foot(sentence(Tone::Muted)) {
    m_strip->setAccessibleName(tr("Histogram of values"));
    m_low->setObjectName(QStringLiteral("low"));
    m_low->setAccessibleName(tr("Lowest value to select"));
    m_high->setObjectName(QStringLiteral("high"));
    m_high->setAccessibleName(tr("Highest value to select"));
    auto* select = new QPushButton(tr("Select"));
    select->setObjectName(QStringLiteral("select"));
    select->setToolTip(tr("Visible cells with values from one number to the other, both included"));
    auto* ends = new QHBoxLayout;
    ends->setSpacing(6);
    ends->addWidget(m_low, 1);
    ends->addWidget(new ToneLabel(Tone::Muted, tr("to")));
    ends->addWidget(m_high, 1);
    ends->addWidget(select);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    column->addWidget(m_title);
    column->addWidget(m_strip);
    column->addLayout(ends);
    column->addWidget(m_foot);
    for (QDoubleSpinBox* const end : {m_low, m_high}) {
        end->setRange(-1e9, 1e9);
        end->setButtonSymbols(QAbstractSpinBox::NoButtons);
        end->setMinimumWidth(48);
    }
    connect(m_strip, &ValueStrip::rangeChosen, this, &ValuesBox::choose);
    connect(select, &QPushButton::clicked, this, [this] { choose(m_low->value(), m_high->value(), {}); });
    hide();
}

ValuesBox::~ValuesBox() {
    m_session.jobs().abandonKey(m_key);
}

QString ValuesBox::foot() const {
    return m_foot->text();
}

void ValuesBox::refresh() {
    const auto shown = m_session.colors().data();
    const bool numbers = m_session.opened().dataset && shown->points->continuous() &&
                         shown->points->size() == m_session.opened().cells();
    setVisible(numbers);
    if (!numbers) {
        m_session.jobs().abandonKey(m_key);
        m_values.reset();
        return;
    }
    m_title->setNote(shown->title);
    setEnabled(shown->read == 0);
    if (shown->read > 0) {
        m_session.jobs().abandonKey(m_key);
        m_values.reset();
        m_strip->setHistogram({});
        m_strip->setMarked({});
        m_foot->setText(
            tr("%1 of %2 cells read").arg(countText(shown->read), countText(shown->points->size())));
        return;
    }
    m_strip->setColors(colorsOf(shown->points->legend));
    if (m_values == shown->points->values && m_visible == m_session.cells().visible()) return;
    if (m_values != shown->points->values)
        m_strip->setHistogram({});  // nothing is chosen by the bounds of others
    m_values = shown->points->values;
    m_visible = m_session.cells().visible();
    count();
}

void ValuesBox::mark() {
    if (m_values) count();
}

void ValuesBox::count() {
    JobRequest job{.title = tr("Counting values"), .lane = Lane::Picture, .key = m_key, .quiet = true};
    job.receiver = this;
    m_session.jobs().start(
        std::move(job),
        [values = m_values, visible = m_visible, selected = m_session.cells().selection()](Job&) {
            const std::vector<float> seen = seenValues(*values, visible);
            Counted counted{valueHistogram(seen, 64), {}};
            if (!selected.empty()) counted.marked = countsOf(selected, seen, counted.histogram);
            return counted;
        },
        [this](Counted counted) {
            const ValueHistogram& all = counted.histogram;
            QStringList said;
            if (all.known == 0) {
                said << tr("No visible cell has a value.");
            } else {
                said << tr("%1 to %2").arg(valueText(all.low), valueText(all.high));
                if (all.zeros > 0)
                    said << tr("%1 of %2 are 0").arg(countText(all.zeros), countText(all.known));
                const std::size_t missing = m_visible.count() - all.known;
                if (missing > 0) said << tr("%1 without a value").arg(countText(missing));
            }
            m_foot->setText(said.join(QStringLiteral(" · ")));
            const double span = std::max(all.high - all.low, 1e-12);
            const int decimals = std::clamp(2 - static_cast<int>(std::floor(std::log10(span))), 0, 8);
            const bool other = m_strip->histogram().low != all.low || m_strip->histogram().high != all.high ||
                               m_strip->histogram().counts.empty();
            m_strip->setHistogram(std::move(counted.histogram));
            m_strip->setMarked(std::move(counted.marked));
            if (!other) return;  // what was typed stays
            for (QDoubleSpinBox* const end : {m_low, m_high}) end->setDecimals(decimals);
            m_low->setValue(m_strip->histogram().low);
            m_high->setValue(m_strip->histogram().high);
        });
}

void ValuesBox::choose(double low, double high, Qt::KeyboardModifiers modifiers) {
    if (!m_values) return;
    if (low > high) std::swap(low, high);
    // As they are written: the ends of a histogram belong to it, whatever their last digit is.
    const auto& all = m_strip->histogram();
    const double slack = 0.5 * std::pow(10.0, -m_low->decimals());
    if (std::abs(low - all.low) <= slack) low = all.low;
    if (std::abs(high - all.high) <= slack) high = all.high;
    CellSet cells(m_values->size());
    for (std::size_t i = 0; i < m_values->size(); ++i) {
        const double value = static_cast<double>((*m_values)[i]);
        if (value >= low && value <= high && m_visible.contains(i)) cells.insert(i);
    }
    m_session.cells().select(cells, selectModeOf(modifiers));
    m_low->setValue(low);
    m_high->setValue(high);
}

}  // namespace regulus
