#include "tests/fuzz/whole_dataset.h"

#include <algorithm>

#include "core/io/dataset/dataset_reader.h"
#include "tests/fuzz/fuzz_target.h"

namespace regulus::fuzz {
namespace {

constexpr std::size_t most_blocks = 16, most_parts = 3;
constexpr std::size_t small_enough = std::size_t{1} << 24U;  // values, for passes over all

void check_table(const Table& table) {
    for (const Column& column : table.columns) {
        if (column.rows() != table.size()) finding("a column of another length than its table");
        if (const Categorical* values = column.categorical()) {
            const auto most = static_cast<std::int64_t>(values->categories.size());
            for (const std::int32_t code : values->codes) {
                if (code < -1 || code >= most) finding("a code without a category");
            }
            if (!values->colors.empty() && values->colors.size() != values->categories.size())
                finding("another number of colours than categories");
        }
    }
}

}  // namespace

void read_matrix(const MatrixSource& matrix) {
    const std::size_t cells = matrix.cells(), genes = matrix.genes();
    if (cells == 0) return;
    const std::size_t step = std::clamp<std::size_t>(matrix.preferred_block(), 1, cells);
    std::size_t blocks = 0;
    for (std::size_t begin = 0; begin < cells && blocks < most_blocks; begin += step, ++blocks) {
        attempt([&] {
            const CsrMatrix block = matrix.block(begin, std::min(cells, begin + step));
            check_sound(block);
            if (block.rows != std::min(cells, begin + step) - begin || block.cols != genes)
                finding("a block of another shape");
        });
    }
    const auto last = static_cast<std::uint32_t>(cells - 1);
    const std::vector<std::uint32_t> some{last, 0, last / 2};
    attempt([&] { check_sound(matrix.rows(some)); });
    if (genes == 0 || cells > small_enough / genes) return;
    Job job;
    for (const std::size_t gene : {std::size_t{0}, genes / 2, genes - 1}) {
        attempt([&] {
            if (matrix.gene(gene, job).size() != cells) finding("a gene without a value for each cell");
        });
    }
    attempt([&] { (void)matrix.totals(job); });
}

void read_everything(const Dataset& dataset) {
    if (dataset.assays.empty()) finding("a dataset without any assay");
    check_table(dataset.obs);
    for (const Assay& assay : dataset.assays) {
        check_table(*assay.var);
        if (assay.matrix->cells() != dataset.cells() || assay.matrix->genes() != assay.var->size())
            finding("a matrix that does not fit its tables");
        read_matrix(*assay.matrix);
    }
    for (const Embedding& embedding : dataset.embeddings) {
        if (embedding.coordinates.rows != dataset.cells() ||
            embedding.coordinates.values.size() != embedding.coordinates.rows * embedding.coordinates.cols) {
            finding("coordinates that do not fit the cells");
        }
    }
    for (const CellGraph& graph : dataset.graphs) read_matrix(*graph.matrix);
}

ReadOptions small_machine() {
    ReadOptions options;
    options.in_memory_bytes = std::size_t{1} << 20U;
    options.max_bytes = std::size_t{32} << 20U;
    options.look_first = false;
    options.cache.folder.clear();
    return options;
}

void open_and_read(const std::string& path, ReadOptions options) {
    std::vector<std::string> parts{options.part};
    for (std::size_t i = 0; i < parts.size(); ++i) {
        attempt([&] {
            Job job;
            options.part = parts[i];
            const auto dataset = read_dataset(path, options, job);
            read_everything(*dataset);
            if (i > 0) return;
            for (const std::string& part : dataset->parts) {
                if (part != dataset->part && parts.size() <= most_parts) parts.push_back(part);
            }
        });
    }
}

}  // namespace regulus::fuzz
