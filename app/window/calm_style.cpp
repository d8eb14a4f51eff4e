#include "app/window/calm_style.h"

#include <QAbstractSpinBox>
#include <QComboBox>
#include <QIconEngine>
#include <QLineEdit>
#include <QPainter>
#include <QPixmap>
#include <QSlider>
#include <QStyleFactory>
#include <QStyleOption>
#include <QTime>
#include <algorithm>

#include "ui/render/theme.h"

namespace regulus {
namespace {

class WheelFilter final : public QObject {
  public:
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() != QEvent::Wheel) return false;
        // A list of choices takes no wheel at all: what it shows may be the work of minutes.
        if (!qobject_cast<QComboBox*>(watched) && static_cast<QWidget*>(watched)->hasFocus()) return false;
        event->ignore();  // and so it is the panel's
        return true;
    }
};

constexpr double radius = 5;
constexpr double disabled_opacity = 0.35;
constexpr int field_padding = 4, menu_arrow = 14, scroll_bar = 10, scroll_handle = 6, least_handle = 28;

bool has(const QStyleOption* option, QStyle::StateFlag flag) {
    return option->state.testFlag(flag);
}

// A field or a button: its hairline lies on whole pixels.
void box(QPainter* painter, const QRect& rect, const QColor& fill, const QColor& line) {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(line, 1));
    painter->setBrush(fill);
    painter->drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    painter->restore();
}

// "v" about the middle of the place, or "^".
void chevron(QPainter* painter, const QRectF& place, bool up, const QColor& color, double half = 3.5) {
    const double rise = up ? -half / 2 : half / 2;
    const QPointF middle = place.center();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(color, 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter->drawPolyline(
        QPolygonF{middle + QPointF(-half, -rise), middle + QPointF(0, rise), middle + QPointF(half, -rise)});
    painter->restore();
}

QColor edge(const QStyleOption* option, const Theme& theme) {
    return has(option, QStyle::State_HasFocus) && has(option, QStyle::State_Enabled) ? theme.accent
                                                                                     : theme.line;
}

QColor field(const QStyleOption* option, const Theme& theme) {
    return has(option, QStyle::State_Enabled) ? theme.surface : theme.panel;
}

QColor mark(const QStyleOption* option, const Theme& theme) {
    return has(option, QStyle::State_Enabled) ? theme.mutedText : theme.missing;
}

// What a dialog is there for: Open, Train, Save.
bool isMain(const QStyleOption* option) {
    const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option);
    return button && button->features.testFlag(QStyleOptionButton::DefaultButton) &&
           has(option, QStyle::State_Enabled);
}

void drawButton(const QStyleOption* option, QPainter* painter, const Theme& theme) {
    const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option);
    const bool flat = button && button->features.testFlag(QStyleOptionButton::Flat);
    const bool down = has(option, QStyle::State_Sunken), over = has(option, QStyle::State_MouseOver);
    if (flat && !down && !over) return;
    if (isMain(option))
        return box(painter, option->rect, down ? theme.accent.darker(115) : theme.accent, theme.accent);
    if (has(option, QStyle::State_On)) return box(painter, option->rect, theme.accentSoft, theme.accent);
    const bool lit = has(option, QStyle::State_Enabled) && (down || over);
    box(painter, option->rect, lit ? theme.raised : field(option, theme), edge(option, theme));
}

