#include "ui/figures/network/network_drawing.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <numbers>

#include "ui/render/palettes.h"

namespace regulus {
namespace {

// In units of the size of the text.
constexpr double thinnest = 0.073, wider = 0.145;  // lines: of no strength, and more for each unit of it
constexpr double padding = 0.45, least_tf = 3.3, gap = 0.18, tip = 0.45, bar_half = 0.45, steepest = 1.5;
constexpr double inner_ring = 0.68;
constexpr double ring_radius = 0.3, ring_place = 0.45;  // of the way from the TF
constexpr std::size_t crowded = 14;  // names; of more every other one stands on an inner ring

QString tr(const char* text) {
    return QCoreApplication::translate("NetworkPicture", text);
}

double em(double points) {
    return points * mm_per_point;
}

QPolygonF rounded(const QRectF& box, double radius) {
    constexpr int steps = 6;
    const double r = std::min({radius, box.width() / 2, box.height() / 2});
    const QPointF centers[] = {{box.right() - r, box.top() + r},
                               {box.right() - r, box.bottom() - r},
                               {box.left() + r, box.bottom() - r},
                               {box.left() + r, box.top() + r}};
    QPolygonF points;
    for (int corner = 0; corner < 4; ++corner)
        for (int step = 0; step <= steps; ++step) {
            const double angle = std::numbers::pi / 2 * (corner - 1 + static_cast<double>(step) / steps);
            points << centers[corner] + r * QPointF(std::cos(angle), std::sin(angle));
        }
    points << points.front();
    return points;
}

// Where a ray from the box's centre towards `from` leaves the box.
QPointF edgeOf(const QRectF& box, QPointF from) {
    const QPointF center = box.center(), way = from - center;
    const double x = way.x() == 0 ? 1e9 : box.width() / 2 / std::abs(way.x());
    const double y = way.y() == 0 ? 1e9 : box.height() / 2 / std::abs(way.y());
    return center + way * std::min({x, y, 1.0});
}

void keepInside(QRectF& box, const QRectF& area) {
    box.moveLeft(std::clamp(box.left(), area.left(), std::max(area.left(), area.right() - box.width())));
    box.moveTop(std::clamp(box.top(), area.top(), std::max(area.top(), area.bottom() - box.height())));
}

// On a line of that width.
void ring(FigureDrawing& drawing, QPointF at, double thick, double unit, const QColor& color,
          const QColor& paper) {
    const double radius = ring_radius * unit + thick / 2;
    const QPolygonF circle = rounded({at - QPointF(radius, radius), QSizeF(2 * radius, 2 * radius)}, radius);
    drawing.area(circle, paper);
    drawing.path(circle, color, std::max(0.12 * unit, thick / 2));
}

struct Node {
    QRectF box;
    bool held = false;  // stays where it is
};

// Pushes boxes that overlap apart, the shorter way, and keeps them inside. Whether it got all of them apart.
bool separate(std::vector<Node>& nodes, const QRectF& area, double distance) {
    constexpr int rounds = 400;
    // A little farther than they must: against the rim of the area they would come free by ever smaller
    // steps.
    const double more = 0.1 * distance, touching = 0.01 * distance;
    for (int round = 0; round < rounds; ++round) {
        bool moved = false;
        for (std::size_t i = 0; i < nodes.size(); ++i)
            for (std::size_t j = i + 1; j < nodes.size(); ++j) {
                Node &a = nodes[i], &b = nodes[j];
                const QRectF common = a.box.adjusted(-distance, -distance, distance, distance) & b.box;
                if (common.width() < touching || common.height() < touching || (a.held && b.held)) continue;
                const QPointF way = b.box.center() - a.box.center();
                const QPointF push = common.width() < common.height()
                                         ? QPointF((way.x() < 0 ? -1 : 1) * (common.width() + more), 0)
                                         : QPointF(0, (way.y() < 0 ? -1 : 1) * (common.height() + more));
                if (!a.held) a.box.translate(b.held ? -push : -push / 2);
                if (!b.held) b.box.translate(a.held ? push : push / 2);
                moved = true;
            }
        for (Node& node : nodes) keepInside(node.box, area);
        if (!moved) return true;
    }
    return false;
}

class Wheel {
  public:
    Wheel(const NetworkPicture& picture, const QRectF& area, double points, const Theme& theme,
          const std::optional<QString>& lit)
        : m_picture(picture),
          m_area(area),
          m_points(points),
          m_unit(em(points)),
          m_theme(theme),
          m_lit(lit),
          m_tf(place(QString(), area.center(), tfSize(), area)) {}

