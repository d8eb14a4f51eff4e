#include "core/io/anndata/h5ad_encode.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <type_traits>

#include "core/base/error.h"

namespace regulus::h5 {
namespace {

constexpr std::uint64_t chunk_values = std::uint64_t{1} << 17U;

template <class T>
constexpr Element element_of = std::is_same_v<T, double>          ? Element::Float64
                               : std::is_same_v<T, std::int64_t>  ? Element::Int64
                               : std::is_same_v<T, std::uint64_t> ? Element::UInt64
                                                                  : Element::Int32;

// The type that whole numbers had in their file.
Element element_for(StoredNumber type) {
    switch (type.bytes) {
        case 1:
            return type.is_unsigned ? Element::UInt8 : Element::Int8;
        case 2:
            return type.is_unsigned ? Element::UInt16 : Element::Int16;
        case 4:
            return type.is_unsigned ? Element::UInt32 : Element::Int32;
        default:
            return type.is_unsigned ? Element::UInt64 : Element::Int64;
    }
}

template <class T>
void write_numbers(const Target& parent, const std::string& name, Element stored,
                   const std::vector<T>& values) {
    set_encoding(write_array(parent, name, stored, element_of<T>, {values.size()}, values.data()), "array",
                 "0.2.0");
}

void write_booleans(const Target& parent, const std::string& name, const std::vector<std::int8_t>& values) {
    set_encoding(
        write_array(parent, name, Element::Boolean, Element::Boolean, {values.size()}, values.data()),
        "array", "0.2.0");
}

Target write_strings(const Target& parent, const std::string& name, const std::vector<std::string>& values) {
    Target made = write_texts(parent, name, values);
    set_encoding(made, "string-array", "0.2.0");
    return made;
}

// The narrowest signed integers that hold codes of so many categories, as pandas chooses them.
Element code_type(std::size_t categories) {
    if (categories <= 127) return Element::Int8;
    return categories <= 32767 ? Element::Int16 : Element::Int32;
}

template <class T>
std::optional<std::vector<T>> numbers_in(const std::vector<std::string>& texts) {
    std::vector<T> numbers(texts.size());
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const char* const end = texts[i].data() + texts[i].size();
        const auto [stop, problem] = std::from_chars(texts[i].data(), end, numbers[i]);
        if (problem != std::errc() || stop != end) return std::nullopt;
    }
    return numbers;
}

// As what the file had them: numbers that were categories are numbers again.
void write_categories(const Target& group, const Categorical& column) {
    constexpr const char* name = "categories";
    const std::vector<std::string>& texts = column.categories;
    if (column.kind == Categorical::Kind::Integers) {
        if (const auto numbers = numbers_in<std::int64_t>(texts))
            return write_numbers(group, name, Element::Int64, *numbers);
        if (const auto numbers = numbers_in<std::uint64_t>(texts))
            return write_numbers(group, name, Element::UInt64, *numbers);
    }
    if (column.kind == Categorical::Kind::Floats) {
        if (const auto numbers = numbers_in<double>(texts))
            return write_numbers(group, name, Element::Float64, *numbers);
    }
    if (column.kind == Categorical::Kind::Booleans) {
        std::vector<std::int8_t> truths;
        for (const std::string& text : texts) truths.push_back(text == "True" ? 1 : 0);
        return write_booleans(group, name, truths);
    }
    write_strings(group, name, texts);
}

void write(const Target& frame, const std::string& name, const Categorical& column, bool legacy) {
    const Element type = code_type(column.categories.size());
    if (legacy) {
        const Target codes =
            write_array(frame, name, type, Element::Int32, {column.codes.size()}, column.codes.data());
        const Target categories = write_texts(group_in(frame, "__categories"), name, column.categories);
        set_attribute(categories, "ordered", column.ordered);
        set_reference(codes, "categories", categories);
        return;
    }
    const Target group = make_group(frame, name);
    set_encoding(group, "categorical", "0.2.0");
    set_attribute(group, "ordered", column.ordered);
    write_categories(group, column);
    write_numbers(group, "codes", type, column.codes);
}

void write(const Target& frame, const std::string& name, const Numeric& column, bool /*legacy*/) {
    if (!column.integral) {
        const bool narrow = column.type.bytes <= 4;  // there is no need for 16 bits
        return write_numbers(frame, name, narrow ? Element::Float32 : Element::Float64, column.values);
    }
    std::vector<std::int64_t> values(column.values.size());
    std::vector<std::int8_t> missing(column.values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        missing[i] = std::isnan(column.values[i]) ? 1 : 0;
        if (missing[i] != 0) continue;
        values[i] = column.exact.empty() ? static_cast<std::int64_t>(column.values[i]) : column.exact[i];
    }
    const Element stored = element_for(column.type);
    const auto write_values = [&](const Target& parent, const std::string& as) {
        if (stored != Element::UInt64) return write_numbers(parent, as, stored, values);
        write_numbers(parent, as, stored, std::vector<std::uint64_t>(values.begin(), values.end()));
    };
    if (!column.nullable && std::ranges::find(missing, 1) == missing.end()) return write_values(frame, name);
    const Target group = make_group(frame, name);
    set_encoding(group, "nullable-integer", "0.1.0");
    write_values(group, "values");
    write_booleans(group, "mask", missing);
}

void write(const Target& frame, const std::string& name, const Text& column, bool /*legacy*/) {
    write_strings(frame, name, column.values);
}

void write(const Target& frame, const std::string& name, const Boolean& column, bool /*legacy*/) {
    std::vector<std::int8_t> values, missing;
    for (const std::int8_t value : column.values) {
        values.push_back(value == 1 ? 1 : 0);
        missing.push_back(value < 0 ? 1 : 0);
    }
    if (!column.nullable && std::ranges::find(missing, 1) == missing.end())
        return write_booleans(frame, name, values);
    const Target group = make_group(frame, name);
    set_encoding(group, "nullable-boolean", "0.1.0");
    write_booleans(group, "values", values);
    write_booleans(group, "mask", missing);
}

// A frame with its index, and without its columns.
Target make_frame(const Target& parent, const std::string& name, const std::string& index_name,
                  const std::vector<std::string>& index, const std::vector<std::string>& columns) {
    Target frame = needs_room(columns) ? make_roomy_group(parent, name) : make_group(parent, name);
    set_encoding(frame, "dataframe", "0.2.0");
    set_attribute(frame, "_index", index_name);
    write_strings(frame, index_name, index);
    set_attribute(frame, "column-order", columns);
    return frame;
}

void write_scalar(const Target& uns, const std::string& name, Element type, const void* value) {
    set_encoding(write_array(uns, name, type, type, {}, value), "numeric-scalar", "0.2.0");
}

struct ValueWriter {
    const Target& uns;
    const std::string& name;

