// The numbers behind a picture, one text a cell; for the table exporter.
#pragma once

#include <string>
#include <vector>

namespace regulus {

struct FigureNumbers {
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;
};

}  // namespace regulus
