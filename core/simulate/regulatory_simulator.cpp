#include "core/simulate/regulatory_simulator.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/simulate/immune_names.h"

namespace regulus {
namespace {

using namespace simulation;

// Streams of the seed for what all cells share; cells use the streams 0, 1, 2, ...
constexpr std::uint64_t world_stream = 0x5EED000000000000ULL;

float as_float(double value) {
    return static_cast<float>(value);
}

double random_level(Random& random) {
    const double u = random.uniform();
    return u < high_share ? level_high : u < high_share + some_share ? level_some : level_off;
}

double named_level(const immune::Factor& factor, std::size_t type, Random& random) {
    if (type >= factor.levels.size()) return random_level(random);
    const char level = factor.levels[type];
    return level == '2' ? level_high : level == '1' ? level_some : level_off;
}

// A gamma-Poisson count by inversion, so that a zero (most of them are) costs one uniform number.
std::uint32_t draw_count(double mean, double phi, double dropout, Random& random) {
    const double u = random.uniform();
    if (u < dropout) return 0;
    if (mean > 60) return static_cast<std::uint32_t>(random.poisson(random.gamma(1 / phi, mean * phi)));
    double left = (u - dropout) / (1 - dropout);
    const double size = 1 / phi;
    const double odds = mean / (mean + size);
    double chance = std::exp(-size * std::log1p(mean * phi));
    std::uint32_t count = 0;
    for (; left >= chance && count < 100000; ++count) {
        left -= chance;
        chance *= (count + size) / (count + 1.0) * odds;
    }
    return count;
}

}  // namespace

struct RegulatorySimulator::World {
    SimulationOptions options;
    SimulationTruth truth;
    std::vector<std::size_t> edge_offsets;  // edges of target tfs + i: offsets[i] .. offsets[i + 1]
    std::vector<double> type_limits;        // cumulative shares
    Matrix donor_activity;                  // donors × TFs
    Matrix batch;                           // donors × genes, factor
    Matrix type_factor;                     // types × genes, factor no TF explains
    Matrix mrna_level;                      // types × TFs: log mRNA of the type
    double depth = 0;

