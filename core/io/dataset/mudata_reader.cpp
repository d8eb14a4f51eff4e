// MuData: one AnnData a modality, of which the gene expression is opened, with what the file says of its
// cells in common.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>
#include <unordered_map>

#include "core/base/error.h"
#include "core/io/dataset/h5ad_table.h"
#include "core/io/dataset/hdf5_readers.h"

namespace regulus::h5 {
namespace {

std::string chosen_modality(const std::vector<std::string>& names, const std::string& wanted,
                            const Place& place) {
    const std::string list = fmt::format("{}", fmt::join(names, ", "));
    if (!wanted.empty()) {
        if (std::ranges::find(names, wanted) != names.end()) return wanted;
        throw Error(ErrorKind::Usage, "The file has no modality '" + wanted + "'", place.text(),
                    "It has " + list);
    }
    for (const char* usual : {"rna", "RNA", "gex", "GEX", "gene_expression", "Gene Expression"}) {
        if (std::ranges::find(names, usual) != names.end()) return usual;
    }
    if (names.size() == 1) return names.front();
    throw Error(ErrorKind::Input, "None of the file's modalities is named rna", place.text(),
                names.empty() ? "Write it again with mudata" : "Name the one to open: " + list);
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
    if (root.has("uns") && root.child("uns").is_group()) read_colors(root.child("uns"), common, to.job());
    for (const Column& column : common.columns) {
        // "rna:total_counts" repeats a column of the modality; other modalities' columns keep their prefix.
        if (column.name.starts_with(modality + ":") || data.obs.find(column.name) != nullptr) continue;
        data.obs.columns.push_back(taken(column, which));
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
    const std::string modality = chosen_modality(names, builder.options().part, all.place());
    auto dataset = read_anndata(all.child(modality), builder);
    add_common(root, modality, builder);
    dataset->format = "MuData, modality " + modality;
    dataset->part = modality;
    if (names.size() > 1) dataset->parts = std::move(names);
    return dataset;
}

}  // namespace regulus::h5
