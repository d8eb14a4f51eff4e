#include "ui/models/comparison_model.h"

#include <algorithm>
#include <cmath>

#include "ui/models/number_text.h"
#include "ui/render/tf_words.h"

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
    m_kinds.clear();
    m_columns.clear();
    const auto add = [this](ComparisonColumn kind, const QString& name, const QString& help) {
        m_kinds.push_back(kind);
        m_columns.push_back({name, help, kind != ComparisonColumn::Name});
    };
    if (!m_result) return add(ComparisonColumn::Name, {}, {});
    const bool genes = m_result->ofGenes();
    add(ComparisonColumn::Name, genes ? tr("Gene") : tr("TF"),
        genes ? tr("Click: colour the map.") : tfClickText());
    addCells(add);
    if (m_result->cells.of_depth()) addDepth(add);
    if (m_result->cells.of_rewired()) addRewired(add);
    if (m_result->testedByDonors(m_group)) addDonors(add);
}

void ComparisonModel::addCells(const AddColumn& add) const {
    using C = ComparisonColumn;
    add(C::Change, changeName(*m_result),
        m_result->cells.counts ? tr("log\u2082 of the ratio of mean counts per 10,000, each plus %1")
                                     .arg(m_result->cells.pseudo_count)
                               : tr("Mean in the group minus mean in the others"));
    // Of a score that may be negative a share above 0 says nothing.
    if (m_result->ofGenes()) {
        const QString share = tr("Share of cells that express it");
        add(C::Share, tr("In"), tr("%1, in the group").arg(share));
        add(C::ShareRest, tr("Out"), tr("%1, among the others").arg(share));
    }
    add(C::Auroc, tr("AUROC"),
        tr("How well it alone tells the group from the others: 1 always higher, 0 always lower, 0.5 not at "
           "all"));
    add(C::Q, tr("q"),
        tr("False discovery rate by Wilcoxon\u2019s rank-sum test (asymptotic), every cell a replicate"));
}

void ComparisonModel::addDepth(const AddColumn& add) {
    using C = ComparisonColumn;
    add(C::DepthChange, tr("Equal depth"),
        tr("Difference of the means at equal depth: molecules are drawn from each cell until the totals of "
           "both "
           "sides are distributed alike"));
    add(C::DepthAuroc, tr("AUROC"),
        tr("At equal depth: how often a cell of the group has a higher value than another like it"));
    add(C::DepthQ, tr("q, equal depth"),
        tr("False discovery rate at equal depth, by van Elteren\u2019s test; what the filters and pictures "
           "follow"));
}

void ComparisonModel::addRewired(const AddColumn& add) const {
    add(ComparisonColumn::RewiredP, tr("p, rewired"),
        tr("Share of %1 priors with exchanged targets, and this one, in which the difference at equal depth "
           "is "
           "at least as large; what stands out has 5 % at most")
            .arg(m_result->cells.rewired.priors));
}

void ComparisonModel::addDonors(const AddColumn& add) {
    using C = ComparisonColumn;
    add(C::DonorChange, tr("Donors\u2019 log\u2082 FC"),
        tr("log\u2082 fold change over donors, their counts added up"));
    add(C::DonorQ, tr("Donors\u2019 q"), tr("False discovery rate by limma with voom, donors as replicates"));
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
        case ComparisonColumn::DepthChange:
            return signedText(value);
        case ComparisonColumn::Share:
        case ComparisonColumn::ShareRest:
            return tr("%1 %").arg(decimalText(100 * value, 0));
        case ComparisonColumn::Auroc:
        case ComparisonColumn::DepthAuroc:
            return decimalText(value, 3);
        default:
            return probabilityText(value);
    }
}

bool ComparisonModel::isMuted(std::uint32_t gene, ComparisonColumn column) const {
    if (m_result->provisional() && column != ComparisonColumn::Name) return true;
    const ComparedRow row = comparedRow(*m_result, m_group, gene);
    return !row.differs || !row.standsOut;
}

// Why it is grey, or not.
QString ComparisonModel::standingText(std::uint32_t gene) const {
    if (m_result->provisional()) return tr("From %1; all of them are being read").arg(m_result->sample());
    if (!m_result->cells.of_depth()) return {};
    const Compared one = m_result->cells.at(m_group, gene);
    if (!m_result->cells.of_rewired() || std::isnan(one.p_rewired)) return depthText(one);
    return depthText(one) + QLatin1Char('\n') + rewiredText(one);
}

QString ComparisonModel::rewiredText(const Compared& one) const {
    const std::size_t priors = m_result->cells.rewired.priors;
    const auto as_much = std::lround(one.p_rewired * static_cast<double>(priors + 1)) - 1;
    const QString how =
        tr("%L1 of %L2 rewired priors give it a difference at least as large").arg(as_much).arg(priors);
    if (one.stands_out()) return tr("Stands out: %1").arg(how);
    return one.p_rewired <= most_p_of_rewired ? tr("Does not stand out, as it does not differ: %1").arg(how)
                                              : tr("Does not stand out: %1").arg(how);
}

QString ComparisonModel::depthText(const Compared& one) const {
    const Counterparts& cells = m_result->cells.depth.counterparts[m_group];
    if (std::isnan(one.depth.z))
        return tr("Cannot be told: no cells of the group and of the others are alike at equal depth");
    const QString how = tr("at equal depth, %L1 cells against %L2, q %3 by van Elteren\u2019s test")
                            .arg(cells.group)
                            .arg(cells.others)
                            .arg(probabilityText(one.q_depth));
    if (one.reversed()) return tr("Differs to the other side: %1").arg(how);
    return one.differs_at_depth() ? tr("Differs: %1").arg(how) : tr("Does not differ: %1").arg(how);
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
            return what == ComparisonColumn::ShareRest || isMuted(gene, what);
        case Qt::ToolTipRole:
            return standingText(gene);
        default:
            return {};
    }
}

}  // namespace regulus
