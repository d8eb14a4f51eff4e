#include "ui/script/command_text.h"

#include "ui/script/command_words.h"

namespace regulus {
namespace {

QString whole(const QString& command) {
    return command.contains(QLatin1String("\"$nl\"")) ? shell_newline + QLatin1Char('\n') + command : command;
}

// Data and prior as they were opened, labels, names of genes, values.
void addSources(CommandWords& words, const TrainingRequest& data, const CommandSources& from) {
    words.add("--data", from.data.toStdString());
    words.addReading(from.opened.read);
    words.add("--labels", data.label_column);
    words.addPrior(from.prior.toStdString(), from.narrowed);
    words.addText("--split-by", data.split_column);
    words.addGenes(data.genes, from.opened.mappingPath);
    words.addText("--assay", data.assay);
}

}  // namespace

QString trainCommand(const TrainRequest& request, const CommandSources& from) {
    CommandWords words("train");
    const TrainingOptions& options = request.options;
    const bool regulons = options.model.read == ReadMode::Regulons;
    const TrainingOptions preset = options_for(request.preset, options.model.read);
    addSources(words, request.data, from);
    if (!regulons) words.add("--read", "genes");
    if (options.model.mask != MaskMode::Prior) words.add("--mask", to_string(options.model.mask));
    if (request.data.split.label_fraction < 1)
        words.addNumber("--label-fraction", request.data.split.label_fraction);
    words.add("--preset", to_string(request.preset));
    const auto differing = [&words](const char* option, auto value, auto usual) {
        if (value != usual) words.add(option, std::to_string(value));
    };
    if (regulons && !options.bypass_by_rule) words.addNumber("--bypass", options.model.bypass);
    if (regulons) differing("--tfs", options.max_tfs, preset.max_tfs);
    if (regulons && options.own != preset.own) words.addNumber("--own-mrna", options.own);
    differing("--heads", options.model.heads, preset.model.heads);
    differing("--dimensions", options.model.dimensions, preset.model.dimensions);
    differing("--max-genes", options.max_genes, preset.max_genes);
    differing("--epochs", options.epochs, preset.epochs);
    differing("--pretraining-epochs", options.pretraining_epochs, preset.pretraining_epochs);
    const SplitOptions& split = request.data.split;
    differing("--seed-split", split.seed, decltype(split.seed){0});
    differing("--seed-draw", split.draw, decltype(split.draw){0});
    if (!regulons) differing("--seed-init", options.seed, decltype(options.seed){0});
    if (options.model.mask == MaskMode::Shuffled)
        differing("--seed-mask", options.mask_seed, decltype(options.mask_seed){0});
    words.add("--out", "model.safetensors");
    return whole(words.text());
}

QString evaluateCommand(const EvaluationRequest& request, const CommandSources& from) {
    CommandWords words("evaluate");
    addSources(words, request.data, from);
    words.addFlag("--quick", request.plan == PlanOptions::quick());
    words.add("--out", request.folder.toStdString());
    return whole(words.text());
}

}  // namespace regulus
