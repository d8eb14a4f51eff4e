#include "ui/script/asked_words.h"

#include <algorithm>

#include "core/model/model_file.h"
#include "ui/session/group_columns.h"

namespace regulus {
namespace {

bool readsRegulons(const ScriptText& text) {
    return text.in.record.model && text.in.record.model->reader;
}

bool ofModel(const Coloring& one, const ScriptText& text) {
    return one.source == ColorSource::Prediction || one.source == ColorSource::Confidence ||
           (one.source == ColorSource::Regulon && one.measure != RegulonMeasure::Expression &&
            (ofGenes(one.measure) || one.measure == RegulonMeasure::Effect || readsRegulons(text)));
}

bool ofPrior(const Coloring& one, const ScriptText& text) {
    return one.source == ColorSource::Regulon && one.measure != RegulonMeasure::Expression &&
           !ofModel(one, text);
}

bool ofGene(const Coloring& one, const ScriptText&) {
    return one.source == ColorSource::Gene ||
           (one.source == ColorSource::Regulon && one.measure == RegulonMeasure::Expression);
}

bool anyReads(std::span<const Coloring> colorings, bool (*reads)(const Coloring&, const ScriptText&),
              const ScriptText& text) {
    return std::ranges::any_of(colorings, [&](const Coloring& coloring) {
        return coloring.any([&](const Coloring& one) { return reads(one, text); });
    });
}

std::string columnWord(const std::string& name, const ScriptText& text) {
    if (!text.has(name)) return {};
    return name.starts_with("column:") || name.starts_with("gene:") ? "column:" + name : name;
}

// --color-by knows the log-normalised values of the usual assay alone.
std::string geneWord(const std::string& name, const std::string& assay, const ScriptText& text) {
    if (!assay.empty() || !text.usualValues() || !text.knowsGenes()) return {};
    return text.isColumn(name) ? "gene:" + name : name;
}

// Of cells the mRNA of a TF is that of the gene.
std::string regulonWord(const Coloring& coloring, const ScriptText& text) {
    if (!text.usualValues()) return {};
    switch (coloring.measure) {
        case RegulonMeasure::Choice:
        case RegulonMeasure::TfAttention:
            return "regulon:" + coloring.name;
        case RegulonMeasure::Attention:
            return "attention:" + coloring.name;
        case RegulonMeasure::Pooling:
            return "pooling:" + coloring.name;
        case RegulonMeasure::Activity:
            return "activity:" + coloring.name;
        case RegulonMeasure::Effect:
            return "effect:" + coloring.name;
        case RegulonMeasure::Expression:
            break;
    }
    return geneWord(coloring.name, {}, text);
}

// A column of that name would be drawn instead.
std::string modelWord(const char* word, const ScriptText& text) {
    return text.usualValues() && !text.isColumn(word) ? word : std::string();
}

std::string blendWord(const Coloring& coloring, const ScriptText& text) {
    const std::vector<std::string> parts = coloringWords(coloring.parts, text);
    const auto blends = [](const std::string& part) { return part.find(" + ") != std::string::npos; };
    return parts.size() != 2 || std::ranges::any_of(parts, blends) ? std::string()
                                                                   : parts[0] + " + " + parts[1];
}

}  // namespace

std::string coloringWord(const Coloring& coloring, const ScriptText& text) {
    switch (coloring.source) {
        case ColorSource::Column:
            return columnWord(coloring.name, text);
        case ColorSource::Gene:
            return geneWord(coloring.name, coloring.assay, text);
        case ColorSource::Regulon:
            return regulonWord(coloring, text);
        case ColorSource::Prediction:
        case ColorSource::Confidence:
            return modelWord(coloring.source == ColorSource::Prediction ? "prediction" : "certainty", text);
        case ColorSource::Blend:
            return blendWord(coloring, text);
        case ColorSource::None:
            break;
    }
    return {};
}

std::vector<std::string> coloringWords(std::span<const Coloring> colorings, const ScriptText& text) {
    std::vector<std::string> words;
    for (const Coloring& coloring : colorings) words.push_back(coloringWord(coloring, text));
    if (std::ranges::any_of(words, &std::string::empty)) words.clear();
    return words;
}

std::string groupWord(const std::string& column, const ScriptText& text, bool predicted) {
    if (column == predicted_column)
        return predicted && text.usualValues() && !text.model.isEmpty() && !text.isColumn("prediction")
                   ? "prediction"
                   : std::string();
    return text.has(column) ? column : std::string();
}

bool addTfSource(CommandWords& words, bool ofModelAlone, const ScriptText& text) {
    const SessionRecord& record = text.in.record;
    if (ofModelAlone || readsRegulons(text)) {
        if (!text.model.isEmpty()) words.add("--model", text.model.toStdString());
        return !text.model.isEmpty();
    }
    if (!record.prior.isEmpty()) words.addPrior(record.prior.toStdString(), record.priorOptions);
    return !record.prior.isEmpty();
}

bool readModel(std::span<const Coloring> colorings, const ScriptText& text) {
    return anyReads(colorings, ofModel, text);
}

bool addSource(CommandWords& words, std::span<const Coloring> colorings, const ScriptText& text) {
    const bool model = anyReads(colorings, ofModel, text), prior = anyReads(colorings, ofPrior, text);
    if (model && prior) return false;
    if (model && text.choosesGenes() && anyReads(colorings, ofGene, text)) return false;
    return (!model && !prior) || addTfSource(words, model, text);
}

}  // namespace regulus
