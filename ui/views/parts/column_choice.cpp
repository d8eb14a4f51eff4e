#include "ui/views/parts/column_choice.h"

#include <QJsonArray>
#include <QMenu>
#include <algorithm>

#include "ui/views/parts/clean_table.h"

namespace regulus {
namespace {

const auto kept_off = QStringLiteral("off"), kept_on = QStringLiteral("on");

QJsonArray listOf(const std::set<QString>& keys) {
    QJsonArray list;
    for (const QString& key : keys) list.append(key);
    return list;
}

std::set<QString> setOf(const QJsonArray& list) {
    std::set<QString> keys;
    for (const QJsonValue& key : list) keys.insert(key.toString());
    return keys;
}

}  // namespace

void ColumnChoice::set(const QString& key, bool on) {
    (on ? m_off : m_on).erase(key);
    (on ? m_on : m_off).insert(key);
}

QJsonObject ColumnChoice::words() const {
    return {{kept_off, listOf(m_off)}, {kept_on, listOf(m_on)}};
}

void ColumnChoice::restore(const QJsonObject& words) {
    m_off = setOf(words[kept_off].toArray());
    m_on = setOf(words[kept_on].toArray());
}

void ColumnChoice::fit(CleanTable& table, int stretched, const std::vector<int>& lesser,
                       const Keys& keys) const {
    std::vector<int> order = lesser, hidden;
    std::ranges::stable_partition(order, [&](int column) { return !m_on.contains(keys(column)); });
    for (int column = 1; column < table.model()->columnCount(); ++column)
        if (column != stretched && m_off.contains(keys(column))) hidden.push_back(column);
    std::erase_if(order, [&](int column) { return std::ranges::find(hidden, column) != hidden.end(); });
    table.fitColumns(stretched, std::move(order), std::move(hidden));
}

void ColumnChoice::offer(QMenu& menu, const CleanTable& table, int stretched, const Keys& keys,
                         std::function<void()> changed) {
    menu.clear();
    for (int column = 1; column < table.model()->columnCount(); ++column) {
        if (column == stretched) continue;
        QString name = table.model()->headerData(column, Qt::Horizontal).toString();
        name.replace(QLatin1Char('\n'), QLatin1Char(' '));
        QAction* entry = menu.addAction(name.replace(QLatin1Char('&'), QStringLiteral("&&")));
        entry->setCheckable(true);
        entry->setChecked(!table.isColumnHidden(column));
        QObject::connect(entry, &QAction::toggled, &menu, [this, key = keys(column), changed](bool on) {
            set(key, on);
            changed();
        });
    }
}

}  // namespace regulus