void drawCheck(const QStyleOption* option, QPainter* painter, const Theme& theme) {
    const bool on = has(option, QStyle::State_On), enabled = has(option, QStyle::State_Enabled);
    const int side = std::min(option->rect.width(), option->rect.height());
    QRect place(0, 0, side, side);
    place.moveCenter(option->rect.center());
    const QColor filled = enabled ? theme.accent : theme.missing;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(on                                    ? filled
                         : has(option, QStyle::State_HasFocus) ? theme.accent
                                                               : theme.mutedText,
                         1));
    painter->setBrush(on ? filled : field(option, theme));
    painter->drawRoundedRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    if (on) {
        painter->setPen(QPen(theme.accentText, 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        const QPointF at = place.topLeft();
        painter->drawPolyline(QPolygonF{at + QPointF(side * 0.24, side * 0.52),
                                        at + QPointF(side * 0.43, side * 0.70),
                                        at + QPointF(side * 0.77, side * 0.32)});
    }
    painter->restore();
}

void drawScrollBar(const QStyle* style, const QStyleOptionSlider* option, QPainter* painter,
                   const QWidget* widget, const Theme& theme) {
    const QRect handle =
        style->subControlRect(QStyle::CC_ScrollBar, option, QStyle::SC_ScrollBarSlider, widget);
    if (option->maximum <= option->minimum) return;
    QRectF thin(handle);
    if (option->orientation == Qt::Vertical)
        thin = QRectF(handle.center().x() - scroll_handle / 2.0 + 0.5, handle.top() + 2, scroll_handle,
                      handle.height() - 4);
    else
        thin = QRectF(handle.left() + 2, handle.center().y() - scroll_handle / 2.0 + 0.5, handle.width() - 4,
                      scroll_handle);
    const bool held = option->activeSubControls.testFlag(QStyle::SC_ScrollBarSlider);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(held ? theme.mutedText : theme.missing);
    painter->drawRoundedRect(thin, scroll_handle / 2.0, scroll_handle / 2.0);
    painter->restore();
}

void drawTrack(QPainter* painter, const QRectF& rect, const QColor& color) {
    const double round = std::min(rect.width(), rect.height()) / 2;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(color);
    painter->drawRoundedRect(rect, round, round);
    painter->restore();
}

// The part of a progress bar that is filled; of a work without end, a piece that moves.
QRectF doneOf(const QStyleOptionProgressBar& bar) {
    QRectF done(bar.rect);
    if (bar.maximum <= bar.minimum) {
        constexpr int round_ms = 1400;
        const double at = double(QTime::currentTime().msecsSinceStartOfDay() % round_ms) / round_ms;
        const double piece = 0.3 * done.width();
        done.setLeft(bar.rect.left() + at * (bar.rect.width() - piece));
        done.setWidth(piece);
        return done;
    }
    const double share = double(bar.progress - bar.minimum) / (double(bar.maximum) - bar.minimum);
    done.setWidth(std::max(share, 0.0) * done.width());
    return done;
}

void drawSlider(const QStyle* style, const QStyleOptionSlider* option, QPainter* painter,
                const QWidget* widget, const Theme& theme) {
    const QRectF handle(style->subControlRect(QStyle::CC_Slider, option, QStyle::SC_SliderHandle, widget));
    const QRectF whole(option->rect);
    const double middle = whole.center().y();
    const bool enabled = has(option, QStyle::State_Enabled);
    drawTrack(painter, {whole.left(), middle - 2, whole.width(), 4}, theme.track);
    drawTrack(painter, {whole.left(), middle - 2, handle.center().x() - whole.left(), 4},
              enabled ? theme.accent : theme.missing);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(
        QPen(enabled ? theme.accent : theme.missing, has(option, QStyle::State_HasFocus) ? 2 : 1.4));
    painter->setBrush(theme.surface);
    painter->drawEllipse(QPointF(handle.center().x(), middle), 6, 6);
    painter->restore();
}

// Whether all of a tool is a name that opens a menu.
bool opensMenu(const QStyleOptionToolButton* tool) {
    return tool && tool->features.testFlag(QStyleOptionToolButton::HasMenu) &&
           !tool->features.testFlag(QStyleOptionToolButton::MenuButtonPopup) && tool->icon.isNull() &&
           !tool->text.isEmpty();
}

// What empties a field: a cross in the theme's colour of the moment it is drawn, whatever theme was there
// when the field was made.
class ClearIcon final : public QIconEngine {
  public:
    void paint(QPainter* painter, const QRect& rect, QIcon::Mode, QIcon::State) override {
        const QPointF middle = QRectF(rect).center();
        const double half = std::min(rect.width(), rect.height()) * 0.22;
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen(Theme::current().mutedText, 1.5, Qt::SolidLine, Qt::RoundCap));
        painter->drawLine(middle - QPointF(half, half), middle + QPointF(half, half));
        painter->drawLine(middle - QPointF(half, -half), middle + QPointF(half, -half));
        painter->restore();
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return pixmap;
    }
    QIconEngine* clone() const override { return new ClearIcon(*this); }
};

}  // namespace

CalmStyle::CalmStyle() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {}

void CalmStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                              const QWidget* widget) const {
    const Theme& theme = Theme::current();
    switch (element) {
        case PE_PanelLineEdit: {
            const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
            if (frame && frame->lineWidth <= 0) break;  // inside a combo or spin box
            return box(painter, option->rect, field(option, theme), edge(option, theme));
        }
        case PE_PanelButtonCommand:
            return drawButton(option, painter, theme);
        case PE_PanelTipLabel:
            painter->fillRect(option->rect, theme.surface);
            painter->setPen(theme.line);
            painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
            return;
        case PE_IndicatorHeaderArrow:
            if (const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option))
                return chevron(painter, option->rect, header->sortIndicator == QStyleOptionHeader::SortUp,
                               theme.text);
            break;
        case PE_IndicatorCheckBox:
            return drawCheck(option, painter, theme);
        case PE_FrameFocusRect:
            if (widget && (widget->inherits("QPushButton") || widget->inherits("QComboBox") ||
                           widget->inherits("QCheckBox")))
                return;  // their line says it
            break;
        default:
            break;
    }
    QProxyStyle::drawPrimitive(element, option, painter, widget);
}

void CalmStyle::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                            const QWidget* widget) const {
    if (element == CE_ProgressBarGroove) return drawTrack(painter, option->rect, Theme::current().track);
    if (element == CE_ProgressBarContents) {
        // Fusion moves the bar of a work without end; what it draws itself is not to be seen.
        QPixmap nowhere(1, 1);
        QPainter unseen(&nowhere);
        QProxyStyle::drawControl(element, option, &unseen, widget);
        if (const auto* bar = qstyleoption_cast<const QStyleOptionProgressBar*>(option))
            drawTrack(painter, doneOf(*bar), Theme::current().accent);
        return;
    }
    if (element == CE_PushButtonLabel && isMain(option)) {
        QStyleOptionButton main = *qstyleoption_cast<const QStyleOptionButton*>(option);
        main.palette.setColor(QPalette::ButtonText, Theme::current().accentText);
        return QProxyStyle::drawControl(element, &main, painter, widget);
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void CalmStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                                   QPainter* painter, const QWidget* widget) const {
    const Theme& theme = Theme::current();
    if (control == CC_ComboBox) {
        const bool over = has(option, State_MouseOver) && has(option, State_Enabled);
        box(painter, option->rect, over ? theme.raised : field(option, theme), edge(option, theme));
        const QRect arrow = subControlRect(CC_ComboBox, option, SC_ComboBoxArrow, widget);
        return chevron(painter, arrow, false, mark(option, theme));
    }
    if (control == CC_SpinBox) {
        box(painter, option->rect, field(option, theme), edge(option, theme));
        const auto* spin = qstyleoption_cast<const QStyleOptionSpinBox*>(option);
        if (!spin || spin->buttonSymbols == QAbstractSpinBox::NoButtons) return;
        for (const SubControl part : {SC_SpinBoxUp, SC_SpinBoxDown}) {
            const bool held = spin->activeSubControls == part && has(option, State_Enabled);
            const QRect place = subControlRect(CC_SpinBox, option, part, widget);
            chevron(painter, place, part == SC_SpinBoxUp, held ? theme.accent : mark(option, theme), 2.6);
        }
        return;
    }
    if (control == CC_Slider) {
        const auto* slider = qstyleoption_cast<const QStyleOptionSlider*>(option);
        if (slider && slider->orientation == Qt::Horizontal)
            return drawSlider(this, slider, painter, widget, theme);
    }
    if (const auto* tool = qstyleoption_cast<const QStyleOptionToolButton*>(option);
        control == CC_ToolButton && opensMenu(tool)) {
        QStyleOptionToolButton part(*tool);
        part.features &= ~QStyleOptionToolButton::ToolButtonFeatures(QStyleOptionToolButton::HasMenu);
        part.text.clear();
        QProxyStyle::drawComplexControl(control, &part, painter, widget);
        part.text = tool->text;
        part.rect.adjust(0, 0, -menu_arrow, 0);
        proxy()->drawControl(CE_ToolButtonLabel, &part, painter, widget);
        const QRect place(part.rect.right(), tool->rect.top(), menu_arrow - 4, tool->rect.height());
        return chevron(painter, place, false, mark(option, theme), 3);
    }
    if (control == CC_ScrollBar) {
        if (const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option))
            return drawScrollBar(this, bar, painter, widget, theme);
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

int CalmStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const {
    switch (metric) {
        case PM_ScrollBarExtent:
            return scroll_bar;
        case PM_ScrollBarSliderMin:
            return least_handle;
        case PM_ButtonShiftHorizontal:
        case PM_ButtonShiftVertical:
            return 0;
        default:
            return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

// Numbers and sliders take the wheel once they have the keyboard; a panel that is scrolled passes over them.
void CalmStyle::polish(QWidget* widget) {
    QProxyStyle::polish(widget);
    // What a field is for stands in it until somebody types; who does not see it hears it all the time.
    if (const auto* line = qobject_cast<QLineEdit*>(widget);
        line && line->accessibleName().isEmpty() && !line->placeholderText().isEmpty())
        widget->setAccessibleName(line->placeholderText());
    if (!qobject_cast<QAbstractSpinBox*>(widget) && !qobject_cast<QSlider*>(widget) &&
        !qobject_cast<QComboBox*>(widget))
        return;
    if (widget->focusPolicy() == Qt::WheelFocus) widget->setFocusPolicy(Qt::StrongFocus);
    static WheelFilter filter;
    widget->installEventFilter(&filter);
}

int CalmStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                         QStyleHintReturn* answer) const {
    if (hint == SH_DialogButtonBox_ButtonsHaveIcons) return 0;  // words say it
    return QProxyStyle::styleHint(hint, option, widget, answer);
}

QIcon CalmStyle::standardIcon(StandardPixmap icon, const QStyleOption* option, const QWidget* widget) const {
    if (icon == SP_LineEditClearButton) return QIcon(new ClearIcon);
    return QProxyStyle::standardIcon(icon, option, widget);
}

// Fusion's own grey hardly differs from the thin lines of our icons.
QPixmap CalmStyle::generatedIconPixmap(QIcon::Mode mode, const QPixmap& pixmap,
                                       const QStyleOption* option) const {
    if (mode != QIcon::Disabled) return QProxyStyle::generatedIconPixmap(mode, pixmap, option);
    QPixmap faint(pixmap.size());
    faint.setDevicePixelRatio(pixmap.devicePixelRatio());
    faint.fill(Qt::transparent);
    QPainter painter(&faint);
    painter.setOpacity(disabled_opacity);
    painter.drawPixmap(0, 0, pixmap);
    return faint;
}

// Room around the words of fields and buttons.
QSize CalmStyle::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                                  const QWidget* widget) const {
    const QSize plain = QProxyStyle::sizeFromContents(type, option, size, widget);
    switch (type) {
        case CT_ComboBox:
        case CT_SpinBox:
        case CT_LineEdit:
        case CT_PushButton:
            return plain + QSize(2 * field_padding, 4);
        case CT_ToolButton:
            return opensMenu(qstyleoption_cast<const QStyleOptionToolButton*>(option))
                       ? plain + QSize(menu_arrow, 0)
                       : plain;
        default:
            return plain;
    }
}

QRect CalmStyle::subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const {
    const QRect plain = QProxyStyle::subElementRect(element, option, widget);
    const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
    const bool own = element == SE_LineEditContents && frame && frame->lineWidth > 0;
    return own ? plain.adjusted(field_padding, 0, -field_padding, 0) : plain;
}

// Scroll bars without arrows: the whole length is for the handle.
QRect CalmStyle::subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part,
                                const QWidget* widget) const {
    const auto* bar =
        control == CC_ScrollBar ? qstyleoption_cast<const QStyleOptionSlider*>(option) : nullptr;
    if (!bar) {
        const QRect plain = QProxyStyle::subControlRect(control, option, part, widget);
        const bool words = (control == CC_ComboBox && part == SC_ComboBoxEditField) ||
                           (control == CC_SpinBox && part == SC_SpinBoxEditField);
        return words ? plain.adjusted(field_padding, 0, 0, 0) : plain;
    }
    const bool upright = bar->orientation == Qt::Vertical;
    const int length = upright ? bar->rect.height() : bar->rect.width(), range = bar->maximum - bar->minimum;
    int handle = length;
    if (range > 0)
        handle = std::clamp(
            static_cast<int>(static_cast<qint64>(length) * bar->pageStep / (range + bar->pageStep)),
            std::min(least_handle, length), length);
    const int begin = sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition,
                                              length - handle, bar->upsideDown);
    const auto span = [&](int from, int to) {
        const QRect along = upright ? QRect(0, from, bar->rect.width(), to - from)
                                    : QRect(from, 0, to - from, bar->rect.height());
        return visualRect(bar->direction, bar->rect, along.translated(bar->rect.topLeft()));
    };
    switch (part) {
        case SC_ScrollBarSlider:
            return span(begin, begin + handle);
        case SC_ScrollBarGroove:
            return span(0, length);
        case SC_ScrollBarSubPage:
            return span(0, begin);
        case SC_ScrollBarAddPage:
            return span(begin + handle, length);
        default:
            return {};
    }
}

}  // namespace regulus
