// What people are told of a text table besides its values. Only for the sources of core/io.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/io/text/text_layout.h"
#include "core/io/text/text_rows.h"

namespace regulus {

struct TextGap {
    std::size_t line, field;  // from 1
};

// `named_by`: the columns that rows without a name are named by; "" when there are none. `gap`: the first
// value that is missing.
std::vector<std::string> text_warnings(const TextLayout& layout, const TextRows& rows,
                                       const std::string& named_by, const std::optional<TextGap>& gap);

}  // namespace regulus
