// What a training came to, in plain words, beside the baseline.
#pragma once

#include <QString>
#include <map>
#include <string>
#include <vector>

namespace regulus {

struct MetricRow {
    QString name, help;
    double model = 0, baseline = 0;  // NaN when not known
};

// Accuracy, macro-F1 and silhouette of the test cells, those that are known.
std::vector<MetricRow> metricRows(const std::map<std::string, double>& metrics);

// Says plainly whether the model is better than PCA with logistic regression; `testCells` (0: not known)
// decides how large a difference means something: two standard errors of the difference of two accuracies.
QString verdict(const std::map<std::string, double>& metrics, std::size_t testCells);

}  // namespace regulus
