#include "core/io/prior/prior_columns.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <initializer_list>
#include <optional>
#include <string_view>

#include "core/io/files/name_kinds.h"
#include "core/io/prior/prior_header.h"
#include "core/io/prior/prior_words.h"

namespace regulus {
namespace {

using Row = std::vector<std::string>;

constexpr std::array columns_with_content = {&PriorColumns::tf,
                                             &PriorColumns::target,
                                             &PriorColumns::sign,
                                             &PriorColumns::weight,
                                             &PriorColumns::confidence,
                                             &PriorColumns::identifier,
                                             &PriorColumns::stimulation,
                                             &PriorColumns::inhibition,
                                             &PriorColumns::consensus_stimulation,
                                             &PriorColumns::consensus_inhibition,
                                             &PriorColumns::sources};

std::size_t find_name(const Row& fields, std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names) {
        for (std::size_t i = 0; i < fields.size(); ++i) {
            if (lower_case(fields[i]) == name) return i;
        }
    }
    return absent_column;
}

bool all_rows(const PriorHead& head, std::size_t first, std::size_t column, const auto& fits) {
    return std::all_of(head.rows.begin() + static_cast<std::ptrdiff_t>(first), head.rows.end(),
                       [&](const Row& row) { return column < row.size() && fits(row[column]); });
}

bool is_number(const std::string& field) {
    return number_in(field).has_value();
}

bool is_sign(const std::string& field) {
    return sign_in(field).has_value();
}

// Of several columns that may tell the sign, the first whose values all do; else the first that is there to
// do so. Estimates and correlations tell it by the way, and are nothing to go by where they are no numbers.
std::size_t sign_column(const PriorHead& head, std::size_t shift) {
    std::size_t first = absent_column;
    for (const std::string_view name :
         {"mor", "mode", "sign", "effect", "regulation", "weight", "interaction"}) {
        const std::size_t column = find_name(head.rows.front(), {name});
        if (column == absent_column) continue;
        if (all_rows(head, 1, column + shift, is_sign)) return column;
        if (first == absent_column) first = column;
    }
    if (first != absent_column) return first;
    constexpr std::array by_the_way{"modeofregulation",
                                    "regulationtype",
                                    "interactiontype",
                                    "direction",
                                    "estimate",
                                    "coefficient",
                                    "coef",
                                    "coefmean",
                                    "beta",
                                    "correlation",
                                    "corr",
                                    "cor",
                                    "rho",
                                    "rhotf2g",
                                    "spearcor",
                                    "spearmancor",
                                    "spearman",
                                    "spearmanr",
                                    "spearmanrho",
                                    "pearsoncor",
                                    "pearson",
                                    "pearsonr",
                                    "pearsonsr",
                                    "consensusdirection"};
    for (const std::string_view name : by_the_way) {
        for (std::size_t i = 0; i < head.rows.front().size(); ++i) {
            if (plain_word(head.rows.front()[i]) == name && all_rows(head, 1, i + shift, is_sign)) return i;
        }
    }
    return absent_column;
}

// "importance", "weight", or a column of numbers whose name ends so: "Genie3Weight".
std::size_t weight_column(const PriorHead& head, std::size_t shift) {
    const Row& names = head.rows.front();
    if (const std::size_t plain = find_name(names, {"importance", "weight", "mor"}); plain != absent_column)
        return plain;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const std::string word = plain_word(names[i]);
        if ((word.ends_with("weight") || word.ends_with("importance")) &&
            all_rows(head, 1, i + shift, is_number)) {
            return i;
        }
    }
    return absent_column;
}

