#include "core/workflow/labels.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <map>

#include "core/base/count_text.h"
#include "core/base/error.h"
#include "core/base/heavy_work.h"

namespace regulus {
namespace {

std::string simple(std::string_view text) {
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front()))) text.remove_prefix(1);
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back()))) text.remove_suffix(1);
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return std::tolower(c); });
    return lower;
}

// Lower case with punctuation as underscores, so that "Cell type" and "cell.type" are one name.
std::string plain_name(std::string_view name) {
    std::string plain = simple(name);
    for (char& c : plain) {
        if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
    }
    return plain;
}

bool contains_any(const std::string& name, std::initializer_list<const char*> words) {
    return std::ranges::any_of(words, [&](const char* word) { return name.find(word) != std::string::npos; });
}

// Smaller is better; 9 is a name that says nothing.
int label_rank(const std::string& plain) {
    if (plain == "cell_type" || plain == "celltype") return 0;
    if (contains_any(plain, {"cell_type", "celltype", "cell_ontology_class", "cell_label"})) return 1;
    if (contains_any(plain, {"annotation", "annotated", "subclass", "cell_subtype", "label"})) return 2;
    if (contains_any(plain, {"cluster", "leiden", "louvain", "seurat_clusters", "cell_state"})) return 3;
    if (plain == "class" || plain == "type" || plain == "subtype") return 3;
    return 9;
}

int batch_rank(const std::string& plain) {
    if (contains_any(plain, {"donor", "patient", "subject", "individual"})) return 0;
    if (contains_any(plain, {"sample", "orig_ident", "replicate", "mouse_id"})) return 1;
    if (contains_any(
            plain, {"batch", "library", "channel", "lane", "plate", "chip", "dataset", "study", "run_id"})) {
        return 2;
    }
    return 9;
}

