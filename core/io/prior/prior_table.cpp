// Tables with one regulation a line, and SIF with several.
#include <algorithm>
#include <cmath>
#include <unordered_set>
#include <utility>

#include "core/base/count_text.h"
#include "core/io/files/delimited_text.h"
#include "core/io/files/name_kinds.h"
#include "core/io/prior/prior_columns.h"
#include "core/io/prior/prior_formats.h"
#include "core/io/prior/prior_gene_field.h"
#include "core/io/prior/prior_words.h"
#include "core/prior/complexes.h"
#include "core/prior/known_tfs.h"

namespace regulus {
namespace {

// "cluster 3", "Cluster_1", "leiden7", "c12", "B cell", "CD4 T cells": no gene is called so.
bool looks_like_cluster(std::string_view name) {
    const std::string word = lower_case(name);
    if (word.ends_with(" cell") || word.ends_with(" cells") || word.ends_with("_cells")) return true;
    for (const std::string_view start : {"cluster", "leiden", "louvain", "group", "c"}) {
        if (!word.starts_with(start) || word.size() == start.size()) continue;
        const std::string_view rest = std::string_view(word).substr(start.size());
        const std::size_t number = rest.find_first_not_of(" _-.");
        if (number != std::string_view::npos &&
            rest.find_first_not_of("0123456789", number) == std::string_view::npos) {
            return true;
        }
    }
    return false;
}

class TableReader {
  public:
    TableReader(const std::string& path, std::string_view text, const PriorHead& head, Job& job,
                PriorSink& sink)
        : m_path(path),
          m_text(text),
          m_columns(columns_of(path, head)),
          m_delimiter(head.delimiter),
          m_job(job),
          m_sink(sink) {}

    PriorNotes read() {
        if (!m_columns.sif) settle_sides();
        LineReader lines(m_text, m_path);
        bool first = true;
        while (lines.next()) {
            if (lines.number() % 4096 == 0) {
                m_job.checkpoint();
                m_job.progress(static_cast<double>(lines.position()) / static_cast<double>(m_text.size()),
                               "reading the prior");
            }
            if (std::exchange(first, false) && m_columns.header) {
                m_header = std::string(lines.line().substr(0, 80));
                continue;
            }
            if (!split_fields(lines.line(), m_delimiter, m_fields)) {
                refuse_prior(m_path, lines.number(), "A quotation mark is not closed");
            }
            use_decimal_points(m_fields);
            take_row(lines.number());
        }
        // A column of numbers is no column of genes.
        if (m_numeric_names * 2 > m_sink.listed() && m_sink.listed() > 0) {
            refuse_prior(m_path, 0, "Target names are numbers; this looks like a table of values",
                         "Choose a table with a TF and a target per line");
        }
        return {format(), m_records, warnings()};
    }

  private:
    std::string format() const {
        if (m_columns.sif) return "SIF network";
        if (m_columns.stimulation != absent_column) return "OmniPath table";
        return "TF-target table";
    }

    // Which of the two columns holds the TFs: its header where that leaves no doubt, else the names.
    void settle_sides() {
        std::unordered_set<std::string> left, right;
        std::size_t rows = 0;
        LineReader lines(m_text, m_path);
        bool first = m_columns.header;
        while (lines.next()) {
            if (lines.number() % 4096 == 0) m_job.checkpoint();
            if (std::exchange(first, false) || !split_fields(lines.line(), m_delimiter, m_fields)) continue;
            if (m_fields.size() < m_columns.needed()) continue;
            left.insert(m_fields[m_columns.tf]);
            right.insert(m_fields[m_columns.target]);
            ++rows;
        }
        Order found = order_of(left, right);
        // As in a table of cells and their groups, which is told of elsewhere.
        if (found == Order::OtherByCount && left.size() == rows) found = Order::Unknown;
        const std::string counts =
            std::to_string(left.size()) + " names there, " + std::to_string(right.size()) + " in the other";
        const std::string tfs = column_words(m_columns.tf), targets = column_words(m_columns.target);
        const bool swap = found == Order::Other || (found == Order::OtherByCount && !m_columns.named);
        if (m_columns.sure && found == Order::Other) {
            m_side_warnings.push_back("The TFs were read from " + tfs +
                                      ", though its names look like targets (" + counts +
                                      "); check that the two are not swapped");
        } else if (!m_columns.sure && swap) {
            std::swap(m_columns.tf, m_columns.target);
            m_side_warnings.push_back(
                "The TFs were read from " + targets + ", the targets from " + tfs +
                ": the names tell them apart; name the columns tf and target if that is "
                "wrong");
        } else if (!m_columns.named && found == Order::Unknown) {
            m_side_warnings.push_back("The TFs were read from " + tfs + ", the targets from " + targets +
                                      ": neither a header nor the names tell them apart; name the columns tf "
                                      "and target if that is wrong");
        }
    }

