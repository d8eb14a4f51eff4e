#include "ui/models/contribution_model.h"

#include <algorithm>
#include <cmath>

#include "ui/models/number_text.h"
#include "ui/render/name_lines.h"
#include "ui/render/side_colors.h"

namespace regulus {
namespace {

QString signedText(double value) {
    return (value > 0 ? QStringLiteral("+") : QString()) + decimalText(value, 2);
}

}  // namespace

std::vector<ContributionRow> contributionRows(const Contributions& parts, const TfFamilies& families,
                                              std::span<const std::string> columns, std::size_t k,
                                              std::size_t most) {
    using Part = ContributionRow::Part;
    std::vector<ContributionRow> rows;
    for (const std::size_t entry : families.entries()) {
        ContributionRow row;
        const std::vector<std::size_t> members = families.members_of(entry);
        row.name = QString::fromStdString(columns[entry]);
        row.members = members.size() > 1 ? static_cast<int>(members.size()) : 0;
        for (const std::size_t tf : members) row.value += static_cast<double>(parts.tfs(tf, k));
        rows.push_back(std::move(row));
    }
    std::ranges::stable_sort(rows, std::greater<>(),
                             [](const ContributionRow& row) { return std::abs(row.value); });
    if (rows.size() > most) {
        ContributionRow others;
        others.part = Part::Others;
        for (std::size_t i = most; i < rows.size(); ++i) others.value += rows[i].value;
        others.count = rows.size() - most;
        rows.resize(most);
        rows.push_back(std::move(others));
    }
    rows.push_back({Part::Bypass, {}, 0, parts.bypass[k]});
    rows.push_back({Part::Constant, {}, 0, parts.constant[k]});
    rows.push_back({Part::Sum, {}, 0, parts.logits[k]});
    return rows;
}

const std::vector<TableColumn>& ContributionModel::columns() const {
    static const std::vector<TableColumn> all{
        {tr("part"), tr("TFs that move the score most, to either side, and all else that it is made of"),
         false},
        {tr("against · for"), tr("To the right, blue: speaks for the class; to the left, orange: against it"),
         false},
        {tr("adds"), tr("What it adds to the logit of the class; the rows add up to the last"), true}};
    return all;
}

QString ContributionModel::nameOf(const ContributionRow& row) const {
    switch (row.part) {
        case ContributionRow::Part::Tf:
            return row.members > 0 ? shortFamilyName(row.name, row.members) : row.name;
        case ContributionRow::Part::Others:
            return countText(row.count, tr("other TF"), tr("other TFs"));
        case ContributionRow::Part::Bypass:
            return tr("bypass");
        case ContributionRow::Part::Constant:
            return tr("constant");
        case ContributionRow::Part::Sum:
            return tr("= logit");
    }
    return {};
}

QString ContributionModel::helpOf(const ContributionRow& row) const {
    const QString value = signedText(row.value);
    switch (row.part) {
        case ContributionRow::Part::Tf:
            return tr("Attention to %1 adds %2 to the logit of %3. Click to see its targets.")
                .arg(row.name, value, m_class);
        case ContributionRow::Part::Others:
            return tr("Attention to all other TFs together adds %1").arg(value);
        case ContributionRow::Part::Bypass:
            return tr("What the regulons leave over of the cell's expression adds %1").arg(value);
        case ContributionRow::Part::Constant:
            return tr("What no TF of this cell decides adds %1: the class's own offset and the mean cell")
                .arg(value);
        case ContributionRow::Part::Sum:
            return tr("The logit of %1, of which softmax makes its score: %2").arg(m_class, value);
    }
    return {};
}

QVariant ContributionModel::cellOf(const ContributionRow& row, int column, int role) const {
    const bool tf = row.part == ContributionRow::Part::Tf, sum = row.part == ContributionRow::Part::Sum;
    switch (role) {
        case Qt::DisplayRole:
            if (column == Part) return nameOf(row);
            return column == Value ? QVariant(signedText(row.value)) : QVariant();
        case ValueRole:
            return column == Part ? QVariant(tf ? row.name : nameOf(row)) : QVariant(row.value);
        case Qt::ToolTipRole:
            return helpOf(row);
        case BarRole:
            return column == Bar && !sum ? QVariant(row.value) : QVariant();
        case ColorRole:
            return column == Bar && !sum ? QVariant(sideColor(Theme::current(), row.value < 0)) : QVariant();
        case ItalicRole:
            return column == Part && tf;
        default:
            return {};
    }
}

}  // namespace regulus
