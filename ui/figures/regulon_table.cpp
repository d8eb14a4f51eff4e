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

// Where the numbers of a measure are.
struct Numbers {
    const Matrix& values;  // rows × TFs
    const std::vector<std::string>& tfs;
    const std::vector<std::uint32_t>& rows;  // cells
    QString extent;
};

Numbers numbersOf(const RegulonTableRequest& request) {
    if (ofGenes(request.measure)) {
        const RegulonAttention& r = request.regulons->regulons;
        const Matrix& values = request.measure == RegulonMeasure::Attention ? r.attention
                               : request.measure == RegulonMeasure::Pooling ? r.pooling
                                                                            : r.choice;
        return {values, r.tfs, r.rows, extentOf(*request.regulons)};
    }
    const TfResults& read = *request.tfs;
    const Matrix& values = request.measure == RegulonMeasure::Activity     ? read.activity
                           : request.measure == RegulonMeasure::Expression ? read.expression
                           : request.measure == RegulonMeasure::Effect     ? read.effect
                                                                           : read.attention;
    return {values, read.tfs, read.rows, extentOf(read)};
}

QString nameOf(const RegulonTableRequest& request) {
    switch (request.measure) {
        case RegulonMeasure::Attention:
            return QObject::tr("attention");
        case RegulonMeasure::TfAttention:  // a figure says whether it was trained, too
            return request.tfs->reader->head ? QObject::tr("attention") : QObject::tr("untrained attention");
        case RegulonMeasure::Effect:
            return QObject::tr("effect of cutting");
        case RegulonMeasure::Pooling:
            return QObject::tr("pooling");
        case RegulonMeasure::Activity:
            return QObject::tr("activity");
        case RegulonMeasure::Expression:
            return QObject::tr("mRNA");
        case RegulonMeasure::Choice:
            break;
    }
    return QObject::tr("choice");
}

QString unitOf(const RegulonTableRequest& request) {
    if (request.zOverGroups) return QObject::tr("z-score across groups");
    switch (request.measure) {
        case RegulonMeasure::Attention:
            return {};
        case RegulonMeasure::TfAttention:
            return QObject::tr("log2 of times uniform");
        case RegulonMeasure::Activity:
            return QObject::tr("t value of targets");
        case RegulonMeasure::Effect:
            return QObject::tr("log-odds of the predicted class");
        case RegulonMeasure::Expression:
            return QObject::tr("log1p(CP10k)");
        case RegulonMeasure::Choice:
        case RegulonMeasure::Pooling:
            break;
    }
    return QObject::tr("log ratio");
}

// What rounding leaves of a spread over groups.
double leastSpread(RegulonMeasure measure) {
    return measure == RegulonMeasure::Attention ? 1e-12 : least_ratio_spread;
}

bool isDiverging(RegulonMeasure measure) {
    return measure != RegulonMeasure::Attention && measure != RegulonMeasure::Expression;
}

// Share of a TF's variance over the cells that lies between the groups (eta squared). After a z-score over
// groups all spreads are the same, and a group of few cells must not decide.
std::vector<double> differences(const GroupMeans& means, double least) {
    std::vector<double> shares(means.columns);
    for (std::size_t t = 0; t < means.columns; ++t) {
        double cells = 0, sum = 0;
        for (std::size_t g = 0; g < means.cells.size(); ++g) {
            cells += static_cast<double>(means.cells[g]);
            sum += static_cast<double>(means.cells[g]) * means.mean(g, t);
        }
        double between = 0, within = 0;
        for (std::size_t g = 0; g < means.cells.size(); ++g) {
            const auto n = static_cast<double>(means.cells[g]);
            const double off = means.mean(g, t) - sum / cells, sd = means.sd(g, t);
            between += n * off * off;
            within += std::max(n - 1, 0.0) * sd * sd;
        }
        // What rounding leaves of a spread is no difference.
        const bool flat = between <= cells * least * least;
        shares[t] = flat || !std::isfinite(between) ? 0 : between / (between + within);
    }
    return shares;
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
    const Numbers numbers = numbersOf(request);
    const std::size_t tfs = numbers.values.cols, groups = request.groups->categories.size();
    const std::vector<std::int32_t>& codes = request.groups->codes;
    const std::vector<QRgb> colors = categoricalColors(*request.groups);
    std::vector<std::int32_t> groupOfRow;
    for (const std::uint32_t cell : numbers.rows)
        groupOfRow.push_back(cell < codes.size() ? codes[cell] : -1);
    // A cell of which nothing was read has no activity.
    for (std::size_t r = 0; r < groupOfRow.size() && request.measure == RegulonMeasure::Activity; ++r)
        if (!has_activity(numbers.values, r)) groupOfRow[r] = -1;
    const GroupMeans means = group_means(numbers.values, groupOfRow, groups, job);
    const auto silent = [&](std::size_t tf) {
        if (request.measure != RegulonMeasure::Choice) return false;
        const std::vector<std::int32_t>& contested = request.regulons->regulons.contested;
        return tf < contested.size() && contested[tf] == 0;
    };
    HeatmapData data;
    for (const std::string& tf : numbers.tfs) data.genes << QString::fromStdString(tf);
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
            data.values(k, t) =
                silent(t) ? std::numeric_limits<float>::quiet_NaN() : static_cast<float>(means.mean(g, t));
        }
    }
    data.importance = differences(means, leastSpread(request.measure));
    if (request.zOverGroups) standardise(data.values, leastSpread(request.measure));
    data.diverging = request.zOverGroups || isDiverging(request.measure);
    data.valueName = nameOf(request);
    data.valueUnit = unitOf(request);
    const bool model = ofGenes(request.measure) || request.tfs->reader->head;
    data.title =
        model ? QObject::tr("Regulons the model attended to") : QObject::tr("Regulons without a model");
    if (!request.groupedBy.isEmpty()) data.title += QObject::tr(", by %1").arg(request.groupedBy);
    data.simulated = request.simulated;
    if (!numbers.extent.isEmpty()) data.note = QObject::tr("from %1").arg(numbers.extent);
    data.importanceName = QObject::tr("%1 % of their variance lies between groups");
    return data;
}

}  // namespace regulus
