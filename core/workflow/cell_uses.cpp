#include "core/workflow/cell_uses.h"

#include <algorithm>

#include "core/data/gene_names.h"
#include "core/workflow/training_setup.h"

namespace regulus {
namespace {

constexpr std::size_t most_looked_at = 64;

bool has_gene_column(const Table& var, const std::string& column) {
    return column.empty() || std::ranges::count(gene_columns_of(var), column) > 0;
}

bool same_cells(const Dataset& dataset, const TrainingRecord& record, Job& job) {
    const Assay* assay = dataset.assay(record.assay);
    if (record.data_checksum.empty() || assay == nullptr || !has_gene_column(*assay->var, record.gene_column))
        return false;
    if (fingerprint(dataset.obs, gene_names(*assay->var, record.gene_column).names) != record.data_checksum)
        return false;
    return record.detected.empty() || detected_genes(*assay->matrix, job) == record.detected;
}

}  // namespace

CellUses cell_uses(const Dataset& dataset, const ModelFile& model, Job& job) {
    CellUses found;
    const TrainingRecord& record = model.record;
    found.same_data = same_cells(dataset, record, job);
    // A file that names uses but not what tells the cells apart is nobody's.
    if (!found.same_data || record.uses.size() != dataset.cells() || record.detected.empty()) return found;
    found.train = found.validation = found.test = CellSet(dataset.cells());
    for (std::size_t cell = 0; cell < record.uses.size(); ++cell) {
        if (record.uses[cell] == CellUse::Train) found.train.insert(cell);
        if (record.uses[cell] == CellUse::Validation) found.validation.insert(cell);
        if (record.uses[cell] == CellUse::Test) found.test.insert(cell);
    }
    return found;
}

const char* split_name(const CellUses& uses, std::size_t cell) {
    if (uses.train.contains(cell)) return "train";
    if (uses.validation.contains(cell)) return "validation";
    return uses.test.contains(cell) ? "test" : "";
}

std::vector<CellUse> uses_of(const Split& split) {
    std::vector<CellUse> uses(split.train.universe(), CellUse::None);
    for (const std::uint32_t cell : split.train.rows()) uses[cell] = CellUse::Train;
    for (const std::uint32_t cell : split.validation.rows()) uses[cell] = CellUse::Validation;
    for (const std::uint32_t cell : split.test.rows()) uses[cell] = CellUse::Test;
    return uses;
}

std::vector<std::uint32_t> detected_genes(const MatrixSource& matrix, Job& job, const CellShare& share) {
    const std::size_t cells = matrix.cells(), looked_at = std::min(cells, most_looked_at);
    std::vector<std::uint32_t> rows(looked_at), detected(looked_at);
    for (std::size_t i = 0; i < looked_at; ++i) rows[i] = static_cast<std::uint32_t>(i * cells / looked_at);
    matrix.prepare_blocks(job);
    const CsrMatrix values = matrix.rows(share.own(rows));
    const std::size_t first = share.before(rows);
    for (std::size_t i = 0; i < values.rows; ++i) {
        const auto row = values.row_values(i);
        detected[first + i] =
            static_cast<std::uint32_t>(std::ranges::count_if(row, [](float value) { return value != 0; }));
    }
    share.complete(std::span(detected), 1, rows);
    return detected;
}

}  // namespace regulus
