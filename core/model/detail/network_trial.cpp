#include "core/model/detail/network_trial.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/core/grad_mode.h>

#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "core/base/random.h"
#include "core/model/detail/batches.h"
#include "core/model/detail/training_step.h"
#include "core/model/detail/transformer.h"
#include "core/model/detail/weights.h"

namespace regulus::detail {
namespace {

constexpr std::int64_t classes = 3;
using Values = std::map<std::string, at::Tensor>;

// A third of the values expressed.
InMemoryMatrix random_cells(std::size_t cells, std::size_t genes) {
    CsrMatrix matrix;
    matrix.cols = genes;
    Random random(11);
    for (std::size_t c = 0; c < cells; ++c) {
        std::vector<std::int32_t> columns;
        std::vector<float> values;
        for (std::size_t g = 0; g < genes; ++g) {
            if (random.uniform() > 0.33) continue;
            columns.push_back(static_cast<std::int32_t>(g));
            values.push_back(static_cast<float>(random.uniform() * 4));
        }
        matrix.push_row(columns, values);
    }
    return InMemoryMatrix(std::move(matrix));
}

// The first weights are zero in places; these are not.
Transformer random_network(const ModelConfig& config, const AttentionMask& mask, const Placement& where) {
    Transformer network(config, mask, classes, 5, where);
    at::Generator generator = at::make_generator<at::CPUGeneratorImpl>(13);
    Values values;
    for (const auto& [name, parameter] : network.parameters()) {
        const at::Tensor change =
            at::randn(parameter.sizes(), generator, at::TensorOptions(at::kFloat)) * 0.1;
        values[name] = parameter.detach().cpu() + (name == "tf.scale" ? change.abs() : change);
    }
    network.assign(values);
    return network;
}

void put_gradients(Values& result, const std::string& stage, const std::vector<std::string>& names,
                   const std::vector<at::Tensor>& learned) {
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (learned[i].grad().defined()) result["gradient." + stage + names[i]] = learned[i].grad().cpu();
    }
}

ModelConfig config_of(const AttentionMask& mask, int layers, int revision) {
    ModelConfig config;
    config.read = ReadMode::Genes;
    config.mask = mask.mode;
    config.layers = layers;
    config.revision = revision;
    return config;
}

Batches random_batches(std::size_t genes, std::span<const std::uint32_t> rows) {
    const std::vector<float> mean(genes, 0.5F), sd(genes, 1.2F);
    std::vector<std::int32_t> columns(genes);
    std::iota(columns.begin(), columns.end(), 0);
    columns[1] = -1;  // a gene that the data lack
    Job job;
    return {random_cells(rows.size(), genes), columns, rows, mean, sd, job};
}

// A network, cells, and what it would learn from them.
struct LearningTrial {
    Transformer network;
    std::vector<std::uint32_t> rows;
    Batches batches;
    at::Tensor hidden;
    std::vector<std::string> names;
    std::vector<at::Tensor> learned;
    Supervision supervision;

    LearningTrial(const AttentionMask& mask, const Placement& where, const ModelConfig& config,
                  std::size_t cells)
        : network(random_network(config, mask, where)),
          rows(counted(cells)),
          batches(random_batches(mask.tokens, rows)) {
        at::Generator generator = at::make_generator<at::CPUGeneratorImpl>(17);
        hidden = at::rand({static_cast<std::int64_t>(cells), network.lists().lists.tokens}, generator,
                          at::TensorOptions(at::kFloat))
                     .lt(0.3);
        for (const auto& [name, parameter] : network.parameters()) {
            if (name == "tf.scale") continue;
            names.push_back(name);
            learned.push_back(parameter);
        }
        for (std::size_t c = 0; c < cells; ++c)
            supervision.labels.push_back(static_cast<std::int32_t>(c % classes));
        supervision.class_weights = at::tensor(std::vector<float>{0.5F, 1, 2}, at::kFloat).to(where.device);
        supervision.prototypes =
            at::randn({classes, config.width}, generator, at::TensorOptions(at::kFloat)).to(where.device);
    }

    double loss(bool labelled) {
        return loss_and_gradients(network, batches, rows, hidden, labelled ? &supervision : nullptr, learned);
    }

