#include "ui/views/training/training_verdict.h"

#include <QObject>
#include <algorithm>
#include <cmath>

#include "ui/models/number_text.h"

namespace regulus {
namespace {

double valueOf(const std::map<std::string, double>& metrics, const std::string& name) {
    const auto found = metrics.find(name);
    return found == metrics.end() ? std::nan("") : found->second;
}

// Accuracy is a share of cells, so its error is known; macro-F1 has a larger one, taken as half as much
// again.
double noticeable(double accuracy, std::size_t testCells) {
    if (testCells == 0 || !std::isfinite(accuracy)) return 0.02;
    const double share = std::clamp(accuracy, 0.05, 0.95);
    return 1.5 * 2 * std::sqrt(share * (1 - share) / double(testCells));
}

}  // namespace

std::vector<MetricRow> metricRows(const std::map<std::string, double>& metrics) {
    std::vector<MetricRow> rows;
    const auto add = [&](const QString& name, const std::string& key, const QString& help) {
        const MetricRow row{name, help, valueOf(metrics, key), valueOf(metrics, "baseline_" + key)};
        if (std::isfinite(row.model) || std::isfinite(row.baseline)) rows.push_back(row);
    };
    add(QObject::tr("macro-F1"), "macro_f1",
        QObject::tr("Mean F1 over classes; rare classes count as much as common ones"));
    add(QObject::tr("accuracy"), "accuracy", QObject::tr("Share of test cells predicted as labelled"));
    add(QObject::tr("silhouette"), "silhouette",
        QObject::tr("How well the classes separate in the embedding (cosine), −1 to 1"));
    return rows;
}

QString verdict(const std::map<std::string, double>& metrics, std::size_t testCells) {
    const double model = valueOf(metrics, "macro_f1"), baseline = valueOf(metrics, "baseline_macro_f1");
    if (!std::isfinite(model)) return QObject::tr("There are no test cells to evaluate the model on.");
    if (!std::isfinite(baseline)) return QObject::tr("No baseline was computed for this model.");
    const double difference = model - baseline, least = noticeable(valueOf(metrics, "accuracy"), testCells);
    const QString by = decimalText(std::abs(difference), 3);
    if (difference < -least) {
        return QObject::
            tr("The model is worse than the baseline, logistic regression on principal components, by %1 in "
               "macro-F1. For labels alone, use the baseline.")
                .arg(by);
    }
    if (by.toDouble() == 0) {
        return QObject::tr(
            "The model and the baseline, logistic regression on principal components, are equal in macro-F1. "
            "The model adds attention to "
            "regulons, not accuracy.");
    }
    if (difference <= least) {
        return QObject::
            tr("The model is not better than the baseline, logistic regression on principal components: the "
               "difference of %1 in macro-F1 "
               "is within chance for this number of test cells. The model adds attention to regulons, not "
               "accuracy.")
                .arg(by);
    }
    return QObject::tr(
               "The model is better than the baseline, logistic regression on principal components of the "
               "same genes and split, by %1 in "
               "macro-F1, on one split of one dataset.")
        .arg(by);
}

}  // namespace regulus
