#include "ui/views/compare/side_slot.h"

#include <QDragEnterEvent>
#include <QDropEvent>
#include <QGridLayout>
#include <QMimeData>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

#include "ui/models/number_text.h"
#include "ui/render/point_plot.h"
#include "ui/render/theme.h"
#include "ui/views/compare/color_dot.h"
#include "ui/views/compare/group_picker.h"
#include "ui/views/parts/class_colors.h"
#include "ui/views/parts/group_drag.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {

SideSlot::SideSlot(Session& session, ComparedSide side, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_side(side),
      m_letter(side == ComparedSide::A ? tr("A") : tr("B")),
      m_badge(new QWidget),
      m_name(new QPushButton),
      m_use(new QToolButton),
      m_select(new QToolButton),
      m_empty(new QToolButton),
      m_count(new ToneLabel(Tone::Muted)),
      m_picker(new GroupPicker(session, side, this)) {
    setObjectName(side == ComparedSide::A ? QStringLiteral("sideA") : QStringLiteral("sideB"));
    setAcceptDrops(true);
    m_badge->setFixedSize(22, 22);
    m_name->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_name->setAccessibleDescription(tr("Opens a list of groups to choose from"));
    m_use->setText(tr("Use selection"));
    m_use->setToolTip(tr("Put the selected cells into %1").arg(m_letter));
    m_use->setAccessibleName(tr("Use selection for %1").arg(m_letter));
    m_select->setText(tr("Select"));
    m_select->setToolTip(tr("Select the cells of %1 on the map").arg(m_letter));
    m_select->setAccessibleName(tr("Select the cells of %1").arg(m_letter));
    m_empty->setText(QStringLiteral("\u00d7"));
    m_empty->setToolTip(side == ComparedSide::A ? tr("Take the cells out of A")
                                                : tr("Compare A with all other cells"));
    m_empty->setAccessibleName(side == ComparedSide::A ? tr("Clear A") : tr("Compare with the rest"));
    m_count->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    for (QToolButton* button : {m_use, m_select, m_empty}) button->setAutoRaise(true);
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(6, 3, 4, 3);
    grid->setHorizontalSpacing(6);
    grid->setVerticalSpacing(0);
    grid->addWidget(m_badge, 0, 0);
    grid->addWidget(m_name, 0, 1);
    grid->addWidget(m_empty, 0, 2);
    grid->addWidget(m_use, 0, 3);
    grid->addWidget(m_count, 1, 1, 1, 2);
    grid->addWidget(m_select, 1, 3, Qt::AlignRight);
    grid->setColumnStretch(1, 1);
    connect(m_name, &QPushButton::clicked, this, [this] { m_picker->openBelow(m_name); });
    connect(m_use, &QToolButton::clicked, this,
            [this] { m_session.comparison().putCells(m_side, m_session.cells().selection()); });
    connect(m_select, &QToolButton::clicked, this, &SideSlot::selectRequested);
    connect(m_empty, &QToolButton::clicked, this,
            [this] { m_session.comparison().putCells(m_side, CellSet()); });
    refresh();
    setCount(std::nullopt, {});
}

QString SideSlot::countText() const {
    return m_count->text();
}

QString SideSlot::fullName() const {
    const ComparedCells& side = m_session.comparison().side(m_side);
    if (side.chosen()) return side.name;
    return m_side == ComparedSide::A ? tr("Choose groups…") : tr("All other cells");
}

void SideSlot::showName() {
    const int room = m_name->width() - (m_name->icon().isNull() ? 18 : 40);
    m_name->setText(m_name->fontMetrics().elidedText(fullName(), Qt::ElideRight, std::max(room, 40)));
}

void SideSlot::refresh() {
    const ComparedCells& side = m_session.comparison().side(m_side);
    m_name->setEnabled(m_session.opened().dataset && !m_session.groups().listed().empty());
    m_name->setToolTip(side.chosen()
                           ? tr("%1. Click to choose other groups, or drop a group here").arg(side.name)
                           : tr("Choose groups of a column, or drop a group of the Data panel here"));
    m_name->setAccessibleName(tr("%1: %2").arg(m_letter, fullName()));
    QIcon icon;
    if (side.codes.size() == 1 && side.codes.front() >= 0) {
        const std::vector<QColor> colors = categoryColors(m_session, side.column);
        const auto code = static_cast<std::size_t>(side.codes.front());
        if (code < colors.size()) icon = colorDot(colors[code]);
    }
    m_name->setIcon(icon);
    m_use->setEnabled(m_session.opened().dataset && !m_session.cells().selection().empty());
    m_empty->setVisible(side.chosen());
    showName();
}

void SideSlot::setCount(const std::optional<SideCount>& count, const QString& donors) {
    m_select->setVisible(count && count->cells > 0);
    m_count->setVisible(count.has_value());
    if (!count) return m_count->setText({});
    QString text = regulus::countText(count->cells, tr("cell"), tr("cells"));
    if (count->donors) text += tr(" · %L1 of %2").arg(*count->donors).arg(donors);
    m_count->setText(text);
    m_count->setToolTip(count->donors ? tr("Cells, and values of %1 among them").arg(donors) : QString());
}

void SideSlot::setMarked(bool on) {
    m_marked = on;
    update();
}

void SideSlot::paintEvent(QPaintEvent*) {
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_marked ? theme.accent : theme.line, 1));
    painter.setBrush(m_marked ? theme.accentSoft : theme.panel);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    // The colour of what is higher on this side, in the plots.
    painter.setPen(Qt::NoPen);
    painter.setBrush(
        toneColor(m_side == ComparedSide::A ? PointPlot::Tone::Higher : PointPlot::Tone::Lower, theme));
    painter.drawRoundedRect(m_badge->geometry(), 4, 4);
    painter.setFont(theme.font(13, QFont::DemiBold));
    painter.setPen(theme.surface);
    painter.drawText(m_badge->geometry(), Qt::AlignCenter, m_letter);
}

void SideSlot::dragEnterEvent(QDragEnterEvent* event) {
    if (!draggedGroup(event->mimeData())) return;
    event->acceptProposedAction();
    setMarked(true);
}

void SideSlot::dragLeaveEvent(QDragLeaveEvent*) {
    setMarked(false);
}

void SideSlot::dropEvent(QDropEvent* event) {
    setMarked(false);
    const auto group = draggedGroup(event->mimeData());
    if (!group) return;
    event->acceptProposedAction();
    std::vector<int> codes{group->code};
    // With Shift it joins the groups that are there.
    const ComparedCells& side = m_session.comparison().side(m_side);
    if (event->modifiers().testFlag(Qt::ShiftModifier) && side.column == group->column)
        codes.insert(codes.begin(), side.codes.begin(), side.codes.end());
    m_session.comparison().putGroups(m_side, group->column, codes);
}

void SideSlot::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    showName();
}

}  // namespace regulus
