#include "ui/jobs/job_list_model.h"

#include <algorithm>
#include <cmath>

namespace regulus {

QString timeLeftText(double seconds) {
    if (!(seconds >= 0)) return {};
    if (seconds < 1) return QStringLiteral("almost done");
    if (seconds < 55) return QStringLiteral("%1 s left").arg(static_cast<int>(std::ceil(seconds / 5) * 5));
    const int minutes = static_cast<int>(std::round(seconds / 60));
    if (minutes < 90) return QStringLiteral("%1 min left").arg(std::max(1, minutes));
    return QStringLiteral("%1 h left").arg(seconds / 3600, 0, 'f', 1);
}

int JobListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int JobListModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant JobListModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    const JobRow& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
        case IdRole:
            return row.id;
        case FractionRole:
            return row.fraction;
        case SecondsLeftRole:
            return row.secondsLeft;
        case StoppingRole:
            return row.stopping;
        case Qt::DisplayRole:
            break;
        default:
            return {};
    }
    switch (index.column()) {
        case Title:
            return row.title;
        case Stage:
            return row.stopping  ? QStringLiteral("stopping")
                   : row.running ? row.stage
                                 : QStringLiteral("waiting");
        case Progress:
            return row.fraction < 0 ? QString()
                                    : QStringLiteral("%1 %").arg(static_cast<int>(100 * row.fraction));
        case TimeLeft:
            return timeLeftText(row.secondsLeft);
        default:
            return {};
    }
}

QVariant JobListModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (section) {
        case Title:
            return QStringLiteral("Job");
        case Stage:
            return QStringLiteral("Stage");
        case Progress:
            return QStringLiteral("Done");
        case TimeLeft:
            return QStringLiteral("Time left");
        default:
            return {};
    }
}

QHash<int, QByteArray> JobListModel::roleNames() const {
    return {{Qt::DisplayRole, "display"},
            {IdRole, "id"},
            {FractionRole, "fraction"},
            {SecondsLeftRole, "secondsLeft"},
            {StoppingRole, "stopping"}};
}

void JobListModel::append(JobRow row) {
    const int at = rowCount();
    beginInsertRows({}, at, at);
    m_rows.push_back(std::move(row));
    endInsertRows();
}

void JobListModel::update(const JobRow& row) {
    const auto found = std::ranges::find(m_rows, row.id, &JobRow::id);
    if (found == m_rows.end()) return;
    *found = row;
    const int at = static_cast<int>(found - m_rows.begin());
    Q_EMIT dataChanged(index(at, 0), index(at, ColumnCount - 1));
}

void JobListModel::remove(int id) {
    const auto found = std::ranges::find(m_rows, id, &JobRow::id);
    if (found == m_rows.end()) return;
    const int at = static_cast<int>(found - m_rows.begin());
    beginRemoveRows({}, at, at);
    m_rows.erase(found);
    endRemoveRows();
}

}  // namespace regulus
