#include "core/prior/network_merge.h"

#include <map>
#include <set>

#include "core/prior/network_builder.h"

namespace regulus {
namespace {

// Names for networks' sources, so that two files of one name are two sources. A name within a network, as a
// merged one has, is that source whoever names it.
class SourceNames {
  public:
    std::string unique(const std::string& source, const RegulatoryNetwork& network) {
        if (source != network.name) return source;
        std::string name = source;
        for (int i = 2;; ++i) {
            const auto [place, added] = m_checksums.emplace(name, network.checksum);
            if (added || place->second == network.checksum) return name;
            name = source + " (" + std::to_string(i) + ")";
        }
    }

  private:
    std::map<std::string, std::string> m_checksums;
};

}  // namespace

RegulatoryNetwork merged(std::string name, std::span<const RegulatoryNetwork> networks) {
    NetworkBuilder builder;
    SourceNames names;
    std::size_t rows = 0, records = 0;
    ComplexCount complexes;
    std::set<std::string> seen;
    std::vector<std::string> warnings;
    for (const RegulatoryNetwork& network : networks) {
        rows += network.rows;
        records += network.records;
        complexes.names += network.complexes.names;
        complexes.replaced += network.complexes.replaced;
        for (const std::string& warning : network.warnings) {
            if (seen.insert(warning).second) warnings.push_back(network.name + ": " + warning);
        }
        std::vector<std::uint64_t> masks;
        for (const std::string& source : network.sources) {
            masks.push_back(builder.source(names.unique(source, network)));
        }
        for (Regulation edge : network.edges) {
            const std::uint64_t sources = edge.sources;
            edge.sources = 0;
            for (std::size_t i = 0; i < masks.size(); ++i) {
                if ((sources >> i & 1U) != 0) edge.sources |= masks[i];
            }
            edge.tf = builder.gene(network.genes[edge.tf]);
            edge.target = builder.gene(network.genes[edge.target]);
            builder.add(edge);
        }
    }
    Job job;
    RegulatoryNetwork result = builder.finish(std::move(name), job);
    result.rows = rows;
    result.records = records;
    result.format = "merged priors";
    result.complexes = complexes;
    for (const Regulation& edge : result.edges) result.complexes.added += edge.from_complex;
    result.warnings = std::move(warnings);
    return result;
}

}  // namespace regulus
