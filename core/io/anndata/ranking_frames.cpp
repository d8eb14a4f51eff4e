#include "core/io/anndata/ranking_frames.h"

#include <algorithm>
#include <limits>
#include <span>
#include <string_view>

#include "core/data/column_texts.h"

namespace regulus {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

// What programs call the columns of a table of differential expression; case does not matter.
using Names = std::span<const std::string_view>;
constexpr std::string_view gene_names[] = {"names",       "gene",   "genes",  "gene_name",
                                           "gene_symbol", "symbol", "feature"};
constexpr std::string_view group_names[] = {"group", "cluster", "cell_type", "celltype", "leiden", "louvain"};
constexpr std::string_view score_names[] = {"scores", "score", "stat", "statistic", "auc", "power"};
constexpr std::string_view change_names[] = {"logfoldchanges", "logfoldchange", "log2fc", "avg_log2fc",
                                             "log2foldchange", "logfc",         "lfc",    "avg_logfc"};
// Of those, the ones that are log2 in whatever writes them: logFC is a natural logarithm in presto, avg_logFC
// in Seurat 3.
constexpr std::string_view log2_names[] = {"logfoldchanges", "log2fc", "avg_log2fc", "log2foldchange"};
constexpr std::string_view p_names[] = {"pvals", "pval", "p_val", "pvalue", "p_value"};
constexpr std::string_view q_names[] = {"pvals_adj", "pval_adj", "p_val_adj", "padj",
                                        "fdr",       "qval",     "adj.p.val"};
constexpr std::string_view share_names[] = {"pct_nz_group", "pct.1", "pct_1", "pct_in"};
constexpr std::string_view rest_names[] = {"pct_nz_reference", "pct.2", "pct_2", "pct_out"};

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

// See ranking_of_frame().
bool ranks_genes(const Table& table) {
    const auto has = [&](Names names) { return named(table, names) != nullptr; };
    if (has(p_names) || (has(q_names) && (has(change_names) || has(score_names)))) return true;
    if (!has(gene_names)) return false;
    const bool of_scanpy = table.find("names") != nullptr && table.find("scores") != nullptr;
    return has(change_names) || (has(score_names) && (of_scanpy || has(group_names) || has(share_names)));
}

// What shares of the table are divided by to lie between 0 and 1; nullopt where they are none.
std::optional<double> whole_of_shares(const Table& table) {
    double least = 0, most = 0;
    for (const Names names : {Names(share_names), Names(rest_names)}) {
        const Column* const column = named(table, names);
        if (column == nullptr || column->numeric() == nullptr) continue;
        for (const double value : column->numeric()->values) {  // NaN is neither
            if (value < least) least = value;
            if (value > most) most = value;
        }
    }
    if (least < 0 || most > 100) return std::nullopt;
    return most > 1 ? 100 : 1;
}

}  // namespace

std::optional<StoredRanking> ranking_of_frame(const std::string& key, const Table& table,
                                              std::vector<std::string>& warnings) {
    if (!ranks_genes(table)) return std::nullopt;
    StoredRanking ranking;
    ranking.key = key;
    const Column* const groups = named(table, group_names);
    const auto values = groups != nullptr ? as_categorical(*groups, most_ranked_groups) : std::nullopt;
    ranking.groups = values ? values->categories : std::vector<std::string>{{}};
    if (values) ranking.column = groups->name;
    const Column* const change = named(table, change_names);
    if (change != nullptr && std::ranges::find(log2_names, lower(change->name)) == std::end(log2_names))
        ranking.change_name = change->name;
    for (const Names names : {Names(score_names), Names(change_names), Names(p_names), Names(q_names),
                              Names(share_names), Names(rest_names)})
        if (const Column* const column = named(table, names); column != nullptr && !column->numeric())
            warnings.push_back("uns/" + key + ": " + column->name + " holds no numbers and is left out");
    if (!whole_of_shares(table))
        warnings.push_back("uns/" + key + ": the shares of cells are neither 0 to 1 nor percentages");
    return ranking.groups.empty() ? std::nullopt : std::optional(ranking);
}

std::vector<RankedGene> genes_of_frame(const Table& table, const std::string& group) {
    const Column* const name = named(table, gene_names);
    const std::vector<std::string> names = name != nullptr ? texts_of(*name) : table.index;
    const Column* const groups = named(table, group_names);
    const auto values = groups != nullptr ? as_categorical(*groups, most_ranked_groups) : std::nullopt;
    const std::pair<Names, double RankedGene::*> fields[] = {
        {score_names, &RankedGene::score}, {change_names, &RankedGene::change},
        {p_names, &RankedGene::p},         {q_names, &RankedGene::q},
        {share_names, &RankedGene::share}, {rest_names, &RankedGene::share_rest}};
    const double whole = whole_of_shares(table).value_or(unknown);
    std::vector<RankedGene> genes;
    for (std::size_t i = 0; i < table.size(); ++i) {
        if (values &&
            (values->codes[i] < 0 || values->categories[static_cast<std::size_t>(values->codes[i])] != group))
            continue;
        RankedGene gene{names[i], unknown, unknown, unknown, unknown, unknown, unknown};
        for (const auto& [known, where] : fields)
            if (const Column* column = named(table, known); column != nullptr && column->numeric() != nullptr)
                gene.*where = column->numeric()->values[i];
        gene.share /= whole;
        gene.share_rest /= whole;
        genes.push_back(std::move(gene));
    }
    return genes;
}

}  // namespace regulus
