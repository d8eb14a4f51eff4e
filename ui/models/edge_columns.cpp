#include "ui/models/edge_columns.h"

#include <QCoreApplication>
#include <QStringList>

#include "ui/models/number_text.h"

namespace regulus {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("EdgeColumns", text);
}

QString joined(const std::vector<std::string>& names) {
    QStringList list;
    for (const std::string& name : names) list << QString::fromStdString(name);
    return list.join(QStringLiteral(", "));
}

QString sourcesText(const EdgeEvidence& edge, bool brief) {
    if (!brief || edge.sources.size() < 2) return joined(edge.sources);
    return tr("%1 +%2").arg(QString::fromStdString(edge.sources.front())).arg(edge.sources.size() - 1);
}

}  // namespace

std::vector<EdgeColumn> edgeColumns(const EvidenceGiven& given) {
    std::vector<EdgeColumn> columns;
    if (given.confidence) columns.push_back(EdgeColumn::Confidence);
    if (given.weight) columns.push_back(EdgeColumn::Weight);
    if (given.sources) columns.push_back(EdgeColumn::Sources);
    return columns;
}

TableColumn headOf(EdgeColumn column) {
    switch (column) {
        case EdgeColumn::Confidence:
            return {tr("confidence"), tr("A is best; – where the source gives none"), false};
        case EdgeColumn::Weight:
            return {tr("weight"), tr("Importance or size of the weight; 1 where the source gives none"),
                    true};
        case EdgeColumn::Sources:
            return {tr("named by"), tr("The sources of this edge"), false};
    }
    return {};
}

QVariant edgeCell(const EdgeEvidence& edge, EdgeColumn column, int role, bool brief) {
    const bool shown = role == Qt::DisplayRole;
    if (role == Qt::ToolTipRole) return column == EdgeColumn::Sources ? joined(edge.sources) : QVariant();
    if (!shown && role != ValueRole) return {};
    switch (column) {
        case EdgeColumn::Confidence:
            if (edge.confidence == 0) return shown ? QStringLiteral("–") : QVariant();
            return QString(QLatin1Char(edge.confidence));
        case EdgeColumn::Weight:
            return shown ? QVariant(valueText(edge.weight)) : QVariant(edge.weight);
        case EdgeColumn::Sources:
            return sourcesText(edge, shown && brief);
    }
    return {};
}

QString evidenceText(const EdgeEvidence& edge, std::span<const EdgeColumn> columns) {
    QStringList parts;
    for (const EdgeColumn column : columns) {
        if (column == EdgeColumn::Confidence && edge.confidence == 0) continue;
        const QString value = edgeCell(edge, column, Qt::DisplayRole, false).toString();
        parts << (column == EdgeColumn::Confidence ? tr("confidence %1").arg(value)
                  : column == EdgeColumn::Weight   ? tr("weight %1").arg(value)
                                                   : tr("named by %1").arg(value));
    }
    return parts.join(QStringLiteral(", "));
}

}  // namespace regulus
