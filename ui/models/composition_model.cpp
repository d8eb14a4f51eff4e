#include "ui/models/composition_model.h"

#include <algorithm>
#include <cmath>

#include "core/workflow/composition_csv.h"
#include "ui/models/number_text.h"

namespace regulus {
namespace {

// In per cent, as the header says.
QString shareText(const ConditionShare& share) {
    const QString text = decimalText(100 * share.share, 1);
    if (!std::isfinite(share.interval.low)) return text;
    return QStringLiteral("%1 (%2–%3)")
        .arg(text, decimalText(100 * share.interval.low, 1), decimalText(100 * share.interval.high, 1));
}

// The whole name is in the tooltip.
QString shortened(const QString& name) {
    constexpr qsizetype most = 12;
    return name.size() > most ? name.left(most - 1) + QChar(0x2026) : name;
}

}  // namespace

std::vector<CompositionRow> compositionRows(const Composition& made) {
    std::vector<CompositionRow> rows;
    const auto add = [&](std::size_t condition, const CompositionTest& test) {
        rows.push_back({QString::fromStdString(made.conditions.names[condition]),
                        QString::fromStdString(made.groups.names[test.group]),
                        made.shares[condition][test.group], made.shares[made.reference][test.group], test});
    };
    for (std::size_t k = 0; k < made.whole.size(); ++k) {
        if (k == made.reference || made.whole[k].cells == 0) continue;
        const auto found = std::ranges::find(made.contrasts, k, &CompositionContrast::condition);
        if (found != made.contrasts.end() && found->tested) {
            for (const CompositionTest& test : tests_by_p(*found)) add(k, test);
            continue;
        }
        for (std::size_t g = 0; g < made.groups.names.size(); ++g) {
            CompositionTest none;
            none.group = g;
            add(k, none);
        }
    }
    return rows;
}

std::vector<TableColumn> CompositionModel::columnsOf(const QString& condition, const QString& reference,
                                                     bool donors) {
    // With donors these are not the shares that bars of all cells show: the header says so.
    const auto header = [&](const QString& name) {
        if (name.isEmpty()) return donors ? tr("Mean, %") : tr("Share, %");
        return (donors ? tr("Mean %1, %") : tr("%1, %")).arg(shortened(name));
    };
    const auto help = [&](const QString& name) {
        const QString where =
            name.isEmpty() ? tr("Share of the group") : tr("Share of the group in %1").arg(name);
        return where + (donors ? tr(": mean over donors, each of the same weight, with its 95 % interval "
                                    "(Student’s t). The bars show all cells together.")
                               : tr(": of all cells, with its 95 % interval (Wilson)"));
    };
    return {{tr("Condition"), tr("Each is compared with the reference")},
            {tr("Group"), {}},
            {header(condition), help(condition), true},
            {header(reference), help(reference), true},
            {tr("p"), tr("propeller: moderated t test of arcsine-root shares over donors"), true},
            {tr("FDR"), tr("False discovery rate over all groups and conditions"), true}};
}

void CompositionModel::show(const Composition& made) {
    std::vector<CompositionRow> rows = compositionRows(made);
    m_single = !rows.empty() && std::ranges::all_of(rows, [&](const CompositionRow& row) {
        return row.condition == rows.front().condition;
    });
    m_columns = columnsOf(m_single ? rows.front().condition : QString(),
                          QString::fromStdString(made.conditions.names[made.reference]), made.donors);
    Q_EMIT headerDataChanged(Qt::Horizontal, Share, Reference);
    setRows(std::move(rows));
}

QVariant CompositionModel::cellOf(const CompositionRow& row, int column, int role) const {
    const bool text = role == Qt::DisplayRole, value = role == ValueRole;
    if (role == MutedRole) return !(row.test.q <= 0.05);
    if (!text && !value) return {};
    const auto probability = [&](double p) {
        if (text) return QVariant(std::isfinite(p) ? probabilityText(p) : QStringLiteral("–"));
        return QVariant(p);
    };
    switch (column) {
        case Condition:
            return row.condition;
        case Group:
            return row.group;
        case Share:
            return text ? QVariant(shareText(row.share)) : QVariant(row.share.share);
        case Reference:
            return text ? QVariant(shareText(row.reference)) : QVariant(row.reference.share);
        case P:
            return probability(row.test.p);
        case Q:
            return probability(row.test.q);
        default:
            return {};
    }
}

}  // namespace regulus
