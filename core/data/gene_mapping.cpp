#include "core/data/gene_mapping.h"

#include <algorithm>
#include <cctype>

#include "core/data/gene_names.h"

namespace regulus {
namespace {

std::string folded(const std::string& name, Spelling spelling) {
    if (spelling == Spelling::Exact) return name;
    std::string text = without_version(name);
    if (spelling == Spelling::WithoutVersion) return text;
    for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return text;
}

// Names that are kept come before those that were given, so that a suffix falls on the latter.
void tell_apart(MappedNames& genes, const std::vector<bool>& given) {
    std::vector<std::size_t> order;
    for (const bool late : {false, true}) {
        for (std::size_t g = 0; g < genes.names.size(); ++g) {
            if (given[g] == late) order.push_back(g);
        }
    }
    std::vector<std::string> names;
    names.reserve(order.size());
    for (const std::size_t g : order) names.push_back(std::move(genes.names[g]));
    genes.duplicates = make_unique(names);
    for (std::size_t i = 0; i < order.size(); ++i) genes.names[order[i]] = std::move(names[i]);
}

}  // namespace

void GeneMapping::add(std::string_view from, std::string_view to, int rank) {
    if (from.empty() || to.empty()) return;
    m_names.emplace(to);
    const auto [place, fresh] =
        m_targets.try_emplace(std::string(from), Target{std::string(to), rank, false});
    Target& target = place->second;
    if (fresh || rank > target.rank || (rank == target.rank && target.name == to)) return;
    if (rank < target.rank) {
        target = {std::string(to), rank, false};
    } else {
        target.several = true;
    }
}

std::size_t GeneMapping::ambiguous() const {
    return static_cast<std::size_t>(
        std::ranges::count_if(m_targets, [](const auto& entry) { return entry.second.several; }));
}

bool GeneMapping::is_target(std::string_view name) const {
    return m_names.contains(std::string(name));
}

GeneMapping::Answer GeneMapping::find(const std::string& from, std::string& to) const {
    auto found = m_targets.find(from);
    if (found == m_targets.end()) found = m_targets.find(without_version(from));
    if (found == m_targets.end()) return Answer::None;
    if (found->second.several) return Answer::Ambiguous;
    to = found->second.name;
    return Answer::Found;
}

MappedNames map_genes(std::span<const std::string> names, const GeneMapping& mapping) {
    MappedNames genes{{names.begin(), names.end()}};
    std::vector<bool> given(names.size(), false);
    std::string to;
    for (std::size_t g = 0; g < names.size(); ++g) {
        const GeneMapping::Answer answer = mapping.find(names[g], to);
        if (answer == GeneMapping::Answer::Found && to != names[g]) {
            genes.names[g] = to;
            given[g] = true;
            ++genes.mapped;
        } else if (answer == GeneMapping::Answer::Found || mapping.is_target(names[g])) {
            ++genes.kept;
        } else if (answer == GeneMapping::Answer::Ambiguous) {
            ++genes.ambiguous;
        } else {
            ++genes.unmapped;
        }
    }
    tell_apart(genes, given);
    return genes;
}

const char* to_string(Spelling spelling) {
    switch (spelling) {
        case Spelling::Exact:
            return "exact";
        case Spelling::WithoutVersion:
            return "without version";
        case Spelling::WithoutCase:
            break;
    }
    return "without case";
}

Speller::Speller(std::span<const std::string> targets, Spelling spelling) : m_spelling(spelling) {
    for (const std::string& target : targets) m_by_spelling.add(folded(target, spelling), target);
}

MappedNames Speller::respell(std::span<const std::string> names) const {
    MappedNames genes{{names.begin(), names.end()}};
    std::vector<bool> given(names.size(), false);
    std::string to;
    for (std::size_t g = 0; g < names.size(); ++g) {
        if (m_by_spelling.is_target(names[g])) {
            ++genes.kept;
            continue;
        }
        switch (m_by_spelling.find(folded(names[g], m_spelling), to)) {
            case GeneMapping::Answer::Found:
                genes.names[g] = to;
                given[g] = true;
                ++genes.mapped;
                break;
            case GeneMapping::Answer::Ambiguous:
                ++genes.ambiguous;
                break;
            case GeneMapping::Answer::None:
                ++genes.unmapped;
        }
    }
    tell_apart(genes, given);
    return genes;
}

}  // namespace regulus
