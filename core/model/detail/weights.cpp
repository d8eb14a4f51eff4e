#include "core/model/detail/weights.h"

#include <algorithm>

#include "core/base/error.h"

namespace regulus::detail {

std::map<std::string, WeightTensor> to_weights(const std::map<std::string, at::Tensor>& parameters) {
    std::map<std::string, WeightTensor> weights;
    for (const auto& [name, tensor] : parameters) weights[name] = to_weight(tensor);
    return weights;
}

WeightTensor to_weight(const at::Tensor& tensor) {
    const at::Tensor flat = tensor.detach().to(at::kCPU, at::kFloat).contiguous();
    const float* values = flat.data_ptr<float>();
    return {flat.sizes().vec(), {values, values + flat.numel()}};
}

at::Tensor to_tensor(const WeightTensor& values) {
    return at::tensor(values.values, at::kFloat).view(values.shape);
}

std::map<std::string, at::Tensor> to_tensors(const std::map<std::string, WeightTensor>& weights) {
    std::map<std::string, at::Tensor> tensors;
    for (const auto& [name, values] : weights) tensors[name] = to_tensor(values);
    return tensors;
}

std::unique_ptr<Transformer> network_of(const ModelFile& model, const Placement& where) {
    auto network = std::make_unique<Transformer>(model.config, model.mask,
                                                 static_cast<std::int64_t>(model.classes.size()), 0, where);
    std::map<std::string, at::Tensor> values;
    for (const auto& [name, parameter] : network->parameters()) {
        const auto found = model.weights.find(name);
        if (found == model.weights.end()) {
            throw Error(ErrorKind::Model, "The model file has no tensor '" + name + "'", {},
                        "Train the model again with this version of Regulus");
        }
        if (!std::ranges::equal(found->second.shape, parameter.sizes())) {
            throw Error(ErrorKind::Model, "The tensor '" + name + "' of the model file has the wrong shape",
                        {}, "The file is damaged; train the model again");
        }
        values[name] = to_tensor(found->second);
    }
    network->assign(values);
    return network;
}

Matrix to_matrix(const at::Tensor& t) {
    const at::Tensor dense = t.detach().to(at::kCPU, at::kFloat).contiguous();
    Matrix m(static_cast<std::size_t>(dense.size(0)), static_cast<std::size_t>(dense.size(1)));
    std::copy_n(dense.data_ptr<float>(), m.values.size(), m.values.data());
    return m;
}

at::Tensor to_tensor(const Matrix& m) {
    at::Tensor t =
        at::empty({static_cast<std::int64_t>(m.rows), static_cast<std::int64_t>(m.cols)}, at::kFloat);
    std::copy(m.values.begin(), m.values.end(), t.data_ptr<float>());
    return t;
}

}  // namespace regulus::detail
