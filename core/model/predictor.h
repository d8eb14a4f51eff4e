// Runs a trained model: predictions, cell embeddings, attention. Behind a model that reads genes stands the
// Torch module; what a model that reads regulons attends to, see core/workflow/tf_reading.h.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/data/matrix.h"
#include "core/data/matrix_source.h"
#include "core/model/model_file.h"

namespace regulus {

struct Prediction {
    Matrix logits;         // cells × classes
    Matrix probabilities;  // cells × classes; softmax of the logits: scores, unless the model is calibrated
    Matrix embedding;      // cells × width
};

// What one cell paid attention to, heads averaged unless one was chosen.
struct CellAttention {
    std::vector<float> pooling;  // one a token: the cell's weight on it; sums to 1
    std::vector<float> edges;    // one an edge of the mask, in its order
    std::vector<float> self;     // one a token: attention to itself; a token's edges and self sum to 1
};

struct AttentionOptions {
    int layer = -1;  // -1: the last
    int head = -1;   // -1: mean over heads
};

// How a dataset's genes meet a model's tokens.
struct GeneMatch {
    std::vector<std::int32_t> columns;  // one a token: column of the data, or -1 where it is not there
    std::size_t found = 0;
};
// Throws Error(Model) when fewer than half of the tokens are in `genes`.
GeneMatch match_genes(const ModelFile& model, std::span<const std::string> genes);

class Predictor {
  public:
    virtual ~Predictor() = default;

    static std::unique_ptr<Predictor> create(std::shared_ptr<const ModelFile> model);

    virtual const ModelFile& model() const = 0;
    virtual std::string device() const { return "CPU"; }  // it computes on; see core/model/device.h

    // `expression` is log-normalised; `rows` are the cells wanted. Tokens that the data lacks count as a gene
    // at its training mean. Memory is bounded: cells are read block by block.
    virtual Prediction predict(const MatrixSource& expression, const GeneMatch& match,
                               std::span<const std::uint32_t> rows, Job& job) = 0;

    // The rest is for models that read genes.
    // Calls visit(i, attention) for rows[i], in order, on the calling thread.
    using Visitor = std::function<void(std::size_t, const CellAttention&)>;
    virtual void attend(const MatrixSource& expression, const GeneMatch& match,
                        std::span<const std::uint32_t> rows, const AttentionOptions& options,
                        const Visitor& visit, Job& job) = 0;

    // Logits (TFs × classes) of one cell when all edges of each of these TFs (tokens) are cut in turn.
    virtual Matrix logits_without(const MatrixSource& expression, const GeneMatch& match, std::uint32_t row,
                                  std::span<const std::int32_t> tfs, Job& job) = 0;
};

}  // namespace regulus
