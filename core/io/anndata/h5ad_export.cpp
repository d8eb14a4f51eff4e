#include "core/io/anndata/h5ad_export.h"

#include <algorithm>
#include <filesystem>

#include "core/base/error.h"
#include "core/io/anndata/h5ad_encode.h"
#include "core/io/anndata/h5ad_rankings.h"
#include "core/io/anndata/h5ad_table.h"
#include "core/io/files/atomic_file.h"

namespace regulus {
namespace {

// Names of arrays in HDF5 have no '/'.
std::string as_key(std::string name) {
    std::ranges::replace(name, '/', '|');
    return name;
}

void check_rows(const Dataset& dataset, const std::string& name, std::size_t rows) {
    if (rows == dataset.cells()) return;
    throw Error(ErrorKind::Data,
                name + " has " + std::to_string(rows) + " rows, but the dataset has " +
                    std::to_string(dataset.cells()) + " cells",
                dataset.path, "Use the dataset the results were computed from");
}

// A '/' in the name of a column is a path in the file, which anndata reads as that name; not where a part of
// the path is missing, or the name of another column.
bool can_be_path(const Table& table, const std::string& name) {
    for (std::size_t begin = 0; begin <= name.size();) {
        const std::size_t end = std::min(name.find('/', begin), name.size());
        const std::string part = name.substr(begin, end - begin), path = name.substr(0, end);
        if (part.empty() || part == "." || part == "..") return false;
        if (end < name.size() && (path == "_index" || path == "__categories" || table.find(path) != nullptr))
            return false;
        begin = end + 1;
    }
    return true;
}

// Columns and the index share their names' space in the file. What has to be renamed goes to `notes`.
Table writable(const Table& table, const std::string& where, std::vector<std::string>& notes) {
    Table result{table.index, "_index", {}};
    for (const Column& column : table.columns) {
        Column copy = column;
        std::string name = can_be_path(table, column.name) ? column.name : as_key(column.name);
        if (name == "_index" || name.empty()) name = "index";
        copy.name = name;
        // Names that come to the same are told apart.
        for (int number = 2; result.find(copy.name) != nullptr; ++number)
            copy.name = name + " (" + std::to_string(number) + ")";
        if (copy.name != column.name) {
            notes.push_back("The " + where + " column " + column.name + " is named " + copy.name +
                            " in the new file");
        }
        result.columns.push_back(std::move(copy));
    }
    return result;
}

// A name of an array or matrix in the file.
std::string noted_key(const std::string& name, const std::string& where, std::vector<std::string>& notes) {
    std::string key = as_key(name);
    if (key != name) notes.push_back(where + " " + name + " is named " + key + " in the new file");
    return key;
}

void write_matrix(const h5::Target& parent, const std::string& name, const MatrixSource& source, Job& job) {
    source.prepare_blocks(job);
    h5::GrowingMatrix matrix(parent, name);
    const std::size_t step = std::max<std::size_t>(1, source.preferred_block() / 8);
    for (std::size_t begin = 0; begin < source.cells(); begin += step) {
        job.checkpoint();
        matrix.append(source.block(begin, std::min(source.cells(), begin + step)));
        job.progress(static_cast<double>(begin) / static_cast<double>(source.cells()), "writing " + name);
    }
    matrix.finish(source.genes());
}

void write_assays(const Dataset& dataset, const h5::Target& root, std::vector<std::string>& notes, Job& job) {
    const Assay* const raw = dataset.assay("raw");
    const Assay& main =
        dataset.assay("X") != nullptr || &dataset.assays.front() != raw ? dataset.assays.front() : *raw;
    h5::write_table(root, "var", writable(*main.var, "var", notes));
    const h5::Target layers = h5::write_dict(root, "layers");
    const double share = 1.0 / static_cast<double>(dataset.assays.size());
    double done = -share;
    for (const Assay& assay : dataset.assays) {
        done += share;
        PartJob part(job, done, done + share);
        if (assay.name == "X" && assay.kind == ValueKind::Empty && dataset.assays.size() == 1) {
            continue;  // stands for the X that the file did not have
        } else if (assay.name == "raw") {
            const h5::Target group = h5::make_group(root, "raw");
            h5::set_encoding(group, "raw", "0.1.0");
            h5::write_table(group, "var", writable(*assay.var, "raw/var", notes));
            h5::write_dict(group, "varm");
            write_matrix(group, "X", *assay.matrix, part);
        } else {
            write_matrix(assay.name == "X" ? root : layers, noted_key(assay.name, "The layer", notes),
                         *assay.matrix, part);
        }
    }
}

void write_all(const Dataset& dataset, const std::string& target, const std::vector<Column>& columns,
               const std::vector<Embedding>& embeddings, const std::vector<CellTable>& tables,
               const std::vector<GeneRanking>& rankings, std::vector<std::string>& notes, Job& job) {
    AtomicFile file(target);
    h5::Handle handle = h5::create_file(file.path());
    {
        const h5::Target root{handle, {target, "/"}};
        h5::set_encoding(root, "anndata", "0.1.0");
        PartJob matrices(job, 0, 0.9);
        write_assays(dataset, root, notes, matrices);
        job.progress(0.9, "writing annotation");
        Table obs = writable(dataset.obs, "obs", notes);
        for (const Column& column : columns) put(obs.columns, column);
        h5::write_table(root, "obs", obs);
        const h5::Target obsm = h5::write_dict(root, "obsm");
        const auto replaced = [&](const Embedding& old) {
            const auto same = [&](const auto& added) { return added.name == old.name; };
            return std::ranges::any_of(embeddings, same) || std::ranges::any_of(tables, same);
        };
        for (const Embedding& embedding : dataset.embeddings) {
            if (!replaced(embedding))
                h5::write_embedding(
                    obsm, {noted_key(embedding.name, "The embedding", notes), embedding.coordinates});
        }
        for (const Embedding& embedding : embeddings) h5::write_embedding(obsm, embedding);
        for (const CellTable& table : tables) h5::write_cell_table(obsm, table);
        const h5::Target obsp = h5::write_dict(root, "obsp");
        for (const CellGraph& graph : dataset.graphs) {
            PartJob part(job, 0.9, 1);
            write_matrix(obsp, noted_key(graph.name, "The graph", notes), *graph.matrix, part);
        }
        const h5::Target uns = h5::write_dict(root, "uns");
        if (dataset.simulated) h5::write_value(uns, "regulus_simulated", UnsValue(true));
        for (const Column& column : obs.columns) h5::write_colors(uns, column);
        for (const GeneRanking& ranking : rankings) h5::write_ranking(root, ranking);
        for (const char* name : {"varm", "varp"}) h5::write_dict(root, name);
    }
    job.checkpoint();
    h5::close_written(std::exchange(handle, h5::Handle()), target);
    file.commit();
    job.progress(1, "writing annotation");
}

}  // namespace

std::vector<std::string> write_with_results(const Dataset& dataset, const std::string& target,
                                            const std::vector<Column>& columns,
                                            const std::vector<Embedding>& embeddings, Job& job,
                                            const std::vector<CellTable>& tables,
                                            const std::vector<GeneRanking>& rankings) {
    if (dataset.extendable) {
        std::vector<Column> all;
        for (const std::string& name : dataset.added_columns) {
            if (const Column* added = dataset.obs.find(name)) all.push_back(*added);
        }
        for (const Column& column : columns) put(all, column);
        const std::string& source = dataset.unpacked.empty() ? dataset.path : dataset.unpacked;
        write_annotated_copy(source, target, all, embeddings, job, tables, rankings);
        return {};
    }
    std::error_code absent;
    if (std::filesystem::equivalent(dataset.path, target, absent)) {
        throw Error(ErrorKind::Usage, "The output would overwrite the input dataset", target,
                    "Choose another name");
    }
    for (const Column& column : columns) {
        check_rows(dataset, column.name, column.rows());
        if (column.name == "_index" || column.name.empty()) {
            throw Error(ErrorKind::Usage, "A column cannot be called \"" + column.name + "\"", target,
                        "Choose another name");
        }
    }
    for (const Embedding& embedding : embeddings)
        check_rows(dataset, embedding.name, embedding.coordinates.rows);
    for (const CellTable& table : tables) check_rows(dataset, table.name, table.values.rows);
    std::vector<std::string> notes;
    write_all(dataset, target, columns, embeddings, tables, rankings, notes, job);
    return notes;
}

}  // namespace regulus