    explicit World(const SimulationOptions& chosen);
    void draw_activities(Random& random);
    void draw_genes(Random& random);
    CellPlan place(Random& random) const;  // type and donor
    void express(CellPlan& plan, Random& random) const;
};

RegulatorySimulator::World::World(const SimulationOptions& chosen) : options(chosen) {
    truth.network = build_network({options.genes, options.tfs, options.edges_per_target}, options.seed);
    Random random(options.seed, world_stream);
    const auto names = immune::cell_types();
    for (std::size_t k = 0; k < options.cell_types; ++k) {
        truth.cell_types.push_back(k < names.size() ? std::string(names[k]) : fmt::format("Type {}", k + 1));
        // Gamma of shape 2: the largest of eight types has about a quarter of the cells, the smallest 3 %.
        truth.type_share.push_back(random.gamma(2, 1) + 0.15);
    }
    const double sum = std::accumulate(truth.type_share.begin(), truth.type_share.end(), 0.0);
    double upto = 0;
    for (double& share : truth.type_share) type_limits.push_back(upto += share /= sum);
    for (std::size_t d = 0; d < options.donors; ++d) {
        truth.donors.push_back(fmt::format("donor{}", d + 1));
        truth.diseased.push_back(d % 2 == 1);
    }
    draw_activities(random);
    draw_genes(random);
    depth = std::min(most_depth, depth_per_gene * static_cast<double>(options.genes));

    edge_offsets.assign(truth.network.targets + 1, 0);
    for (const auto& edge : truth.network.edges) ++edge_offsets[edge.target - options.tfs + 1];
    std::partial_sum(edge_offsets.begin(), edge_offsets.end(), edge_offsets.begin());
}

void RegulatorySimulator::World::draw_activities(Random& random) {
    const auto factors = immune::factors();
    truth.activity = Matrix(options.cell_types, options.tfs);
    truth.disease_shift = Matrix(options.cell_types, options.tfs);
    mrna_level = Matrix(options.cell_types, options.tfs);
    for (std::size_t t = 0; t < options.tfs; ++t) {
        const bool named = t < truth.network.named_tfs;
        double mean = 0, square = 0;
        for (std::size_t k = 0; k < options.cell_types; ++k) {
            const double level = named ? named_level(factors[t], k, random) : random_level(random);
            const double activity = level + level_sd * random.normal();
            truth.activity(k, t) = as_float(activity);
            mean += activity / static_cast<double>(options.cell_types);
            square += activity * activity / static_cast<double>(options.cell_types);
        }
        const double spread = std::sqrt(std::max(square - mean * mean, level_sd * level_sd));
        const double own = std::sqrt(1 - mrna_correlation_types * mrna_correlation_types) * spread;
        const bool moved = random.uniform() < disease_tfs;
        const double direction = random.uniform() < 0.5 ? -disease_shift : disease_shift;
        for (std::size_t k = 0; k < options.cell_types; ++k) {
            mrna_level(k, t) =
                as_float(mrna_correlation_types * truth.activity(k, t) + own * random.normal());
            const bool here = random.uniform() < disease_types;
            if (named && factors[t].interferon) {
                truth.disease_shift(k, t) = as_float(disease_shift);
            } else if (moved && here) {
                truth.disease_shift(k, t) = as_float(direction);
            }
        }
    }
    donor_activity = Matrix(options.donors, options.tfs);
    for (float& shift : donor_activity.values) shift = as_float(donor_sd * random.normal());
}

void RegulatorySimulator::World::draw_genes(Random& random) {
    const auto& network = truth.network;
    type_factor = Matrix(options.cell_types, options.genes);
    batch = Matrix(options.donors, options.genes);
    for (std::size_t g = 0; g < options.genes; ++g) {
        const bool tf = g < network.tfs;
        const bool target = !tf && g < network.tfs + network.targets;
        const bool bystander = !tf && !target && g < network.tfs + network.targets + network.bystanders;
        truth.scale.push_back(as_float((tf ? tf_scale : 1.0) * std::exp(scale_sd * random.normal())));
        truth.dispersion.push_back(as_float(dispersion * std::exp(dispersion_sd * random.normal())));
        const double sd = target ? target_type_sd : bystander ? bystander_type_sd : 0;
        for (std::size_t k = 0; k < options.cell_types; ++k) {
            type_factor(k, g) = as_float(std::exp(sd * random.normal()));
        }
        for (std::size_t d = 0; d < options.donors; ++d) {
            batch(d, g) = as_float(std::exp(batch_sd * random.normal()));
        }
    }
}

CellPlan RegulatorySimulator::World::place(Random& random) const {
    CellPlan cell;
    const double u = random.uniform();
    const auto type = std::ranges::upper_bound(type_limits, u) - type_limits.begin();
    cell.type = static_cast<std::uint32_t>(
        std::min<std::size_t>(static_cast<std::size_t>(type), options.cell_types - 1));
    cell.donor = static_cast<std::uint32_t>(random.below(options.donors));
    return cell;
}

void RegulatorySimulator::World::express(CellPlan& cell, Random& random) const {
    const auto& network = truth.network;
    cell.activity.resize(network.tfs);
    cell.expected.resize(options.genes);
    std::vector<float> bound(network.tfs);  // x²
    const double own = std::sqrt(1 - mrna_correlation_cells * mrna_correlation_cells);
    for (std::size_t t = 0; t < network.tfs; ++t) {
        const double shift = donor_activity(cell.donor, t) +
                             (truth.diseased[cell.donor] ? truth.disease_shift(cell.type, t) : 0.0F);
        const double noise = random.normal();
        const double z = truth.activity(cell.type, t) + shift + cell_sd * noise;
        cell.activity[t] = as_float(z);
        bound[t] = as_float(std::exp(2 * z));
        const double mrna = mrna_level(cell.type, t) + mrna_correlation_types * shift +
                            mrna_burst_sd * (mrna_correlation_cells * noise + own * random.normal());
        cell.expected[t] = as_float(truth.scale[t] * std::exp(mrna));
    }
    for (std::size_t i = 0; i < network.targets; ++i) {
        double activation = basal, repression = 0;
        for (std::size_t e = edge_offsets[i]; e < edge_offsets[i + 1]; ++e) {
            const auto& edge = network.edges[e];
            (edge.sign > 0 ? activation : repression) += edge.strength * bound[edge.tf];
        }
        cell.expected[network.tfs + i] =
            as_float(truth.scale[network.tfs + i] * activation / (1 + activation + repression));
    }
    // Other genes are at half of their scale, where a gene with one regulator at work is.
    for (std::size_t g = network.tfs + network.targets; g < options.genes; ++g)
        cell.expected[g] = truth.scale[g] / 2;
    double sum = 0;
    for (std::size_t g = 0; g < options.genes; ++g) {
        cell.expected[g] *= type_factor(cell.type, g) * batch(cell.donor, g);
        sum += cell.expected[g];
    }
    const double library = depth * std::exp(depth_sd * random.normal()) / sum;
    for (float& expected : cell.expected) expected = as_float(expected * library);
}

std::vector<std::string> validate(const SimulationOptions& options) {
    std::vector<std::string> problems;
    const auto demand = [&](bool holds, const char* problem) {
        if (!holds) problems.emplace_back(problem);
    };
    demand(options.cells >= 1 && options.cells <= 100'000'000, "cells must be between 1 and 100,000,000");
    demand(options.tfs >= 6 && options.tfs <= 5000, "tfs must be between 6 and 5,000");
    demand(options.genes >= options.tfs + 20 && options.genes <= 100'000,
           "genes must be at least tfs + 20 and at most 100,000");
    demand(options.cell_types >= 2 && options.cell_types <= 200, "cell types must be between 2 and 200");
    demand(options.donors >= 1 && options.donors <= 10'000, "donors must be between 1 and 10,000");
    demand(options.edges_per_target >= 1 && options.edges_per_target <= 20,
           "edges per target must be between 1 and 20");
    return problems;
}

RegulatorySimulator::RegulatorySimulator(const SimulationOptions& options) {
    const auto problems = validate(options);
    if (!problems.empty()) throw Error(ErrorKind::Usage, "Invalid simulation options: " + problems.front());
    m_world = std::make_shared<const World>(options);
}

RegulatorySimulator::~RegulatorySimulator() = default;

const SimulationOptions& RegulatorySimulator::options() const {
    return m_world->options;
}
const SimulationTruth& RegulatorySimulator::truth() const {
    return m_world->truth;
}

double RegulatorySimulator::dropout(double expected) {
    return dropout_half / (dropout_half + expected);
}

CellPlan RegulatorySimulator::plan(std::size_t cell) const {
    Random random(m_world->options.seed, cell);
    CellPlan plan = m_world->place(random);
    m_world->express(plan, random);
    return plan;
}

CsrMatrix RegulatorySimulator::counts(std::size_t begin, std::size_t end) const {
    const std::size_t genes = m_world->options.genes;
    const std::size_t cells = end - begin;
    std::vector<std::vector<std::pair<std::int32_t, float>>> drawn(cells);
    parallel_for(cells, 64, [&](std::size_t from, std::size_t to) {
        for (std::size_t i = from; i < to; ++i) {
            Random random(m_world->options.seed, begin + i);
            CellPlan plan = m_world->place(random);
            m_world->express(plan, random);
            for (std::size_t g = 0; g < genes; ++g) {
                const double mean = plan.expected[g];
                const std::uint32_t count =
                    draw_count(mean, m_world->truth.dispersion[g], dropout(mean), random);
                if (count > 0) drawn[i].emplace_back(static_cast<std::int32_t>(g), static_cast<float>(count));
            }
        }
    });
    CsrMatrix matrix;
    matrix.rows = cells;
    matrix.cols = genes;
    for (auto& row : drawn) {
        for (const auto& [gene, count] : row) {
            matrix.columns.push_back(gene);
            matrix.values.push_back(count);
        }
        matrix.offsets.push_back(static_cast<std::int64_t>(matrix.columns.size()));
        row = {};
    }
    return matrix;
}

Table RegulatorySimulator::obs(Job& job) const {
    const auto& world = *m_world;
    Categorical types{world.truth.cell_types, {}, {}, false};
    Categorical donors{world.truth.donors, {}, {}, false};
    Categorical condition{{"control", "disease"}, {}, {}, false};
    Table table;
    table.index_name = "cell";
    for (std::size_t c = 0; c < world.options.cells; ++c) {
        if (c % 65536 == 0) job.checkpoint();
        Random random(world.options.seed, c);
        const CellPlan cell = world.place(random);
        table.index.push_back(fmt::format("sim_{:07}", c + 1));
        types.codes.push_back(static_cast<std::int32_t>(cell.type));
        donors.codes.push_back(static_cast<std::int32_t>(cell.donor));
        condition.codes.push_back(world.truth.diseased[cell.donor] ? 1 : 0);
    }
    table.columns = {
        {"cell_type", std::move(types)}, {"donor", std::move(donors)}, {"condition", std::move(condition)}};
    return table;
}

Table RegulatorySimulator::var() const {
    const auto& network = m_world->truth.network;
    Categorical role{{"tf", "target", "bystander", "housekeeping"}, {}, {}, false};
    for (std::size_t g = 0; g < network.genes.size(); ++g) {
        const std::size_t target = network.tfs, bystander = target + network.targets;
        role.codes.push_back(g < target ? 0 : g < bystander ? 1 : g < bystander + network.bystanders ? 2 : 3);
    }
    return Table{network.genes, "gene", {{"role", std::move(role)}}};
}

}  // namespace regulus
