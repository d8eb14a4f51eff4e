// The search box of the toolbar: type a column, gene or regulon and the cells are coloured by it, a group and
// its cells are selected, a command of the menus and it is done.
#pragma once

#include <QAbstractListModel>
#include <QLineEdit>
#include <QPointer>
#include <string>
#include <vector>

#include "ui/figures/coloring.h"

class QAction;
class QCompleter;

namespace regulus {

class Session;

struct ColorChoice {
    Coloring coloring;
    QString name;
    QString kind;  // "column", "gene", "gene, not in the model", "regulon, attention", ...
    bool italic = false;
    // Of a group, whose cells are selected instead: the column, and the category in it.
    std::string column = {};
    int group = -1;
    QPointer<QAction> command = {};  // to be done instead
};

// What the text finds, best first: exact names, then beginnings, then names that hold it; columns before
// regulons before genes. With an empty text: every column, and what the model says.
std::vector<ColorChoice> findColorings(const Session& session, const QString& text, std::size_t limit);

// Blends of what stands on both sides of the first plus, both numbers; none without a plus. A name that is
// written whole stands for itself alone.
std::vector<ColorChoice> findBlends(const Session& session, const QString& text, std::size_t limit);

// Groups of columns and commands whose name holds the text; none without a text. `commands`: those that
// cannot be done now are left out.
std::vector<ColorChoice> findGroups(const Session& session, const QString& text, std::size_t limit);
std::vector<ColorChoice> findCommands(const QList<QAction*>& commands, const QString& text);

// The choices, or one row that cannot be chosen and says that there are none.
class ColorChoiceModel final : public QAbstractListModel {
    Q_OBJECT
  public:
    enum Role { KindRole = Qt::UserRole + 1, ItalicRole };
    using QAbstractListModel::QAbstractListModel;

    void setChoices(std::vector<ColorChoice> choices);
    const std::vector<ColorChoice>& choices() const { return m_choices; }
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

  private:
    std::vector<ColorChoice> m_choices;
};

class ColorSearch final : public QLineEdit {
    Q_OBJECT
  public:
    explicit ColorSearch(Session& session, QWidget* parent = nullptr);

    void activate();  // Ctrl+K: focus, everything selected, choices open
    void blend();     // what the cells are coloured by with another number, whose name is now to be typed
    const ColorChoiceModel& model() const { return *m_model; }

  Q_SIGNALS:
    // A choice was made, or none will be: the keyboard belongs to the map again.
    void left();
    void similarRequested(const QString& gene);

  protected:
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

  private:
    void look(const QString& text);
    void choose(int row);
    void showCurrent();

    Session& m_session;
    ColorChoiceModel* m_model;
    QCompleter* m_completer;
};

}  // namespace regulus
