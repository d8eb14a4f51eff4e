// Tables, arrays and uns values in the encoding of AnnData files. Only for the sources of core/io.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/data/dataset.h"
#include "core/io/anndata/h5ad_writer.h"
#include "core/io/hdf5/hdf5_write.h"

namespace regulus::h5 {

void set_encoding(const Target& object, const char* type, const char* version);

// An empty group with encoding "dict".
Target write_dict(const Target& parent, const std::string& name);

// The frame `name` with its index and columns (dataframe 0.2.0).
void write_table(const Target& parent, const std::string& name, const Table& table);

// One column; `legacy` writes categories as anndata 0.7 does, for a frame that is of that version.
void write_column(const Target& frame, const Column& column, bool legacy);

// A CSR matrix whose rows come in order, as many at a time as the caller likes; float32, gzip. Memory: 8
// bytes a row.
class GrowingMatrix {
  public:
    GrowingMatrix(const Target& parent, const std::string& name);
    void append(const CsrMatrix& rows);
    std::size_t rows() const noexcept { return m_offsets.size() - 1; }
    // Writes the row offsets and the shape; nothing may be called afterwards.
    void finish(std::size_t columns);

  private:
    Target m_group, m_values, m_indices;
    std::vector<std::int64_t> m_offsets{0};
};

void write_embedding(const Target& obsm, const Embedding& embedding);
// A frame of float32.
void write_cell_table(const Target& obsm, const CellTable& table);
void write_value(const Target& uns, const std::string& name, const UnsValue& value);

// uns/<column>_colors of a categorical column that has colours.
void write_colors(const Target& uns, const Column& column);

}  // namespace regulus::h5
