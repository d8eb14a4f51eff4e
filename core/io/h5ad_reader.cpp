#include "core/io/h5ad_reader.h"

#include <algorithm>
#include <filesystem>
#include <new>
#include <optional>
#include <unordered_set>

#include "core/base/error.h"
#include "core/io/cached_matrix.h"
#include "core/io/file_probe.h"
#include "core/io/h5ad_matrix.h"
#include "core/io/h5ad_table.h"

namespace regulus {
namespace {

using h5::Object;

constexpr std::size_t matrix_cache = std::size_t{32} << 20U;
constexpr std::size_t piece_bytes = std::size_t{8} << 20U;
constexpr std::uint64_t widest_embedding = 100'000;
constexpr std::uint64_t largest_embedding = std::uint64_t{256} << 20U;  // values

[[noreturn]] void other_layout(const std::string& path, const std::string& what, const std::string& remedy) {
    throw Error(ErrorKind::Input, what, path, remedy);
}

// Says what an HDF5 file is that is no AnnData file of a known layout.
void check_layout(const Object& root) {
    const std::string& path = root.place().file;
    const auto frame_is_array = [&](const char* name) {
        return root.has(name) && root.child(name).is_dataset();
    };
    if (frame_is_array("obs") || frame_is_array("var") || root.has("raw.X")) {
        other_layout(path, "The file has the old layout of anndata before 0.7",
                     "Save it again with a newer anndata: anndata.read_h5ad(old).write_h5ad(new)");
    }
    if (root.has("X") || root.has("obs") || root.has("var")) return;
    if (root.has("mod")) {
        other_layout(path, "The file holds several modalities (MuData)",
                     "Save the one with gene expression: mudata.read(old).mod[\"rna\"].write_h5ad(new)");
    }
    if (root.has("row_attrs") && root.has("col_attrs")) {
        other_layout(path, "The file is a loom file",
                     "Save it as h5ad: anndata.read_loom(old).write_h5ad(new)");
    }
    if (root.has("layers")) return;
    if (root.has("matrix")) {
        other_layout(path, "The file is a 10x HDF5 matrix",
                     "Save it as h5ad: scanpy.read_10x_h5(old).write_h5ad(new)");
    }
    other_layout(path, "The file is HDF5 but no AnnData file", "Open a file written by anndata (.h5ad)");
}

std::vector<std::string> numbered(std::size_t count) {
    std::vector<std::string> names;
    names.reserve(count);
    for (std::size_t i = 0; i < count; ++i) names.push_back(std::to_string(i));
    return names;
}

void warn_of_duplicates(const Table& table, const std::string& what, std::vector<std::string>& warnings) {
    std::unordered_set<std::string_view> seen;
    std::size_t repeats = 0;
    std::string_view example;
    for (const std::string& name : table.index) {
        if (seen.insert(name).second) continue;
        if (repeats++ == 0) example = name;
    }
    if (repeats == 0) return;
    warnings.push_back("Repeated names of " + what + ": " + std::to_string(repeats) + ", the first of them " +
                       std::string(example));
}

bool null_matrix(const Object& object) {
    return object.text_attribute("encoding-type") == "null" ||
           (object.is_dataset() && object.shape() == std::vector<std::uint64_t>{0});
}

// What one reading of a file needs at hand.
class Reader {
  public:
    // With `look_only` nothing large is read, but every index of the file is walked through.
    Reader(const std::string& path, const ReadOptions& options, bool look_only, Job& job)
        : m_root(Object::root(path)),
          m_options(options),
          m_look_only(look_only),
          m_job(job),
          m_left_in_memory(options.in_memory_bytes) {}

    std::shared_ptr<Dataset> read() {
        check_layout(m_root);
        m_job.progress(0, "reading annotation");
        read_annotation();
        m_job.progress(0.5, "reading embeddings");
        read_embeddings();
        read_unstructured();
        m_job.progress(0.6, "looking at the matrices");
        read_assays();
        m_job.progress(1, "looking at the matrices");
        return m_data;
    }

