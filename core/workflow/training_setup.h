// From an opened dataset and a prior to what a Trainer takes: genes matched, labels read, cells split.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/data/dataset.h"
#include "core/evaluate/splits.h"
#include "core/model/trainer.h"
#include "core/prior/coverage.h"
#include "core/workflow/gene_choices.h"
#include "core/workflow/labels.h"

namespace regulus {

struct TrainingRequest {
    std::string label_column = {};
    std::string split_column = {};  // donors; "" splits stratified by class
    GeneRequest genes = {};         // which names, and how they are matched with the prior
    SplitOptions split = {};        // its seed is also the training's
    std::string assay = {};         // "" for the usual choice, see modelling_assay()
    CellShare share = {};           // the cells whose values this process reads
    bool one_file = true;           // all ranks opened the same file, and each could read every cell of it
};

// Everything about one training that is fixed before it starts.
struct TrainingSetup {
    std::string assay;         // the one learned from
    std::string values;        // that assay, what it holds and what is made of it, for people
    GeneNames genes;           // as the prior writes them
    GeneChoice gene_choice;    // how they came about
    GeneRequest gene_request;  // that comes to the same names again, for prepare_model()
    Coverage coverage;
    Labels labels;
    Split split;
    double label_fraction = 1;
    TrainingInput input;                // give the Trainer a copy; the matrix behind it is shared
    std::vector<std::string> warnings;  // in a person's words: labels, split, odd matches
};

// Reads the values of its share once to check them. Several ranks make sure first that all prepare the same,
// see require_same(). Throws Error: Usage (no such column, ranks that differ), Data (labels that
// cannot serve, NaN or infinite values, no edge of the prior joins two genes of the dataset; the message
// names the way out), Input (file unreadable), and Cancelled.
TrainingSetup prepare_training(const Dataset& dataset, const RegulatoryNetwork& prior,
                               const TrainingRequest& request, Job& job);

// SHA-256 (hexadecimal) over the names of genes and cells: says whether two files hold the same cells.
std::string fingerprint(const Table& obs, const std::vector<std::string>& genes);

}  // namespace regulus
