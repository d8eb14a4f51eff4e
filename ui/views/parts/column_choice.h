// Which columns of a table at the side of a window its reader wants. Those that were turned off are never
// shown; those that were turned on give way last where there is no room for all.
#pragma once

#include <QJsonObject>
#include <QString>
#include <functional>
#include <set>
#include <vector>

class QMenu;

namespace regulus {

class CleanTable;

class ColumnChoice {
  public:
    using Keys = std::function<QString(int column)>;  // a word for each column that stays the same

    void set(const QString& key, bool on);
    bool any() const { return !m_off.empty() || !m_on.empty(); }
    QJsonObject words() const;
    void restore(const QJsonObject& words);

    // As CleanTable::fitColumns(), with what was chosen.
    void fit(CleanTable& table, int stretched, const std::vector<int>& lesser, const Keys& keys) const;
    // An entry for each column but the first and the stretched one, checked where the column is seen.
    // `changed` is called when one was chosen.
    void offer(QMenu& menu, const CleanTable& table, int stretched, const Keys& keys,
               std::function<void()> changed);

  private:
    std::set<QString> m_off, m_on;
};

}  // namespace regulus
