// The groups of one column: choose the column, click a group to select its cells (Shift adds, Ctrl takes
// away, both keep what is common), hide it by its eye, double click its name to see it alone, its swatch to
// give it another colour; rename, merge and order groups.
#pragma once

#include <QWidget>
#include <functional>
#include <string>

#include "ui/models/group_list_model.h"
#include "ui/session/session.h"

class QCheckBox;
class QComboBox;
class QLineEdit;
class QMenu;
class QToolButton;

namespace regulus {

class GroupActions;
class GroupTable;
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
    GroupTable* table() const { return m_table; }

  Q_SIGNALS:
    void loupeRequested(const std::string& column);  // save it for Loupe Browser
    void trainRequested(const std::string& column);  // with its groups as labels
    void compareRequested();                         // a group was put into a comparison
    void rankedRequested(const std::string& column, const std::string& group);

  private:
    void click(int row, Qt::KeyboardModifiers keys);
    void showMenu(const QPoint& at);
    void addSelecting(QMenu& menu, const GroupRow& group);
    void addEditing(QMenu& menu, int row);
    void addOrdering(QMenu& menu, int row);
    void addComparing(QMenu& menu, const GroupRow& group);
    void showColumnMenu();
    void rename(int row);  // in the list
    void move(int row, int by);
    void drop(const std::string& group, int before);
    void orderBy(bool size);
    bool canOrder() const;
    std::vector<GroupRow> wholeSelected() const;  // all of whose cells are selected
    std::vector<std::string> namesInOrder() const;
    void filter();
    bool isOwn() const;  // the column was made here, and can go
    void toggleHidden(int row);
    void chooseColumn();
    void keep();
    void offer(const std::string& column);
    QString footText() const;
    void fitHeight();

    Session& m_session;
    SectionTitle* m_title;
    QComboBox* m_columns;
    QToolButton* m_more;
    QLineEdit* m_search;
    GroupTable* m_table;
    GroupListModel* m_model;
    QCheckBox* m_largest;
    ToneLabel* m_foot;
    GroupActions* m_actions;
    std::vector<GroupRow> m_rows;  // all; the list shows those that are searched for
    std::function<bool(const std::string&, const std::string&)> m_ranks;
};

}  // namespace regulus
