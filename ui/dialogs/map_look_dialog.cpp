#include "ui/dialogs/map_look_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QSlider>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "ui/figures/coloring.h"
#include "ui/render/drawing_order.h"
#include "ui/render/group_contours.h"
#include "ui/session/session.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {
namespace {

constexpr double half_pixels = 2;  // steps of the slider a pixel

// A slider with its number beside it, as wide as its longest.
QWidget* besides(QSlider* slider, ToneLabel* text, const QString& longest) {
    slider->setOrientation(Qt::Horizontal);
    text->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    text->setMinimumWidth(text->fontMetrics().horizontalAdvance(longest) + 4);
    auto* both = new QWidget;
    auto* line = new QHBoxLayout(both);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(8);
    line->addWidget(slider, 1);
    line->addWidget(text);
    return both;
}

}  // namespace

MapLookDialog::MapLookDialog(Session& session, std::function<double()> drawnSize, QWidget* parent)
    : QDialog(parent),
      m_session(session),
      m_drawnSize(std::move(drawnSize)),
      m_automatic(new QCheckBox(tr("By the number of cells in view"))),
      m_labels(new QCheckBox(tr("On the map"))),
      m_legend(new QCheckBox(tr("In a list beside it"))),
      m_orientation(new QCheckBox(tr("Where the directions point"))),
      m_size(new QSlider),
      m_opacity(new QSlider),
      m_sizeText(new ToneLabel(Tone::Muted)),
      m_opacityText(new ToneLabel(Tone::Muted)),
      m_contours(new QComboBox),
      m_order(new QComboBox) {
    setWindowTitle(tr("Map settings"));
    build();
    connect(m_automatic, &QCheckBox::clicked, this, [this](bool automatic) {
        const double size = automatic ? 0 : std::round(m_drawnSize() * half_pixels) / half_pixels;
        change([&](ViewSettings& view) { view.pointSize = automatic ? 0 : std::clamp(size, 1.0, 16.0); });
    });
    connect(m_size, &QSlider::valueChanged, this,
            [this](int value) { change([&](ViewSettings& view) { view.pointSize = value / half_pixels; }); });
    connect(m_opacity, &QSlider::valueChanged, this,
            [this](int value) { change([&](ViewSettings& view) { view.opacity = value / 100.0; }); });
    connect(m_labels, &QCheckBox::clicked, this,
            [this](bool shown) { change([&](ViewSettings& view) { view.labels = shown; }); });
    connect(m_legend, &QCheckBox::clicked, this,
            [this](bool shown) { change([&](ViewSettings& view) { view.legend = shown; }); });
    connect(m_orientation, &QCheckBox::clicked, this,
            [this](bool shown) { change([&](ViewSettings& view) { view.orientation = shown; }); });
    connect(m_contours, &QComboBox::activated, this, [this] {
        change(
            [&](ViewSettings& view) { view.contours = m_contours->currentData().toString().toStdString(); });
    });
    connect(m_order, &QComboBox::activated, this,
            [this](int item) { change([&](ViewSettings& view) { view.mixedOrder = item == 1; }); });
    connect(&m_session, &Session::changed, this, [this](Changes what) {
        if (what & (Change::Dataset | Change::ColorData | Change::Coloring | Change::View | Change::Model |
                    Change::Filters))
            refresh();
    });
    refresh();
    resize(440, sizeHint().height());
}

