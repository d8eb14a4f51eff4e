#include "ui/figures/regulon_table.h"

#include <QObject>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/interpret/group_means.h"
#include "core/interpret/rewired_groups.h"
#include "ui/figures/regulon_extent.h"
#include "ui/figures/regulon_groups.h"

namespace regulus {
namespace {

constexpr double least_ratio_spread = 1e-6;

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

// Each column to mean 0 and standard deviation 1 over the first `counted` groups; a column without a spread
// but for what rounding leaves becomes 0.
void standardise(Matrix& values, std::size_t counted, double least) {
    for (std::size_t c = 0; c < values.cols; ++c) {
        double sum = 0, squares = 0, n = 0;
        for (std::size_t r = 0; r < counted; ++r) {
            const double v = static_cast<double>(values(r, c));
            if (!std::isfinite(v)) continue;
            sum += v;
            squares += v * v;
            ++n;
        }
        const double mean = n > 0 ? sum / n : 0,
                     sd = n > 1 ? std::sqrt(std::max(0.0, squares / n - mean * mean)) : 0;
        for (std::size_t r = 0; r < values.rows; ++r)
            values(r, c) = sd > roundingOf(std::abs(mean), least)
                               ? static_cast<float>((static_cast<double>(values(r, c)) - mean) / sd)
                               : (std::isfinite(values(r, c)) ? 0.0F : values(r, c));
    }
}

// Groups with cells, those that count first.
std::vector<std::size_t> shownGroups(const GroupMeans& means, const std::vector<std::uint8_t>& counted) {
    std::vector<std::size_t> shown;
    for (const std::uint8_t first : {1, 0})
        for (std::size_t g = 0; g < counted.size(); ++g)
            if (means.cells[g] > 0 && counted[g] == first) shown.push_back(g);
    return shown;
}

// `shown`: the group of each row.
HeatmapReference referenceOf(const RegulonTableRequest& request, const std::vector<std::size_t>& entries,
                             const std::vector<std::uint8_t>& counted,
                             const std::vector<std::size_t>& shown) {
    const RewiredGroups compared =
        compare_groups(request.reference->shown, request.reference->rewired, entries, counted,
                       request.zOverGroups ? Contrast::Deviation : Contrast::Level);
    HeatmapReference reference;
    reference.rewired = static_cast<int>(compared.rewired);
    reference.fromGroups = request.zOverGroups;
    for (const std::size_t g : shown)
        for (std::size_t t = 0; t < compared.columns; ++t) reference.above.push_back(compared.at(g, t));
    const RenamedCounts& renamed = request.reference->renamed;
    if (renamed.count > 1) {
        reference.renamed = static_cast<int>(renamed.count);
        const std::vector<std::int32_t>& above = request.zOverGroups ? renamed.deviation : renamed.level;
        for (const std::size_t g : shown)
            for (std::size_t t = 0; t < compared.columns; ++t)
                reference.renamedAbove.push_back(above[g * compared.columns + t]);
    }
    reference.standing = compared.standing;
    reference.shares = compared.shares;
    const TfStability& stability = request.reference->stability;
    for (const std::size_t g : shown)
        for (std::size_t t = 0; t < compared.columns; ++t)
            reference.unstable.push_back(stability.at(g, t) == Standing::NotStable ? 1 : 0);
    reference.not_stable = stability.count(Standing::NotStable, request.tfs->families());
    reference.leading = reference.not_stable + stability.count(Standing::Stable, request.tfs->families());
    return reference;
}

}  // namespace

RegulonNumbers numbersOf(const RegulonTableRequest& request) {
    if (ofGenes(request.measure)) {
        const RegulonAttention& r = request.regulons->regulons;
        const Matrix& values = request.measure == RegulonMeasure::Attention ? r.attention
                               : request.measure == RegulonMeasure::Pooling ? r.pooling
                                                                            : r.choice;
        return {values, r.tfs, r.rows, extentOf(*request.regulons), TfFamilies::none(r.tfs.size())};
    }
    const TfResults& read = *request.tfs;
    const Matrix& values = request.measure == RegulonMeasure::Activity     ? read.activity
                           : request.measure == RegulonMeasure::Expression ? read.expression
                           : request.measure == RegulonMeasure::Effect     ? read.effect
                                                                           : read.attention;
    // mRNA and activity are those of each TF.
    const bool together = values.cols == read.families().columns();
    return {values, read.tfs, read.rows, extentOf(read),
            together ? read.families() : TfFamilies::none(values.cols)};
}

std::vector<std::int32_t> groupOfRows(const RegulonTableRequest& request, const RegulonNumbers& numbers) {
    const std::vector<std::int32_t> groups = groupOfCells(*request.groups, request.among);
    std::vector<std::int32_t> of;
    for (const std::uint32_t cell : numbers.rows) of.push_back(cell < groups.size() ? groups[cell] : -1);
    // A cell of which nothing was read has no activity.
    for (std::size_t r = 0; r < of.size() && request.measure == RegulonMeasure::Activity; ++r)
        if (!has_activity(numbers.values, r)) of[r] = -1;
    return of;
}

TfReference regulonReference(const TfResults& tfs, std::span<const RegulonReader> rewired,
                             const HalfReaders& halves, const MatrixSource& expression,
                             const Categorical& groups, const CellSet& among, Job& job) {
    const std::vector<std::int32_t> of = groupOfCells(groups, among);
    std::vector<std::size_t> cells(groupCount(groups));  // that were read: as regulonTable() counts them
    for (const std::uint32_t row : tfs.rows)
        if (row < of.size() && of[row] >= 0) ++cells[static_cast<std::size_t>(of[row])];
    return tf_reference(tfs, rewired, halves, expression, of, countedGroups(groups, cells), job);
}

HeatmapData regulonTable(const RegulonTableRequest& request, Job& job) {
    const RegulonNumbers numbers = numbersOf(request);
    const std::size_t tfs = numbers.values.cols;
    const std::vector<QRgb> colors = categoricalColors(*request.groups);
    const GroupMeans means =
        group_means(numbers.values, groupOfRows(request, numbers), groupCount(*request.groups), job);
    const std::vector<std::uint8_t> counted = countedGroups(*request.groups, means.cells);
    const auto silent = [&](std::size_t tf) {
        if (request.measure != RegulonMeasure::Choice) return false;
        const std::vector<std::int32_t>& contested = request.regulons->regulons.contested;
        return tf < contested.size() && contested[tf] == 0;
    };
    HeatmapData data;
    for (std::size_t t = 0; t < tfs; ++t) {
        data.genes << QString::fromStdString(numbers.tfs[t]);
        const bool below = t < numbers.families.tfs && numbers.families.entry_of(t) != t;
        data.under.push_back(below ? static_cast<int>(numbers.families.entry_of(t)) : -1);
    }
    const std::vector<std::size_t> shown = shownGroups(means, counted);
    data.aside = shown.size() - static_cast<std::size_t>(std::ranges::count(counted, 1));
    data.values = Matrix(shown.size(), tfs);
    for (std::size_t k = 0; k < shown.size(); ++k) {
        const std::size_t g = shown[k];
        const bool labelled = g < request.groups->categories.size();
        data.groups << (labelled ? QString::fromStdString(request.groups->categories[g])
                                 : QObject::tr("no value"));
        data.groupCodes.push_back(labelled ? static_cast<int>(g) : -1);
        data.counts.push_back(means.cells[g]);
        data.groupColors.push_back(labelled ? colors[g] : missing_color);
        for (std::size_t t = 0; t < tfs; ++t) {
            data.values(k, t) =
                silent(t) ? std::numeric_limits<float>::quiet_NaN() : static_cast<float>(means.mean(g, t));
        }
    }
    data.importance = variance_between(means, counted, leastSpread(request.measure));
    data.even = leastSpread(request.measure);
    const Matrix apart = difference_to_others(means, counted, leastSpread(request.measure));
    data.standsOut = Matrix(shown.size(), tfs);
    for (std::size_t k = 0; k < shown.size(); ++k)
        std::ranges::copy(apart.row(shown[k]), data.standsOut.row(k).begin());
    if (request.zOverGroups)
        standardise(data.values, shown.size() - data.aside, leastSpread(request.measure));
    data.diverging = request.zOverGroups || isDiverging(request.measure);
    data.valueName = nameOf(request);
    data.valueUnit = unitOf(request);
    const bool model = ofGenes(request.measure) || request.tfs->reader->head;
    data.title =
        model ? QObject::tr("Regulons the model attended to") : QObject::tr("Regulons without a model");
    if (!request.groupedBy.isEmpty()) data.title += QObject::tr(", by %1").arg(request.groupedBy);
    data.simulated = request.simulated;
    QStringList notes;
    if (request.among.universe() > 0)
        notes << QObject::tr("of the %1 cells in %2 alone")
                     .arg(countText(request.among.count()), request.amongName);
    if (data.aside > 0)
        notes << QObject::tr(
                     "groups with a number have under %1 cells or no label: they do not choose TFs or "
                     "colours")
                     .arg(least_group_cells);
    if (!hasReference(request.measure) && request.measure != RegulonMeasure::Expression)
        notes << QObject::tr("%1 is not compared with rewired priors").arg(data.valueName);
    if (!numbers.extent.isEmpty()) notes << QObject::tr("from %1").arg(numbers.extent);
    data.note = notes.join(QStringLiteral(" · "));
    data.importanceName = QObject::tr("%1 % of their variance lies between groups");
    data.comparing = request.comparing;
    data.groupBar = groupBarOf(request, shown);
    data.geneBar = tfBarOf(request, tfs);
    if (request.reference && hasReference(request.measure))
        data.reference = referenceOf(request, numbers.families.entries(), counted, shown);
    return data;
}

}  // namespace regulus
