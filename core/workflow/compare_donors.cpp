#include "core/workflow/compare_donors.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "core/base/count_text.h"
#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/stats/false_discovery.h"
#include "core/stats/sample_sums.h"
#include "core/workflow/donor_choice.h"
#include "core/workflow/donor_codes.h"
#include "core/workflow/learning_assay.h"

namespace regulus {
namespace {

// Sums of every donor in every group, and the cells behind each.
struct DonorSums {
    std::size_t donors = 0, groups = 0;
    BulkCounts counts;               // samples are donors × groups
    std::vector<std::size_t> cells;  // one a sample

    std::size_t sample(std::size_t donor, std::size_t group) const { return donor * groups + group; }
};

const Assay& counts_of(const Dataset& dataset, const std::string& name) {
    const Assay* const named = name.empty() ? nullptr : dataset.assay(name);
    const Assay& assay = named != nullptr ? *named : learning_assay(dataset, name);
    if (assay.kind == ValueKind::Counts) return assay;
    throw Error(ErrorKind::Data,
                fmt::format("Donors are compared by counts, and the values of {} are none ({})", assay.name,
                            describe_values(assay)),
                dataset.path, "Choose counts with --assay, or compare cells instead");
}

DonorSums sums_of(const MatrixSource& matrix, const std::vector<std::int32_t>& donors,
                  std::size_t donor_count, const CellGroups& groups, Job& job) {
    DonorSums sums;
    sums.donors = donor_count;
    sums.groups = groups.names.size();
    const std::size_t samples = sums.donors * sums.groups;
    if (samples > memory_ceiling() / sizeof(double) / std::max<std::size_t>(1, matrix.genes()))
        throw Error(ErrorKind::Memory,
                    fmt::format("{} donors × {} groups × {} genes do not fit in memory", sums.donors,
                                sums.groups, matrix.genes()),
                    {}, "Compare fewer groups, or allow more with --memory");
    std::vector<std::int32_t> codes(matrix.cells(), -1);
    sums.cells.assign(samples, 0);
    for (std::size_t c = 0; c < codes.size(); ++c) {
        if (groups.codes[c] < 0) continue;
        const std::size_t sample =
            sums.sample(static_cast<std::size_t>(donors[c]), static_cast<std::size_t>(groups.codes[c]));
        codes[c] = static_cast<std::int32_t>(sample);
        ++sums.cells[sample];
    }
    sums.counts = sample_sums(matrix, codes, samples, job);
    return sums;
}

// A group of each donor, and everything else of the donor, where either has enough cells.
std::vector<DonorSample> samples_of(const DonorSums& sums, std::size_t group, std::size_t min_cells) {
    std::vector<DonorSample> samples;
    for (std::size_t d = 0; d < sums.donors; ++d) {
        for (const bool inside : {true, false}) {
            DonorSample sample{d, inside, std::vector<double>(sums.counts.genes, 0)};
            std::size_t cells = 0;
            for (std::size_t g = 0; g < sums.groups; ++g) {
                if ((g == group) != inside) continue;
                cells += sums.cells[sums.sample(d, g)];
                const auto part = sums.counts.sample(sums.sample(d, g));
                for (std::size_t i = 0; i < part.size(); ++i) sample.counts[i] += part[i];
            }
            if (cells >= std::max<std::size_t>(1, min_cells)) samples.push_back(std::move(sample));
        }
    }
    return samples;
}

BulkCounts joined(const std::vector<DonorSample>& samples) {
    BulkCounts all{samples.size(), samples.front().counts.size(), {}};
    for (const DonorSample& sample : samples)
        all.counts.insert(all.counts.end(), sample.counts.begin(), sample.counts.end());
    return all;
}

std::vector<std::uint32_t> tested_genes(const BulkCounts& all, const std::vector<DonorSample>& samples) {
    std::vector<std::int32_t> sides;
    for (const DonorSample& sample : samples) sides.push_back(sample.inside ? 1 : 0);
    return genes_with_counts(all, library_sizes(all), sides);
}

DonorGroup test_samples(const std::vector<DonorSample>& samples, const BulkCounts& counts,
                        const std::vector<std::uint32_t>& kept, bool paired, Job& job) {
    DonorGroup result;
    result.paired = paired;
    for (const DonorSample& sample : samples) (sample.inside ? result.samples : result.others) += 1;
    std::vector<double> depths = library_sizes(counts);
    const std::vector<double> factors = tmm_factors(counts, depths);
    for (std::size_t s = 0; s < depths.size(); ++s) depths[s] *= factors[s];
    const Design design = design_of(samples, paired);
    const VoomTests tests = voom_test(counts, depths, design, design.terms - 1, job);
    for (std::size_t i = 0; i < kept.size(); ++i) result.genes.push_back({kept[i], tests.genes[i], 1});
    std::ranges::stable_sort(result.genes,
                             [](const DonorTest& a, const DonorTest& b) { return a.test.t > b.test.t; });
    result.tested = true;
    return result;
}

std::size_t remove_without_counts(std::vector<DonorSample>& samples) {
    return std::erase_if(samples, [](const DonorSample& sample) {
        return std::ranges::none_of(sample.counts, [](double count) { return count > 0; });
    });
}

// Those of `chosen` that have no counts among the genes go from `samples`, from which they were chosen.
std::size_t remove_without_counts(std::vector<DonorSample>& samples, const std::vector<DonorSample>& chosen,
                                  const std::vector<double>& sizes) {
    std::size_t removed = 0;
    for (std::size_t i = 0; i < chosen.size(); ++i) {
        if (sizes[i] > 0) continue;
        removed += std::erase_if(samples, [&](const DonorSample& sample) {
            return sample.donor == chosen[i].donor && sample.inside == chosen[i].inside;
        });
    }
    return removed;
}

// A choice of samples decides which genes are kept, and these which samples have counts: until all have.
DonorGroup test_group(const DonorSums& sums, std::size_t group, const std::string& name,
                      std::size_t min_cells, std::vector<std::string>& warnings, Job& job) {
    std::vector<DonorSample> samples = samples_of(sums, group, min_cells);
    std::size_t empty = remove_without_counts(samples);
    DonorGroup result;
    for (bool done = false; !done;) {
        const DonorChoice choice = choose_donors(samples);
        done = true;
        if (choice.samples.empty()) {
            warnings.push_back(fmt::format(
                "{} is not tested: fewer than two donors have {} with counts in it, or outside it", name,
                count_text(min_cells, "cell", "cells")));
            break;
        }
        const BulkCounts all = joined(choice.samples);
        const std::vector<std::uint32_t> kept = tested_genes(all, choice.samples);
        if (kept.size() < 2) {
            result.few_counts = true;
            warnings.push_back(
                fmt::format("{} is not tested: fewer than two genes have enough counts", name));
            break;
        }
        const BulkCounts counts = selected(all, kept);
        const std::size_t removed = remove_without_counts(samples, choice.samples, library_sizes(counts));
        empty += removed;
        done = removed == 0;
        if (!done) continue;
        if (!choice.odd_donors.empty()) warnings.push_back(name + ": " + choice.odd_donors);
        result = test_samples(choice.samples, counts, kept, choice.paired, job);
    }
    if (empty > 0)
        warnings.push_back(fmt::format("{}: {} of a donor without counts {} left out", name,
                                       count_text(empty, "sample", "samples"), empty == 1 ? "is" : "are"));
    return result;
}

void adjust(DonorComparison& made) {
    std::vector<double> p;
    for (const DonorGroup& group : made.results)
        for (const DonorTest& test : group.genes) p.push_back(test.test.p);
    const std::vector<double> q = benjamini_hochberg(p);
    std::size_t i = 0;
    for (DonorGroup& group : made.results)
        for (DonorTest& test : group.genes) test.q = q[i++];
    made.tested = p.size();
}

}  // namespace

DonorComparison compare_donors(const Dataset& dataset, CellGroups groups, const GeneRequest& genes,
                               const DonorOptions& options, Job& job) {
    const Assay& assay = counts_of(dataset, options.assay);
    DonorComparison made;
    made.groups = std::move(groups);
    made.warnings = made.groups.warnings;
    made.names = own_names(*assay.var, genes).genes.names;
    made.values = fmt::format("{} ({}), added up by {}", assay.name, describe_values(assay), options.donors);
    const DonorCodes donors = donor_codes(dataset.obs, options.donors, made.groups, made.warnings);
    made.donors = donors.names.size();
    PartJob adding(job, 0, 0.8), testing(job, 0.8, 1);
    const DonorSums sums = sums_of(*assay.matrix, donors.codes, made.donors, made.groups, adding);
    const std::size_t count = made.groups.pair ? 1 : sums.groups;
    made.results.resize(sums.groups);
    for (std::size_t g = 0; g < count; ++g) {
        PartJob part(testing, static_cast<double>(g) / static_cast<double>(count),
                     static_cast<double>(g + 1) / static_cast<double>(count));
        part.progress(0, "testing donors");
        made.results[g] = test_group(sums, g, made.groups.names[g], options.min_cells, made.warnings, part);
    }
    if (std::ranges::none_of(made.results, &DonorGroup::tested) &&
        std::ranges::any_of(made.results, &DonorGroup::few_counts))
        throw Error(ErrorKind::Data, "No group has two genes with enough counts for a test", dataset.path,
                    "It takes about 10 counts of a gene in each sample of a group, and 15 in all");
    if (std::ranges::none_of(made.results, &DonorGroup::tested))
        throw Error(
            ErrorKind::Data, "No group has enough donors for a test", dataset.path,
            fmt::format("It takes two donors with {} and their counts in the group, and two with as many "
                        "outside it",
                        count_text(options.min_cells, "cell", "cells")));
    adjust(made);
    made.notes.push_back(
        "Donors are the replicates: p values tell whether other donors would show the difference, if these "
        "are a fair sample of them.");
    return made;
}

}  // namespace regulus