    FigureDrawing draw() {
        placeTargets();
        for (std::size_t i = m_nodes.size(); i-- > 0;) edge(i);
        for (std::size_t i = 0; i < m_nodes.size(); ++i) name(i);
        middle();
        return std::move(m_drawing);
    }

  private:
    FigureFont names() const { return {m_points, false, true}; }
    double height() const { return lineHeight(m_points) + gap * m_unit; }
    QSizeF tfSize() const {
        const FigureFont bold{m_points, true, true};
        const double width = std::max(textWidth(m_picture.tf, bold) + 1.6 * m_unit, least_tf * m_unit);
        return {width, std::max(height() + 0.9 * m_unit, 2.2 * m_unit)};
    }

    // Where it was moved to, else where it would be.
    Node place(const QString& key, QPointF usual, QSizeF size, const QRectF& area) const {
        const auto moved = m_picture.moved.find(key);
        const bool held = moved != m_picture.moved.end();
        const QPointF center = held ? area.center() + QPointF(moved->second.x() * area.width() / 2,
                                                              moved->second.y() * area.height() / 2)
                                    : usual;
        QRectF box(QPointF(), size);
        box.moveCenter(center);
        keepInside(box, area);
        return {box, held};
    }

    // Names stand on an ellipse; where the circle is crowded every other one moves inwards.
    void placeTargets() {
        const std::size_t n = m_picture.shown();
        double widest = 0;
        for (std::size_t i = 0; i < n; ++i)
            widest = std::max(widest, textWidth(m_picture.targets[i].first.gene, names()));
        widest += 2 * padding * m_unit;
        const double across = std::max((m_area.width() - widest) / 2, m_unit),
                     up = std::max((m_area.height() - height()) / 2, m_unit);
        for (std::size_t i = 0; i < n; ++i) {
            const double share = n > crowded && i % 2 == 1 ? inner_ring : 1;
            const double angle =
                2 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(n) - std::numbers::pi / 2;
            const QString& gene = m_picture.targets[i].first.gene;
            m_nodes.push_back(
                place(gene, m_area.center() + QPointF(std::cos(angle) * across, std::sin(angle) * up) * share,
                      {textWidth(gene, names()) + 2 * padding * m_unit, height()}, m_area));
        }
        // The TF gives way to nobody.
        m_nodes.push_back({m_tf.box, true});
        if (!separate(m_nodes, m_area, gap * m_unit))
            m_drawing.problems << tr("The names need more width, or smaller text.");
        m_nodes.pop_back();
    }

    void edge(std::size_t i) {
        const TargetPair& pair = m_picture.targets[i];
        const QRectF& box = m_nodes[i].box;
        const QPointF from = m_tf.box.center(), end = edgeOf(box, from);
        const double length = std::hypot(end.x() - from.x(), end.y() - from.y());
        if (length < 0.3 * m_unit) return;
        const QPointF along = (end - from) / length, side(-along.y(), along.x());
        const double strength = std::clamp(edgeStrength(m_picture, pair), 0.0, strongest_edge);
        const bool above = std::min(std::abs(end.y() - box.top()), std::abs(end.y() - box.bottom())) < 1e-6;
        const double across = std::abs(above ? along.x() : along.y()),
                     down = std::max(std::abs(above ? along.y() : along.x()), 1e-6);
        line(from, end, along, side, pair.first.sign, (thinnest + wider * strength) * m_unit,
             edgeColor(m_picture, pair, m_theme), std::min(across / down, steepest));
        if (!countsAgainstSign(m_picture, pair)) return;
        const QPointF begin = edgeOf(m_tf.box, end);
        const double thick = (thinnest + wider * strength) * m_unit;
        ring(m_drawing, begin + ring_place * (end - begin), thick, m_unit,
             edgeColor(m_picture, pair, m_theme), m_theme.surface);
    }

