// How a dataset is opened: what may be kept in memory, and how careful to be.
#pragma once

#include <cstddef>
#include <string>

#include "core/base/memory.h"
#include "core/io/store/store_cache.h"

namespace regulus {

// What the rows of a matrix in a text file are.
enum class TableRows { FindOut, Cells, Genes };

struct ReadOptions {
    // Matrices whose values need less than this together are kept in memory once read (X first, then layers,
    // then raw); the others are read from disk whenever they are asked for.
    std::size_t in_memory_bytes = memory_ceiling() / 4;
    // What the values of text may need in memory, and a matrix stored by gene while it is turned around:
    // beyond this values of text go to the disk as they are read, and a matrix is turned on disk.
    std::size_t max_bytes = memory_ceiling() / 2;
    // Where matrices that stay on disk get an index by gene, and are turned around. An empty folder: none.
    CacheOptions cache;
    // HDF5 itself has memory errors on hostile files: a child process looks first, and takes the crash.
    bool look_first = true;
    // Of a delimited text matrix; by default the names of rows and columns tell.
    TableRows table_rows = TableRows::FindOut;
    // A text table with more annotation of the cells (labels, donors), see annotation_reader.h. Empty:
    // none.
    std::string annotation;
    // Of a file that holds several datasets, the one to open: a modality of an .h5mu, a genome of a 10x
    // file. Empty: the usual one.
    std::string part;
};

}  // namespace regulus
