#include "ui/models/entry_rows_model.h"

#include <QObject>

namespace regulus {

QString familyText(const EntryPlace& place) {
    return QObject::tr("%1 TFs that share most of their targets").arg(place.members);
}

}  // namespace regulus
