#include "ui/models/ranked_genes_model.h"

#include <limits>
#include <unordered_map>

#include "ui/models/number_text.h"

namespace regulus {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

TableColumn headOf(RankedGenesModel::Kind kind) {
    using Model = RankedGenesModel;
    switch (kind) {
        case Model::Similarity:
            return {Model::tr("r"), Model::tr("Pearson’s correlation, −1 to 1"), true};
        case Model::Score:
            return {Model::tr("Score"), Model::tr("Score of the file: what its method ranks by"), true};
        case Model::Change:
            return {Model::tr("log2 FC"), Model::tr("log2 fold change against the reference"), true};
        case Model::P:
            return {Model::tr("p"), Model::tr("p value"), true};
        case Model::Fdr:
            return {Model::tr("FDR"), Model::tr("Adjusted p value, as the file has it"), true};
        case Model::Share:
            return {Model::tr("% in"), Model::tr("Cells of the group that have it"), true};
        case Model::ShareRest:
            return {Model::tr("% out"), Model::tr("Cells of the reference that have it"), true};
        case Model::Name:
            break;
    }
    return {Model::tr("Gene"), Model::tr("Click to colour the map by it"), false};
}

QString textOf(RankedGenesModel::Kind kind, double value) {
    if (kind == RankedGenesModel::P || kind == RankedGenesModel::Fdr) return probabilityText(value);
    if (kind == RankedGenesModel::Share || kind == RankedGenesModel::ShareRest)
        return decimalText(100 * value, 1);
    return kind == RankedGenesModel::Similarity ? decimalText(value, 3) : valueText(value);
}

}  // namespace

std::string RankedGenesModel::fileNameOf(int column) const {
    switch (kindOf(column)) {
        case Similarity:
            return "r";
        case Score:
            return "score";
        case Change:
            return m_changeName.empty() ? "log2_fold_change" : m_changeName;
        case P:
            return "p";
        case Fdr:
            return "p_adjusted";
        case Share:
            return m_kinds[1] == Similarity ? "share" : "share_in";
        case ShareRest:
            return "share_out";
        case Name:
            break;
    }
    return "gene";
}

void RankedGenesModel::show(std::vector<RankedGeneRow> rows, const std::string& changeName) {
    beginResetModel();
    m_changeName = changeName;
    m_kinds = {Name};
    m_columns = {headOf(Name)};
    for (int kind = Similarity; kind <= ShareRest; ++kind) {
        const auto place = static_cast<std::size_t>(kind - 1);
        if (!std::ranges::any_of(rows,
                                 [&](const RankedGeneRow& row) { return std::isfinite(row.values[place]); }))
            continue;
        m_kinds.push_back(static_cast<Kind>(kind));
        m_columns.push_back(headOf(static_cast<Kind>(kind)));
        if (kind == Share && m_kinds.size() > 1 && m_kinds[1] == Similarity)
            m_columns.back() = {tr("% cells"), tr("Cells, of those compared, that have it"), true};
        if (kind == Change && !changeName.empty())
            m_columns.back() = {QString::fromStdString(changeName),
                                tr("Log fold change as the file has it, to a base that it does not say"),
                                true};
    }
    endResetModel();
    setRows(std::move(rows));
}

void RankedGenesModel::setCurrent(const QString& gene) {
    if (gene == m_current) return;
    m_current = gene;
    if (rows() > 0) Q_EMIT dataChanged(index(0, 0), index(rows() - 1, columnCount() - 1));
}

std::vector<std::string> RankedGenesModel::names(std::size_t most) const {
    std::vector<std::string> first;
    for (const RankedGeneRow& row : allRows()) {
        if (first.size() == most) break;
        if (row.known) first.push_back(row.gene.toStdString());
    }
    return first;
}

QVariant RankedGenesModel::cellOf(const RankedGeneRow& row, int column, int role) const {
    const Kind kind = kindOf(column);
    const double value = kind == Name ? 0 : row.values[static_cast<std::size_t>(kind - 1)];
    switch (role) {
        case Qt::DisplayRole:
            return kind == Name ? row.gene : textOf(kind, value);
        case ValueRole:
            return kind == Name ? QVariant(row.gene) : QVariant(value);
        case Qt::ToolTipRole:
            return row.known ? QVariant() : tr("%1 is no gene of the values that are open").arg(row.gene);
        case ItalicRole:
            return kind == Name;
        case MutedRole:
            return !row.known;
        case MarkedRole:
            return row.gene == m_current;
        default:
            return {};
    }
}

std::vector<RankedGeneRow> rowsOf(const SimilarGenes& similar, const std::vector<std::string>& names) {
    std::vector<RankedGeneRow> rows;
    rows.reserve(similar.ranked.size());
    for (const SimilarGene& gene : similar.ranked) {
        RankedGeneRow row{QString::fromStdString(names[gene.gene]), true, {}};
        row.values.fill(unknown);
        row.values[RankedGenesModel::Similarity - 1] = gene.r;
        row.values[RankedGenesModel::Share - 1] =
            static_cast<double>(gene.present) / static_cast<double>(similar.cells);
        rows.push_back(std::move(row));
    }
    return rows;
}

std::vector<RankedGeneRow> rowsOf(const std::vector<RankedGene>& ranked,
                                  const std::vector<std::string>& names,
                                  const std::vector<std::string>& aliases) {
    std::unordered_map<std::string_view, std::size_t> places;
    for (std::size_t i = 0; i < names.size(); ++i) places.emplace(names[i], i);
    for (std::size_t i = 0; i < aliases.size() && i < names.size(); ++i) places.emplace(aliases[i], i);
    std::vector<RankedGeneRow> rows;
    rows.reserve(ranked.size());
    for (const RankedGene& gene : ranked) {
        const auto place = places.find(gene.gene);
        const bool known = place != places.end();
        rows.push_back({QString::fromStdString(known ? names[place->second] : gene.gene),
                        known,
                        {unknown, gene.score, gene.change, gene.p, gene.q, gene.share, gene.share_rest}});
    }
    return rows;
}

}  // namespace regulus
