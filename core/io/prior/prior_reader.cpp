#include "core/io/prior/prior_reader.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>

#include <filesystem>
#include <utility>

#include "core/base/count_text.h"
#include "core/base/error.h"
#include "core/base/utf8.h"
#include "core/io/files/checksum.h"
#include "core/io/files/delimited_text.h"
#include "core/io/prior/prior_formats.h"
#include "core/io/prior/prior_names.h"
#include "core/io/prior/prior_words.h"
#include "core/prior/complexes.h"

namespace regulus {
namespace {

// The largest prior known, DoRothEA with any confidence, has 20 MiB.
constexpr std::size_t largest_text = std::size_t{512} << 20U;

void check_options(const PriorOptions& options) {
    const char worst = options.worst_confidence;
    if (worst != 0 && confidence_in(std::string_view(&worst, 1)) != worst) {
        throw Error(ErrorKind::Usage, "A confidence is one of A, B, C, D and E");
    }
    if (!(options.min_importance >= 0)) {
        throw Error(ErrorKind::Usage, "The smallest importance is a number that is not negative");
    }
}

PriorNotes read_format(const std::string& path, std::string_view text, Job& job, PriorSink& sink) {
    const PriorHead head = head_of(path, text);
    if (looks_like_scenic(head)) return read_scenic(path, text, job, sink);
    if (looks_like_gmt(head)) return read_gmt(path, text, job, sink);
    if (looks_like_wide(head)) return read_wide(path, text, head, job, sink);
    return read_prior_table(path, text, head, job, sink);
}

[[noreturn]] void refuse_empty(const std::string& path, const std::string& what, const std::string& remedy) {
    throw Error(ErrorKind::Data, what, path, remedy);
}

// What a filter of rows left, and whether the source has what the filters ask for.
void check_rows(const std::string& path, PriorSink& sink, const PriorOptions& options) {
    if (sink.listed() == 0) refuse_prior(path, 0, "The file lists no edges", "Choose another file");
    if (!sink.weighted() && (options.min_importance > 0 || options.top_targets > 0)) {
        refuse_empty(path, "The prior has no importances, so it cannot be filtered by importance",
                     "Remove the importance and top-targets filters");
    }
    if (sink.builder().rows() > 0) return;
    if (options.min_importance > 0) {
        refuse_empty(path, "No edge has the required importance", "Lower the minimum importance");
    }
    refuse_empty(path, "No edge has confidence " + std::string(1, options.worst_confidence) + " or better",
                 "Allow a lower confidence");
}

void warn_of_conflicts(RegulatoryNetwork& network) {
    if (network.repeated_pairs > 0 && network.differing_pairs > 0) {
        network.warnings.push_back(count_text(network.repeated_pairs, "pair is", "pairs are") +
                                   " listed more than once, " + count_text(network.differing_pairs) +
                                   " of them with different modes; " + count_text(network.conflicting_pairs) +
                                   (network.conflicting_pairs == 1 ? " is" : " are") +
                                   " both activating and repressing and treated as unknown");
    } else if (network.conflicting_pairs > 0) {
        network.warnings.push_back(count_text(network.conflicting_pairs, "pair is", "pairs are") +
                                   " listed as both activating and repressing, with a sign treated as "
                                   "unknown");
    }
}

void keep_listed_tfs(RegulatoryNetwork& network, const PriorOptions& options, const std::string& path,
                     Job& job) {
    const NameList list = read_name_list(options.tf_list, job);
    const std::size_t before = network.edges.size(), absent = absent_tfs(network, list.names);
    NetworkFilter filter;
    filter.tfs = &list.names;
    network = filtered(network, filter);
    const std::size_t left_out = before - network.edges.size();
    if (absent > 0) {
        network.warnings.push_back("Of the " + count_text(list.names.size(), "TF", "TFs") + " in " +
                                   list.file + ", " + count_text(absent) + " regulate" +
                                   (absent == 1 ? "s" : "") + " nothing in the prior");
    }
    if (left_out > 0) {
        network.warnings.push_back(count_text(left_out, "edge", "edges") + " of TFs that are not in " +
                                   list.file + (left_out == 1 ? " was" : " were") + " left out");
    }
    if (network.edges.empty()) {
        refuse_empty(path, "None of the TFs in " + list.file + " regulates anything in the prior",
                     "Choose a list for the same species, or remove it");
    }
}

void narrow(RegulatoryNetwork& network, const PriorOptions& options, const std::string& path, Job& job) {
    if (options.sign != SignFilter::Both) {
        NetworkFilter filter;
        filter.sign = options.sign;
        network = filtered(network, filter);
        if (network.edges.empty()) {
            refuse_empty(path, std::string("No edge is known to be ") + to_string(options.sign),
                         "Allow both signs");
        }
    }
    if (options.expand_complexes) network = expand_complexes(network);
    if (!options.tf_list.empty()) keep_listed_tfs(network, options, path, job);
    if (options.top_targets > 0) {
        NetworkFilter filter;
        filter.top_targets = options.top_targets;
        network = filtered(network, filter);
    }
}

// What the options ask for, for a person; "" for nothing.
std::string words(const PriorOptions& options) {
    std::vector<std::string> parts;
    if (options.worst_confidence == 'A') parts.emplace_back("confidence A");
    if (options.worst_confidence > 'A')
        parts.push_back(std::string("confidence A to ") + options.worst_confidence);
    if (options.min_importance > 0) parts.push_back(fmt::format("importance ≥ {}", options.min_importance));
    if (options.sign != SignFilter::Both) parts.push_back(std::string(to_string(options.sign)) + " edges");
    if (options.expand_complexes) parts.emplace_back("complexes expanded");
    if (!options.tf_list.empty())
        parts.push_back("TFs of " + std::filesystem::path(options.tf_list).filename().string());
    if (options.top_targets > 0)
        parts.push_back(
            fmt::format("top {} of each TF", count_text(options.top_targets, "target", "targets")));
    return fmt::format("{}", fmt::join(parts, ", "));
}

// A semicolon separates columns where commas stand in numbers alone.
char prior_delimiter(std::string_view line) {
    const char usual = delimiter_of(line);
    std::vector<std::string> fields;
    if (usual != ',' || !split_fields(line, ';', fields) || fields.size() < 3) return usual;
    use_decimal_points(fields);
    const auto has_comma = [](const std::string& field) { return field.find(',') != std::string::npos; };
    return std::ranges::any_of(fields, has_comma) ? usual : ';';
}

// Names in another encoding become UTF-8.
std::string mended_lines(std::string_view text, const std::string& path, std::vector<std::string>& warnings) {
    std::string result;
    std::size_t count = 0, number = 0, first = 0, column = 0;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size() - 1) + 1;
        const std::string_view line = text.substr(begin, end - begin);
        begin = end;
        ++number;
        const std::size_t good = utf8_prefix(line);
        if (good == line.size()) {
            result += line;
            continue;
        }
        result += as_utf8(line);
        if (count++ > 0) continue;
        first = number;
        const std::string_view before = line.substr(0, good);
        column = 1 + static_cast<std::size_t>(std::ranges::count(before, delimiter_of(line)));
    }
    warnings.push_back(as_utf8(std::filesystem::path(path).filename().string()) + ": " +
                       std::to_string(count) + (count == 1 ? " line is" : " lines are") +
                       " not UTF-8 and read as Windows-1252; the first is line " + std::to_string(first) +
                       ", column " + std::to_string(column));
    return result;
}

