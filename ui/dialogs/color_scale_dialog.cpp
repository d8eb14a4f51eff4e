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
#include "ui/render/blend_colors.h"
#include "ui/session/session.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {
namespace {

enum Ends { Automatic, Wide, All, Own };
constexpr std::array maps{ColorMap::Viridis, ColorMap::Magma, ColorMap::Cividis};

// Of a blend, the side of its square where the other number is low.
std::vector<QRgb> colorsOf(const ColorData& data, const Legend& legend, std::size_t part) {
    std::vector<QRgb> colors(256);
    for (std::size_t i = 0; i < colors.size(); ++i) {
        const double t = static_cast<double>(i) / 255;
        colors[i] = !data.blended() ? colorAt(legend.map, t)
                    : part == 0     ? blendColor(t, 0)
                                    : blendColor(0, t);
    }
    return colors;
}

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
      m_part(new QComboBox),
      m_ends(new QComboBox),
      m_map(new QComboBox) {
    setWindowTitle(tr("Colour scale"));
    build();
    connect(m_strip, &ColorScaleStrip::lowDragged, this, [this](double value) { ask(value, {}); });
    connect(m_strip, &ColorScaleStrip::highDragged, this, [this](double value) { ask({}, value); });
    connect(m_low, &QDoubleSpinBox::valueChanged, this, [this](double value) { ask(value, {}); });
    connect(m_high, &QDoubleSpinBox::valueChanged, this, [this](double value) { ask({}, value); });
    connect(m_part, &QComboBox::activated, this, [this](int item) {
        m_which = static_cast<std::size_t>(item);
        refresh();
    });
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
    m_part->setAccessibleName(tr("Number of the blend"));
    m_part->setObjectName(QStringLiteral("part"));
    m_part->setToolTip(tr("A blend has a scale for each of its two numbers"));
    m_partLabel = new ToneLabel(Tone::Text, tr("Number"));
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
    form->addRow(m_partLabel, m_part);
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

const ColorData* ColorScaleDialog::scaled() const {
    const ColorData* const numbers = m_session.colors().data()->scaled(m_which);
    return numbers && numbers->points->continuous() ? numbers : nullptr;
}

void ColorScaleDialog::offerParts() {
    const auto& parts = m_session.colors().data()->parts;
    if (m_which >= parts.size()) m_which = 0;
    const QSignalBlocker quiet(m_part);
    m_part->clear();
    for (const auto& part : parts) m_part->addItem(part->title);
    m_part->setCurrentIndex(static_cast<int>(m_which));
    m_part->setVisible(!parts.empty());
    m_partLabel->setVisible(!parts.empty());
}

void ColorScaleDialog::refresh() {
    offerParts();
    const auto all = m_session.colors().data();
    const ColorData* const shown = scaled();
    const bool numbers = shown != nullptr, whole = numbers && all->read == 0;
    for (QWidget* const one : std::initializer_list<QWidget*>{m_strip, m_low, m_high, m_ends, m_map})
        one->setEnabled(whole);
    m_map->setEnabled(whole && !shown->diverging && !all->blended());
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
    m_strip->setScale(legend.low, legend.high, colorsOf(*all, legend, m_which));
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
    if (!m_session.colors().range(m_which))
        m_ends->setCurrentIndex(Automatic);
    else if (m_ends->currentIndex() == Automatic)
        m_ends->setCurrentIndex(Own);
}

void ColorScaleDialog::countValues() {
    const auto values = scaled()->points->values;
    m_counted = values;
    const bool diverging = scaled()->diverging;
    JobRequest job{.title = tr("Counting values"), .lane = Lane::Picture, .key = m_key, .quiet = true};
    job.receiver = this;
    m_session.jobs().start(
        std::move(job), [values](Job&) { return valueHistogram(*values); },
        [this, diverging](ValueHistogram made) {
            QString said = tr("Values from %1 to %2.").arg(valueText(made.low), valueText(made.high));
            if (made.zeros > 0 && made.known > 0)
                said += tr(" %1 of %2 cells have 0.").arg(countText(made.zeros), countText(made.known));
            if (diverging)
                said += tr(" 0 is the middle of the scale, which reaches equally far to both sides.");
            if (m_session.colors().data()->blended()) said += tr(" A blend has colours of its own.");
            m_note->setText(said);
            m_strip->setHistogram(std::move(made));
        });
}

// --- what is asked for ----------------------------------------------------------------------------------

void ColorScaleDialog::chooseEnds(int item) {
    if (item == Automatic) return set({});
    const ColorData* const shown = scaled();
    if (item == Own || !shown) return;
    const auto values = shown->points->values;
    const auto ends = item == All ? scaleEnds(*values, 0, 1) : scaleEnds(*values, 0.05, 0.95);
    if (ends) set(ColorRange{ends->first, ends->second});
}

void ColorScaleDialog::ask(std::optional<double> low, std::optional<double> high) {
    const ColorData* const shown = scaled();
    const auto ends = shown ? movedEnd(*shown, high.has_value(), high ? *high : *low) : std::nullopt;
    if (!ends) return;
    {
        const QSignalBlocker quiet(m_ends);
        m_ends->setCurrentIndex(Own);
    }
    set(*ends);
}

void ColorScaleDialog::set(const std::optional<ColorRange>& range) {
    m_session.colors().setRange(range, m_which);
}

}  // namespace regulus
