#include "core/io/tenx_loom/loom_scope.h"

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "core/base/error.h"

namespace regulus::h5 {
namespace {

using nlohmann::json;

constexpr std::size_t longest_description = std::size_t{16} << 20U;

// The description of maps and clusterings, an empty object when there is none that can be read.
json description(const Object& root, Job& job) {
    std::string text = root.text_attribute("MetaData").value_or("");
    if (text.empty() && root.has("attrs") && root.child("attrs").is_group() &&
        root.child("attrs").has("MetaData")) {
        const Object value = root.child("attrs").child("MetaData");
        if (value.is_dataset() && value.type() == ValueType::String && value.shape().size() <= 1) {
            const auto texts = value.read_texts(job);
            if (!texts.empty()) text = texts.front();
        }
    }
    if (text.size() > longest_description) return json::object();
    json parsed = json::parse(text, nullptr, false);
    return parsed.is_object() ? parsed : json::object();
}

// The id of an entry as text: SCope and others write numbers, some the same as texts.
std::string id_of(const json& entry) {
    if (!entry.is_object()) return {};
    const auto id = entry.find("id");
    if (id == entry.end()) return {};
    return id->is_string() ? id->get<std::string>() : id->dump();
}

// "name" of the entry with that id in one of the description's lists; the id itself when there is none.
std::string name_of(const json& whole, const char* list, const std::string& id) {
    const auto found = whole.find(list);
    if (found == whole.end() || !found->is_array()) return id;
    for (const json& entry : *found) {
        if (id_of(entry) != id) continue;
        const auto name = entry.find("name");
        if (name != entry.end() && name->is_string()) return name->get<std::string>();
    }
    return id;
}

// All numeric fields of a compound attribute, cells × fields.
struct Fields {
    std::vector<std::string> names;
    Matrix values;
};

Fields numeric_fields(const Object& attributes, const std::string& name, DatasetBuilder& to) {
    if (!attributes.has(name)) return {};
    const Object object = attributes.child(name);
    if (object.is_group() || object.shape().size() != 1 || object.length() != to.cells()) return {};
    std::vector<Member> members = object.members();
    std::erase_if(members, [](const Member& member) {
        return member.width != 1 || (member.type != ValueType::Float && member.type != ValueType::Integer);
    });
    constexpr std::size_t most = std::size_t{256} << 20U;
    if (members.empty() || members.size() > most / std::max<std::size_t>(1, to.cells())) return {};
    Fields fields{{}, Matrix(to.cells(), members.size())};
    for (std::size_t c = 0; c < members.size(); ++c) {
        fields.names.push_back(members[c].name);
        const auto column = object.read_member<float>(members[c], to.job());
        for (std::size_t r = 0; r < column.size(); ++r) fields.values(r, c) = column[r];
    }
    return fields;
}

Matrix pair_of(const Matrix& x, std::size_t x_column, const Matrix& y, std::size_t y_column) {
    Matrix coordinates(x.rows, 2);
    for (std::size_t r = 0; r < x.rows; ++r) {
        coordinates(r, 0) = x(r, x_column);
        coordinates(r, 1) = y(r, y_column);
    }
    return coordinates;
}

// "X_UMAP of variable genes", of a map without a name "X_map" (SCope's default, -1) or "X_map 3".
std::string map_key(const json& about, const std::string& id) {
    const std::string name = name_of(about, "embeddings", id);
    if (name != id && !name.empty()) return "X_" + name;
    const bool number = id.find_first_not_of("0123456789") == std::string::npos;
    return id == "-1" ? "X_map" : number ? "X_map " + id : "X_" + id;
}

void add_maps(const Object& cells, const json& about, DatasetBuilder& to) {
    const Fields one = numeric_fields(cells, "Embedding", to);
    const Fields x = numeric_fields(cells, "Embeddings_X", to), y = numeric_fields(cells, "Embeddings_Y", to);
    // SCope keeps its default map twice.
    const bool twice = std::ranges::find(x.names, "-1") != x.names.end();
    if (!twice && one.names == std::vector<std::string>{"_X", "_Y"})
        to.add_embedding(map_key(about, "-1"), one.values);
    for (std::size_t i = 0; i < x.names.size(); ++i) {
        const auto found = std::ranges::find(y.names, x.names[i]);
        if (found == y.names.end()) continue;
        to.add_embedding(map_key(about, x.names[i]),
                         pair_of(x.values, i, y.values, static_cast<std::size_t>(found - y.names.begin())));
    }
    // Two columns of numbers, as other programs have it.
    constexpr std::array<std::array<const char*, 3>, 6> pairs{{{"_X", "_Y", "X_map"},
                                                               {"_tSNE1", "_tSNE2", "X_tsne"},
                                                               {"tSNE1", "tSNE2", "X_tsne"},
                                                               {"TSNE1", "TSNE2", "X_tsne"},
                                                               {"UMAP1", "UMAP2", "X_umap"},
                                                               {"UMAP_1", "UMAP_2", "X_umap"}}};
    const Table& obs = to.data().obs;
    for (const auto& [first, second, name] : pairs) {
        const Column *a = obs.find(first), *b = obs.find(second);
        if (a == nullptr || b == nullptr || a->numeric() == nullptr || b->numeric() == nullptr) continue;
        Matrix coordinates(to.cells(), 2);
        for (std::size_t r = 0; r < to.cells(); ++r) {
            coordinates(r, 0) = static_cast<float>(a->numeric()->values[r]);
            coordinates(r, 1) = static_cast<float>(b->numeric()->values[r]);
        }
        to.add_embedding(name, std::move(coordinates));
    }
}

// The names of a clustering's groups, by id.
std::map<std::string, std::string> cluster_names(const json& about, const std::string& id) {
    std::map<std::string, std::string> names;
    const auto list = about.find("clusterings");
    if (list == about.end() || !list->is_array()) return names;
    for (const json& clustering : *list) {
        if (id_of(clustering) != id) continue;
        const auto clusters = clustering.find("clusters");
        if (clusters == clustering.end() || !clusters->is_array()) continue;
        for (const json& cluster : *clusters) {
            const std::string group = id_of(cluster);
            const auto text = group.empty() ? cluster.end() : cluster.find("description");
            if (!group.empty() && text != cluster.end() && text->is_string())
                names[group] = text->get<std::string>();
        }
    }
    return names;
}

// The groups' ids of all cells in one field, by cell: whole numbers from 0 on or texts; "" where missing.
std::vector<std::string> group_ids(const Object& clusterings, const Member& field, Job& job) {
    if (field.type == ValueType::String) return clusterings.read_member_texts(field, job);
    std::vector<std::string> ids;
    for (const double value : clusterings.read_member<double>(field, job)) {
        const bool known = value >= 0 && value < 100'000;
        ids.push_back(known ? std::to_string(static_cast<int>(value)) : std::string());
    }
    return ids;
}

// Numbers by their value, texts behind them.
bool before(const std::string& a, const std::string& b) {
    const auto number = [](const std::string& id) {
        return id.find_first_not_of("0123456789") == std::string::npos;
    };
    if (number(a) != number(b)) return number(a);
    if (number(a) && a.size() != b.size()) return a.size() < b.size();
    return a < b;
}

Categorical clustering(const std::vector<std::string>& ids, const std::map<std::string, std::string>& names) {
    std::map<std::string, std::int32_t, decltype(&before)> places(&before);
    for (const std::string& id : ids) {
        if (!id.empty()) places.emplace(id, 0);
    }
    Categorical column;
    std::set<std::string> taken;
    for (auto& [id, place] : places) {
        place = static_cast<std::int32_t>(column.categories.size());
        const auto name = names.find(id);
        std::string text = name == names.end() ? id : name->second;
        while (!taken.insert(text).second) text += " (" + id + ")";
        column.categories.push_back(std::move(text));
    }
    for (const std::string& id : ids) column.codes.push_back(id.empty() ? -1 : places.at(id));
    return column;
}

void add_clusterings(const Object& cells, const json& about, DatasetBuilder& to) {
    if (!cells.has("Clusterings")) return;
    const Object all = cells.child("Clusterings");
    if (all.is_group() || all.shape().size() != 1 || all.length() != to.cells()) return;
    for (const Member& field : all.members()) {
        const bool known = field.type == ValueType::Integer || field.type == ValueType::Float ||
                           field.type == ValueType::String;
        if (field.width != 1 || !known) continue;
        std::string title = name_of(about, "clusterings", field.name);
        if (to.data().obs.find(title) != nullptr) title = "clustering " + field.name;
        to.data().obs.columns.push_back({std::move(title), clustering(group_ids(all, field, to.job()),
                                                                      cluster_names(about, field.name))});
    }
}

}  // namespace

void add_scope_annotation(const Object& root, DatasetBuilder& to) {
    const Object cells = root.child("col_attrs");
    const json about = description(root, to.job());
    add_maps(cells, about, to);
    add_clusterings(cells, about, to);
    Fields regulons = numeric_fields(cells, "RegulonsAUC", to);
    if (!regulons.names.empty()) to.add_embedding("RegulonsAUC", std::move(regulons.values));
}

}  // namespace regulus::h5
