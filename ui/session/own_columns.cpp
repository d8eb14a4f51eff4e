#include "ui/session/own_columns.h"

#include <algorithm>

namespace regulus {
namespace {

Column asColumn(const OwnColumn& column) {
    if (column.values) return {column.name, *column.values};
    return {column.name, *column.numbers};
}

}  // namespace

const OwnColumn* ownColumn(const OwnColumns& columns, const std::string& name) {
    const auto at = std::ranges::find(columns, name, &OwnColumn::name);
    return at == columns.end() ? nullptr : &*at;
}

std::vector<Column> asColumns(const OwnColumns& columns) {
    std::vector<Column> made;
    for (const OwnColumn& column : columns) made.push_back(asColumn(column));
    return made;
}

std::shared_ptr<const Dataset> withOwnColumns(std::shared_ptr<const Dataset> dataset,
                                              const OwnColumns& columns) {
    if (columns.empty()) return dataset;
    auto whole = std::make_shared<Dataset>(*dataset);
    for (Column& column : asColumns(columns)) put(whole->obs.columns, std::move(column));
    return whole;
}

Labels readLabels(const Dataset& dataset, const OwnColumns& columns, const std::string& name) {
    if (const OwnColumn* own = ownColumn(columns, name)) return read_labels(asColumn(*own), dataset.obs);
    return read_labels(dataset.obs, name);
}

}  // namespace regulus
