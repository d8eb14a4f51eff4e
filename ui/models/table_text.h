// A table as text: for the clipboard, and for tests that compare with text.
#pragma once

#include <QAbstractItemModel>
#include <QString>
#include <span>

namespace regulus {

// Header and the named rows, columns apart by tabs, lines by '\n'. Values are bare (ValueRole), so that a
// spreadsheet reads numbers; `role` Qt::DisplayRole gives what the screen shows. Tabs and line breaks within
// a cell become spaces.
// `without`: columns that are left out.
QString tableText(const QAbstractItemModel& model, std::span<const int> rows, int role,
                  std::span<const int> without = {});
QString tableText(const QAbstractItemModel& model, int role = Qt::DisplayRole);  // all rows

}  // namespace regulus
