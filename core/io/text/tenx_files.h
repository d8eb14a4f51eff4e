// Which files belong together as CellRanger, STARsolo and GEO have them: a matrix, its barcodes and its
// features. Only for the sources of core/io.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace regulus {

struct TenxFiles {
    std::string matrix, barcodes, features;  // paths
    std::string symbols;                     // of the features, line by line, in a file of its own; "" mostly
    std::string name;                        // of the sample: what the files' names share, or the folder's
    std::vector<std::string> warnings;       // what was chosen among several
};

// The files in a folder, in folders inside it (three deep, when exactly one of them has such files, or
// exactly one a filtered matrix), or those that belong to one of them. Names: matrix.mtx, barcodes.tsv,
// features.tsv or genes.tsv, with .gz or not, with anything around the word as long as all three have it; and
// those of kallisto|bustools, alevin-fry, Parse and the Single Cell Expression Atlas.
// nullopt when there is no matrix. Throws Error(Input) when a matrix lacks its companions, or there are
// several samples.
std::optional<TenxFiles> find_tenx_files(const std::string& path);

}  // namespace regulus
