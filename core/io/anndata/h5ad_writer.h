// Writes AnnData files that anndata 0.8 and later read: new ones piece by piece, and copies with more
// columns. Format: https://anndata.readthedocs.io/en/latest/fileformat-prose.html
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "core/base/job.h"
#include "core/data/dataset.h"

namespace regulus {

// What may stand in uns: scalars and lists. Lists of lists do not exist; names must not hold a '/'.
using UnsValue =
    std::variant<bool, std::int64_t, double, std::string, std::vector<std::string>, std::vector<double>>;
using UnsMap = std::map<std::string, UnsValue>;

// A new file whose cells come in order, as many at a time as the caller likes; memory stays bounded by the
// largest piece and 8 bytes a cell. X is CSR, float32, gzip. Without finish() nothing is left behind.
// Everything throws Error(Storage) when the file cannot be written, for a full disk with that cause.
// Thread: one thread at a time.
class H5adWriter {
  public:
    // `var` names the genes and annotates them.
    H5adWriter(const std::string& path, const Table& var);
    ~H5adWriter();
    H5adWriter(const H5adWriter&) = delete;
    H5adWriter& operator=(const H5adWriter&) = delete;

    // rows.cols must be the number of genes.
    void append_rows(const CsrMatrix& rows);
    std::size_t rows() const noexcept;

    // `obs` must have as many rows as were appended, and so must every embedding. Colours of categorical
    // columns go to uns. Puts the file in its place; nothing may be called afterwards.
    void finish(const Table& obs, const std::vector<Embedding>& embeddings = {}, const UnsMap& uns = {});

  private:
    struct State;
    std::unique_ptr<State> m_state;
};

// Numbers of the cells under names of their own: what stands in obsm as a data frame.
struct CellTable {
    std::string name;
    std::vector<std::string> cells;    // their names, those of obs
    std::vector<std::string> columns;  // unique
    Matrix values;                     // cells × columns
};

// Genes of groups of cells, best first, and how they were ranked: what stands in uns under `key`. Inner
// vectors are one a group, of one length.
struct GeneRanking {
    std::string key = "rank_genes_groups";
    UnsMap params;
    std::vector<std::string> groups;  // unique
    std::vector<std::vector<std::string>> names;
    std::vector<std::vector<double>> scores, p, q, fold_changes;
    std::vector<std::vector<double>> p_rewired;  // against rewired priors; empty where that was not tested
};

// Copies the dataset in `source` to `target` with everything it has, and adds columns to obs (categorical,
// numeric, text, boolean; with colours to uns), arrays and tables to obsm, rankings to uns. Those of the same
// name are replaced. `target` may exist and is then replaced; `source` is only read.
// Throws Error(Usage) when target and source are one file or a column has the name of the index; Error(Data)
// when rows do not agree in number; Error(Input) when the source is damaged or of another layout;
// Error(Storage); Cancelled. In all these cases `target` is what it was.
void write_annotated_copy(const std::string& source, const std::string& target,
                          const std::vector<Column>& columns, const std::vector<Embedding>& embeddings,
                          Job& job, const std::vector<CellTable>& tables = {},
                          const std::vector<GeneRanking>& rankings = {});

}  // namespace regulus
