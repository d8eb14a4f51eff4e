// Which values a gene can be looked at in: those a model learns from, and each assay of the file as it is.
#pragma once

#include <QString>
#include <string>
#include <vector>

#include "core/data/dataset.h"

namespace regulus {

struct ShownValues {
    std::string assay;  // of Coloring::gene()
    QString text;       // "log1p(CP10k)", "counts: a layer of counts"
};
// The usual ones first. `expression`: as OpenedDataset has it; an assay whose values these are is not listed
// again.
std::vector<ShownValues> geneValues(const Dataset& dataset, const MatrixSource* expression);

}  // namespace regulus
