#include "core/regulons/reader_basis.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <span>

#include "core/base/count_text.h"
#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/base/parallel.h"
#include "core/embed/eigenvectors.h"
#include "core/embed/pca_covariance.h"

namespace regulus {
namespace {

constexpr std::size_t fewest_cells = 3;

using Index = Eigen::Index;

// At most `most` of them, in stretches of neighbours, which a file gives quickly.
std::vector<std::uint32_t> spread(const CellSet& cells, std::size_t most) {
    std::vector<std::uint32_t> rows = cells.rows();
    if (rows.size() <= most) return rows;
    const std::size_t stretch = std::min<std::size_t>(500, most), stretches = most / stretch;
    std::vector<std::uint32_t> some;
    for (std::size_t i = 0; i < stretches; ++i) {
        const auto begin = rows.begin() + static_cast<std::ptrdiff_t>(i * rows.size() / stretches);
        some.insert(some.end(), begin, begin + static_cast<std::ptrdiff_t>(stretch));
    }
    return some;
}

// The cells in memory, with the genes of the reader and no others, in their columns.
CsrMatrix gathered(const MatrixSource& expression, std::span<const std::uint32_t> rows,
                   std::span<const std::uint32_t> genes, Job& job) {
    std::vector<std::uint8_t> wanted(expression.genes());
    for (const std::uint32_t gene : genes) wanted[gene] = 1;
    CsrMatrix cells;
    cells.cols = expression.genes();
    std::vector<std::int32_t> columns;
    std::vector<float> values;
    expression.prepare_blocks(job);
    const std::size_t step = std::max<std::size_t>(1, expression.preferred_block());
    for (std::size_t first = 0; first < rows.size(); first += step) {
        job.checkpoint();
        job.progress(static_cast<double>(first) / static_cast<double>(rows.size()), "reading cells");
        const CsrMatrix block = expression.rows(rows.subspan(first, std::min(step, rows.size() - first)));
        for (std::size_t r = 0; r < block.rows; ++r) {
            columns.clear();
            values.clear();
            for (std::size_t i = 0; i < block.row_columns(r).size(); ++i) {
                const std::int32_t column = block.row_columns(r)[i];
                if (wanted[static_cast<std::size_t>(column)] == 0) continue;
                columns.push_back(column);
                values.push_back(block.row_values(r)[i]);
            }
            cells.push_row(columns, values);
        }
    }
    return cells;
}

// Of every gene over some cells.
std::vector<double> variances(const MatrixSource& expression, std::span<const std::uint32_t> rows, Job& job,
                              Ranks& ranks) {
    std::vector<double> sums(expression.genes(), 0), squares(expression.genes(), 0);
    expression.prepare_blocks(job);
    const std::size_t step = std::max<std::size_t>(1, expression.preferred_block());
    for (std::size_t first = 0; first < rows.size(); first += step) {
        job.checkpoint();
        job.progress(static_cast<double>(first) / static_cast<double>(rows.size()), "choosing genes");
        const CsrMatrix block = expression.rows(rows.subspan(first, std::min(step, rows.size() - first)));
        for (std::size_t i = 0; i < block.values.size(); ++i) {
            const double value = block.values[i];
            sums[static_cast<std::size_t>(block.columns[i])] += value;
            squares[static_cast<std::size_t>(block.columns[i])] += value * value;
        }
    }
    auto n = static_cast<double>(rows.size());
    ranks.sum(std::span(&n, 1));
    ranks.sum(std::span(sums));
    ranks.sum(std::span(squares));
    n = std::max(n, 1.0);
    for (std::size_t g = 0; g < sums.size(); ++g) squares[g] = squares[g] / n - sums[g] / n * (sums[g] / n);
    return squares;
}

// With the most variable others, up to `most` in all.
std::vector<std::uint32_t> with_variable(std::vector<std::uint32_t> genes, const MatrixSource& expression,
                                         std::span<const std::uint32_t> rows, std::size_t most, Job& job,
                                         Ranks& ranks) {
    if (genes.size() >= most || genes.size() >= expression.genes()) return genes;
    const std::vector<double> variance = variances(expression, rows, job, ranks);
    std::vector<std::uint8_t> taken(expression.genes());
    for (const std::uint32_t gene : genes) taken[gene] = 1;
    std::vector<std::uint32_t> others;
    for (std::size_t g = 0; g < taken.size(); ++g) {
        if (taken[g] == 0 && variance[g] > 1e-12) others.push_back(static_cast<std::uint32_t>(g));
    }
    std::ranges::stable_sort(others,
                             [&](std::uint32_t a, std::uint32_t b) { return variance[a] > variance[b]; });
    others.resize(std::min(others.size(), most - genes.size()));
    genes.insert(genes.end(), others.begin(), others.end());
    std::ranges::sort(genes);
    return genes;
}

// What some targets are to every TF that has them.
struct Targets {
    Eigen::VectorXd center;
    SymmetricMatrix among;       // their covariance
    Eigen::MatrixXd directions;  // targets × heads but the first; 0 where there are more heads than targets
    std::vector<double> variances;  // of the directions
};

Targets targets_of(const RegulonReader& reader, std::size_t tf, const SymmetricMatrix& covariance) {
    const auto targets = reader.regulons.targets_of(tf);
    const auto n = static_cast<Index>(targets.size());
    const Index others = static_cast<Index>(reader.heads) - 1, directions = std::min<Index>(n, others);
    Targets made{Eigen::VectorXd(n), SymmetricMatrix(targets.size()), Eigen::MatrixXd::Zero(n, others), {}};
    for (Index i = 0; i < n; ++i) {
        const auto target = static_cast<std::size_t>(targets[static_cast<std::size_t>(i)]);
        made.center[i] = reader.center[target];
        const std::span<double> column = made.among.upper(static_cast<std::size_t>(i));
        for (std::size_t j = 0; j < column.size(); ++j)
            column[j] = covariance(target, static_cast<std::size_t>(targets[j]));
    }
    if (directions > 0)
        made.directions.leftCols(directions) = largest_eigenpairs(made.among, directions).vectors;
    for (Index h = 0; h < others; ++h)
        made.variances.push_back(made.directions.col(h).dot(made.among.times(made.directions.col(h))));
    return made;
}

// Weights, means and spreads of one TF's heads.
void fill_heads(RegulonReader& reader, std::size_t tf, const Targets& targets) {
    constexpr double floor = 1e-3;  // of σ
    const Index n = targets.center.size();
    Eigen::VectorXd prior(n);
    for (Index i = 0; i < n; ++i) prior[i] = reader.regulons.weights_of(tf)[static_cast<std::size_t>(i)];
    Eigen::MatrixXd weights(n, static_cast<Index>(reader.heads));
    if (n > 0) weights.col(0) = prior.normalized();
    weights.rightCols(targets.directions.cols()) = targets.directions;
    for (Index h = 0; h < weights.cols(); ++h) {
        if (weights.col(h).dot(prior) < 0) weights.col(h) *= -1;
        const std::size_t at = tf * reader.heads + static_cast<std::size_t>(h);
        const double variance = h == 0 ? weights.col(h).dot(targets.among.times(weights.col(h)))
                                       : targets.variances[static_cast<std::size_t>(h - 1)];
        reader.evidence_mean[at] = static_cast<float>(weights.col(h).dot(targets.center));
        reader.evidence_scale[at] = static_cast<float>(1 / (std::sqrt(std::max(variance, 0.0)) + floor));
        for (Index i = 0; i < n; ++i) {
            const auto edge = static_cast<std::size_t>(reader.regulons.offsets[tf] + i);
            reader.weights[edge * reader.heads + static_cast<std::size_t>(h)] =
                static_cast<float>(weights(i, h));
        }
    }
}

// TFs that have the very same targets together: members of a complex, or all TFs where there is no mask.
std::vector<std::vector<std::size_t>> by_targets(const RegulonSet& regulons) {
    std::map<std::vector<std::int32_t>, std::size_t> known;
    std::vector<std::vector<std::size_t>> groups;
    for (std::size_t t = 0; t < regulons.count(); ++t) {
        const auto targets = regulons.targets_of(t);
        const auto [at, added] = known.try_emplace({targets.begin(), targets.end()}, groups.size());
        if (added) groups.emplace_back();
        groups[at->second].push_back(t);
    }
    return groups;
}

// Half a square of the genes, and the squares of the attention that the regression takes three times. Before
// any of it is taken.
void check_room(const RegulonSet& regulons, std::size_t genes, const ReaderOptions& options) {
    const std::size_t places = regulons.count() * options.heads;
    const std::size_t bytes = SymmetricMatrix::bytes(genes) + 3 * sizeof(double) * places * places;
    if (bytes <= memory_ceiling()) return;
    throw Error(
        ErrorKind::Memory,
        fmt::format("The regulons of {} with {} need {} MB", count_text(regulons.count(), "TF", "TFs"),
                    count_text(genes, "gene", "genes"), bytes >> 20U),
        {}, "Keep the most reliable edges of the prior, or allow more memory");
}

}  // namespace

ReaderBasis reader_basis(const MatrixSource& expression, const RegulonSet& regulons, const CellSet& cells,
                         const ReaderOptions& options, Job& job, const CellShare& share) {
    PartJob choosing(job, 0, 0.2), gathering(job, 0.2, 0.5), adding(job, 0.5, 1);
    const std::vector<std::uint32_t> all_rows = spread(cells, options.most_cells);
    if (all_rows.size() < fewest_cells)
        throw Error(ErrorKind::Data, "Regulons are read from at least 3 cells, and there are " +
                                         std::to_string(all_rows.size()));
    const auto rows = share.own(all_rows);
    std::vector<std::uint32_t> genes = genes_with_edge(regulons);
    check_room(regulons, std::max(genes.size(), std::min(options.component_genes, expression.genes())),
               options);
    genes =
        with_variable(std::move(genes), expression, rows, options.component_genes, choosing, share.ranks());
    auto some = std::make_shared<const InMemoryMatrix>(gathered(expression, rows, genes, gathering));
    CellSet all(some->cells());
    for (std::size_t c = 0; c < some->cells(); ++c) all.insert(c);
    Pca pca;
    SymmetricMatrix covariance = pca_covariance(
        pca, *some, genes, all, {options.dimensions, true, RegulonReader{}.clip}, adding, share.ranks());
    return {std::move(genes), std::move(some), share.before(all_rows), std::move(pca), std::move(covariance)};
}

void fill_evidence(RegulonReader& reader, const SymmetricMatrix& covariance, const ReaderOptions& options,
                   Job& job) {
    const std::size_t places = reader.tfs() * reader.heads;
    reader.weights.resize(reader.regulons.edges() * reader.heads);
    reader.evidence_mean.resize(places);
    reader.evidence_scale.resize(places);
    reader.own.assign(places, static_cast<float>(options.own));
    reader.offset.assign(places, 0);
    reader.slope.assign(reader.heads, static_cast<float>(options.slope));
    const auto groups = by_targets(reader.regulons);
    parallel_for(groups.size(), 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            job.checkpoint();
            const Targets targets = targets_of(reader, groups[i].front(), covariance);
            for (const std::size_t t : groups[i]) {
                job.checkpoint();
                fill_heads(reader, t, targets);
            }
        }
    });
}

}  // namespace regulus
