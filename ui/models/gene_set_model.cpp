#include "ui/models/gene_set_model.h"

#include <QRegularExpression>
#include <algorithm>
#include <numeric>

#include "ui/models/number_text.h"

namespace regulus {

void GeneSetModel::setSets(std::shared_ptr<const GeneSets> sets) {
    beginResetModel();
    m_sets = std::move(sets);
    m_ticked.assign(all(), 0);
    m_count = 0;
    m_shown.resize(all());
    std::iota(m_shown.begin(), m_shown.end(), std::size_t{0});
    endResetModel();
    Q_EMIT tickedChanged();
}

void GeneSetModel::setTyped(const QString& text) {
    static const QRegularExpression blanks(QStringLiteral("\\s+"));
    const QStringList words = text.split(blanks, Qt::SkipEmptyParts);
    beginResetModel();
    m_shown.clear();
    for (std::size_t i = 0; i < all(); ++i) {
        const QString name = QString::fromStdString(m_sets->sets[i].name);
        if (std::ranges::all_of(
                words, [&](const QString& word) { return name.contains(word, Qt::CaseInsensitive); }))
            m_shown.push_back(i);
    }
    endResetModel();
}

void GeneSetModel::tick(std::size_t set, bool on) {
    if ((m_ticked[set] != 0) == on) return;
    m_ticked[set] = on ? 1 : 0;
    m_count += on ? 1 : -1;
}

void GeneSetModel::tickShown(bool on) {
    if (m_shown.empty()) return;
    for (const std::size_t set : m_shown) tick(set, on);
    Q_EMIT dataChanged(index(0), index(rowCount() - 1), {Qt::CheckStateRole});
    Q_EMIT tickedChanged();
}

std::vector<GeneSet> GeneSetModel::ticked() const {
    std::vector<GeneSet> sets;
    for (std::size_t i = 0; i < all(); ++i)
        if (m_ticked[i] != 0) sets.push_back(m_sets->sets[i]);
    return sets;
}

int GeneSetModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

QVariant GeneSetModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const std::size_t set = m_shown[static_cast<std::size_t>(index.row())];
    const GeneSet& of = m_sets->sets[set];
    switch (role) {
        case Qt::DisplayRole:
            return tr("%1 (%2)").arg(QString::fromStdString(of.name), countText(of.genes.size()));
        case Qt::ToolTipRole: {
            constexpr std::size_t first = 12;
            QStringList genes;
            for (std::size_t g = 0; g < std::min(first, of.genes.size()); ++g)
                genes << QString::fromStdString(of.genes[g]);
            if (of.genes.size() > first) genes << QStringLiteral("…");
            return genes.join(QStringLiteral(", "));
        }
        case Qt::CheckStateRole:
            return m_ticked[set] != 0 ? Qt::Checked : Qt::Unchecked;
        default:
            return {};
    }
}

bool GeneSetModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || role != Qt::CheckStateRole) return false;
    tick(m_shown[static_cast<std::size_t>(index.row())], value.toInt() == Qt::Checked);
    Q_EMIT dataChanged(index, index, {role});
    Q_EMIT tickedChanged();
    return true;
}

Qt::ItemFlags GeneSetModel::flags(const QModelIndex& index) const {
    return index.isValid()
               ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable | Qt::ItemNeverHasChildren
               : Qt::NoItemFlags;
}

}  // namespace regulus