  private:
    void read_annotation() {
        std::optional<h5::MatrixShape> shape;
        if (m_root.has("X") && !null_matrix(m_root.child("X"))) shape = h5::matrix_shape(m_root.child("X"));
        m_data->obs = table_or_numbers("obs", shape ? std::optional(shape->cells) : std::nullopt);
        m_var = std::make_shared<Table>(
            table_or_numbers("var", shape ? std::optional(shape->genes) : std::nullopt));
        if (shape && (shape->cells != m_data->obs.size() || shape->genes != m_var->size())) {
            throw Error(ErrorKind::Input,
                        "X is " + std::to_string(shape->cells) + " × " + std::to_string(shape->genes) +
                            ", its annotation " + std::to_string(m_data->obs.size()) + " × " +
                            std::to_string(m_var->size()),
                        m_root.place().file + ": X",
                        "The file is probably damaged; write it again with anndata");
        }
        warn_of_duplicates(m_data->obs, "cells", m_data->warnings);
        warn_of_duplicates(*m_var, "genes", m_data->warnings);
    }

    Table table_or_numbers(const std::string& name, std::optional<std::size_t> rows) {
        if (m_root.has(name)) return h5::read_table(m_root.child(name), m_data->warnings, m_job);
        if (!rows) {
            throw Error(ErrorKind::Data, "The file has neither " + name + " nor X", m_root.place().file,
                        "Write the data set again with anndata");
        }
        m_data->warnings.push_back("The file has no " + name + "; numbers serve as names");
        return {numbered(*rows), "index", {}};
    }

    void read_embeddings() {
        if (!m_root.has("obsm")) return;
        const Object all = m_root.child("obsm");
        if (all.is_dataset()) {
            m_data->warnings.emplace_back("obsm has a layout Regulus does not know and was left out");
            return;
        }
        for (const std::string& name : all.names()) {
            m_job.checkpoint();
            const Object object = all.child(name);
            const bool numbers = object.is_dataset() && object.type() != h5::ValueType::String &&
                                 object.type() != h5::ValueType::Other;
            const auto shape = numbers ? object.shape() : std::vector<std::uint64_t>{};
            const std::uint64_t width = shape.size() == 2 ? shape[1] : 1;
            if (shape.empty() || shape.size() > 2 || shape[0] != m_data->cells() || width == 0 ||
                width > widest_embedding || width * m_data->cells() > largest_embedding) {
                m_data->warnings.push_back("obsm/" + name + " is no array of coordinates and was left out");
                continue;
            }
            Embedding embedding{name, {}};
            embedding.coordinates.rows = m_data->cells();
            embedding.coordinates.cols = width;
            embedding.coordinates.values = object.read_all<float>(m_job);
            m_data->embeddings.push_back(std::move(embedding));
        }
    }

    void read_unstructured() {
        if (!m_root.has("uns")) return;
        const Object uns = m_root.child("uns");
        if (uns.is_dataset()) return;
        h5::read_colors(uns, m_data->obs, m_job);
        constexpr const char* key = "regulus_simulated";
        m_data->simulated = uns.integer_attribute(key).value_or(0) != 0;
        if (!uns.has(key)) return;
        const Object flag = uns.child(key);
        if (flag.is_group() || flag.shape().size() > 1 || flag.length() != 1) return;
        if (flag.type() != h5::ValueType::Integer && flag.type() != h5::ValueType::Boolean) return;
        m_data->simulated = m_data->simulated || flag.read_all<std::int64_t>(m_job).front() != 0;
    }

