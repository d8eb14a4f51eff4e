// MuData: one AnnData a modality, of which the gene expression is opened, with what the file says of its
// cells in common.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <limits>
#include <unordered_map>

#include "core/base/error.h"
#include "core/io/anndata/anndata_reader.h"
#include "core/io/anndata/h5ad_table.h"
#include "core/io/anndata/mudata_reader.h"
#include "core/io/assembly/feature_types.h"

namespace regulus::h5 {
namespace {

// Smaller is likelier to hold gene expression, as far as the name tells.
int rank_of_name(const std::string& name) {
    std::string plain;
    for (const unsigned char c : name) {
        if (std::isalnum(c) != 0) plain += static_cast<char>(std::tolower(c));
    }
    constexpr std::array<std::string_view, 4> usual{"rna", "gex", "geneexpression", "gene"};
    constexpr std::array<std::string_view, 3> likely{"rna", "gene", "expression"};
    constexpr std::array<std::string_view, 16> other{"prot",   "adt", "cite", "antibod", "atac",  "peak",
                                                     "airr",   "tcr", "bcr",  "vdj",     "guide", "grna",
                                                     "crispr", "hto", "hash", "methyl"};
    const auto contains = [&](std::string_view word) { return plain.find(word) != std::string::npos; };
    if (std::ranges::find(usual, plain) != usual.end()) return 0;
    if (std::ranges::any_of(other, contains)) return 3;
    return std::ranges::any_of(likely, contains) ? 1 : 2;
}

// What var says its features are: 0 genes, 2 others, 1 where it does not say.
int rank_of_types(const Object& modality, Job& job) {
    if (!modality.has("var") || modality.child("var").is_dataset()) return 1;
    std::vector<std::string> ignored;
    const auto types = feature_types_of(read_table(modality.child("var"), ignored, job));
    if (std::ranges::any_of(types, is_expression_type)) return 0;
    return types.empty() ? 1 : 2;
}

std::string chosen_modality(const Object& all, const std::vector<std::string>& names, DatasetBuilder& to) {
    const std::string list = fmt::format("{}", fmt::join(names, ", "));
    const std::string& wanted = to.options().part;
    if (!wanted.empty()) {
        if (std::ranges::find(names, wanted) != names.end()) return wanted;
        throw Error(ErrorKind::Usage, "The file has no modality '" + wanted + "'", all.place().text(),
                    "It has " + list);
    }
    if (names.empty()) {
        throw Error(ErrorKind::Input, "The file has no modality", all.place().text(),
                    "Write it again with mudata");
    }
    if (names.size() == 1) return names.front();
    // What the features are counts for more than a name does.
    std::vector<std::pair<int, int>> ranks;
    for (const std::string& name : names)
        ranks.emplace_back(rank_of_types(all.child(name), to.job()), rank_of_name(name));
    const auto best = std::ranges::min_element(ranks);
    if (*best >= std::pair(1, 2) && std::ranges::count(ranks, *best) > 1) {
        throw Error(ErrorKind::Input, "Which of the file's modalities is gene expression is not clear",
                    all.place().text(), "Choose one of: " + list);
    }
    const std::string chosen = names[static_cast<std::size_t>(best - ranks.begin())];
    if (rank_of_name(chosen) > 0) to.warn("Of the modalities " + list + " " + chosen + " was opened");
    return chosen;
}

// For each name its row, the first where it occurs twice.
std::unordered_map<std::string_view, std::size_t> rows_by_name(const std::vector<std::string>& names) {
    std::unordered_map<std::string_view, std::size_t> rows;
    for (std::size_t i = 0; i < names.size(); ++i) rows.emplace(names[i], i);
    return rows;
}

constexpr std::size_t absent = static_cast<std::size_t>(-1);

// The rows `which` of a column, missing where absent.
Column taken(const Column& from, const std::vector<std::size_t>& which) {
    Column to{from.name, from.values};
    const auto pick = [&](auto& values, const auto& source, auto missing) {
        values.assign(which.size(), missing);
        for (std::size_t i = 0; i < which.size(); ++i) {
            if (which[i] != absent) values[i] = source[which[i]];
        }
    };
    if (const auto* categorical = from.categorical())
        pick(std::get<Categorical>(to.values).codes, categorical->codes, std::int32_t{-1});
    if (const auto* numeric = from.numeric())
        pick(std::get<Numeric>(to.values).values, numeric->values, std::numeric_limits<double>::quiet_NaN());
    if (const auto* text = from.text()) pick(std::get<Text>(to.values).values, text->values, std::string());
    if (const auto* boolean = from.boolean())
        pick(std::get<Boolean>(to.values).values, boolean->values, std::int8_t{-1});
    return to;
}

// Columns and coordinates of all cells, brought to the cells of the modality by their names.
void add_common(const Object& root, const std::string& modality, DatasetBuilder& to) {
    if (!root.has("obs") || root.child("obs").is_dataset()) return;
    Dataset& data = to.data();
    Table common = read_table(root.child("obs"), data.warnings, to.job());
    const auto rows = rows_by_name(common.index);
    std::vector<std::size_t> which;
    which.reserve(data.cells());
    for (const std::string& name : data.obs.index) {
        const auto found = rows.find(name);
        which.push_back(found == rows.end() ? absent : found->second);
    }
    if (root.has("uns") && root.child("uns").is_group())
        read_colors(root.child("uns"), common, to.data().warnings, to.job());
    for (const Column& column : common.columns) {
        // "rna:total_counts" is a column of the modality, mostly repeated; other modalities' columns keep
        // their prefix.
        Column of_cells = taken(column, which);
        if (of_cells.name.starts_with(modality + ":")) of_cells.name.erase(0, modality.size() + 1);
        if (data.obs.find(of_cells.name) == nullptr) data.obs.columns.push_back(std::move(of_cells));
    }
    if (!root.has("obsm") || root.child("obsm").is_dataset()) return;
    const Object all = root.child("obsm");
    for (const std::string& name : all.names()) {
        const Object object = all.child(name);
        const auto shape = object.is_dataset() ? object.shape() : std::vector<std::uint64_t>{};
        // The masks of modalities lie here, too: one flag a cell.
        if (shape.size() != 2 || shape[0] != common.size() || shape[1] == 0 || shape[1] > 1000 ||
            object.type() != ValueType::Float || data.embedding(name) != nullptr) {
            continue;
        }
        const auto values = object.read_all<float>(to.job());
        Matrix coordinates(data.cells(), shape[1]);
        for (std::size_t i = 0; i < which.size(); ++i) {
            for (std::size_t d = 0; d < coordinates.cols; ++d) {
                coordinates(i, d) = which[i] == absent ? std::numeric_limits<float>::quiet_NaN()
                                                       : values[which[i] * coordinates.cols + d];
            }
        }
        to.add_embedding(name, std::move(coordinates));
    }
}

}  // namespace

bool is_mudata(const Object& root) {
    return root.has("mod") && root.child("mod").is_group();
}

std::shared_ptr<Dataset> read_mudata(const Object& root, DatasetBuilder builder) {
    const Object all = root.child("mod");
    std::vector<std::string> names = all.names();
    const std::string modality = chosen_modality(all, names, builder);
    auto dataset = read_anndata(all.child(modality), builder);
    add_common(root, modality, builder);
    dataset->format = "MuData, modality " + modality;
    dataset->part = modality;
    if (names.size() > 1) dataset->parts = std::move(names);
    return dataset;
}

}  // namespace regulus::h5
