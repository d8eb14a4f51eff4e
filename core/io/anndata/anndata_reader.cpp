// AnnData, from anndata 0.5 to the newest.
#include <algorithm>
#include <optional>
#include <unordered_map>

#include "core/base/error.h"
#include "core/data/column_texts.h"
#include "core/data/gene_names.h"
#include "core/data/selected_cells.h"
#include "core/io/anndata/anndata_reader.h"
#include "core/io/anndata/h5ad_table.h"
#include "core/io/assembly/feature_types.h"

namespace regulus::h5 {
namespace {

bool is_null(const Object& object) {
    return object.text_attribute("encoding-type") == "null" ||
           (object.is_dataset() && object.shape() == std::vector<std::uint64_t>{0});
}

// Before 0.7 raw was no group: its parts stood at the root as "raw.X" and "raw.var".
struct RawNames {
    const char *matrix, *var;
};

class AnnData {
  public:
    AnnData(const Object& root, DatasetBuilder& builder) : m_root(root), m_to(builder) {}

    std::shared_ptr<Dataset> read() {
        if (m_root.has("uns") && m_root.child("uns").is_group()) m_uns = m_root.child("uns");
        m_to.job().progress(0, "reading annotation");
        read_annotation();
        m_to.job().progress(0.5, "reading embeddings");
        read_embeddings();
        read_unstructured();
        m_to.job().progress(0.6, "inspecting matrices");
        read_matrices();
        read_graphs();
        m_to.job().progress(1, "inspecting matrices");
        m_to.data().format = format();
        m_to.data().extendable = m_root.place().path == "/" && m_root.has("obs") &&
                                 m_root.child("obs").is_group() && m_root.has("var") &&
                                 m_root.child("var").is_group();
        return m_to.finish(m_var);
    }

  private:
    std::string format() const {
        if (m_root.has_attribute("encoding-type")) return "AnnData 0.8 or newer";
        const bool compound = (m_root.has("obs") && m_root.child("obs").is_dataset()) ||
                              (m_root.has("var") && m_root.child("var").is_dataset());
        return compound ? "AnnData before 0.7" : "AnnData 0.7";
    }

    Table table(const Object& object) {
        std::vector<std::string>& warnings = m_to.data().warnings;
        if (object.is_group()) return read_table(object, warnings, m_to.job());
        return read_compound_table(object, m_uns ? &*m_uns : nullptr, warnings, m_to.job());
    }

    Table table_or_numbers(const std::string& name, std::optional<std::size_t> rows) {
        if (m_root.has(name)) return table(m_root.child(name));
        if (!rows) {
            throw Error(ErrorKind::Data, "The file has neither " + name + " nor X", m_root.place().text(),
                        "Save the dataset again with anndata");
        }
        return {m_to.numbered(*rows, m_root.place(), "The file has no " + name), "index", {}};
    }

    void read_annotation() {
        std::optional<MatrixShape> shape;
        m_has_x = m_root.has("X") && !is_null(m_root.child("X"));
        if (m_has_x) shape = anndata_matrix(m_root, "X").shape;
        m_to.set_obs(table_or_numbers("obs", shape ? std::optional(shape->cells) : std::nullopt));
        Table var = table_or_numbers("var", shape ? std::optional(shape->genes) : std::nullopt);
        // Of MuData the part is the modality, not a type of features.
        const bool whole_file = m_root.place().path == "/";
        m_features = only_genes(var, whole_file ? m_to.options().part : std::string());
        if (whole_file) {
            m_to.data().part = m_features.type;
            m_to.data().parts = m_features.types;
        }
        m_var = m_to.make_var(std::move(var));
    }

    // Takes the features that are not to be shown out of var.
    ChosenFeatures only_genes(Table& var, const std::string& wanted) {
        ChosenFeatures chosen = choose_features(feature_types_of(var), wanted, m_root.place().text());
        if (!chosen.which.empty()) var = selected_rows(var, chosen.which);
        for (const std::string& warning : chosen.warnings) {
            if (std::ranges::find(m_to.data().warnings, warning) == m_to.data().warnings.end())
                m_to.warn(warning);
        }
        return chosen;
    }

    void read_embeddings() {
        if (!m_root.has("obsm")) return;
        const Object all = m_root.child("obsm");
        if (all.is_dataset()) {
            for (const Member& member : all.members()) {
                Matrix coordinates;
                const bool numbers = member.type == ValueType::Float || member.type == ValueType::Integer;
                if (numbers && all.length() == m_to.cells()) {
                    coordinates.rows = m_to.cells();
                    coordinates.cols = member.width;
                    coordinates.values = all.read_member<float>(member, m_to.job());
                }
                m_to.add_embedding(member.name, std::move(coordinates));
            }
            return;
        }
        for (const std::string& name : all.names()) {
            m_to.job().checkpoint();
            const Object object = all.child(name);
            if (object.is_dataset()) {
                m_to.add_embedding(name, object);
            } else {
                read_grouped_embedding(all, name, object);
            }
        }
    }

    // A data frame, whose numbers count, or compressed rows. What cannot be read is no reason not to open.
    void read_grouped_embedding(const Object& all, const std::string& name, const Object& object) {
        try {
            if (object.has("indptr")) return m_to.add_embedding(name, sparse_coordinates(all, name));
            std::vector<std::string> ignored;
            m_to.add_embedding(name, numbers_of(read_table(object, ignored, m_to.job())));
        } catch (const Error&) {
            m_to.add_embedding(name, Matrix());
        }
    }

