#include "core/io/assembly/stored_facts.h"

#include <algorithm>
#include <memory>

#include "core/data/selected_genes.h"
#include "core/io/store/turned_matrix.h"

namespace regulus::h5 {
namespace {

constexpr std::size_t cells_looked_at = 500;

// Some cells of a matrix whose rows are genes.
std::shared_ptr<const MatrixSource> some_cells(const MatrixSource& by_gene, Job& job) {
    const std::size_t all = by_gene.genes(), some = std::min(all, cells_looked_at);
    std::vector<std::int32_t> place(all, -1);
    for (std::size_t i = 0; i < some; ++i) place[i * all / some] = static_cast<std::int32_t>(i);
    std::vector<std::vector<std::int32_t>> columns(some);
    std::vector<std::vector<float>> values(some);
    const std::size_t step = std::max<std::size_t>(1, by_gene.preferred_block());
    for (std::size_t begin = 0; begin < by_gene.cells(); begin += step) {
        job.checkpoint();
        const CsrMatrix part = by_gene.block(begin, std::min(by_gene.cells(), begin + step));
        for (std::size_t r = 0; r < part.rows; ++r) {
            for (std::int64_t i = part.offsets[r]; i < part.offsets[r + 1]; ++i) {
                const auto at = static_cast<std::size_t>(i);
                const std::int32_t cell = place[static_cast<std::size_t>(part.columns[at])];
                if (cell < 0) continue;
                columns[static_cast<std::size_t>(cell)].push_back(static_cast<std::int32_t>(begin + r));
                values[static_cast<std::size_t>(cell)].push_back(part.values[at]);
            }
        }
        job.progress(static_cast<double>(begin) / static_cast<double>(by_gene.cells()),
                     "inspecting the values");
    }
    CsrMatrix cells;
    cells.cols = by_gene.cells();
    for (std::size_t c = 0; c < some; ++c) cells.push_row(columns[c], values[c]);
    return std::make_shared<InMemoryMatrix>(std::move(cells));
}

}  // namespace

StoredFacts stored_facts(const OpenMatrix& opened, const std::vector<std::uint32_t>& genes, Job& job) {
    const auto* turned = dynamic_cast<const TurnedMatrix*>(opened.source.get());
    const bool ready = turned == nullptr || turned->ready();
    const auto all = ready ? opened.source : some_cells(*opened.sample, job);
    if (genes.empty()) return {inspect_values(*all)};
    StoredFacts facts{inspect_values(*selected_genes(all, genes))};
    ValueScale& scale = facts.values.scale;
    if (!scale.selection) return facts;
    const ValueScale together = inspect_values(*all).scale;
    if (together.known && !together.selection && together.total > 0) {
        scale = {together.form};
        facts.normalised_together = true;
    } else if (together.selection && together.form == scale.form) {
        scale.known = scale.guessed = false;
        facts.selected_of_together = true;
    }
    return facts;
}

}  // namespace regulus::h5
