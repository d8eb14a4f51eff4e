#include "core/model/detail/torch_trainer.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/embed/pca.h"
#include "core/model/detail/caching_allocator.h"
#include "core/model/detail/prototypes.h"
#include "core/model/detail/training_step.h"
#include "core/model/detail/warm_start.h"
#include "core/model/detail/weights.h"
#include "core/model/training_input.h"
#include "core/prior/token_choice.h"
#include "core/stats/classification_metrics.h"
#include "core/stats/logistic_regression.h"

namespace regulus::detail {
namespace {

constexpr std::size_t evaluation_slice = 16;
// While labels are learned, what is judged and kept is the average of the weights over the last steps
// (Polyak and Juditsky 1992), exponentially weighted: some thirty steps.
constexpr double averaging = 0.97;

double seconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

template <class T>
std::vector<T> picked(std::span<const std::uint32_t> rows, const std::vector<T>& values) {
    std::vector<T> result;
    result.reserve(rows.size());
    for (const std::uint32_t row : rows) result.push_back(values[row]);
    return result;
}

// n / (classes present * cells of the class); 0 for a class without a cell.
at::Tensor balanced_weights(const std::vector<std::int32_t>& labels, std::size_t classes) {
    std::vector<std::size_t> cells(classes, 0);
    for (const std::int32_t label : labels) ++cells[static_cast<std::size_t>(label)];
    const auto present = std::ranges::count_if(cells, [](std::size_t n) { return n > 0; });
    std::vector<float> weights;
    for (const std::size_t n : cells) {
        weights.push_back(n == 0 ? 0.0F
                                 : static_cast<float>(static_cast<double>(labels.size()) /
                                                      static_cast<double>(present) / static_cast<double>(n)));
    }
    return at::tensor(weights, at::kFloat);
}

}  // namespace

// Puts a state in the place of the network's own while it lives.
class TorchTrainer::Borrowed {
  public:
    Borrowed(TorchTrainer& trainer, const Tensors& tensors) : m_trainer(trainer), m_own(trainer.learned()) {
        trainer.set(tensors);
    }
    ~Borrowed() { m_trainer.set(m_own); }
    Borrowed(const Borrowed&) = delete;
    Borrowed& operator=(const Borrowed&) = delete;