RegulatoryNetwork network_of(const std::string& path, std::string_view text, const PriorOptions& options,
                             Job& job) {
    PriorSink sink(options.worst_confidence, options.min_importance);
    PartJob reading(job, 0, 0.8);
    std::vector<std::string> encoding;
    std::string mended;
    if (!is_utf8(text)) text = mended = mended_lines(text, path, encoding);
    PriorNotes notes = read_format(path, text, reading, sink);
    notes.warnings.insert(notes.warnings.begin(), encoding.begin(), encoding.end());
    check_rows(path, sink, options);
    job.checkpoint();
    job.progress(0.8, "merging repeated pairs");
    RegulatoryNetwork network =
        sink.builder().finish(as_utf8(std::filesystem::path(path).filename().string()), job);
    network.format = std::move(notes.format);
    network.records = notes.records;
    network.warnings = std::move(notes.warnings);
    warn_of_conflicts(network);
    narrow(network, options, path, job);
    network.narrowed = words(options);
    return network;
}

}  // namespace

PriorOptions advised_options(const RegulatoryNetwork& whole) {
    PriorOptions options;
    if (std::ranges::any_of(whole.edges, [](const Regulation& edge) { return edge.confidence >= 'D'; }))
        options.worst_confidence = 'C';
    return options;
}

PriorHead head_of(const std::string& path, std::string_view text) {
    constexpr std::size_t most_rows = 200, most_text = std::size_t{4} << 20U;
    PriorHead head;
    LineReader lines(text, path);
    while (head.rows.size() < most_rows && lines.position() < most_text && lines.next()) {
        if (head.rows.empty()) head.delimiter = prior_delimiter(lines.line());
        head.lines.push_back(lines.number());
        if (!split_fields(lines.line(), head.delimiter, head.rows.emplace_back())) {
            refuse_prior(path, lines.number(), "A quotation mark is not closed");
        }
        use_decimal_points(head.rows.back());
    }
    if (head.rows.empty()) refuse_prior(path, 0, "The file lists no edges", "Choose another file");
    return head;
}

RegulatoryNetwork read_prior(const std::string& path, const PriorOptions& options, Job& job) {
    check_options(options);
    const std::string text = read_text_file(path, largest_text, job);
    RegulatoryNetwork network = network_of(path, text, options, job);
    job.checkpoint();
    network.checksum = sha256_of_file(path, job);
    job.progress(1, "merging repeated pairs");
    return network;
}

RegulatoryNetwork read_prior_text(const std::string& name, std::string_view text, const PriorOptions& options,
                                  Job& job) {
    check_options(options);
    RegulatoryNetwork network = network_of(name, text, options, job);
    network.checksum = sha256(text);
    job.progress(1, "merging repeated pairs");
    return network;
}

}  // namespace regulus