    enum class Order { AsRead, Other, OtherByCount, Unknown };
    static Order order_of(const std::unordered_set<std::string>& left,
                          const std::unordered_set<std::string>& right) {
        const auto share = [](const std::unordered_set<std::string>& names) {
            const auto known = std::ranges::count_if(names, looks_like_tf);
            return static_cast<double>(known) / static_cast<double>(std::max<std::size_t>(1, names.size()));
        };
        constexpr double clear = 0.15;
        const double difference = share(left) - share(right);
        if (std::abs(difference) >= clear) return difference > 0 ? Order::AsRead : Order::Other;
        constexpr std::size_t enough = 20;  // names, for their number to say something
        if (left.size() + right.size() < enough) return Order::Unknown;
        if (left.size() * 3 <= right.size() * 2) return Order::AsRead;
        return right.size() * 3 <= left.size() * 2 ? Order::OtherByCount : Order::Unknown;
    }

    std::string column_words(std::size_t column) const {
        std::string words = "column " + std::to_string(column + 1);
        if (!m_columns.header) return words;
        std::vector<std::string> names;
        LineReader lines(m_text, m_path);
        if (!lines.next() || !split_fields(lines.line(), m_delimiter, names)) return words;
        return column < names.size() ? words + " (" + names[column].substr(0, 40) + ")" : words;
    }

    std::vector<std::string> warnings() const {
        std::vector<std::string> found = m_side_warnings;
        for (std::string& warning : m_names.warnings()) found.push_back(std::move(warning));
        if (m_columns.named) return found;
        if (m_columns.header) found.push_back("The first line is read as column names: " + m_header);
        constexpr std::size_t many = 20;
        const bool one_each = m_tfs.size() >= many && m_tfs.size() == m_sink.listed();
        if (m_columns.sif || (m_odd_names * 2 <= m_sink.listed() && !one_each)) return found;
        std::string some, separator;
        for (const std::string& tf : m_first_tfs) some += std::exchange(separator, ", ") + tf;
        if (m_tfs.size() > m_first_tfs.size()) some += ", ...";
        found.push_back("The columns were guessed: " + some + " are taken for TFs, and " +
                        (one_each ? "each has one target, as in a table of cells and their groups"
                                  : "many names look like those of cells or clusters") +
                        "; if that is wrong, choose another file, or name its columns tf and target");
        return found;
    }

    // What the guess is judged by.
    void look_at(const std::string& tf, const std::string& target) {
        m_odd_names += looks_like_barcode(tf) || looks_like_barcode(target) || looks_like_cluster(target);
        constexpr std::size_t shown = 3;
        if (m_tfs.insert(tf).second && m_first_tfs.size() < shown) m_first_tfs.push_back(tf.substr(0, 40));
    }

    void check_width(std::size_t line) const {
        if (m_columns.sif && m_fields.size() >= m_columns.needed()) return;
        if (m_fields.size() >= m_columns.needed() &&
            (m_columns.named || m_fields.size() == m_columns.count)) {
            return;
        }
        refuse_prior(m_path, line,
                     "The line has " + count_text(m_fields.size(), "column", "columns") +
                         " where the first has " + std::to_string(m_columns.count));
    }

    void take_row(std::size_t line) {
        if (m_columns.sif && m_fields.size() == 1) return;  // a gene without edges
        check_width(line);
        ++m_records;
        Regulation edge;
        if (m_columns.sign != absent_column) take_sign(edge, line);
        if (m_columns.stimulation != absent_column && m_columns.inhibition != absent_column) take_flags(edge);
        if (m_columns.weight != absent_column) take_weight(edge, line);
        if (m_columns.confidence != absent_column) {
            edge.confidence = confidence_in(m_fields[m_columns.confidence]);
        }
        if (m_columns.sources != absent_column) take_sources(edge);
        const std::size_t end = m_columns.sif ? m_fields.size() : m_columns.target + 1;
        for (std::size_t i = m_columns.target; i < end; ++i) take_edge(edge, m_fields[i], line);
    }

