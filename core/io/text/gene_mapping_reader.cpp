#include "core/io/text/gene_mapping_reader.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <span>

#include "core/base/error.h"
#include "core/base/utf8.h"
#include "core/io/files/delimited_text.h"
#include "core/io/files/name_kinds.h"

namespace regulus {
namespace {

constexpr std::size_t max_bytes = std::size_t{512} << 20U;
constexpr std::size_t lines_a_checkpoint = 4096;

using Fields = std::vector<std::string>;

std::optional<std::size_t> column_named(const Fields& header, std::span<const std::string_view> names) {
    for (const std::string_view name : names) {
        const auto found = std::ranges::find(header, name, plain_word);
        if (found != header.end()) return static_cast<std::size_t>(found - header.begin());
    }
    return std::nullopt;
}

using Names = std::array<std::string_view, 4>;
constexpr Names symbol_names{"symbol", "approvedsymbol", "hgncsymbol", "hgncsymbols"};
constexpr Names alias_names{"aliassymbol", "aliassymbols", "synonyms", "alias"};
constexpr Names previous_names{"prevsymbol", "previoussymbols", "previoussymbol", "prevsymbols"};
constexpr Names ensembl_names{"ensemblgeneid", "ensemblid", "ensembl", "ensemblidsuppliedbyensembl"};
constexpr Names entrez_names{"entrezid", "ncbigeneid", "entrezgeneid", "ncbigeneidsuppliedbyncbi"};
constexpr std::array<std::string_view, 9> from_names{"from",   "source",       "alias", "old",  "query",
                                                     "geneid", "genestableid", "id",    "mouse"};
constexpr std::array<std::string_view, 9> to_names{
    "to", "target", "symbol", "new", "genesymbol", "genename", "approvedsymbol", "name", "human"};

// What may stand in the first line of a table without being a gene.
bool is_header_word(const std::string& field) {
    static constexpr std::array<std::string_view, 12> more{
        "gene", "ensembl",   "ensemblgeneid", "entrezid",      "entrez",        "ncbigeneid",
        "rat",  "zebrafish", "ortholog",      "humangenename", "mousegenename", "symbols"};
    const std::string word = plain_word(field);
    return std::ranges::find(from_names, word) != from_names.end() ||
           std::ranges::find(to_names, word) != to_names.end() || std::ranges::find(more, word) != more.end();
}

struct Layout {
    bool header = false;
    bool nomenclature = false;
    std::size_t from = 0, to = 1;
    std::optional<std::size_t> ensembl, entrez, previous, alias, status;
    std::size_t columns = 2;  // a line must have
};

Layout layout_of(const Fields& first) {
    Layout layout;
    const auto symbol = column_named(first, symbol_names);
    layout.ensembl = column_named(first, ensembl_names);
    layout.entrez = column_named(first, entrez_names);
    layout.previous = column_named(first, previous_names);
    layout.alias = column_named(first, alias_names);
    layout.status = column_named(first, std::array<std::string_view, 1>{"status"});
    if (symbol && (layout.previous || (layout.alias && first.size() > 2))) {
        layout.header = layout.nomenclature = true;
        layout.to = *symbol;
        layout.columns = *symbol + 1;
        return layout;
    }
    const auto from = column_named(first, from_names), to = column_named(first, to_names);
    if (from && to && *from != *to) {
        layout.header = true;
        layout.from = *from;
        layout.to = *to;
        layout.columns = std::max(*from, *to) + 1;
    } else if (first.size() >= 2) {
        layout.header = is_header_word(first[0]) && is_header_word(first[1]);
    }
    return layout;
}

// The names of a field that lists several.
std::vector<std::string_view> listed(std::string_view field, bool by_comma) {
    std::vector<std::string_view> names;
    const std::string_view separators = by_comma ? "|," : "|";
    while (!field.empty()) {
        const auto end = std::min(field.find_first_of(separators), field.size());
        std::string_view name = field.substr(0, end);
        const auto begin = name.find_first_not_of(" \"");
        if (begin != std::string_view::npos)
            names.push_back(name.substr(begin, name.find_last_not_of(" \"") - begin + 1));
        field.remove_prefix(std::min(end + 1, field.size()));
    }
    return names;
}

void add_nomenclature(const Layout& layout, const Fields& fields, GeneMapping& mapping) {
    const std::string& symbol = fields[layout.to];
    if (layout.status && *layout.status < fields.size() && plain_word(fields[*layout.status]) != "approved")
        return;
    mapping.add(symbol, symbol, 0);
    int rank = 0;
    for (const auto& column : {layout.ensembl, layout.entrez, layout.previous, layout.alias}) {
        ++rank;
        if (!column || *column >= fields.size()) continue;
        for (const std::string_view name : listed(fields[*column], true)) mapping.add(name, symbol, rank);
    }
}

[[noreturn]] void refuse(const std::string& path, std::size_t line, const std::string& what) {
    throw Error(ErrorKind::Input, what, line > 0 ? path + ", line " + std::to_string(line) : path,
                "Choose a table with two columns: current and new gene name");
}

void add_line(const Layout& layout, const Fields& fields, GeneMapping& mapping) {
    if (layout.nomenclature) return add_nomenclature(layout, fields, mapping);
    for (const std::string_view from : listed(fields[layout.from], false)) {
        for (const std::string_view to : listed(fields[layout.to], false)) mapping.add(from, to);
    }
}

}  // namespace

GeneMapping read_gene_mapping(const std::string& path, Job& job) {
    const std::string text = read_text_file(path, max_bytes, job);
    GeneMapping mapping(as_utf8(std::filesystem::path(path).filename().string()));
    LineReader reader(text, path);
    if (!reader.next()) refuse(path, 0, "The table is empty");
    const char delimiter = delimiter_of(reader.line());
    Fields fields;
    if (!split_fields(reader.line(), delimiter, fields))
        refuse(path, reader.number(), "A quote is not closed");
    if (fields.size() < 2) refuse(path, reader.number(), "A table of gene names needs two columns");
    const Layout layout = layout_of(fields);
    std::size_t lines = 0;
    for (bool more = layout.header ? reader.next() : true; more; more = reader.next()) {
        if (++lines % lines_a_checkpoint == 0) {
            job.checkpoint();
            job.progress(static_cast<double>(reader.position()) / static_cast<double>(text.size()),
                         "reading gene names");
        }
        if (!split_fields(reader.line(), delimiter, fields))
            refuse(path, reader.number(), "A quote is not closed");
        if (!is_utf8(reader.line())) {
            if (fields.size() > layout.to && !is_utf8(fields[layout.to]))
                refuse(path, reader.number(), "The name \"" + as_utf8(fields[layout.to]) + "\" is not UTF-8");
            for (std::string& field : fields) field = as_utf8(field);
        }
        // Trailing empty fields may be missing; a line that does not reach the wanted columns maps nothing.
        if (fields.size() >= layout.columns) add_line(layout, fields, mapping);
    }
    if (mapping.size() == 0) refuse(path, 0, "The table renames no gene");
    job.progress(1, "reading gene names");
    return mapping;
}

}  // namespace regulus
