#include "core/workflow/training_setup.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "core/base/error.h"
#include "core/data/normalise.h"
#include "core/io/checksum.h"
#include "core/workflow/dataset_summary.h"
#include "core/workflow/learning_assay.h"

namespace regulus {
namespace {

// detect_value_kind() looks at a sample; a model would learn from every value.
void check_values(const Dataset& dataset, const Assay& assay, const GeneNames& genes, Job& job) {
    const MatrixSource& matrix = *assay.matrix;
    for (std::size_t begin = 0; begin < matrix.cells(); begin += matrix.preferred_block()) {
        job.checkpoint();
        job.progress(static_cast<double>(begin) / static_cast<double>(matrix.cells()), "checking values");
        const CsrMatrix block =
            matrix.block(begin, std::min(begin + matrix.preferred_block(), matrix.cells()));
        for (std::size_t r = 0; r < block.rows; ++r) {
            const auto values = block.row_values(r);
            const auto bad = std::ranges::find_if(values, [](float v) { return !std::isfinite(v) || v < 0; });
            if (bad == values.end()) continue;
            const auto gene = static_cast<std::size_t>(
                block.row_columns(r)[static_cast<std::size_t>(bad - values.begin())]);
            throw Error(ErrorKind::Data,
                        std::isfinite(*bad)
                            ? fmt::format("{} holds a negative value among counts", assay.name)
                            : fmt::format("{} holds NaN or infinite values", assay.name),
                        fmt::format("cell {} ({}), gene {}", begin + r + 1, dataset.obs.index[begin + r],
                                    genes.names[gene]),
                        "Replace them before opening the file, or keep the counts in another layer");
        }
    }
}

void describe(TrainingSetup& setup, const Dataset& dataset, const TrainingRequest& request) {
    TrainingRecord& record = setup.input.record;
    record.data_name =
        dataset.path.empty() ? dataset.name : std::filesystem::path(dataset.path).filename().string();
    record.data_checksum = fingerprint(dataset.obs, setup.genes.names);
    record.assay = setup.assay;
    record.label_column = request.label_column;
    record.split_column = request.split_column;
    record.split = setup.split.description;
    record.label_fraction = request.split.label_fraction;
    record.seed = request.split.seed;
    record.prior_name = setup.input.prior.name;
    record.prior_checksum = setup.input.prior.checksum;
    record.simulated = dataset.simulated;
    record.train_cells = setup.split.train.count();
    record.validation_cells = setup.split.validation.count();
    record.test_cells = setup.split.test.count();
}

}  // namespace

TrainingSetup prepare_training(const Dataset& dataset, const RegulatoryNetwork& prior,
                               const TrainingRequest& request, Job& job) {
    TrainingSetup setup;
    const Assay& assay = learning_assay(dataset, request.assay);
    setup.assay = assay.name;
    setup.genes = gene_names(*assay.var, request.gene_column);
    setup.labels = read_labels(dataset.obs, request.label_column);
    std::vector<std::int32_t> groups;
    if (!request.split_column.empty()) groups = read_groups(dataset.obs, request.split_column);

    const PriorMatch match = match_prior(dataset, setup.genes, prior);
    if (!match.problem.empty()) throw Error(ErrorKind::Data, match.problem);
    setup.coverage = match.coverage;
    check_values(dataset, assay, setup.genes, job);

    setup.split = make_split(setup.labels.codes, setup.labels.classes.size(), groups, request.split);
    setup.label_fraction = request.split.label_fraction;
    setup.warnings = setup.labels.warnings;
    setup.warnings.insert(setup.warnings.end(), setup.split.warnings.begin(), setup.split.warnings.end());
    if (!match.better_column.empty()) {
        setup.warnings.push_back(
            fmt::format("The gene names in '{}' would use more edges of the prior than those in '{}'",
                        match.better_column, setup.genes.source));
    }

    setup.input.expression = log_normalised(assay);
    setup.input.genes = setup.genes.names;
    setup.input.labels = setup.labels.codes;
    setup.input.classes = setup.labels.classes;
    setup.input.train = setup.split.train;
    setup.input.validation = setup.split.validation;
    setup.input.test = setup.split.test;
    setup.input.prior = prior;
    describe(setup, dataset, request);
    return setup;
}

std::string fingerprint(const Table& obs, const std::vector<std::string>& genes) {
    Sha256 sum;
    for (const auto& gene : genes) sum.add(gene + "\n");
    sum.add("\n");
    for (const auto& cell : obs.index) sum.add(cell + "\n");
    return sum.hex();
}

}  // namespace regulus
