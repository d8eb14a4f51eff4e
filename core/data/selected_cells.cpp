#include "core/data/selected_cells.h"

#include <algorithm>

namespace regulus {
namespace {

// Cells that lie closer than this are read with what is between them: one long read beats many short ones.
constexpr std::size_t sparse_factor = 4;

class SelectedCells final : public MatrixSource {
  public:
    SelectedCells(std::shared_ptr<const MatrixSource> source, std::vector<std::uint32_t> cells)
        : m_source(std::move(source)), m_cells(std::move(cells)) {}

    std::size_t cells() const override { return m_cells.size(); }
    std::size_t genes() const override { return m_source->genes(); }
    std::size_t preferred_block() const override { return m_source->preferred_block(); }

    CsrMatrix block(std::size_t begin, std::size_t end) const override {
        const std::span<const std::uint32_t> wanted(m_cells.data() + begin, end - begin);
        if (wanted.empty()) return m_source->rows(wanted);
        const std::size_t first = wanted.front(), last = std::size_t{wanted.back()} + 1;
        if (last - first > sparse_factor * wanted.size()) return m_source->rows(wanted);
        CsrMatrix result;
        result.cols = genes();
        // In pieces, so that no more than a block of what is between them is in memory.
        const std::size_t step = std::max<std::size_t>(1, preferred_block());
        std::size_t next = 0;
        for (std::size_t from = first; from < last; from += step) {
            const std::size_t to = std::min(last, from + step);
            const CsrMatrix part = m_source->block(from, to);
            for (; next < wanted.size() && wanted[next] < to; ++next) {
                const std::size_t r = wanted[next] - from;
                result.push_row(part.row_columns(r), part.row_values(r));
            }
        }
        return result;
    }

    CsrMatrix rows(std::span<const std::uint32_t> which) const override {
        std::vector<std::uint32_t> wanted;
        wanted.reserve(which.size());
        for (const std::uint32_t cell : which) wanted.push_back(m_cells[cell]);
        return m_source->rows(wanted);
    }

    std::vector<float> gene(std::size_t g, Job& job) const override { return picked(m_source->gene(g, job)); }
    std::vector<double> totals(Job& job) const override { return picked(m_source->totals(job)); }
    std::string prepare(Job& job) const override { return m_source->prepare(job); }
    void prepare_blocks(Job& job) const override { m_source->prepare_blocks(job); }
    bool fast_blocks() const override { return m_source->fast_blocks(); }

  private:
    template <class Value>
    std::vector<Value> picked(const std::vector<Value>& all) const {
        std::vector<Value> values;
        values.reserve(m_cells.size());
        for (const std::uint32_t cell : m_cells) values.push_back(all[cell]);
        return values;
    }

    std::shared_ptr<const MatrixSource> m_source;
    std::vector<std::uint32_t> m_cells;
};

template <class Value>
std::vector<Value> picked(const std::vector<Value>& all, std::span<const std::uint32_t> rows) {
    std::vector<Value> values;
    values.reserve(rows.size());
    for (const std::uint32_t row : rows) values.push_back(all[row]);
    return values;
}

Categorical picked(const Categorical& all, std::span<const std::uint32_t> rows) {
    Categorical some{{}, picked(all.codes, rows), {}, all.ordered, all.kind};
    std::vector<std::int32_t> place(all.categories.size(), -1);
    for (const std::int32_t code : some.codes)
        if (code >= 0) place[static_cast<std::size_t>(code)] = 0;
    for (std::size_t k = 0; k < place.size(); ++k) {
        if (place[k] < 0) continue;
        place[k] = static_cast<std::int32_t>(some.categories.size());
        some.categories.push_back(all.categories[k]);
        if (k < all.colors.size()) some.colors.push_back(all.colors[k]);
    }
    for (std::int32_t& code : some.codes)
        if (code >= 0) code = place[static_cast<std::size_t>(code)];
    return some;
}

Numeric picked(const Numeric& all, std::span<const std::uint32_t> rows) {
    Numeric some{picked(all.values, rows), all.integral, all.type, all.nullable};
    if (!all.exact.empty()) some.exact = picked(all.exact, rows);
    return some;
}
Text picked(const Text& all, std::span<const std::uint32_t> rows) {
    return {picked(all.values, rows)};
}
Boolean picked(const Boolean& all, std::span<const std::uint32_t> rows) {
    return {picked(all.values, rows), all.nullable};
}

}  // namespace

std::shared_ptr<const MatrixSource> selected_cells(std::shared_ptr<const MatrixSource> source,
                                                   std::vector<std::uint32_t> cells) {
    return std::make_shared<SelectedCells>(std::move(source), std::move(cells));
}

Table selected_rows(const Table& table, std::span<const std::uint32_t> rows) {
    Table some{picked(table.index, rows), table.index_name, {}};
    for (const Column& column : table.columns) {
        std::visit(
            [&](const auto& values) {
                some.columns.push_back({column.name, picked(values, rows)});
            },
            column.values);
    }
    return some;
}

}  // namespace regulus
