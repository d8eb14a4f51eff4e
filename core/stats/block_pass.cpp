#include "core/stats/block_pass.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <future>

#include "core/base/parallel.h"

namespace regulus {
namespace {

constexpr std::size_t rows_a_chunk = 256;

// Waits in short steps, so that a cancel is noticed while a slow disk is read.
CsrMatrix taken(std::future<CsrMatrix>& reading, const Job& job) {
    while (reading.wait_for(std::chrono::milliseconds(50)) != std::future_status::ready) job.checkpoint();
    job.checkpoint();
    return reading.get();
}

double scaled(double value, Scaling scaling, double factor) {
    switch (scaling) {
        case Scaling::None:
            return value;
        case Scaling::Log1p:
            return std::log1p(value);
        case Scaling::Expm1:
            return std::expm1(value);
        case Scaling::PerTenThousand:
            return value * factor;
        case Scaling::LogPerTenThousand:
            break;
    }
    return std::log1p(value * factor);
}

}  // namespace

void for_each_block(const MatrixSource& source, std::string_view stage, Job& job,
                    const std::function<void(const CsrMatrix&, std::size_t)>& work, std::size_t parts) {
    const std::size_t cells = source.cells();
    job.checkpoint();
    if (cells == 0) return;
    source.prepare_blocks(job);
    const std::size_t step = std::max<std::size_t>(1, source.preferred_block() / parts);
    const auto read = [&](std::size_t first) {
        return std::async(std::launch::async, [&source, first, end = std::min(cells, first + step)] {
            return source.block(first, end);
        });
    };
    std::future<CsrMatrix> reading = read(0);
    for (std::size_t first = 0; first < cells; first += step) {
        const CsrMatrix block = taken(reading, job);
        if (first + step < cells) reading = read(first + step);
        work(block, first);
        job.progress(static_cast<double>(std::min(cells, first + step)) / static_cast<double>(cells), stage);
    }
    job.checkpoint();
}

void for_gene_parts(std::size_t genes, const std::function<void(std::size_t, std::size_t)>& work) {
    const auto parts = static_cast<std::size_t>(std::max(1, thread_count())) * 2;
    parallel_for(genes, std::max<std::size_t>(512, (genes + parts - 1) / parts), work);
}

StoredRange stored_range(const CsrMatrix& block, std::size_t row, std::size_t first_gene,
                         std::size_t end_gene) {
    const auto columns = block.row_columns(row);
    const auto place = [&](std::size_t gene) {
        if (gene >= block.cols) return columns.size();
        return static_cast<std::size_t>(std::ranges::lower_bound(columns, static_cast<std::int32_t>(gene)) -
                                        columns.begin());
    };
    const auto at = static_cast<std::size_t>(block.offsets[row]);
    return {at + (first_gene == 0 ? 0 : place(first_gene)), at + place(end_gene)};
}

bool all_nan(const CsrMatrix& block, std::size_t row) {
    const auto values = block.row_values(row);
    return values.size() == block.cols && !values.empty() && std::isnan(values.front()) &&
           std::ranges::all_of(values, [](float v) { return std::isnan(v); });
}

std::vector<double> scaled_values(const CsrMatrix& block, Scaling scaling) {
    std::vector<double> values(block.stored());
    parallel_for(block.rows, rows_a_chunk, [&](std::size_t begin, std::size_t end) {
        for (std::size_t r = begin; r < end; ++r) {
            double total = 0;
            for (const float value : block.row_values(r)) total += value;
            const double factor = total > 0 ? 1e4 / total : 0;
            for (auto i = block.offsets[r]; i < block.offsets[r + 1]; ++i) {
                const auto at = static_cast<std::size_t>(i);
                values[at] = scaled(block.values[at], scaling, factor);
            }
        }
    });
    return values;
}

}  // namespace regulus
