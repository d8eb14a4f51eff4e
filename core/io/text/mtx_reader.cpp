#include "core/io/text/mtx_reader.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <new>

#include "core/base/count_text.h"
#include "core/base/error.h"
#include "core/data/gene_spelling.h"
#include "core/io/assembly/assemble_dataset.h"
#include "core/io/assembly/entry_sink.h"
#include "core/io/assembly/feature_types.h"
#include "core/io/assembly/genomes.h"
#include "core/io/assembly/name_budget.h"
#include "core/io/assembly/typed_column.h"
#include "core/io/files/delimited_text.h"
#include "core/io/files/line_stream.h"
#include "core/io/text/matrix_market.h"
#include "core/io/text/tenx_files.h"

namespace regulus {
namespace {

constexpr std::size_t longest_line = std::size_t{1} << 20U;
// Changes when the same files are made into another matrix.
constexpr const char* how_read = "10x folder 1";

struct Feature {
    std::string id, symbol, type;
};

// Calls take(fields) for each line that is not blank.
template <class Take>
void read_fields(const std::string& path, std::size_t max_bytes, Job& job, const Take& take) {
    LineStream lines(path, longest_line, job, "reading names");
    std::vector<std::string> fields;
    NameBudget budget(max_bytes, path);
    while (lines.next()) {
        const std::string_view line = lines.line();
        if (line.find_first_not_of(" \t") == std::string_view::npos) continue;
        budget.take(line.size() + 3 * sizeof(std::string));
        const bool tabs = line.find('\t') != std::string_view::npos;
        const bool commas = !tabs && path.find(".csv") != std::string::npos;
        if (!split_fields(line, tabs || !commas ? '\t' : ',', fields)) {
            throw Error(ErrorKind::Input, "A quotation mark is not closed",
                        path + ", line " + std::to_string(lines.number()), "Correct the line");
        }
        take(fields);
    }
}

// The first field of each line.
std::vector<std::string> read_barcodes(const std::string& path, std::size_t max_bytes, Job& job) {
    std::vector<std::string> names;
    read_fields(path, max_bytes, job,
                [&](std::vector<std::string>& fields) { names.push_back(std::move(fields.front())); });
    return names;
}

std::vector<Feature> read_features(const std::string& path, std::size_t max_bytes, Job& job) {
    std::vector<Feature> features;
    read_fields(path, max_bytes, job, [&](std::vector<std::string>& fields) {
        fields.resize(std::max<std::size_t>(3, fields.size()));
        Feature feature{std::move(fields[0]), std::move(fields[1]), std::move(fields[2])};
        if (feature.symbol.empty()) feature.symbol = feature.id;
        features.push_back(std::move(feature));
    });
    return features;
}

class TenxReader {
  public:
    TenxReader(TenxFiles files, const ReadOptions& options, Job& job)
        : m_files(std::move(files)),
          m_options(options),
          m_job(job),
          m_kept({m_files.matrix, m_files.features, m_files.barcodes},
                 how_read + (options.part.empty() ? "" : " " + options.part), options) {
        m_warnings = m_files.warnings;
    }

    std::shared_ptr<Dataset> read() {
        PartJob cells(m_job, 0, 0.02), genes(m_job, 0.02, 0.05), values(m_job, 0.05, 0.85);
        m_barcodes = read_barcodes(m_files.barcodes, m_options.max_bytes, cells);
        m_features = read_features(m_files.features, m_options.max_bytes, genes);
        if (!m_files.symbols.empty()) add_symbols(genes);
        MarketReader market(m_files.matrix, values);
        fit_shape(market.header());
        choose_genes();
        auto matrix = m_kept.find(m_kept.find_entry(), m_barcodes.size(), m_genes.size());
        if (!matrix) matrix = read_values(market);
        Table obs{std::move(m_barcodes), "barcode", {}};
        Table genes_table = var();
        auto dataset = assemble_dataset(m_files.matrix, m_files.name, std::move(obs), std::move(genes_table),
                                        std::move(matrix), std::move(m_warnings));
        dataset->part = m_options.part;
        if (m_genomes.size() > 1) dataset->parts = std::move(m_genomes);
        return dataset;
    }

  private:
    void add_symbols(Job& job) {
        const std::vector<std::string> symbols = read_barcodes(m_files.symbols, m_options.max_bytes, job);
        if (symbols.size() != m_features.size()) {
            m_warnings.push_back(std::filesystem::path(m_files.symbols).filename().string() +
                                 " was not read: it has " + std::to_string(symbols.size()) + " names of " +
                                 std::to_string(m_features.size()) + " genes");
            return;
        }
        for (std::size_t g = 0; g < symbols.size(); ++g) m_features[g].symbol = symbols[g];
    }

    // Whether `names` are as many as `count`, or one more: then the first is a header.
    template <class Names>
    static bool fits(const Names& names, std::int64_t count) {
        const auto have = static_cast<std::int64_t>(names.size());
        return have == count || have == count + 1;
    }

    template <class Names>
    void drop_header(Names& names, std::int64_t count, const std::string& path) {
        if (static_cast<std::int64_t>(names.size()) == count) return;
        names.erase(names.begin());
        m_warnings.push_back("The first line of " + std::filesystem::path(path).filename().string() +
                             " was read as column names");
    }

