#include "core/model/model_file.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <numeric>
#include <string_view>
#include <unordered_set>

#include "core/base/error.h"
#include "core/base/job.h"
#include "core/io/files/safetensors.h"
#include "core/model/calibration_file.h"
#include "core/model/checkpoint.h"
#include "core/model/model_record.h"

namespace regulus {
namespace {

using nlohmann::json;

constexpr const char* format_name = "regulus.sctransformer";
// By the form of the model: what reads genes, in its two revisions, and what reads regulons.
constexpr int first_genes_version = 1, regulons_version = 2, genes_version = 3;
constexpr std::size_t most_tokens = 200000;
constexpr const char* uses_tensor = "cells.use";

[[noreturn]] void damaged(const std::string& path, const std::string& why) {
    throw Error(ErrorKind::Input, "The model file is inconsistent: " + why, path, "Train the model again");
}

template <class T>
TensorFile::Entry flat(const std::vector<T>& values) {
    return make_tensor<T>({static_cast<std::int64_t>(values.size())}, std::span<const T>(values));
}

int version_of(const ModelConfig& config) {
    if (config.read == ReadMode::Regulons) return regulons_version;
    return config.revision == 1 ? first_genes_version : genes_version;
}

json config_json(const ModelFile& model) {
    const ModelConfig& config = model.config;
    if (config.read == ReadMode::Regulons) {
        return {{"read", to_string(config.read)},
                {"heads", config.heads},
                {"dimensions", config.dimensions},
                {"bypass", config.bypass},
                {"clip", model.reader->reader.clip},
                {"own_clip", model.reader->reader.own_clip},
                {"evidence_clip", model.reader->reader.evidence_clip},
                {"mask", to_string(config.mask)}};
    }
    return {{"width", config.width},
            {"heads", config.heads},
            {"layers", config.layers},
            {"feed_forward", config.feed_forward},
            {"mask", to_string(config.mask)}};
}

ModelConfig config_from(const json& j, const std::string& version) {
    ModelConfig config;
    config.revision = version == std::to_string(first_genes_version) ? 1 : 2;
    config.read = j.contains("read") ? read_mode_from(j.at("read").get<std::string>()) : ReadMode::Genes;
    config.heads = j.at("heads");
    if (config.read == ReadMode::Regulons) {
        config.dimensions = j.at("dimensions");
        config.bypass = j.at("bypass");
        config.mask = mask_mode_from(j.at("mask").get<std::string>());
        return config;
    }
    config.width = j.at("width");
    config.layers = j.at("layers");
    config.feed_forward = j.at("feed_forward");
    config.mask = mask_mode_from(j.at("mask").get<std::string>());
    return config;
}

void check_mask(const AttentionMask& mask, const std::string& path) {
    const auto edges = static_cast<std::int64_t>(mask.regulators.size());
    if (mask.offsets.size() != mask.tokens + 1 || mask.offsets.front() != 0 || mask.offsets.back() != edges ||
        mask.signs.size() != mask.regulators.size()) {
        damaged(path, "the mask's offsets do not fit its edges");
    }
    for (std::size_t g = 0; g < mask.tokens; ++g) {
        if (mask.offsets[g] > mask.offsets[g + 1] || mask.offsets[g + 1] > edges)
            damaged(path, "the mask's offsets fall");
        for (const std::int32_t tf : mask.regulators_of(g)) {
            if (tf < 0 || static_cast<std::size_t>(tf) >= mask.tokens || static_cast<std::size_t>(tf) == g) {
                damaged(path, "an edge of the mask ends nowhere");
            }
        }
    }
}

std::vector<float> inverse(const std::vector<float>& values) {
    std::vector<float> result(values.size());
    std::ranges::transform(values, result.begin(), [](float v) { return 1 / v; });
    return result;
}

// The regulons of a file, over its tokens; edges come by TF, TFs and a TF's targets ascending.
RegulonSet regulons_from(const TensorFile& file, const std::vector<std::string>& genes,
                         const std::string& path) {
    const auto tfs = tensor_values<std::int32_t>(file, "edges.tf"),
               targets = tensor_values<std::int32_t>(file, "edges.target");
    RegulonSet set;
    set.genes = genes.size();
    set.targets = targets;
    set.weights = tensor_values<float>(file, "edges.prior");
    if (tfs.empty() || targets.size() != tfs.size() || set.weights.size() != tfs.size())
        damaged(path, "the edges");
    const auto token = [&](std::int32_t at) {
        return at >= 0 && static_cast<std::size_t>(at) < genes.size();
    };
    for (std::size_t e = 0; e < tfs.size(); ++e) {
        if (!token(tfs[e]) || !token(targets[e]) || tfs[e] == targets[e] || !std::isfinite(set.weights[e]) ||
            set.weights[e] == 0)
            damaged(path, "an edge ends nowhere");
        const bool first = e == 0 || tfs[e] != tfs[e - 1];
        if (e > 0 && (tfs[e] < tfs[e - 1] || (!first && targets[e] <= targets[e - 1])))
            damaged(path, "the edges are not in order");
        if (!first) continue;
        if (e > 0) set.offsets.push_back(static_cast<std::int64_t>(e));
        set.own.push_back(tfs[e]);
        set.tfs.push_back(genes[static_cast<std::size_t>(tfs[e])]);
    }
    set.offsets.push_back(static_cast<std::int64_t>(tfs.size()));
    return set;
}

// Standardised expression lies within ±clip, that of a TF itself within ±own_clip, what targets give within
// ±evidence_clip.
void set_clips(RegulonReader& reader, const TensorFile& file, const std::string& path) {
    const json config = json::parse(file.metadata.at("config"));
    reader.clip = config.at("clip");
    reader.own_clip = config.at("own_clip");
    reader.evidence_clip = config.at("evidence_clip");
    if (!(reader.clip > 0) || !(reader.own_clip > 0) || !(reader.evidence_clip > 0))
        damaged(path, "the limits of standardised expression");
}

std::shared_ptr<const ReaderModel> reader_from(const TensorFile& file, const ModelFile& model,
                                               const std::string& path) {
    auto made = std::make_shared<ReaderModel>();
    RegulonReader& reader = made->reader;
    reader.regulons = regulons_from(file, model.genes, path);
    reader.genes.resize(model.genes.size());
    std::iota(reader.genes.begin(), reader.genes.end(), 0);
    reader.mean = model.gene_mean;
    reader.scale = inverse(model.gene_sd);
    reader.heads = static_cast<std::size_t>(model.config.heads);
    reader.dimensions = static_cast<std::size_t>(model.config.dimensions);
    set_clips(reader, file, path);
    made->head.bypass = model.config.bypass;
    set_reader_tensors(*made, model.weights, model.classes.size());
    return made;
}

void put_edges(TensorFile& file, const RegulonSet& regulons) {
    std::vector<std::int32_t> tfs;
    for (std::size_t t = 0; t < regulons.count(); ++t)
        tfs.insert(tfs.end(), regulons.targets_of(t).size(), regulons.own[t]);
    file.tensors["edges.tf"] = flat(tfs);
    file.tensors["edges.target"] = flat(regulons.targets);
    file.tensors["edges.prior"] = flat(regulons.weights);
}

// A split that does not add up would call cells unseen that were learned from.
void check_uses(const TrainingRecord& record, const std::string& path) {
    if (record.uses.empty()) return;
    std::array<std::size_t, 4> cells{};
    for (const CellUse use : record.uses) {
        if (use > CellUse::Test) damaged(path, "a cell's part in the training");
        ++cells[static_cast<std::size_t>(use)];
    }
    if (cells[1] != record.train_cells || cells[2] != record.validation_cells ||
        cells[3] != record.test_cells) {
        damaged(path, "the numbers of training, validation and test cells");
    }
}

std::vector<CellUse> uses_from(const TensorFile& file) {
    if (!file.tensors.contains(uses_tensor)) return {};  // older files lack it
    const auto values = tensor_values<std::uint8_t>(file, uses_tensor);
    std::vector<CellUse> uses(values.size());
    std::ranges::transform(values, uses.begin(), [](std::uint8_t v) { return static_cast<CellUse>(v); });
    return uses;
}

TensorFile::Entry uses_entry(const std::vector<CellUse>& uses) {
    std::vector<std::uint8_t> values(uses.size());
    std::ranges::transform(uses, values.begin(), [](CellUse use) { return static_cast<std::uint8_t>(use); });
    return make_tensor<std::uint8_t>({static_cast<std::int64_t>(values.size())}, std::span(values));
}

bool repeats(const std::vector<std::string>& names) {
    return std::unordered_set<std::string_view>(names.begin(), names.end()).size() < names.size();
}

void check(const ModelFile& model, const std::string& path) {
    TrainingOptions options;
    options.model = model.config;
    if (!validate(options).empty()) damaged(path, validate(options).front());
    if (model.genes.empty() || model.genes.size() > most_tokens) damaged(path, "the number of genes");
    if (model.classes.size() < 2) damaged(path, "fewer than two classes");
    if (model.gene_mean.size() != model.genes.size() || model.gene_sd.size() != model.genes.size()) {
        damaged(path, "the genes' means do not fit the genes");
    }
    for (const float mean : model.gene_mean) {
        if (!std::isfinite(mean)) damaged(path, "a gene's mean is no number");
    }
    for (const float sd : model.gene_sd) {
        if (!(sd > 0)) damaged(path, "a gene's standard deviation is not positive");
    }
    for (const auto& [name, tensor] : model.weights) {
        for (const float value : tensor.values) {
            if (!std::isfinite(value)) damaged(path, "NaN or infinity in " + name);
        }
    }
    if (model.config.read == ReadMode::Genes) check_mask(model.mask, path);
    if (model.config.read == ReadMode::Regulons && (repeats(model.genes) || repeats(model.classes)))
        damaged(path, "a gene or a class is named twice");
    check_uses(model.record, path);
}

// Throws json::exception where something is missing or of another type.
ModelFile model_from(const TensorFile& file, const std::string& path) {
    ModelFile model;
    const auto text = [&](const char* key) { return json::parse(file.metadata.at(key)); };
    const std::string& version = file.metadata.at("version");
    model.config = config_from(text("config"), version);
    if (version != std::to_string(version_of(model.config)))
        damaged(path, "version " + version + " of a model that reads " + to_string(model.config.read));
    model.genes = text("genes").get<std::vector<std::string>>();
    model.classes = text("classes").get<std::vector<std::string>>();
    model.record = record_from_json(file.metadata.at("record"));
    model.record.uses = uses_from(file);
    model.gene_mean = tensor_values<float>(file, "gene.mean");
    model.gene_sd = tensor_values<float>(file, "gene.sd");
    const double overlap = text("mask").at("overlap");
    for (const auto& [name, entry] : file.tensors) {
        if (!name.starts_with("weights.")) continue;
        model.weights[name.substr(8)] = {entry.shape, tensor_values<float>(file, name)};
    }
    if (model.config.read == ReadMode::Genes) {
        model.mask.mode = model.config.mask;
        model.mask.tokens = model.genes.size();
        model.mask.overlap = overlap;
        model.mask.offsets = tensor_values<std::int32_t>(file, "mask.offsets");
        model.mask.regulators = tensor_values<std::int32_t>(file, "mask.regulators");
        model.mask.signs = tensor_values<std::int8_t>(file, "mask.signs");
    }
    check(model, path);
    if (model.config.read == ReadMode::Regulons) {
        model.reader = reader_from(file, model, path);
        model.mask = mask_of(model.reader->reader.regulons, model.config.mask, overlap);
        model.weights.clear();
    }
    take_calibration(file, model);
    return model;
}

}  // namespace

TensorFile tensors_of(const ModelFile& model) {
    TensorFile file;
    file.metadata["format"] = format_name;
    file.metadata["version"] = std::to_string(version_of(model.config));
    file.metadata["config"] = config_json(model).dump();
    file.metadata["genes"] = json(model.genes).dump();
    file.metadata["classes"] = json(model.classes).dump();
    file.metadata["mask"] =
        json{{"mode", to_string(model.mask.mode)}, {"overlap", model.mask.overlap}}.dump();
    file.metadata["normalisation"] = "log1p(10000 * count / counts of the cell)";
    file.metadata["record"] = record_to_json(model.record);
    file.tensors["gene.mean"] = flat(model.gene_mean);
    file.tensors["gene.sd"] = flat(model.gene_sd);
    if (model.reader) {
        put_edges(file, model.reader->reader.regulons);
    } else {
        file.tensors["mask.offsets"] = flat(model.mask.offsets);
        file.tensors["mask.regulators"] = flat(model.mask.regulators);
        file.tensors["mask.signs"] = flat(model.mask.signs);
    }
    put_calibration(file, model);
    if (!model.record.uses.empty()) file.tensors[uses_tensor] = uses_entry(model.record.uses);
    const auto weights = model.reader ? reader_tensors(*model.reader) : model.weights;
    for (const auto& [name, tensor] : weights) {
        file.tensors["weights." + name] =
            make_tensor<float>(tensor.shape, std::span<const float>(tensor.values));
    }
    return file;
}

void save_model(const ModelFile& model, const std::string& path) {
    Job job;
    write_safetensors(tensors_of(model), path, job);
}

ModelFile load_model(const std::string& path) {
    Job job;
    return model_of(read_safetensors(path, job), path);
}

ModelFile model_of(const TensorFile& file, const std::string& path) {
    const auto format = file.metadata.find("format");
    if (format != file.metadata.end() && format->second == checkpoint_format)
        throw Error(ErrorKind::Input, "The file is a checkpoint of a training that is not finished", path,
                    "Finish it with regulus train --resume, then open the model");
    if (format == file.metadata.end() || format->second != format_name) {
        throw Error(ErrorKind::Input, "The file has tensors but no Regulus model", path,
                    "Open a file that Regulus wrote");
    }
    const auto version = file.metadata.find("version");
    if (version == file.metadata.end() ||
        std::ranges::none_of(std::array{first_genes_version, regulons_version, genes_version},
                             [&](int known) { return version->second == std::to_string(known); })) {
        throw Error(ErrorKind::Input, "The model was written by a newer version of Regulus", path,
                    "Update Regulus");
    }
    try {
        return model_from(file, path);
    } catch (const json::exception& e) {
        damaged(path, e.what());
    } catch (const std::out_of_range&) {
        damaged(path, "part of the description is missing");
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::Input && !error.where().empty()) throw;
        damaged(path, error.problem());
    }
}

}  // namespace regulus