    Matrix sparse_coordinates(const Object& all, const std::string& name) {
        const StoredMatrix stored = anndata_matrix(all, name);
        constexpr std::size_t most = std::size_t{64} << 20U;  // values once they are dense
        if (stored.shape.cells != m_to.cells() ||
            stored.shape.cells * std::max<std::size_t>(1, stored.shape.genes) > most) {
            return {};
        }
        const auto source = open_matrix(stored, m_to.options(), m_to.job()).source;
        return to_dense(source->block(0, source->cells()));
    }

    static Matrix numbers_of(const Table& frame) {
        std::vector<const Numeric*> columns;
        for (const Column& column : frame.columns) {
            if (column.numeric() != nullptr) columns.push_back(column.numeric());
        }
        Matrix coordinates(frame.size(), columns.size());
        for (std::size_t c = 0; c < columns.size(); ++c) {
            for (std::size_t r = 0; r < frame.size(); ++r)
                coordinates(r, c) = static_cast<float>(columns[c]->values[r]);
        }
        return coordinates;
    }

    void read_unstructured() {
        if (!m_uns) return;
        read_colors(*m_uns, m_to.data().obs, m_to.data().warnings, m_to.job());
        constexpr const char* key = "regulus_simulated";
        bool& simulated = m_to.data().simulated;
        simulated = m_uns->integer_attribute(key).value_or(0) != 0;
        if (!m_uns->has(key)) return;
        const Object flag = m_uns->child(key);
        if (flag.is_group() || flag.shape().size() > 1 || flag.length() != 1) return;
        if (flag.type() != ValueType::Integer && flag.type() != ValueType::Boolean) return;
        simulated = simulated || flag.read_all<std::int64_t>(m_to.job()).front() != 0;
    }

    void read_matrices() {
        if (m_has_x) m_to.add_assay("X", anndata_matrix(m_root, "X"), m_var, m_features.which);
        if (m_root.has("layers") && m_root.child("layers").is_group()) {
            const Object layers = m_root.child("layers");
            for (const std::string& name : layers.names()) {
                m_to.add_optional_assay(
                    name, "layers/" + name, [&] { return anndata_matrix(layers, name); }, m_var,
                    m_features.which);
            }
        }
        if (m_root.has("raw.X")) return read_raw(m_root, {"raw.X", "raw.var"});
        if (m_root.has("raw") && m_root.child("raw").is_group()) read_raw(m_root.child("raw"), {"X", "var"});
    }

    void read_raw(const Object& group, RawNames names) {
        if (!group.has(names.matrix) || !group.has(names.var)) return;
        Table genes = table(group.child(names.var));
        add_symbols(genes);
        const auto types = feature_types_of(genes);
        const bool asked = std::ranges::find(types, m_features.type) != types.end();
        const ChosenFeatures features = only_genes(genes, asked ? m_features.type : std::string());
        const auto var = m_to.make_var(std::move(genes), "genes of raw");
        m_to.add_optional_assay(
            "raw", "raw/X", [&] { return anndata_matrix(group, names.matrix); }, var, features.which);
    }

    // Conversions leave raw with identifiers alone; what var calls the same genes is known.
    void add_symbols(Table& of_raw) {
        if (gene_names(of_raw).kind == GeneIdentifier::Symbol) return;
        const GeneNames known = gene_names(*m_var);
        if (known.kind != GeneIdentifier::Symbol) return;
        std::unordered_map<std::string, std::size_t> places;
        const auto add = [&](const std::vector<std::string>& ids) {
            for (std::size_t g = 0; g < ids.size(); ++g) places.emplace(without_version(ids[g]), g);
        };
        add(m_var->index);
        for (const Column& column : m_var->columns) {
            if (const Text* text = column.text()) add(text->values);
            if (column.categorical() != nullptr) add(texts_of(column));
        }
        Text symbols{std::vector<std::string>(of_raw.size())};
        std::size_t found = 0;
        for (std::size_t g = 0; g < of_raw.size(); ++g) {
            const auto place = places.find(without_version(of_raw.index[g]));
            if (place == places.end()) continue;
            symbols.values[g] = known.names[place->second];
            ++found;
        }
        const std::string of_all =
            std::to_string(found) + " of its " + std::to_string(of_raw.size()) + " genes";
        if (found == 0) {
            return m_to.warn(
                "raw/var has no gene symbols, and var does not know its identifiers: raw meets no "
                "prior of symbols");
        }
        m_to.warn("raw/var has no gene symbols; those of " + of_all +
                  " were taken from var, the others keep their identifiers");
        std::string name = "symbol (from var)";
        of_raw.columns.push_back({std::move(name), std::move(symbols)});
    }

    void read_graphs() {
        if (m_root.has("obsp") && m_root.child("obsp").is_group()) {
            const Object all = m_root.child("obsp");
            for (const std::string& name : all.names())
                m_to.add_graph(name, [&] { return anndata_matrix(all, name); });
        }
        // Before 0.7 scanpy kept its neighbours in uns.
        if (!m_uns || !m_uns->has("neighbors") || m_uns->child("neighbors").is_dataset()) return;
        const Object old = m_uns->child("neighbors");
        for (const char* name : {"connectivities", "distances"}) {
            if (old.has(name) && old.child(name).is_group())
                m_to.add_graph(name, [&] { return anndata_matrix(old, name); });
        }
    }

    const Object& m_root;
    DatasetBuilder& m_to;
    std::optional<Object> m_uns;
    std::shared_ptr<const Table> m_var;
    ChosenFeatures m_features;  // those of var
    bool m_has_x = false;
};

}  // namespace

bool is_anndata(const Object& root) {
    for (const char* name : {"X", "obs", "var", "layers"}) {
        if (root.has(name)) return true;
    }
    return false;
}

std::shared_ptr<Dataset> read_anndata(const Object& root, DatasetBuilder builder) {
    return AnnData(root, builder).read();
}

}  // namespace regulus::h5
