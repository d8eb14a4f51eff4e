#include "core/workflow/judged_cells.h"

#include <algorithm>

namespace regulus {

const char* to_string(JudgedOn on) {
    switch (on) {
        case JudgedOn::Test:
            return "test";
        case JudgedOn::OutOfFold:
            return "out-of-fold";
        case JudgedOn::HeldOut:
            break;
    }
    return "held-out";
}

CellSet judged_cells(const ModelResults& results, JudgedOn on, std::size_t cells) {
    if (!results.uses.known()) return on == JudgedOn::HeldOut ? CellSet::all(cells) : CellSet(cells);
    if (on == JudgedOn::Test) return results.uses.test;
    if (on == JudgedOn::HeldOut) return CellSet::all(cells) - results.in_fold();
    return results.out_of_fold.universe() > 0 ? results.out_of_fold : CellSet(cells);
}

JudgedOn usual_cells(const ModelResults& results, std::span<const std::int32_t> label) {
    for (const JudgedOn on : judged_on) {
        const CellSet cells = judged_cells(results, on, label.size());
        for (std::size_t cell = 0; cell < label.size(); ++cell)
            if (label[cell] >= 0 && cells.contains(cell)) return on;
    }
    return JudgedOn::HeldOut;
}

std::vector<std::int32_t> classes_of_labels(const std::vector<std::string>& labels,
                                            const std::vector<std::string>& classes) {
    std::vector<std::int32_t> found;
    for (const std::string& label : labels) {
        const auto at = std::ranges::find(classes, label);
        found.push_back(at == classes.end() ? -1 : static_cast<std::int32_t>(at - classes.begin()));
    }
    return found;
}

}  // namespace regulus
