#include "core/io/anndata/h5ad_table.h"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <set>

#include "core/base/error.h"
#include "core/base/utf8.h"
#include "core/data/column_texts.h"
#include "core/io/assembly/color_text.h"

namespace regulus::h5 {
namespace {

[[noreturn]] void contradiction(const Place& place, const std::string& what) {
    throw Error(ErrorKind::Input, what, place.text(),
                "The file is probably damaged; write it again with anndata");
}

// Texts of which some are missing, as categories: a text has no way to be missing.
Column with_missing(const std::string& name, const Text& text, const std::vector<std::uint8_t>& mask) {
    std::map<std::string_view, std::int32_t> places;
    for (std::size_t i = 0; i < mask.size(); ++i) {
        if (mask[i] == 0) places.emplace(text.values[i], 0);
    }
    Categorical column;
    for (auto& [value, place] : places) {
        place = static_cast<std::int32_t>(column.categories.size());
        column.categories.emplace_back(value);
    }
    for (std::size_t i = 0; i < mask.size(); ++i)
        column.codes.push_back(mask[i] != 0 ? -1 : places[text.values[i]]);
    return {name, std::move(column)};
}

// values and mask, where the mask says what is missing.
std::optional<Column> read_nullable(const std::string& name, const Object& group, Job& job) {
    auto column = read_array(name, group.child("values"), job);
    if (!column || !group.has("mask")) return column;
    const Object mask_object = group.child("mask");
    const std::uint64_t rows = mask_object.length();
    const auto mask = mask_object.read_all<std::uint8_t>(job);
    if (rows != group.child("values").length())
        contradiction(group.place(), "Values and mask differ in length");
    const bool any = std::ranges::any_of(mask, [](std::uint8_t missing) { return missing != 0; });
    if (const Text* text = column->text()) return any ? with_missing(name, *text, mask) : column;
    auto* const numeric = std::get_if<Numeric>(&column->values);
    auto* const boolean = std::get_if<Boolean>(&column->values);
    if (numeric != nullptr) numeric->nullable = numeric->integral;
    if (boolean != nullptr) boolean->nullable = true;
    for (std::size_t i = 0; any && i < mask.size(); ++i) {
        if (mask[i] == 0) continue;
        if (numeric != nullptr) numeric->values[i] = std::numeric_limits<double>::quiet_NaN();
        if (boolean != nullptr) boolean->values[i] = -1;
    }
    return column;
}

std::optional<Column> read_categorical(const std::string& name, const Object& codes, const Object& categories,
                                       bool ordered, Job& job) {
    const auto names = categories.is_group() && categories.has("values")
                           ? read_nullable(name, categories, job)
                           : read_array(name, categories, job);
    if (!names || codes.is_group() || codes.type() != ValueType::Integer) return std::nullopt;
    using Kind = Categorical::Kind;
    const Numeric* const numbers = names->numeric();
    Categorical column{texts_of(*names), {}, {}, ordered};
    if (names->boolean() != nullptr) column.kind = Kind::Booleans;
    if (numbers != nullptr) column.kind = numbers->integral ? Kind::Integers : Kind::Floats;
    const auto limit = static_cast<std::int64_t>(column.categories.size());
    (void)codes.length();
    for (const std::int64_t code : codes.read_all<std::int64_t>(job)) {
        if (code < -1 || code >= limit) contradiction(codes.place(), "A category code is out of range");
        column.codes.push_back(static_cast<std::int32_t>(code));
    }
    return Column{name, std::move(column)};
}

std::optional<Column> read_column(const Object& frame, const std::string& name, Job& job) {
    const Object object = frame.child(name, std::size_t{16} << 20U);
    if (object.is_group()) {
        if (object.has("codes") && object.has("categories")) {
            return read_categorical(name, object.child("codes"), object.child("categories"),
                                    object.integer_attribute("ordered").value_or(0) != 0, job);
        }
        if (object.has("values")) return read_nullable(name, object, job);
        return std::nullopt;
    }
    // Frames of anndata 0.7 keep the categories beside the columns.
    std::optional<Object> categories;
    if (object.has_attribute("categories")) {
        if (frame.has("__categories")) {
            const Object all = frame.child("__categories");
            if (all.is_group() && all.has(name)) categories = all.child(name);
        }
        if (!categories) categories = object.referenced("categories");
    }
    if (!categories) return read_array(name, object, job);
    return read_categorical(name, object, *categories,
                            categories->integer_attribute("ordered").value_or(0) != 0, job);
}

std::string index_name_of(const Object& frame) {
    if (const auto name = frame.text_attribute("_index")) return *name;
    for (const char* usual : {"_index", "index"}) {
        if (frame.has(usual)) return usual;
    }
    contradiction(frame.place(), "The table has no index");
}

std::vector<std::string> column_names(const Object& frame, const std::string& index) {
    std::vector<std::string> names = frame.texts_attribute("column-order");
    if (!frame.has_attribute("column-order")) names = frame.names();
    std::set<std::string> seen{index, "__categories"};
    std::erase_if(names, [&](const std::string& name) { return name.empty() || !seen.insert(name).second; });
    return names;
}

// Texts, or rows of red, green, blue and perhaps opacity.
// "" for a colour that cannot be read; `texts`: as they are written, where they are texts.
std::vector<std::string> colors_in(const Object& object, std::vector<std::string>& texts, Job& job) {
    std::vector<std::string> colors;
    if (object.is_group()) return colors;
    const auto shape = object.shape();
    if (object.type() == ValueType::String && shape.size() == 1) {
        texts = object.read_texts(job);
        for (const std::string& text : texts) colors.push_back(color_from_text(text));
    } else if (object.type() == ValueType::Float && shape.size() == 2 && (shape[1] == 3 || shape[1] == 4)) {
        const auto shares = object.read_all<float>(job);
        for (std::size_t i = 0; i < shape[0]; ++i)
            colors.push_back(color_from_shares(std::span(shares).subspan(i * shape[1], 3)));
    }
    return colors;
}

}  // namespace

std::optional<Column> read_array(const std::string& name, const Object& object, Job& job) {
    if (object.is_group() || object.shape().size() > 1) return std::nullopt;
    switch (object.type()) {
        case ValueType::String:
            return Column{name, Text{object.read_texts(job)}};
        case ValueType::Integer: {
            const StoredNumber type = object.stored_number();
            if (!type.is_unsigned || type.bytes < 8)
                return Column{name, whole_numbers(object.read_all<std::int64_t>(job), type)};
            const auto numbers = object.read_all<std::uint64_t>(job);
            return Column{name, whole_numbers({numbers.begin(), numbers.end()}, type)};
        }
        case ValueType::Float:
            return Column{name, Numeric{object.read_all<double>(job), false, object.stored_number()}};
        case ValueType::Boolean: {
            const auto bytes = object.read_all<std::uint8_t>(job);
            Boolean values;
            for (const auto byte : bytes) values.values.push_back(byte != 0 ? 1 : 0);
            return Column{name, std::move(values)};
        }
        case ValueType::Other:
            break;
    }
    return std::nullopt;
}

Table read_table(const Object& frame, std::vector<std::string>& warnings, Job& job) {
    if (!frame.is_group()) contradiction(frame.place(), "A table is expected here");
    Table table;
    table.index_name = index_name_of(frame);
    const auto index = read_column(frame, table.index_name, job);
    if (!index) contradiction(frame.place().child(table.index_name), "The index of the table cannot be read");
    table.index = texts_of(*index);
    for (const std::string& name : column_names(frame, table.index_name)) {
        job.checkpoint();
        const std::string label = frame.place().child(name).path;
        if (name.find('/') == std::string::npos && !frame.has(name)) {
            warnings.push_back("The column " + label + " is listed but not in the file");
            continue;
        }
        auto column = read_column(frame, name, job);
        if (!column) {
            warnings.push_back("The column " + label + " has an unsupported type and was left out");
            continue;
        }
        const std::size_t rows = column->rows();
        if (rows != table.size()) {
            contradiction(frame.place().child(name), "The column has " + std::to_string(rows) +
                                                         " rows, its table " + std::to_string(table.size()));
        }
        table.columns.push_back(std::move(*column));
    }
    return table;
}

void read_colors(const Object& uns, Table& table, std::vector<std::string>& warnings, Job& job) {
    for (Column& column : table.columns) {
        auto* const categorical = std::get_if<Categorical>(&column.values);
        const std::string key = column.name + "_colors";
        if (categorical == nullptr || column.name.find('/') != std::string::npos || !uns.has(key)) continue;
        std::vector<std::string> texts;
        std::vector<std::string> colors = colors_in(uns.child(key), texts, job);
        const std::size_t wanted = categorical->categories.size();
        if (colors.size() < wanted) continue;
        colors.resize(wanted);
        const auto bad = static_cast<std::size_t>(std::ranges::find(colors, std::string()) - colors.begin());
        // One that cannot be read costs that one; where none can be, they are no colours.
        const std::size_t count = replace_bad_colors(colors);
        if (count < wanted) categorical->colors = std::move(colors);
        if (count == 0) continue;
        warnings.push_back("uns/" + key + ": " + std::to_string(count) + " of " + std::to_string(wanted) +
                           " colours cannot be read" +
                           (bad < texts.size() ? " (\"" + as_utf8(texts[bad].substr(0, 40)) + "\")" : "") +
                           "; others are used");
    }
}

}  // namespace regulus::h5