// CL:0000236, EFO_0009899
bool is_ontology_identifier(std::string_view text) {
    const std::size_t letters =
        text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    if (letters == 0 || letters == std::string_view::npos || (text[letters] != ':' && text[letters] != '_'))
        return false;
    const std::string_view number = text.substr(letters + 1);
    constexpr std::size_t digits = 5;
    return number.size() >= digits && number.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_number(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789.") == std::string_view::npos;
}

// Of the categories that have cells.
LabelKind kind_of(const Categorical& categories, const std::vector<std::size_t>& counts) {
    std::size_t numbers = 0, identifiers = 0, names = 0;
    for (std::size_t c = 0; c < counts.size(); ++c) {
        const std::string& text = categories.categories[c];
        if (counts[c] == 0 || means_unlabelled(text)) continue;
        if (is_number(text))
            ++numbers;
        else if (is_ontology_identifier(text))
            ++identifiers;
        else
            ++names;
    }
    if (names > 0 || numbers + identifiers == 0) return LabelKind::Names;
    return identifiers >= numbers ? LabelKind::Identifiers : LabelKind::Numbers;
}

struct Counted {
    std::vector<std::size_t> counts;  // one a category
    std::size_t classes = 0, labelled = 0;
};

Counted count(const Categorical& categories) {
    Counted counted{std::vector<std::size_t>(categories.categories.size()), 0, 0};
    for (const std::int32_t code : categories.codes) {
        if (code >= 0) ++counted.counts[static_cast<std::size_t>(code)];
    }
    for (std::size_t c = 0; c < counted.counts.size(); ++c) {
        if (counted.counts[c] == 0 || means_unlabelled(categories.categories[c])) continue;
        ++counted.classes;
        counted.labelled += counted.counts[c];
    }
    return counted;
}

// Whether cells of one value of `names` are nearly all of one value of `codes`.
bool follows_from(const Categorical& names, const Categorical& codes) {
    std::vector<std::map<std::int32_t, std::size_t>> met(names.categories.size());
    std::size_t cells = 0, agreeing = 0;
    for (std::size_t i = 0; i < names.codes.size(); ++i) {
        if (names.codes[i] < 0 || codes.codes[i] < 0) continue;
        ++met[static_cast<std::size_t>(names.codes[i])][codes.codes[i]];
        ++cells;
    }
    for (const auto& counts : met) {
        std::size_t most = 0;
        for (const auto& [code, count] : counts) most = std::max(most, count);
        agreeing += most;
    }
    return cells > 0 && agreeing * 100 >= cells * 99;
}

struct Ranked {
    int rank = 9;
    ColumnGuess guess;
    Categorical categories;
};

// What identifiers (cell_type: CL:0000236) stand for may be named in a column that nobody knows by its own
// name: one that tells the same classes apart.
void promote_names(std::vector<Ranked>& ranked) {
    constexpr int before_codes = 3;
    for (const Ranked& codes : ranked) {
        if (codes.guess.kind == LabelKind::Names || codes.rank >= 9) continue;
        for (Ranked& names : ranked) {
            if (names.guess.kind != LabelKind::Names || names.rank <= before_codes) continue;
            const bool finer = names.guess.classes >= codes.guess.classes &&
                               follows_from(names.categories, codes.categories);
            const bool coarser = 2 * names.guess.classes >= codes.guess.classes &&
                                 follows_from(codes.categories, names.categories);
            if (finer || coarser) names.rank = before_codes;
        }
    }
}

const Column& require_column(const Table& obs, const std::string& column,
                             std::vector<ColumnGuess> (*guesses)(const Table&), const char* what) {
    if (const Column* found = obs.find(column)) return *found;
    std::vector<std::string> names;
    for (const auto& guess : guesses(obs))
        names.push_back(fmt::format("{} ({})", guess.name, count_text(guess.classes, "value", "values")));
    const std::string remedy =
        names.empty() ? fmt::format("No column looks like {}", what)
                      : fmt::format("Columns that look like {}: {}", what, fmt::join(names, ", "));
    throw Error(ErrorKind::Usage, fmt::format("obs has no column '{}'", column), {}, remedy);
}

Categorical require_categories(const Column& column) {
    auto categories = as_categorical(column);
    if (!categories) {
        throw Error(ErrorKind::Data,
                    fmt::format("Column '{}' has measurements or more than 1,000 values", column.name), {},
                    "Choose a column of cell types, donors or clusters");
    }
    return std::move(*categories);
}

// A person who reads "3" on a map does not know the cell.
void warn_of_codes(Labels& labels, LabelKind kind, const Table& obs) {
    if (kind == LabelKind::Names) return;
    const char* const what = kind == LabelKind::Numbers ? "numbers" : "identifiers";
    std::string text = fmt::format("The labels in '{}' are {} ({}, ...), not names", labels.column, what,
                                   labels.classes.front());
    const auto others = label_columns(obs);
    if (!others.empty() && others.front().kind == LabelKind::Names && others.front().name != labels.column)
        text += fmt::format("; '{}' has names", others.front().name);
    else if (kind == LabelKind::Numbers)
        text += ": codes of clusters, or of classes whose names were lost when the file was converted";
    labels.warnings.push_back(std::move(text));
}

void warn(Labels& labels) {
    std::vector<std::string> single;
    for (std::size_t c = 0; c < labels.classes.size(); ++c) {
        if (labels.counts[c] == 1) single.push_back(labels.classes[c]);
    }
    if (!single.empty()) {
        constexpr std::size_t most_named = 10;
        const std::size_t count = single.size();
        single.resize(std::min(count, most_named));
        labels.warnings.push_back(fmt::format("{} with a single cell, used for training and not tested: {}{}",
                                              count == 1 ? "One class" : fmt::format("{} classes", count),
                                              fmt::join(single, ", "), count > most_named ? ", ..." : ""));
    }
    if (labels.unlabelled > 0) {
        labels.warnings.push_back(
            fmt::format("{} of {} cells without a label ({}): predicted but not trained on",
                        count_text(labels.unlabelled), count_text(labels.codes.size()),
                        fmt::join(labels.unlabelled_as, ", ")));
    }
}

}  // namespace

Labels read_labels(const Table& obs, const std::string& column) {
    return read_labels(require_column(obs, column, label_columns, "labels"), obs);
}

