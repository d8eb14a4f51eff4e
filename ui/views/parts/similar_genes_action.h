// "Similar genes" in the context menu of a table of genes.
#pragma once

#include <QAction>
#include <QString>

#include "ui/views/parts/clean_table.h"

namespace regulus {

// `geneOf(row)`: its name; `act(gene)` is called when it is chosen on a row. The action is the table's.
template <class GeneOf, class Act>
QAction* offerSimilarGenes(CleanTable* table, GeneOf geneOf, Act act) {
    auto* action = new QAction(QObject::tr("Similar genes"), table);
    action->setObjectName(QStringLiteral("similarGenes"));
    QObject::connect(action, &QAction::triggered, table, [table, geneOf, act] {
        if (table->currentIndex().isValid()) act(geneOf(table->currentIndex().row()));
    });
    table->addAction(action);
    return action;
}

}  // namespace regulus
