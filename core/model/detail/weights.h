// A model file's tensors and the network's parameters, one into the other.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "core/data/matrix.h"
#include "core/model/detail/transformer.h"
#include "core/model/model_file.h"

namespace regulus::detail {

std::map<std::string, WeightTensor> to_weights(const std::map<std::string, at::Tensor>& parameters);

// The network of a model file. Throws Error(Model) when a tensor is missing or of the wrong shape.
std::unique_ptr<Transformer> network_of(const ModelFile& model, const Placement& where);

at::Tensor to_tensor(const WeightTensor& values);
std::map<std::string, at::Tensor> to_tensors(const std::map<std::string, WeightTensor>& weights);
WeightTensor to_weight(const at::Tensor& tensor);

Matrix to_matrix(const at::Tensor& t);  // two dimensions
at::Tensor to_tensor(const Matrix& m);

}  // namespace regulus::detail
