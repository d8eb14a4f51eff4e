#include "ui/figures/regulon_table.h"

#include <QObject>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/interpret/group_means.h"
#include "ui/figures/regulon_extent.h"

namespace regulus {
namespace {

constexpr double least_ratio_spread = 1e-6;

const Matrix& valuesOf(const RegulonAttention& r, RegulonMeasure measure) {
    if (measure == RegulonMeasure::Attention) return r.attention;
    return measure == RegulonMeasure::Pooling ? r.pooling : r.choice;
}

QString nameOf(RegulonMeasure measure) {
    if (measure == RegulonMeasure::Attention) return QObject::tr("attention");
    return measure == RegulonMeasure::Pooling ? QObject::tr("pooling") : QObject::tr("choice");
}

QString unitOf(const RegulonTableRequest& request) {
    if (request.zOverGroups) return QObject::tr("z-score across groups");
    return request.measure == RegulonMeasure::Attention ? QString() : QObject::tr("log ratio");
}

// Each column to mean 0 and standard deviation 1 over the groups; a column without a spread of more than
// `least`, which is what rounding leaves, becomes 0.
void standardise(Matrix& values, double least) {
    for (std::size_t c = 0; c < values.cols; ++c) {
        double sum = 0, squares = 0, n = 0;
        for (std::size_t r = 0; r < values.rows; ++r) {
            const double v = static_cast<double>(values(r, c));
            if (!std::isfinite(v)) continue;
            sum += v;
            squares += v * v;
            ++n;
        }
        const double mean = n > 0 ? sum / n : 0,
                     sd = n > 1 ? std::sqrt(std::max(0.0, squares / n - mean * mean)) : 0;
        for (std::size_t r = 0; r < values.rows; ++r)
            values(r, c) = sd > least ? static_cast<float>((static_cast<double>(values(r, c)) - mean) / sd)
                                      : (std::isfinite(values(r, c)) ? 0.0F : values(r, c));
    }
}

}  // namespace

HeatmapData regulonTable(const RegulonTableRequest& request, Job& job) {
    const RegulonAttention& source = request.regulons->regulons;
    const Matrix& values = valuesOf(source, request.measure);
    const std::size_t tfs = values.cols, groups = request.groups->categories.size();
    const std::vector<std::int32_t>& codes = request.groups->codes;
    const std::vector<QRgb> colors = categoricalColors(*request.groups);
    std::vector<std::int32_t> groupOfRow;
    for (const std::uint32_t cell : source.rows) groupOfRow.push_back(cell < codes.size() ? codes[cell] : -1);
    const GroupMeans means = group_means(values, groupOfRow, groups, job);
    HeatmapData data;
    for (const std::string& tf : source.tfs) data.genes << QString::fromStdString(tf);
    std::vector<std::size_t> kept;
    for (std::size_t g = 0; g < groups; ++g)
        if (means.cells[g] > 0) kept.push_back(g);
    data.values = Matrix(kept.size(), tfs);
    for (std::size_t k = 0; k < kept.size(); ++k) {
        const std::size_t g = kept[k];
        data.groups << QString::fromStdString(request.groups->categories[g]);
        data.counts.push_back(means.cells[g]);
        data.groupColors.push_back(colors[g]);
        for (std::size_t t = 0; t < tfs; ++t) {
            const bool silent = request.measure == RegulonMeasure::Choice && t < source.contested.size() &&
                                source.contested[t] == 0;
            data.values(k, t) =
                silent ? std::numeric_limits<float>::quiet_NaN() : static_cast<float>(means.mean(g, t));
        }
    }
    if (request.zOverGroups)
        standardise(data.values, request.measure == RegulonMeasure::Attention ? 1e-12 : least_ratio_spread);
    data.diverging = request.zOverGroups || request.measure != RegulonMeasure::Attention;
    data.valueName = nameOf(request.measure);
    data.valueUnit = unitOf(request);
    data.title = QObject::tr("Regulons the model attended to");
    if (!request.groupedBy.isEmpty()) data.title += QObject::tr(", by %1").arg(request.groupedBy);
    data.simulated = request.simulated;
    if (request.regulons->sampled) data.note = QObject::tr("from %1").arg(extentOf(*request.regulons));
    return data;
}

}  // namespace regulus
