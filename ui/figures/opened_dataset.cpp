#include "ui/figures/opened_dataset.h"

#include <algorithm>
#include <cctype>
#include <set>

#include "core/base/error.h"
#include "core/base/heavy_work.h"
#include "core/data/group_sizes.h"
#include "core/data/normalise.h"
#include "core/io/files/checksum.h"
#include "core/workflow/learning_assay.h"
#include "ui/figures/color_resolver.h"

namespace regulus {

namespace {

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

int rank(const std::string& key) {
    const std::string name = lower(key);
    if (name.find("umap") != std::string::npos) return 0;
    if (name.find("tsne") != std::string::npos) return 1;
    if (name.find("pca") != std::string::npos) return 3;
    return 2;
}

std::shared_ptr<const Labels> guessLabels(const Dataset& dataset, const std::vector<ColumnGuess>& guesses) {
    for (const ColumnGuess& guess : guesses) {
        try {
            return std::make_shared<Labels>(read_labels(dataset.obs, guess.name));
        } catch (const Error&) {
            continue;  // a guess that cannot serve is no fault of the file
        }
    }
    return nullptr;
}

// Whole numbers with few values, or in a column named as clusters are, are groups; others are counts.
CategoryColumns categoriesOf(const std::shared_ptr<const Dataset>& dataset,
                             const std::vector<ColumnGuess>& labels) {
    constexpr std::size_t most_numbers = 60;
    std::set<std::string> clusters;
    for (const ColumnGuess& guess : labels) clusters.insert(guess.name);
    CategoryColumns all;
    for (const Column& column : dataset->obs.columns) {
        const bool counts = column.numeric() && !clusters.contains(column.name);
        if (const Categorical* own = column.categorical(); own != nullptr && all_used(*own))
            all[column.name] = std::shared_ptr<const Categorical>(dataset, own);
        else if (auto made = as_categorical(column, counts ? most_numbers : most_colored_categories))
            all[column.name] = std::make_shared<const Categorical>(std::move(*made));
    }
    return all;
}

}  // namespace

NamedGenes nameGenes(std::shared_ptr<const Table> var, const OpenChoices& choices) {
    begin_heavy_work("names of genes");
    auto names =
        std::make_shared<GeneNames>(choices.prior ? matched_names(*var, choices.genes, *choices.prior).genes
                                                  : own_names(*var, choices.genes).genes);
    auto columns = std::make_shared<ColumnOfGene>();
    for (std::size_t gene = 0; gene < names->names.size(); ++gene)
        columns->emplace(names->names[gene], static_cast<int>(gene));
    return {std::move(var), std::move(names), std::move(columns)};
}

QString embeddingTitle(const std::string& key) {
    // A second one of the same name: "X_umap (2)".
    if (const auto number = key.rfind(" ("); number != std::string::npos && number > 0 && key.ends_with(')'))
        return embeddingTitle(key.substr(0, number)) + QString::fromStdString(key.substr(number));
    const std::string name = lower(key.starts_with("X_") ? key.substr(2) : key);
    if (name == "umap") return QStringLiteral("UMAP");
    if (name == "tsne") return QStringLiteral("t-SNE");
    if (name == "pca") return QStringLiteral("PCA");
    return QString::fromStdString(key.starts_with("X_") ? key.substr(2) : key);
}

ShownEmbedding withDigest(ShownEmbedding embedding) {
    if (embedding.fromFile) return embedding;
    const std::vector<float>& values = embedding.coordinates->values;
    embedding.digest = sha256({reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float)});
    return embedding;
}

std::shared_ptr<const ShownEmbedding> withGrid(ShownEmbedding shown) {
    begin_heavy_work("grid");
    ShownEmbedding embedding = withDigest(std::move(shown));
    embedding.grid = std::make_shared<const SpatialGrid>(SpatialGrid::fromMatrix(*embedding.coordinates));
    if (embedding.reference)
        embedding.ground = std::make_shared<const SpatialGrid>(SpatialGrid::fromMatrix(*embedding.reference));
    return std::make_shared<const ShownEmbedding>(std::move(embedding));
}

std::shared_ptr<const Categorical> categoriesOf(const Labels& labels) {
    return std::make_shared<const Categorical>(
        Categorical{labels.classes, labels.codes, labels.colors, false});
}

OpenedDataset prepare(std::shared_ptr<const Dataset> dataset, const OpenChoices& choices) {
    OpenedDataset opened;
    opened.dataset = dataset;
    opened.choices = choices;
    const Assay* assay = &dataset->assays.front();
    try {
        assay = &learning_assay(*dataset, choices.assay);
        opened.expression = log_normalised(*assay);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::Data || !choices.assay.empty()) throw;
        assay = &dataset->assays.front();  // scaled values only: can be looked at, not learned from
    }
    opened.genes = nameGenes(assay->var, choices);
    opened.labelColumns = label_columns(dataset->obs);
    opened.batchColumns = batch_columns(dataset->obs);
    opened.labels = choices.labelColumn.empty()
                        ? guessLabels(*dataset, opened.labelColumns)
                        : std::make_shared<Labels>(read_labels(dataset->obs, choices.labelColumn));

    opened.categories = categoriesOf(dataset, opened.labelColumns);
    if (opened.labels) opened.categories.try_emplace(opened.labels->column, categoriesOf(*opened.labels));

    for (const auto& [column, groups] : opened.categories)
        opened.groupSizes[column] = group_sizes(groups->codes, groups->categories.size());

    std::vector<const Embedding*> usable;
    for (const Embedding& embedding : dataset->embeddings)
        if (is_map(embedding) && embedding.coordinates.rows == dataset->cells()) usable.push_back(&embedding);
    std::ranges::stable_sort(usable, {}, [](const Embedding* e) { return rank(e->name); });
    for (const Embedding* embedding : usable) {
        // The coordinates stay the dataset's own; the pointer shares its lifetime.
        opened.embeddings.push_back(
            withGrid({embedding->name, embeddingTitle(embedding->name), QStringLiteral("from the file"),
                      std::shared_ptr<const Matrix>(dataset, &embedding->coordinates), true}));
    }
    ColorInputs inputs;
    inputs.dataset = dataset;
    inputs.columns = opened.categories;
    Job job;
    opened.colors = std::make_shared<const ColorData>(
        resolve(opened.labels ? Coloring::column(opened.labels->column) : Coloring::none(), inputs, job));
    return opened;
}

}  // namespace regulus
