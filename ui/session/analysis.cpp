#include "ui/session/analysis.h"

#include <algorithm>

namespace regulus {

ModelResults modelResults(Prediction prediction) {
    ModelResults results;
    results.predicted = predicted_classes(prediction.probabilities);
    results.confidence.reserve(results.predicted.size());
    for (std::size_t cell = 0; cell < results.predicted.size(); ++cell) {
        const std::int32_t predicted = results.predicted[cell];
        results.confidence.push_back(
            predicted < 0 ? 0.0F : prediction.probabilities(cell, static_cast<std::size_t>(predicted)));
    }
    results.prediction = std::move(prediction);
    return results;
}

int RegulonResults::column(const std::string& tf) const {
    const auto at = std::ranges::find(regulons.tfs, tf);
    return at == regulons.tfs.end() ? -1 : static_cast<int>(at - regulons.tfs.begin());
}

}  // namespace regulus
