// What a delimited text matrix looks like, found out from its first lines. Only for the sources of core/io.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/job.h"
#include "core/io/store/read_options.h"

namespace regulus {

struct TextLayout {
    char delimiter = ',';
    bool decimal_comma = false;      // "1,5" is one and a half; never when the comma delimits
    std::size_t header_line = 0;     // its number, from 1; data begins behind it
    std::size_t fields = 0;          // of a line of data
    bool row_names = true;           // the first field names the row
    std::string row_header;          // what the header has above the names of rows
    std::vector<std::string> names;  // of the columns, that of the row names not among them
    std::vector<bool> annotation;    // of such a column: no expression, but something about the row
    std::size_t values = 0;          // columns that are expression
    std::vector<bool> empty;         // of these: no value in the rows that were looked at
    bool cells_in_rows = false;
    bool sure = true;  // the names (or the options) told what rows are
    // Columns of numbers that are no expression, put with the annotation: counters, positions, sums.
    std::vector<std::string> no_genes;
    std::vector<std::string> odd_genes;  // taken as genes, under names unlike those of the others
    bool statistics = false;  // true and false, TF and target, one name for most columns: another table
};

// Reads some hundred lines. Throws Error(Input) for a file that is no text, has one column, no names of
// columns, no numbers, or lines that do not fit each other; Error(Data) for coordinates (numbered columns of
// rows without names);
// Error(Memory) for more columns than options.max_bytes can name; Cancelled.
TextLayout find_text_layout(const std::string& path, const ReadOptions& options, Job& job);

// Bytes that a line of a matrix may have.
std::size_t longest_matrix_line(const ReadOptions& options);

// The number in a field; nullopt for what is none, and for what is missing.
std::optional<double> value_in(std::string_view field, bool decimal_comma);

}  // namespace regulus
