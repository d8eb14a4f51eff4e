// What a decision rests on, TF by TF: the parts of its logits, and what becomes of it when a TF is cut.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "core/base/job.h"
#include "core/data/matrix.h"
#include "core/data/matrix_source.h"
#include "core/regulons/reader_head.h"
#include "core/regulons/regulon_reader.h"

namespace regulus {

// Of one cell. The logits are linear in what is collected from each TF, so their parts add up:
// logits[k] = Σ_t tfs[t, k] + bypass[k] + constant[k].
struct Contributions {
    Matrix tfs;                    // TFs × classes
    std::vector<double> bypass;    // classes: of what the regulons leave over
    std::vector<double> constant;  // classes: the same in every cell but for the length of its embedding
    std::vector<double> logits;    // classes
};
Contributions contributions(const RegulonReader& reader, const ReaderHead& head,
                            const MatrixSource& expression, std::uint32_t row);
// visit(i, parts) for each of rows[i], in order. Memory: a block of cells. Throws what the source throws;
// Cancelled.
void contributions(const RegulonReader& reader, const ReaderHead& head, const MatrixSource& expression,
                   std::span<const std::uint32_t> rows, Job& job,
                   const std::function<void(std::size_t i, const Contributions& parts)>& visit);

// Cutting a TF: the cell knows no more about it than about the average cell (a[t, h] = 0 in all heads, edges
// and own mRNA alike), attends again, and all that follows is computed again: with a bypass of 1 nothing
// changes.
struct CutEffects {
    std::vector<std::int32_t> predicted;  // one a cell: its class
    Matrix effect;  // cells × TFs: log-odds of that class with the TF cut, minus without
};
// visit(first, effects) for rows[first], rows[first + 1], ..., block by block. At least two classes. The same
// bytes for any number of threads. Throws what the source throws; Cancelled.
void cut_tfs(const RegulonReader& reader, const ReaderHead& head, const MatrixSource& expression,
             std::span<const std::uint32_t> rows, Job& job,
             const std::function<void(std::size_t first, const CutEffects& effects)>& visit);

// The same of sets of TFs cut together, for one class: visit(first, effects) with a row a cell and a column a
// set, log-odds of `classes[i]` (one a row) with the set cut, minus without. No TF twice in a set.
void cut_sets(const RegulonReader& reader, const ReaderHead& head, const MatrixSource& expression,
              std::span<const std::uint32_t> rows, std::span<const std::int32_t> classes,
              std::span<const std::vector<std::size_t>> sets, Job& job,
              const std::function<void(std::size_t first, const Matrix& effects)>& visit);

// What the evidence for one TF is made of, mean over heads and over some cells: a[t] = Σ of `targets` + own +
// constant. Where the targets of a cell give more than the reader's evidence_clip, these parts of that cell
// are made smaller alike, by the same factor.
struct EvidenceParts {
    std::vector<double> targets;     // one a target of the TF: w · z / σ
    std::vector<double> expression;  // one a target: z, standardised expression
    double own = 0;                  // ω · z of the TF itself
    double constant = 0;             // −μ / σ
};
EvidenceParts evidence_parts(const RegulonReader& reader, std::size_t tf, const MatrixSource& expression,
                             std::span<const std::uint32_t> rows, Job& job);

// The likeliest class of each of some cells, with a part of the embedding cut.
std::vector<std::int32_t> classes_with(const RegulonReader& reader, const ReaderHead& head,
                                       const MatrixSource& expression, std::span<const std::uint32_t> rows,
                                       Cut cut, Job& job);

// Logits (cells × classes) of embeddings (cells × dimensions).
Matrix logits_of(const ReaderHead& head, const Matrix& embedding);

}  // namespace regulus
