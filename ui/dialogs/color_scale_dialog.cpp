#include "ui/dialogs/color_scale_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>
#include <array>
#include <cmath>

#include "ui/dialogs/color_scale_strip.h"
#include "ui/session/session.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {
namespace {

enum Ends { Automatic, Wide, All, Own };
constexpr std::array maps{ColorMap::Viridis, ColorMap::Magma, ColorMap::Cividis};

}  // namespace

ColorScaleDialog::ColorScaleDialog(Session& session, QWidget* parent)
    : QDialog(parent),
      m_session(session),
      m_key(QStringLiteral("colorScale.%1").arg(reinterpret_cast<quintptr>(this))),
      m_title(new ToneLabel(Tone::Text)),
      m_note(sentence(Tone::Muted)),
      m_strip(new ColorScaleStrip),
      m_low(new QDoubleSpinBox),
      m_high(new QDoubleSpinBox),
      m_ends(new QComboBox),
      m_map(new QComboBox) {
    setWindowTitle(tr("Colour scale"));
    build();
    connect(m_strip, &ColorScaleStrip::lowDragged, this, [this](double value) { ask(value, {}); });
    connect(m_strip, &ColorScaleStrip::highDragged, this, [this](double value) { ask({}, value); });
    connect(m_low, &QDoubleSpinBox::valueChanged, this, [this](double value) { ask(value, {}); });
    connect(m_high, &QDoubleSpinBox::valueChanged, this, [this](double value) { ask({}, value); });
    connect(m_ends, &QComboBox::activated, this, &ColorScaleDialog::chooseEnds);
    connect(m_map, &QComboBox::activated, this, [this] {
        ViewSettings view = m_session.view().settings();
        view.continuousMap = m_map->currentData().toString().toStdString();
        m_session.view().setSettings(view);
    });
    connect(&m_session, &Session::changed, this, [this](Changes what) {
        if (what & (Change::Dataset | Change::ColorData | Change::Coloring | Change::View)) refresh();
    });
    refresh();
    resize(480, sizeHint().height());
}

ColorScaleDialog::~ColorScaleDialog() {
    m_session.jobs().abandonKey(m_key);
}

void ColorScaleDialog::build() {
    m_strip->setObjectName(QStringLiteral("strip"));
    m_low->setObjectName(QStringLiteral("low"));
    m_low->setAccessibleName(tr("Lower end"));
    m_high->setObjectName(QStringLiteral("high"));
    m_high->setAccessibleName(tr("Upper end"));
    for (QDoubleSpinBox* const end : {m_low, m_high}) {
        end->setRange(-1e9, 1e9);
        end->setKeyboardTracking(false);
        end->setToolTip(tr("Values beyond have the colour of the end"));
    }
    m_ends->setObjectName(QStringLiteral("ends"));
    m_ends->addItem(tr("Automatic"));
    m_ends->addItem(tr("5th to 95th percentile"));
    m_ends->addItem(tr("All values"));
    m_ends->addItem(tr("As set here"));
    m_ends->setToolTip(
        tr("Automatic: 1st to 99th percentile, zeros aside where most cells have none; "
           "0 to 1 for probabilities"));
    m_map->setObjectName(QStringLiteral("map"));
    for (const ColorMap map : maps) m_map->addItem(colorMapName(map), colorMapName(map));
    m_map->setToolTip(tr("Colours of numbers in all views. All are safe for colour-blind readers"));
    m_note->setObjectName(QStringLiteral("note"));
    auto* ends = new QHBoxLayout;
    ends->setSpacing(8);
    ends->addWidget(m_low, 1);
    ends->addWidget(new ToneLabel(Tone::Muted, tr("to")));
    ends->addWidget(m_high, 1);
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(8);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    form->addRow(tr("Scale"), m_ends);
    form->addRow(tr("From"), ends);
    form->addRow(tr("Colours"), m_map);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 16);
    column->setSpacing(12);
    column->addWidget(m_title);
    column->addWidget(m_strip, 1);
    column->addLayout(form);
    column->addWidget(m_note);
    column->addWidget(buttons);
}

// --- what is shown --------------------------------------------------------------------------------------

