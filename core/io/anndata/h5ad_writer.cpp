#include "core/io/anndata/h5ad_writer.h"

#include <cassert>
#include <optional>

#include "core/io/anndata/h5ad_encode.h"
#include "core/io/files/atomic_file.h"

namespace regulus {

struct H5adWriter::State {
    explicit State(const std::string& path)
        : file(path), handle(h5::create_file(file.path())), root{handle, {path, "/"}} {}

    AtomicFile file;  // destroyed last: the name goes once nothing writes to it
    h5::Handle handle;
    h5::Target root;
    std::optional<h5::GrowingMatrix> x;
    std::size_t genes = 0;
};

H5adWriter::H5adWriter(const std::string& path, const Table& var) : m_state(std::make_unique<State>(path)) {
    State& s = *m_state;
    s.genes = var.size();
    h5::set_encoding(s.root, "anndata", "0.1.0");
    h5::write_table(s.root, "var", var);
    s.x.emplace(s.root, "X");
}

H5adWriter::~H5adWriter() = default;

std::size_t H5adWriter::rows() const noexcept {
    return m_state->x->rows();
}

void H5adWriter::append_rows(const CsrMatrix& rows) {
    assert(rows.cols == m_state->genes);
    m_state->x->append(rows);
}

void H5adWriter::finish(const Table& obs, const std::vector<Embedding>& embeddings, const UnsMap& uns) {
    State& s = *m_state;
    assert(obs.size() == rows());
    s.x->finish(s.genes);
    h5::write_table(s.root, "obs", obs);
    const h5::Target obsm = h5::write_dict(s.root, "obsm");
    for (const Embedding& embedding : embeddings) {
        assert(embedding.coordinates.rows == rows());
        h5::write_embedding(obsm, embedding);
    }
    const h5::Target group = h5::write_dict(s.root, "uns");
    for (const auto& [name, value] : uns) h5::write_value(group, name, value);
    for (const Column& column : obs.columns) {
        if (!uns.contains(column.name + "_colors")) h5::write_colors(group, column);
    }
    for (const char* name : {"layers", "varm", "obsp", "varp"}) h5::write_dict(s.root, name);
    s.x.reset();
    s.root = h5::Target();
    h5::close_written(std::exchange(s.handle, h5::Handle()), s.file.target());
    s.file.commit();
}

}  // namespace regulus
