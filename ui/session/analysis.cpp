#include "ui/session/analysis.h"

#include <QLocale>
#include <algorithm>

#include "core/data/group_sizes.h"

namespace regulus {

ModelResults modelResults(Prediction prediction) {
    ModelResults results;
    results.predicted = predicted_classes(prediction.probabilities);
    results.classSizes = group_sizes(results.predicted, prediction.probabilities.cols);
    results.confidence.reserve(results.predicted.size());
    for (std::size_t cell = 0; cell < results.predicted.size(); ++cell) {
        const std::int32_t predicted = results.predicted[cell];
        results.confidence.push_back(
            predicted < 0 ? 0.0F : prediction.probabilities(cell, static_cast<std::size_t>(predicted)));
    }
    results.prediction = std::move(prediction);
    return results;
}

QString RegulonResults::extent() const {
    if (!sampled) return {};
    const QLocale english(QLocale::English);
    const QString read = english.toString(static_cast<qulonglong>(regulons.rows.size())),
                  all = english.toString(static_cast<qulonglong>(rowOfCell.size()));
    return (preliminary ? QObject::tr("%1 of %2 cells so far") : QObject::tr("%1 of %2 cells"))
        .arg(read, all);
}

int RegulonResults::column(const std::string& tf) const {
    const auto at = std::ranges::find(regulons.tfs, tf);
    return at == regulons.tfs.end() ? -1 : static_cast<int>(at - regulons.tfs.begin());
}

}  // namespace regulus
