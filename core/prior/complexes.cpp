#include "core/prior/complexes.h"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "core/base/count_text.h"
#include "core/prior/network_builder.h"

namespace regulus {
namespace {

char upper(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
}

std::string folded(std::string_view name) {
    std::string result;
    for (const char c : name) {
        if (c != '-' && c != ' ') result += upper(c);
    }
    return result;
}

bool as_in_mouse(std::string_view name) {
    return name.size() > 1 && name[0] == upper(name[0]) &&
           std::ranges::all_of(name.substr(1), [](char c) { return c < 'A' || c > 'Z'; });
}

std::vector<std::string> members_by_name(std::string_view name) {
    static const std::vector<std::string> ap1{"FOS", "FOSB", "FOSL1", "FOSL2", "JUN", "JUNB", "JUND"};
    static const std::vector<std::string> nfkb{"NFKB1", "NFKB2", "REL", "RELA", "RELB"};
    const std::string key = folded(name);
    std::vector<std::string> members;
    if (key == "AP1") members = ap1;
    if (key == "NFKB" || key == "NFKAPPAB") members = nfkb;
    if (as_in_mouse(name)) {
        for (std::string& member : members) {
            std::transform(member.begin() + 1, member.end(), member.begin() + 1,
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        }
    }
    return members;
}

std::vector<std::string> parts_of(std::string_view text) {
    std::vector<std::string> parts;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find_first_of("_:", at), text.size());
        if (end > at) parts.emplace_back(text.substr(at, end - at));
        at = end + 1;
    }
    std::ranges::sort(parts);
    parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
    return parts;
}

using Members = std::unordered_map<std::uint32_t, std::vector<std::string>>;

// The complexes among the TFs, and their members.
Members members_in(const RegulatoryNetwork& network) {
    std::unordered_set<std::string_view> tfs;
    for (const Regulation& edge : network.edges) tfs.insert(network.genes[edge.tf]);
    const auto is_tf = [&](std::string_view name) { return tfs.contains(name); };
    Members members;
    for (const Regulation& edge : network.edges) {
        if (members.contains(edge.tf)) continue;
        members.emplace(edge.tf, complex_members(network.genes[edge.tf], is_tf));
    }
    std::erase_if(members, [](const auto& entry) { return entry.second.empty(); });
    return members;
}

std::string report(const ComplexCount& count, const std::set<std::string>& names) {
    std::string list;
    std::size_t shown = 0;
    for (const std::string& name : names) {
        if (++shown > 5) {
            list += ", ...";
            break;
        }
        list += (list.empty() ? "" : ", ") + name;
    }
    return "Replacing " + count_text(count.names, "complex", "complexes") + " (" + list + ") by " +
           (count.names == 1 ? "its" : "their") + " members added " +
           count_text(count.added, "edge", "edges") + " in place of " + count_text(count.replaced);
}

}  // namespace

std::vector<std::string> complex_members(std::string_view name,
                                         const std::function<bool(std::string_view)>& is_tf) {
    if (name.starts_with(complex_mark)) return parts_of(name.substr(complex_mark.size()));
    if (auto members = members_by_name(name); !members.empty()) return members;
    if (name.find('_') == std::string_view::npos) return {};
    std::vector<std::string> parts = parts_of(name);
    if (parts.size() < 2 || !std::ranges::all_of(parts, is_tf)) return {};
    return parts;
}

RegulatoryNetwork expand_complexes(const RegulatoryNetwork& network) {
    const Members members = members_in(network);
    if (members.empty()) return network;
    NetworkBuilder builder;
    for (const std::string& gene : network.genes) (void)builder.gene(gene);
    for (const std::string& source : network.sources) (void)builder.source(source);
    const auto key = [](std::uint32_t tf, std::uint32_t target) { return std::uint64_t{tf} << 32U | target; };
    std::unordered_set<std::uint64_t> listed;
    for (const Regulation& edge : network.edges) {
        if (members.contains(edge.tf)) continue;
        listed.insert(key(edge.tf, edge.target));
        builder.add(edge);
    }
    std::set<std::string> names;
    std::size_t replaced = 0;
    for (Regulation edge : network.edges) {
        const auto known = members.find(edge.tf);
        if (known == members.end()) continue;
        ++replaced;
        names.insert(network.genes[edge.tf]);
        edge.from_complex = true;
        for (const std::string& member : known->second) {
            edge.tf = builder.gene(member);
            if (!listed.contains(key(edge.tf, edge.target))) builder.add(edge);
        }
    }
    Job job;
    RegulatoryNetwork joined = builder.finish(network.name, job), result = network;
    result.genes = std::move(joined.genes);
    result.edges = std::move(joined.edges);
    result.complexes.names += names.size();
    result.complexes.replaced += replaced;
    const auto added = std::ranges::count_if(result.edges, &Regulation::from_complex);
    result.complexes.added = static_cast<std::size_t>(added);
    result.conflicting_pairs =
        static_cast<std::size_t>(std::ranges::count_if(result.edges, &Regulation::conflicting));
    result.warnings.push_back(report(result.complexes, names));
    return result;
}

}  // namespace regulus
