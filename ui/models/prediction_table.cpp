#include "ui/models/prediction_table.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <string_view>

#include "core/base/natural_order.h"
#include "core/base/parallel.h"
#include "core/workflow/calibration_words.h"
#include "ui/models/class_names.h"
#include "ui/models/prediction_filter.h"

namespace regulus {
namespace {

constexpr std::size_t stride = 65536;  // steps between two looks at the job

// Codes ordered by the names they stand for; -1 comes last.
std::vector<std::int32_t> ranksOf(const std::vector<std::string>& names) {
    std::vector<std::int32_t> order(names.size()), ranks(names.size() + 1);
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [&](std::int32_t a, std::int32_t b) {
        return natural_less(names[std::size_t(a)], names[std::size_t(b)]);
    });
    for (std::size_t i = 0; i < order.size(); ++i) ranks[std::size_t(order[i])] = std::int32_t(i);
    ranks.back() = std::int32_t(names.size());
    return ranks;
}

std::size_t placeOf(std::int32_t code, std::size_t names) {
    return code < 0 ? names : std::size_t(code);
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
}

bool holds(std::string_view text, std::string_view wanted) {
    return std::search(text.begin(), text.end(), wanted.begin(), wanted.end(),
                       [](char a, char b) { return lower(a) == b; }) != text.end();
}

std::vector<char> matching(const std::vector<std::string>& names, std::string_view wanted) {
    std::vector<char> result(names.size() + 1, 0);  // the last one stands for "no label"
    for (std::size_t i = 0; i < names.size(); ++i) result[i] = holds(names[i], wanted) ? 1 : 0;
    return result;
}

std::vector<std::uint32_t> filtered(const PredictionTable& table, const PredictionQuery& query, Job& job) {
    const PredictionSearch search = readSearch(query.text);
    std::string wanted = search.words.toStdString();
    std::transform(wanted.begin(), wanted.end(), wanted.begin(), lower);
    const auto classes = matching(table.classNames, wanted), labels = matching(table.labelNames, wanted);
    const bool everywhere = query.within.universe() == 0;
    const auto least = float(query.leastScore), most = float(query.mostScore);
    std::vector<std::uint32_t> result;
    for (std::size_t i = 0; i < table.cells(); ++i) {
        if (i % stride == 0) job.checkpoint();
        if (query.disagreementsOnly && table.agrees[i] != 0) continue;
        if (table.score[i] < least || table.score[i] > most) continue;
        if (!isOfKind(table, i, query.kind, static_cast<float>(query.threshold))) continue;
        if (!std::ranges::all_of(search.filters,
                                 [&](const NumberFilter& filter) { return filter.passes(table, i); }))
            continue;
        if (!everywhere && !query.within.contains(i)) continue;
        if (!wanted.empty() && !classes[placeOf(table.predicted[i], table.classNames.size())] &&
            !(table.label.empty() ? 0 : labels[placeOf(table.label[i], table.labelNames.size())]) &&
            !holds(table.name(i), wanted)) {
            continue;
        }
        result.push_back(std::uint32_t(i));
    }
    return result;
}

// Sorts by key(cell), with a look at the job now and then: a comparison may throw Cancelled.
template <class Key, class Less = std::less<>>
void sortBy(std::vector<std::uint32_t>& cells, bool descending, Job& job, Key key, Less less = {}) {
    std::size_t steps = 0;
    std::sort(cells.begin(), cells.end(), [&](std::uint32_t a, std::uint32_t b) {
        if (++steps % stride == 0) job.checkpoint();
        const auto& x = key(a);
        const auto& y = key(b);
        if (less(x, y)) return !descending;
        if (less(y, x)) return descending;
        return a < b;
    });
}

void sortByCode(std::vector<std::uint32_t>& cells, const std::vector<std::int32_t>& codes,
                const std::vector<std::string>& names, bool descending, Job& job) {
    const std::vector<std::int32_t> ranks = ranksOf(names);
    sortBy(cells, descending, job, [&](std::uint32_t c) { return ranks[placeOf(codes[c], names.size())]; });
}

}  // namespace

