// Makes a network of rows that come one after another, and joins those of the same pair.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/job.h"
#include "core/prior/regulatory_network.h"

namespace regulus {

class NetworkBuilder {
  public:
    // The number that `gene` has in the network; new names get the next one.
    std::uint32_t gene(std::string_view name);
    // The mask of one source, for Regulation::sources. Beyond most_sources, that of other_sources.
    std::uint64_t source(std::string_view name);

    // `row.tf` and `row.target` are numbers that gene() gave. Rows may repeat pairs.
    void add(const Regulation& row) { m_rows.push_back(row); }
    std::size_t rows() const { return m_rows.size(); }

    // Joins as make_network() says; `listed` counts add up, and a pair is `from_complex` only if all its rows
    // are. Where no source was named, the network itself is the one. The builder is empty afterwards.
    // Throws Cancelled.
    RegulatoryNetwork finish(std::string name, Job& job);

  private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    using Index = std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>>;

    void sort_by_tf(Job& job);

    Index m_ids, m_source_ids;
    std::vector<std::string> m_genes, m_sources;
    std::vector<Regulation> m_rows;
};

}  // namespace regulus
