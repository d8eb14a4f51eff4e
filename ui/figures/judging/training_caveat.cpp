#include "ui/figures/judging/training_caveat.h"

#include <QObject>

#include "ui/render/palettes.h"

namespace regulus {

QString trainingCaveat(const ModelResults& results, const ModelFile& model, const CellSet& cells) {
    const CellUses& uses = results.uses;
    if (uses.known()) {
        CellSet learned = results.in_fold();
        if (cells.universe() > 0) learned &= cells;
        const std::size_t count = learned.count();
        if (count == 0) return {};
        return QObject::tr("Includes %1 %2 used for training, so it overstates performance on new cells.")
            .arg(countText(count), count == 1 ? QObject::tr("cell") : QObject::tr("cells"));
    }
    if (uses.same_data)
        return QObject::tr(
            "Includes training cells, so it overstates performance on new cells. The model file does not say "
            "which cells were held out.");
    const QString data = QString::fromStdString(model.record.data_name);
    return data.isEmpty()
               ? QObject::tr(
                     "May include training cells: the model file does not say which cells it was trained on.")
               : QObject::tr(
                     "May include training cells: the model was trained on %1, which does not match this "
                     "dataset cell by cell.")
                     .arg(data);
}

}  // namespace regulus
