// pySCENIC's tables of enriched motifs (ctx, "reg.csv"): one motif of a TF a line, with the targets as a
// Python list. Three lines of names in pandas' way, or one.
#include <cmath>

#include "core/base/count_text.h"
#include "core/io/files/delimited_text.h"
#include "core/io/prior/prior_formats.h"
#include "core/io/prior/prior_python_list.h"
#include "core/io/prior/prior_words.h"

namespace regulus {
namespace {

struct ScenicColumns {
    std::size_t tf = 0, context = static_cast<std::size_t>(-1), targets = static_cast<std::size_t>(-1);
    std::size_t header_lines = 0;
};

std::size_t place_of(const std::vector<std::string>& row, std::string_view name) {
    for (std::size_t i = 0; i < row.size(); ++i) {
        if (row[i] == name) return i;
    }
    return static_cast<std::size_t>(-1);
}

// The names stand in the first three lines; that of the TF in the last of them.
ScenicColumns columns_of_scenic(const PriorHead& head) {
    ScenicColumns columns;
    for (std::size_t i = 0; i < std::min<std::size_t>(3, head.rows.size()); ++i) {
        const auto& row = head.rows[i];
        if (const std::size_t at = place_of(row, "TargetGenes"); at < row.size()) columns.targets = at;
        if (const std::size_t at = place_of(row, "Context"); at < row.size()) columns.context = at;
        if (const std::size_t at = place_of(row, "TF"); at < row.size()) {
            columns.tf = at;
            columns.header_lines = i + 1;
        }
    }
    return columns;
}

// Motifs that are anti-correlated with the TF stand for repression.
std::int8_t sign_of_context(std::string_view context) {
    const bool up = context.find("'activating'") != std::string_view::npos;
    const bool down = context.find("'repressing'") != std::string_view::npos;
    return static_cast<std::int8_t>(up == down ? 0 : up ? 1 : -1);
}

}  // namespace

bool looks_like_scenic(const PriorHead& head) {
    const ScenicColumns columns = columns_of_scenic(head);
    return columns.targets != static_cast<std::size_t>(-1) && columns.header_lines > 0;
}

PriorNotes read_scenic(const std::string& path, std::string_view text, Job& job, PriorSink& sink) {
    const PriorHead head = head_of(path, text);
    const ScenicColumns columns = columns_of_scenic(head);
    const std::size_t needed = std::max(columns.tf, columns.targets) + 1;
    PriorNotes notes{"pySCENIC motif table", 0, {}};
    std::vector<std::string> fields;
    std::string target;
    std::size_t line_of_table = 0;
    LineReader lines(text, path);
    while (lines.next()) {
        job.checkpoint();
        if (line_of_table % 64 == 0) {
            job.progress(static_cast<double>(lines.position()) / static_cast<double>(text.size()),
                         "reading motifs");
        }
        if (line_of_table++ < columns.header_lines) continue;
        const bool closed = split_fields(lines.line(), head.delimiter, fields);
        if (!closed) refuse_prior(path, lines.number(), "A quotation mark is not closed");
        if (fields.size() < needed) {
            refuse_prior(path, lines.number(),
                         "The line has " + count_text(fields.size(), "column", "columns") + " and needs " +
                             std::to_string(needed));
        }
        const std::string& tf = fields[columns.tf];
        if (tf.empty()) refuse_prior(path, lines.number(), "The TF has no name");
        Regulation edge;
        if (columns.context < fields.size()) edge.sign = sign_of_context(fields[columns.context]);
        PythonPairs pairs(fields[columns.targets]);
        double weight = 0;
        while (pairs.next(target, weight)) {
            edge.weight = static_cast<float>(std::abs(weight));
            sink.add(tf, target, edge);
        }
        if (!pairs.problem().empty()) {
            refuse_prior(path, lines.number(), "The list of target genes is damaged: " + pairs.problem());
        }
        ++notes.records;
    }
    return notes;
}

}  // namespace regulus
