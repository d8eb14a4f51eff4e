#include "core/workflow/gene_choices.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "core/base/count_text.h"

namespace regulus {
namespace {

constexpr std::array all_spellings{Spelling::Exact, Spelling::WithoutVersion, Spelling::WithoutCase};

// What genes are matched with: the genes of a prior and its edges, or those of a model. Everything that is
// looked up is hashed once, when first asked for.
class Matcher {
  public:
    Matcher(std::span<const std::string> targets, std::span<const Regulation> edges,
            const GeneMapping* mapping)
        : m_targets(targets), m_edges(edges), m_mapping(mapping) {
        m_index.reserve(targets.size());
        for (std::size_t g = 0; g < targets.size(); ++g)
            m_index.emplace(targets[g], static_cast<std::uint32_t>(g));
        m_versions = std::ranges::any_of(
            targets, [](const std::string& gene) { return without_version(gene) != gene; });
    }

    // Versions of the data are off already; only those of the targets can stand in the way.
    bool has_versions() const { return m_versions; }

    MatchedNames match(const GeneNames& own, bool through_mapping, Spelling spelling) {
        MatchedNames result{own, {own.source, through_mapping, spelling}};
        std::vector<std::string>& names = result.genes.names;
        if (through_mapping) {
            MappedNames mapped = map_genes(names, *m_mapping);
            result.choice.mapped = mapped.mapped;
            result.choice.ambiguous = mapped.ambiguous;
            result.choice.unmapped = mapped.unmapped;
            names = std::move(mapped.names);
        }
        if (spelling != Spelling::Exact) names = speller(spelling).respell(names).names;
        count(names, result.choice);
        return result;
    }

  private:
    const Speller& speller(Spelling spelling) {
        auto& kept = spelling == Spelling::WithoutVersion ? m_without_version : m_without_case;
        if (!kept) kept.emplace(m_targets, spelling);
        return *kept;
    }

    void count(const std::vector<std::string>& names, GeneChoice& choice) const {
        std::vector<bool> present(m_targets.size(), false), used(m_targets.size(), false);
        for (const std::string& name : names) {
            const auto found = m_index.find(name);
            if (found == m_index.end()) continue;
            present[found->second] = true;  // names are unique
            ++choice.genes;
        }
        for (const Regulation& edge : m_edges) {
            if (!present[edge.tf] || !present[edge.target]) continue;
            choice.edges += !edge.from_complex;  // as Coverage counts them
            choice.tfs += !used[edge.tf];
            used[edge.tf] = true;
        }
    }

