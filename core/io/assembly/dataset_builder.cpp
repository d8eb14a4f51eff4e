#include "core/io/assembly/dataset_builder.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/data/finite_only.h"
#include "core/data/selected_genes.h"
#include "core/io/assembly/assemble_dataset.h"
#include "core/io/assembly/stored_facts.h"
#include "core/io/store/cached_matrix.h"
#include "core/io/store/expression_index.h"

namespace regulus::h5 {
namespace {

constexpr std::size_t piece_bytes = std::size_t{8} << 20U;
constexpr std::uint64_t widest_embedding = 100'000;
constexpr std::uint64_t largest_embedding = std::uint64_t{256} << 20U;  // values

// `name`, or with a number behind it when something has that name already.
template <class Named>
std::string free_name(const std::vector<Named>& taken, const std::string& name) {
    std::string result = name;
    for (int number = 2; std::ranges::any_of(taken, [&](const Named& one) { return one.name == result; });
         ++number) {
        result = name + " (" + std::to_string(number) + ")";
    }
    return result;
}

bool has_numbers(const Object& object) {
    const ValueType type = object.type();
    return type == ValueType::Integer || type == ValueType::Float || type == ValueType::Boolean;
}

// Maps of some of the cells have no numbers for the others.
void keep(Dataset& data, Embedding embedding) {
    std::size_t without = 0;
    for (std::size_t c = 0; c < embedding.coordinates.rows && is_map(embedding); ++c) {
        const auto place = embedding.coordinates.row(c);
        without += std::isfinite(place[0]) && std::isfinite(place[1]) ? 0 : 1;
    }
    if (without > 0) {
        data.warnings.push_back("obsm/" + embedding.name + " has no coordinates for " +
                                std::to_string(without) + " of " + std::to_string(data.cells()) +
                                " cells, which are not drawn on it");
    }
    data.embeddings.push_back(std::move(embedding));
}

}  // namespace

DatasetBuilder::DatasetBuilder(const ReadOptions& options, bool look_only, Job& job)
    : m_options(options), m_look_only(look_only), m_job(job), m_left_in_memory(options.in_memory_bytes) {}

void DatasetBuilder::set_obs(Table obs) {
    m_data->obs = std::move(obs);
    if (!m_look_only) warn_of_duplicates(m_data->obs.index, "cells", m_data->warnings);
}

std::shared_ptr<const Table> DatasetBuilder::make_var(Table var, const std::string& what) {
    if (!m_look_only) warn_of_duplicates(var.index, what, m_data->warnings);
    return std::make_shared<Table>(std::move(var));
}

void DatasetBuilder::add_assay(const std::string& name, const StoredMatrix& matrix,
                               std::shared_ptr<const Table> var, const std::vector<std::uint32_t>& genes) {
    m_job.checkpoint();
    if (m_look_only) touch_matrix(matrix);
    const std::size_t used = genes.empty() ? matrix.shape.genes : genes.size();
    if (matrix.shape.cells != cells() || used != var->size()) {
        throw Error(ErrorKind::Input,
                    "The matrix is " + std::to_string(matrix.shape.cells) + " × " + std::to_string(used) +
                        ", its annotation " + std::to_string(cells()) + " × " + std::to_string(var->size()),
                    matrix.place.text(), "The file is probably damaged; write it again");
    }
    if (m_look_only && matrix.by_gene && matrix.compressed()) {  // a look does not turn a matrix around
        m_data->assays.push_back({name, nullptr, std::move(var), ValueKind::Empty});
        return;
    }
    const bool some = used != matrix.shape.genes;
    OpenMatrix opened;
    ValueFacts facts;
    try {
        opened = open(matrix);
        const StoredFacts found = stored_facts(opened, genes, m_job);
        facts = found.values;
        if ((found.normalised_together || found.selected_of_together) && !m_look_only) {
            const std::string& path = matrix.place.path;
            warn(path.substr(path.starts_with('/') ? 1 : 0) +
                 " was normalised over genes and other features together" +
                 (found.normalised_together
                      ? "; the genes are brought to a total of their own"
                      : " before some were removed, so the share of the genes in the total is not known"));
        }
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::Data) throw;
        opened = open_unchecked(matrix, name);
        facts.kind = ValueKind::NotFinite;
    }
    if (name == "X" && !m_look_only) warn_of_empty_cells(facts, cells(), matrix.place.file, m_data->warnings);
    auto source = opened.source;
    if (m_look_only) {
        m_data->assays.push_back({name, source, std::move(var), facts.kind, facts.scale, facts.molecules});
        return;
    }
    if (some) {
        source = selected_genes(source, genes);
        opened.bytes = opened.bytes / matrix.shape.genes * used;
    }
    if (facts.kind == ValueKind::NotFinite) {  // neither kept in memory nor in the cache, where all is finite
        m_data->assays.push_back({name, std::move(source), std::move(var), facts.kind});
        return;
    }
    const bool kept = !opened.on_disk || opened.bytes <= m_left_in_memory;
    if (kept) m_left_in_memory -= std::min(m_left_in_memory, opened.bytes);
    if (opened.on_disk && kept) {
        const std::size_t row = opened.bytes / std::max<std::size_t>(1, cells());
        source = std::make_shared<CachedMatrix>(source, piece_bytes / std::max<std::size_t>(1, row));
    } else if (opened.on_disk && !opened.quick_genes) {
        if (!m_identity) m_identity = identify_file(matrix.place.file);
        const std::string inner = some ? matrix.place.path + " " + m_data->part : matrix.place.path;
        source = std::make_shared<IndexedMatrix>(source, *m_identity, inner, StoreCache(m_options.cache));
    }
    m_data->assays.push_back(
        {name, std::move(source), std::move(var), facts.kind, facts.scale, facts.molecules, some});
}

