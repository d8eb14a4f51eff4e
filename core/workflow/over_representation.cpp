#include "core/workflow/over_representation.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "core/base/count_text.h"
#include "core/base/error.h"
#include "core/stats/false_discovery.h"
#include "core/stats/over_representation.h"

namespace regulus {
namespace {

std::vector<std::string> once(std::span<const std::string> names) {
    std::vector<std::string> kept;
    std::unordered_set<std::string_view> seen;
    for (const std::string& name : names)
        if (!name.empty() && seen.insert(name).second) kept.push_back(name);
    return kept;
}

std::vector<std::string> genes_of(std::span<const GeneSet> sets) {
    std::vector<std::string> genes;
    for (const GeneSet& set : sets) genes.insert(genes.end(), set.genes.begin(), set.genes.end());
    return once(genes);
}

// The tested genes as the sets write them, and how many of the sets' genes that finds.
struct Spelt {
    std::vector<std::string> names;
    std::size_t found = 0;
};
Spelt spelt(const std::vector<std::string>& tested, const std::vector<std::string>& targets,
            Spelling spelling) {
    Spelt made{spelling == Spelling::Exact ? tested : Speller(targets, spelling).respell(tested).names, 0};
    const std::unordered_set<std::string_view> there(made.names.begin(), made.names.end());
    made.found = static_cast<std::size_t>(
        std::ranges::count_if(targets, [&](const std::string& gene) { return there.contains(gene); }));
    return made;
}

// What the sets are tested among.
struct Ground {
    std::unordered_map<std::string_view, std::size_t> places;  // of tested genes, as the sets write them
    std::vector<std::uint8_t> counted, listed;                 // a tested gene: of the universe; of the list
};

Ground ground_of(const Spelt& names, const std::vector<std::string>& tested,
                 const std::vector<std::string>& list, const std::vector<std::string>& targets,
                 Universe universe, Enrichment& made) {
    Ground ground;
    for (std::size_t i = 0; i < names.names.size(); ++i) ground.places.emplace(names.names[i], i);
    ground.counted.assign(tested.size(), universe == Universe::AllTested ? 1 : 0);
    ground.listed.assign(tested.size(), 0);
    for (const std::string& gene : targets)
        if (const auto place = ground.places.find(gene); place != ground.places.end())
            ground.counted[place->second] = 1;
    std::unordered_map<std::string_view, std::size_t> own;
    for (std::size_t i = 0; i < tested.size(); ++i) own.emplace(tested[i], i);
    for (const std::string& gene : list) {
        const auto place = own.find(gene);
        if (place == own.end())
            made.not_tested.push_back(gene);
        else if (ground.counted[place->second] == 0)
            ++made.outside_sets;
        else
            ground.listed[place->second] = 1;
    }
    made.universe = static_cast<std::size_t>(std::ranges::count(ground.counted, 1));
    made.drawn = static_cast<std::size_t>(std::ranges::count(ground.listed, 1));
    return ground;
}

EnrichedSet tested_set(const GeneSet& set, const Ground& ground, const std::vector<std::string>& tested,
                       const Enrichment& made) {
    EnrichedSet one;
    one.name = set.name;
    for (const std::string& gene : set.genes) {
        const auto place = ground.places.find(gene);
        if (place == ground.places.end()) continue;
        ++one.genes;
        if (ground.listed[place->second] != 0) one.hits.push_back(tested[place->second]);
    }
    one.expected =
        static_cast<double>(one.genes) * static_cast<double>(made.drawn) / static_cast<double>(made.universe);
    one.p = hypergeometric_tail(one.hits.size(), made.universe, one.genes, made.drawn);
    return one;
}

void adjust_and_sort(std::vector<EnrichedSet>& sets) {
    std::vector<double> p;
    for (const EnrichedSet& set : sets) p.push_back(set.p);
    const std::vector<double> q = benjamini_hochberg(p);
    for (std::size_t i = 0; i < sets.size(); ++i) sets[i].q = q[i];
    std::ranges::stable_sort(sets, [](const EnrichedSet& a, const EnrichedSet& b) {
        if (a.p != b.p) return a.p < b.p;
        return static_cast<double>(a.hits.size()) * b.expected >
               static_cast<double>(b.hits.size()) * a.expected;
    });
}

void warn(Enrichment& made, std::size_t listed) {
    const auto add = [&](std::size_t count, const std::string& text) {
        if (count > 0) made.warnings.push_back(text);
    };
    std::vector<std::string> some(made.not_tested.begin(),
                                  made.not_tested.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(
                                                                20, made.not_tested.size())));
    add(made.not_tested.size(),
        fmt::format("{} of {} on the list not tested: {}{}", count_text(made.not_tested.size()),
                    count_text(listed, "gene", "genes"), fmt::join(some, ", "),
                    some.size() < made.not_tested.size() ? ", ..." : ""));
    add(made.outside_sets, fmt::format("{} on the list in no set, and not counted",
                                       count_text(made.outside_sets, "gene", "genes")));
    if (made.spelling != Spelling::Exact)
        made.warnings.push_back(
            fmt::format("Gene names are matched with those of the sets {}",
                        made.spelling == Spelling::WithoutCase ? "ignoring case" : "ignoring versions"));
}

}  // namespace

const char* to_string(Universe universe) {
    return universe == Universe::AllTested ? "tested" : "sets";
}

Enrichment over_representation(std::span<const std::string> genes, std::span<const std::string> all,
                               std::span<const GeneSet> sets, const EnrichmentOptions& options, Job& job) {
    job.progress(0, "testing gene sets");
    const std::vector<std::string> list = once(genes), tested = once(all), targets = genes_of(sets);
    Enrichment made;
    made.spelling = options.spelling.value_or(Spelling::Exact);
    Spelt names = spelt(tested, targets, made.spelling);
    for (const Spelling other : {Spelling::WithoutVersion, Spelling::WithoutCase}) {
        if (options.spelling || names.found == targets.size()) break;
        job.checkpoint();
        Spelt more = spelt(tested, targets, other);
        if (more.found <= names.found) continue;
        names = std::move(more);
        made.spelling = other;
    }
    if (names.found == 0)
        throw Error(ErrorKind::Data, "No gene that was tested is in a set", {},
                    "Choose sets of the same species, with the same kind of gene names");
    const Ground ground = ground_of(names, tested, list, targets, options.universe, made);
    if (made.not_tested.size() == list.size())
        throw Error(ErrorKind::Data, "No gene of the list was tested", {},
                    "Choose a list from the genes of the universe");
    if (made.drawn == 0)
        throw Error(ErrorKind::Data, "No gene of the list is in a set", {}, "Choose other sets");
    for (std::size_t s = 0; s < sets.size(); ++s) {
        if (s % 64 == 0) job.checkpoint();
        EnrichedSet one = tested_set(sets[s], ground, tested, made);
        if (one.genes < std::max<std::size_t>(1, options.min_genes))
            ++made.small;
        else
            made.sets.push_back(std::move(one));
    }
    if (made.sets.empty())
        throw Error(
            ErrorKind::Data,
            fmt::format("No set has {} that were tested", count_text(options.min_genes, "gene", "genes")), {},
            "Choose sets that hold more of the genes that were tested");
    adjust_and_sort(made.sets);
    warn(made, list.size());
    return made;
}

}  // namespace regulus
