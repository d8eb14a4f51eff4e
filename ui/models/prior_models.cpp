#include "ui/models/prior_models.h"

#include "ui/models/number_text.h"

namespace regulus {
namespace {

QString joined(const std::vector<std::string>& names) {
    QStringList list;
    for (const std::string& name : names) list << QString::fromStdString(name);
    return list.join(QStringLiteral(", "));
}

}  // namespace

const std::vector<TableColumn>& PriorGeneModel::columns() const {
    static const std::vector<TableColumn> all{{tr("gene"), {}, false},
                                              {tr("edges"), tr("Targets of a TF, or TFs of a target"), true}};
    return all;
}

QVariant PriorGeneModel::cellOf(const PriorGeneRow& row, int column, int role) const {
    switch (role) {
        case Qt::DisplayRole:
            return column == Name ? row.gene : countText(row.edges);
        case ValueRole:
            return column == Name ? QVariant(row.gene) : QVariant(qulonglong(row.edges));
        case ItalicRole:
            return column == Name;
        case MutedRole:
            return column == Edges;
        default:
            return {};
    }
}

const std::vector<TableColumn>& PriorEdgeModel::columns() const {
    static const std::vector<TableColumn> all{
        {tr("gene"), {}, false},
        {tr("mode"), tr("Whether the TF activates or represses the target, as far as it is known"), false},
        {tr("confidence"), tr("A is best; – where the source gives none"), false},
        {tr("weight"), tr("Importance or size of the weight; 1 where the source gives none"), true},
        {tr("rows"), tr("Rows of the file that name this pair"), true},
        {tr("named by"), tr("The sources of this edge"), false}};
    return all;
}

QVariant PriorEdgeModel::cellOf(const EdgeEvidence& row, int column, int role) const {
    const QString gene = QString::fromStdString(row.gene);
    switch (role) {
        case Qt::DisplayRole:
            if (column == Name) return gene;
            if (column == Mode) return QString::fromLatin1(sign_word(row.sign, row.conflicting));
            if (column == Confidence)
                return row.confidence == 0 ? QStringLiteral("–") : QString(QLatin1Char(row.confidence));
            if (column == Weight) return valueText(row.weight);
            return column == Listed ? countText(row.listed) : joined(row.sources);
        case ValueRole:
            if (column == Name) return gene;
            if (column == Mode) return QString::fromLatin1(sign_word(row.sign, row.conflicting));
            if (column == Confidence)
                return row.confidence == 0 ? QStringLiteral("Z") : QString(QLatin1Char(row.confidence));
            if (column == Weight) return row.weight;
            return column == Listed ? QVariant(qulonglong(row.listed)) : QVariant(joined(row.sources));
        case Qt::ToolTipRole:
            if (row.from_complex) return tr("Known only for a complex that includes this TF");
            if (row.conflicting)
                return tr("Listed as both activating and repressing; sign treated as unknown");
            return column == Sources ? joined(row.sources) : QVariant();
        case ItalicRole:
            return column == Name;
        case MutedRole:
            return row.conflicting || (column == Mode && row.sign == 0);
        default:
            return {};
    }
}

}  // namespace regulus
