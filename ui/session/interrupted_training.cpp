#include "ui/session/interrupted_training.h"

#include <QObject>
#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/workflow/training_checkpoints.h"

namespace regulus {
namespace {

using nlohmann::json;

// Throws json::exception, and Error for a word that is not known.
TrainRequest requestFrom(const std::string& text) {
    const json j = json::parse(text);
    TrainRequest request;
    request.preset = preset_from(j.at("preset").get<std::string>());
    request.options = options_from_json(j.at("options").dump());
    request.data.label_column = j.at("labels");
    request.data.split_column = j.at("split by");
    request.data.assay = j.at("assay");
    SplitOptions& split = request.data.split;
    split.test = j.at("test");
    split.validation = j.at("validation");
    split.label_fraction = j.at("label fraction");
    split.seed = j.at("seed of the split");
    split.draw = j.at("seed of the draw");
    return request;
}

}  // namespace

std::string checkpointPath(const std::string& folder, const Dataset& dataset) {
    if (folder.empty() || dataset.assays.empty()) return {};
    const std::string name = fingerprint(dataset.obs, dataset.assays.front().var->index);
    return (std::filesystem::path(folder) / (name.substr(0, 32) + ".checkpoint.safetensors")).string();
}

std::optional<InterruptedTraining> interruptedTraining(const std::string& folder, const Dataset& dataset) {
    InterruptedTraining training;
    training.path = checkpointPath(folder, dataset);
    if (!has_checkpoint(training.path) || checkpoint_in_use(training.path)) return std::nullopt;
    const Checkpoint checkpoint = load_checkpoint(training.path);
    try {
        training.request = requestFrom(checkpoint.request);
    } catch (const json::exception& e) {
        throw Error(ErrorKind::Input, "The checkpoint does not say how its training began", training.path,
                    e.what());
    }
    training.request.resume = true;
    training.epoch = checkpoint.state.epoch;
    training.epochs = checkpoint.planned;
    training.finished = checkpoint.state.out_of_patience || training.epoch >= training.epochs;
    const auto prior = std::ranges::find(checkpoint.training, "prior", &TrainingFact::name);
    if (prior != checkpoint.training.end()) training.prior = QString::fromStdString(prior->value);
    return training;
}

std::string requestText(const TrainRequest& request) {
    const SplitOptions& split = request.data.split;
    const json j{
        {"preset", to_string(request.preset)}, {"options", json::parse(options_to_json(request.options))},
        {"labels", request.data.label_column}, {"split by", request.data.split_column},
        {"assay", request.data.assay},         {"test", split.test},
        {"validation", split.validation},      {"label fraction", split.label_fraction},
        {"seed of the split", split.seed},     {"seed of the draw", split.draw}};
    return j.dump(-1, ' ', false, json::error_handler_t::replace);
}

QString epochsText(const InterruptedTraining& training) {
    if (training.finished) return QObject::tr("after its last epoch, before the model was saved");
    return QObject::tr("after epoch %1 of %2").arg(training.epoch).arg(training.epochs);
}

}  // namespace regulus
