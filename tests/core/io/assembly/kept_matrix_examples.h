// Tables of text and 10x folders with all that their values may be, and openings of them with little and with
// plenty of memory.
#pragma once

#include <QTemporaryDir>

#include <filesystem>
#include <fstream>
#include <set>

#include "core/base/random.h"
#include "core/io/assembly/entries_in_memory.h"
#include "core/io/dataset/dataset_reader.h"
#include "tests/core/io/dataset_dump.h"
#include "tests/core/io/store_examples.h"
#include "tests/core/io/text_reader_checks.h"
#include "tests/support/test_data.h"

namespace regulus::test {

inline constexpr std::size_t cells = 700, genes = 300;
inline constexpr std::size_t plenty = std::size_t{64} << 20U, little = std::size_t{400} << 10U;

inline std::string name_of_cell(std::size_t c) {
    return "ACGTTGCAACGT" + std::to_string(c) + "-1";
}

// Entries of every kind that a text may name: counts, fractions, repetitions that come to zero, zeros.
inline std::vector<Entry> some_entries(bool repeated, std::uint64_t seed) {
    const CsrMatrix m = example_matrix(cells, genes, 0.4, Values::Floats, true, seed);
    Random random(seed);
    std::vector<Entry> entries;
    for (std::size_t c = 0; c < cells; ++c) {
        for (std::size_t i = 0; i < m.row_columns(c).size(); ++i) {
            const auto gene = m.row_columns(c)[i];
            const float value =
                random.below(3) == 0 ? m.row_values(c)[i] : static_cast<float>(random.below(70'000));
            entries.push_back({static_cast<std::int32_t>(c), gene, value});
            if (!repeated || random.below(4) > 0) continue;
            entries.push_back({static_cast<std::int32_t>(c), gene, 0.1F});
            entries.push_back({static_cast<std::int32_t>(c), gene, random.below(2) == 0 ? -value : 1e8F});
        }
    }
    return entries;
}

inline void shuffle(std::vector<Entry>& entries) {
    Random random(9);
    for (std::size_t i = entries.size(); i > 1; --i) std::swap(entries[i - 1], entries[random.below(i)]);
}

inline std::vector<Entry> in_order(std::vector<Entry> entries, const std::string& order) {
    if (order == "by gene") std::ranges::stable_sort(entries, {}, &Entry::gene);
    if (order == "shuffled") shuffle(entries);
    if (order == "late") std::rotate(entries.begin(), entries.begin() + 200, entries.end());
    return entries;
}

inline QString number(float value) {
    return QString::number(double(value), 'g', 9);
}

inline void write_folder(const std::string& folder, const std::vector<Entry>& entries) {
    std::filesystem::create_directories(folder);
    std::ofstream barcodes(folder + "/barcodes.tsv"), features(folder + "/genes.tsv");
    for (std::size_t c = 0; c < cells; ++c) barcodes << name_of_cell(c) << "\n";
    for (std::size_t g = 0; g < genes; ++g) features << "ENSG" << g << "\tRPL" << g << "\n";
    QString text = QString("%%MatrixMarket matrix coordinate real general\n%1 %2 %3\n")
                       .arg(genes)
                       .arg(cells)
                       .arg(entries.size());
    for (const Entry& entry : entries)
        text += QString("%1 %2 ").arg(entry.gene + 1).arg(entry.cell + 1) + number(entry.value) + "\n";
    write_bytes(folder + "/matrix.mtx", text.toStdString());
}

// The same values as a table, with labels of the rows, a row and a column without values.
inline void write_table(const std::string& path, bool cells_in_rows) {
    const CsrMatrix m = example_matrix(cells, genes, 0.4, Values::Floats, true, 5);
    const Matrix dense = to_dense(m);
    const std::size_t rows = cells_in_rows ? cells : genes, columns = cells_in_rows ? genes : cells;
    const auto gene = [](std::size_t g) { return "RPL" + std::to_string(g); };
    QString text = "name";
    for (std::size_t i = 0; i < columns; ++i)
        text += "," + qs(cells_in_rows ? gene(i) : name_of_cell(i)) + (i == 4 ? ",kind,nothing" : "");
    for (std::size_t r = 0; r < rows; ++r) {
        text += "\n" + qs(cells_in_rows ? name_of_cell(r) : gene(r));
        for (std::size_t i = 0; i < columns; ++i) {
            const float value = cells_in_rows ? dense(r, i) : dense(i, r);
            text += "," + (r == 7 ? "NA" : number(value)) + (i == 4 ? r % 2 == 0 ? ",a," : ",b,NA" : "");
        }
    }
    write_bytes(path, text.toStdString() + "\n");
}

struct Stages final : Watch {
    std::set<std::string> seen;
    void progress(double fraction, std::string_view stage) override {
        seen.emplace(stage);
        Watch::progress(fraction, stage);
    }
    bool wrote() const { return seen.contains("writing the matrix to disk"); }
};

inline std::string contents(const Dataset& data) {
    const Assay& x = data.assays.at(0);
    const CsrMatrix all = x.matrix->block(0, x.matrix->cells());
    std::string text(reinterpret_cast<const char*>(all.values.data()), all.values.size() * sizeof(float));
    for (const auto column : all.columns) text += std::to_string(column) + " ";
    for (const auto offset : all.offsets) text += std::to_string(offset) + " ";
    const QJsonObject tables{{"obs", json_of(data.obs)}, {"var", json_of(*x.var)}};
    text += QJsonDocument(tables).toJson().toStdString();
    for (const std::string& warning : data.warnings) text += warning + "\n";
    return text + std::to_string(static_cast<int>(x.kind));
}

// The files in a folder of their own, and a cache for each test.
class KeptFiles {
  public:
    KeptFiles() {
        for (const char* name : {"by cell", "by gene", "shuffled", "late"})
            write_folder(at(name), in_order(some_entries(false, 3), name));
        write_folder(at("repeated"), in_order(some_entries(true, 4), "shuffled"));
        write_table(at("cells.csv"), true);
        write_table(at("genes.csv"), false);
    }

    std::string at(const char* name) const { return m_folder.filePath(name).toStdString(); }

    ReadOptions options(std::size_t max_bytes) {
        ReadOptions options;
        options.max_bytes = max_bytes;
        options.in_memory_bytes = 100'000;
        options.cache.folder = at("cache") + std::to_string(m_caches);
        options.cache.limit = std::uint64_t{1} << 30U;
        return options;
    }
    ReadOptions fresh(std::size_t max_bytes) {
        ++m_caches;
        return options(max_bytes);
    }
    static std::string read(const std::string& path, const ReadOptions& options) {
        Job job;
        return contents(*read_dataset(path, options, job));
    }
    static std::string refusal(const std::string& path, const ReadOptions& options) {
        Job job;
        return outcome_of([&] { return read_dataset(path, options, job); });
    }

  private:
    QTemporaryDir m_folder;
    int m_caches = 0;
};

}  // namespace regulus::test
