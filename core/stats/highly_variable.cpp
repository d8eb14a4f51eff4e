#include "core/stats/highly_variable.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <functional>
#include <numeric>

#include "core/base/error.h"
#include "core/data/normalise.h"
#include "core/stats/dispersion.h"
#include "core/stats/standardised_variance.h"

namespace regulus {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

void check(const VariableOptions& options) {
    if (options.bins == 0 || !(options.span > 0 && options.span <= 1) || options.top == std::size_t{0}) {
        throw Error(ErrorKind::Usage,
                    "Highly variable genes need at least one bin and one gene, "
                    "and a span above 0 and at most 1");
    }
}

// What makes the values of an assay those the method wants.
Scaling scaling_for(const Assay& assay, VariableFlavor flavor) {
    const bool logs = flavor == VariableFlavor::CellRanger;
    if (flavor == VariableFlavor::SeuratV3 && assay.kind != ValueKind::Counts) {
        throw Error(ErrorKind::Data, "The method seurat_v3 needs counts", assay.name,
                    "Choose a layer with counts, or the method seurat");
    }
    switch (assay.kind) {
        case ValueKind::Counts:
            if (flavor == VariableFlavor::SeuratV3) return Scaling::None;
            return logs ? Scaling::LogPerTenThousand : Scaling::PerTenThousand;
        case ValueKind::LogNormalised:
            return logs ? Scaling::None : Scaling::Expm1;
        case ValueKind::Normalised:
            return logs ? Scaling::Log1p : Scaling::None;
        case ValueKind::Scaled:
        case ValueKind::Levels:
        case ValueKind::NotFinite:
        case ValueKind::Empty:
            break;
    }
    throw Error(ErrorKind::Data,
                fmt::format("Highly variable genes cannot be selected from {} values", to_string(assay.kind)),
                assay.name, "Choose a layer with counts or log-normalised values");
}

// log1p of counts per 10,000 of values that were found to be on another scale.
Assay on_usual_scale(const Assay& assay) {
    const ValueScale scale = scale_of(assay);
    const bool other = assay.kind == ValueKind::LogNormalised || assay.kind == ValueKind::Normalised;
    if (!other || !scale.known || is_usual(scale)) return assay;
    Assay converted = assay;
    converted.matrix = log_normalised(assay);
    converted.kind = ValueKind::LogNormalised;
    converted.scale.reset();
    return converted;
}

// Dispersions that are not numbers count as 0, those beyond all numbers as the largest one, as in Seurat.
bool within(double mean, double scaled, const VariableOptions& options) {
    if (std::isnan(scaled)) scaled = 0;
    scaled = std::clamp(scaled, std::numeric_limits<double>::lowest(), std::numeric_limits<double>::max());
    return mean > options.min_mean && mean < options.max_mean && scaled > options.min_dispersion &&
           scaled < options.max_dispersion;
}

std::vector<std::uint8_t> choose(const Dispersions& genes, const VariableOptions& options) {
    std::vector<std::uint8_t> chosen(genes.means.size(), 0);
    if (!options.top) {
        for (std::size_t g = 0; g < chosen.size(); ++g)
            chosen[g] = within(genes.means[g], genes.scaled[g], options);
        return chosen;
    }
    std::vector<double> numbers;
    std::ranges::remove_copy_if(genes.scaled, std::back_inserter(numbers),
                                [](double value) { return std::isnan(value); });
    if (numbers.empty()) return chosen;
    std::ranges::sort(numbers, std::greater<>{});
    const double least = numbers[std::min(*options.top, numbers.size()) - 1];
    for (std::size_t g = 0; g < chosen.size(); ++g) chosen[g] = genes.scaled[g] >= least;
    return chosen;
}

Dispersions dispersions(const GeneMoments& moments, const VariableOptions& options) {
    return options.flavor == VariableFlavor::Seurat ? seurat_dispersions(moments, options.bins)
                                                    : cell_ranger_dispersions(moments);
}

// The mean of those that are numbers, NaN when none is.
struct Average {
    double sum = 0;
    std::size_t count = 0;
    void add(double value) {
        if (std::isnan(value)) return;
        sum += value;
        ++count;
    }
    double value() const { return count > 0 ? sum / static_cast<double>(count) : nan; }
};

// One batch after another on the genes that it has; a gene that it lacks has a mean and dispersion of 0.
struct AllBatches {
    explicit AllBatches(std::size_t genes) : means(genes), dispersions(genes), scaled(genes) {}
    std::vector<Average> means, dispersions, scaled;