// A matrix by gene is turned in memory only as long as there is room beside what was opened before.
OpenMatrix DatasetBuilder::open(const StoredMatrix& matrix) {
    ReadOptions how = m_options;
    if (!how.cache.folder.empty()) how.max_bytes = std::min(how.max_bytes, 2 * m_left_in_memory);
    return open_matrix(matrix, how, m_job);
}

// With the values that are none, which are warned of.
OpenMatrix DatasetBuilder::open_unchecked(const StoredMatrix& matrix, const std::string& name) {
    StoredMatrix all = matrix;
    all.unchecked = true;
    OpenMatrix opened = open(all);
    const std::string& file = matrix.place.file;
    opened.source = finite_only(std::move(opened.source), name, file);
    std::string where;
    try {
        inspect_values(*opened.source);
    } catch (const Error& error) {
        const std::size_t place = error.where().starts_with(file + ", ") ? file.size() + 2 : 0;
        where = " (the first: " + error.where().substr(place) + ")";
    }
    const std::string& path = matrix.place.path;
    warn(path.substr(path.starts_with('/') ? 1 : 0) + " has NaN or infinite values" + where +
         ". Its other genes can be shown and tested between groups, but similar genes are not found in it "
         "and no model learns from it");
    return opened;
}

void DatasetBuilder::add_optional_assay(const std::string& name, const std::string& place,
                                        const std::function<StoredMatrix()>& find,
                                        std::shared_ptr<const Table> var,
                                        const std::vector<std::uint32_t>& genes) {
    try {
        add_assay(name, find(), std::move(var), genes);
    } catch (const Error& error) {
        warn(place + " was left out: " + error.problem());
    }
}

void DatasetBuilder::add_graph(const std::string& name, const std::function<StoredMatrix()>& find) {
    try {
        m_job.checkpoint();
        const StoredMatrix matrix = find();
        if (matrix.shape.cells != cells() || matrix.shape.genes != cells()) {
            throw Error(ErrorKind::Input, "it is not cells × cells", matrix.place.text());
        }
        if (m_look_only) touch_matrix(matrix);
        if (m_look_only && matrix.by_gene && matrix.compressed()) return;
        const OpenMatrix opened = open(matrix);
        if (!opened.on_disk) m_left_in_memory -= std::min(m_left_in_memory, opened.bytes);
        m_data->graphs.push_back({free_name(m_data->graphs, name), opened.source});
    } catch (const Error& error) {
        warn("obsp/" + name + " was left out: " + error.problem());
    }
}

void DatasetBuilder::add_embedding(const std::string& name, Matrix coordinates) {
    if (coordinates.rows != cells() || coordinates.cols == 0) {
        warn("obsm/" + name + " is not an array of coordinates and was left out");
        return;
    }
    keep(*m_data, {free_name(m_data->embeddings, name), std::move(coordinates)});
}

void DatasetBuilder::add_embedding(const std::string& name, const Object& object) {
    m_job.checkpoint();
    const auto leave_out = [&] { warn("obsm/" + name + " is not an array of coordinates and was left out"); };
    if (!has_numbers(object)) return leave_out();
    const auto shape = object.shape();
    const std::uint64_t width = shape.size() == 2 ? shape[1] : 1;
    if (shape.empty() || shape.size() > 2 || shape[0] != cells() || width == 0) return leave_out();
    if (width > widest_embedding || width * cells() > largest_embedding) {
        return warn("obsm/" + name + " is too large to be shown (" + std::to_string(cells()) + " × " +
                    std::to_string(width) + ") and was left out");
    }
    Embedding embedding{free_name(m_data->embeddings, name), {}};
    embedding.coordinates.rows = cells();
    embedding.coordinates.cols = width;
    embedding.coordinates.values = object.read_all<float>(m_job);
    keep(*m_data, std::move(embedding));
}

std::shared_ptr<Dataset> DatasetBuilder::finish(std::shared_ptr<const Table> var) {
    if (m_data->assays.empty()) {
        CsrMatrix nothing;
        nothing.rows = cells();
        nothing.cols = var->size();
        nothing.offsets.assign(cells() + 1, 0);
        m_data->assays.push_back(
            {"X", std::make_shared<InMemoryMatrix>(std::move(nothing)), std::move(var), ValueKind::Empty});
        warn("The file has no expression values; only its annotation and embeddings can be explored");
    }
    return m_data;
}

std::vector<std::string> DatasetBuilder::numbered(std::size_t count, const Place& place,
                                                  const std::string& what) {
    if (count > m_options.max_bytes / (2 * sizeof(std::string))) {
        throw Error(ErrorKind::Memory,
                    "The file says it has " + std::to_string(count) + " rows and names none of them",
                    place.text(), "It is probably damaged; copy or download it again");
    }
    warn(what + "; they are numbered");
    std::vector<std::string> names;
    names.reserve(count);
    for (std::size_t i = 0; i < count; ++i) names.push_back(std::to_string(i));
    return names;
}

}  // namespace regulus::h5