    // `slant`: how far a bar across the line must stand back, in halves of it, not to lie under the name.
    void line(QPointF from, QPointF end, QPointF along, QPointF side, int sign, double width,
              const QColor& color, double slant) {
        const double reach = tip * m_unit + width, half = bar_half * m_unit + width / 2,
                     thick = std::max(width, 0.18 * m_unit);
        const QPointF bar = end - along * (thick / 2 + half * slant);
        m_drawing.stroke({from, sign > 0 ? end - along * (0.9 * reach) : sign < 0 ? bar : end}, color, width);
        if (sign > 0)
            m_drawing.area({end, end - along * reach + side * (reach * 0.55),
                            end - along * reach - side * (reach * 0.55)},
                           color);
        if (sign < 0) m_drawing.stroke({bar + side * half, bar - side * half}, color, thick);
    }

    void name(std::size_t i) {
        const QString& gene = m_picture.targets[i].first.gene;
        const QRectF& box = m_nodes[i].box;
        const bool lit = m_lit == gene;
        m_drawing.area(rounded(box, 0.27 * m_unit), lit ? m_theme.accentSoft : m_theme.surface);
        m_drawing.path(rounded(box, 0.27 * m_unit), lit ? m_theme.accent : m_theme.line,
                       (lit ? 0.13 : 0.09) * m_unit);
        m_drawing.write(
            {gene},
            {box.center().x() - textWidth(gene, names()) / 2, box.center().y() - lineHeight(m_points) / 2},
            names(), isWeak(m_picture, m_picture.targets[i]) ? m_theme.mutedText : m_theme.text);
        m_drawing.spots.push_back({box, static_cast<int>(i), -1});
    }

    void middle() {
        const FigureFont bold{m_points, true, true};
        const QRectF& box = m_tf.box;
        m_drawing.area(rounded(box, box.height() / 2), m_theme.accent);
        if (m_lit && m_lit->isEmpty())
            m_drawing.path(rounded(box.adjusted(-0.2 * m_unit, -0.2 * m_unit, 0.2 * m_unit, 0.2 * m_unit),
                                   box.height() / 2 + 0.2 * m_unit),
                           m_theme.accent, 0.13 * m_unit);
        m_drawing.write({m_picture.tf},
                        {box.center().x() - textWidth(m_picture.tf, bold) / 2,
                         box.center().y() - lineHeight(m_points) / 2},
                        bold, m_theme.accentText);
        m_drawing.texts.back().onData = true;
        m_drawing.spots.push_back({box, -1, 0});
    }

