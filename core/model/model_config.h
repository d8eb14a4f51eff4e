// What a model is made of and how it is trained. Defaults are the preset "standard".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/prior/attention_mask.h"

namespace regulus {

// The network. See resources/help/model.md for the computation, term by term.
struct ModelConfig {
    int width = 32;  // numbers a token and the cell embedding have
    int heads = 4;   // divides width
    int layers = 1;
    int feed_forward = 64;  // hidden units of each token's feed-forward part
    MaskMode mask = MaskMode::Prior;
};

enum class Preset { Quick, Standard, Thorough };
const char* to_string(Preset preset);       // "quick", "standard", "thorough"
Preset preset_from(std::string_view name);  // throws Error(Usage)

struct TrainingOptions {
    ModelConfig model;
    std::size_t max_genes = 2000;  // tokens; 0 means all
    std::size_t min_targets = 5;   // targets a TF needs among the tokens
    int pretraining_epochs = 4;    // masked expression, no labels
    int epochs = 16;               // with labels
    int batch = 64;                // cells a step
    double learning_rate = 1e-3;
    double weight_decay = 0.01;
    double hide = 0.3;  // share of genes hidden for masked expression
    int patience = 5;   // epochs without a better validation score before stopping
    std::uint64_t seed = 0;
};
TrainingOptions options_for(Preset preset);
// What is wrong with them, in a person's words; empty when nothing is.
std::vector<std::string> validate(const TrainingOptions& options);

}  // namespace regulus
