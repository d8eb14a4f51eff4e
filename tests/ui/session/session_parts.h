// A column, a model and a path as tests of sessions use them.
#pragma once

#include <QString>
#include <memory>
#include <string>

#include "tests/ui/session/small_engine.h"
#include "ui/session/own_columns.h"

namespace regulus::test {

inline std::string text(const QString& path) {
    return path.toStdString();
}

inline OwnColumn made(const std::string& name) {
    return {name,
            std::make_shared<const Categorical>(
                Categorical{{"x", "ä, \"y\""}, {0, 0, 1, 1, 1, -1}, {"#123456", "#abcdef"}}),
            QStringLiteral("a test")};
}

// smallModel() with all that a file of it must have.
inline std::shared_ptr<ModelFile> wholeModel() {
    auto model = smallModel();
    model->gene_mean = {0.5F, 0.25F, 1, 2};
    model->gene_sd = {1, 1, 2, 2};
    model->mask.tokens = 4;
    model->mask.offsets = {0, 0, 0, 1, 2};  // SPI1 → CD14, PAX5 → MS4A1
    model->mask.regulators = {0, 1};
    model->mask.signs = {1, 1};
    return model;
}

}  // namespace regulus::test
