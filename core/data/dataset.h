// One opened data set: cells × genes in one or more assays, annotation, embeddings. Immutable once read and
// shared as shared_ptr<const Dataset>; the matrices behind it may be on disk.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/data/matrix.h"
#include "core/data/matrix_source.h"
#include "core/data/table.h"

namespace regulus {

enum class ValueKind {
    Counts,         // whole numbers >= 0
    LogNormalised,  // >= 0, log1p of depth-normalised counts
    Normalised,     // >= 0, with fractions too large for a log1p
    Scaled,         // has negative values
    Empty,          // nothing but zeros
    NotFinite,      // NaN or infinite values among them: to be looked at, gene by gene, and no more
};
// "counts", "log-normalised", "normalised", "scaled", "empty", "with NaN"
const char* to_string(ValueKind kind);

// X, a layer, or raw. Layers share var with X; raw has its own.
struct Assay {
    std::string name;  // "X", the layer's name, or "raw"
    std::shared_ptr<const MatrixSource> matrix;
    std::shared_ptr<const Table> var;
    ValueKind kind = ValueKind::Empty;
};

struct Embedding {
    std::string name;    // obsm key, "X_umap"
    Matrix coordinates;  // cells × dimensions
};

// Distances, similarities or neighbourhoods between cells.
struct CellGraph {
    std::string name;                            // obsp key, "connectivities"
    std::shared_ptr<const MatrixSource> matrix;  // cells × cells
};

struct Dataset {
    std::string name;         // file name, for people
    std::string path;         // absolute; empty when made in memory
    std::string format;       // for people: "AnnData 0.8 or newer", "10x HDF5 (CellRanger 3)", "loom 3.0.0"
    bool extendable = false;  // an AnnData file of 0.7 or newer: a copy of it can take more columns
    // Of a file that holds several data sets (modalities, genomes): the one that was opened, and all.
    std::string part;
    std::vector<std::string> parts;
    bool simulated = false;
    Table obs;
    std::vector<std::string> added_columns;  // those of obs that come from another file than this
    std::vector<Assay> assays;               // "X" first when the file has one; never empty
    std::vector<Embedding> embeddings;
    std::vector<CellGraph> graphs;
    std::vector<std::string> warnings;  // what was odd and what was made of it, in a person's words

    std::size_t cells() const { return obs.size(); }
    const Assay* assay(std::string_view assay_name) const;
    const Embedding* embedding(std::string_view key) const;
};

// What the values are, from a sample of rows (at most 2,000 cells). Throws Error(Data) for NaN or infinity.
ValueKind detect_value_kind(const MatrixSource& matrix);

// The assay a model should learn from: counts if there are any (X, then layers named counts, then raw),
// else log-normalised. Throws Error(Data) when only scaled values or zeros exist, or no cells; for values with
// NaN it says where the first is.
const Assay& modelling_assay(const Dataset& dataset);

}  // namespace regulus
