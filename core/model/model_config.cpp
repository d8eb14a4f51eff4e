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

const char* to_string(ReadMode read) {
    return read == ReadMode::Regulons ? "regulons" : "genes";
}

ReadMode read_mode_from(std::string_view name) {
    for (const ReadMode read : {ReadMode::Regulons, ReadMode::Genes}) {
        if (name == to_string(read)) return read;
    }
    throw Error(ErrorKind::Usage, "A model cannot read '" + std::string(name) + "'", {},
                "Use regulons or genes");
}

TrainingOptions options_for(Preset preset, ReadMode read) {
    TrainingOptions options;
    options.model.read = read;
    if (preset == Preset::Quick) {
        options.reader_cells = 2'500;
        options.max_genes = 1000;
        options.pretraining_epochs = 2;
        options.epochs = 4;
        options.patience = 2;
    }
    if (preset == Preset::Thorough) {
        options.reader_cells = 100'000;
        options.max_genes = 4000;
        options.pretraining_epochs = 12;
        options.epochs = 40;
        options.patience = 10;
    }
    return options;
}

double usual_bypass(double explained) {
    return explained < 0.4 ? 0.75 : 0.5;
}

std::vector<std::string> validate(const TrainingOptions& options) {
    std::vector<std::string> problems;
    const auto require = [&](bool holds, const char* problem) {
        if (!holds) problems.emplace_back(problem);
    };
    const ModelConfig& model = options.model;
    require(model.dimensions >= 1 && model.dimensions <= 512, "The embedding must have 1 to 512 dimensions");
    require(model.bypass >= 0 && model.bypass <= 1, "The bypass must be between 0 and 1");
    require(
        model.read == ReadMode::Genes || model.mask == MaskMode::Prior || model.mask == MaskMode::Shuffled,
        "A model that reads regulons needs the prior, or the prior rewired");
    require(model.read == ReadMode::Genes || (model.heads >= 1 && model.heads <= 32),
            "There must be 1 to 32 heads");
    require(model.width >= 2 && model.width <= 1024, "The width must be between 2 and 1024");
    require(
        model.read == ReadMode::Regulons || (model.heads >= 1 && model.width % std::max(model.heads, 1) == 0),
        "The heads must divide the width");
    require(model.layers >= 1 && model.layers <= 12, "There must be 1 to 12 layers");
    require(model.feed_forward >= 1 && model.feed_forward <= 8192,
            "The feed-forward part must have 1 to 8192 units");
    require(model.revision == 1 || model.revision == 2,
            "There are revisions 1 and 2 of a model that reads genes");
    require(options.own >= 0 && options.own <= 10, "The weight of a TF's own mRNA must be between 0 and 10");
    require(options.reader_cells >= 2, "At least 2 cells are needed");
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
