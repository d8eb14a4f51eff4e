// What a model is made of and how it is trained. Defaults are the preset "standard".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/prior/attention_mask.h"

namespace regulus {

// What the cell attends to.
enum class ReadMode {
    Regulons,  // TFs, by the evidence of their targets: core/regulons/regulon_reader.h
    Genes,     // genes, which attend to their regulators in every layer: the form of the paper
};
const char* to_string(ReadMode read);            // "regulons", "genes"
ReadMode read_mode_from(std::string_view name);  // throws Error(Usage)

// The network. See resources/help/model.md for the computation, term by term.
struct ModelConfig {
    ReadMode read = ReadMode::Regulons;
    int heads = 4;
    MaskMode mask = MaskMode::Prior;
    // Regulons:
    int dimensions = 30;  // of the cell embedding
    double bypass = 0.5;  // ρ: how much of the embedding may bypass the regulons, 0 to 1
    // Genes:
    int width = 32;  // numbers a token and the cell embedding have; a multiple of the heads
    int layers = 1;
    int feed_forward = 64;  // hidden units of each token's feed-forward part
    // How they are computed. 1, of model files of version 1: a TF's token also carries the activity of its
    // targets, and expression is expected from a gene's own value, too. 2: nothing flows but along the edges,
    // and what is expected of a gene never depends on its own value.
    int revision = 2;
};

enum class Preset { Quick, Standard, Thorough };
const char* to_string(Preset preset);       // "quick", "standard", "thorough"
Preset preset_from(std::string_view name);  // throws Error(Usage)

struct TrainingOptions {
    ModelConfig model;
    std::size_t min_targets = 5;  // targets a TF needs among the tokens
    std::uint64_t seed = 0;       // of the first weights and the order of cells, of a model that reads genes
    std::uint64_t mask_seed = 0;  // of a rewired prior
    // Regulons:
    bool bypass_by_rule = true;         // model.bypass is set by usual_bypass(), not as it stands
    double own = 0.5;                   // weight of a TF's own mRNA in the evidence for it
    std::size_t max_tfs = 0;            // TFs, at most, see core/regulons/tf_choice.h; 0 means all
    std::size_t reader_cells = 10'000;  // that the reader is made from, at most
    // Genes:
    std::size_t max_genes = 2000;  // tokens; 0 means all
    int pretraining_epochs = 4;    // masked expression, no labels
    int epochs = 16;               // with labels
    int batch = 64;                // cells a step
    double learning_rate = 1e-3;
    double weight_decay = 0.01;
    double hide = 0.3;  // share of genes hidden for masked expression
    int patience = 5;   // epochs without a better validation score before stopping
};
TrainingOptions options_for(Preset preset, ReadMode read = ReadMode::Regulons);
// ρ of a reader whose regulons explain that share of the variance of the components in held-out cells: 0.5,
// and 0.75 below 0.4, where the regulons alone say too little.
double usual_bypass(double explained);
// What is wrong with them, in a person's words; empty when nothing is.
std::vector<std::string> validate(const TrainingOptions& options);

}  // namespace regulus
