#include "ui/views/confusion/confusion_scene.h"

#include <QObject>
#include <algorithm>
#include <cmath>

#include "ui/render/name_lines.h"
#include "ui/render/palettes.h"

namespace regulus {

namespace {

constexpr double slant = 40, slant_sine = 0.643;    // degrees
constexpr double line_height = 14, least_row = 11;  // logical pixels

}  // namespace

void ConfusionScene::setTable(ConfusionTable table, std::vector<QRgb> labelColors) {
    m_table = std::move(table);
    m_colors = std::move(labelColors);
    m_hover.reset();
    m_chosen.reset();
}

QRectF ConfusionScene::fieldBox(Field field) const {
    const double w = m_grid.width() / double(std::max<std::size_t>(m_table.classes.size(), 1));
    const double h = m_grid.height() / double(std::max<std::size_t>(m_table.labels.size(), 1));
    return {m_grid.left() + w * double(field.second), m_grid.top() + h * double(field.first), w, h};
}

std::optional<ConfusionScene::Field> ConfusionScene::fieldAt(QPointF position) const {
    if (m_table.empty() || !m_grid.contains(position)) return std::nullopt;
    const QPointF inside = position - m_grid.topLeft();
    const auto row = std::size_t(inside.y() / m_grid.height() * double(m_table.labels.size()));
    const auto column = std::size_t(inside.x() / m_grid.width() * double(m_table.classes.size()));
    if (row >= m_table.labels.size() || column >= m_table.classes.size()) return std::nullopt;
    return Field{row, column};
}

std::optional<std::size_t> ConfusionScene::rowAt(QPointF position) const {
    if (m_table.labels.empty() || !m_names.contains(position)) return std::nullopt;
    const auto row =
        std::size_t((position.y() - m_names.top()) / m_names.height() * double(m_table.labels.size()));
    return row < m_table.labels.size() ? std::optional(row) : std::nullopt;
}

std::optional<std::size_t> ConfusionScene::columnAt(QPointF position) const {
    if (m_table.classes.empty() || !m_columnNames.contains(position)) return std::nullopt;
    const auto column = std::size_t((position.x() - m_columnNames.left()) / m_columnNames.width() *
                                    double(m_table.classes.size()));
    return column < m_table.classes.size() ? std::optional(column) : std::nullopt;
}

double ConfusionScene::share(std::size_t row, std::size_t column) const {
    const std::size_t whole =
        m_says == Says::OfPrediction ? m_table.columnTotals[column] : m_table.rowTotals[row];
    return double(m_table.at(row, column)) / double(std::max<std::size_t>(whole, 1));
}

QString ConfusionScene::fieldText(std::size_t row, std::size_t column) const {
    const std::size_t count = m_table.at(row, column);
    if (count == 0) return {};
    if (m_says == Says::Counts) return countText(count);
    const double percent = 100 * share(row, column);
    // What is rounded is never all or nothing.
    if (percent < 0.5) return QStringLiteral("<1 %");
    if (percent >= 99.5 && percent < 100) return QStringLiteral(">99 %");
    return QStringLiteral("%1 %").arg(percent, 0, 'f', 0);
}

QColor ConfusionScene::fieldColor(std::size_t row, std::size_t column, const Theme& theme) const {
    return shareColor(share(row, column), m_table.meaning(row, column), theme);
}

QColor ConfusionScene::shareColor(double share, ConfusionTable::Meaning meaning, const Theme& theme) {
    using Meaning = ConfusionTable::Meaning;
    const QColor full = meaning == Meaning::Correct ? QColor(0x21, 0x66, 0xac)
                        : meaning == Meaning::Wrong ? QColor(0xd5, 0x5e, 0x00)
                        : theme.dark                ? QColor(0xb4, 0xbc, 0xc8)
                                                    : QColor(0x4a, 0x54, 0x63);
    const QColor none = theme.dark ? theme.raised : theme.track;
    if (share <= 0) return none;
    const double t = 0.12 + 0.88 * std::pow(share, 0.7);
    const auto mix = [&](int a, int b) { return int(std::lround(a + (b - a) * t)); };
    return {mix(none.red(), full.red()), mix(none.green(), full.green()), mix(none.blue(), full.blue())};
}

void ConfusionScene::paintFields(QPainter& painter, const PaintStyle& style) const {
    const QFont font = style.font(painter, 11);
    painter.setFont(font);
    for (std::size_t r = 0; r < m_table.labels.size(); ++r) {
        for (std::size_t c = 0; c < m_table.classes.size(); ++c) {
            const QRectF box = fieldBox({r, c});
            const double gap = box.width() > 10.0 && box.height() > 8.0 ? 0.5 : 0;
            const QColor color = fieldColor(r, c, style.theme);
            painter.fillRect(box.adjusted(gap, gap, -gap, -gap), color);
            const QString text = fieldText(r, c);
            if (text.isEmpty() || QFontMetricsF(font).horizontalAdvance(text) > box.width() - 4.0 ||
                box.height() < 13.0) {
                continue;
            }
            const double light = 0.299 * color.redF() + 0.587 * color.greenF() + 0.114 * color.blueF();
            painter.setPen(light > 0.55 ? QColor(0x18, 0x21, 0x2f) : QColor(Qt::white));
            painter.drawText(box, Qt::AlignCenter, text);
        }
    }
    const auto frame = [&](std::optional<Field> field, double width) {
        if (!field) return;
        painter.setPen(QPen(style.theme.text, width));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(fieldBox(*field));
    };
    frame(m_hover, 1);
    frame(m_chosen, 2);
}

// Of the columns, on one line or two.
void ConfusionScene::paintUprightNames(QPainter& painter) const {
    const double columnWidth = m_grid.width() / double(m_table.classes.size());
    for (std::size_t c = 0; c < m_table.classes.size(); ++c) {
        const QStringList lines = nameLines(QString::fromStdString(m_table.classes[c]));
        double bottom = m_grid.top() - 3.0;
        for (qsizetype line = lines.size() - 1; line >= 0; --line, bottom -= line_height)
            painter.drawText(QRectF(m_grid.left() + columnWidth * double(c), bottom - line_height,
                                    columnWidth, line_height),
                             Qt::AlignCenter, lines[line]);
    }
}

void ConfusionScene::paintSlantedNames(QPainter& painter, const QRectF& area) const {
    const QFontMetricsF metrics(painter.font(), painter.device());
    const double columnWidth = m_grid.width() / double(m_table.classes.size());
    const auto step = std::size_t(std::max(1.0, std::ceil(12.0 / columnWidth)));
    const double height = m_grid.top() - area.top() - 8.0;
    for (std::size_t c = 0; c < m_table.classes.size(); c += step) {
        painter.save();
        painter.translate(m_grid.left() + columnWidth * (double(c) + 0.5), m_grid.top() - 5.0);
        painter.rotate(-slant);
        const QString name = metrics.elidedText(QString::fromStdString(m_table.classes[c]), Qt::ElideRight,
                                                height / slant_sine);
        painter.drawText(QPointF(0, 0), name);
        painter.restore();
    }
}

void ConfusionScene::paintNames(QPainter& painter, const QRectF& area, const PaintStyle& style) const {
    const QFont font = style.font(painter, 11);
    const QFontMetricsF metrics(font);
    painter.setFont(font);
    const double rowHeight = m_grid.height() / double(m_table.labels.size());
    const auto every = std::size_t(std::max(1.0, std::ceil(12.0 / rowHeight)));
    for (std::size_t r = 0; r < m_table.labels.size(); r += every) {
        const QRectF row(m_names.left(), m_grid.top() + rowHeight * double(r), m_names.width(), rowHeight);
        double right = row.right() - 6.0;
        if (r < m_colors.size()) {
            painter.fillRect(QRectF(row.right() - 6.0, row.top() + 0.5, 4.0, rowHeight - 1.0),
                             QColor::fromRgb(m_colors[r]));
            right -= 6.0;
        }
        painter.setPen(style.theme.text);
        const QString name =
            metrics.elidedText(QString::fromStdString(m_table.labels[r]), Qt::ElideRight, right - row.left());
        const double middle = row.center().y();
        painter.drawText(QRectF(row.left(), middle - 8.0, right - row.left(), 16.0),
                         Qt::AlignRight | Qt::AlignVCenter, name);
    }
    m_upright ? paintUprightNames(painter) : paintSlantedNames(painter, area);
    painter.setPen(style.theme.mutedText);
    painter.drawText(QRectF(area.left(), m_grid.top() - 18.0, m_names.width() - 6.0, 14.0),
                     Qt::AlignRight | Qt::AlignVCenter, QObject::tr("label \u2193  prediction \u2192"));
}

void ConfusionScene::paint(QPainter& painter, const QRectF& area, const PaintStyle& style) const {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_table.empty()) {
        m_grid = m_names = m_columnNames = QRectF();
        painter.restore();
        return;
    }
    const QFontMetricsF metrics(style.font(painter, 11));
    double widest = metrics.horizontalAdvance(QObject::tr("label \u2193  prediction \u2192"));
    for (const std::string& name : m_table.labels)
        widest = std::max(widest, metrics.horizontalAdvance(QString::fromStdString(name)));
    const double left = std::min(widest + 16.0, area.width() * 0.4);
    const double room = area.width() - left - 8.0;
    const auto columns = double(m_table.classes.size()), rows = double(m_table.labels.size());
    double longest = 0, widestLine = 0, lines = 1;
    for (const std::string& name : m_table.classes) {
        const QString whole = QString::fromStdString(name);
        longest = std::max(longest, metrics.horizontalAdvance(whole));
        const QStringList parts = nameLines(whole);
        lines = std::max(lines, double(parts.size()));
        for (const QString& part : parts) widestLine = std::max(widestLine, metrics.horizontalAdvance(part));
    }
    // Upright where the columns are wide enough for every name, else slanted, which takes height from the
    // rows.
    m_upright = (widestLine + 8.0) * columns <= room;
    const double most = area.height() - 8.0 - rows * least_row;
    const double wanted = m_upright ? (line_height * lines + 8) : longest * slant_sine + 14.0;
    m_whole = wanted <= most;
    const double top = std::max(std::min(wanted, most), 20.0);
    const double lean =
        m_upright ? 0 : std::min(longest * 0.77, room * 0.25);  // the last name's, to the right
    const double columnWidth =
        std::min((room - lean) / columns, std::max(64.0, m_upright ? widestLine + 8.0 : 0));
    const double rowHeight = std::min((area.height() - top - 8.0) / rows, 34.0);
    m_grid = QRectF(area.left() + left, area.top() + top, columnWidth * double(m_table.classes.size()),
                    rowHeight * double(m_table.labels.size()));
    m_names = QRectF(area.left(), m_grid.top(), left - 2.0, m_grid.height());
    // Slanted names lean over those beside them: only their feet are theirs.
    const double reach = m_upright ? m_grid.top() - area.top() : 16.0;
    m_columnNames = QRectF(m_grid.left(), m_grid.top() - reach, m_grid.width(), reach);
    paintFields(painter, style);
    paintNames(painter, area, style);
    painter.restore();
}

}  // namespace regulus
