// What a text table says about its rows and columns, kept beside its matrix when that went to the disk.
// Only for the sources of core/io.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/io/store/store_cache.h"
#include "core/io/text/text_layout.h"

namespace regulus {

struct TextRows {
    std::vector<std::string> names;                    // of the rows with values
    std::vector<std::vector<std::string>> annotation;  // of them, a column at a time
    std::vector<std::int32_t> places;  // of a column with values among those kept; -1 is left out
    std::size_t left_out = 0, columns_left_out = 0;  // rows and columns without any value
    // Rows about the columns: their names, and the fields of the columns kept, a row at a time.
    std::vector<std::string> column_annotation_names;
    std::vector<std::vector<std::string>> column_annotation;
    std::vector<std::string> odd_names;  // of rows, unlike those of the others

    std::size_t columns() const { return places.size() - columns_left_out; }
    // Whether a table of this layout can have such rows.
    bool fits(const TextLayout& layout) const;
};

// `key` is that of the matrix. Throws Error(Storage).
void write_text_rows(const TextRows& rows, const StoreEntry& entry, const std::string& key);

// nullopt when there are none, they are damaged or belong to another matrix. Throws Error(Memory) when they
// need more than `max_bytes`.
std::optional<TextRows> read_text_rows(const std::string& folder, const std::string& key,
                                       std::size_t max_bytes);

}  // namespace regulus
