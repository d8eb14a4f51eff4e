// The regulon reader: a cell attends to the TFs of a prior, by the evidence that their targets give, and is
// described by what it attends to. All that tells cells apart is the attention (and, where it is allowed, a
// bypass that is told apart from it).
//
// For TF t, head h, with the expression z of genes standardised over the cells that the reader was made from:
//     a[t,h] = (Σ_e w[e,h] z[target of e] − μ[t,h]) / σ[t,h] + ω[t,h] z[t]     evidence; e: the edges of t;
//                                                      what the targets give is kept within ±evidence_clip,
//                                                      z[t] of the TF itself within ±own_clip
//     p[·,h] = softmax over TFs of β[h] a[·,h] + b[·,h]                        attention; sums to 1
//     Ê      = T Σ_h Σ_t p[t,h] V[t,h] + constant                              T: the number of TFs
//     r      = PCA(z) − Ê                                                      what the regulons leave over
//     e      = √d (Ê + ρ r) / |Ê + ρ r|                                        embedding; ρ: share of the
//     bypass
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <vector>

#include "core/base/job.h"
#include "core/data/matrix.h"
#include "core/data/matrix_source.h"
#include "core/regulons/regulon_set.h"

namespace regulus {

// Tokens are the genes with an edge, targets and TFs, and genes that only the components are made of. Arrays
// over heads have the head innermost.
struct RegulonReader {
    std::vector<std::int32_t> genes;  // one a token: column of the dataset; -1: not there, its z is 0
    std::vector<float> mean, scale;   // one a token: z = clip((x − mean) · scale)
    float clip = 10, own_clip = 3, evidence_clip = 5;
    RegulonSet regulons;  // of tokens
    std::size_t heads = 0, dimensions = 0;
    std::vector<float> weights;                        // edges × heads: w
    std::vector<float> evidence_mean, evidence_scale;  // TFs × heads: μ, 1 / σ
    std::vector<float> own;                            // TFs × heads: ω
    std::vector<float> slope;                          // heads: β
    std::vector<float> offset;                         // TFs × heads: b
    std::vector<float> values;                         // TFs × heads × dimensions: V
    std::vector<float> constant;                       // dimensions
    std::vector<float> center;                         // one a token: mean of z, which PCA takes away
    Matrix loadings;                                   // tokens × dimensions: PCA
    // Share of the variance of the components that Ê explains in cells that V was not fitted on (a third of
    // them, in a fit on the others); NaN where that was not measured.
    double explained = std::numeric_limits<double>::quiet_NaN();

    std::size_t tfs() const { return regulons.count(); }
};

// What the reader makes of some cells, one row a cell.
struct Reading {
    Matrix evidence;   // cells × TFs: a, mean over heads; empty where not wanted, as attention
    Matrix attention;  // cells × TFs: p, mean over heads; a row sums to 1
    Matrix embedding;  // cells × dimensions: e; 0 of a reader without values
};
// log2(attention / (1 / tfs)); of less than a millionth as of a millionth.
float log_ratio_to_uniform(float attention, std::size_t tfs);

// What is taken out of the embedding, to see what rests on it.
enum class Cut {
    Nothing,
    Bypass,     // ρ = 0
    Regulons,   // Ê = 0, its mean over the cells that the reader was made from; ρ r stays as it was
    Attention,  // the embedding of the principal components alone, as if ρ were 1
};

struct ReadingOptions {
    double bypass = 0;  // ρ, 0 to 1
    int head = -1;      // -1: the mean over heads
    Cut cut = Cut::Nothing;
    bool tfs = true;  // evidence and attention are wanted, else the embedding alone
};

// visit(first, reading) for rows[first], rows[first + 1], ..., block by block in their order. `expression`:
// log-normalised, with the columns that the reader was made for. Memory: two blocks. The same bytes for any
// number of threads. Throws what the source throws; Cancelled.
void read_regulons(const RegulonReader& reader, const MatrixSource& expression,
                   std::span<const std::uint32_t> rows, const ReadingOptions& options, Job& job,
                   const std::function<void(std::size_t first, const Reading& reading)>& visit);

}  // namespace regulus
