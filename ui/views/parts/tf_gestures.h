// What a TF does in every view: a click or Return opens it in the inspector, a double click, Ctrl+Return or
// the menu colours the map by it.
#pragma once

#include <QAction>
#include <string>

#include "ui/session/session.h"
#include "ui/views/parts/clean_table.h"
#include "ui/views/parts/second_click.h"

namespace regulus {

// The measure of a regulon that the map shows where none is named: choice of a model that reads genes, else
// attention.
RegulonMeasure usualMeasure(const Session& session);
// Opens it, too: what colours the map is what is looked at.
void colorByTf(Session& session, const std::string& tf, RegulonMeasure measure);
inline void colorByTf(Session& session, const std::string& tf) {
    colorByTf(session, tf, usualMeasure(session));
}

// Colouring in a table of TFs. `act(row)` does it. The action is the table's.
template <class Act>
QAction* offerTfColoring(CleanTable* table, Act act) {
    auto* action = new QAction(QObject::tr("Colour the map by this TF"), table);
    action->setObjectName(QStringLiteral("colorByTf"));
    action->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Return));
    action->setShortcutContext(Qt::WidgetShortcut);  // which the table answers as a double click, too
    QObject::connect(action, &QAction::triggered, table, [table, act] {
        if (table->currentIndex().isValid()) act(table->currentIndex().row());
    });
    new SecondClick(table);  // which the table owns
    QObject::connect(table, &CleanTable::rowDoubleClicked, table, act);
    table->addAction(action);
    return action;
}

}  // namespace regulus