Labels read_labels(const Column& column, const Table& obs) {
    begin_heavy_work("labels");
    const Categorical categories = require_categories(column);
    const Counted counted = count(categories);
    Labels labels;
    labels.column = column.name;
    std::vector<std::int32_t> place(categories.categories.size(), -1);
    for (std::size_t c = 0; c < place.size(); ++c) {
        if (counted.counts[c] == 0) continue;
        const std::string& name = categories.categories[c];
        if (means_unlabelled(name)) {
            labels.unlabelled_as.push_back(name);
            continue;
        }
        place[c] = static_cast<std::int32_t>(labels.classes.size());
        labels.classes.push_back(name);
        labels.counts.push_back(counted.counts[c]);
        if (c < categories.colors.size()) labels.colors.push_back(categories.colors[c]);
    }
    if (labels.colors.size() != labels.classes.size()) labels.colors.clear();
    labels.codes.reserve(categories.codes.size());
    bool missing = false;
    for (const std::int32_t code : categories.codes) {
        missing = missing || code < 0;
        labels.codes.push_back(code < 0 ? -1 : place[static_cast<std::size_t>(code)]);
        labels.unlabelled += labels.codes.back() < 0;
    }
    if (missing) labels.unlabelled_as.emplace_back("missing");
    if (labels.classes.size() < 2) {
        throw Error(ErrorKind::Data,
                    labels.classes.empty() ? fmt::format("Column '{}' has no labels", column.name)
                                           : fmt::format("Column '{}' has only one class: {}", column.name,
                                                         labels.classes.front()),
                    {}, "It takes at least two; choose another column");
    }
    warn(labels);
    warn_of_codes(labels, kind_of(categories, counted.counts), obs);
    return labels;
}

std::vector<ColumnGuess> label_columns(const Table& obs) {
    begin_heavy_work("columns that could be labels");
    std::vector<Ranked> ranked;
    for (const Column& column : obs.columns) {
        const std::string plain = plain_name(column.name);
        const int rank = label_rank(plain);
        if (batch_rank(plain) < 9 || column.boolean() != nullptr) continue;
        if (column.numeric() != nullptr && rank > 3) continue;
        auto categories = as_categorical(column);
        if (!categories) continue;
        const Counted counted = count(*categories);
        if (counted.classes < 2 || counted.classes > 500 || counted.labelled < 2 * counted.classes) continue;
        const LabelKind kind = kind_of(*categories, counted.counts);
        const int after = kind == LabelKind::Names ? 0 : rank == 9 ? 1 : 4;  // names of anything come last
        ranked.push_back({rank + after,
                          ColumnGuess{column.name, counted.classes, obs.size() - counted.labelled, kind},
                          std::move(*categories)});
    }
    promote_names(ranked);
    std::ranges::stable_sort(ranked, {}, &Ranked::rank);
    std::vector<ColumnGuess> guesses;
    for (Ranked& one : ranked) guesses.push_back(std::move(one.guess));
    return guesses;
}

std::vector<ColumnGuess> batch_columns(const Table& obs) {
    begin_heavy_work("columns that could be donors");
    std::vector<std::pair<int, ColumnGuess>> ranked;
    for (const Column& column : obs.columns) {
        const int rank = batch_rank(plain_name(column.name));
        if (rank == 9) continue;
        const auto categories = as_categorical(column);
        if (!categories) continue;
        const Counted counted = count(*categories);
        if (counted.classes < 2 || counted.labelled < 2 * counted.classes) continue;
        ranked.emplace_back(rank, ColumnGuess{column.name, counted.classes, obs.size() - counted.labelled});
    }
    std::ranges::stable_sort(ranked, {}, [](const auto& item) { return item.first; });
    std::vector<ColumnGuess> guesses;
    for (auto& [rank, guess] : ranked) guesses.push_back(std::move(guess));
    return guesses;
}

bool named_as_replicates(std::string_view column) {
    return batch_rank(plain_name(column)) <= 1;
}

std::vector<std::int32_t> read_groups(const Table& obs, const std::string& column) {
    const Categorical categories =
        require_categories(require_column(obs, column, batch_columns, "donors or batches"));
    std::vector<std::int32_t> place(categories.categories.size() + 1, -1);
    std::int32_t next = 0;
    std::vector<std::int32_t> groups;
    groups.reserve(categories.codes.size());
    for (const std::int32_t code : categories.codes) {
        std::int32_t& group = code < 0 ? place.back() : place[static_cast<std::size_t>(code)];
        if (group < 0) group = next++;
        groups.push_back(group);
    }
    if (next < 2) {
        throw Error(ErrorKind::Data, fmt::format("Column '{}' has a single value", column), {},
                    "Splitting by a column needs at least two values");
    }
    return groups;
}

}  // namespace regulus
