#include "core/model/checkpoint.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "core/base/error.h"
#include "core/io/files/safetensors.h"
#include "core/io/files/tensor_checksum.h"
#include "core/model/checkpoint_text.h"
#include "core/model/model_record.h"

namespace regulus {

const std::string_view checkpoint_format = "regulus.checkpoint";

namespace {

constexpr const char* version = "1";
constexpr std::uintmax_t most_bytes = std::uintmax_t{8} << 30U;  // 200,000 tokens of the widest network

[[noreturn]] void damaged(const std::string& path, const std::string& why) {
    throw Error(ErrorKind::Input, "The checkpoint is damaged: " + why, path,
                "Remove it, and train from the beginning");
}

using Weights = std::map<std::string, WeightTensor>;

void put(TensorFile& file, const std::string& part, const std::string& name, const WeightTensor& tensor) {
    file.tensors[part + "." + name] = make_tensor<float>(tensor.shape, std::span<const float>(tensor.values));
}

void put(TensorFile& file, const std::string& part, const Weights& weights) {
    for (const auto& [name, tensor] : weights) put(file, part, name, tensor);
}

// Every tensor to the part of the state that its name says.
void take_tensors(const TensorFile& file, TrainingState& state, const std::string& path) {
    for (const auto& [full, entry] : file.tensors) {
        if (full == "hiding") {
            state.hiding = tensor_values<std::uint8_t>(file, full);
            continue;
        }
        const std::size_t dot = std::min(full.find('.'), full.size());
        const std::string part = full.substr(0, dot), name = full.substr(std::min(dot + 1, full.size()));
        WeightTensor tensor{entry.shape, tensor_values<float>(file, full)};
        if (part == "learned") {
            state.learned[name] = std::move(tensor);
        } else if (part == "average") {
            state.average[name] = std::move(tensor);
        } else if (part == "best") {
            state.best[name] = std::move(tensor);
        } else if (part == "mean" && state.moments.contains(name)) {
            state.moments[name].mean = std::move(tensor);
        } else if (part == "square" && state.moments.contains(name)) {
            state.moments[name].square = std::move(tensor);
        } else {
            damaged(path, "nothing is known of its tensor \"" + full + "\"");
        }
    }
}

// Each tensor has the name and shape of one that is learned.
bool within(const Weights& weights, const Weights& learned) {
    return std::ranges::all_of(weights, [&](const auto& named) {
        const auto found = learned.find(named.first);
        return found != learned.end() && found->second.shape == named.second.shape;
    });
}

bool fits(const OptimizerMoments& moments, const WeightTensor& learned) {
    const auto is_like = [&](const WeightTensor& tensor) {
        return tensor.shape == learned.shape && tensor.values.size() == learned.values.size();
    };
    if (moments.steps == 0) return moments.mean.values.empty() && moments.square.values.empty();
    return moments.steps > 0 && is_like(moments.mean) && is_like(moments.square);
}

void check(const Checkpoint& checkpoint, const std::string& path) {
    const TrainingState& state = checkpoint.state;
    const auto require = [&](bool holds, const char* why) {
        if (!holds) damaged(path, why);
    };
    require(state.epoch >= 0 && checkpoint.planned >= state.epoch && checkpoint.seconds >= 0, "its epochs");
    require(state.history.size() == static_cast<std::size_t>(state.epoch), "the record of its epochs");
    for (std::size_t i = 0; i < state.history.size(); ++i)
        require(state.history[i].epoch == static_cast<int>(i) + 1, "the record of its epochs");
    require(state.best_epoch >= 0 && state.best_epoch <= state.epoch, "its best epoch");
    require(state.order.state().words != Random::State{}.words, "its random numbers");
    require(state.average.empty() || state.average.size() == state.learned.size(), "its average");
    require(within(state.average, state.learned), "its average");
    require(within(state.best, state.learned), "its best model");
    for (const auto& [name, moments] : state.moments) {
        const auto learned = state.learned.find(name);
        require(learned != state.learned.end() && fits(moments, learned->second),
                "what the optimiser remembers");
    }
}

// Throws json::exception, std::out_of_range and Error where something is missing or of another type.
Checkpoint checkpoint_from(const TensorFile& file, const std::string& path) {
    if (file.metadata.at(tensor_checksum_key) != tensor_checksum(file))
        damaged(path, "its checksum is another");
    Checkpoint checkpoint;
    checkpoint.training = facts_from_json(file.metadata.at("training"));
    checkpoint.request = file.metadata.at("request");
    progress_from_json(file.metadata.at("progress"), checkpoint);
    checkpoint.state.history = history_from_json(file.metadata.at("history"));
    take_tensors(file, checkpoint.state, path);
    check(checkpoint, path);
    return checkpoint;
}

bool is_newer(const std::string& text) {
    const bool digits = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
    return digits && (text.size() > 4 || std::stoi(text) > std::stoi(version));
}

[[noreturn]] void refuse_version(const std::string& written, const std::string& path) {
    if (is_newer(written))
        throw Error(ErrorKind::Input, "The checkpoint was written by a newer version of Regulus", path,
                    "Update Regulus, or remove the checkpoint and train from the beginning");
    throw Error(ErrorKind::Input, "The checkpoint was written by another version of Regulus", path,
                "Go on with that version, or remove the checkpoint and train from the beginning");
}

TensorFile read_tensors(const std::string& path) {
    check_regular(path);
    std::error_code problem;
    const std::uintmax_t size = std::filesystem::file_size(path, problem);
    if (!problem && size > most_bytes) damaged(path, "it is larger than any checkpoint");
    Job job;
    try {
        return read_safetensors(path, job);
    } catch (const Error& error) {
        if (problem) throw Error(error.kind(), "The checkpoint cannot be read", path, error.remedy());
        const std::string& what = error.problem();  // "The model file is damaged or of another kind: ..."
        const std::size_t colon = what.find(": ");
        damaged(path, colon == std::string::npos ? what : what.substr(colon + 2));
    }
}

}  // namespace

void save_checkpoint(const Checkpoint& checkpoint, const std::string& path) {
    const TrainingState& state = checkpoint.state;
    TensorFile file;
    file.metadata["format"] = checkpoint_format;
    file.metadata["version"] = version;
    file.metadata["training"] = facts_to_json(checkpoint.training);
    file.metadata["progress"] = progress_to_json(checkpoint);
    file.metadata["history"] = history_to_json(state.history);
    file.metadata["request"] = checkpoint.request;
    put(file, "learned", state.learned);
    put(file, "average", state.average);
    put(file, "best", state.best);
    for (const auto& [name, moments] : state.moments) {
        if (moments.steps == 0) continue;
        put(file, "mean", name, moments.mean);
        put(file, "square", name, moments.square);
    }
    file.tensors["hiding"] = make_tensor<std::uint8_t>({static_cast<std::int64_t>(state.hiding.size())},
                                                       std::span<const std::uint8_t>(state.hiding));
    file.metadata[tensor_checksum_key] = tensor_checksum(file);
    Job job;
    write_safetensors(file, path, job);
}

void check_regular(const std::string& path) {
    std::error_code unreadable;  // then reading says why
    using enum std::filesystem::file_type;
    const std::filesystem::file_type type = std::filesystem::status(path, unreadable).type();
    if (type == none || type == not_found || type == regular) return;
    const bool folder = type == directory;
    throw Error(ErrorKind::Input,
                std::string("A ") + (folder ? "folder" : "device or pipe") +
                    " is where the checkpoint of a training belongs",
                path, "Remove it, or give the model another name");
}

Checkpoint load_checkpoint(const std::string& path) {
    const TensorFile file = read_tensors(path);
    const auto format = file.metadata.find("format"), written = file.metadata.find("version");
    if (format == file.metadata.end() || format->second != checkpoint_format)
        throw Error(ErrorKind::Input, "The file is not a checkpoint of a training", path,
                    "Move it elsewhere, or give the model another name");
    if (written == file.metadata.end() || written->second != version)
        refuse_version(written == file.metadata.end() ? "" : written->second, path);
    try {
        return checkpoint_from(file, path);
    } catch (const nlohmann::json::exception& e) {
        damaged(path, e.what());
    } catch (const std::out_of_range&) {
        damaged(path, "part of its description is missing");
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::Input && !error.where().empty()) throw;
        damaged(path, error.problem());
    }
}

void check_same_training(const Checkpoint& checkpoint, const std::vector<TrainingFact>& training,
                         const std::string& path) {
    const std::string what = difference(checkpoint.training, training);
    if (what.empty()) return;
    throw Error(ErrorKind::Usage, "The checkpoint belongs to another training: " + what, path,
                "Train as before, or remove the checkpoint to begin anew");
}

}  // namespace regulus
