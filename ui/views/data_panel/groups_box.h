// The groups of one column: choose the column, click a group to select its cells, Ctrl+click to hide it,
// double click to see it alone.
#pragma once

#include <QWidget>
#include <functional>
#include <string>

#include "ui/models/group_list_model.h"
#include "ui/session/session.h"

class QComboBox;
class QToolButton;

namespace regulus {

class CleanTable;
class SectionTitle;
class ToneLabel;

class GroupsBox final : public QWidget {
    Q_OBJECT
  public:
    explicit GroupsBox(Session& session, QWidget* parent = nullptr);

    void datasetChanged();  // other columns
    void refresh();         // other groups, counts, selection or hidden ones
    void followColoring();  // the map and the list show one column
    std::string column() const;
    // Asked whether the file ranks genes for a group of a column.
    void setRanks(std::function<bool(const std::string&, const std::string&)> ranks) {
        m_ranks = std::move(ranks);
    }
    void setColumn(const std::string& column);
    const GroupListModel& model() const { return *m_model; }
    CleanTable* table() const { return m_table; }

  Q_SIGNALS:
    void compareRequested();  // a group was put into a comparison
    void rankedRequested(const std::string& column, const std::string& group);

  private:
    void click(int row);
    void showMenu(const QPoint& at);
    void showColumnMenu();
    bool isOwn() const;  // the column was made here, and can go
    void toggleHidden(int row);
    void chooseColumn();
    void keep();
    void offer(const std::string& column);
    QString footText(const std::vector<GroupRow>& rows) const;
    void fitHeight();

    Session& m_session;
    SectionTitle* m_title;
    QComboBox* m_columns;
    QToolButton* m_more;
    CleanTable* m_table;
    GroupListModel* m_model;
    ToneLabel* m_foot;
    std::function<bool(const std::string&, const std::string&)> m_ranks;
};

}  // namespace regulus
