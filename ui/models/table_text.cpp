#include "ui/models/table_text.h"

#include <QStringList>
#include <algorithm>
#include <numeric>
#include <vector>

#include "core/base/plain_number.h"

namespace regulus {
namespace {

QString plain(const QVariant& value) {
    if (value.typeId() == QMetaType::Double) return QString::fromStdString(plain_number(value.toDouble()));
    if (value.typeId() == QMetaType::Float) return QString::fromStdString(plain_number(value.toFloat()));
    QString text = value.toString();
    for (QChar& c : text) {
        if (c == QLatin1Char('\t') || c == QLatin1Char('\n') || c == QLatin1Char('\r')) c = QLatin1Char(' ');
    }
    return text;
}

}  // namespace

QString tableText(const QAbstractItemModel& model, std::span<const int> rows, int role,
                  std::span<const int> without) {
    std::vector<int> columns;
    for (int c = 0; c < model.columnCount(); ++c)
        if (std::ranges::find(without, c) == without.end()) columns.push_back(c);
    QStringList fields;
    for (const int c : columns) fields << plain(model.headerData(c, Qt::Horizontal));
    QString text = fields.join(QLatin1Char('\t')) + QLatin1Char('\n');
    for (const int row : rows) {
        fields.clear();
        for (const int c : columns) fields << plain(model.index(row, c).data(role));
        text += fields.join(QLatin1Char('\t')) + QLatin1Char('\n');
    }
    return text;
}

QString tableText(const QAbstractItemModel& model, int role) {
    std::vector<int> rows(static_cast<std::size_t>(model.rowCount()));
    std::iota(rows.begin(), rows.end(), 0);
    return tableText(model, rows, role);
}

}  // namespace regulus
