#include "ui/views/confusion/confusion_matrix.h"

#include <algorithm>
#include <cmath>

namespace regulus {
namespace {

bool counted(std::size_t cell, const CellSet& within) {
    return within.universe() == 0 || within.contains(cell);
}

void chooseAxes(ConfusionMatrix& m, const std::vector<std::string>& labelNames,
                const std::vector<std::string>& classNames, const std::vector<std::size_t>& perLabel) {
    std::vector<char> taken(classNames.size(), 0);
    for (std::size_t l = 0; l < labelNames.size(); ++l) {
        if (perLabel[l] == 0) continue;
        m.labels.push_back(labelNames[l]);
        m.labelCodes.push_back(std::int32_t(l));
        m.rowTotals.push_back(perLabel[l]);
        const auto found = std::find(classNames.begin(), classNames.end(), labelNames[l]);
        if (found == classNames.end()) continue;
        const auto place = std::size_t(found - classNames.begin());
        taken[place] = 1;
        m.classes.push_back(*found);
        m.classCodes.push_back(std::int32_t(place));
    }
    for (std::size_t k = 0; k < classNames.size(); ++k) {
        if (taken[k]) continue;
        m.classes.push_back(classNames[k]);
        m.classCodes.push_back(std::int32_t(k));
    }
}

std::vector<std::int32_t> placesOf(const std::vector<std::int32_t>& codes, std::size_t names) {
    std::vector<std::int32_t> places(names, -1);
    for (std::size_t i = 0; i < codes.size(); ++i) places[std::size_t(codes[i])] = std::int32_t(i);
    return places;
}

}  // namespace

ConfusionMatrix confusion(const std::vector<std::string>& labelNames, std::span<const std::int32_t> label,
                          const std::vector<std::string>& classNames, std::span<const std::int32_t> predicted,
                          const CellSet& within) {
    ConfusionMatrix m;
    const std::size_t n = std::min(label.size(), predicted.size());
    std::vector<std::size_t> perLabel(labelNames.size(), 0);
    for (std::size_t i = 0; i < n; ++i) {
        if (label[i] >= 0 && predicted[i] >= 0 && counted(i, within)) ++perLabel[std::size_t(label[i])];
    }
    chooseAxes(m, labelNames, classNames, perLabel);
    const auto rows = placesOf(m.labelCodes, labelNames.size()),
               columns = placesOf(m.classCodes, classNames.size());
    m.counts.assign(m.labels.size() * m.classes.size(), 0);
    for (std::size_t i = 0; i < n; ++i) {
        if (label[i] < 0 || predicted[i] < 0 || !counted(i, within)) continue;
        const auto row = std::size_t(rows[std::size_t(label[i])]),
                   column = std::size_t(columns[std::size_t(predicted[i])]);
        ++m.counts[row * m.classes.size() + column];
        ++m.cells;
    }
    for (std::size_t row = 0; row < m.labels.size(); ++row)
        for (std::size_t column = 0; column < m.classes.size(); ++column)
            if (m.agrees(row, column)) m.agreeing += m.at(row, column);
    return m;
}

double ConfusionMatrix::macroF1() const {
    double sum = 0;
    std::size_t rows = 0;
    for (std::size_t r = 0; r < labels.size(); ++r) {
        const auto found = std::find(classes.begin(), classes.end(), labels[r]);
        if (found == classes.end()) continue;
        const auto column = std::size_t(found - classes.begin());
        std::size_t predicted = 0;
        for (std::size_t other = 0; other < labels.size(); ++other) predicted += at(other, column);
        sum += 2.0 * double(at(r, column)) / double(rowTotals[r] + predicted);
        ++rows;
    }
    return rows ? sum / double(rows) : std::nan("");
}

namespace {

template <class Wanted>
CellSet cellsWhere(std::span<const std::int32_t> label, std::span<const std::int32_t> predicted,
                   const CellSet& within, Wanted wanted) {
    const std::size_t n = std::min(label.size(), predicted.size());
    CellSet cells(n);
    for (std::size_t i = 0; i < n; ++i)
        if (wanted(label[i], predicted[i]) && counted(i, within)) cells.insert(i);
    return cells;
}

}  // namespace

CellSet cellsOf(const ConfusionMatrix& matrix, std::size_t row, std::size_t column,
                std::span<const std::int32_t> label, std::span<const std::int32_t> predicted,
                const CellSet& within) {
    const std::int32_t l = matrix.labelCodes[row], p = matrix.classCodes[column];
    return cellsWhere(label, predicted, within,
                      [=](std::int32_t own, std::int32_t said) { return own == l && said == p; });
}

CellSet cellsOf(const ConfusionMatrix& matrix, std::size_t row, std::span<const std::int32_t> label,
                std::span<const std::int32_t> predicted, const CellSet& within) {
    const std::int32_t l = matrix.labelCodes[row];
    return cellsWhere(label, predicted, within,
                      [=](std::int32_t own, std::int32_t said) { return own == l && said >= 0; });
}

}  // namespace regulus
