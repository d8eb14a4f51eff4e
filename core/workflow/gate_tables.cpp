#include "core/workflow/gate_tables.h"

#include <algorithm>

#include "core/base/cell_loop.h"
#include "core/base/plain_number.h"
#include "core/io/files/csv_writer.h"

namespace regulus {
namespace {

std::string text_of(const std::vector<GateCorner>& corners) {
    std::string text;
    for (const GateCorner& corner : corners)
        text += (text.empty() ? "" : "; ") + plain_number(corner.x) + " " + plain_number(corner.y);
    return text;
}

void share(CsvWriter& csv, std::size_t part, std::size_t whole) {
    if (whole == 0) return csv.field("");
    csv.field(100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

}  // namespace

void write_gates(const Gates& gates, const std::vector<GateCells>& held, std::size_t cells,
                 const std::string& path) {
    CsvWriter csv(path);
    csv.names({"gate", "path", "parent", "x", "y", "shape", "corners", "cells", "percent_of_parent",
               "percent_of_all", "problem"});
    for (const GatePlace& place : gate_order(gates)) {
        const Gate& gate = gates[place.at];
        const GateCells& result = held.at(place.at);
        const Gate* const parent = gate_of(gates, gate.parent);
        csv.field(gate.name);
        csv.field(gate_path(gates, gate.id));
        csv.field(parent != nullptr ? parent->name : "");
        csv.field(gate.x);
        csv.field(gate.y);
        csv.field(gate.box ? "rectangle" : "polygon");
        csv.field(text_of(gate.corners));
        if (result.cells) {
            csv.field(result.count);
            share(csv, result.count, result.of);
            share(csv, result.count, cells);
        } else {
            for (int empty = 0; empty < 3; ++empty) csv.field("");
        }
        csv.field(result.problem);
        csv.end_row();
    }
    csv.commit();
}

Categorical in_gate(const Gate& gate, const GateCells& held) {
    Categorical column;
    column.categories = {gate.name, "not " + gate.name};
    column.codes.assign(held.cells->universe(), 1);
    visit_cells(*held.cells, [&](std::size_t cell) { column.codes[cell] = 0; });
    return column;
}

Categorical leaf_gates(const Gates& gates, const std::vector<GateCells>& held, std::size_t cells) {
    Categorical column;
    column.codes.assign(cells, -1);
    constexpr std::int32_t several = -2;
    bool any = false;
    for (const int id : gate_leaves(gates)) {
        const auto at = static_cast<std::size_t>(std::ranges::find(gates, id, &Gate::id) - gates.begin());
        if (!held.at(at).cells) continue;
        // Leaves of one name, in different branches, are told apart by where they are.
        const bool taken = std::ranges::find(column.categories, gates[at].name) != column.categories.end();
        const auto code = static_cast<std::int32_t>(column.categories.size());
        column.categories.push_back(taken ? gate_path(gates, id) : gates[at].name);
        visit_cells(*held[at].cells, [&](std::size_t cell) {
            std::int32_t& now = column.codes[cell];
            any = any || now != -1;
            now = now == -1 ? code : several;
        });
    }
    if (!any) return column;
    const auto last = static_cast<std::int32_t>(column.categories.size());
    column.categories.emplace_back("several gates");
    std::ranges::replace(column.codes, several, last);
    return column;
}

}  // namespace regulus
