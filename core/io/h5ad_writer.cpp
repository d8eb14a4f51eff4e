#include "core/io/h5ad_writer.h"

#include <array>
#include <cassert>
#include <limits>

#include "core/io/atomic_file.h"
#include "core/io/h5ad_encode.h"

namespace regulus {

namespace {
constexpr std::uint64_t chunk_values = std::uint64_t{1} << 17U;
}

struct H5adWriter::State {
    explicit State(const std::string& path)
        : file(path), handle(h5::create_file(file.path())), root{handle, {path, "/"}} {}

    AtomicFile file;  // destroyed last: the name goes once nothing writes to it
    h5::Handle handle;
    h5::Target root, x, values, indices;
    std::size_t genes = 0;
    std::vector<std::int64_t> offsets{0};
};

H5adWriter::H5adWriter(const std::string& path, const Table& var) : m_state(std::make_unique<State>(path)) {
    State& s = *m_state;
    s.genes = var.size();
    h5::set_encoding(s.root, "anndata", "0.1.0");
    h5::write_table(s.root, "var", var);
    s.x = h5::make_group(s.root, "X");
    s.values = h5::make_growing(s.x, "data", h5::Element::Float32, chunk_values);
    s.indices = h5::make_growing(s.x, "indices", h5::Element::Int32, chunk_values);
}

H5adWriter::~H5adWriter() = default;

std::size_t H5adWriter::rows() const noexcept {
    return m_state->offsets.size() - 1;
}

void H5adWriter::append_rows(const CsrMatrix& rows) {
    State& s = *m_state;
    assert(rows.cols == s.genes);
    const std::int64_t before = s.offsets.back();
    const auto length = static_cast<std::uint64_t>(before);
    h5::append(s.values, length, h5::Element::Float32, rows.stored(), rows.values.data());
    h5::append(s.indices, length, h5::Element::Int32, rows.stored(), rows.columns.data());
    for (std::size_t r = 0; r < rows.rows; ++r) s.offsets.push_back(before + rows.offsets[r + 1]);
}

void H5adWriter::finish(const Table& obs, const std::vector<Embedding>& embeddings, const UnsMap& uns) {
    State& s = *m_state;
    assert(obs.size() == rows());
    // scipy keeps offsets and indices in one type; 32 bits where they suffice save it a conversion.
    const bool narrow = s.offsets.back() <= std::numeric_limits<std::int32_t>::max();
    h5::write_array(s.x, "indptr", narrow ? h5::Element::Int32 : h5::Element::Int64, h5::Element::Int64,
                    {s.offsets.size()}, s.offsets.data());
    h5::set_encoding(s.x, "csr_matrix", "0.1.0");
    const std::array<std::int64_t, 2> shape{static_cast<std::int64_t>(rows()),
                                            static_cast<std::int64_t>(s.genes)};
    h5::set_attribute(s.x, "shape", std::span<const std::int64_t>(shape));
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
    s.x = s.values = s.indices = h5::Target();
    s.root = h5::Target();
    h5::close_written(std::exchange(s.handle, h5::Handle()), s.file.target());
    s.file.commit();
}

}  // namespace regulus