void MapLookDialog::build() {
    m_automatic->setObjectName(QStringLiteral("automatic"));
    m_size->setObjectName(QStringLiteral("size"));
    m_size->setRange(2, 32);
    m_size->setPageStep(2);
    m_size->setAccessibleName(tr("Size of points"));
    m_opacity->setObjectName(QStringLiteral("opacity"));
    m_opacity->setRange(5, 100);
    m_opacity->setPageStep(10);
    m_opacity->setAccessibleName(tr("Opacity of points"));
    m_opacity->setToolTip(tr("Of a single point; where many overlap they become opaque"));
    m_labels->setObjectName(QStringLiteral("labels"));
    m_legend->setObjectName(QStringLiteral("legend"));
    m_orientation->setObjectName(QStringLiteral("orientation"));
    m_contours->setObjectName(QStringLiteral("contours"));
    m_order->setObjectName(QStringLiteral("order"));
    m_order->addItem({});
    m_order->addItem(tr("Mixed"));
    m_order->setToolTip(
        tr("What lies on top where points overlap. Groups are always mixed, so that none hides "
           "another"));
    auto* size = new QVBoxLayout;
    size->setSpacing(4);
    size->addWidget(m_automatic);
    size->addWidget(besides(m_size, m_sizeText, tr("%1 px").arg(QStringLiteral("16.5"))));
    QFormLayout* const form = m_form = new QFormLayout;
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(12);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
    form->addRow(tr("Size of points"), size);
    form->addRow(tr("Opacity"), besides(m_opacity, m_opacityText, QStringLiteral("100 %")));
    form->addRow(tr("On top"), m_order);
    auto* names = new QVBoxLayout;
    names->setSpacing(4);
    names->addWidget(m_labels);
    names->addWidget(m_legend);
    form->addRow(tr("Names of groups"), names);
    form->addRow(tr("Outlines of groups"), m_contours);
    form->addRow(tr("Orientation"), m_orientation);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 16);
    column->setSpacing(16);
    column->addLayout(form);
    column->addStretch(1);
    column->addWidget(buttons);
}

template <class How>
void MapLookDialog::change(How how) {
    ViewSettings view = m_session.view().settings();
    how(view);
    m_session.view().setSettings(view);
}

void MapLookDialog::offerColumns() {
    const QSignalBlocker quiet(m_contours);
    m_contours->clear();
    m_contours->addItem(tr("None"), QString());
    for (const std::string& column : m_session.groups().listed())
        m_contours->addItem(column == predicted_column ? tr("prediction") : QString::fromStdString(column),
                            QString::fromStdString(column));
    m_contours->setCurrentIndex(
        std::max(0, m_contours->findData(QString::fromStdString(m_session.view().settings().contours))));
}

void MapLookDialog::refresh() {
    const bool dataset = m_session.opened().dataset != nullptr;
    for (QWidget* const one : std::initializer_list<QWidget*>{m_automatic, m_size, m_opacity, m_labels,
                                                              m_legend, m_contours, m_order, m_orientation})
        one->setEnabled(dataset);
    const ViewSettings& view = m_session.view().settings();
    m_contours->setEnabled(dataset && !view.threeD);
    m_contours->setToolTip(
        view.threeD ? tr("Outlines enclose regions of the plane: they are drawn in 2-D only")
                    : tr("Around each group the smallest region that holds %1 % of its cells, by a "
                         "kernel density estimate")
                          .arg(std::lround(100 * contour_share)));
    m_form->setRowVisible(m_orientation, view.threeD);
    m_orientation->setChecked(view.orientation);
    offerColumns();
    const QSignalBlocker quietSize(m_size), quietOpacity(m_opacity);
    const bool automatic = view.pointSize <= 0;
    m_automatic->setChecked(automatic);
    m_size->setEnabled(dataset && !automatic);
    const double size = automatic ? m_drawnSize() : view.pointSize;
    m_size->setValue(static_cast<int>(std::lround(size * half_pixels)));
    m_sizeText->setText(dataset ? tr("%1 px").arg(size, 0, 'f', 1) : QString());
    m_opacity->setValue(static_cast<int>(std::lround(100 * view.opacity)));
    m_opacityText->setText(QStringLiteral("%1 %").arg(m_opacity->value()));
    m_labels->setChecked(view.labels);
    m_legend->setChecked(view.legend);
    const Legend& legend = m_session.colors().data()->points->legend;
    const DrawingOrder usual = drawingOrder(legend, false);
    m_order->setItemText(0, usual == DrawingOrder::Extremes ? tr("Extreme values") : tr("High values"));
    m_order->setItemText(1, view.threeD ? tr("Nearer cells") : tr("Mixed"));
    m_order->setEnabled(dataset && usual != DrawingOrder::Mixed);
    m_order->setCurrentIndex(view.mixedOrder || usual == DrawingOrder::Mixed ? 1 : 0);
}

}  // namespace regulus
