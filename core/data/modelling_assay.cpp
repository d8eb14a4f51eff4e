// Which values of a dataset a model should learn from.
#include <algorithm>
#include <array>
#include <cctype>
#include <tuple>

#include "core/base/error.h"
#include "core/data/dataset.h"

namespace regulus {
namespace {

// Names say little: what counts in one file is a part of the counts in another. They decide between layers
// that are alike otherwise.
bool named_as_counts(const std::string& name) {
    return name.find("count") != std::string::npos || name.find("raw") != std::string::npos ||
           name.find("umi") != std::string::npos || name == "matrix";
}

bool named_as_part(const std::string& name) {
    constexpr std::array parts{"ambiguous", "unspliced", "nascent", "intron", "mask",
                               "binary",    "binar",     "ambient", "bg",     "background"};
    return std::ranges::any_of(parts, [&](const char* part) { return name.find(part) != std::string::npos; });
}

std::string lower(std::string name) {
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
    return name;
}

// Counts a cell that the whole of the molecules has: what X was made of, or else the deepest layer.
double whole_depth(const Dataset& dataset) {
    const Assay* x = dataset.assay("X");
    if (x != nullptr && x->kind == ValueKind::LogNormalised && x->molecules > 0) return x->molecules;
    double deepest = 0;
    for (const Assay& assay : dataset.assays) {
        if (assay.kind == ValueKind::Counts && !named_as_part(lower(assay.name)))
            deepest = std::max(deepest, assay.molecules);
    }
    return deepest;
}

// Smaller is better.
enum class Rank { WholeCounts, Logs, PartOfCounts, Normalised, Levels, Nothing };

Rank rank_of(const Assay& assay, double depth) {
    switch (assay.kind) {
        case ValueKind::Counts: {
            constexpr double least = 0.9;  // filters of genes take some counts off
            const bool whole = assay.name == "X" || depth == 0 || assay.molecules >= least * depth;
            return whole ? Rank::WholeCounts : Rank::PartOfCounts;
        }
        case ValueKind::LogNormalised:
            return Rank::Logs;
        case ValueKind::Normalised:
            return Rank::Normalised;
        case ValueKind::Levels:
            return Rank::Levels;
        case ValueKind::Scaled:
        case ValueKind::NotFinite:
        case ValueKind::Empty:
            break;
    }
    return Rank::Nothing;
}

}  // namespace

const Assay& modelling_assay(const Dataset& dataset) {
    if (dataset.cells() == 0) {
        throw Error(ErrorKind::Data, "The dataset has no cells", dataset.path, "Open another file");
    }
    const double depth = whole_depth(dataset);
    const auto order = [&](const Assay& assay) {
        const std::string name = lower(assay.name);
        const bool known = scale_of(assay).known;
        // Of wholes the one nearest to what X was made of; of parts the largest.
        const bool counts = assay.kind == ValueKind::Counts;
        const bool far = counts && depth > 0 && assay.molecules > 1.1 * depth;
        const Rank rank = rank_of(assay, depth);
        return std::tuple(rank, !known, assay.name != "X", named_as_part(name), far, !named_as_counts(name),
                          rank == Rank::PartOfCounts ? -assay.molecules : 0.0);
    };
    const Assay* best = nullptr;
    for (const Assay& assay : dataset.assays) {
        if (rank_of(assay, depth) == Rank::Nothing) continue;
        if (best == nullptr || order(assay) < order(*best)) best = &assay;
    }
    if (best == nullptr) {
        for (const Assay& assay : dataset.assays) {
            if (assay.kind == ValueKind::NotFinite) inspect_values(*assay.matrix);  // says where
        }
        const bool empty = std::ranges::all_of(
            dataset.assays, [](const Assay& assay) { return assay.kind == ValueKind::Empty && assay.scale; });
        throw Error(ErrorKind::Data,
                    empty ? "All expression values are zero"
                          : "The dataset has neither counts nor log-normalised values",
                    dataset.path, "Store counts in a layer or in raw and open it again");
    }
    return *best;
}

}  // namespace regulus
