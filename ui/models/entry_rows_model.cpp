#include "ui/models/entry_rows_model.h"

#include <QObject>

namespace regulus {

QString familyText(const EntryPlace& place) {
    return QObject::tr("%1 TFs that share most of their targets").arg(place.members);
}

QString stabilityText(const TfStability& stability, const TfFamilies& families) {
    const std::size_t not_stable = stability.count(Standing::NotStable, families),
                      leading = not_stable + stability.count(Standing::Stable, families);
    if (leading == 0) return {};
    return not_stable == 0
               ? QObject::tr("The first %1 return in halves of the cells.").arg(leading)
               : QObject::tr("?: not stable, %1 of the first %2 do not return in halves of the cells.")
                     .arg(not_stable)
                     .arg(leading);
}

}  // namespace regulus
