// Class predicted by the model about every cell, as columns, and the rows of it that somebody asked to see.
// Both are made in a job: a million cells take a second or two, and the GUI thread has other things to do.
#pragma once

#include <QString>
#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/cell_set.h"
#include "core/base/job.h"
#include "core/data/dataset.h"
#include "core/data/matrix.h"
#include "core/workflow/cell_uses.h"
#include "core/workflow/model_results.h"

namespace regulus {

// One entry a cell in every vector.
struct PredictionTable {
    std::shared_ptr<const Dataset> dataset;  // names of the cells
    std::vector<std::string> labelNames;     // empty without labels
    std::vector<std::string> classNames;
    std::vector<std::int32_t> label;        // into labelNames, -1 without one
    std::vector<std::int32_t> predicted;    // into classNames
    std::vector<std::int32_t> second;       // the next best class, -1 when there is but one
    std::vector<float> score, secondScore;  // of the two: probabilities of a calibrated model, else scores
    std::vector<std::int8_t> agrees;        // 1 yes, 0 no, -1 there is no label that could agree
    // Of a calibrated model, else empty: what its predictions follow from, and how many classes cannot be
    // excluded for a cell.
    std::shared_ptr<const ModelResults> results;
    std::vector<std::uint16_t> setSize;
    CellUses uses;      // what the model was trained on among these cells, where that is known
    CellSet outOfFold;  // of those, the cells that are judged by a fit on others

    bool calibrated() const { return results != nullptr; }
    bool unassigned(std::size_t cell) const;
    // "CD4 T, CD8 T", the likeliest first.
    QString setOf(std::size_t cell, const char* between = ", ") const;
    std::size_t cells() const { return predicted.size(); }
    const std::string& name(std::size_t cell) const { return dataset->obs.index[cell]; }
};

// `label` may be empty: no labels. `probabilities` is cells × classes. A label that is none of the classes
// disagrees with every prediction, unless none of the labels is one: then nothing is compared.
PredictionTable predictionTable(std::shared_ptr<const Dataset> dataset, std::vector<std::string> labelNames,
                                std::vector<std::int32_t> label, std::vector<std::string> classNames,
                                const Matrix& probabilities, Job& job);

// Adds the sets, where the model is calibrated; `results` are those whose probabilities made the table.
void addSets(PredictionTable& table, std::shared_ptr<const ModelResults> results, Job& job);

enum class PredictionColumn { Cell, Label, Prediction, Score, Second, SecondScore, Agrees, Set, Use };
// Set where the model is calibrated, Use where it is known what it was trained on.
std::vector<PredictionColumn> shownColumns(const PredictionTable& table);

// Cells that somebody who judges a model looks at first. Sure: the probability (or score) of the predicted
// class is at least the threshold.
enum class PredictionKind { All, WrongAndSure, RightAndUnsure, Unassigned };
bool isOfKind(const PredictionTable& table, std::size_t cell, PredictionKind kind, float threshold);
// Cells of each kind, by its number.
std::array<std::size_t, 4> countKinds(const PredictionTable& table, float threshold);

struct PredictionQuery {
    // Words in the cell's name, its label or its prediction, and conditions on numbers: see readSearch().
    QString text;
    PredictionKind kind = PredictionKind::All;
    double threshold = 0.9;  // of the kinds
    bool disagreementsOnly = false;
    double leastScore = 0, mostScore = 1;
    CellSet within;  // empty universe: all cells
    PredictionColumn column = PredictionColumn::Cell;
    bool sorted = false;  // else in the order of the dataset
    bool descending = false;

    bool operator==(const PredictionQuery&) const = default;
};

// Cells that match, in order; equal ones in the order of the dataset. Cancelled between any 65,536 steps.
std::vector<std::uint32_t> arrange(const PredictionTable& table, const PredictionQuery& query, Job& job);

}  // namespace regulus
