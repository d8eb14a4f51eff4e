// Opens any file that holds expression of cells, by what is in it and not by its name:
//   .h5ad of anndata 0.5 to the newest   https://anndata.readthedocs.io/en/latest/fileformat-prose.html
//   .h5mu                                https://mudata.readthedocs.io/en/latest/io/spec.html
//   10x .h5 (CellRanger 2, 3 and later), 10x folders with matrix.mtx
//   .loom (2 and 3)                      https://linnarssonlab.org/loompy/format/index.html
//   tables of text: csv, tsv, packed with gzip or not
#pragma once

#include <memory>
#include <string>

#include "core/base/job.h"
#include "core/data/dataset.h"
#include "core/io/store/read_options.h"

namespace regulus {

// Annotation and embeddings are read now; of a matrix only its row offsets and a sample (a matrix stored by
// gene and text are read whole), so that this serves as a preview, too. The matrices keep the file open; it
// is never changed. `path` may be a folder of 10x files.
//
// X, layers and raw become assays "X", the layer's name, and "raw", dense, CSR or CSC of any integer or float
// type. A file without any gets an empty X. Columns that Regulus has no type for, layers that do not fit, and
// obsm entries that hold no numbers are left out with a warning; names that occur twice get one, too. Text
// that is not UTF-8 is read as Windows-1252, with a warning: all in a dataset is UTF-8, but its path.
// Colours of categories come from uns/<column>_colors, `simulated` from uns/regulus_simulated. Of a file that
// holds several modalities or genomes one is opened, and `parts` names them all. Columns of
// options.annotation are added to obs.
//
// Throws Error(Input) when the file cannot be read, is damaged, links to other files or is of no such kind,
// Error(Data) when X holds NaN or infinity, Error(Usage) for a part that is not there, Error(Memory),
// Cancelled. The matrices throw the same from any thread when they are read.
std::shared_ptr<const Dataset> read_dataset(const std::string& path, const ReadOptions& options, Job& job);

}  // namespace regulus
