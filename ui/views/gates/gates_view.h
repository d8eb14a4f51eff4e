// The gates as a tree: what each holds, by number, by share of its parent and of all cells. A click selects
// its cells, a double click renames it, a drag moves it into another.
//
// Counts the cells of the gates in a job, and tells the session, whether or not anybody sees the tree.
#pragma once

#include <QWidget>
#include <map>

#include "ui/session/session.h"
#include "ui/views/parts/axis_names.h"

class QAction;
class QMenu;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace regulus {

class GateTree;
class StateStack;

class GatesView final : public QWidget {
    Q_OBJECT
  public:
    explicit GatesView(Session& session, QWidget* parent = nullptr);
    ~GatesView() override;

    QTreeWidget* tree() const;
    StateStack* states() const { return m_states; }
    bool counting() const { return m_counting; }
    void saveTable(const QString& path);  // in a job; saved() when it is written
    void makeColumn();                    // of the chosen gate: in it, or not
    void makeLeafColumn();                // a group for each gate that no other lies within

  Q_SIGNALS:
    void tableRequested();  // where to is not this view's to ask
    void saved(const QString& path);
    void openRequested();
    void firstDrawn();  // a gate, where there was none: worth to be seen
    void plotRequested(const std::string& x, const std::string& y);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;  // keys of the tree, its size

  private:
    void build();
    void buildButtons(class QHBoxLayout& row);
    void giveNamesRoom();  // fewer numbers where the tree is narrow
    QString tipOf(const Gate& gate) const;
    void hear(Changes what);
    void count();
    void present(std::shared_ptr<const GatedCells> counted);
    void fill();
    QTreeWidgetItem* itemOf(int id) const;
    void showRow(QTreeWidgetItem& item, const Gate& gate) const;
    void refreshButtons();
    void chooseItem(QTreeWidgetItem* item);
    void selectCells(int id, SelectMode mode);
    void askMenu(QPoint at);
    bool mayMove(int id, int parent) const;
    void offerParents(QMenu& menu, int id);  // of a gate, those it may be moved into
    void putColumn(Categorical column, const std::string& name, const QString& origin);
    void sayWhatIsMissing();

    Session& m_session;
    GateTree* m_tree;
    StateStack* m_states;
    QPushButton *m_draw, *m_more;
    QAction *m_delete, *m_column;
    QMenu* m_parents;                            // for the chosen gate
    QString m_key;                               // of its jobs
    std::map<std::string, ScatterAxis> m_known;  // axes that were resolved, as long as they hold
    Gates m_shown;                               // in the tree
    bool m_counting = false, m_filling = false, m_any = false;
    std::optional<std::pair<int, SelectMode>> m_selectNext;  // once it is counted
};

}  // namespace regulus
