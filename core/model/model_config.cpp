#include "core/model/model_config.h"

#include "core/base/error.h"

namespace regulus {

const char* to_string(Preset preset) {
    switch (preset) {
        case Preset::Quick:
            return "quick";
        case Preset::Standard:
            return "standard";
        case Preset::Thorough:
            break;
    }
    return "thorough";
}

Preset preset_from(std::string_view name) {
    for (const Preset preset : {Preset::Quick, Preset::Standard, Preset::Thorough}) {
        if (name == to_string(preset)) return preset;
    }
    throw Error(ErrorKind::Usage, "Unknown preset '" + std::string(name) + "'", {},
                "Use quick, standard or thorough");
}

TrainingOptions options_for(Preset preset) {
    TrainingOptions options;
    if (preset == Preset::Quick) {
        options.max_genes = 1000;
        options.pretraining_epochs = 2;
        options.epochs = 4;
        options.patience = 2;
    }
    if (preset == Preset::Thorough) {
        options.max_genes = 4000;
        options.pretraining_epochs = 12;
        options.epochs = 40;
        options.patience = 10;
    }
    return options;
}

std::vector<std::string> validate(const TrainingOptions& options) {
    std::vector<std::string> problems;
    const auto require = [&](bool holds, const char* problem) {
        if (!holds) problems.emplace_back(problem);
    };
    const ModelConfig& model = options.model;
    require(model.width >= 2 && model.width <= 1024, "The width must be between 2 and 1024");
    require(model.heads >= 1 && model.width % std::max(model.heads, 1) == 0,
            "The heads must divide the width");
    require(model.layers >= 1 && model.layers <= 12, "There must be 1 to 12 layers");
    require(model.feed_forward >= 1 && model.feed_forward <= 8192,
            "The feed-forward part must have 1 to 8192 units");
    require(options.max_genes == 0 || options.max_genes >= 10, "At least 10 genes are needed (0 means all)");
    require(options.pretraining_epochs >= 0 && options.epochs >= 0, "Epochs cannot be negative");
    require(options.batch >= 1 && options.batch <= 65536, "A batch must have 1 to 65536 cells");
    require(options.learning_rate > 0 && options.learning_rate <= 1, "The learning rate must be in (0, 1]");
    require(options.weight_decay >= 0, "The weight decay cannot be negative");
    require(options.hide > 0 && options.hide < 1, "The share of hidden genes must be in (0, 1)");
    require(options.patience >= 1, "The patience must be at least 1 epoch");
    return problems;
}

}  // namespace regulus
