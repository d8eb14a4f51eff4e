#include "core/model/regulon_predictor.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/regulons/reader_decisions.h"

namespace regulus {
namespace {

[[noreturn]] void reads_no_genes() {
    throw Error(ErrorKind::Model, "The model reads regulons: no gene attends to another one", {},
                "Read its attention to TFs");
}

void softmax(std::span<const float> logits, std::span<float> to) {
    const double largest = std::ranges::max(logits);
    double sum = 0;
    for (const float logit : logits) sum += std::exp(static_cast<double>(logit) - largest);
    std::ranges::transform(logits, to.begin(), [&](float logit) {
        return static_cast<float>(std::exp(static_cast<double>(logit) - largest) / sum);
    });
}

}  // namespace

Prediction RegulonPredictor::predict(const MatrixSource& expression, const GeneMatch& match,
                                     std::span<const std::uint32_t> rows, Job& job) {
    const ReaderModel& model = *m_model->reader;
    const RegulonReader reader = reader_for(model, match.columns);
    const std::size_t classes = m_model->classes.size();
    Prediction result{Matrix(rows.size(), classes), Matrix(rows.size(), classes),
                      Matrix(rows.size(), reader.dimensions)};
    read_regulons(reader, expression, rows, {.bypass = model.head.bypass, .tfs = false}, job,
                  [&](std::size_t first, const Reading& reading) {
                      const Matrix logits = logits_of(model.head, reading.embedding);
                      for (std::size_t r = 0; r < logits.rows; ++r) {
                          std::ranges::copy(logits.row(r), result.logits.row(first + r).begin());
                          softmax(logits.row(r), result.probabilities.row(first + r));
                          std::ranges::copy(reading.embedding.row(r),
                                            result.embedding.row(first + r).begin());
                      }
                  });
    if (!std::ranges::all_of(result.logits.values, [](float v) { return std::isfinite(v); }))
        throw Error(ErrorKind::Model, "The model's predictions are not finite numbers", {},
                    "Train the model again");
    return result;
}

void RegulonPredictor::attend(const MatrixSource&, const GeneMatch&, std::span<const std::uint32_t>,
                              const AttentionOptions&, const Visitor&, Job&) {
    reads_no_genes();
}

Matrix RegulonPredictor::logits_without(const MatrixSource&, const GeneMatch&, std::uint32_t,
                                        std::span<const std::int32_t>, Job&) {
    reads_no_genes();
}

std::vector<std::int32_t> classes_with(const ReaderModel& model, const MatrixSource& expression,
                                       const GeneMatch& match, std::span<const std::uint32_t> rows, Cut cut,
                                       Job& job) {
    return classes_with(reader_for(model, match.columns), model.head, expression, rows, cut, job);
}

}  // namespace regulus
