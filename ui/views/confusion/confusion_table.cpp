#include "ui/views/confusion/confusion_table.h"

#include <algorithm>

#include "core/base/natural_order.h"
#include "ui/models/class_names.h"

namespace regulus {
namespace {

bool counted(std::size_t cell, const CellSet& within) {
    return within.universe() == 0 || within.contains(cell);
}

// The place of each class among the names of both: its label's, else after the labels.
std::vector<std::size_t> placesOf(const std::vector<std::string>& classNames,
                                  const std::vector<std::string>& labelNames) {
    std::vector<std::size_t> places;
    std::size_t next = labelNames.size();
    for (const std::string& name : classNames) {
        const auto found = std::ranges::find(labelNames, name);
        places.push_back(found == labelNames.end() ? next++ : std::size_t(found - labelNames.begin()));
    }
    return places;
}

void chooseAxes(ConfusionTable& table, const std::vector<std::string>& labelNames,
                const std::vector<std::string>& classNames, const std::vector<std::size_t>& places) {
    const std::vector<ClassMetrics> metrics = class_metrics(table.counts);
    std::vector<char> taken(classNames.size(), 0);
    const auto addClass = [&](std::size_t k) {
        taken[k] = 1;
        table.classes.push_back(classNames[k]);
        table.classCodes.push_back(std::int32_t(k));
        table.classPlaces.push_back(places[k]);
        table.columnTotals.push_back(metrics[places[k]].predicted);
    };
    for (const std::size_t l : listing_order(labelNames, false)) {
        if (metrics[l].support == 0) continue;
        table.labels.push_back(labelNames[l]);
        table.labelCodes.push_back(std::int32_t(l));
        table.rowTotals.push_back(metrics[l].support);
        const auto found = std::ranges::find(places, l);
        if (found != places.end()) addClass(std::size_t(found - places.begin()));
    }
    for (const std::size_t k : listing_order(classNames, false))
        if (!taken[k]) addClass(k);
}

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

ConfusionTable confusionTable(const std::vector<std::string>& labelNames, std::span<const std::int32_t> label,
                              const std::vector<std::string>& classNames,
                              std::span<const std::int32_t> predicted, const CellSet& within) {
    const std::vector<std::size_t> places = placesOf(classNames, labelNames);
    const std::size_t n = std::min(label.size(), predicted.size());
    std::vector<std::int32_t> truth(n, -1), called(n, -1);
    for (std::size_t i = 0; i < n; ++i) {
        if (!counted(i, within)) continue;
        truth[i] = label[i];
        if (predicted[i] >= 0) called[i] = std::int32_t(places[std::size_t(predicted[i])]);
    }
    std::size_t names = labelNames.size();
    for (const std::size_t place : places) names = std::max(names, place + 1);
    ConfusionTable table;
    table.counts = confusion_matrix(truth, called, names);
    table.comparable = namesMeet(labelNames, classNames);
    chooseAxes(table, labelNames, classNames, places);
    return table;
}

CellSet cellsOf(const ConfusionTable& table, std::size_t row, std::size_t column,
                std::span<const std::int32_t> label, std::span<const std::int32_t> predicted,
                const CellSet& within) {
    const std::int32_t l = table.labelCodes[row], p = table.classCodes[column];
    return cellsWhere(label, predicted, within,
                      [=](std::int32_t own, std::int32_t said) { return own == l && said == p; });
}

CellSet cellsOf(const ConfusionTable& table, std::size_t row, std::span<const std::int32_t> label,
                std::span<const std::int32_t> predicted, const CellSet& within) {
    const std::int32_t l = table.labelCodes[row];
    return cellsWhere(label, predicted, within,
                      [=](std::int32_t own, std::int32_t said) { return own == l && said >= 0; });
}

CellSet cellsOfColumn(const ConfusionTable& table, std::size_t column, std::span<const std::int32_t> label,
                      std::span<const std::int32_t> predicted, const CellSet& within) {
    const std::int32_t p = table.classCodes[column];
    return cellsWhere(label, predicted, within,
                      [=](std::int32_t own, std::int32_t said) { return own >= 0 && said == p; });
}

}  // namespace regulus
