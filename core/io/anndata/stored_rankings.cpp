#include "core/io/anndata/stored_rankings.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <span>
#include <string_view>

#include "core/base/error.h"
#include "core/data/column_texts.h"
#include "core/io/anndata/anndata_reader.h"
#include "core/io/anndata/h5ad_table.h"
#include "core/io/hdf5/hdf5_object.h"

namespace regulus {
namespace {

using h5::Object;

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t most_groups = 10'000;

// What programs call the columns of a table of differential expression; case does not matter.
using Names = std::span<const std::string_view>;
constexpr std::string_view gene_names[] = {"names",       "gene",   "genes",  "gene_name",
                                           "gene_symbol", "symbol", "feature"};
constexpr std::string_view group_names[] = {"group", "cluster", "cell_type", "celltype", "leiden", "louvain"};
constexpr std::string_view score_names[] = {"scores", "score", "stat", "statistic", "auc", "power"};
constexpr std::string_view change_names[] = {"logfoldchanges", "logfoldchange", "log2fc", "avg_log2fc",
                                             "log2foldchange", "logfc",         "lfc"};
constexpr std::string_view p_names[] = {"pvals", "pval", "p_val", "pvalue", "p_value"};
constexpr std::string_view q_names[] = {"pvals_adj", "pval_adj", "p_val_adj", "padj",
                                        "fdr",       "qval",     "adj.p.val"};
constexpr std::string_view share_names[] = {"pct_nz_group", "pct.1", "pct_1"};
constexpr std::string_view rest_names[] = {"pct_nz_reference", "pct.2", "pct_2"};

std::string lower(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

const Column* named(const Table& table, Names names) {
    for (const std::string_view name : names)
        for (const Column& column : table.columns)
            if (lower(column.name) == name) return &column;
    return nullptr;
}

bool is_frame(const Object& object) {
    return object.is_group() && object.text_attribute("encoding-type") == "dataframe";
}

// Where uns of the dataset lies; nullopt for a file without.
std::optional<Object> uns_of(const Dataset& dataset) {
    const std::string& path = dataset.unpacked.empty() ? dataset.path : dataset.unpacked;
    if (path.empty() || !(dataset.format.starts_with("AnnData") || dataset.format.starts_with("MuData")))
        return std::nullopt;
    Object root = Object::root(path);
    if (root.has("mod") && !dataset.part.empty()) root = root.child("mod").child(dataset.part);
    if (!root.has("uns")) return std::nullopt;
    Object uns = root.child("uns");
    return uns.is_group() ? std::optional(std::move(uns)) : std::nullopt;
}

// A field of a ranking: an array of records, one a group, or a frame, one column a group.
std::vector<std::string> groups_in(const Object& field, Job& job) {
    std::vector<std::string> groups;
    if (field.is_dataset()) {
        for (const h5::Member& member : field.members())
            if (member.width == 1) groups.push_back(member.name);
    } else if (is_frame(field)) {
        std::vector<std::string> ignored;
        for (const Column& column : h5::read_table(field, ignored, job).columns)
            groups.push_back(column.name);
    }
    return groups;
}

std::vector<std::string> texts_in(const Object& field, const std::string& group, Job& job) {
    if (field.is_group()) {
        if (!is_frame(field)) return {};
        std::vector<std::string> ignored;
        const Table table = h5::read_table(field, ignored, job);
        const Column* column = table.find(group);
        return column != nullptr ? texts_of(*column) : std::vector<std::string>();
    }
    for (const h5::Member& member : field.members()) {
        if (member.name != group || member.width != 1) continue;
        if (member.type == h5::ValueType::String) return field.read_member_texts(member, job);
        if (member.type != h5::ValueType::Integer) continue;  // genes may be numbered
        std::vector<std::string> texts;
        for (const std::int64_t number : field.read_member<std::int64_t>(member, job))
            texts.push_back(std::to_string(number));
        return texts;
    }
    return {};
}

std::vector<double> numbers_in(const Object& field, const std::string& group, Job& job) {
    if (field.is_group()) {
        if (!is_frame(field)) return {};
        std::vector<std::string> ignored;
        const Table table = h5::read_table(field, ignored, job);
        const Column* column = table.find(group);
        return column != nullptr && column->numeric() != nullptr ? column->numeric()->values
                                                                 : std::vector<double>();
    }
    for (const h5::Member& member : field.members())
        if (member.name == group && member.width == 1 &&
            (member.type == h5::ValueType::Float || member.type == h5::ValueType::Integer))
            return field.read_member<double>(member, job);
    return {};
}

std::string parameter(const Object& ranking, const char* name, Job& job) {
    if (!ranking.has("params") || !ranking.child("params").is_group()) return {};
    const Object params = ranking.child("params");
    if (!params.has(name)) return {};
    const Object value = params.child(name);
    if (!value.is_dataset() || value.type() != h5::ValueType::String || value.shape().size() > 1 ||
        value.length() != 1)
        return {};
    return value.read_texts(job).front();
}

// nullopt: it is none, whatever it is.
std::optional<StoredRanking> ranking_of(const std::string& key, const Object& object, Job& job) {
    if (is_frame(object)) {
        std::vector<std::string> ignored;
        const Table table = h5::read_table(object, ignored, job);
        const bool tested = named(table, score_names) != nullptr || named(table, change_names) != nullptr ||
                            named(table, p_names) != nullptr;
        if (!tested || (named(table, gene_names) == nullptr && named(table, q_names) == nullptr &&
                        named(table, p_names) == nullptr))
            return std::nullopt;
        StoredRanking ranking{key, {}, {}, {}, {}};
        const Column* const groups = named(table, group_names);
        const auto values = groups != nullptr ? as_categorical(*groups, most_groups) : std::nullopt;
        ranking.groups = values ? values->categories : std::vector<std::string>{{}};
        if (values) ranking.column = groups->name;
        return ranking.groups.empty() ? std::nullopt : std::optional(ranking);
    }
    if (!object.is_group() || !object.has("names")) return std::nullopt;
    const Object names = object.child("names");
    StoredRanking ranking{key, parameter(object, "method", job), parameter(object, "groupby", job),
                          parameter(object, "reference", job), groups_in(names, job)};
    if (ranking.groups.empty() || ranking.groups.size() > most_groups) return std::nullopt;
    return ranking;
}

[[noreturn]] void contradiction(const Object& object, const std::string& what) {
    throw Error(ErrorKind::Input, what, object.place().text(),
                "The file is probably damaged; rank the genes again in scanpy");
}

// Shares of cells by gene, in a frame of their own.
void add_shares(const Object& ranking, const char* name, double RankedGene::*where, const std::string& group,
                std::vector<RankedGene>& genes, Job& job) {
    if (!ranking.has(name)) return;
    const Object object = ranking.child(name);
    std::vector<std::string> ignored;
    if (object.is_group() ? !is_frame(object) : object.members().empty()) return;
    const Table table = object.is_group() ? h5::read_table(object, ignored, job)
                                          : h5::read_compound_table(object, nullptr, ignored, job);
    const Column* const column = table.find(group);
    if (column == nullptr || column->numeric() == nullptr) return;
    std::vector<std::pair<std::string_view, double>> shares;
    for (std::size_t i = 0; i < table.size(); ++i)
        shares.emplace_back(table.index[i], column->numeric()->values[i]);
    std::ranges::sort(shares, {}, [](const auto& one) { return one.first; });
    for (RankedGene& gene : genes) {
        const auto at = std::ranges::lower_bound(shares, std::string_view(gene.gene), {},
                                                 [](const auto& one) { return one.first; });
        if (at != shares.end() && at->first == gene.gene) gene.*where = at->second;
    }
}

std::vector<RankedGene> records_of(const Object& object, const std::string& group, Job& job) {
    std::vector<RankedGene> genes;
    for (std::string& name : texts_in(object.child("names"), group, job))
        genes.push_back({std::move(name), unknown, unknown, unknown, unknown, unknown, unknown});
    const std::pair<const char*, double RankedGene::*> fields[] = {{"scores", &RankedGene::score},
                                                                   {"logfoldchanges", &RankedGene::change},
                                                                   {"pvals", &RankedGene::p},
                                                                   {"pvals_adj", &RankedGene::q}};
    for (const auto& [name, where] : fields) {
        if (!object.has(name)) continue;
        const std::vector<double> values = numbers_in(object.child(name), group, job);
        if (values.empty()) continue;
        if (values.size() != genes.size())
            contradiction(object, std::string("The ranking has not as many ") + name + " as names");
        for (std::size_t i = 0; i < genes.size(); ++i) genes[i].*where = values[i];
    }
    add_shares(object, "pts", &RankedGene::share, group, genes, job);
    add_shares(object, "pts_rest", &RankedGene::share_rest, group, genes, job);
    return genes;
}

std::vector<RankedGene> rows_of(const Object& object, const std::string& group, Job& job) {
    std::vector<std::string> ignored;
    const Table table = h5::read_table(object, ignored, job);
    const Column* const name = named(table, gene_names);
    const std::vector<std::string> names = name != nullptr ? texts_of(*name) : table.index;
    const Column* const groups = named(table, group_names);
    const auto values = groups != nullptr ? as_categorical(*groups, most_groups) : std::nullopt;
    const std::pair<Names, double RankedGene::*> fields[] = {
        {score_names, &RankedGene::score}, {change_names, &RankedGene::change},
        {p_names, &RankedGene::p},         {q_names, &RankedGene::q},
        {share_names, &RankedGene::share}, {rest_names, &RankedGene::share_rest}};
    std::vector<RankedGene> genes;
    for (std::size_t i = 0; i < table.size(); ++i) {
        if (values &&
            (values->codes[i] < 0 || values->categories[static_cast<std::size_t>(values->codes[i])] != group))
            continue;
        RankedGene gene{names[i], unknown, unknown, unknown, unknown, unknown, unknown};
        for (const auto& [known, where] : fields)
            if (const Column* column = named(table, known); column != nullptr && column->numeric() != nullptr)
                gene.*where = column->numeric()->values[i];
        genes.push_back(std::move(gene));
    }
    return genes;
}

}  // namespace

std::vector<StoredRanking> stored_rankings(const Dataset& dataset, std::vector<std::string>& warnings,
                                           Job& job) {
    std::vector<StoredRanking> rankings;
    const auto uns = uns_of(dataset);
    if (!uns) return rankings;
    for (const std::string& key : uns->names()) {
        job.checkpoint();
        try {
            if (auto ranking = ranking_of(key, uns->child(key), job)) rankings.push_back(std::move(*ranking));
        } catch (const Error& error) {
            warnings.push_back("uns/" + key + " cannot be read: " + error.what());
        }
    }
    return rankings;
}

std::vector<RankedGene> read_ranking(const Dataset& dataset, const StoredRanking& ranking,
                                     const std::string& group, Job& job) {
    const auto uns = uns_of(dataset);
    if (!uns || !uns->has(ranking.key))
        throw Error(ErrorKind::Input, "The file has no uns/" + ranking.key + " any more", dataset.path,
                    "Open the dataset again");
    const Object object = uns->child(ranking.key);
    std::vector<RankedGene> genes =
        is_frame(object) ? rows_of(object, group, job) : records_of(object, group, job);
    // What scanpy filters out keeps its place and loses its name.
    std::erase_if(genes, [](const RankedGene& gene) { return gene.gene.empty() || gene.gene == "nan"; });
    return genes;
}

}  // namespace regulus
