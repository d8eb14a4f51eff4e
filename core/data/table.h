// Annotation of cells (obs) or genes (var): an index and typed columns, as an AnnData data frame has them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace regulus {

struct Categorical {
    std::vector<std::string> categories;
    std::vector<std::int32_t> codes;  // one a row; -1 is missing
    std::vector<std::string> colors;  // "#rrggbb" a category, from the file's uns; empty when it has none
    bool ordered = false;
    enum class Kind : std::uint8_t { Texts, Integers, Floats, Booleans };
    Kind kind = Kind::Texts;  // of the categories in the file; here they are texts, whatever they are there
};
// How a file stores a number.
struct StoredNumber {
    std::uint8_t bytes = 8;
    bool is_unsigned = false;
};
struct Numeric {
    std::vector<double> values;  // NaN is missing
    bool integral = false;       // stored as an integer in the file
    StoredNumber type = {};
    bool nullable = false;  // stored with a mask for what is missing, though perhaps nothing is
    // The whole numbers themselves, one a row, when one of them is beyond 2^53, where a double loses digits;
    // else empty. An unsigned type of 8 bytes has its bits here.
    std::vector<std::int64_t> exact = {};
};
struct Text {
    std::vector<std::string> values;
};
struct Boolean {
    std::vector<std::int8_t> values;  // 0, 1; -1 is missing
    bool nullable = false;            // as of Numeric
};

inline constexpr double exact_in_double = 9007199254740992.0;  // 2^53: whole numbers up to it are exact

// A column of whole numbers; `numbers` of an unsigned type of 8 bytes are its bits.
Numeric whole_numbers(std::vector<std::int64_t> numbers, StoredNumber type);
// Every digit of a whole number, the shortest text that reads back of any other; "nan" of what is missing.
std::string number_text(const Numeric& column, std::size_t row);

struct Column {
    std::string name;
    std::variant<Categorical, Numeric, Text, Boolean> values;

    std::size_t rows() const;
    const Categorical* categorical() const { return std::get_if<Categorical>(&values); }
    const Numeric* numeric() const { return std::get_if<Numeric>(&values); }
    const Text* text() const { return std::get_if<Text>(&values); }
    const Boolean* boolean() const { return std::get_if<Boolean>(&values); }
};

struct Table {
    std::vector<std::string> index;  // barcodes or gene names, one a row
    std::string index_name;
    std::vector<Column> columns;  // each with size() rows

    std::size_t size() const { return index.size(); }
    const Column* find(std::string_view name) const;
};

// In place of the column of that name, or behind the others.
void put(std::vector<Column>& columns, Column column);

// Whether every category has a row. Parts of large atlases keep the names of all that they are no part of.
bool all_used(const Categorical& column);

// The column as categories, whatever it holds: text and booleans by value, whole numbers by value. Categories
// without a row are dropped, with their colours. Empty text, and "nan", are missing. nullopt when it is
// numeric with fractions or has more than max_categories.
std::optional<Categorical> as_categorical(const Column& column, std::size_t max_categories = 1000);

}  // namespace regulus
