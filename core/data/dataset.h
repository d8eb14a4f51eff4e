// One opened dataset: cells × genes in one or more assays, annotation, embeddings. Immutable once read and
// shared as shared_ptr<const Dataset>; the matrices behind it may be on disk.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/data/matrix.h"
#include "core/data/matrix_source.h"
#include "core/data/table.h"
#include "core/data/value_scale.h"

namespace regulus {

// X, a layer, or raw. Layers share var with X; raw has its own.
struct Assay {
    std::string name;  // "X", the layer's name, or "raw"
    std::shared_ptr<const MatrixSource> matrix;
    std::shared_ptr<const Table> var;
    ValueKind kind = ValueKind::Empty;
    std::optional<ValueScale> scale = {};  // where it was looked for; see scale_of()
    double molecules = 0;                  // counts of a cell, median; 0 where that is not known
    bool part_of_features = false;         // the file has others (antibodies, another species) beside them
};
// What was found, or else what the kind usually means.
ValueScale scale_of(const Assay& assay);
// "counts", "log-normalised", or on which other scale.
std::string describe_values(const Assay& assay);

struct Embedding {
    std::string name;    // obsm key, "X_umap"
    Matrix coordinates;  // cells × dimensions
};

// Whether its first dimensions are places on a map: not one number a cell, nor the hundreds of an array of
// proteins or of activities, nor what is named as decoupler names scores.
bool is_map(const Embedding& embedding);

// Distances, similarities or neighbourhoods between cells.
struct CellGraph {
    std::string name;                            // obsp key, "connectivities"
    std::shared_ptr<const MatrixSource> matrix;  // cells × cells
};

struct Dataset {
    std::string name;      // file name, for people
    std::string path;      // absolute; empty when made in memory
    std::string format;    // for people: "AnnData 0.8 or newer", "10x HDF5 (CellRanger 3)", "loom 3.0.0"
    std::string unpacked;  // the file behind it where `path` is a packed one; "" otherwise
    std::shared_ptr<const void> keeps;  // what must outlive it: that file
    bool extendable = false;            // an AnnData file of 0.7 or newer: a copy of it can take more columns
    // Of a file that holds several datasets (modalities, genomes): the one that was opened, and all.
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

// The assay a model should learn from. Counts before log-normalised values before others; X before others;
// of several layers of counts the one whose cells hold as many counts as X was made of, or else the deepest
// one: a part of the counts (unspliced, ambiguous), 0 and 1, or bins are taken only when there is nothing
// else. Throws Error(Data) when only scaled values or zeros exist, or no cells; for values with NaN it says
// where the first is.
const Assay& modelling_assay(const Dataset& dataset);

}  // namespace regulus