    void add(const GeneMoments& moments, const VariableOptions& options, VariableGenes& result) {
        GeneMoments present;
        std::vector<std::size_t> genes;
        for (std::size_t g = 0; g < moments.mean.size(); ++g) {
            if (moments.present[g] == 0) {
                for (auto* average : {&means[g], &dispersions[g], &scaled[g]}) average->add(0);
                continue;
            }
            genes.push_back(g);
            present.mean.push_back(moments.mean[g]);
            present.variance.push_back(moments.variance[g]);
        }
        const Dispersions found = regulus::dispersions(present, options);
        const auto chosen = choose(found, options);
        for (std::size_t i = 0; i < genes.size(); ++i) {
            means[genes[i]].add(found.means[i]);
            dispersions[genes[i]].add(found.dispersions[i]);
            scaled[genes[i]].add(found.scaled[i]);
            result.batches_chosen[genes[i]] += chosen[i];
        }
    }
};

// Genes chosen in most batches first, then by dispersion; ties by place.
void choose_over_batches(VariableGenes& result, const VariableOptions& options) {
    for (double& value : result.dispersions_norm) {
        if (std::isnan(value) && !options.top) value = 0;
    }
    std::vector<std::size_t> order(result.means.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto key = [&](std::size_t g) {
        const double scaled = result.dispersions_norm[g];
        return std::pair(result.batches_chosen[g],
                         std::isnan(scaled) ? -std::numeric_limits<double>::infinity() : scaled);
    };
    std::ranges::stable_sort(order, std::greater<>{}, key);
    for (std::size_t i = 0; i < order.size(); ++i) {
        const std::size_t g = order[i];
        result.chosen[g] =
            options.top ? i < *options.top : within(result.means[g], result.dispersions_norm[g], options);
    }
}

void by_dispersion(const std::vector<GeneMoments>& batches, const VariableOptions& options,
                   VariableGenes& result) {
    if (batches.size() == 1) {
        Dispersions genes = dispersions(batches.front(), options);
        result.chosen = choose(genes, options);
        result.batches_chosen.assign(result.chosen.begin(), result.chosen.end());
        result.means = std::move(genes.means);
        result.dispersions = std::move(genes.dispersions);
        result.dispersions_norm = std::move(genes.scaled);
        return;
    }
    AllBatches all(result.chosen.size());
    for (const GeneMoments& batch : batches) all.add(batch, options, result);
    for (std::size_t g = 0; g < result.chosen.size(); ++g) {
        result.means.push_back(all.means[g].value());
        result.dispersions.push_back(all.dispersions[g].value());
        result.dispersions_norm.push_back(all.scaled[g].value());
    }
    choose_over_batches(result, options);
}

// The codes without batches of fewer than two cells, which have no variance.
struct UsableBatches {
    std::vector<std::int32_t> codes;
    std::size_t count = 0, dropped = 0;
};

UsableBatches usable(const Batches& batches) {
    std::vector<std::size_t> cells(batches.count, 0);
    for (const std::int32_t code : batches.codes) {
        if (code >= 0) ++cells[static_cast<std::size_t>(code)];
    }
    UsableBatches result;
    std::vector<std::int32_t> place(batches.count, -1);
    for (std::size_t b = 0; b < batches.count; ++b) {
        if (cells[b] > 1) place[b] = static_cast<std::int32_t>(result.count++);
        result.dropped += cells[b] == 1;
    }
    for (const std::int32_t code : batches.codes)
        result.codes.push_back(code < 0 ? -1 : place[static_cast<std::size_t>(code)]);
    return result;
}

}  // namespace

const char* to_string(VariableFlavor flavor) {
    switch (flavor) {
        case VariableFlavor::Seurat:
            return "seurat";
        case VariableFlavor::CellRanger:
            return "cell_ranger";
        case VariableFlavor::SeuratV3:
            break;
    }
    return "seurat_v3";
}

std::vector<std::uint32_t> VariableGenes::genes() const {
    std::vector<std::uint32_t> list;
    for (std::size_t g = 0; g < chosen.size(); ++g) {
        if (chosen[g]) list.push_back(static_cast<std::uint32_t>(g));
    }
    return list;
}

VariableGenes highly_variable_genes(const Assay& stored, const Batches& batches,
                                    const VariableOptions& options, Job& job) {
    assert(batches.codes.size() == stored.matrix->cells());
    check(options);
    const Assay assay = on_usual_scale(stored);
    const Scaling scaling = scaling_for(assay, options.flavor);
    const UsableBatches used = usable(batches);
    if (used.count == 0) {
        throw Error(ErrorKind::Data, "Highly variable genes need at least two cells", assay.name,
                    "Keep more cells");
    }
    VariableGenes result;
    result.batches = used.count;
    if (used.dropped > 0) {
        result.warnings.push_back(
            fmt::format("Batches of one cell have no variance and are left out: {}", used.dropped));
    }
    result.chosen.assign(assay.matrix->genes(), 0);
    result.batches_chosen.assign(assay.matrix->genes(), 0);
    if (options.flavor == VariableFlavor::SeuratV3) {
        by_standardised_variance(*assay.matrix, {used.codes, used.count}, options, result, job);
    } else {
        by_dispersion(gene_moments(*assay.matrix, {used.codes, used.count}, scaling, job), options, result);
    }
    job.progress(1, "highly variable genes");
    return result;
}

VariableGenes highly_variable_genes(const Assay& assay, const VariableOptions& options, Job& job) {
    const std::vector<std::int32_t> one(assay.matrix->cells(), 0);
    return highly_variable_genes(assay, {one, 1}, options, job);
}

}  // namespace regulus