// nullopt when the first line holds no names of columns but a regulation.
std::optional<PriorColumns> columns_by_name(const PriorHead& head) {
    const Row& names = head.rows.front();
    PriorColumns columns;
    // R writes row names without a name for their column.
    const std::size_t shift = head.rows.size() > 1 && head.rows[1].size() == names.size() + 1 ? 1 : 0;
    const auto sides = sides_by_name(head, shift);
    if (!sides) return std::nullopt;
    columns.sign = sign_column(head, shift);
    columns.weight = weight_column(head, shift);
    columns.confidence = find_name(names, {"confidence", "confidence_level", "level", "dorothea_level"});
    columns.stimulation = find_name(names, {"is_stimulation"});
    columns.inhibition = find_name(names, {"is_inhibition"});
    columns.consensus_stimulation = find_name(names, {"consensus_stimulation"});
    columns.consensus_inhibition = find_name(names, {"consensus_inhibition"});
    columns.sources = find_name(names, {"sources"});
    if (lower_case(names[sides->tf - shift]) == "source_genesymbol")
        columns.identifier = find_name(names, {"source"});
    columns.named = columns.header = true;
    columns.sure = sides->sure;
    columns.own = names == Row{"source", "target", "weight", "mode", "confidence", "sources"};
    columns.count = names.size();
    for (const auto column : columns_with_content) {
        if (columns.*column != absent_column) columns.*column += shift;
    }
    columns.tf = sides->tf;
    columns.target = sides->target;
    return columns;
}

// Whether the first line is no regulation though its words are none that are known: a name stands over a
// column of numbers. A word over modes may be a mode that is spelled wrong, which must not be lost.
bool is_unknown_header(const PriorHead& head) {
    constexpr std::size_t place = 2;
    const Row& first = head.rows.front();
    if (head.rows.size() < 2 || first.size() <= place || first[place].empty()) return false;
    const bool word = std::isalpha(static_cast<unsigned char>(first[place].front())) != 0;
    return word && !is_sign(first[place]) && all_rows(head, 1, place, is_number);
}

bool is_sif(const PriorHead& head) {
    const auto fits = [](const Row& row) {
        return row.size() == 1 || (row.size() >= 3 && relation_in(row[1]).has_value());
    };
    return std::ranges::all_of(head.rows, fits) &&
           std::ranges::any_of(head.rows, [](const Row& row) { return row.size() >= 3; });
}

// By what the first rows hold. Orders known: TF target [mode]; SIF; TF confidence target [mode].
PriorColumns columns_by_content(const PriorHead& head) {
    PriorColumns columns;
    columns.count = head.rows.front().size();
    columns.tf = 0;
    columns.target = 1;
    columns.header = is_unknown_header(head);
    const std::size_t from = columns.header ? 1 : 0;
    const bool numbered = all_rows(head, from, 1, is_number);
    if (columns.count > 2 && all_rows(head, from, 2, is_sign)) {
        columns.sign = columns.weight = 2;
    } else if (is_sif(head)) {
        columns.sif = true;
        columns.sign = 1;
        columns.target = 2;
    } else if (columns.count == 3 && !numbered && all_rows(head, from, 1, is_sign)) {
        columns.sign = 1;
        columns.target = 2;
    } else if (columns.count == 3 && numbered) {
        columns.sign = columns.weight = 1;
        columns.target = 2;
    } else if (columns.count > 3 && numbered) {  // names with their identifiers: TF, id, target, id
        std::size_t next = 2;
        while (next < columns.count && unlikeness(head, from, next) != 0) ++next;
        if (next < columns.count) columns.target = next;
    } else if (columns.count > 2 &&
               all_rows(head, from, 1, [](const std::string& f) { return confidence_in(f) != 0; })) {
        columns.confidence = 1;
        columns.target = 2;
        if (columns.count > 3 && all_rows(head, from, 3, is_sign)) columns.sign = columns.weight = 3;
    }
    return columns;
}

}  // namespace

std::size_t PriorColumns::needed() const {
    std::size_t last = 0;
    for (const auto column : columns_with_content) {
        if (this->*column != absent_column) last = std::max(last, this->*column);
    }
    return last + 1;
}

PriorColumns columns_of(const std::string& path, const PriorHead& head) {
    if (looks_like_names(head) || (head.rows.front().size() < 2 && !is_sif(head))) {
        refuse_prior(path, head.lines.front(), "The file has one column: a list of names, not edges",
                     "Choose a table with a TF and a target per line");
    }
    if (const auto named = columns_by_name(head)) return *named;
    return columns_by_content(head);
}

}  // namespace regulus
