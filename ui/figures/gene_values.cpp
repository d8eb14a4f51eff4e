#include "ui/figures/gene_values.h"

namespace regulus {

std::vector<ShownValues> geneValues(const Dataset& dataset, const MatrixSource* expression) {
    std::vector<ShownValues> all;
    if (expression != nullptr) all.push_back({{}, QStringLiteral("log1p(CP10k)")});
    for (const Assay& assay : dataset.assays) {
        if (assay.matrix.get() == expression) continue;
        // Without such values the first assay stands for them.
        const bool usual = expression == nullptr && all.empty();
        all.push_back({usual ? std::string() : assay.name,
                       QStringLiteral("%1: %2").arg(QString::fromStdString(assay.name),
                                                    QString::fromStdString(describe_values(assay)))});
    }
    return all;
}

}  // namespace regulus
