#include "core/model/detail/torch_trainer.h"

#include <ATen/CPUGeneratorImpl.h>
#include <torch/csrc/autograd/autograd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/model/detail/warm_start.h"
#include "core/model/detail/weights.h"
#include "core/prior/token_choice.h"
#include "core/stats/classification_metrics.h"
#include "core/stats/logistic_regression.h"

namespace regulus::detail {
namespace {

constexpr std::size_t evaluation_slice = 16;
// A batch is computed in slices of so many cells, one thread a slice: what a slice touches stays in the
// caches, threads never wait for each other, and gradients do not depend on their number.
constexpr std::size_t slice_cells = 8;
constexpr int projection_steps = 400, projection_patience = 40;
constexpr double projection_decay = 1e-3;
// Of the softmax over cosines to the classes' prototypes (normalised softmax; Wang et al. 2017).
constexpr double temperature = 0.3;

at::Tensor normalized(const at::Tensor& x) {
    return x / x.norm(2, -1, true).clamp_min(1e-6);
}

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

void check_labels(const TrainingInput& input, std::span<const std::uint32_t> train) {
    std::vector<std::size_t> cells(input.classes.size(), 0);
    for (const std::uint32_t row : train) ++cells[static_cast<std::size_t>(input.labels[row])];
    const auto present = std::ranges::count_if(cells, [](std::size_t n) { return n > 0; });
    if (present >= 2) return;
    throw Error(ErrorKind::Data,
                present == 0 ? "No cell to learn from has a label" : "All labelled cells have the same label",
                input.record.label_column, "Choose a column with at least two groups");
}

}  // namespace

TorchTrainer::TorchTrainer(TrainingInput input, TrainingOptions options, Job& job)
    : m_input(std::move(input)),
      m_options(std::move(options)),
      m_best_loss(std::numeric_limits<double>::infinity()),
      m_generator(at::make_generator<at::CPUGeneratorImpl>(m_options.seed)),
      m_random(m_options.seed, 0x7261) {
    m_learn = (m_input.train | m_input.validation | m_input.test).inverted().rows();
    m_train = m_input.train.rows();
    m_validation = m_input.validation.rows();
    m_learn.insert(m_learn.end(), m_train.begin(), m_train.end());
    std::ranges::sort(m_learn);
    check_labels(m_input, m_train);
    PartJob choosing(job, 0, 0.3), making(job, 0.3, 1);
    choose_genes(choosing);
    make_network(making);
}

void TorchTrainer::choose_genes(Job& job) {
    const GeneMoments moments = gene_moments(*m_input.expression, m_learn, job);
    const Tokens chosen = choose_tokens(m_input.prior, m_input.genes, moments.variance,
                                        {m_options.max_genes, m_options.min_targets});
    std::vector<std::int32_t> columns;
    for (const std::uint32_t gene : chosen.genes) {
        m_tokens.push_back(m_input.genes[gene]);
        columns.push_back(static_cast<std::int32_t>(gene));
        m_mean.push_back(static_cast<float>(moments.mean[gene]));
        m_sd.push_back(static_cast<float>(std::max(std::sqrt(moments.variance[gene]), 1e-3)));
    }
    std::vector<std::uint32_t> all(m_input.expression->cells());
    std::iota(all.begin(), all.end(), 0U);
    m_batches = std::make_unique<Batches>(*m_input.expression, columns, all, m_mean, m_sd, job);
}

void TorchTrainer::make_network(Job& job) {
    const AttentionMask mask =
        make_mask(m_input.prior, m_tokens, m_options.model.mask, m_options.seed, m_options.min_targets);
    m_network = std::make_unique<Transformer>(
        m_options.model, mask, static_cast<std::int64_t>(m_input.classes.size()), m_options.seed, at::kCPU);
    warm_start(*m_network, *m_batches, m_learn, job);
    // Without regulators there is nothing to predict a hidden gene from.
    m_pretraining = mask.edges() > 0 || mask.mode == MaskMode::None ? m_options.pretraining_epochs : 0;
    // Without cells to stop by, fine-tuning would overfit unseen: the head alone is fitted.
    m_fine_tuning = m_validation.empty() ? 0 : m_options.epochs;
    std::vector<std::size_t> cells(m_input.classes.size(), 0);
    for (const std::uint32_t row : m_train) ++cells[static_cast<std::size_t>(m_input.labels[row])];
    const auto present =
        static_cast<double>(std::ranges::count_if(cells, [](std::size_t n) { return n > 0; }));
    std::vector<float> weights;
    for (const std::size_t n : cells) {
        weights.push_back(n == 0 ? 0.0F
                                 : static_cast<float>(static_cast<double>(m_train.size()) / present /
                                                      static_cast<double>(n)));
    }
    m_class_weights = at::tensor(weights, at::kFloat);
    fit_head(m_train, job);
    m_best = snapshot();
    if (m_pretraining > 0) {
        make_optimizer(true);
    } else {
        start_fine_tuning(job);
    }
}

void TorchTrainer::make_optimizer(bool pretraining) {
    using torch::optim::AdamWOptions;
    std::vector<at::Tensor> plain, decayed, slow;
    for (auto& [name, tensor] : m_network->parameters()) {
        if (name == "tf.scale") continue;
        const bool supervised = name.starts_with("head.") || name.starts_with("pool.") ||
                                name.starts_with("embedding.") || name == "expected.share";
        if (pretraining && (supervised || name == "gene.embedding")) continue;
        if (name == "gene.embedding") {
            slow.push_back(tensor);
        } else if (name.ends_with(".weight") && !supervised) {
            decayed.push_back(tensor);
        } else {
            plain.push_back(tensor);
        }
    }
    const double rate = m_options.learning_rate;
    std::vector<torch::optim::OptimizerParamGroup> groups;
    const auto add = [&](std::vector<at::Tensor>& tensors, double lr, double decay) {
        if (tensors.empty()) return;
        groups.emplace_back(tensors, std::make_unique<AdamWOptions>(AdamWOptions(lr).weight_decay(decay)));
    };
    add(plain, pretraining ? 5 * rate : rate, 0);
    add(decayed, rate, m_options.weight_decay);
    add(slow, rate, 0);
    if (!pretraining && m_prototypes.defined()) plain.push_back(m_prototypes);
    m_learned = plain;
    m_learned.insert(m_learned.end(), decayed.begin(), decayed.end());
    m_learned.insert(m_learned.end(), slow.begin(), slow.end());
    m_optimizer = std::make_unique<torch::optim::AdamW>(groups, AdamWOptions(rate));
}

// The last projection and the prototypes alone, on cells pooled once: a thousand numbers, learned in a second
// before the slow part starts from there.
void TorchTrainer::fit_projection(Job& job) {
    const at::Tensor train = pool(m_train, job), validation = pool(m_validation, job);
    const at::Tensor truth = classes_of(m_train), validation_truth = classes_of(m_validation);
    at::Tensor projection = (*m_network)["embedding.weight"];
    {
        const at::NoGradGuard no_gradients;
        const at::Tensor embedded = normalized(at::linear(train, projection));
        at::Tensor means = at::zeros({static_cast<std::int64_t>(m_input.classes.size()), embedded.size(1)});
        m_prototypes = normalized(means.index_add_(0, truth, embedded)).requires_grad_(true);
    }
    torch::optim::AdamW optimizer({projection, m_prototypes},
                                  torch::optim::AdamWOptions(1e-2).weight_decay(0));
    const at::Tensor start = projection.detach().clone();
    double best = std::numeric_limits<double>::infinity();
    std::pair<at::Tensor, at::Tensor> kept;
    for (int i = 0, since = 0; i < projection_steps && since < projection_patience; ++i, ++since) {
        job.checkpoint();
        {
            const at::NoGradGuard no_gradients;
            const double loss = at::cross_entropy_loss(similarities(at::linear(validation, projection)),
                                                       validation_truth, m_class_weights)
                                    .item<double>();
            if (loss < best) {
                best = loss;
                kept = {projection.detach().clone(), m_prototypes.detach().clone()};
                since = 0;
            }
        }
        optimizer.zero_grad();
        (at::cross_entropy_loss(similarities(at::linear(train, projection)), truth, m_class_weights) +
         projection_decay * (projection - start).square().sum())
            .backward();
        optimizer.step();
    }
    const at::NoGradGuard no_gradients;
    projection.copy_(kept.first);
    m_prototypes.copy_(kept.second);
    projection.mutable_grad() = at::Tensor();
}

at::Tensor TorchTrainer::classes_of(std::span<const std::uint32_t> rows) const {
    const std::vector<std::int32_t> labels = picked(rows, m_input.labels);
    return at::tensor(std::vector<std::int64_t>(labels.begin(), labels.end()), at::kLong);
}

at::Tensor TorchTrainer::similarities(const at::Tensor& embedded) const {
    return at::matmul(normalized(embedded), normalized(m_prototypes).t()) / temperature;
}

TorchTrainer::Weights TorchTrainer::snapshot() const {
    Weights copy;
    for (const auto& [name, tensor] : m_network->parameters()) copy[name] = tensor.detach().clone();
    return copy;
}

at::Tensor TorchTrainer::embed(std::span<const std::uint32_t> rows, Job& job) const {
    const at::NoGradGuard no_gradients;
    return at::linear(pool(rows, job), (*m_network)["embedding.weight"]);
}

at::Tensor TorchTrainer::pool(std::span<const std::uint32_t> rows, Job& job) const {
    at::Tensor result =
        at::empty({static_cast<std::int64_t>(rows.size()), m_options.model.width}, at::kFloat);
    parallel_for(rows.size(), evaluation_slice, [&](std::size_t begin, std::size_t end) {
        const at::NoGradGuard no_gradients;
        job.checkpoint();
        const auto some = rows.subspan(begin, end - begin);
        result.narrow(0, static_cast<std::int64_t>(begin), static_cast<std::int64_t>(some.size()))
            .copy_(m_network->forward(m_batches->standardized(some)).pooled);
    });
    return result;
}

void TorchTrainer::fit_head(const std::vector<std::uint32_t>& rows, Job& job) {
    const Matrix x = to_matrix(embed(rows, job));
    LogisticOptions logistic;
    const LogisticModel fitted =
        fit_logistic(x, picked(rows, m_input.labels), m_input.classes.size(), logistic, job);
    const at::NoGradGuard no_gradients;
    (*m_network)["head.weight"].copy_(to_tensor(fitted.weights));
    at::Tensor bias = at::tensor(fitted.intercepts, at::kFloat);
    // A class nobody was labelled with stays possible in theory: a finite, very low score.
    (*m_network)["head.bias"].copy_(bias.clamp_min(-1e4));
}

void TorchTrainer::start_fine_tuning(Job& job) {
    if (!m_validation.empty()) fit_projection(job);
    fit_head(m_train, job);
    make_optimizer(false);
    m_best = snapshot();
    m_best_head_is_old = false;
    m_best_epoch = m_epoch;
    m_best_loss = m_validation.empty() ? 0 : validate(job).loss;
}

bool TorchTrainer::finished() const {
    return m_epoch >= epochs() || m_out_of_patience;
}

void TorchTrainer::run_until(int until, Job& job) {
    const int first = m_epoch, last = std::min(until, epochs());
    while (m_epoch < last && !finished()) {
        const Weights before = snapshot();
        PartJob part(job, static_cast<double>(m_epoch - first) / std::max(1, last - first),
                     static_cast<double>(m_epoch + 1 - first) / std::max(1, last - first));
        try {
            m_history.push_back(run_epoch(part));
        } catch (const Cancelled&) {
            m_network->assign(before);
            throw;
        }
        ++m_epoch;
        if (m_epoch == m_pretraining) start_fine_tuning(part);
    }
    if (finished()) finish(job);
}

EpochRecord TorchTrainer::run_epoch(Job& job) {
    const auto start = std::chrono::steady_clock::now();
    const bool pretraining = m_epoch < m_pretraining;
    std::vector<std::uint32_t> order = pretraining ? m_learn : m_train;
    m_random.shuffle(std::span(order));
    const auto batch = static_cast<std::size_t>(m_options.batch);
    double loss = 0;
    for (std::size_t begin = 0; begin < order.size(); begin += batch) {
        job.checkpoint();
        const std::size_t count = std::min(batch, order.size() - begin);
        loss += step(std::span(order).subspan(begin, count), pretraining) * static_cast<double>(count);
        job.progress(static_cast<double>(begin + count) / static_cast<double>(order.size()),
                     pretraining ? "learning regulators" : "learning labels");
    }
    EpochRecord record;
    record.epoch = m_epoch + 1;
    record.pretraining = pretraining;
    record.loss = loss / static_cast<double>(order.size());
    record.validation_loss = record.validation_macro_f1 = std::numeric_limits<double>::quiet_NaN();
    if (!pretraining && !m_validation.empty()) {
        const Validation validation = validate(job);
        record.validation_loss = validation.loss;
        record.validation_macro_f1 = validation.macro_f1;
        if (validation.loss < m_best_loss) {
            m_best_loss = validation.loss;
            m_best = snapshot();
            m_best_head_is_old = true;
            m_best_epoch = record.epoch;
        } else if (record.epoch - m_best_epoch >= m_options.patience) {
            m_out_of_patience = true;
        }
    }
    if (pretraining) {  // nothing to compare by: the latest has seen most
        m_best = snapshot();
        m_best_head_is_old = true;
        m_best_epoch = record.epoch;
    }
    record.seconds = seconds_since(start);
    return record;
}

double TorchTrainer::step(std::span<const std::uint32_t> rows, bool pretraining) {
    const double share = pretraining ? m_options.hide : m_options.hide / 2;
    const at::Tensor hidden =
        at::rand({static_cast<std::int64_t>(rows.size()), static_cast<std::int64_t>(m_tokens.size())},
                 m_generator, at::TensorOptions(at::kFloat))
            .lt(share);
    const std::vector<std::int32_t> labels = picked(rows, m_input.labels);
    double weight = 0;
    if (!pretraining) {
        for (const std::int32_t label : labels) weight += m_class_weights[label].item<double>();
    }
    const double hidden_count = std::max(1.0, hidden.sum().item<double>());
    const std::size_t slices = (rows.size() + slice_cells - 1) / slice_cells;
    std::vector<std::vector<at::Tensor>> gradients(slices);
    std::vector<double> losses(slices);
    parallel_for(slices, 1, [&](std::size_t slice, std::size_t) {
        const std::size_t begin = slice * slice_cells, count = std::min(slice_cells, rows.size() - begin);
        const at::Tensor z = m_batches->standardized(rows.subspan(begin, count));
        const at::Tensor covered =
            hidden.narrow(0, static_cast<std::int64_t>(begin), static_cast<std::int64_t>(count));
        const Forward result = m_network->forward(z.masked_fill(covered, 0));
        at::Tensor loss =
            (result.expected - z).square().masked_fill(covered.logical_not(), 0).sum() / hidden_count;
        if (!pretraining) {
            const auto first = labels.begin() + static_cast<std::ptrdiff_t>(begin);
            const at::Tensor truth = at::tensor(
                std::vector<std::int64_t>(first, first + static_cast<std::ptrdiff_t>(count)), at::kLong);
            loss = loss + at::cross_entropy_loss(similarities(result.embedding), truth, m_class_weights,
                                                 at::Reduction::Sum) /
                              weight;
        }
        losses[slice] = loss.item<double>();
        gradients[slice] = torch::autograd::grad({loss}, m_learned, {}, false, false, true);
    });
    // Added up in the order of the slices: the same sum whatever thread computed which.
    const at::NoGradGuard no_gradients;
    for (std::size_t i = 0; i < m_learned.size(); ++i) {
        at::Tensor total;
        for (const auto& part : gradients) {
            if (!part[i].defined()) continue;
            total = total.defined() ? total.add_(part[i]) : part[i];
        }
        m_learned[i].mutable_grad() = total;
    }
    m_optimizer->step();
    return std::accumulate(losses.begin(), losses.end(), 0.0);
}

TorchTrainer::Validation TorchTrainer::validate(Job& job) const {
    const at::NoGradGuard no_gradients;
    const std::vector<std::int32_t> labels = picked(m_validation, m_input.labels);
    const at::Tensor truth = at::tensor(std::vector<std::int64_t>(labels.begin(), labels.end()), at::kLong);
    const at::Tensor logits =
        at::linear(embed(m_validation, job), (*m_network)["head.weight"], (*m_network)["head.bias"]);
    const at::Tensor best = std::get<1>(logits.max(1)).to(at::kInt).contiguous();
    const std::vector<std::int32_t> predicted(best.data_ptr<int>(), best.data_ptr<int>() + best.numel());
    return {at::cross_entropy_loss(logits, truth, m_class_weights).item<double>(),
            macro_f1(confusion_matrix(labels, predicted, m_input.classes.size()))};
}

void TorchTrainer::finish(Job& job) {
    if (m_closed) return;
    fit_best_head(job);
    m_closed = true;
}

// The network that was best on validation cells gets its head once more, on all labelled cells at hand: while
// the network is tuned its head rests.
void TorchTrainer::fit_best_head(Job& job) {
    const Weights now = snapshot();
    m_network->assign(m_best);
    std::vector<std::uint32_t> labelled = m_train;
    labelled.insert(labelled.end(), m_validation.begin(), m_validation.end());
    std::ranges::sort(labelled);
    try {
        fit_head(labelled, job);
    } catch (const Cancelled&) {
        m_network->assign(now);
        throw;
    }
    m_best = snapshot();
    m_best_head_is_old = false;
    if (!finished()) m_network->assign(now);
}

Matrix TorchTrainer::embedding(Job& job) {
    std::vector<std::uint32_t> all(m_batches->cells());
    std::iota(all.begin(), all.end(), 0U);
    return to_matrix(embed(all, job));
}

ModelFile TorchTrainer::best() {
    Job quiet;
    if (m_best_head_is_old) fit_best_head(quiet);
    ModelFile model;
    model.config = m_options.model;
    model.genes = m_tokens;
    model.classes = m_input.classes;
    model.mask = m_network->mask();
    model.gene_mean = m_mean;
    model.gene_sd = m_sd;
    model.weights = to_weights(m_best);
    model.record = m_input.record;
    model.record.seed = m_options.seed;
    model.record.train_cells = m_train.size();
    model.record.validation_cells = m_validation.size();
    model.record.test_cells = m_input.test.count();
    model.record.history = m_history;
    model.record.metrics["best_epoch"] = m_best_epoch;
    return model;
}

TrainingCost TorchTrainer::cost() {
    const Weights before = snapshot();
    const at::Generator generator = m_generator.clone();
    make_optimizer(m_epoch < m_pretraining);
    const std::size_t count =
        std::min<std::size_t>(m_train.size(), static_cast<std::size_t>(m_options.batch));
    double seconds = 0;
    for (int i = 0; i < 3; ++i) {  // the first step also warms caches
        const auto start = std::chrono::steady_clock::now();
        step(std::span(m_train).first(count), m_epoch < m_pretraining);
        seconds = seconds_since(start);
    }
    m_network->assign(before);
    m_generator = generator;
    make_optimizer(m_epoch < m_pretraining);
    const double per_cell = seconds / static_cast<double>(count);
    const double cells = static_cast<double>(m_learn.size()) * m_pretraining +
                         static_cast<double>(m_train.size() + m_validation.size()) * m_fine_tuning;
    const auto tokens = static_cast<double>(m_tokens.size());
    const double activations =
        40 * tokens * m_options.model.width * m_options.batch * sizeof(float) * m_options.model.layers;
    return {cells * per_cell, 300 + activations / 1e6};
}

}  // namespace regulus::detail