    void read_assays() {
        if (m_root.has("X")) {
            const Object object = m_root.child("X", matrix_cache);
            if (!null_matrix(object)) add_assay("X", object, m_var);
        }
        if (m_root.has("layers")) {
            const Object layers = m_root.child("layers");
            for (const std::string& name : layers.names())
                add_optional(name, layers.child(name, matrix_cache), m_var);
        }
        if (m_root.has("raw")) read_raw(m_root.child("raw"));
        if (m_data->assays.empty()) {
            throw Error(ErrorKind::Data, "The file has no expression matrix: no X, no layers, no raw",
                        m_root.place().file, "Write the data set again with its counts in X");
        }
    }

    void read_raw(const Object& raw) {
        if (raw.is_dataset() || !raw.has("X") || !raw.has("var")) return;
        auto var = std::make_shared<Table>(h5::read_table(raw.child("var"), m_data->warnings, m_job));
        warn_of_duplicates(*var, "genes of raw", m_data->warnings);
        add_optional("raw", raw.child("X", matrix_cache), std::move(var));
    }

    // A layer that cannot serve must not keep the rest from being seen.
    void add_optional(const std::string& name, const Object& object, std::shared_ptr<const Table> var) {
        try {
            add_assay(name, object, std::move(var));
        } catch (const Error& error) {
            m_data->warnings.push_back(object.place().path + " was left out: " + error.problem());
        }
    }

    void add_assay(const std::string& name, const Object& object, std::shared_ptr<const Table> var) {
        m_job.checkpoint();
        if (m_look_only) h5::touch_matrix(object);
        const h5::MatrixShape shape = h5::matrix_shape(object);
        if (shape.cells != m_data->cells() || shape.genes != var->size()) {
            throw Error(ErrorKind::Input, "The matrix does not fit the cells and genes",
                        object.place().text());
        }
        if (m_look_only && h5::stored_by_gene(object)) {  // a look does not turn a matrix around
            m_data->assays.push_back({name, nullptr, std::move(var), ValueKind::Empty});
            return;
        }
        h5::OpenMatrix open = h5::open_matrix(object, m_options.max_bytes, m_job);
        Assay assay{name, open.source, std::move(var), detect_value_kind(*open.source)};
        const bool on_disk = dynamic_cast<const InMemoryMatrix*>(open.source.get()) == nullptr;
        if (on_disk && open.bytes <= m_left_in_memory) {
            const std::size_t row = open.bytes / std::max<std::size_t>(1, shape.cells);
            assay.matrix =
                std::make_shared<CachedMatrix>(open.source, piece_bytes / std::max<std::size_t>(1, row));
        }
        m_left_in_memory -= std::min(m_left_in_memory, open.bytes);
        m_data->assays.push_back(std::move(assay));
    }

    Object m_root;
    const ReadOptions& m_options;
    bool m_look_only;
    Job& m_job;
    std::size_t m_left_in_memory;
    std::shared_ptr<Dataset> m_data = std::make_shared<Dataset>();
    std::shared_ptr<Table> m_var;
};

}  // namespace

std::shared_ptr<const Dataset> read_h5ad(const std::string& path, const ReadOptions& options, Job& job) {
    try {
        if (options.look_first) {
            (void)h5::open_for_reading(path);  // the ordinary faults are told apart without a child
            h5::look_in_child(
                path,
                [&] {
                    Job nobody;
                    (void)Reader(path, options, true, nobody).read();
                },
                job);
        }
        auto dataset = Reader(path, options, false, job).read();
        std::error_code problem;
        const auto absolute = std::filesystem::absolute(path, problem);
        dataset->path = problem ? path : absolute.lexically_normal().string();
        dataset->name = std::filesystem::path(path).filename().string();
        return dataset;
    } catch (const std::bad_alloc&) {
        throw Error(ErrorKind::Memory, "There is not enough memory to open the file", path,
                    "Close other programs, or open a part of the data");
    } catch (const std::length_error&) {
        throw Error(ErrorKind::Input, "The file asks for absurd amounts of memory", path,
                    "It is probably damaged; copy it again from where it came from");
    }
}

}  // namespace regulus
