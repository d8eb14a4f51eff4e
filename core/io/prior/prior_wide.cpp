// Tables with a column a TF and 0 or 1 in it, a row a gene or one of its regions: CellOracle's base GRN.
#include <algorithm>
#include <optional>

#include "core/base/count_text.h"
#include "core/io/files/delimited_text.h"
#include "core/io/files/name_kinds.h"
#include "core/io/prior/prior_formats.h"
#include "core/io/prior/prior_header.h"
#include "core/io/prior/prior_words.h"
#include "core/prior/known_tfs.h"

namespace regulus {
namespace {

constexpr std::size_t fewest_tfs = 3;

bool is_zero_or_one(const std::string& field) {
    const auto value = number_in(field);
    return value && (*value == 0 || *value == 1);
}

struct WideColumns {
    std::size_t gene = 0;
    std::vector<std::size_t> tfs;
};

std::optional<WideColumns> wide_columns(const PriorHead& head) {
    const auto& names = head.rows.front();
    if (head.rows.size() < 2 || names.size() <= fewest_tfs) return std::nullopt;
    WideColumns columns;
    std::optional<std::size_t> gene;
    std::size_t known = 0;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto all = [&](auto fits) {
            return std::all_of(head.rows.begin() + 1, head.rows.end(),
                               [&](const auto& row) { return row.size() == names.size() && fits(row[i]); });
        };
        if (all(is_zero_or_one) && !names[i].empty()) {
            columns.tfs.push_back(i);
            known += looks_like_tf(names[i]);
        } else if (unlikeness(head, 1, i) == 0 && plain_word(names[i]).find("gene") != std::string::npos) {
            if (!gene) gene = i;
        }
    }
    if (!gene || columns.tfs.size() < fewest_tfs || known * 4 < columns.tfs.size()) return std::nullopt;
    columns.gene = *gene;
    return columns;
}

}  // namespace

bool looks_like_wide(const PriorHead& head) {
    return wide_columns(head).has_value();
}

PriorNotes read_wide(const std::string& path, std::string_view text, const PriorHead& head, Job& job,
                     PriorSink& sink) {
    const WideColumns columns = *wide_columns(head);
    const std::vector<std::string> names = head.rows.front();
    PriorNotes notes{"table of TFs by gene", 0, {}};
    std::vector<std::string> fields;
    LineReader lines(text, path);
    lines.next();  // the header
    while (lines.next()) {
        if (lines.number() % 1024 == 0) job.checkpoint();
        if (!split_fields(lines.line(), head.delimiter, fields))
            refuse_prior(path, lines.number(), "A quotation mark is not closed");
        if (fields.size() != names.size()) {
            refuse_prior(path, lines.number(),
                         "The line has " + count_text(fields.size(), "column", "columns") +
                             " where the first has " + std::to_string(names.size()));
        }
        if (fields[columns.gene].empty()) refuse_prior(path, lines.number(), "The target has no name");
        ++notes.records;
        for (const std::size_t tf : columns.tfs) {
            if (!is_zero_or_one(fields[tf])) {
                refuse_prior(path, lines.number(), "\"" + fields[tf].substr(0, 40) + "\" is neither 0 nor 1");
            }
            if (*number_in(fields[tf]) == 1) sink.add(names[tf], fields[columns.gene], {});
        }
    }
    return notes;
}

}  // namespace regulus
