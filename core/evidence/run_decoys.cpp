#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <utility>

#include "core/base/parallel.h"
#include "core/evidence/runs.h"
#include "core/evidence/standard_cells.h"
#include "core/evidence/test_reader.h"
#include "core/regulons/rewired_regulons.h"
#include "core/stats/rank_test.h"

namespace regulus {
namespace {

constexpr std::size_t most_cells = 2000;

// The regulons with as many edges again that were rewired, where these are not true ones; `truth` is one an
// edge.
RegulonSet with_decoys(const RegulonSet& regulons, std::uint64_t seed, std::vector<std::uint8_t>& truth) {
    const RegulonSet decoys = rewired_regulons(regulons, seed);
    RegulonSet both;
    both.genes = regulons.genes;
    both.tfs = regulons.tfs;
    both.own = regulons.own;
    truth.clear();
    struct Edge {
        std::int32_t target;
        float weight;
        std::uint8_t is_true;
    };
    std::vector<Edge> edges;
    for (std::size_t t = 0; t < regulons.count(); ++t) {
        edges.clear();
        std::set<std::int32_t> known;
        for (std::size_t i = 0; i < regulons.targets_of(t).size(); ++i) {
            edges.push_back({regulons.targets_of(t)[i], regulons.weights_of(t)[i], 1});
            known.insert(regulons.targets_of(t)[i]);
        }
        for (std::size_t i = 0; i < decoys.targets_of(t).size(); ++i) {
            if (!known.contains(decoys.targets_of(t)[i]))
                edges.push_back({decoys.targets_of(t)[i], decoys.weights_of(t)[i], 0});
        }
        std::ranges::sort(edges, {}, &Edge::target);
        for (const Edge& edge : edges) {
            both.targets.push_back(edge.target);
            both.weights.push_back(edge.weight);
            truth.push_back(edge.is_true);
        }
        both.offsets.push_back(static_cast<std::int64_t>(both.targets.size()));
    }
    return both;
}

double correlation(const std::vector<double>& a, const std::vector<double>& b) {
    const auto n = static_cast<double>(a.size());
    double mean_a = 0, mean_b = 0, ab = 0, aa = 0, bb = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        mean_a += a[i] / n;
        mean_b += b[i] / n;
    }
    for (std::size_t i = 0; i < a.size(); ++i) {
        ab += (a[i] - mean_a) * (b[i] - mean_b);
        aa += (a[i] - mean_a) * (a[i] - mean_a);
        bb += (b[i] - mean_b) * (b[i] - mean_b);
    }
    return aa > 0 && bb > 0 ? ab / std::sqrt(aa * bb) : 0;
}

std::vector<double> column(const Matrix& cells, std::size_t gene) {
    std::vector<double> values(cells.rows);
    for (std::size_t c = 0; c < cells.rows; ++c) values[c] = cells(c, gene);
    return values;
}

// A score an edge.
struct EdgeScores {
    std::vector<double> attention, regulon, spearman;
};

// How the target of each edge follows the rest of the TF's regulon: the signed mean of the other targets, and
// the log of the attention that the TF gets without the target; and how it follows the TF's own mRNA. The
// sign of the edge is expected.
EdgeScores edge_scores(const RegulonReader& reader, const Matrix& cells, Job& job) {
    const RegulonSet& regulons = reader.regulons;
    const std::size_t heads = reader.heads;
    // Evidence and the normaliser of attention, cell by cell.
    Matrix evidence(cells.rows, regulons.count() * heads), log_total(cells.rows, heads);
    parallel_for(cells.rows, 16, [&](std::size_t begin, std::size_t end) {
        job.checkpoint();
        for (std::size_t c = begin; c < end; ++c) {
            std::vector<double> total(heads, 0);
            for (std::size_t t = 0; t < regulons.count(); ++t) {
                for (std::size_t h = 0; h < heads; ++h) {
                    const std::size_t at = t * heads + h;
                    double sum = -static_cast<double>(reader.evidence_mean[at]);
                    for (auto e = static_cast<std::size_t>(regulons.offsets[t]);
                         e < static_cast<std::size_t>(regulons.offsets[t + 1]); ++e)
                        sum += static_cast<double>(reader.weights[e * heads + h]) *
                               cells(c, static_cast<std::size_t>(regulons.targets[e]));
                    evidence(c, at) = static_cast<float>(sum * reader.evidence_scale[at]);
                    total[h] +=
                        std::exp(static_cast<double>(reader.slope[h]) *
                                 std::clamp(evidence(c, at), -reader.evidence_clip, reader.evidence_clip));
                }
            }
            for (std::size_t h = 0; h < heads; ++h) log_total(c, h) = static_cast<float>(std::log(total[h]));
        }
    });
    EdgeScores scores;
    for (std::vector<double>* const of : {&scores.attention, &scores.regulon, &scores.spearman})
        of->resize(regulons.edges());
    parallel_for(regulons.count(), 1, [&](std::size_t begin, std::size_t end) {
        job.checkpoint();
        std::vector<double> attention(cells.rows), mean(cells.rows), own;
        for (std::size_t t = begin; t < end; ++t) {
            const auto first = static_cast<std::size_t>(regulons.offsets[t]),
                       last = static_cast<std::size_t>(regulons.offsets[t + 1]);
            std::vector<double> sums(cells.rows, 0);
            for (std::size_t e = first; e < last; ++e) {
                for (std::size_t c = 0; c < cells.rows; ++c)
                    sums[c] += static_cast<double>(regulons.weights[e]) *
                               cells(c, static_cast<std::size_t>(regulons.targets[e]));
            }
            own = regulons.own[t] < 0 ? std::vector<double>(cells.rows, 0)
                                      : column(cells, static_cast<std::size_t>(regulons.own[t]));
            for (std::size_t e = first; e < last; ++e) {
                const auto g = static_cast<std::size_t>(regulons.targets[e]);
                const double sign = regulons.weights[e] < 0 ? -1 : 1;
                const std::vector<double> z = column(cells, g);
                for (std::size_t c = 0; c < cells.rows; ++c) {
                    mean[c] = sums[c] - static_cast<double>(regulons.weights[e]) * z[c];
                    attention[c] = 0;
                    for (std::size_t h = 0; h < heads; ++h) {
                        const std::size_t at = t * heads + h;
                        const double without =
                            evidence(c, at) - static_cast<double>(reader.weights[e * heads + h]) * z[c] *
                                                  reader.evidence_scale[at];
                        attention[c] += static_cast<double>(reader.slope[h]) *
                                            std::clamp(without, -static_cast<double>(reader.evidence_clip),
                                                       static_cast<double>(reader.evidence_clip)) -
                                        log_total(c, h);
                    }
                }
                scores.attention[e] = sign * correlation(attention, z);
                scores.regulon[e] = sign * correlation(mean, z);
                scores.spearman[e] = std::abs(spearman(own, z).value_or(0));
            }
        }
    });
    return scores;
}

}  // namespace

