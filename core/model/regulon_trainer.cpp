#include "core/model/regulon_trainer.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <numeric>

#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/model/fitted_head.h"
#include "core/regulons/closed_form.h"
#include "core/regulons/rewired_regulons.h"
#include "core/regulons/tf_choice.h"

namespace regulus {
namespace {

// The TFs that have enough targets besides themselves, ascending by their own column; without edges from a TF
// to itself, whose weights `self` gets.
RegulonSet regulons_of(const TrainingInput& input, std::size_t min_targets, std::vector<float>& self) {
    const RegulonSet set = regulon_set(input.prior, input.genes, {min_targets, true, true});
    std::vector<std::size_t> order(set.count());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t t) { return set.own[t]; });
    RegulonSet kept;
    kept.genes = set.genes;
    self.clear();
    for (const std::size_t t : order) {
        const auto targets = set.targets_of(t);
        const auto itself = std::ranges::find(targets, set.own[t]);
        const bool has_itself = itself != targets.end();
        if (targets.size() - (has_itself ? 1 : 0) < std::max<std::size_t>(min_targets, 1)) continue;
        self.push_back(has_itself ? set.weights_of(t)[static_cast<std::size_t>(itself - targets.begin())]
                                  : 0);
        kept.tfs.push_back(set.tfs[t]);
        kept.own.push_back(set.own[t]);
        for (std::size_t i = 0; i < targets.size(); ++i) {
            if (targets[i] == set.own[t]) continue;
            kept.targets.push_back(targets[i]);
            kept.weights.push_back(set.weights_of(t)[i]);
        }
        kept.offsets.push_back(static_cast<std::int64_t>(kept.targets.size()));
    }
    if (kept.tfs.empty())
        throw Error(ErrorKind::Data,
                    "No transcription factor of the prior has " + std::to_string(min_targets) +
                        " targets besides itself among the genes",
                    input.prior.name, "Use a larger prior, or require fewer targets");
    return kept;
}

std::vector<std::uint32_t> every(std::size_t cells) {
    std::vector<std::uint32_t> rows(cells);
    std::iota(rows.begin(), rows.end(), 0U);
    return rows;
}

}  // namespace

RegulonTrainer::RegulonTrainer(TrainingInput input, TrainingOptions options, Job& job)
    : m_input(std::move(input)), m_options(std::move(options)) {
    const auto start = std::chrono::steady_clock::now();
    check_labels(m_input);
    PartJob making(job, 0, 0.9), fitting(job, 0.9, 1);
    make_reader(making);
    make_head(fitting);
    m_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// Of a prior that was rewired the TFs are chosen by the edges that they have then.
RegulonSet RegulonTrainer::chosen(RegulonSet regulons, const ReaderOptions& options, Job& job) {
    if (m_options.max_tfs == 0 || m_options.max_tfs >= regulons.count()) return regulons;
    const std::vector<std::size_t> places = places_of_largest(
        common_variances(*m_input.expression, regulons, reader_cells(), options, job, m_input.share),
        m_options.max_tfs);
    std::vector<float> self;
    for (const std::size_t t : places) self.push_back(m_model.self[t]);
    m_model.self = std::move(self);
    return some_tfs(regulons, places);
}

CellSet RegulonTrainer::reader_cells() const {
    return (m_input.validation | m_input.test).inverted();
}

void RegulonTrainer::make_reader(Job& job) {
    RegulonSet regulons = regulons_of(m_input, m_options.min_targets, m_model.self);
    if (m_options.model.mask == MaskMode::Shuffled)
        regulons = rewired_regulons(std::move(regulons), m_options.mask_seed, &m_overlap);
    ReaderOptions options;
    options.heads = static_cast<std::size_t>(m_options.model.heads);
    options.dimensions = static_cast<std::size_t>(m_options.model.dimensions);
    options.most_cells = m_options.reader_cells;
    options.own = m_options.own;
    PartJob choosing(job, 0, 0.4), making(job, m_options.max_tfs > 0 ? 0.4 : 0, 1);
    regulons = chosen(std::move(regulons), options, choosing);
    RegulonReader& reader = m_model.reader;
    reader =
        closed_form_reader(*m_input.expression, regulons, reader_cells(), options, making, m_input.share);
    m_columns = reader.genes;
    std::iota(reader.genes.begin(), reader.genes.end(), 0);
    // As a model file keeps it.
    for (float& scale : reader.scale) scale = 1 / (scale > 0 ? 1 / scale : std::numeric_limits<float>::max());
    m_options.model.dimensions = static_cast<int>(reader.dimensions);
    if (m_options.bypass_by_rule) m_options.model.bypass = usual_bypass(reader.explained);
}

Matrix RegulonTrainer::embedded(std::span<const std::uint32_t> rows, Job& job) const {
    Matrix result(rows.size(), m_model.reader.dimensions);
    const std::size_t before = m_input.share.before(rows);
    read_regulons(reader_for(m_model, m_columns), *m_input.expression, m_input.share.own(rows),
                  {.bypass = m_options.model.bypass, .tfs = false}, job,
                  [&](std::size_t first, const Reading& reading) {
                      std::ranges::copy(reading.embedding.values,
                                        result.values.begin() +
                                            static_cast<std::ptrdiff_t>((before + first) * result.cols));
                  });
    m_input.share.complete(std::span(result.values), result.cols, rows);
    return result;
}

// The labels of validation cells are learned from as well: there is nothing to stop early.
void RegulonTrainer::make_head(Job& job) {
    PartJob embedding(job, 0, 0.4), fitting(job, 0.4, 1);
    const std::vector<std::uint32_t> rows = (m_input.train | m_input.validation).rows();
    std::vector<std::int32_t> labels, groups;
    for (const std::uint32_t row : rows) labels.push_back(m_input.labels[row]);
    for (const std::uint32_t row : rows) {
        if (!m_input.groups.empty()) groups.push_back(m_input.groups[row]);
    }
    const Matrix places = embedded(rows, embedding);
    FittedHead fitted = fit_head(places, labels, m_input.classes.size(), groups, m_input.record.split_seed,
                                 fitting, m_input.share.ranks());
    m_model.head = std::move(fitted.head);
    m_model.head.bypass = m_options.model.bypass;
    m_calibration = std::move(fitted.outcome);
}

Matrix RegulonTrainer::embedding(Job& job) {
    return embedded(every(m_input.expression->cells()), job);
}

ModelFile RegulonTrainer::best() {
    ModelFile model;
    model.config = m_options.model;
    for (const std::int32_t column : m_columns)
        model.genes.push_back(m_input.genes[static_cast<std::size_t>(column)]);
    model.classes = m_input.classes;
    model.mask = mask_of(m_model.reader.regulons, m_options.model.mask, m_overlap);
    model.gene_mean = m_model.reader.mean;
    for (const float scale : m_model.reader.scale)
        model.gene_sd.push_back(std::min(1 / scale, std::numeric_limits<float>::max()));
    model.reader = std::make_shared<const ReaderModel>(m_model);
    model.calibration = m_calibration.calibration;
    model.not_calibrated = m_calibration.why_not;
    model.record = record_of(m_input, m_options, m_history);
    model.record.metrics["regulons_explain"] = m_model.reader.explained;
    return model;
}

TrainingCost RegulonTrainer::cost() {
    return {m_seconds, peak_memory_mb()};
}

TrainingState RegulonTrainer::state() const {
    TrainingState state;
    state.learned = reader_tensors(m_model);
    return state;
}

void RegulonTrainer::restore(const TrainingState& state) {
    set_reader_tensors(m_model, state.learned, m_input.classes.size());
}

}  // namespace regulus
