// One head of a regulon reader as a reader of its own.
#pragma once

#include "core/regulons/regulon_reader.h"

namespace regulus {

// Its evidence and attention are those of that head (below reader.heads); it has no values, so no embedding.
RegulonReader reader_of_head(const RegulonReader& reader, std::size_t head);

}  // namespace regulus