void run_decoys(const EvidenceInput& input, RunResult& result, Job& job) {
    PartJob making(job, 0, 0.5), reading(job, 0.5, 0.6), scoring(job, 0.6, 1);
    const Split split = evidence_split(input, result.spec.split);
    std::vector<std::uint8_t> truth;
    const RegulonSet both = with_decoys(input.regulons, result.spec.seed, truth);
    RegulonReader reader = without_own(test_reader(input, both, split.test.inverted(), making));
    const std::vector<std::uint32_t> genes(reader.genes.begin(), reader.genes.end());
    const StandardCells cells = standard_cells(
        *input.expression, genes, some_of(split.test.inverted().rows(), most_cells), {}, reading);
    scoring.progress(0, "telling edges from decoys");
    const EdgeScores scores = edge_scores(reader, cells.fitted, scoring);
    const EdgesByGene by_gene = edges_by_gene(reader.regulons);
    double pairs = 0;
    for (const auto& [name, values] : {std::pair{"decoys_attention", &scores.attention},
                                       {"decoys_regulon", &scores.regulon},
                                       {"decoys_correlation", &scores.spearman}}) {
        double above = 0;
        pairs = 0;
        for (std::size_t g = 0; g + 1 < by_gene.offsets.size(); ++g) {
            for (auto a = by_gene.offsets[g]; a < by_gene.offsets[g + 1]; ++a) {
                const auto edge = static_cast<std::size_t>(by_gene.edges[static_cast<std::size_t>(a)]);
                if (truth[edge] == 0) continue;
                for (auto b = by_gene.offsets[g]; b < by_gene.offsets[g + 1]; ++b) {
                    const auto decoy = static_cast<std::size_t>(by_gene.edges[static_cast<std::size_t>(b)]);
                    if (truth[decoy] != 0) continue;
                    const double true_score = (*values)[edge], decoy_score = (*values)[decoy];
                    above += true_score > decoy_score ? 1 : true_score == decoy_score ? 0.5 : 0;
                    ++pairs;
                }
            }
        }
        result.numbers[name] = pairs > 0 ? above / pairs : std::numeric_limits<double>::quiet_NaN();
    }
    result.numbers["decoys_pairs"] = pairs;
    result.numbers["decoys_edges"] = static_cast<double>(truth.size());
}

}  // namespace regulus
