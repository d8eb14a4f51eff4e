// Names that only transcription factors have, to tell TFs from targets where a table does not.
#pragma once

#include <string_view>

namespace regulus {

// By the families that their names show (GATA1, Sox10, ZNF143, NR3C1), human or mouse. Most TFs are found,
// and few other genes: the share among many names says something, a single name does not.
bool looks_like_tf(std::string_view name);

}  // namespace regulus
