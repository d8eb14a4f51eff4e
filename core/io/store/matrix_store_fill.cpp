// Writing a matrix into a store, as it is or transposed, in bounded memory.
#include <algorithm>
#include <utility>

#include "core/base/parallel.h"
#include "core/io/store/matrix_store.h"

namespace regulus::store {
namespace {

// Values read at once: about 16 MiB, so that a cancel is heard soon.
constexpr std::size_t values_at_once = std::size_t{1} << 21U;
constexpr std::size_t first_cells = 64;

// Cells of a matrix in pieces of about as many values as asked for, whatever their number in a cell.
class CellStream {
  public:
    CellStream(const MatrixSource& source, std::size_t begin, std::size_t end)
        : m_source(source), m_at(begin), m_end(end) {}

    std::size_t at() const { return m_at; }
    bool done() const { return m_at == m_end; }

    CsrMatrix next(std::size_t values) {
        std::size_t step = std::min(first_cells, std::max<std::size_t>(1, m_source.preferred_block()));
        if (m_cells > 0) step = m_values == 0 ? 8 * m_cells : values * m_cells / m_values;
        // No leap at once to a size that the cells read so far do not vouch for.
        step = std::clamp<std::size_t>(step, 1, std::max(first_cells, 8 * m_cells));
        const std::size_t to = std::min(m_end, m_at + step);
        CsrMatrix part = m_source.block(m_at, to);
        m_cells += part.rows;
        m_values += part.stored();
        m_at = to;
        return part;
    }

  private:
    const MatrixSource& m_source;
    std::size_t m_at, m_end, m_cells = 0, m_values = 0;
};

// Genes whose values are put in their places together: as many as a core's cache has room for the ends of.
constexpr std::size_t genes_at_once = 2048;

// Puts the values of a block of cells × genes where they belong among all values by gene. `places` are the
// next free ones of each gene for this block.
void scatter(const CsrMatrix& part, std::size_t first_cell, std::vector<std::int64_t>& places,
             CsrMatrix& to) {
    std::vector<std::int64_t> next(part.offsets.begin(), part.offsets.end() - 1);
    for (std::size_t limit = 0; limit < part.cols;) {
        limit = std::min(part.cols, limit + genes_at_once);
        for (std::size_t r = 0; r < part.rows; ++r) {
            const auto cell = static_cast<std::int32_t>(first_cell + r);
            std::int64_t i = next[r];
            for (; i < part.offsets[r + 1]; ++i) {
                const auto gene = static_cast<std::size_t>(part.columns[static_cast<std::size_t>(i)]);
                if (gene >= limit) break;
                const auto slot = static_cast<std::size_t>(places[gene]++);
                to.columns[slot] = cell;
                to.values[slot] = part.values[static_cast<std::size_t>(i)];
            }
            next[r] = i;
        }
    }
}

// The parts are blocks of cells × genes that follow one another; they become `turned`, genes × cells, whose
// memory is used again, and are let go.
void transpose_band(std::vector<CsrMatrix>& parts, std::size_t genes, CsrMatrix& turned, Job& job) {
    std::vector<std::vector<std::int64_t>> places(parts.size());
    parallel_for(parts.size(), 1, [&](std::size_t p, std::size_t) {
        job.checkpoint();
        places[p].assign(genes, 0);
        for (const std::int32_t gene : parts[p].columns) ++places[p][static_cast<std::size_t>(gene)];
    });
    turned.rows = genes;
    turned.cols = 0;
    turned.offsets.resize(genes + 1);
    std::int64_t sum = 0;
    for (std::size_t g = 0; g < genes; ++g) {
        turned.offsets[g] = sum;
        for (auto& part : places) sum += std::exchange(part[g], sum);
    }
    turned.offsets[genes] = sum;
    std::vector<std::size_t> first_cell;
    for (const CsrMatrix& part : parts) {
        first_cell.push_back(turned.cols);
        turned.cols += part.rows;
    }
    turned.columns.resize(static_cast<std::size_t>(sum));
    turned.values.resize(static_cast<std::size_t>(sum));
    parallel_for(parts.size(), 1, [&](std::size_t p, std::size_t) {
        job.checkpoint();
        scatter(parts[p], first_cell[p], places[p], turned);
        parts[p] = {};
    });
    parts.clear();
}

// Calls make(begin, parts) for bands of cells, of about `values` values each, until the store is full.
template <class Make>
void in_bands(MatrixStore& store, const MatrixSource& source, std::size_t values, Job& job,
              std::string_view stage, Make make) {
    values = std::max<std::size_t>(values, 1);
    source.prepare_blocks(job);
    while (const auto gap = store.first_gap()) {
        CellStream stream(source, gap->begin, gap->end);
        while (!stream.done()) {
            const std::size_t begin = stream.at();
            std::vector<CsrMatrix> parts;
            std::size_t stored = 0;
            while (!stream.done() && stored < values) {
                job.checkpoint();
                parts.push_back(stream.next(std::min(values_at_once, values - stored)));
                stored += parts.back().stored();
                const double fraction = static_cast<double>(store.covered() + stream.at() - begin) /
                                        static_cast<double>(store.id().length());
                job.progress(std::min(1.0, fraction), stage);
            }
            make(Span{begin, stream.at()}, parts);
        }
    }
}

}  // namespace

void fill(MatrixStore& store, const MatrixSource& source, std::size_t memory, Job& job,
          std::string_view stage) {
    in_bands(store, source, memory / 16, job, stage, [&](Span band, std::vector<CsrMatrix>& parts) {
        CsrMatrix lines;
        lines.cols = source.genes();
        for (CsrMatrix& part : parts) {
            const std::int64_t shift = lines.offsets.back();
            lines.columns.insert(lines.columns.end(), part.columns.begin(), part.columns.end());
            lines.values.insert(lines.values.end(), part.values.begin(), part.values.end());
            for (std::size_t r = 0; r < part.rows; ++r) lines.offsets.push_back(shift + part.offsets[r + 1]);
            lines.rows += part.rows;
            part = {};
        }
        store.add(band, lines, job);
    });
}

void fill_transposed(MatrixStore& store, const MatrixSource& source, std::size_t memory, Job& job,
                     std::string_view stage) {
    CsrMatrix turned;
    in_bands(store, source, memory / 16, job, stage, [&](Span band, std::vector<CsrMatrix>& parts) {
        transpose_band(parts, source.genes(), turned, job);
        store.add(band, turned, job);
    });
}

}  // namespace regulus::store
