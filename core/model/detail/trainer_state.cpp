// What a trainer has learned, as tensors and as plain values, and back.

#include "core/model/detail/torch_trainer.h"
#include "core/model/detail/weights.h"

namespace regulus::detail {
namespace {

std::vector<std::uint8_t> bytes_of(const at::Generator& generator) {
    const at::Tensor state = generator.get_state();
    const auto* bytes = state.data_ptr<std::uint8_t>();
    return {bytes, bytes + state.numel()};
}

OptimizerMoments plain(const AdamW::Moments& moments) {
    if (moments.steps == 0) return {};
    return {moments.steps, to_weight(moments.mean), to_weight(moments.square)};
}

AdamW::Moments tensors_of(const OptimizerMoments& moments, const at::Device& device) {
    if (moments.steps == 0) return {};
    return {moments.steps, to_tensor(moments.mean).to(device), to_tensor(moments.square).to(device)};
}

}  // namespace

TorchTrainer::Tensors TorchTrainer::learned() const {
    Tensors copy;
    for (const auto& [name, tensor] : m_network->parameters()) copy[name] = tensor.detach().clone();
    if (m_prototypes.defined()) copy["prototypes"] = m_prototypes.detach().clone();
    return copy;
}

void TorchTrainer::set(const Tensors& tensors) {
    m_network->assign(tensors);
    const auto prototypes = tensors.find("prototypes");
    if (prototypes != tensors.end()) m_prototypes.detach().copy_(prototypes->second);
}

TrainingState TorchTrainer::state() const {
    TrainingState state;
    state.learned = to_weights(learned());
    state.average = to_weights(m_average);
    state.best = to_weights(m_best);
    state.best_has_head = m_best_has_head;
    if (m_optimizer) {
        const std::vector<AdamW::Moments> moments = m_optimizer->moments();
        for (std::size_t i = 0; i < moments.size(); ++i) state.moments[m_moved_names[i]] = plain(moments[i]);
    }
    state.order = m_random;
    state.hiding = bytes_of(m_generator);
    state.epoch = m_epoch;
    state.best_epoch = m_best_epoch;
    state.best_loss = m_best_loss;
    state.out_of_patience = m_out_of_patience;
    state.history = m_history;
    return state;
}

void TorchTrainer::restore(const TrainingState& state) {
    const auto prototypes = state.learned.find("prototypes");
    const bool labels = prototypes != state.learned.end();
    m_prototypes =
        labels ? to_tensor(prototypes->second).to(where().device).requires_grad_(true) : at::Tensor();
    set(to_tensors(state.learned));
    m_average = to_tensors(state.average);
    for (auto& [name, tensor] : m_average) tensor = tensor.to(where().device);
    m_best = to_tensors(state.best);
    m_best_has_head = state.best_has_head;
    m_optimizer.reset();
    if (labels || m_pretraining > 0) {
        make_optimizer(!labels);
        std::vector<AdamW::Moments> moments;
        for (const std::string& name : m_moved_names)
            moments.push_back(tensors_of(state.moments.at(name), where().device));
        m_optimizer->set_moments(moments);
    }
    m_random = state.order;
    m_generator.set_state(at::tensor(at::ArrayRef<std::uint8_t>(state.hiding), at::kByte));
    m_epoch = state.epoch;
    m_best_epoch = state.best_epoch;
    m_best_loss = state.best_loss;
    m_out_of_patience = state.out_of_patience;
    m_history = state.history;
}

}  // namespace regulus::detail
