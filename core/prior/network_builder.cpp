#include "core/prior/network_builder.h"

#include <algorithm>
#include <numeric>
#include <span>
#include <utility>

namespace regulus {
namespace {

// Joins one more row into what is known of its pair.
void join(Regulation& edge, const Regulation& row) {
    edge.listed = static_cast<std::uint16_t>(std::min(65535, edge.listed + row.listed));
    if (row.confidence != 0 && (edge.confidence == 0 || row.confidence < edge.confidence)) {
        edge.confidence = row.confidence;
    }
    edge.weight = std::max(edge.weight, row.weight);
    edge.sources |= row.sources;
    edge.from_complex = edge.from_complex && row.from_complex;
    if (edge.conflicting) return;
    if (row.conflicting || (edge.sign != 0 && row.sign != 0 && edge.sign != row.sign)) {
        edge.sign = 0;
        edge.conflicting = true;
    } else if (edge.sign == 0) {
        edge.sign = row.sign;
    }
}

// The rows of one TF, ordered by target.
void join_rows(std::span<const Regulation> rows, RegulatoryNetwork& network) {
    for (std::size_t i = 0; i < rows.size();) {
        Regulation edge = rows[i];
        bool differs = false;
        std::size_t next = i + 1;
        for (; next < rows.size() && rows[next].target == edge.target; ++next) {
            differs |= rows[next].sign != rows[i].sign || rows[next].conflicting != rows[i].conflicting;
            join(edge, rows[next]);
        }
        network.repeated_pairs += edge.listed > 1;
        network.differing_pairs += differs;
        network.conflicting_pairs += edge.conflicting;
        network.edges.push_back(edge);
        i = next;
    }
}

}  // namespace

std::uint32_t NetworkBuilder::gene(std::string_view name) {
    if (const auto known = m_ids.find(name); known != m_ids.end()) return known->second;
    const auto id = static_cast<std::uint32_t>(m_genes.size());
    m_genes.emplace_back(name);
    m_ids.emplace(m_genes.back(), id);
    return id;
}

std::uint64_t NetworkBuilder::source(std::string_view name) {
    auto known = m_source_ids.find(name);
    if (known == m_source_ids.end()) {
        if (m_sources.size() + 1 >= most_sources) name = other_sources;
        known = m_source_ids.find(name);
    }
    if (known == m_source_ids.end()) {
        known = m_source_ids.emplace(std::string(name), static_cast<std::uint32_t>(m_sources.size())).first;
        m_sources.emplace_back(name);
    }
    return std::uint64_t{1} << known->second;
}

// By counting; the rows of a TF keep their order.
void NetworkBuilder::sort_by_tf(Job& job) {
    std::vector<std::size_t> places(m_genes.size() + 1, 0);
    for (const Regulation& row : m_rows) ++places[row.tf + 1];
    std::partial_sum(places.begin(), places.end(), places.begin());
    std::vector<Regulation> sorted(m_rows.size());
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (i % (std::size_t{1} << 20U) == 0) job.checkpoint();
        sorted[places[m_rows[i].tf]++] = m_rows[i];
    }
    m_rows = std::move(sorted);
}

RegulatoryNetwork NetworkBuilder::finish(std::string name, Job& job) {
    RegulatoryNetwork network;
    network.name = std::move(name);
    network.rows = m_rows.size();
    sort_by_tf(job);
    for (std::size_t begin = 0; begin < m_rows.size();) {
        std::size_t end = begin + 1;
        while (end < m_rows.size() && m_rows[end].tf == m_rows[begin].tf) ++end;
        const std::span<Regulation> rows(m_rows.data() + begin, end - begin);
        std::ranges::stable_sort(rows, {}, &Regulation::target);
        join_rows(rows, network);
        job.checkpoint();
        begin = end;
    }
    network.genes = std::move(m_genes);
    network.sources = m_sources.empty() ? std::vector<std::string>{network.name} : std::move(m_sources);
    *this = NetworkBuilder();
    return network;
}

}  // namespace regulus
