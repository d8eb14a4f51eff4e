#include "core/workflow/learning_assay.h"

#include <fmt/format.h>

#include "core/base/error.h"

namespace regulus {

bool can_learn_from(const Assay& assay) {
    return assay.kind != ValueKind::Scaled && assay.kind != ValueKind::NotFinite &&
           assay.kind != ValueKind::Empty;
}

const Assay& learning_assay(const Dataset& dataset, const std::string& name) {
    if (name.empty()) return modelling_assay(dataset);
    const Assay* assay = dataset.assay(name);
    if (assay == nullptr) {
        std::string names;
        for (const Assay& other : dataset.assays) names += (names.empty() ? "" : ", ") + other.name;
        throw Error(ErrorKind::Usage, fmt::format("No assay called {}", name), dataset.path,
                    "The file has " + names);
    }
    if (assay->kind == ValueKind::NotFinite) detect_value_kind(*assay->matrix);  // says where
    if (!can_learn_from(*assay)) {
        throw Error(
            ErrorKind::Data,
            fmt::format("No model can be trained on {}: it has {} values", name, to_string(assay->kind)),
            dataset.path, "Choose counts or log-normalised values");
    }
    return *assay;
}

}  // namespace regulus