    std::span<const std::string> m_targets;
    std::span<const Regulation> m_edges;
    const GeneMapping* m_mapping;
    std::unordered_map<std::string_view, std::uint32_t> m_index;
    std::optional<Speller> m_without_version, m_without_case;
    bool m_versions = false;
};

// Whether a column can name genes: most of its values differ.
bool tells_genes_apart(const Table& var, const std::string& column) {
    const Column* found = column == "index" ? nullptr : var.find(column);
    const Categorical* categories = found != nullptr ? found->categorical() : nullptr;
    return categories == nullptr || categories->categories.size() * 2 > var.size();
}

std::size_t gain(const GeneChoice& choice) {
    return choice.edges + choice.genes;
}

// How much a way changes the names; less is simpler.
std::pair<bool, Spelling> change(const GeneChoice& choice) {
    return {choice.through_mapping, choice.spelling};
}

void best_first(std::vector<GeneChoice>& choices, const std::string& usual) {
    std::ranges::stable_sort(choices, [&](const GeneChoice& a, const GeneChoice& b) {
        const auto key = [&](const GeneChoice& c) {
            return std::tuple(-static_cast<double>(c.edges), -static_cast<double>(c.genes), change(c),
                              c.column != usual);
        };
        return key(a) < key(b);
    });
}

std::vector<GeneChoice> all_choices(const Table& var, Matcher& matcher, bool with_mapping) {
    std::vector<GeneChoice> choices;
    for (const std::string& column : gene_columns_of(var)) {
        if (!tells_genes_apart(var, column)) continue;
        const GeneNames own = gene_names(var, column);
        std::size_t best = 0;
        for (const bool through : {false, true}) {
            if (through && !with_mapping) continue;
            for (const Spelling spelling : all_spellings) {
                if (spelling == Spelling::WithoutVersion && !matcher.has_versions()) continue;
                const GeneChoice choice = matcher.match(own, through, spelling).choice;
                if (gain(choice) <= best) continue;
                best = gain(choice);
                choices.push_back(choice);
            }
        }
    }
    best_first(choices, gene_names(var).source);
    return choices;
}

}  // namespace

bool same_way(const GeneChoice& a, const GeneChoice& b) {
    return a.column == b.column && change(a) == change(b);
}

GeneRequest request_for(const GeneChoice& choice, std::shared_ptr<const GeneMapping> mapping) {
    return {choice.column, choice.spelling, choice.through_mapping ? std::move(mapping) : nullptr};
}

std::vector<GeneChoice> gene_choices(const Table& var, const RegulatoryNetwork& prior,
                                     const GeneMapping* mapping) {
    Matcher matcher(prior.genes, prior.edges, mapping);
    return all_choices(var, matcher, mapping != nullptr);
}

std::vector<GeneChoice> gene_choices(const Table& var, std::span<const std::string> model_genes,
                                     const GeneMapping* mapping) {
    Matcher matcher(model_genes, {}, mapping);
    return all_choices(var, matcher, mapping != nullptr);
}

MatchedNames matched_names(const Table& var, const GeneRequest& request, const RegulatoryNetwork& prior) {
    Matcher matcher(prior.genes, prior.edges, request.mapping.get());
    const Spelling usual = matcher.has_versions() ? Spelling::WithoutVersion : Spelling::Exact;
    return matcher.match(gene_names(var, request.column), request.mapping != nullptr,
                         request.spelling.value_or(usual));
}

MatchedNames matched_names(const Table& var, const GeneRequest& request,
                           std::span<const std::string> model_genes) {
    Matcher matcher(model_genes, {}, request.mapping.get());
    std::vector<GeneNames> columns{gene_names(var, request.column)};
    MatchedNames best = matcher.match(columns.front(), false, request.spelling.value_or(Spelling::Exact));
    if (best.choice.genes == model_genes.size()) return best;
    if (request.column.empty()) {
        for (const std::string& column : gene_columns_of(var)) {
            if (column != columns.front().source && tells_genes_apart(var, column))
                columns.push_back(gene_names(var, column));
        }
    }
    for (const bool through : {false, true}) {
        if (through && !request.mapping) continue;
        for (const Spelling spelling : all_spellings) {
            if (spelling != request.spelling.value_or(spelling)) continue;
            for (const GeneNames& column : columns) {
                MatchedNames other = matcher.match(column, through, spelling);
                if (other.choice.genes > best.choice.genes) best = std::move(other);
                if (best.choice.genes == model_genes.size()) return best;
            }
        }
    }
    return best;
}

MatchedNames own_names(const Table& var, const GeneRequest& request) {
    Matcher matcher({}, {}, request.mapping.get());
    return matcher.match(gene_names(var, request.column), request.mapping != nullptr, Spelling::Exact);
}

const GeneChoice* better_choice(const std::vector<GeneChoice>& choices, const GeneChoice& used) {
    std::size_t most = 0;
    for (const GeneChoice& choice : choices) most = std::max(most, choice.edges);
    if (most == 0 || most < 2 * used.edges) return nullptr;
    const GeneChoice* best = nullptr;
    for (const GeneChoice& choice : choices) {  // most edges first
        const bool serves = choice.edges >= 2 * used.edges && choice.edges * 10 >= most * 9;
        if (!serves || same_way(choice, used)) continue;
        if (best == nullptr || change(choice) < change(*best)) best = &choice;
    }
    return best;
}

std::string describe_names(const GeneChoice& choice) {
    constexpr std::array words{"", ", ignoring versions", ", ignoring case"};
    return fmt::format("{}{}{}", choice.column == "index" ? "var index" : choice.column,
                       choice.through_mapping ? ", through the mapping file" : "",
                       words[static_cast<std::size_t>(choice.spelling)]);
}

std::string describe(const GeneChoice& choice) {
    std::string text =
        fmt::format("{}: {}, {}, {}", describe_names(choice), count_text(choice.edges, "edge", "edges"),
                    count_text(choice.tfs, "TF", "TFs"), count_text(choice.genes, "gene", "genes"));
    if (choice.ambiguous > 0)
        text += fmt::format(" ({})", count_text(choice.ambiguous, "ambiguous name", "ambiguous names"));
    return text;
}

}  // namespace regulus
