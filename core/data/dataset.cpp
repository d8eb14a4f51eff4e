#include "core/data/dataset.h"

#include <algorithm>

#include "core/base/error.h"

namespace regulus {

const Assay* Dataset::assay(std::string_view assay_name) const {
    const auto found = std::ranges::find(assays, assay_name, &Assay::name);
    return found == assays.end() ? nullptr : &*found;
}

const Embedding* Dataset::embedding(std::string_view key) const {
    const auto found = std::ranges::find(embeddings, key, &Embedding::name);
    return found == embeddings.end() ? nullptr : &*found;
}

bool is_map(const Embedding& embedding) {
    constexpr std::size_t most = 100;  // as many principal components as people keep
    // How decoupler and Regulus call scores of TFs.
    const std::string_view name = embedding.name;
    if (name.starts_with("score_") || name.starts_with("padj_") || name.ends_with("_estimate") ||
        name.ends_with("_pvals")) {
        return false;
    }
    return embedding.coordinates.cols >= 2 && embedding.coordinates.cols <= most;
}

ValueScale scale_of(const Assay& assay) {
    if (assay.scale) return *assay.scale;
    ValueScale scale;
    switch (assay.kind) {
        case ValueKind::Counts:
            scale.raw = true;
            break;
        case ValueKind::LogNormalised:
            scale.form = ValueForm::Log;
            scale.total = 1e4;
            break;
        case ValueKind::Normalised:
        case ValueKind::Scaled:
        case ValueKind::Levels:
        case ValueKind::NotFinite:
        case ValueKind::Empty:
            scale.known = false;
    }
    return scale;
}

std::string describe_values(const Assay& assay) {
    const ValueScale scale = scale_of(assay);
    const bool log = assay.kind == ValueKind::LogNormalised, other = assay.kind == ValueKind::Normalised;
    if ((!log && !other) || is_usual(scale)) return to_string(assay.kind);
    if (!scale.known) return std::string(to_string(assay.kind)) + ", " + describe(scale);
    return describe(scale);
}

}  // namespace regulus
