#include "core/data/dataset.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"

namespace regulus {

const char* to_string(ValueKind kind) {
    switch (kind) {
        case ValueKind::Counts:
            return "counts";
        case ValueKind::LogNormalised:
            return "log-normalised";
        case ValueKind::Normalised:
            return "normalised";
        case ValueKind::Scaled:
            return "scaled";
        case ValueKind::NotFinite:
            return "with NaN";
        case ValueKind::Empty:
            break;
    }
    return "empty";
}

const Assay* Dataset::assay(std::string_view assay_name) const {
    const auto found = std::ranges::find(assays, assay_name, &Assay::name);
    return found == assays.end() ? nullptr : &*found;
}

const Embedding* Dataset::embedding(std::string_view key) const {
    const auto found = std::ranges::find(embeddings, key, &Embedding::name);
    return found == embeddings.end() ? nullptr : &*found;
}

ValueKind detect_value_kind(const MatrixSource& matrix) {
    bool whole = true, negative = false, any = false;
    float largest = 0;
    // Four stretches over the whole file rather than its first rows, which may be one sample.
    const std::size_t stretch = std::min<std::size_t>(500, matrix.cells());
    for (std::size_t i = 0; i < 4 && stretch > 0; ++i) {
        const std::size_t begin = (matrix.cells() - stretch) * i / 3;
        const CsrMatrix part = matrix.block(begin, begin + stretch);
        for (std::size_t r = 0; r < part.rows; ++r) {
            for (const float value : part.row_values(r)) {
                if (!std::isfinite(value)) {
                    throw Error(ErrorKind::Data, "The expression matrix has NaN or infinite values",
                                "cell " + std::to_string(begin + r + 1),
                                "Replace them before opening the file, or choose another layer");
                }
                any = any || value != 0;
                negative = negative || value < 0;
                whole = whole && value == std::floor(value);
                largest = std::max(largest, value);
            }
        }
    }
    if (!any) return ValueKind::Empty;
    if (negative) return ValueKind::Scaled;
    if (whole) return ValueKind::Counts;
    return largest < 30 ? ValueKind::LogNormalised : ValueKind::Normalised;
}

const Assay& modelling_assay(const Dataset& dataset) {
    if (dataset.cells() == 0) {
        throw Error(ErrorKind::Data, "The dataset has no cells", dataset.path, "Open another file");
    }
    const Assay* best = nullptr;
    const auto rank = [](const Assay& assay) {
        if (assay.kind == ValueKind::Counts) return assay.name == "X" ? 0 : assay.name == "counts" ? 1 : 2;
        if (assay.kind == ValueKind::LogNormalised) return assay.name == "X" ? 3 : 4;
        return assay.kind == ValueKind::Normalised ? 5 : 9;
    };
    for (const Assay& assay : dataset.assays) {
        if (rank(assay) < 9 && (best == nullptr || rank(assay) < rank(*best))) best = &assay;
    }
    if (best == nullptr) {
        for (const Assay& assay : dataset.assays) {
            if (assay.kind == ValueKind::NotFinite) detect_value_kind(*assay.matrix);  // says where
        }
        throw Error(ErrorKind::Data, "The dataset has neither counts nor log-normalised values", dataset.path,
                    "Store counts in a layer or in raw and open it again");
    }
    return *best;
}

}  // namespace regulus