    void take_edge(Regulation edge, const std::string& field, std::size_t line) {
        if (m_columns.own && !m_fields[m_columns.tf].empty() && !field.empty())
            return take_names(edge, m_fields[m_columns.tf], field);
        const std::vector<std::string> targets = names_in_field(field);
        if (m_fields[m_columns.tf].empty() || targets.empty())
            refuse_prior(m_path, line, "The TF or the target has no name");
        if (names_in_field(m_fields[m_columns.tf]).size() != 1) {
            refuse_prior(
                m_path, line,
                "\"" + m_fields[m_columns.tf].substr(0, 40) + "\" is several names in the place of a TF",
                "Write one TF a line, and one character between all columns");
        }
        const std::string tf = m_names.tf_of(m_fields[m_columns.tf], edge.sign);
        if (targets.size() > 1) m_names.count_list(field);
        for (const std::string& target : targets) take_names(edge, tf, target);
    }

    void take_names(const Regulation& edge, const std::string& tf, const std::string& target) {
        m_numeric_names += number_in(target).has_value();
        m_names.look_at(tf);
        m_names.look_at(target);
        if (!m_columns.named) look_at(tf, target);
        const bool complex = m_columns.identifier != absent_column && !tf.starts_with(complex_mark) &&
                             m_fields[m_columns.identifier].starts_with(complex_mark);
        m_sink.add(complex ? std::string(complex_mark) + tf : tf, target, edge);
    }

    void take_sign(Regulation& edge, std::size_t line) {
        const std::string& field = m_fields[m_columns.sign];
        const auto word = m_columns.sif ? relation_in(field) : sign_in(field);
        if (!word) {
            refuse_prior(m_path, line, "\"" + field.substr(0, 40) + "\" is neither a weight nor a mode");
        }
        edge.sign = word->sign;
        edge.conflicting = word->conflicting;
    }

    // The resources' consensus where it has one, else what any of them says; both at once is a conflict.
    void take_flags(Regulation& edge) const {
        const auto flag = [&](std::size_t column) {
            return column != absent_column && truth_in(m_fields[column]);
        };
        bool up = flag(m_columns.consensus_stimulation), down = flag(m_columns.consensus_inhibition);
        if (up == down) {
            up = flag(m_columns.stimulation);
            down = flag(m_columns.inhibition);
        }
        edge.sign = static_cast<std::int8_t>(up == down ? 0 : up ? 1 : -1);
        edge.conflicting = up && down;
    }

    // A word in the place of a weight has none.
    void take_weight(Regulation& edge, std::size_t line) {
        const auto value = number_in(m_fields[m_columns.weight]);
        if (!value && m_columns.weight == m_columns.sign) return;
        if (!value || !std::isfinite(*value)) {
            if (m_fields[m_columns.weight].empty()) return;
            refuse_prior(m_path, line,
                         "\"" + m_fields[m_columns.weight].substr(0, 40) + "\" is not an importance");
        }
        edge.weight = static_cast<float>(std::abs(*value));
        // 0 in a column of modes means unknown, and is no weight.
        if (*value == 0 && m_columns.weight == m_columns.sign) edge.weight = 1;
    }

    void take_sources(Regulation& edge) {
        edge.sources = 0;
        const std::string_view list = m_fields[m_columns.sources];
        for (std::size_t at = 0; at <= list.size();) {
            const std::size_t end = std::min(list.find(';', at), list.size());
            if (end > at) edge.sources |= m_sink.builder().source(list.substr(at, end - at));
            at = end + 1;
        }
        if (edge.sources == 0) edge.sources = m_sink.builder().source("not stated");
    }

    const std::string& m_path;
    std::string_view m_text;
    PriorColumns m_columns;
    char m_delimiter;
    Job& m_job;
    PriorSink& m_sink;
    std::vector<std::string> m_fields;
    std::size_t m_records = 0, m_numeric_names = 0, m_odd_names = 0;
    std::string m_header;
    std::unordered_set<std::string> m_tfs;
    std::vector<std::string> m_first_tfs, m_side_warnings;
    OddNames m_names;
};

}  // namespace

PriorNotes read_prior_table(const std::string& path, std::string_view text, const PriorHead& head, Job& job,
                            PriorSink& sink) {
    return TableReader(path, text, head, job, sink).read();
}

}  // namespace regulus
