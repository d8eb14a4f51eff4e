// The numbers behind a picture, one text a cell; for the table exporter.
#pragma once

#include <memory>
#include <string>
#include <vector>

namespace regulus {

struct FigureNumbers {
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;
    // Of a heatmap: what is told of its TFs, one row a TF; null: nothing is.
    std::shared_ptr<const FigureNumbers> tfs = {};
};

}  // namespace regulus
