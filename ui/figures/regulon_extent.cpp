#include "ui/figures/regulon_extent.h"

#include <QLocale>
#include <QObject>

namespace regulus {

QString extentOf(const RegulonResults& results) {
    if (!results.sampled) return {};
    const QLocale english(QLocale::English);
    const QString read = english.toString(static_cast<qulonglong>(results.regulons.rows.size())),
                  all = english.toString(static_cast<qulonglong>(results.row_of_cell.size()));
    return (results.preliminary ? QObject::tr("%1 of %2 cells so far") : QObject::tr("%1 of %2 cells"))
        .arg(read, all);
}

}  // namespace regulus
