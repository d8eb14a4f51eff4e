// Texts of an AnnData file that are not UTF-8, which anndata cannot read, put right in a copy. Only for the
// sources of core/io.
#pragma once

#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/io/hdf5/hdf5_write.h"

namespace regulus::h5 {

struct MendedTexts {
    std::string path;  // of the dataset, "obs/cell_type/categories"
    std::vector<std::string> texts;
};

// All texts of those datasets of one dimension in which one is not UTF-8, as as_utf8() has them. Throws what
// reading throws; Cancelled.
std::vector<MendedTexts> texts_to_mend(const std::string& file, Job& job);

// Puts them in their places in a copy of that file.
void write_mended(const Target& root, const std::vector<MendedTexts>& all);

}  // namespace regulus::h5
