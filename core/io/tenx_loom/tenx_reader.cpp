// 10x HDF5 matrices: of CellRanger 2 a group for each genome, since 3 one group with features of many kinds.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>

#include "core/base/error.h"
#include "core/io/anndata/h5ad_table.h"
#include "core/io/assembly/feature_types.h"
#include "core/io/assembly/genomes.h"
#include "core/io/tenx_loom/tenx_reader.h"

namespace regulus::h5 {
namespace {

std::vector<std::string> texts_in(const Object& group, const std::string& name, Job& job) {
    const Object object = group.child(name);
    if (object.is_group() || object.type() != ValueType::String) {
        throw Error(ErrorKind::Input, "Names were expected here", object.place().text(),
                    "The file is probably damaged; copy or download it again");
    }
    return object.read_texts(job);
}

bool is_version_2(const Object& group) {
    return group.is_group() && group.has("barcodes") && group.has("genes") && group.has("indptr");
}

std::vector<std::string> genomes_of(const Object& root) {
    std::vector<std::string> genomes;
    for (const std::string& name : root.names()) {
        if (is_version_2(root.child(name))) genomes.push_back(name);
    }
    return genomes;
}

// What is known of each feature; columns that the file lacks are empty.
struct Features {
    std::vector<std::string> names, ids, types, genomes;
};

Features read_features(const Object& group, Job& job) {
    Features features{texts_in(group, "name", job), texts_in(group, "id", job), {}, {}};
    if (group.has("feature_type")) features.types = texts_in(group, "feature_type", job);
    if (group.has("genome")) features.genomes = texts_in(group, "genome", job);
    for (const auto* column : {&features.ids, &features.types, &features.genomes}) {
        if (column->empty() || column->size() == features.names.size()) continue;
        throw Error(ErrorKind::Input, "The feature columns differ in length", group.place().text(),
                    "The file is probably damaged; copy or download it again");
    }
    return features;
}

std::vector<std::string> genomes_of_genes(const Features& features) {
    std::vector<std::string> genomes;
    for (std::size_t i = 0; i < features.genomes.size(); ++i) {
        if (features.types.empty() || is_expression_type(features.types[i]))
            genomes.push_back(features.genomes[i]);
    }
    return distinct_genomes(genomes);
}

// Whether the part that was asked for is a type of features rather than a genome.
bool names_type(const Features& features, const std::string& part) {
    return std::ranges::find(features.types, part) != features.types.end();
}

// The features that are genes of the genome asked for, or those of the type asked for, and a warning about
// the others. `types`: those of the file, when it has several.
std::vector<std::uint32_t> chosen_features(const Features& features, DatasetBuilder& to,
                                           std::vector<std::string>& types) {
    const std::string& part = to.options().part;
    const bool by_type = names_type(features, part);
    const bool genes = std::ranges::any_of(features.types, is_expression_type);
    if (!features.types.empty() && !genes && !by_type) {
        throw Error(ErrorKind::Data, "No features are genes: all are of type " + features.types.front(), {},
                    "Open the file with the gene expression of the same run");
    }
    ChosenFeatures typed = choose_features(features.types, by_type ? part : std::string(), {});
    for (std::string& warning : typed.warnings) to.warn(std::move(warning));
    types = std::move(typed.types);
    std::vector<std::uint32_t> chosen = std::move(typed.which);
    if (chosen.empty()) {
        chosen.resize(features.names.size());
        std::iota(chosen.begin(), chosen.end(), 0U);
    }
    if (!part.empty() && !by_type)
        std::erase_if(chosen, [&](std::uint32_t i) { return features.genomes.at(i) != part; });
    return chosen;
}

Table var_of(const Features& features, const std::vector<std::uint32_t>& chosen) {
    const auto picked = [&](const std::vector<std::string>& values) {
        std::vector<std::string> result;
        result.reserve(chosen.size());
        for (const std::uint32_t i : chosen) result.push_back(values[i]);
        return result;
    };
    Table var{picked(features.names), "gene_symbols", {}};
    const auto add = [&](const char* name, const std::vector<std::string>& values) {
        if (!values.empty()) var.columns.push_back({name, Text{picked(values)}});
    };
    add("gene_ids", features.ids);
    add("feature_types", features.types);
    add("genome", features.genomes);
    return var;
}

std::shared_ptr<Dataset> read_matrix(const Object& group, const Features& features, std::string format,
                                     std::vector<std::string> genomes, const std::string& genome,
                                     DatasetBuilder& to) {
    std::vector<std::string> types;
    const std::vector<std::uint32_t> chosen = chosen_features(features, to, types);
    to.data().part = genome;
    to.set_obs({texts_in(group, "barcodes", to.job()), "barcodes", {}});
    const auto var = to.make_var(var_of(features, chosen));
    to.add_assay("X", tenx_matrix(group), var,
                 chosen.size() == features.names.size() ? std::vector<std::uint32_t>() : chosen);
    Dataset& data = to.data();
    data.format = std::move(format);
    if (genomes.size() > 1 || types.size() > 1) data.parts = std::move(genomes.size() > 1 ? genomes : types);
    return to.finish(var);
}

}  // namespace

bool is_tenx(const Object& root) {
    if (root.has("matrix")) {
        const Object matrix = root.child("matrix");
        return matrix.is_group() && matrix.has("barcodes") && matrix.has("indptr");
    }
    return !genomes_of(root).empty();
}

std::shared_ptr<Dataset> read_tenx(const Object& root, DatasetBuilder builder) {
    builder.job().progress(0, "reading annotation");
    if (root.has("matrix")) {
        const Object group = root.child("matrix");
        const Features features = read_features(group.child("features"), builder.job());
        std::vector<std::string> genomes = genomes_of_genes(features);
        if (genomes.size() > 1 && builder.options().part.empty()) builder.warn(together_warning(genomes));
        const std::string& part = builder.options().part;
        if (!names_type(features, part)) check_genome(genomes, part, group.place().text());
        return read_matrix(group, features, "10x HDF5 (CellRanger 3 or later)", std::move(genomes),
                           builder.options().part, builder);
    }
    std::vector<std::string> genomes = genomes_of(root);
    check_genome(genomes, builder.options().part, root.place().text());
    std::string genome = builder.options().part;
    if (genome.empty()) {
        // Each genome has cells of its own: the one with most of them is what the run was about.
        std::uint64_t most = 0;
        for (const std::string& name : genomes) {
            const std::uint64_t cells = root.child(name).child("barcodes").length();
            if (genome.empty() || cells > most) genome = name;
            most = std::max(most, cells);
        }
        if (genomes.size() > 1)
            builder.warn("The file holds several genomes (" + fmt::format("{}", fmt::join(genomes, ", ")) +
                         "); opened is " + genome);
    }
    const Object group = root.child(genome);
    Features features{texts_in(group, group.has("gene_names") ? "gene_names" : "genes", builder.job()),
                      texts_in(group, "genes", builder.job()),
                      {},
                      {}};
    if (features.names.size() != features.ids.size()) {
        throw Error(ErrorKind::Input, "The genes have columns of different length", group.place().text(),
                    "The file is probably damaged; copy or download it again");
    }
    features.genomes.assign(features.names.size(), genome);
    return read_matrix(group, features, "10x HDF5 (CellRanger 2)", std::move(genomes), genome, builder);
}

}  // namespace regulus::h5
