// scTransformer's network. One token a gene; a gene attends to itself and to its regulators; the cell attends
// to genes (attention pooling), so no gene ever sees the cell. resources/help/model.md gives every formula,
// of both revisions (ModelConfig).
#pragma once

#include <ATen/ATen.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/model/detail/sparse_attention.h"
#include "core/model/model_config.h"
#include "core/prior/attention_mask.h"

namespace regulus::detail {

struct Forward {
    at::Tensor logits;     // cells × classes
    at::Tensor pooled;     // cells × width: the sum over tokens, before the last projection
    at::Tensor embedding;  // cells × width, every row of length sqrt(width)
    at::Tensor expected;   // cells × tokens: expression that the regulators lead to expect, standardised
    at::Tensor pooling;    // cells × tokens
    std::vector<at::Tensor> attention;  // one a layer: cells × keys × heads; empty for mask "none"
};

class Transformer {
  public:
    // Random weights from `seed`. Every parameter requires gradients.
    Transformer(const ModelConfig& config, const AttentionMask& mask, std::int64_t classes,
                std::uint64_t seed, const Placement& where);

    // `z`: cells × tokens, standardised expression, 0 where hidden. `cut`: keys (places in the key lists)
    // whose attention is forbidden.
    Forward forward(const at::Tensor& z, const std::vector<std::int64_t>& cut = {}) const;

    // The embedding of cells that were pooled (cells × width).
    at::Tensor embedded(const at::Tensor& pooled) const;

    // Of revision 1: brings the activity of every TF to variance 1 over a sample of training cells, of which
    // `z` (from, how many) gives some at a time: cells × tokens.
    void standardize_activities(std::size_t cells,
                                const std::function<at::Tensor(std::size_t, std::size_t)>& z);

    // Names as in the model file. "tf.scale" is data, not learned.
    std::map<std::string, at::Tensor>& parameters() { return m_parameters; }
    const std::map<std::string, at::Tensor>& parameters() const { return m_parameters; }
    const at::Tensor& operator[](const std::string& name) const { return m_parameters.at(name); }

    const AttentionLists& lists() const { return *m_lists; }
    const AttentionMask& mask() const { return m_mask; }
    const ModelConfig& config() const { return m_config; }
    const Placement& placement() const { return m_where; }
    // The most numbers of one cell that live at a time in forward(), about.
    std::size_t numbers_of_a_cell() const;

    // Sets `parameters` from values of the same names and shapes, keeping them leaves of the graph.
    void assign(const std::map<std::string, at::Tensor>& values);

  private:
    at::Tensor activities(const at::Tensor& z) const;  // cells × TFs, before "tf.scale"
    // Cells × tokens, from a layer's keys and values: as a gene that is hidden is expected.
    at::Tensor expected_from_others(const at::Tensor& k, const at::Tensor& v, const at::Tensor& bias) const;
    bool has_activities() const { return m_config.revision == 1 && m_edge_tf.size(0) > 0; }

    ModelConfig m_config;
    AttentionMask m_mask;
    Placement m_where;
    std::shared_ptr<const AttentionLists> m_lists;
    std::shared_ptr<const AttentionLists> m_lists_of_others;  // without_own()
    at::Tensor m_tfs;                                         // tokens of the TFs, int64
    at::Tensor m_edge_target, m_edge_tf;  // one an edge: the target's token, the TF's place in m_tfs
    at::Tensor m_edge_key;                // one an edge: its place in the key lists
    at::Tensor m_edge_sign;
    std::map<std::string, at::Tensor> m_parameters;
};

}  // namespace regulus::detail