    void operator()(bool value) const {
        const std::int8_t byte = value ? 1 : 0;
        write_scalar(uns, name, Element::Boolean, &byte);
    }
    void operator()(std::int64_t value) const { write_scalar(uns, name, Element::Int64, &value); }
    void operator()(double value) const { write_scalar(uns, name, Element::Float64, &value); }
    void operator()(const std::string& value) const {
        set_encoding(write_text(uns, name, value), "string", "0.2.0");
    }
    void operator()(const std::vector<std::string>& values) const { write_strings(uns, name, values); }
    void operator()(const std::vector<double>& values) const {
        write_numbers(uns, name, Element::Float64, values);
    }
};

}  // namespace

void set_encoding(const Target& object, const char* type, const char* version) {
    set_attribute(object, "encoding-type", std::string(type));
    set_attribute(object, "encoding-version", std::string(version));
}

Target write_dict(const Target& parent, const std::string& name) {
    Target made = make_group(parent, name);
    set_encoding(made, "dict", "0.1.0");
    return made;
}

void write_table(const Target& parent, const std::string& name, const Table& table) {
    std::vector<std::string> order;
    for (const Column& column : table.columns) order.push_back(column.name);
    const bool usable = !table.index_name.empty() && table.find(table.index_name) == nullptr;
    const Target frame = make_frame(parent, name, usable ? table.index_name : "_index", table.index, order);
    for (const Column& column : table.columns) write_column(frame, column, false);
}

void write_column(const Target& frame, const Column& column, bool legacy) {
    std::visit([&](const auto& values) { write(frame, column.name, values, legacy); }, column.values);
}

GrowingMatrix::GrowingMatrix(const Target& parent, const std::string& name)
    : m_group(make_group(parent, name)),
      m_values(make_growing(m_group, "data", Element::Float32, chunk_values)),
      m_indices(make_growing(m_group, "indices", Element::Int32, chunk_values)) {}

void GrowingMatrix::append(const CsrMatrix& rows) {
    const std::int64_t before = m_offsets.back();
    const auto length = static_cast<std::uint64_t>(before);
    h5::append(m_values, length, Element::Float32, rows.stored(), rows.values.data());
    h5::append(m_indices, length, Element::Int32, rows.stored(), rows.columns.data());
    for (std::size_t r = 0; r < rows.rows; ++r) m_offsets.push_back(before + rows.offsets[r + 1]);
}

void GrowingMatrix::finish(std::size_t columns) {
    // scipy keeps offsets and indices in one type; 32 bits where they suffice save it a conversion.
    const bool narrow = m_offsets.back() <= std::numeric_limits<std::int32_t>::max();
    write_array(m_group, "indptr", narrow ? Element::Int32 : Element::Int64, Element::Int64,
                {m_offsets.size()}, m_offsets.data());
    set_encoding(m_group, "csr_matrix", "0.1.0");
    const std::array<std::int64_t, 2> shape{static_cast<std::int64_t>(rows()),
                                            static_cast<std::int64_t>(columns)};
    set_attribute(m_group, "shape", std::span<const std::int64_t>(shape));
    m_values = m_indices = m_group = Target();
}

void write_embedding(const Target& obsm, const Embedding& embedding) {
    const Matrix& m = embedding.coordinates;
    set_encoding(write_array(obsm, embedding.name, Element::Float32, Element::Float32, {m.rows, m.cols},
                             m.values.data()),
                 "array", "0.2.0");
}

void write_cell_table(const Target& obsm, const CellTable& table) {
    const Target frame = make_frame(obsm, table.name, "_index", table.cells, table.columns);
    std::vector<float> column(table.values.rows);
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        for (std::size_t r = 0; r < column.size(); ++r) column[r] = table.values(r, i);
        set_encoding(write_array(frame, table.columns[i], Element::Float32, Element::Float32, {column.size()},
                                 column.data()),
                     "array", "0.2.0");
    }
}

void write_value(const Target& uns, const std::string& name, const UnsValue& value) {
    std::visit(ValueWriter{uns, name}, value);
}

void write_colors(const Target& uns, const Column& column) {
    const Categorical* categorical = column.categorical();
    if (categorical == nullptr || categorical->colors.empty()) return;
    write_strings(uns, column.name + "_colors", categorical->colors);
}

}  // namespace regulus::h5