    void fit_shape(const MarketHeader& header) {
        const auto exact = [&](std::int64_t genes, std::int64_t cells) {
            return static_cast<std::int64_t>(m_features.size()) == genes &&
                   static_cast<std::int64_t>(m_barcodes.size()) == cells;
        };
        const auto near = [&](std::int64_t genes, std::int64_t cells) {
            return fits(m_features, genes) && fits(m_barcodes, cells);
        };
        const auto rows = header.rows, columns = header.columns;
        m_cells_in_rows =
            !exact(rows, columns) && (exact(columns, rows) || (!near(rows, columns) && near(columns, rows)));
        const auto genes = m_cells_in_rows ? columns : rows, cells = m_cells_in_rows ? rows : columns;
        if (!near(genes, cells)) {
            throw Error(ErrorKind::Input,
                        "The files do not match: the matrix is " + std::to_string(rows) + " × " +
                            std::to_string(columns) + ", with the names of " +
                            count_text(m_features.size(), "gene", "genes") + " and " +
                            count_text(m_barcodes.size(), "cell", "cells"),
                        m_files.matrix, "Put the three files of one sample together");
        }
        drop_header(m_features, genes, m_files.features);
        drop_header(m_barcodes, cells, m_files.barcodes);
    }

    void choose_genes() {
        std::map<std::string, std::size_t> others;
        m_typed = std::ranges::any_of(m_features, is_expression_type, &Feature::type);
        std::vector<std::string> genomes;  // one a gene
        for (std::size_t i = 0; i < m_features.size(); ++i) {
            const auto& [id, symbol, type] = m_features[i];
            if (m_typed ? is_expression_type(type) : !is_other_type(type)) {
                m_genes.push_back(i);
                genomes.push_back(std::string(split_genome(id).first));
            } else {
                ++others[type];
            }
        }
        std::string listed;
        for (const auto& [type, count] : others) {
            listed += (listed.empty() ? "" : ", ") + std::to_string(count) + " of type \"" + type + "\"";
        }
        if (m_genes.empty()) {
            throw Error(ErrorKind::Data,
                        m_features.empty() ? "The files list no genes" : "No features are genes: " + listed,
                        m_files.features, "Choose a sample with gene expression");
        }
        if (!listed.empty()) m_warnings.push_back("Features other than genes are not used: " + listed);
        choose_genome(std::move(genomes));
        m_place.assign(m_features.size(), -1);
        for (std::size_t g = 0; g < m_genes.size(); ++g) m_place[m_genes[g]] = static_cast<std::int32_t>(g);
    }

    // Of several genomes the one asked for.
    void choose_genome(std::vector<std::string> genome_of_genes) {
        m_genomes = distinct_genomes(genome_of_genes);
        const std::string& wanted = m_options.part;
        check_genome(m_genomes, wanted, m_files.features);
        if (m_genomes.size() > 1 && wanted.empty()) m_warnings.push_back(together_warning(m_genomes));
        if (wanted.empty()) return;
        std::vector<std::size_t> genes;
        for (std::size_t g = 0; g < m_genes.size(); ++g) {
            if (genome_of_genes[g] == wanted) genes.push_back(m_genes[g]);
        }
        m_genes = std::move(genes);
    }

    std::shared_ptr<const MatrixSource> read_values(MarketReader& market) {
        EntrySink sink(m_options.max_bytes, m_files.matrix, m_kept, m_job);
        std::vector<Entry> entries;
        market.read([&](std::span<const MarketEntry> read) {
            entries.clear();
            for (const MarketEntry& entry : read) {
                const auto feature = m_cells_in_rows ? entry.column : entry.row;
                const auto cell = m_cells_in_rows ? entry.row : entry.column;
                const std::int32_t gene = m_place[static_cast<std::size_t>(feature)];
                if (gene >= 0) entries.push_back({cell, gene, entry.value});
            }
            sink.add(entries);
        });
        PartJob arranging(m_job, 0.85, 1);
        return sink.finish(m_barcodes.size(), m_genes.size(), arranging);
    }

    Table var() const {
        std::vector<std::string> symbols, ids, types, genomes;
        for (const std::size_t i : m_genes) {
            symbols.push_back(m_features[i].symbol);
            ids.push_back(m_features[i].id);
            types.push_back(m_features[i].type);
            genomes.push_back(std::string(split_genome(m_features[i].id).first));
        }
        Table table{std::move(symbols), "gene_symbol", {}};
        table.columns.push_back({"gene_ids", Text{std::move(ids)}});
        if (m_typed) table.columns.push_back(typed_column("feature_types", std::move(types)));
        if (std::ranges::none_of(genomes, &std::string::empty))
            table.columns.push_back(typed_column("genome", std::move(genomes)));
        return table;
    }

    TenxFiles m_files;
    const ReadOptions& m_options;
    Job& m_job;
    KeptMatrix m_kept;
    std::vector<std::string> m_barcodes, m_warnings;
    std::vector<Feature> m_features;
    std::vector<std::string> m_genomes;  // that the genes are of
    std::vector<std::size_t> m_genes;    // features that are genes
    std::vector<std::int32_t> m_place;   // of a feature among the genes; -1 is left out
    bool m_cells_in_rows = false, m_typed = false;
};

}  // namespace

bool is_tenx_folder(const std::string& path) {
    try {
        return find_tenx_files(path).has_value();
    } catch (const Error&) {
        return true;  // there is a matrix; reading says what is wrong with it
    }
}

std::shared_ptr<Dataset> read_tenx_folder(const std::string& path, const ReadOptions& options, Job& job) {
    try {
        auto files = find_tenx_files(path);
        if (!files) {
            throw Error(ErrorKind::Input, "No matrix.mtx with barcodes and features", path,
                        "Choose the folder that has the three files");
        }
        return TenxReader(std::move(*files), options, job).read();
    } catch (const std::bad_alloc&) {
        throw Error(ErrorKind::Memory, "Out of memory to open the file", path,
                    "Close other programs, or open a part of the data");
    }
}

}  // namespace regulus
