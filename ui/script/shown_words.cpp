#include <algorithm>

#include "core/model/model_file.h"
#include "ui/script/shown_script.h"

namespace regulus {
namespace {

bool isColumn(const std::string& name, const ScriptInputs& inputs) {
    return inputs.dataset->obs.find(name) != nullptr || ownColumn(inputs.record.own, name) != nullptr;
}

std::string measureWord(RegulonMeasure measure) {
    switch (measure) {
        case RegulonMeasure::Choice:
        case RegulonMeasure::TfAttention:
            return "regulon";
        case RegulonMeasure::Attention:
            return "attention";
        case RegulonMeasure::Pooling:
            return "pooling";
        case RegulonMeasure::Activity:
            return "activity";
        case RegulonMeasure::Effect:
            return "effect";
        case RegulonMeasure::Expression:
            break;
    }
    return {};
}

// Of cells the mRNA of a TF is that of the gene.
std::string regulonWord(const Coloring& coloring, const ScriptInputs& inputs) {
    if (coloring.measure == RegulonMeasure::Expression)
        return coloringWord(Coloring::gene(coloring.name), inputs);
    return measureWord(coloring.measure) + ':' + coloring.name;
}

bool ofModelAlone(const Coloring& coloring) {
    return coloring.any([](const Coloring& one) {
        return one.source == ColorSource::Prediction || one.source == ColorSource::Confidence ||
               (one.source == ColorSource::Regulon &&
                (ofGenes(one.measure) || one.measure == RegulonMeasure::Effect));
    });
}

}  // namespace

std::string coloringWord(const Coloring& coloring, const ScriptInputs& inputs) {
    switch (coloring.source) {
        case ColorSource::Column:
            return coloring.name;
        case ColorSource::Gene:
            if (!coloring.assay.empty()) return {};  // --color-by knows log1p(CP10k) alone
            return isColumn(coloring.name, inputs) ? "gene:" + coloring.name : coloring.name;
        case ColorSource::Regulon:
            return regulonWord(coloring, inputs);
        case ColorSource::Prediction:
            return "prediction";
        case ColorSource::Confidence:
            return "certainty";
        case ColorSource::Blend: {
            const std::string across = coloringWord(coloring.parts.at(0), inputs),
                              up = coloringWord(coloring.parts.at(1), inputs);
            return across.empty() || up.empty() ? std::string() : across + " + " + up;
        }
        case ColorSource::None:
            break;
    }
    return {};
}

void addTfSource(CommandWords& words, bool ofModel, const ScriptInputs& inputs, const QString& model) {
    const bool reader = inputs.record.model && inputs.record.model->reader;
    if (ofModel || reader)
        words.add("--model", model.toStdString());
    else
        words.addPrior(inputs.record.prior.toStdString(), inputs.record.priorOptions);
}

void addSource(CommandWords& words, const Coloring& coloring, const ScriptInputs& inputs,
               const QString& model) {
    const bool ofModel = ofModelAlone(coloring);
    const bool regulons =
        coloring.any([](const Coloring& one) { return one.source == ColorSource::Regulon; });
    if (ofModel || regulons) addTfSource(words, ofModel, inputs, model);
}

}  // namespace regulus
