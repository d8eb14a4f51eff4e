// loom 2 and 3: genes × cells, with attributes of rows (genes) and columns (cells).
#include <algorithm>
#include <optional>
#include <set>

#include "core/base/error.h"
#include "core/data/column_texts.h"
#include "core/io/anndata/h5ad_table.h"
#include "core/io/tenx_loom/loom_reader.h"
#include "core/io/tenx_loom/loom_scope.h"

namespace regulus::h5 {
namespace {

constexpr const char* cell_names[] = {"CellID",  "cell_id", "obs_names", "cell_names", "CellName",
                                      "Barcode", "barcode", "barcodes",  "cell",       "Cell"};
constexpr const char* gene_names_of_loom[] = {"Gene",         "gene",   "var_names", "gene_names", "GeneName",
                                              "gene_symbols", "Symbol", "gene_name", "Accession"};

std::string version_of(const Object& root, Job& job) {
    constexpr const char* key = "LOOM_SPEC_VERSION";
    if (const auto text = root.text_attribute(key)) return *text;
    if (root.has("attrs") && root.child("attrs").is_group() && root.child("attrs").has(key)) {
        const Object value = root.child("attrs").child(key);
        if (value.is_dataset() && value.type() == ValueType::String && value.shape().size() <= 1) {
            const auto texts = value.read_texts(job);
            if (!texts.empty()) return texts.front();
        }
    }
    return {};
}

bool is_text_vector(const Object& object) {
    return object.is_dataset() && object.type() == ValueType::String && object.shape().size() == 1;
}

// The attribute that names the rows or columns: a usual name, else the first of texts without repeats.
std::optional<std::string> naming_attribute(const Object& attributes, std::span<const char* const> usual,
                                            Job& job) {
    for (const char* name : usual) {
        if (attributes.has(name) && is_text_vector(attributes.child(name))) return name;
    }
    for (const std::string& name : attributes.names()) {
        const Object object = attributes.child(name);
        if (!is_text_vector(object)) continue;
        const auto texts = object.read_texts(job);
        if (std::set<std::string_view>(texts.begin(), texts.end()).size() == texts.size()) return name;
    }
    return std::nullopt;
}

class Loom {
  public:
    Loom(const Object& root, DatasetBuilder& builder) : m_root(root), m_to(builder) {}

    std::shared_ptr<Dataset> read() {
        m_to.job().progress(0, "reading annotation");
        const StoredMatrix matrix = loom_matrix(m_root, "matrix");
        const Object of_cells = m_root.child("col_attrs"), of_genes = m_root.child("row_attrs");
        m_to.set_obs(table(of_cells, matrix.shape.cells, cell_names));
        const auto var = m_to.make_var(table(of_genes, matrix.shape.genes, gene_names_of_loom));
        m_to.job().progress(0.5, "reading embeddings");
        read_arrays(of_cells);
        add_scope_annotation(m_root, m_to);
        m_to.job().progress(0.6, "inspecting matrices");
        m_to.add_assay("X", matrix, var);
        if (m_root.has("layers") && m_root.child("layers").is_group()) {
            const Object layers = m_root.child("layers");
            for (const std::string& name : layers.names()) {
                m_to.add_optional_assay(
                    name, "layers/" + name, [&] { return loom_matrix(layers, name); }, var);
            }
        }
        const std::string version = version_of(m_root, m_to.job());
        m_to.data().format = version.empty() ? "loom" : "loom " + version;
        return m_to.finish(var);
    }

  private:
    Table table(const Object& attributes, std::size_t rows, std::span<const char* const> usual) {
        if (attributes.is_dataset()) {
            throw Error(ErrorKind::Input, "A group of attributes was expected here",
                        attributes.place().text(), "The file is probably damaged; copy or download it again");
        }
        Table result;
        const auto index = naming_attribute(attributes, usual, m_to.job());
        for (const std::string& name : attributes.names()) {
            m_to.job().checkpoint();
            const Object object = attributes.child(name);
            if (object.is_group() || object.shape().size() != 1 || !object.members().empty()) continue;
            auto column = read_array(name, object, m_to.job());
            if (!column || column->rows() != rows) {
                m_to.warn("The attribute " + object.place().path + " was left out");
            } else if (name == index) {
                result.index_name = name;
                result.index = texts_of(*column);
            } else {
                result.columns.push_back(std::move(*column));
            }
        }
        if (result.index_name.empty()) {
            result.index =
                m_to.numbered(rows, attributes.place(), attributes.place().path + " names nothing");
            result.index_name = "index";
        }
        return result;
    }

    // Attributes of two dimensions are coordinates.
    void read_arrays(const Object& attributes) {
        for (const std::string& name : attributes.names()) {
            const Object object = attributes.child(name);
            if (object.is_dataset() && object.shape().size() == 2) m_to.add_embedding(name, object);
        }
    }

    const Object& m_root;
    DatasetBuilder& m_to;
};

}  // namespace

bool is_loom(const Object& root) {
    return root.has("row_attrs") && root.has("col_attrs") && root.has("matrix");
}

std::shared_ptr<Dataset> read_loom(const Object& root, DatasetBuilder builder) {
    return Loom(root, builder).read();
}

}  // namespace regulus::h5
