// The one door that text goes through on its way into a dataset: behind it everything is UTF-8. Only for the
// sources of core/io.
#pragma once

#include <string>
#include <vector>

#include "core/data/dataset.h"

namespace regulus {

// What is not UTF-8 is read as as_utf8() has it, with a warning that names the column. Categories that come
// to be the same are one. A name of a column that was not UTF-8 makes the file one that cannot be extended.
void mend_texts(Dataset& dataset);

// "3 values of cell_type are not UTF-8; they were read as Windows-1252 (Müller glia, ...)".
std::string mended_words(std::size_t count, const std::string& what, const std::string& example);

}  // namespace regulus
