#include "core/model/reader_model.h"

#include <algorithm>
#include <utility>

#include "core/base/error.h"

namespace regulus {
namespace {

using Shape = std::vector<std::int64_t>;

// Calls use(name, shape, values) for every tensor; ReaderModel may be const.
template <class Model, class Use>
void for_tensors(Model& model, std::size_t classes, const Use& use) {
    auto& reader = model.reader;
    const auto tokens = static_cast<std::int64_t>(reader.genes.size()),
               tfs = static_cast<std::int64_t>(reader.tfs()), heads = static_cast<std::int64_t>(reader.heads),
               dimensions = static_cast<std::int64_t>(reader.dimensions),
               edges = static_cast<std::int64_t>(reader.regulons.edges()),
               named = static_cast<std::int64_t>(classes);
    use("edge.weight", Shape{edges, heads}, reader.weights);
    use("evidence.mean", Shape{tfs, heads}, reader.evidence_mean);
    use("evidence.scale", Shape{tfs, heads}, reader.evidence_scale);
    use("tf.own", Shape{tfs, heads}, reader.own);
    use("tf.offset", Shape{tfs, heads}, reader.offset);
    use("tf.value", Shape{tfs, heads, dimensions}, reader.values);
    use("tf.self", Shape{tfs}, model.self);
    use("attention.slope", Shape{heads}, reader.slope);
    use("embedding.constant", Shape{dimensions}, reader.constant);
    use("components.center", Shape{tokens}, reader.center);
    use("components.loadings", Shape{tokens, dimensions}, reader.loadings.values);
    use("classifier.weight", Shape{named, dimensions}, model.head.weights.values);
    use("classifier.bias", Shape{named}, model.head.bias);
}

std::size_t size_of(const Shape& shape) {
    std::size_t size = 1;
    for (const std::int64_t n : shape) size *= static_cast<std::size_t>(n);
    return size;
}

}  // namespace

RegulonReader reader_for(const ReaderModel& model, std::span<const std::int32_t> columns) {
    RegulonReader reader = model.reader;
    reader.genes.assign(columns.begin(), columns.end());
    return reader;
}

RegulonSet regulons_for(const ReaderModel& model, std::span<const std::int32_t> columns, std::size_t genes,
                        bool self) {
    const RegulonSet& from = model.reader.regulons;
    const auto column = [&](std::int32_t token) { return columns[static_cast<std::size_t>(token)]; };
    RegulonSet set;
    set.genes = genes;
    set.tfs = from.tfs;
    std::vector<std::pair<std::int32_t, float>> edges;
    for (std::size_t t = 0; t < from.count(); ++t) {
        set.own.push_back(column(from.own[t]));
        edges.clear();
        for (std::size_t i = 0; i < from.targets_of(t).size(); ++i) {
            if (const std::int32_t target = column(from.targets_of(t)[i]); target >= 0)
                edges.emplace_back(target, from.weights_of(t)[i]);
        }
        if (self && model.self[t] != 0 && set.own.back() >= 0)
            edges.emplace_back(set.own.back(), model.self[t]);
        std::ranges::sort(edges);
        for (const auto& [target, weight] : edges) {
            set.targets.push_back(target);
            set.weights.push_back(weight);
        }
        set.offsets.push_back(static_cast<std::int64_t>(set.targets.size()));
    }
    return set;
}

AttentionMask mask_of(const RegulonSet& regulons, MaskMode mode, double overlap) {
    const EdgesByGene by_gene = edges_by_gene(regulons);
    AttentionMask mask;
    mask.mode = mode;
    mask.tokens = regulons.genes;
    mask.overlap = overlap;
    mask.offsets.assign(by_gene.offsets.begin(), by_gene.offsets.end());
    for (std::size_t at = 0; at < by_gene.tfs.size(); ++at) {
        mask.regulators.push_back(regulons.own[static_cast<std::size_t>(by_gene.tfs[at])]);
        mask.signs.push_back(regulons.weights[static_cast<std::size_t>(by_gene.edges[at])] < 0 ? -1 : 1);
    }
    return mask;
}

std::map<std::string, WeightTensor> reader_tensors(const ReaderModel& model) {
    std::map<std::string, WeightTensor> tensors;
    for_tensors(model, model.head.bias.size(), [&](const char* name, Shape shape, const auto& values) {
        tensors[name] = {std::move(shape), values};
    });
    return tensors;
}

void set_reader_tensors(ReaderModel& model, const std::map<std::string, WeightTensor>& tensors,
                        std::size_t classes) {
    for_tensors(model, classes, [&](const char* name, const Shape& shape, std::vector<float>& values) {
        const auto found = tensors.find(name);
        if (found == tensors.end())
            throw Error(ErrorKind::Model, std::string("The model has no tensor '") + name + "'", {},
                        "Train the model again with this version of Regulus");
        if (found->second.shape != shape || found->second.values.size() != size_of(shape))
            throw Error(ErrorKind::Model, std::string("The tensor '") + name + "' has the wrong shape", {},
                        "The file is damaged; train the model again");
        values = found->second.values;
    });
    model.reader.loadings.rows = model.reader.genes.size();
    model.reader.loadings.cols = model.reader.dimensions;
    model.head.weights.rows = classes;
    model.head.weights.cols = model.reader.dimensions;
}

}  // namespace regulus
