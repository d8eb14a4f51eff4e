// What bench_training and bench_inference share: simulated cells in any number, models of every form on them,
// and work that is timed for some seconds only.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/model/trainer.h"
#include "core/regulons/closed_form.h"
#include "core/simulate/regulatory_simulator.h"

namespace regulus::bench {

// The first cells of `original`, over and over. Blocks are copies, as those of a file are.
class RepeatedCells final : public MatrixSource {
  public:
    RepeatedCells(CsrMatrix original, std::size_t cells) : m_original(std::move(original)), m_cells(cells) {}
    std::size_t cells() const override { return m_cells; }
    std::size_t genes() const override { return m_original.cols; }
    CsrMatrix block(std::size_t begin, std::size_t end) const override;
    CsrMatrix rows(std::span<const std::uint32_t> which) const override;

  private:
    CsrMatrix m_original;
    std::size_t m_cells;
};

struct BenchCells {
    Simulation simulation;
    CsrMatrix expression;  // log-normalised, of the simulated cells
};
// At most 20,000 cells are simulated; a TF for every 25 genes, 6 regulators a target, half of them decoys.
BenchCells bench_cells(std::size_t cells, std::size_t genes);

// `cells` cells, of which up to 10,000 are learned from with their label, a tenth as many decide when to
// stop, and the rest has none. No test cells.
TrainingInput bench_input(const BenchCells& cells, std::size_t count);

// regulons (the standard form), genes (the form of the paper), none (the same without a mask: every gene
// attends to every gene). Throws Error(Usage).
TrainingOptions bench_options(const std::string& form, std::size_t genes);

// Seconds of the work of the evidence that cannot be avoided: one product per edge of an expressed gene and
// head.
double sparse_products(const RegulonReader& reader, const CsrMatrix& cells);

// What tests/bench/model_in_pytorch.py measures of that model for so many cells, as it prints it. Throws
// Error(Internal) when that fails.
nlohmann::json pytorch_seconds(const std::string& python, const ModelFile& model, std::size_t cells);

double seconds_since(std::chrono::steady_clock::time_point start);

// Ends what it is given to after some seconds, and knows how far that had come.
class TimedJob final : public Job {
  public:
    explicit TimedJob(double limit) : m_limit(limit) {}
    void progress(double fraction, std::string_view stage) override;
    bool cancelled() const noexcept override { return seconds_since(m_start) > m_limit; }

    // To be called when the work has come to its end.
    void done();
    // Seconds that the whole took, or would have taken at the speed of the part that was seen.
    double whole() const { return m_fraction > 0 ? m_seconds / m_fraction : 0; }
    bool complete() const { return m_done; }

  private:
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
    double m_limit, m_fraction = 0, m_seconds = 0;
    bool m_done = false;
};

}  // namespace regulus::bench
