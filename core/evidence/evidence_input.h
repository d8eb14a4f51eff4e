// What all runs of an evaluation share: cells, labels, and the prior as this dataset meets it.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/data/matrix_source.h"
#include "core/evaluate/lineage_tfs.h"
#include "core/evaluate/splits.h"
#include "core/model/model_config.h"
#include "core/regulons/regulon_set.h"
#include "core/workflow/training_setup.h"

namespace regulus {

struct EvidenceInput {
    std::shared_ptr<const MatrixSource> expression;  // log-normalised, cells × genes
    std::vector<std::string> genes;                  // one a column
    std::vector<std::int32_t> labels;                // class, or -1; one a cell
    std::vector<std::string> classes;
    std::vector<std::int32_t> groups;               // donors, one a cell; empty: split by class
    RegulatoryNetwork prior;                        // narrowed as wanted
    RegulonSet regulons;                            // of the prior, over the columns; no TF is its own target
    LineageTable table;                             // of the textbook
    std::vector<LineageMatch> lineages;             // one a class: what of it matches
    TrainingOptions options;                        // of a model that reads regulons
    double test = 0.2;                              // share held out
    bool simulated = false;                         // names of TFs mean nothing
    std::vector<std::string> warnings;              // of labels, values and names, in a person's words
    std::map<std::string, std::string> provenance;  // what was evaluated, by key, for people
};

// `request`: labels, donors, genes and values; its split is not read. Throws as prepare_training() does, and
// Error(Data) when no TF has enough targets.
EvidenceInput evidence_input(const Dataset& dataset, const RegulatoryNetwork& prior,
                             const TrainingRequest& request, const TrainingOptions& options,
                             const LineageTable& table, Job& job);

// 80/20, the same for every run of that number; all labels of the other cells.
Split evidence_split(const EvidenceInput& input, std::uint64_t split, double label_fraction = 1,
                     std::uint64_t draw = 0);

// Of a split, for the numbers of a run: test_cells, learned_cells, and test_set, which tells two sets of test
// cells apart.
std::map<std::string, double> split_numbers(const Split& split);

// At most `most` of them, spread evenly, in order.
std::vector<std::uint32_t> some_of(std::span<const std::uint32_t> rows, std::size_t most);

}  // namespace regulus