  private:
    TorchTrainer& m_trainer;
    Tensors m_own;
};

TorchTrainer::TorchTrainer(TrainingInput input, TrainingOptions options, Job& job)
    : m_input(std::move(input)),
      m_options(std::move(options)),
      m_best_loss(std::numeric_limits<double>::infinity()),
      m_generator(at::make_generator<at::CPUGeneratorImpl>(m_options.seed)),
      m_random(m_options.seed, 0x7261) {
    m_learn = (m_input.validation | m_input.test).inverted().rows();
    m_train = m_input.train.rows();
    m_validation = m_input.validation.rows();
    check_labels(m_input);
    PartJob choosing(job, 0, 0.3), making(job, 0.3, 1);
    choose_genes(choosing);
    make_network(making);
}

void TorchTrainer::choose_genes(Job& job) {
    const GeneMoments moments = gene_moments(*m_input.expression, m_learn, m_input.share, job);
    m_columns = choose_tokens(m_input.prior, m_input.genes, moments.variance,
                              {m_options.max_genes, m_options.min_targets})
                    .genes;
    for (const std::uint32_t gene : m_columns) {
        m_tokens.push_back(m_input.genes[gene]);
        m_mean.push_back(static_cast<float>(moments.mean[gene]));
        m_sd.push_back(static_cast<float>(std::max(std::sqrt(moments.variance[gene]), 1e-3)));
    }
    const std::vector<std::int32_t> columns(m_columns.begin(), m_columns.end());
    const std::vector<std::uint32_t> all = all_cells();
    m_batches = std::make_unique<Batches>(*m_input.expression, columns, m_input.share.own(all), m_mean, m_sd,
                                          job, m_input.share.begin());
}

void TorchTrainer::make_network(Job& job) {
    const AttentionMask mask =
        make_mask(m_input.prior, m_tokens, m_options.model.mask, m_options.mask_seed, m_options.min_targets);
    m_network = placed_network(mask);
    const std::vector<std::uint32_t> some = spread(m_learn, warm_start_cells);
    const Pca pca = fit_pca(
        *m_input.expression, m_columns, m_input.share.own(CellSet::of(m_input.expression->cells(), some)),
        {.components = warm_start_components, .standardise = true, .clip = 10}, job, m_input.share.ranks());
    warm_start(*m_network, pca.components, *m_batches, some, m_input.share);
    // Every mask has the same number of passes over the cells, also where there is nothing to predict a
    // hidden gene from.
    m_pretraining = m_options.pretraining_epochs;
    // Without cells to stop by, fine-tuning would overfit unseen: the head alone is fitted.
    m_fine_tuning = m_validation.empty() ? 0 : m_options.epochs;
    m_class_weights =
        balanced_weights(picked(m_train, m_input.labels), m_input.classes.size()).to(where().device);
    keep_as_best(learned());
    if (m_pretraining > 0) make_optimizer(true);
}

// On a GPU a step of the largest batch is tried: it shows whether the memory is enough.
std::unique_ptr<Transformer> TorchTrainer::placed_network(const AttentionMask& mask) const {
    return placed([&](const Placement& placement) {
        auto network = std::make_unique<Transformer>(m_options.model, mask,
                                                     static_cast<std::int64_t>(m_input.classes.size()),
                                                     m_options.seed, placement);
        if (placement.device.is_cpu()) return network;
        const auto cells =
            std::min(static_cast<std::int64_t>(m_learn.size()), static_cast<std::int64_t>(m_options.batch));
        const Forward tried = network->forward(at::zeros({cells, static_cast<std::int64_t>(m_tokens.size())},
                                                         at::TensorOptions(placement.device)));
        const at::Tensor loss = tried.expected.sum() + tried.embedding.sum();
        torch::autograd::grad({loss}, {(*network)["gene.embedding"]});
        return network;
    });
}

void TorchTrainer::make_optimizer(bool pretraining) {
    Tensors plain, decayed;
    for (auto& [name, tensor] : m_network->parameters()) {
        // "tf.scale" is data; the head is fitted when all the rest is done.
        if (name == "tf.scale" || name.starts_with("head.")) continue;
        const bool supervised = name.starts_with("pool.") || name.starts_with("embedding.") ||
                                name == "expected.share" || name == "gene.embedding";
        if (pretraining && supervised) continue;
        (name.ends_with(".weight") && !supervised ? decayed : plain)[name] = tensor;
    }
    if (!pretraining) plain["prototypes"] = m_prototypes;
    m_moved.clear();
    m_moved_names.clear();
    std::vector<AdamW::Group> groups;
    const double rate = m_options.learning_rate;
    const auto add = [&](const Tensors& tensors, double own_rate, double decay) {
        groups.push_back({{}, own_rate, decay});
        for (const auto& [name, tensor] : tensors) {
            groups.back().tensors.push_back(tensor);
            m_moved.push_back(tensor);
            m_moved_names.push_back(name);
        }
    };
    add(plain, pretraining ? 5 * rate : rate, 0);
    add(decayed, rate, m_options.weight_decay);
    m_optimizer = std::make_unique<AdamW>(std::move(groups));
}

void TorchTrainer::start_fine_tuning(Job& job) {
    m_prototypes = fit_projection((*m_network)["embedding.weight"], {pool(m_train, job), classes_of(m_train)},
                                  {pool(m_validation, job), classes_of(m_validation)}, m_class_weights, job);
    make_optimizer(false);
    m_average = learned();
    m_best_loss = validate(job).loss;
    m_input.share.ranks().spread(std::as_writable_bytes(std::span(&m_best_loss, 1)), 0);
    keep_as_best(m_average);
    m_best_epoch = m_epoch;
}

std::vector<std::uint32_t> TorchTrainer::all_cells() const {
    std::vector<std::uint32_t> all(m_input.expression->cells());
    std::iota(all.begin(), all.end(), 0U);
    return all;
}

at::Tensor TorchTrainer::classes_of(std::span<const std::uint32_t> rows) const {
    const std::vector<std::int32_t> labels = picked(rows, m_input.labels);
    return at::tensor(std::vector<std::int64_t>(labels.begin(), labels.end()), at::kLong).to(where().device);
}

void TorchTrainer::average() {
    const at::NoGradGuard no_gradients;
    Tensors next;
    for (const auto& [name, tensor] : m_network->parameters())
        next[name] = at::lerp(m_average.at(name), tensor, 1 - averaging);
    next["prototypes"] = at::lerp(m_average.at("prototypes"), m_prototypes, 1 - averaging);
    m_average = std::move(next);
}

void TorchTrainer::keep_as_best(Tensors tensors) {
    m_best = std::move(tensors);
    m_best_has_head = false;
}

// Each rank computes its own, all have all of them.
at::Tensor TorchTrainer::pool(std::span<const std::uint32_t> rows, Job& job) const {
    const CellShare& share = m_input.share;
    if (share.alone()) return pool_here(rows, job);
    const at::Tensor own = pool_here(share.own(rows), job).to(at::kCPU);
    at::Tensor all = at::empty({static_cast<std::int64_t>(rows.size()), m_options.model.width});
    all.narrow(0, static_cast<std::int64_t>(share.before(rows)), own.size(0)).copy_(own);
    share.complete(std::span(all.data_ptr<float>(), static_cast<std::size_t>(all.numel())),
                   static_cast<std::size_t>(m_options.model.width), rows);
    return all.to(where().device);
}

at::Tensor TorchTrainer::pool_here(std::span<const std::uint32_t> rows, Job& job) const {
    at::Tensor result = at::empty({static_cast<std::int64_t>(rows.size()), m_options.model.width},
                                  at::TensorOptions(at::kFloat).device(where().device));
    const auto pool_slice = [&](std::size_t begin, std::size_t end) {
        const at::NoGradGuard no_gradients;
        job.checkpoint();
        const auto some = rows.subspan(begin, end - begin);
        result.narrow(0, static_cast<std::int64_t>(begin), static_cast<std::int64_t>(some.size()))
            .copy_(m_network->forward(m_batches->standardized(some, where())).pooled);
    };
    for_slices(where(), rows.size(), evaluation_slice, m_network->numbers_of_a_cell(), pool_slice);
    return result;
}

at::Tensor TorchTrainer::embed(std::span<const std::uint32_t> rows, Job& job) const {
    const at::NoGradGuard no_gradients;
    return m_network->embedded(pool(rows, job));
}

bool TorchTrainer::finished() const {
    return m_epoch >= epochs() || m_out_of_patience;
}

void TorchTrainer::run_until(int until, Job& job) {
    const CachedMemory cached;
    const int first = m_epoch, last = std::min(until, epochs());
    while (m_epoch < last && !finished()) {
        const TrainingState before = state();
        PartJob part(job, static_cast<double>(m_epoch - first) / std::max(1, last - first),
                     static_cast<double>(m_epoch + 1 - first) / std::max(1, last - first));
        try {
            m_history.push_back(run_epoch(part));
        } catch (...) {
            restore(before);
            throw;
        }
        ++m_epoch;
    }
    if (finished()) fit_head_of_best(job);
}

EpochRecord TorchTrainer::run_epoch(Job& job) {
    const auto start = std::chrono::steady_clock::now();
    const bool pretraining = m_epoch < m_pretraining;
    if (m_epoch == m_pretraining) start_fine_tuning(job);
    agree();
    EpochRecord record;
    record.epoch = m_epoch + 1;
    record.pretraining = pretraining;
    record.loss = pass_over_cells(pretraining, job);
    record.validation_loss = record.validation_macro_f1 = std::numeric_limits<double>::quiet_NaN();
    if (pretraining) {  // nothing to compare by: the latest has seen most
        keep_as_best(learned());
        m_best_epoch = record.epoch;
    } else {
        const Borrowed averaged(*this, m_average);
        Validation validation = validate(job);
        m_input.share.ranks().spread(std::as_writable_bytes(std::span(&validation, 1)), 0);
        record.validation_loss = validation.loss;
        record.validation_macro_f1 = validation.macro_f1;
        if (validation.loss < m_best_loss) {
            m_best_loss = validation.loss;
            keep_as_best(m_average);
            m_best_epoch = record.epoch;
        } else if (record.epoch - m_best_epoch >= m_options.patience) {
            m_out_of_patience = true;
        }
    }
    record.seconds = seconds_since(start);
    return record;
}

// Machines of several kinds round differently: what they would drift apart by is forgotten every epoch, and
// what rank 0 found is what all go by.
void TorchTrainer::agree() {
    if (m_input.share.alone()) return;
    const at::NoGradGuard no_gradients;
    for (at::Tensor& tensor : m_moved) {
        at::Tensor here = tensor.detach().to(at::kCPU).contiguous();
        m_input.share.ranks().spread(
            {static_cast<std::byte*>(here.data_ptr()), static_cast<std::size_t>(here.nbytes())}, 0);
        tensor.detach().copy_(here);
    }
}

// Once, in random order, over all cells that may be learned from. The mean loss.
double TorchTrainer::pass_over_cells(bool pretraining, Job& job) {
    std::vector<std::uint32_t> order = pretraining ? m_learn : m_train;
    m_random.shuffle(std::span(order));
    const auto batch = static_cast<std::size_t>(m_options.batch);
    double loss = 0;
    for (std::size_t begin = 0; begin < order.size(); begin += batch) {
        job.checkpoint();
        const std::size_t count = std::min(batch, order.size() - begin);
        loss += step(std::span(order).subspan(begin, count), pretraining) * static_cast<double>(count);
        job.progress(static_cast<double>(begin + count) / static_cast<double>(order.size()),
                     pretraining ? "pretraining" : "training");
    }
    return loss / static_cast<double>(order.size());
}

double TorchTrainer::step(std::span<const std::uint32_t> rows, bool pretraining) {
    // While labels are learned hiding is an augmentation: half as much is hidden.
    const double share = pretraining ? m_options.hide : m_options.hide / 2;
    const at::Tensor hidden =
        at::rand({static_cast<std::int64_t>(rows.size()), static_cast<std::int64_t>(m_tokens.size())},
                 m_generator, at::TensorOptions(at::kFloat))
            .lt(share);
    const Supervision supervision{picked(rows, m_input.labels), m_class_weights, m_prototypes};
    const double loss = loss_and_gradients(*m_network, *m_batches, rows, hidden,
                                           pretraining ? nullptr : &supervision, m_moved, m_input.share);
    m_optimizer->step();
    if (!pretraining) average();
    return loss;
}

TorchTrainer::Validation TorchTrainer::validate(Job& job) const {
    const at::NoGradGuard no_gradients;
    const at::Tensor logits = similarities(embed(m_validation, job), m_prototypes);
    const at::Tensor best = std::get<1>(logits.max(1)).to(at::kCPU, at::kInt).contiguous();
    const std::vector<std::int32_t> predicted(best.data_ptr<int>(), best.data_ptr<int>() + best.numel());
    return {
        at::cross_entropy_loss(logits, classes_of(m_validation), m_class_weights).item<double>(),
        macro_f1(confusion_matrix(picked(m_validation, m_input.labels), predicted, m_input.classes.size()))};
}

// Logistic regression on the embedding of all labelled cells at hand: those of validation have done their
// service.
void TorchTrainer::fit_head_of_best(Job& job) {
    if (m_best_has_head) return;
    const Borrowed best(*this, m_best);
    std::vector<std::uint32_t> labelled = m_train;
    labelled.insert(labelled.end(), m_validation.begin(), m_validation.end());
    std::ranges::sort(labelled);
    const LogisticModel head = fit_logistic(to_matrix(embed(labelled, job)), picked(labelled, m_input.labels),
                                            m_input.classes.size(), {.ranks = &m_input.share.ranks()}, job);
    m_best["head.weight"] = to_tensor(head.weights);  // on the CPU, as all that is only kept may be
    // A class nobody was labelled with stays possible in theory: a finite, very low score.
    m_best["head.bias"] = at::tensor(head.intercepts, at::kFloat).clamp_min(-1e4);
    m_best_has_head = true;
}

Matrix TorchTrainer::embedding(Job& job) {
    const CachedMemory cached;
    if (!finished() && m_epoch <= m_pretraining) return to_matrix(embed(all_cells(), job));
    const Borrowed shown(*this, finished() ? m_best : m_average);
    return to_matrix(embed(all_cells(), job));
}

ModelFile TorchTrainer::best() {
    const CachedMemory cached;
    Job quiet;
    fit_head_of_best(quiet);
    ModelFile model;
    model.config = m_options.model;
    model.genes = m_tokens;
    model.classes = m_input.classes;
    model.mask = m_network->mask();
    model.gene_mean = m_mean;
    model.gene_sd = m_sd;
    model.weights = to_weights(m_best);
    model.weights.erase("prototypes");
    model.record = record_of(m_input, m_options, m_history);
    model.record.metrics["best_epoch"] = m_best_epoch;
    model.record.device = where().name;
    return model;
}

TrainingCost TorchTrainer::cost() {
    const CachedMemory cached;
    const TrainingState before = state();
    TrainingCost cost;
    try {
        cost = measure_cost();
    } catch (...) {
        restore(before);
        throw;
    }
    restore(before);
    return cost;
}

TrainingCost TorchTrainer::measure_cost() {
    const double pretraining = m_pretraining > 0 ? seconds_of_a_cell(true) : 0,
                 fine_tuning = m_fine_tuning > 0 ? seconds_of_a_cell(false) : 0;
    const double seconds =
        pretraining * static_cast<double>(m_learn.size()) * m_pretraining +
        fine_tuning * static_cast<double>(m_train.size() + m_validation.size()) * m_fine_tuning;
    return {seconds, peak_memory_mb()};
}

// Measured on a few steps.
double TorchTrainer::seconds_of_a_cell(bool pretraining) {
    if (!m_prototypes.defined())
        m_prototypes = at::zeros_like((*m_network)["head.weight"]).requires_grad_(true);
    m_average = learned();
    make_optimizer(pretraining);
    const std::size_t count =
        std::min<std::size_t>(m_train.size(), static_cast<std::size_t>(m_options.batch));
    double seconds = 0;
    for (int i = 0; i < 3; ++i) {  // the first step also warms caches
        const auto start = std::chrono::steady_clock::now();
        step(std::span(m_train).first(count), pretraining);
        seconds = seconds_since(start);
    }
    return seconds / static_cast<double>(count);
}

}  // namespace regulus::detail
