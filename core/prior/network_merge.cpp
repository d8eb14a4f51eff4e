#include "core/prior/network_merge.h"

#include <map>
#include <set>

#include "core/prior/network_builder.h"

namespace regulus {
namespace {

// Names for a network's sources that no network of other content uses.
class SourceNames {
  public:
    std::string unique(const std::string& source, const RegulatoryNetwork& network) {
        std::string name = source;
        for (int i = 2;; ++i) {
            const auto [place, added] = m_owners.emplace(name, identity(source, network));
            if (added || place->second == identity(source, network)) return name;
            name = source + " (" + std::to_string(i) + ")";
        }
    }

  private:
    // Two files of one name are two sources; a resource that both name is one.
    static std::string identity(const std::string& source, const RegulatoryNetwork& network) {
        return source == network.name ? network.checksum : std::string("named within");
    }
    std::map<std::string, std::string> m_owners;
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
