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

Values computed(const AttentionMask& mask, const Placement& where, const ModelConfig& config,
                std::size_t cells) {
    Transformer network = random_network(config, mask, where);
    const std::vector<float> mean(mask.tokens, 0.5F), sd(mask.tokens, 1.2F);
    std::vector<std::int32_t> columns(mask.tokens);
    std::iota(columns.begin(), columns.end(), 0);
    columns[1] = -1;  // a gene that the data lack
    std::vector<std::uint32_t> rows(cells);
    std::iota(rows.begin(), rows.end(), 0U);
    Job job;
    const Batches batches(random_cells(cells, mask.tokens), columns, rows, mean, sd, job);

    Values result;
    {
        const at::NoGradGuard no_gradients;
        const Forward forward = network.forward(batches.standardized(rows, where));
        result["forward.logits"] = forward.logits.cpu();
        result["forward.embedding"] = forward.embedding.cpu();
        result["forward.expected"] = forward.expected.cpu();
        result["forward.pooling"] = forward.pooling.cpu();
        if (!forward.attention.empty()) result["forward.attention"] = forward.attention.back().cpu();
    }
    at::Generator generator = at::make_generator<at::CPUGeneratorImpl>(17);
    const at::Tensor hidden = at::rand({static_cast<std::int64_t>(cells), network.lists().lists.tokens},
                                       generator, at::TensorOptions(at::kFloat))
                                  .lt(0.3);
    std::vector<std::string> names;
    std::vector<at::Tensor> learned;
    for (const auto& [name, parameter] : network.parameters()) {
        if (name == "tf.scale") continue;
        names.push_back(name);
        learned.push_back(parameter);
    }
    Supervision supervision;
    for (std::size_t c = 0; c < cells; ++c)
        supervision.labels.push_back(static_cast<std::int32_t>(c % classes));
    supervision.class_weights = at::tensor(std::vector<float>{0.5F, 1, 2}, at::kFloat).to(where.device);
    supervision.prototypes =
        at::randn({classes, config.width}, generator, at::TensorOptions(at::kFloat)).to(where.device);
    for (const Supervision* labels :
         {static_cast<const Supervision*>(nullptr), &std::as_const(supervision)}) {
        const std::string stage = labels == nullptr ? "masked." : "labelled.";
        const double loss = loss_and_gradients(network, batches, rows, hidden, labels, learned);
        result["loss." + stage] = at::full({1}, loss, at::kDouble);
        put_gradients(result, stage, names, learned);
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
