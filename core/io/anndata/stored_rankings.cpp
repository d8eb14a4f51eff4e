#include "core/io/anndata/stored_rankings.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <set>
#include <string_view>

#include "core/base/error.h"
#include "core/data/column_texts.h"
#include "core/io/anndata/anndata_reader.h"
#include "core/io/anndata/h5ad_table.h"
#include "core/io/anndata/ranking_frames.h"
#include "core/io/hdf5/hdf5_object.h"

namespace regulus {
namespace {

using h5::Object;

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

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

bool is_number(const h5::Member& member) {
    return member.type == h5::ValueType::Float || member.type == h5::ValueType::Integer;
}

// Genes may be numbered.
bool can_name(const h5::Member& member) {
    return member.type == h5::ValueType::String || member.type == h5::ValueType::Integer;
}

// A field of a ranking: an array of records, one a group, or a frame, one column a group.
std::vector<std::string> groups_in(const Object& field, std::vector<std::string>& left_out, Job& job) {
    std::vector<std::string> groups;
    if (field.is_dataset()) {
        for (const h5::Member& member : field.members())
            (member.width == 1 && can_name(member) ? groups : left_out).push_back(member.name);
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
        if (member.name != group || member.width != 1 || !can_name(member)) continue;
        if (member.type == h5::ValueType::String) return field.read_member_texts(member, job);
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
        if (member.name == group && member.width == 1 && is_number(member))
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

// Whether every group has numbers there.
bool has_numbers(const Object& field, const std::vector<std::string>& groups) {
    std::set<std::string> known;
    if (field.is_dataset()) {
        for (const h5::Member& member : field.members())
            if (member.width == 1 && is_number(member)) known.insert(member.name);
    } else if (is_frame(field)) {
        for (const std::string& group : groups) {
            if (!field.has(group) || !field.child(group).is_dataset()) continue;
            const h5::ValueType type = field.child(group).type();
            if (type == h5::ValueType::Float || type == h5::ValueType::Integer) known.insert(group);
        }
    }
    return std::ranges::all_of(groups, [&](const std::string& group) { return known.contains(group); });
}

// Numbers of a ranking that are there and cannot be read.
void warn_of_numbers(const std::string& key, const Object& object, const std::vector<std::string>& groups,
                     std::vector<std::string>& warnings) {
    for (const char* const name : {"scores", "logfoldchanges", "pvals", "pvals_adj", "pts", "pts_rest"})
        if (object.has(name) && !has_numbers(object.child(name), groups))
            warnings.push_back("uns/" + key + ": " + name + " does not hold numbers for every group");
}

// nullopt: it is none, whatever it is.
std::optional<StoredRanking> ranking_of(const std::string& key, const Object& object,
                                        std::vector<std::string>& warnings, Job& job) {
    if (is_frame(object)) {
        std::vector<std::string> ignored;
        return ranking_of_frame(key, h5::read_table(object, ignored, job), warnings);
    }
    if (!object.is_group() || !object.has("names")) return std::nullopt;
    std::vector<std::string> left_out;
    StoredRanking ranking;
    ranking.key = key;
    ranking.method = parameter(object, "method", job);
    ranking.column = parameter(object, "groupby", job);
    ranking.reference = parameter(object, "reference", job);
    ranking.groups = groups_in(object.child("names"), left_out, job);
    if (ranking.groups.empty() || ranking.groups.size() > most_ranked_groups) {
        if (object.has("params"))  // as every ranking of scanpy
            warnings.push_back("uns/" + key + " looks like ranked genes and is left out: its names are no " +
                               (ranking.groups.empty() ? "lists by group" : "lists of so many groups"));
        return std::nullopt;
    }
    for (const std::string& group : left_out)
        warnings.push_back("uns/" + key + ": the names of group " + group + " are no texts; it is left out");
    warn_of_numbers(key, object, ranking.groups, warnings);
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

}  // namespace

std::vector<StoredRanking> stored_rankings(const Dataset& dataset, std::vector<std::string>& warnings,
                                           Job& job) {
    std::vector<StoredRanking> rankings;
    const auto uns = uns_of(dataset);
    if (!uns) return rankings;
    for (const std::string& key : uns->names()) {
        job.checkpoint();
        try {
            if (auto ranking = ranking_of(key, uns->child(key), warnings, job))
                rankings.push_back(std::move(*ranking));
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
    std::vector<std::string> ignored;
    std::vector<RankedGene> genes = is_frame(object)
                                        ? genes_of_frame(h5::read_table(object, ignored, job), group)
                                        : records_of(object, group, job);
    // What scanpy filters out keeps its place and loses its name.
    std::erase_if(genes, [](const RankedGene& gene) { return gene.gene.empty() || gene.gene == "nan"; });
    return genes;
}

}  // namespace regulus
