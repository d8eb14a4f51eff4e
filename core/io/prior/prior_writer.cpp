#include "core/io/prior/prior_writer.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/io/files/atomic_file.h"
#include "core/io/files/csv_writer.h"
#include "core/io/prior/prior_words.h"
#include "core/prior/network_summary.h"

namespace regulus {
namespace {

// What would be read back as something else.
bool can_be_written(std::string_view name, PriorFormat format) {
    if (name.empty() || name.front() == '#' || name.front() == ' ' || name.back() == ' ') return false;
    const std::string_view breaks = format == PriorFormat::Csv ? "\r\n" : "\r\n\t\"";
    return name.find_first_of(breaks) == std::string_view::npos;
}

void check_names(const RegulatoryNetwork& network, PriorFormat format, const std::string& path) {
    if (network.edges.empty()) {
        throw Error(ErrorKind::Data, "The prior has no edges to write", path, "Filter less");
    }
    for (const Regulation& edge : network.edges) {
        for (const std::uint32_t gene : {edge.tf, edge.target}) {
            if (can_be_written(network.genes[gene], format)) continue;
            throw Error(ErrorKind::Data,
                        "The name \"" + network.genes[gene] + "\" cannot be written in this format", path,
                        "Rename it in the prior");
        }
    }
}

std::string joined_sources(const RegulatoryNetwork& network, std::uint64_t sources) {
    std::string text;
    for (const std::string& name : source_names(network, sources)) {
        text += text.empty() ? "" : ";";
        // The separator within a name would make two sources of it.
        std::ranges::replace_copy(name, std::back_inserter(text), ';', ',');
    }
    return text;
}

void write_csv(const RegulatoryNetwork& network, const std::string& path) {
    CsvWriter csv(path);
    csv.names({"source", "target", "weight", "mode", "confidence", "sources"});
    for (const Regulation& edge : network.edges) {
        csv.field(network.genes[edge.tf]);
        csv.field(network.genes[edge.target]);
        csv.field(edge.sign < 0 ? -edge.weight : edge.weight);
        csv.field(sign_word(edge.sign, edge.conflicting));
        csv.field(edge.confidence == 0 ? std::string_view() : std::string_view(&edge.confidence, 1));
        csv.field(joined_sources(network, edge.sources));
        csv.end_row();
    }
    csv.commit();
}

void write_gmt(const RegulatoryNetwork& network, const std::string& path) {
    AtomicFile file(path);
    std::string text;
    for (std::size_t i = 0; i < network.edges.size(); ++i) {
        const Regulation& edge = network.edges[i];
        if (i == 0 || network.edges[i - 1].tf != edge.tf) {
            text += (i == 0 ? "" : "\n") + network.genes[edge.tf] + "\ttargets of " + network.genes[edge.tf];
        }
        text += '\t' + network.genes[edge.target];
        if (text.size() > (std::size_t{1} << 20U)) {
            file.write(text);
            text.clear();
        }
    }
    file.write(text + '\n');
    file.commit();
}

void write_sif(const RegulatoryNetwork& network, const std::string& path) {
    AtomicFile file(path);
    std::string text;
    for (const Regulation& edge : network.edges) {
        const char* relation = edge.conflicting ? "conflicting"
                               : edge.sign > 0  ? "activates"
                               : edge.sign < 0  ? "represses"
                                                : "regulates";
        text += network.genes[edge.tf] + '\t' + relation + '\t' + network.genes[edge.target] + '\n';
        if (text.size() > (std::size_t{1} << 20U)) {
            file.write(text);
            text.clear();
        }
    }
    file.write(text);
    file.commit();
}

}  // namespace

PriorFormat prior_format_of(const std::string& path) {
    const std::string name = lower_case(path);
    if (name.ends_with(".gmt")) return PriorFormat::Gmt;
    if (name.ends_with(".sif")) return PriorFormat::Sif;
    if (name.ends_with(".csv") || name.ends_with(".tsv") || name.ends_with(".txt")) return PriorFormat::Csv;
    throw Error(ErrorKind::Usage, "A prior is written as .csv, .tsv, .gmt or .sif", path,
                "Choose a name with one of these endings");
}

void write_prior(const RegulatoryNetwork& network, const std::string& path) {
    const PriorFormat format = prior_format_of(path);
    check_names(network, format, path);
    switch (format) {
        case PriorFormat::Csv:
            return write_csv(network, path);
        case PriorFormat::Gmt:
            return write_gmt(network, path);
        case PriorFormat::Sif:
            return write_sif(network, path);
    }
}

}  // namespace regulus