PredictionTable predictionTable(std::shared_ptr<const Dataset> dataset, std::vector<std::string> labelNames,
                                std::vector<std::int32_t> label, std::vector<std::string> classNames,
                                const Matrix& probabilities, Job& job) {
    PredictionTable table;
    const std::size_t cells = probabilities.rows, classes = probabilities.cols;
    std::map<std::string_view, std::int32_t> places;
    for (std::size_t k = 0; k < classNames.size(); ++k) places.emplace(classNames[k], std::int32_t(k));
    std::vector<std::int32_t> classOfLabel;  // -2: none of the classes, so that nothing agrees
    for (const std::string& name : labelNames) {
        const auto found = places.find(name);
        classOfLabel.push_back(found == places.end() ? -2 : found->second);
    }
    const bool comparable = namesMeet(labelNames, classNames);
    table.predicted.assign(cells, -1);
    table.second.assign(cells, -1);
    table.score.assign(cells, 0.0F);
    table.secondScore.assign(cells, 0.0F);
    table.agrees.assign(cells, -1);
    parallel_for(cells, stride, [&](std::size_t begin, std::size_t end) {
        job.checkpoint();
        for (std::size_t i = begin; i < end; ++i) {
            const auto row = probabilities.row(i);
            for (std::size_t k = 0; k < classes; ++k) {
                if (table.predicted[i] < 0 || row[k] > table.score[i]) {
                    table.second[i] = table.predicted[i];
                    table.secondScore[i] = table.score[i];
                    table.predicted[i] = std::int32_t(k);
                    table.score[i] = row[k];
                } else if (table.second[i] < 0 || row[k] > table.secondScore[i]) {
                    table.second[i] = std::int32_t(k);
                    table.secondScore[i] = row[k];
                }
            }
            if (comparable && i < label.size() && label[i] >= 0) {
                table.agrees[i] = classOfLabel[std::size_t(label[i])] == table.predicted[i] ? 1 : 0;
            }
        }
    });
    table.dataset = std::move(dataset);
    table.labelNames = std::move(labelNames);
    table.classNames = std::move(classNames);
    table.label = std::move(label);
    return table;
}

bool isOfKind(const PredictionTable& table, std::size_t cell, PredictionKind kind, float threshold) {
    switch (kind) {
        case PredictionKind::All:
            return true;
        case PredictionKind::WrongAndSure:
            return table.agrees[cell] == 0 && table.score[cell] >= threshold;
        case PredictionKind::RightAndUnsure:
            return table.agrees[cell] == 1 && table.score[cell] < threshold;
        case PredictionKind::Unassigned:
            break;
    }
    return table.unassigned(cell);
}

std::array<std::size_t, 4> countKinds(const PredictionTable& table, float threshold) {
    std::array<std::size_t, 4> counts{};
    for (std::size_t cell = 0; cell < table.cells(); ++cell)
        for (std::size_t kind = 0; kind < counts.size(); ++kind)
            counts[kind] += isOfKind(table, cell, static_cast<PredictionKind>(kind), threshold) ? 1 : 0;
    return counts;
}

bool PredictionTable::unassigned(std::size_t cell) const {
    return results && results->assignments[cell] != Assignment::Assigned;
}

QString PredictionTable::setOf(std::size_t cell, const char* between) const {
    if (!results) return {};
    const auto classes = prediction_set(*results->calibration, results->prediction.probabilities.row(cell));
    return QString::fromStdString(class_list(classes, classNames, between));
}

void addSets(PredictionTable& table, std::shared_ptr<const ModelResults> results, Job& job) {
    if (!results || !results->calibration) return;
    table.setSize.assign(table.cells(), 0);
    parallel_for(table.cells(), stride, [&](std::size_t begin, std::size_t end) {
        job.checkpoint();
        for (std::size_t i = begin; i < end; ++i)
            table.setSize[i] = static_cast<std::uint16_t>(
                prediction_set(*results->calibration, results->prediction.probabilities.row(i)).size());
    });
    table.results = std::move(results);
}

std::vector<std::uint32_t> arrange(const PredictionTable& table, const PredictionQuery& query, Job& job) {
    std::vector<std::uint32_t> cells = filtered(table, query, job);
    if (!query.sorted) return cells;
    const bool down = query.descending;
    switch (query.column) {
        case PredictionColumn::Cell:
            sortBy(
                cells, down, job, [&](std::uint32_t c) -> const std::string& { return table.name(c); },
                natural_less);
            break;
        case PredictionColumn::Label:
            if (!table.label.empty()) sortByCode(cells, table.label, table.labelNames, down, job);
            break;
        case PredictionColumn::Prediction:
            sortByCode(cells, table.predicted, table.classNames, down, job);
            break;
        case PredictionColumn::Second:
            sortByCode(cells, table.second, table.classNames, down, job);
            break;
        case PredictionColumn::Score:
            sortBy(cells, down, job, [&](std::uint32_t c) { return table.score[c]; });
            break;
        case PredictionColumn::SecondScore:
            sortBy(cells, down, job, [&](std::uint32_t c) { return table.secondScore[c]; });
            break;
        case PredictionColumn::Set:
            if (!table.setSize.empty())
                sortBy(cells, down, job, [&](std::uint32_t c) { return table.setSize[c]; });
            break;
        case PredictionColumn::Use:
            if (table.uses.known())
                sortBy(cells, down, job,
                       [&](std::uint32_t c) { return std::string_view(split_name(table.uses, c)); });
            break;
        case PredictionColumn::Agrees:
            sortBy(cells, down, job, [&](std::uint32_t c) { return table.agrees[c]; });
            break;
    }
    return cells;
}

std::vector<PredictionColumn> shownColumns(const PredictionTable& table) {
    using enum PredictionColumn;
    std::vector<PredictionColumn> columns{Cell, Label, Prediction, Score, Second, SecondScore, Agrees};
    if (table.calibrated()) columns.push_back(Set);
    if (table.uses.known()) columns.push_back(Use);
    return columns;
}

}  // namespace regulus
