// A trained model, self-contained: opens without the prior or the data it came from. One .safetensors file;
// resources/help/model.md describes it so that another program can read it and compute the same numbers.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/model/model_config.h"
#include "core/model/reader_model.h"
#include "core/prior/attention_mask.h"

namespace regulus {

struct Calibration;  // core/model/calibration.h
struct TensorFile;   // core/io/files/safetensors.h

struct EpochRecord {
    int epoch = 0;  // counts from 1 over both stages
    bool pretraining = false;
    double loss = 0;             // mean over the epoch's training cells
    double validation_loss = 0;  // NaN where there are no validation labels
    double validation_macro_f1 = 0;
    double seconds = 0;
};

// What a training made of a cell: None, where it has no label or was left out. Head and early stopping learn
// from the labels of validation cells, so only Test cells tell how well a model does on new ones.
enum class CellUse : std::uint8_t { None, Train, Validation, Test };

// How the model came to be. Written into the file as it is.
struct TrainingRecord {
    std::string data_name, data_checksum;  // file name; SHA-256 of the genes' and cells' names
    std::string assay;                     // that it learned from: "X", "raw" or a layer
    bool scale_known = true;               // its values could be brought to log1p of counts per 10,000
    // See genes_in_totals() of core/data; older files do not say it.
    std::optional<std::size_t> genes_in_totals;
    // Where the genes' names came from: the column of var or "index", how they were spelt ("exact", "without
    // case"), and the file they were mapped through; "" where that is not known or there was none.
    std::string gene_column, gene_spelling, gene_mapping;
    std::string label_column, split_column, split;  // split: "80/20 stratified, seed 0"
    double label_fraction = 1;
    // Of the first weights, of the split, of the draw of labels and of a rewired prior. Older files say the
    // first alone, which was all of them.
    std::uint64_t seed = 0, split_seed = 0, draw_seed = 0, mask_seed = 0;
    std::size_t max_tfs = 0;                 // that were asked for, at most; 0: all of the prior
    std::string prior_name, prior_checksum;  // the name says how the prior was narrowed, too
    bool simulated = false;                  // trained on simulated data
    std::size_t train_cells = 0, validation_cells = 0, test_cells = 0;
    std::vector<CellUse> uses;  // one a cell of the data, in their order; empty where the file lacks it
    // Genes detected in some cells spread over the data: names alone do not tell whether their order is the
    // same.
    std::vector<std::uint32_t> detected;
    std::map<std::string, double> metrics;  // accuracy, macro_f1, silhouette, baseline_accuracy, ...
    std::vector<EpochRecord> history;
    std::string version;  // Regulus that wrote it
    std::string device;   // it was trained on: "CPU", "NVIDIA H200"; older files do not say it
};

struct ModelFile {
    ModelConfig config;
    std::vector<std::string> genes;                  // tokens, in order
    std::vector<std::string> classes;                // in the order of the logits
    AttentionMask mask;                              // its edges; what is attended to where genes are read
    std::vector<float> gene_mean, gene_sd;           // one a token: of log1p(CP10k) over training cells
    std::map<std::string, WeightTensor> weights;     // of a model that reads genes
    std::shared_ptr<const ReaderModel> reader;       // of a model that reads regulons, else null
    std::shared_ptr<const Calibration> calibration;  // null: its scores are no probabilities
    std::string not_calibrated;                      // why not, as in CalibrationOutcome; empty with one
    TrainingRecord record;
};

// Written beside `path` and renamed. Throws Error(Storage).
void save_model(const ModelFile& model, const std::string& path);
// Throws Error(Input) for a file that is truncated, inconsistent, oversized, of a newer version or not a
// Regulus model; Error(Input) when it cannot be read at all.
ModelFile load_model(const std::string& path);
// What such a file holds, for one that holds more. `path`: of that file, for messages. Throws what
// load_model() throws of the content.
TensorFile tensors_of(const ModelFile& model);
ModelFile model_of(const TensorFile& file, const std::string& path);

}  // namespace regulus
