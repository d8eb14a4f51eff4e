// The runs of an evaluation: which there are, and what each is called.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace regulus {

enum class RunKind {
    Reader,       // a reader with these edges: accuracy, masked prediction, reading, what decisions rest on
    Few,          // signs alone, for some of the TFs
    Baselines,    // what needs no prior
    Half,         // a reader of the prior, made from half of the cells or donors
    Cuts,         // what becomes of decisions when the leading TFs are cut, and others like them
    Decoys,       // true edges among as many that were rewired
    Calibration,  // probabilities, sets and what is left unassigned, of a model that learned from all labels
};

// Where the edges of a reader come from.
enum class EdgeSource {
    Prior,
    Rewired,      // every TF and target keeps its number of edges
    Renamed,      // the regulons as they are, each under the name, and with the mRNA, of another TF
    Coexpressed,  // each target keeps its number of regulators: those whose mRNA follows its own most
    Unmasked,     // every TF has every gene that has an edge, with signs at random
};

struct RunSpec {
    RunKind kind = RunKind::Reader;
    EdgeSource edges = EdgeSource::Prior;
    std::uint64_t seed = 0;   // of the edges; which half; which decoys
    std::uint64_t split = 0;  // see evidence_split()
    std::size_t tfs = 0;      // of Few: how many; 0: all

    // "reader rewired 7, split 0": unique, and the same in every plan that has this run.
    std::string name() const;
    std::string file() const;  // the same as the name of a file, without ending
    bool operator==(const RunSpec&) const = default;
};

// How much of it. Numbers of rewired priors and so on count from 1; splits from 0.
struct PlanOptions {
    std::size_t splits = 5, rewired = 50, renamed = 100, halves = 5, decoys = 5;
    std::size_t draws = 20;                      // of labels, at 1 and 5 %
    std::vector<std::size_t> few{20, 40};        // TFs, with as many rewired priors as there are
    std::vector<std::size_t> sizes{10, 100, 0};  // other numbers of TFs, with fewer of these; 0: all
    std::size_t sized_rewired = 10;
    bool gene_baseline = true;  // logistic regression on genes, which takes long

    static PlanOptions quick();
    bool operator==(const PlanOptions&) const = default;
};

// In the order in which they are done: those that say most come first.
std::vector<RunSpec> plan_runs(const PlanOptions& options);

}  // namespace regulus
