// Cells generated from a regulatory network whose truth is known: for the demo, for tests with a known
// answer, and for tests of scale.
//
// How a cell comes about. It has a type, a donor and, through the donor, a condition. Each TF t has a log
// activity z = level in the type + donor's shift + disease's shift + noise of the cell. A target's rate is
//     scale · (b + Σ w x²) / (1 + b + Σ w x² + Σ v x²),   x = exp(z),
// activators in the first sum, repressors v only below: binding of Hill order 2 that saturates (Bintu et al.
// 2005, thermodynamic models of transcription). Rates become counts through the cell's library size,
// negative binomial noise (Grün et al. 2014) and drop-out that is more likely the lower the expected count
// (as in Splatter, Zappia et al. 2017). A TF's own mRNA follows its activity only partly, bystander genes
// differ between types without any TF, and every gene has a donor's batch shift.
//
// The parameters below were chosen from biological plausibility before any model was trained on such data,
// and are not to be adjusted to what a model makes of them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/data/dataset.h"
#include "core/prior/regulatory_network.h"
#include "core/simulate/simulated_network.h"

namespace regulus {

struct SimulationOptions {
    std::size_t cells = 3000;
    std::size_t genes = 1000;     // TFs included; at least tfs + 20
    std::size_t tfs = 40;         // at least 6
    std::size_t cell_types = 8;   // 2 .. 200
    std::size_t donors = 6;       // every second one has the disease
    double edges_per_target = 3;  // mean number of true regulators of a target, 1 .. 20
    std::uint64_t seed = 1;
};
// What is wrong with them, in a person's words; empty when nothing is.
std::vector<std::string> validate(const SimulationOptions& options);

namespace simulation {
// Log activity of a TF in a type where it is off, at work, or a lineage's master: with Hill order 2 that is
// 5 %, half and nearly 90 % of full effect. Synthetic TFs are masters in a quarter of the types, since
// lineage TFs are shared by related types.
inline constexpr double level_off = -1.5, level_some = 0.0, level_high = 1.0, level_sd = 0.25;
inline constexpr double high_share = 0.25, some_share = 0.2;
// Protein numbers vary between cells of a type with a CV of 0.3 to 0.5; people differ by less.
inline constexpr double cell_sd = 0.4, donor_sd = 0.15;
// The disease moves 15 % of the TFs, each in a third of the types, by one log unit; named interferon TFs in
// all.
inline constexpr double disease_tfs = 0.15, disease_types = 1.0 / 3, disease_shift = 1.0;
// mRNA explains about half of protein levels between types (Schwanhäusser et al. 2011: R² 0.4) and much less
// between cells of one type, where bursts decouple the two. Correlations of log mRNA rate and log activity.
inline constexpr double mrna_correlation_types = 0.75, mrna_correlation_cells = 0.3;
inline constexpr double mrna_burst_sd = 0.5;
// Transcription leaks at a fiftieth of its maximum.
inline constexpr double basal = 0.02;
// Mean expression spans two to three orders of magnitude; TFs are made at about a third of other genes'
// level.
inline constexpr double scale_sd = 1.2, tf_scale = 0.3;
// Differences between types that no listed TF explains: in targets, and larger ones in bystanders.
inline constexpr double target_type_sd = 0.3, bystander_type_sd = 0.8;
inline constexpr double batch_sd = 0.15;
// UMI counts: one molecule a gene and cell for a set of informative genes, at most 8,000 in all; depth varies
// 1.5-fold. Biological overdispersion (variance = mean + φ mean²) around 0.2.
inline constexpr double depth_per_gene = 1.0, most_depth = 8000, depth_sd = 0.4;
inline constexpr double dispersion = 0.2, dispersion_sd = 0.3;
// UMI data have few zeros beyond the negative binomial's (Svensson 2020): half are lost at an expected count
// of 0.1, one in eleven at 1.
inline constexpr double dropout_half = 0.1;
}  // namespace simulation

struct SimulationTruth {
    SimulatedNetwork network;
    std::vector<std::string> cell_types, donors;
    std::vector<double> type_share;        // expected share of cells, one a type
    Matrix activity;                       // types × TFs: log activity, donors and cells averaged out
    Matrix disease_shift;                  // types × TFs: added in diseased donors
    std::vector<bool> diseased;            // one a donor
    std::vector<float> scale, dispersion;  // one a gene
};

// One cell before its counts are drawn.
struct CellPlan {
    std::uint32_t type = 0, donor = 0;
    std::vector<float> activity;  // log activity, one a TF
    std::vector<float> expected;  // expected count before drop-out, one a gene
};

// Cells are generated when they are asked for; a block has the same bytes whoever asks and however the cells
// are cut into blocks, since cell c draws from the seed's stream c alone. Thread: any.
class RegulatorySimulator {
  public:
    // Throws Error(Usage) when validate() finds something.
    explicit RegulatorySimulator(const SimulationOptions& options);
    ~RegulatorySimulator();

    const SimulationOptions& options() const;
    const SimulationTruth& truth() const;
    CellPlan plan(std::size_t cell) const;
    CsrMatrix counts(std::size_t begin, std::size_t end) const;  // cells × genes

    // index "sim_0000001", columns cell_type, donor, condition (all categorical).
    Table obs(Job& job) const;
    Table var() const;  // index: names; column role: tf, target, bystander or housekeeping

    // Chance that a gene of this expected count is lost although it was there.
    static double dropout(double expected);

  private:
    struct World;
    std::shared_ptr<const World> m_world;
};

// The true edges, and with `decoys` the decoy edges too, as a prior a model can be given. Signs are the true
// ones for true edges.
RegulatoryNetwork simulated_prior(const SimulationTruth& truth, bool decoys);

struct Simulation {
    std::shared_ptr<const Dataset> dataset;  // in memory; obs also has n_counts; marked as simulated
    RegulatoryNetwork prior;                 // true and decoy edges
    SimulationTruth truth;
};
// Throws Error(Usage), Cancelled.
Simulation simulate(const SimulationOptions& options, Job& job);

}  // namespace regulus