  private:
    static std::vector<std::uint32_t> counted(std::size_t cells) {
        std::vector<std::uint32_t> all(cells);
        std::iota(all.begin(), all.end(), 0U);
        return all;
    }
};

const char* stage_of(bool labelled) {
    return labelled ? "labelled." : "masked.";
}

Values computed(const AttentionMask& mask, const Placement& where, const ModelConfig& config,
                std::size_t cells) {
    LearningTrial trial(mask, where, config, cells);
    Values result;
    {
        const at::NoGradGuard no_gradients;
        const Forward forward = trial.network.forward(trial.batches.standardized(trial.rows, where));
        result["forward.logits"] = forward.logits.cpu();
        result["forward.embedding"] = forward.embedding.cpu();
        result["forward.expected"] = forward.expected.cpu();
        result["forward.pooling"] = forward.pooling.cpu();
        if (!forward.attention.empty()) result["forward.attention"] = forward.attention.back().cpu();
    }
    for (const bool labelled : {false, true}) {
        result[std::string("loss.") + stage_of(labelled)] = at::full({1}, trial.loss(labelled), at::kDouble);
        put_gradients(result, stage_of(labelled), trial.names, trial.learned);
    }
    return result;
}

}  // namespace

std::map<std::string, double> device_differences(const AttentionMask& mask, DeviceChoice device, int layers,
                                                 std::size_t cells, int revision) {
    const DeviceChoice before = device_choice();
    set_device_choice(device);
    Placement where;
    try {
        where = chosen_placement();
    } catch (...) {
        set_device_choice(before);
        throw;
    }
    set_device_choice(before);
    const ModelConfig config = config_of(mask, layers, revision);
    const Values reference = computed(mask, {}, config, cells), other = computed(mask, where, config, cells);
    std::map<std::string, double> differences;
    for (const auto& [name, expected] : reference) {
        const auto found = other.find(name);
        differences[name] =
            found == other.end()
                ? std::numeric_limits<double>::infinity()
                : ((found->second - expected).abs().max() / expected.abs().max().clamp_min(1e-12))
                      .item<double>();
    }
    return differences;
}

std::map<std::string, double> gradient_errors(const AttentionMask& mask, int layers, std::size_t cells,
                                              int revision) {
    constexpr double step = 0.01, shortest = 1e-3;
    LearningTrial trial(mask, {}, config_of(mask, layers, revision), cells);
    std::map<std::string, double> errors;
    for (const bool labelled : {false, true}) {
        (void)trial.loss(labelled);
        std::vector<at::Tensor> gradients;
        for (const at::Tensor& parameter : trial.learned)
            gradients.push_back(parameter.grad().defined() ? parameter.grad().clone() : at::Tensor());
        for (std::size_t i = 0; i < gradients.size(); ++i) {
            if (!gradients[i].defined()) continue;
            const double length = gradients[i].norm().item<double>();
            if (length < shortest) continue;
            const auto loss_at = [&](double along) {
                {
                    const at::NoGradGuard no_gradients;
                    trial.learned[i].add_(gradients[i], along / length);
                }
                const double loss = trial.loss(labelled);
                const at::NoGradGuard no_gradients;
                trial.learned[i].sub_(gradients[i], along / length);
                return loss;
            };
            const double found = (loss_at(step) - loss_at(-step)) / (2 * step);
            errors[stage_of(labelled) + trial.names[i]] = std::abs(found - length) / length;
        }
    }
    return errors;
}

Flow flow_of_values(const AttentionMask& mask, int layers, int revision) {
    const at::NoGradGuard no_gradients;
    const Transformer network = random_network(config_of(mask, layers, revision), mask, {});
    const auto genes = static_cast<std::int64_t>(mask.tokens);
    at::Generator generator = at::make_generator<at::CPUGeneratorImpl>(19);
    const at::Tensor cell = at::randn({1, genes}, generator, at::TensorOptions(at::kFloat));
    // Cell j has another value of gene j; the last one is as it was.
    const at::Tensor z = cell.repeat({genes + 1, 1});
    z.narrow(0, 0, genes).diagonal().add_(1.5);
    const Forward forward = network.forward(z);
    const auto change = [&](const at::Tensor& x) {
        return (x.narrow(0, 0, genes) - x.narrow(0, genes, 1)).abs();
    };
    Flow flow{to_matrix(change(forward.expected)), {}};
    if (forward.attention.empty()) return flow;
    const at::Tensor keys = change(forward.attention.back()).amax(-1);  // genes × keys
    flow.attention = Matrix(mask.tokens, mask.tokens);
    const KeyLists& lists = network.lists().lists;
    for (std::int64_t g = 0; g < genes; ++g) {
        const std::int64_t begin = lists.offsets[static_cast<std::size_t>(g)],
                           end = lists.offsets[static_cast<std::size_t>(g) + 1];
        const Matrix most = to_matrix(keys.narrow(1, begin, end - begin).amax(1, true));
        for (std::size_t j = 0; j < mask.tokens; ++j)
            flow.attention(j, static_cast<std::size_t>(g)) = most(j, 0);
    }
    return flow;
}

}  // namespace regulus::detail
