// How well a space keeps cells of one label together. Judge the space a model works in, never a picture.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "core/base/job.h"
#include "core/data/matrix.h"
#include "core/data/metric.h"

namespace regulus {

struct KnnPurity {
    double mean = 0;        // share of a cell's neighbours that have its label, mean over cells, 0..1
    double class_mean = 0;  // the same, mean over the labels' means: rare labels count as much as others
};

// Over the cells with a label (not negative), with neighbours sought among them only; k is at most their
// number - 1. embedding: cells × dimensions. nullopt for fewer than two labelled cells. Throws Error(Data)
// for labelled cells with values that are not finite, Cancelled.
std::optional<KnnPurity> knn_purity(const Matrix& embedding, std::span<const std::int32_t> labels,
                                    std::size_t k, Metric metric, Job& job);

}  // namespace regulus
