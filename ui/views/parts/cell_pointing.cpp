#include "ui/views/parts/cell_pointing.h"

#include <QCoreApplication>
#include <QMenu>
#include <algorithm>
#include <cmath>
#include <functional>

#include "ui/models/number_text.h"
#include "ui/render/blend_colors.h"
#include "ui/render/blend_legend.h"
#include "ui/session/legend_groups.h"
#include "ui/views/parts/embedding_canvas.h"
#include "ui/views/parts/select_mode.h"

namespace regulus {

namespace {

// "predicted CD14+ Mono, score 0.93"
QString predictionText(const Session& session, std::uint32_t cell) {
    const auto results = session.model().results;
    const auto& model = session.model().file;
    if (!results || !model || cell >= results->predicted.size()) return {};
    const std::int32_t code = results->predicted[cell];
    if (code < 0) return {};
    return QCoreApplication::translate("CellPointing", "predicted %1, %2 %3")
        .arg(QString::fromStdString(model->classes[static_cast<std::size_t>(code)]),
             results->calibration ? QCoreApplication::translate("CellPointing", "probability")
                                  : QCoreApplication::translate("CellPointing", "score"),
             valueText(static_cast<double>(results->confidence[cell])));
}

CellSet only(const Session& session, std::uint32_t cell) {
    CellSet one(session.opened().cells());
    one.insert(cell);
    return one;
}

}  // namespace

QString cellText(const Session& session, const PointColors& colors, std::uint32_t cell, bool rich) {
    const QString name = QString::fromStdString(session.opened().dataset->obs.index[cell]);
    const QString value = colors.textAt(cell);
    if (!rich) return value.isEmpty() ? name : QStringLiteral("%1 · %2").arg(value, name);
    QString text = QStringLiteral("<b>%1</b>").arg(name.toHtmlEscaped());
    if (colors.blended())
        text += QStringLiteral("<br>%1").arg(value.toHtmlEscaped());
    else if (!value.isEmpty())
        text += QStringLiteral("<br>%1: %2").arg(colors.legend.title.toHtmlEscaped(), value.toHtmlEscaped());
    const auto labels = session.opened().labels;
    if (labels && QString::fromStdString(labels->column) != colors.legend.title && labels->codes[cell] >= 0) {
        const auto& label = labels->classes[static_cast<std::size_t>(labels->codes[cell])];
        text += QStringLiteral("<br>%1").arg(QString::fromStdString(label).toHtmlEscaped());
    }
    if (const QString predicted = predictionText(session, cell); !predicted.isEmpty())
        text += QStringLiteral("<br>%1").arg(predicted.toHtmlEscaped());
    return text;
}

namespace {

constexpr std::size_t most_named = 3;

// "38 CD14+ Mono, 9 DC, 3 others" of groups by number; the last of `counts` is of cells without a group.
QString composition(const std::vector<std::size_t>& counts, const std::function<QString(std::size_t)>& name) {
    std::vector<std::size_t> order;
    for (std::size_t g = 0; g < counts.size(); ++g)
        if (counts[g] > 0) order.push_back(g);
    std::ranges::stable_sort(order, std::greater<>(), [&](std::size_t g) { return counts[g]; });
    QStringList parts;
    std::size_t others = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        if (i < most_named || order.size() == most_named + 1)
            parts << QStringLiteral("%1 %2").arg(counts[order[i]]).arg(name(order[i]));
        else
            others += counts[order[i]];
    }
    if (others > 0) parts << QCoreApplication::translate("CellPointing", "%1 others").arg(others);
    return parts.join(QStringLiteral(", "));
}

QString noValue() {
    return QCoreApplication::translate("CellPointing", "without a value");
}

}  // namespace

QString surroundingsText(const Session& session, const PointColors& colors,
                         const std::vector<std::uint32_t>& near) {
    if (near.size() < 2) return {};
    QStringList said;
    if (colors.continuous() && colors.read == 0) {
        double sum = 0;
        std::size_t known = 0;
        for (const std::uint32_t cell : near) {
            const float value = (*colors.values)[cell];
            if (!std::isfinite(value)) continue;
            sum += static_cast<double>(value);
            ++known;
        }
        if (known > 0)
            said << QCoreApplication::translate("CellPointing", "mean %1")
                        .arg(valueText(sum / static_cast<double>(known)));
    }
    const auto labels = session.opened().labels;
    if (colors.legend.kind == Legend::Kind::Categories) {
        const auto& entries = colors.legend.entries;
        std::vector<std::size_t> counts(entries.size() + 1);
        for (const std::uint32_t cell : near) {
            const std::size_t c = colors.index[cell];
            ++counts[c == 0 || c > entries.size() ? entries.size() : c - 1];
        }
        said << composition(counts,
                            [&](std::size_t g) { return g < entries.size() ? entries[g].label : noValue(); });
    } else if (labels) {
        std::vector<std::size_t> counts(labels->classes.size() + 1);
        for (const std::uint32_t cell : near) {
            const std::int32_t code = labels->codes[cell];
            ++counts[code < 0 ? labels->classes.size() : static_cast<std::size_t>(code)];
        }
        said << composition(counts, [&](std::size_t g) {
            return g < labels->classes.size() ? QString::fromStdString(labels->classes[g]) : noValue();
        });
    }
    if (said.isEmpty()) return {};
    return QCoreApplication::translate("CellPointing", "%1 nearest on the map: %2")
        .arg(near.size())
        .arg(said.join(QStringLiteral("; ")));
}

void highlightCell(Session& session, std::optional<std::uint32_t> cell) {
    if (cell)
        session.cells().setHighlight(only(session, *cell));
    else
        session.cells().clearHighlight();
}

void clickCell(Session& session, std::uint32_t cell, Qt::KeyboardModifiers modifiers) {
    const SelectMode mode = selectModeOf(modifiers);
    if (mode == SelectMode::Replace)
        session.focus().setCell(cell);
    else
        session.cells().select(only(session, cell), mode);
}

void offerCell(QMenu& menu, Session& session, std::uint32_t cell) {
    const QString name = QString::fromStdString(session.opened().dataset->obs.index[cell]);
    menu.addAction(QObject::tr("Inspect %1").arg(inMenu(name)), &session,
                   [&session, cell] { session.focus().setCell(cell); });
    // Beside the first of two the second one is replaced.
    const auto opened = session.focus().pinned() ? session.focus().pinned() : session.focus().cell();
    menu.addAction(QObject::tr("Compare with the open cell"), &session,
                   [&session, opened, cell] { session.focus().compareCells(*opened, cell); })
        ->setEnabled(opened && *opened != cell);
}

QString inMenu(QString name) {
    // The end often tells apart what begins alike, as gates in one another do.
    constexpr qsizetype most = 40, begin = 19;
    if (name.size() > most) name = name.left(begin) + QChar(0x2026) + name.right(most - begin - 1);
    return name.replace(QLatin1Char('&'), QLatin1String("&&"));
}

void clickGroup(Session& session, const PointColors& colors, int category, Qt::KeyboardModifiers modifiers) {
    if (colors.read > 0) return;  // most cells are still to come
    if (colors.blended() && category >= 0 && category < blend_plot_link)
        return session.cells().select(blendCells(colors, static_cast<BlendClass>(category)),
                                      selectModeOf(modifiers));
    const std::string column = groupColumn(session, colors.legend);
    if (!column.empty())
        session.cells().select(session.groups().cellsOf(column, category), selectModeOf(modifiers));
}

}  // namespace regulus