    const NetworkPicture& m_picture;
    QRectF m_area;
    double m_points, m_unit;
    const Theme& m_theme;
    std::optional<QString> m_lit;
    Node m_tf;
    std::vector<Node> m_nodes;
    FigureDrawing m_drawing;
};

// A line as it is drawn, and what it means.
struct Sample {
    QString text;
    QColor color;
    double strength = 1;
    int sign = 0;
    bool ringed = false;
};

std::vector<Sample> samplesOf(const NetworkPicture& picture) {
    const Theme paper = Theme::figure();
    bool up = false, down = false, unknown = false, weak = false, clear = false, against = false;
    for (std::size_t i = 0; i < picture.shown(); ++i) {
        const TargetPair& pair = picture.targets[i];
        (isWeak(picture, pair) ? weak : clear) = true;
        up = up || pair.first.sign > 0;
        down = down || pair.first.sign < 0;
        unknown = unknown || pair.first.sign == 0;
        against = against || countsAgainstSign(picture, pair);
    }
    const auto ink = [&](int sign) { return picture.pairs ? paper.mutedText : signColor(sign, paper); };
    std::vector<Sample> samples;
    if (up) samples.push_back({tr("activates (prior)"), ink(1), 0.5, 1});
    if (down) samples.push_back({tr("represses (prior)"), ink(-1), 0.5, -1});
    if (unknown) samples.push_back({tr("sign unknown"), ink(0), 0.5, 0});
    if (against) samples.push_back({tr("counts against the prior's sign"), paper.mutedText, 0.5, 0, true});
    if (picture.pairs && clear) {
        samples.push_back({tr("more in %1").arg(picture.first), signColor(1, paper), 1, 0});
        samples.push_back({tr("more in %1").arg(picture.second), signColor(-1, paper), 1, 0});
    }
    if (weak)
        samples.push_back({picture.pairs    ? tr("about the same")
                           : picture.reader ? tr("little, or against the TF")
                                            : tr("at most 1.1 × uniform"),
                           paper.missing, 0, 0});
    if (clear) {
        // What a line of the greatest width stands for; another half as wide beyond the thinnest.
        for (const double share : {0.5, 1.0}) {
            const double value = picture.reader ? share * picture.most : std::exp2(share * strongest_edge);
            const bool rest = share == 1 && !picture.reader;
            const QString number = (rest ? QStringLiteral("≥\u2009") : QString()) + valueText(value);
            samples.push_back({picture.reader && picture.pairs ? tr("differ by %1").arg(number)
                               : picture.reader                ? tr("adds %1").arg(number)
                               : picture.pairs                 ? tr("%1 times as much").arg(number)
                                                               : tr("%1 × uniform").arg(number),
                               paper.mutedText, share * strongest_edge, 0});
        }
    }
    return samples;
}

}  // namespace

FigureDrawing drawNetwork(const NetworkPicture& picture, const QRectF& area, double points,
                          const Theme& theme, const std::optional<QString>& lit) {
    return Wheel(picture, area, points, theme, lit).draw();
}

FigureDrawing networkKey(const NetworkPicture& picture, double width, double points) {
    const double unit = em(points), row = lineHeight(points) + 0.2 * unit, line = 2.6 * unit;
    FigureDrawing out;
    double x = 0, top = 0;
    for (const Sample& sample : samplesOf(picture)) {
        const double across = line + 0.5 * unit + textWidth(sample.text, {points});
        if (x > 0 && x + across > width) x = 0, top += row;
        const double y = top + row / 2, thick = (thinnest + wider * sample.strength) * unit;
        const QPointF end(x + line, y);
        const double reach = tip * unit + thick;
        out.stroke({QPointF(x, y), sample.sign > 0 ? end - QPointF(0.9 * reach, 0) : end}, sample.color,
                   thick);
        if (sample.sign > 0)
            out.area({end, end + QPointF(-reach, 0.55 * reach), end + QPointF(-reach, -0.55 * reach)},
                     sample.color);
        if (sample.sign < 0) {
            const double bar = std::max(thick, 0.18 * unit), half = bar_half * unit + thick / 2;
            out.stroke({end + QPointF(-bar / 2, -half), end + QPointF(-bar / 2, half)}, sample.color, bar);
        }
        if (sample.ringed) ring(out, {x + line / 2, y}, thick, unit, sample.color, Theme::figure().surface);
        out.write({sample.text}, {end.x() + 0.5 * unit, y - lineHeight(points) / 2}, {points},
                  Theme::figure().text);
        x += across + 1.4 * unit;
    }
    out.page = QSizeF(width, out.texts.empty() ? 0 : top + row);
    return out;
}

}  // namespace regulus