void ColorScaleDialog::refresh() {
    const auto shown = m_session.colors().data();
    const bool numbers = shown->continuous() && shown->points->continuous();
    for (QWidget* const one : std::initializer_list<QWidget*>{m_strip, m_low, m_high, m_ends, m_map})
        one->setEnabled(numbers);
    m_map->setEnabled(numbers && !shown->diverging);
    const QSignalBlocker quiet(m_map);
    m_map->setCurrentIndex(
        std::max(0, m_map->findData(QString::fromStdString(m_session.view().settings().continuousMap))));
    if (!numbers) {
        m_title->setText(tr("No numbers"));
        m_note->setText(
            tr("A scale has ends where cells are coloured by a gene, a regulon or a column of "
               "numbers."));
        m_counted.reset();
        m_strip->setHistogram({});
        return;
    }
    const Legend& legend = shown->points->legend;
    m_title->setText(legend.unit.isEmpty() ? legend.title
                                           : QStringLiteral("%1, %2").arg(legend.title, legend.unit));
    m_strip->setScale(legend.low, legend.high, legend.map);
    showEnds({legend.low, legend.high}, shown->diverging);
    if (m_counted != shown->points->values) countValues();
}

void ColorScaleDialog::showEnds(const ColorRange& ends, bool diverging) {
    const QSignalBlocker quietLow(m_low), quietHigh(m_high), quietEnds(m_ends);
    const double span = ends.high - ends.low;
    const int decimals = std::clamp(2 - static_cast<int>(std::floor(std::log10(span))), 0, 8);
    for (QDoubleSpinBox* const end : {m_low, m_high}) {
        end->setDecimals(decimals);
        end->setSingleStep(std::pow(10.0, std::floor(std::log10(span)) - 1));
    }
    m_low->setValue(ends.low);
    m_high->setValue(ends.high);
    m_low->setEnabled(!diverging);
    const auto& range = m_session.colors().coloring().range;
    if (!range)
        m_ends->setCurrentIndex(Automatic);
    else if (m_ends->currentIndex() == Automatic)
        m_ends->setCurrentIndex(Own);
}

void ColorScaleDialog::countValues() {
    const auto values = m_session.colors().data()->points->values;
    m_counted = values;
    JobRequest job{.title = tr("Counting values"), .lane = Lane::Picture, .key = m_key, .quiet = true};
    job.receiver = this;
    m_session.jobs().start(
        std::move(job), [values](Job&) { return valueHistogram(*values); },
        [this](ValueHistogram made) {
            QString said = tr("Values from %1 to %2.").arg(valueText(made.low), valueText(made.high));
            if (made.zeros > 0 && made.known > 0)
                said += tr(" %1 of %2 cells have 0.").arg(countText(made.zeros), countText(made.known));
            if (m_session.colors().data()->diverging)
                said += tr(" 0 is the middle of the scale, which reaches equally far to both sides.");
            m_note->setText(said);
            m_strip->setHistogram(std::move(made));
        });
}

// --- what is asked for ----------------------------------------------------------------------------------

void ColorScaleDialog::chooseEnds(int item) {
    if (item == Automatic) return set({});
    const auto values = m_session.colors().data()->points->values;
    if (item == Own || !values) return;
    const auto ends = item == All ? scaleEnds(*values, 0, 1) : scaleEnds(*values, 0.05, 0.95);
    if (ends) set(ColorRange{ends->first, ends->second});
}

void ColorScaleDialog::ask(std::optional<double> low, std::optional<double> high) {
    const auto shown = m_session.colors().data();
    const Legend& legend = shown->points->legend;
    ColorRange asked{low.value_or(legend.low), high.value_or(legend.high)};
    if (shown->diverging) {
        const double reach = std::abs(low ? *low : *high);
        asked = {-reach, reach};
    }
    // An end does not pass the other one.
    const double least = (legend.high - legend.low) * 1e-3;
    if (!shown->diverging && low) asked.low = std::min(asked.low, asked.high - least);
    if (!shown->diverging && high) asked.high = std::max(asked.high, asked.low + least);
    if (!(asked.low < asked.high)) return;
    {
        const QSignalBlocker quiet(m_ends);
        m_ends->setCurrentIndex(Own);
    }
    set(asked);
}

void ColorScaleDialog::set(const std::optional<ColorRange>& range) {
    m_session.colors().setRange(range);
}

}  // namespace regulus
