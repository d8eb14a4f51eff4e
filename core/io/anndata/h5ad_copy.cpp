// A copy of an AnnData file with more columns: the bytes are copied, which keeps whatever is in the file,
// and then the copy is extended.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <optional>
#include <vector>

#include "core/base/error.h"
#include "core/io/anndata/h5ad_encode.h"
#include "core/io/anndata/h5ad_extend.h"
#include "core/io/anndata/h5ad_rankings.h"
#include "core/io/anndata/h5ad_table.h"
#include "core/io/anndata/h5ad_texts.h"
#include "core/io/anndata/h5ad_writer.h"
#include "core/io/files/atomic_file.h"
#include "core/io/hdf5/hdf5_object.h"

namespace regulus {
namespace {

constexpr std::size_t piece = std::size_t{4} << 20U;

void check_other_file(const std::string& source, const std::string& target) {
    struct stat a {};
    struct stat b {};
    const bool same = ::stat(source.c_str(), &a) == 0 && ::stat(target.c_str(), &b) == 0 &&
                      a.st_dev == b.st_dev && a.st_ino == b.st_ino;
    if (same) {
        throw Error(ErrorKind::Usage, "The output would overwrite the input dataset", target,
                    "Choose another name");
    }
}

void copy_bytes(const std::string& source, AtomicFile& target, Job& job) {
    const int from = ::open(source.c_str(), O_RDONLY | O_CLOEXEC);
    if (from < 0) throw Error(ErrorKind::Input, "The file could not be read", source);
    const struct Closer {
        int descriptor;
        ~Closer() { ::close(descriptor); }
    } closer{from};
    struct stat info {};
    const double size =
        ::fstat(from, &info) == 0 && info.st_size > 0 ? static_cast<double>(info.st_size) : 1.0;
    std::vector<char> buffer(piece);
    double done = 0;
    for (;;) {
        job.checkpoint();
        const ssize_t got = ::read(from, buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) throw Error(ErrorKind::Input, "The file could not be read completely", source);
        if (got == 0) return;
        target.write({buffer.data(), static_cast<std::size_t>(got)});
        done += static_cast<double>(got);
        job.progress(0.8 * std::min(1.0, done / size), "copying the dataset");
    }
}

h5::FrameFacts look_at_obs(const h5::Object& root) {
    if (!root.has("obs") || root.child("obs").is_dataset()) {
        throw Error(ErrorKind::Input, "The file has no obs table that can be extended", root.place().file,
                    "Save it again with a newer anndata: anndata.read_h5ad(old).write_h5ad(new)");
    }
    return h5::look_at_frame(root.child("obs"));
}

void check_rows(const h5::FrameFacts& frame, const std::vector<Column>& columns,
                const std::vector<Embedding>& embeddings, const std::vector<CellTable>& tables,
                const std::string& source) {
    const auto check = [&](const std::string& name, std::size_t rows) {
        if (rows == frame.rows) return;
        throw Error(ErrorKind::Data,
                    name + " has " + std::to_string(rows) + " rows, but the dataset has " +
                        std::to_string(frame.rows) + " cells",
                    source, "Use the dataset the results were computed from");
    };
    for (const Column& column : columns) {
        check(column.name, column.rows());
        if (column.name == frame.index || column.name == "__categories" || column.name.empty()) {
            throw Error(ErrorKind::Usage, "A column cannot be called \"" + column.name + "\"", source,
                        "Choose another name");
        }
    }
    for (const Embedding& embedding : embeddings) check(embedding.name, embedding.coordinates.rows);
    for (const CellTable& table : tables) check(table.name, table.values.rows);
}

void extend(const h5::Target& root, const h5::FrameFacts& frame, const std::vector<Column>& columns,
            const std::vector<Embedding>& embeddings, const std::vector<CellTable>& tables, Job& job) {
    h5::add_columns(root, "obs", frame, columns, job);
    if (embeddings.empty() && tables.empty()) return;
    const h5::Target obsm = h5::dict_in(root, "obsm");
    const auto make_room = [&](const std::string& name) {
        job.checkpoint();
        if (h5::has_link(obsm, name)) h5::remove_link(obsm, name);
    };
    for (const Embedding& embedding : embeddings) {
        make_room(embedding.name);
        h5::write_embedding(obsm, embedding);
    }
    for (const CellTable& table : tables) {
        make_room(table.name);
        h5::write_cell_table(obsm, table);
    }
}

}  // namespace

void write_annotated_copy(const std::string& source, const std::string& target,
                          const std::vector<Column>& columns, const std::vector<Embedding>& embeddings,
                          Job& job, const std::vector<CellTable>& tables,
                          const std::vector<GeneRanking>& rankings) {
    check_other_file(source, target);
    h5::FrameFacts frame, genes;
    {
        const h5::Object root = h5::Object::root(source);
        frame = look_at_obs(root);
        if (root.has("var") && root.child("var").is_group()) genes = h5::look_at_frame(root.child("var"));
    }
    check_rows(frame, columns, embeddings, tables, source);
    const std::vector<h5::MendedTexts> mended = h5::texts_to_mend(source, job);
    AtomicFile file(target);
    copy_bytes(source, file, job);
    job.progress(0.8, "adding columns");
    h5::Handle handle = h5::open_for_change(file.path());
    {
        const h5::Target root{handle, {target, "/"}};
        h5::write_mended(root, mended);
        if (frame.plain) h5::declare_frame(root, "obs", frame);
        if (genes.plain) h5::declare_frame(root, "var", genes);
        extend(root, frame, columns, embeddings, tables, job);
        for (const GeneRanking& ranking : rankings) h5::write_ranking(root, ranking);
    }
    job.checkpoint();
    h5::close_written(std::exchange(handle, h5::Handle()), target);
    file.commit();
    job.progress(1, "adding columns");
}

}  // namespace regulus
