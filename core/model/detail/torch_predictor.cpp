#include "core/model/detail/torch_predictor.h"

#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/model/detail/caching_allocator.h"
#include "core/model/detail/factory.h"
#include "core/model/detail/translate.h"
#include "core/model/detail/weights.h"

namespace regulus::detail {
namespace {

constexpr std::size_t piece_cells = 4096;   // read at a time
constexpr std::size_t batch_cells = 16;     // computed by a thread at a time
constexpr std::size_t batches_at_once = 8;  // then handed on in order

// On a GPU the largest slice is tried: it shows whether the memory is enough.
std::unique_ptr<Transformer> placed_network(const ModelFile& model) {
    return placed([&](const Placement& where) {
        auto network = network_of(model, where);
        if (where.device.is_cpu()) return network;
        const at::NoGradGuard no_gradients;
        const std::size_t cells = slice_size(where, batch_cells, network->numbers_of_a_cell());
        const Forward tried = network->forward(
            at::zeros({static_cast<std::int64_t>(cells), static_cast<std::int64_t>(model.genes.size())},
                      at::TensorOptions(where.device)));
        static_cast<void>(tried.logits.cpu());
        return network;
    });
}

// One cell's attention from a batch's output.
CellAttention attention_of(const Forward& result, std::int64_t cell, const at::Tensor& attention,
                           const KeyLists& lists) {
    CellAttention one;
    const at::Tensor pooling = result.pooling[cell].cpu().contiguous();
    one.pooling.assign(pooling.data_ptr<float>(), pooling.data_ptr<float>() + pooling.size(0));
    const float* keys = attention.data_ptr<float>() + cell * attention.size(1);
    one.self.reserve(static_cast<std::size_t>(lists.tokens));
    one.edges.reserve(static_cast<std::size_t>(lists.size() - lists.tokens));
    for (std::int64_t g = 0; g < lists.tokens; ++g) {
        const auto begin = lists.offsets[static_cast<std::size_t>(g)],
                   end = lists.offsets[static_cast<std::size_t>(g) + 1];
        one.self.push_back(keys[begin]);
        one.edges.insert(one.edges.end(), keys + begin + 1, keys + end);
    }
    return one;
}

}  // namespace

TorchPredictor::TorchPredictor(std::shared_ptr<const ModelFile> model)
    : m_model(std::move(model)), m_network(placed_network(*m_model)) {}

Batches TorchPredictor::read(const MatrixSource& expression, const GeneMatch& match,
                             std::span<const std::uint32_t> rows, Job& job) const {
    return {expression, match.columns, rows, m_model->gene_mean, m_model->gene_sd, job};
}

template <class Use>
void TorchPredictor::for_batches(const MatrixSource& expression, const GeneMatch& match,
                                 std::span<const std::uint32_t> rows, Job& job, const char* stage,
                                 const Use& use) {
    const CachedMemory cached;
    Job quiet;
    const Placement& where = m_network->placement();
    const std::size_t batch = slice_size(where, batch_cells, m_network->numbers_of_a_cell());
    const std::size_t at_once = where.by_operators ? batch : batch * batches_at_once;
    std::vector<Forward> outputs(batches_at_once);
    for (std::size_t begin = 0; begin < rows.size(); begin += piece_cells) {
        job.checkpoint();
        const auto piece = rows.subspan(begin, std::min(piece_cells, rows.size() - begin));
        const Batches batches = read(expression, match, piece, quiet);
        std::vector<std::uint32_t> places(piece.size());
        std::iota(places.begin(), places.end(), 0U);
        for (std::size_t at = 0; at < places.size(); at += at_once) {
            job.checkpoint();
            const auto some = std::span(places).subspan(at, std::min(at_once, places.size() - at));
            parallel_for(some.size(), batch, [&](std::size_t first, std::size_t last) {
                const at::NoGradGuard no_gradients;
                outputs[first / batch] =
                    m_network->forward(batches.standardized(some.subspan(first, last - first), where));
            });
            const at::NoGradGuard no_gradients;
            for (std::size_t i = 0; i * batch < some.size(); ++i) use(begin + at + i * batch, outputs[i]);
            job.progress(static_cast<double>(begin + at + some.size()) / static_cast<double>(rows.size()),
                         stage);
        }
    }
}

Prediction TorchPredictor::predict(const MatrixSource& expression, const GeneMatch& match,
                                   std::span<const std::uint32_t> rows, Job& job) {
    return translated([&] {
        Prediction result;
        result.logits = Matrix(rows.size(), m_model->classes.size());
        result.probabilities = Matrix(rows.size(), m_model->classes.size());
        result.embedding = Matrix(rows.size(), static_cast<std::size_t>(m_model->config.width));
        const auto put = [](Matrix& to, std::size_t row, const at::Tensor& from) {
            const at::Tensor dense = from.cpu().contiguous();
            std::copy_n(dense.data_ptr<float>(), dense.numel(), to.values.data() + row * to.cols);
        };
        for_batches(expression, match, rows, job, "predicting",
                    [&](std::size_t first, const Forward& output) {
                        put(result.logits, first, output.logits);
                        put(result.probabilities, first, at::softmax(output.logits, -1));
                        put(result.embedding, first, output.embedding);
                    });
        if (!std::ranges::all_of(result.logits.values, [](float v) { return std::isfinite(v); }))
            throw Error(ErrorKind::Model, "The model's predictions are not finite numbers", {},
                        "Train the model again");
        return result;
    });
}

void TorchPredictor::attend(const MatrixSource& expression, const GeneMatch& match,
                            std::span<const std::uint32_t> rows, const AttentionOptions& options,
                            const Visitor& visit, Job& job) {
    const KeyLists& lists = m_network->lists().lists;
    const int layer = options.layer < 0 ? m_model->config.layers - 1 : options.layer;
    if (layer >= m_model->config.layers || options.head >= m_model->config.heads) {
        throw Error(ErrorKind::Usage, "The model has no such layer or head", {},
                    "It has " + std::to_string(m_model->config.layers) + " layers of " +
                        std::to_string(m_model->config.heads) + " heads");
    }
    if (m_model->config.mask == MaskMode::None) {
        throw Error(ErrorKind::Model, "A model without a mask has no attention by regulon", {},
                    "Train with the prior to see which regulators it attends to");
    }
    translated([&] {
        for_batches(
            expression, match, rows, job, "reading attention", [&](std::size_t first, const Forward& output) {
                const at::Tensor& heads = output.attention[static_cast<std::size_t>(layer)];
                const at::Tensor attention =
                    (options.head < 0 ? heads.mean(-1) : heads.select(-1, options.head)).cpu().contiguous();
                for (std::int64_t i = 0; i < attention.size(0); ++i) {
                    visit(first + static_cast<std::size_t>(i), attention_of(output, i, attention, lists));
                }
            });
        return 0;
    });
}

Matrix TorchPredictor::logits_without(const MatrixSource& expression, const GeneMatch& match,
                                      std::uint32_t row, std::span<const std::int32_t> tfs, Job& job) {
    return translated([&] {
        const CachedMemory cached;
        const at::NoGradGuard no_gradients;
        const KeyLists& lists = m_network->lists().lists;
        std::vector<std::vector<std::int64_t>> keys_of(static_cast<std::size_t>(lists.tokens));
        for (std::int64_t g = 0; g < lists.tokens; ++g) {
            for (auto key = lists.offsets[static_cast<std::size_t>(g)] + 1;
                 key < lists.offsets[static_cast<std::size_t>(g) + 1]; ++key) {
                keys_of[static_cast<std::size_t>(lists.keys[static_cast<std::size_t>(key)])].push_back(key);
            }
        }
        Job quiet;
        const at::Tensor z = read(expression, match, std::span(&row, 1), quiet)
                                 .standardized(std::vector<std::uint32_t>{0}, m_network->placement());
        Matrix logits(tfs.size(), m_model->classes.size());
        for (std::size_t i = 0; i < tfs.size(); ++i) {
            job.checkpoint();
            const at::Tensor without =
                m_network->forward(z, keys_of[static_cast<std::size_t>(tfs[i])]).logits.cpu().contiguous();
            std::copy_n(without.data_ptr<float>(), logits.cols, logits.row(i).data());
            job.progress(static_cast<double>(i + 1) / static_cast<double>(tfs.size()),
                         "knocking out regulons");
        }
        return logits;
    });
}

}  // namespace regulus::detail
