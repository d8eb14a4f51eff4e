// The jobs that wait or run, for the status bar and its list.
#pragma once

#include <QAbstractTableModel>
#include <QString>
#include <vector>

namespace regulus {

struct JobRow {
    int id = 0;
    QString title;
    QString stage;            // "reading cells"; empty before the first progress
    double fraction = -1;     // 0..1; -1 when not known yet
    double secondsLeft = -1;  // -1 when not known yet
    bool running = false;     // false: waits for its thread
    bool stopping = false;    // cancelled, its thread has not reached a checkpoint yet
};

// "4 min left", "20 s left"; empty when not known.
QString timeLeftText(double seconds);

class JobListModel final : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum ColumnIndex { Title, Stage, Progress, TimeLeft, ColumnCount };
    enum Role { IdRole = Qt::UserRole + 1, FractionRole, SecondsLeftRole, StoppingRole };

    using QAbstractTableModel::QAbstractTableModel;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    const std::vector<JobRow>& rows() const { return m_rows; }
    void append(JobRow row);
    void update(const JobRow& row);  // by id; nothing when it is not listed
    void remove(int id);

  private:
    std::vector<JobRow> m_rows;
};

}  // namespace regulus
