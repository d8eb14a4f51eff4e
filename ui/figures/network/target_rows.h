// The targets of one TF, as tables, the network and its figure show them: attention on each edge against
// what uniform attention would be, or, of a regulon reader, what each adds to the evidence for the TF;
// expression, sign, what the prior says of the edge.
#pragma once

#include <QString>
#include <limits>
#include <optional>
#include <vector>

#include "core/prior/network_summary.h"

namespace regulus {

struct TargetRow {
    QString gene;
    int token = -1;
    int sign = 0;           // of the prior's edge: +1, -1, 0 not known
    double attention = 0;   // of the target to the TF, 0..1
    double uniform = 0;     // the same with uniform attention
    double pooling = 0;     // weight of the cell on this target
    double expression = 0;  // log1p(CP10k), of a regulon reader standardised; NaN while not known
    int regulators = 0;
    double evidence = std::numeric_limits<double>::quiet_NaN();  // of a regulon reader: w z / σ
    std::optional<EdgeEvidence> prior = {};  // what speaks for the edge; none where no prior is at hand
};

struct TargetPair {
    TargetRow first, second;  // the same target in two groups of cells, or two cells
};

// Whether it is of a regulon reader.
bool ofReader(const TargetRow& row);
// attention / uniform; NaN for a target with one regulator, which has no other to prefer.
double beyondUniform(const TargetRow& row);
// What it adds to the evidence for the TF, of a model that reads genes beyondUniform().
double numberOf(const TargetRow& row);
// Of a regulon reader what it adds in the first less what it adds in the second, else log2 of the ratio of
// the attention; NaN for a target that has no other regulator to prefer.
double differenceOf(const TargetPair& pair);

// Of one group of cells: in the first of each.
std::vector<TargetPair> alone(std::vector<TargetRow> targets);
// The targets of a TF in two groups of cells, those that both have.
std::vector<TargetPair> targetPairs(std::vector<TargetRow> first, std::vector<TargetRow> second);

}  // namespace regulus
