#include "ui/figures/regulon_extent.h"

#include <QLocale>
#include <QObject>

namespace regulus {

QString extentOf(std::size_t read, std::size_t all) {
    const QLocale english(QLocale::English);
    return QObject::tr("%1 of %2 cells")
        .arg(english.toString(static_cast<qulonglong>(read)), english.toString(static_cast<qulonglong>(all)));
}

QString extentOf(const RegulonResults& results) {
    if (!results.sampled) return {};
    const QString cells = extentOf(results.regulons.rows.size(), results.row_of_cell.size());
    return results.preliminary ? QObject::tr("%1 so far").arg(cells) : cells;
}

QString extentOf(const TfResults& results) {
    if (!results.sampled) return {};
    const QString cells = extentOf(results.rows.size(), results.row_of_cell.size());
    return results.preliminary ? QObject::tr("%1 so far").arg(cells) : cells;
}

}  // namespace regulus
