#include "ui/views/parts/cell_pointing.h"

#include <QMenu>

#include "ui/render/blend_colors.h"
#include "ui/render/blend_legend.h"
#include "ui/session/legend_groups.h"
#include "ui/views/parts/embedding_canvas.h"
#include "ui/views/parts/select_mode.h"

namespace regulus {

namespace {

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
    return text;
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

void showCellMenu(Session& session, std::uint32_t cell, QPoint globalPosition, QWidget* parent) {
    QMenu menu(parent);
    menu.addAction(QObject::tr("Open in the inspector"), &session, [&] { session.focus().setCell(cell); });
    // Beside the first of two the second one is replaced.
    const auto opened = session.focus().pinned() ? session.focus().pinned() : session.focus().cell();
    menu.addAction(QObject::tr("Compare with the open cell"), &session,
                   [&] { session.focus().compareCells(*opened, cell); })
        ->setEnabled(opened && *opened != cell);
    menu.exec(globalPosition);
}

void clickGroup(Session& session, const PointColors& colors, int category, Qt::KeyboardModifiers modifiers) {
    if (colors.blended() && category >= 0 && category < blend_plot_link)
        return session.cells().select(blendCells(colors, static_cast<BlendClass>(category)),
                                      selectModeOf(modifiers));
    const std::string column = groupColumn(session, colors.legend);
    if (!column.empty())
        session.cells().select(session.groups().cellsOf(column, category), selectModeOf(modifiers));
}

}  // namespace regulus
