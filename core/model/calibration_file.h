// The calibration of a model in its file: metadata "calibration", tensors "calibration.centroids" and
// "calibration.whitening".
#pragma once

#include "core/io/files/safetensors.h"
#include "core/model/model_file.h"

namespace regulus {

void put_calibration(TensorFile& file, const ModelFile& model);
// Into a model of which all else was read and checked. A file without one leaves the model uncalibrated.
// Throws Error(Input), with the problem alone, for numbers that are out of range, not finite or not one a
// class; nlohmann::json::exception where something is missing or of another type.
void take_calibration(const TensorFile& file, ModelFile& model);

}  // namespace regulus
