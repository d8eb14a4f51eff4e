#include "app/command_line/licences.h"

#include <licence_list.h>

#include <nlohmann/json.hpp>
#include <sstream>
#include <vector>

namespace regulus {
namespace {

// The cells of a row of a Markdown table; none for any other line.
std::vector<std::string> cells_of(const std::string& line) {
    std::vector<std::string> cells;
    if (line.empty() || line.front() != '|') return cells;
    std::istringstream row(line.substr(1));
    for (std::string cell; std::getline(row, cell, '|');) {
        const auto begin = cell.find_first_not_of(' ');
        if (begin == std::string::npos) continue;
        cells.push_back(cell.substr(begin, cell.find_last_not_of(' ') - begin + 1));
    }
    return cells;
}

}  // namespace

std::string licences_text() {
    return licence_list;
}

nlohmann::json licences_json() {
    nlohmann::json list = nlohmann::json::array();
    std::istringstream page(licence_list);
    for (std::string line; std::getline(page, line);) {
        const auto cells = cells_of(line);
        if (cells.size() != 5 || cells[0] == "Name" || cells[0].starts_with("---")) continue;
        list.push_back({{"name", cells[0]},
                        {"package", cells[1]},
                        {"version", cells[2]},
                        {"licence", cells[3]},
                        {"use", cells[4]}});
    }
    return {{"licences", list}};
}

}  // namespace regulus
