#include "ui/models/comparison_model.h"

#include <algorithm>

#include "ui/models/number_text.h"

namespace regulus {
namespace {

QString signedText(double value) {
    const QString text = decimalText(value, 2);
    return value > 0 && text != QStringLiteral("0.00") ? QLatin1Char('+') + text : text;
}

}  // namespace

QString changeName(const ComparisonResult& result) {
    return result.cells.counts ? ComparisonModel::tr("log\u2082 FC") : ComparisonModel::tr("Difference");
}

void ComparisonModel::setColumns() {
    using C = ComparisonColumn;
    m_kinds = {C::Name, C::Change, C::Share, C::ShareRest, C::Auroc, C::Q};
    if (!m_result) {
        m_kinds = {C::Name};
        m_columns = {{QString(), {}, false}};
        return;
    }
    const GroupComparison& cells = m_result->cells;
    const bool genes = m_result->ofGenes();
    const QString share =
        genes ? tr("Share of cells that express it") : tr("Share of cells with a value above 0");
    m_columns = {
        {genes ? tr("Gene") : tr("TF"), {}, false},
        {changeName(*m_result),
         cells.counts
             ? tr("log\u2082 of the ratio of mean counts per 10,000, each plus %1").arg(cells.pseudo_count)
             : tr("Mean in the group minus mean in the others"),
         true},
        {tr("In"), tr("%1, in the group").arg(share), true},
        {tr("Out"), tr("%1, among the others").arg(share), true},
        {tr("AUROC"),
         tr("How well it alone tells the group from the others: 1 always higher, 0 always lower, 0.5 "
            "not at all"),
         true},
        {tr("q"), tr("False discovery rate by Wilcoxon\u2019s rank-sum test, every cell a replicate"), true}};
    if (!m_result->testedByDonors(m_group)) return;
    m_kinds.insert(m_kinds.end(), {C::DonorChange, C::DonorQ});
    m_columns.push_back({tr("Donors\u2019 log\u2082 FC"),
                         tr("log\u2082 fold change over donors, their counts added up"), true});
    m_columns.push_back(
        {tr("Donors\u2019 q"), tr("False discovery rate by limma with voom, donors as replicates"), true});
}

void ComparisonModel::show(std::shared_ptr<const ComparisonResult> result, std::size_t group,
                           std::vector<std::uint32_t> genes) {
    beginResetModel();
    m_result = std::move(result);
    m_group = group;
    m_genes = m_result ? std::move(genes) : std::vector<std::uint32_t>();
    setColumns();
    endResetModel();
}

int ComparisonModel::rowOf(std::uint32_t gene) const {
    const auto found = std::ranges::find(m_genes, gene);
    return found == m_genes.end() ? -1 : static_cast<int>(found - m_genes.begin());
}

int ComparisonModel::placeOf(ComparisonColumn column) const {
    const auto found = std::ranges::find(m_kinds, column);
    return found == m_kinds.end() ? -1 : static_cast<int>(found - m_kinds.begin());
}

QString ComparisonModel::textOf(std::uint32_t gene, ComparisonColumn column) const {
    if (column == ComparisonColumn::Name) return QString::fromStdString(m_result->name(gene));
    const double value = valueOf(*m_result, m_group, gene, column);
    switch (column) {
        case ComparisonColumn::Change:
        case ComparisonColumn::DonorChange:
            return signedText(value);
        case ComparisonColumn::Share:
        case ComparisonColumn::ShareRest:
            return tr("%1 %").arg(decimalText(100 * value, 0));
        case ComparisonColumn::Auroc:
            return decimalText(value, 3);
        default:
            return probabilityText(value);
    }
}

QVariant ComparisonModel::cell(int row, int column, int role) const {
    const std::uint32_t gene = geneAt(row);
    const ComparisonColumn what = columnAt(column);
    switch (role) {
        case Qt::DisplayRole:
            return textOf(gene, what);
        case ValueRole:
            if (what == ComparisonColumn::Name) return QString::fromStdString(m_result->name(gene));
            return valueOf(*m_result, m_group, gene, what);
        case ItalicRole:
            return what == ComparisonColumn::Name;
        case MutedRole:
            return what == ComparisonColumn::ShareRest;
        default:
            return {};
    }
}

}  // namespace regulus
