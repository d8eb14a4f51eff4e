#include "core/workflow/depth_sample.h"

#include <algorithm>

#include "core/base/memory.h"
#include "core/stats/equal_depth.h"

namespace regulus {
namespace {

constexpr std::size_t entry = sizeof(float) + sizeof(std::int32_t);  // bytes a stored value takes

struct Chosen {
    std::uint32_t row;
    std::int32_t group;
    std::uint8_t of_all;
};

std::vector<std::vector<std::uint32_t>> cells_by_group(const CellGroups& groups) {
    std::vector<std::vector<std::uint32_t>> cells(groups.names.size());
    for (std::uint32_t cell = 0; cell < groups.codes.size(); ++cell)
        if (groups.codes[cell] >= 0) cells[static_cast<std::size_t>(groups.codes[cell])].push_back(cell);
    return cells;
}

// `checked` of all groups by their share, and as many again with the same number of each.
std::vector<Chosen> choose(const std::vector<std::vector<std::uint32_t>>& cells, std::size_t checked) {
    std::size_t count = 0;
    for (const auto& group : cells) count += group.size();
    std::vector<Chosen> chosen;
    for (std::size_t g = 0; g < cells.size(); ++g) {
        const std::size_t size = cells[g].size();
        const std::size_t share = count <= checked ? size : size * checked / count;
        const std::size_t take = std::min(size, share + checked / cells.size());
        // Evenly over the group, and those of all evenly among them.
        for (std::size_t i = 0; i < take; ++i)
            chosen.push_back({cells[g][i * size / take], static_cast<std::int32_t>(g),
                              static_cast<std::uint8_t>((i + 1) * share / take > i * share / take ? 1 : 0)});
    }
    std::ranges::sort(chosen, {}, &Chosen::row);
    return chosen;
}

// Bytes a cell takes with what is read of it, by the mean of some.
double bytes_of_cell(const ComparedValues& values, const std::vector<Chosen>& chosen) {
    constexpr std::size_t looks = 64;
    std::vector<std::uint32_t> some;
    for (std::size_t i = 0; i < std::min(looks, chosen.size()); ++i)
        some.push_back(chosen[i * chosen.size() / std::min(looks, chosen.size())].row);
    const CsrMatrix rows = values.expression->rows(some);
    return static_cast<double>(entry * rows.stored()) /
               static_cast<double>(std::max<std::size_t>(1, rows.rows)) +
           static_cast<double>(sizeof(float) * values.names.size());
}

// As many as there is room for.
std::vector<Chosen> choose_within(const ComparedValues& values,
                                  const std::vector<std::vector<std::uint32_t>>& cells, double room,
                                  std::size_t& wanted) {
    std::vector<Chosen> chosen = choose(cells, checked_cells);
    wanted = chosen.size();
    const double each = bytes_of_cell(values, chosen);
    std::size_t checked = checked_cells;
    while (checked > 1 && each * static_cast<double>(chosen.size()) > room) {
        const double fits = room / (each * static_cast<double>(chosen.size()));
        checked =
            std::max<std::size_t>(1, static_cast<std::size_t>(0.98 * fits * static_cast<double>(checked)));
        chosen = choose(cells, checked);
    }
    return chosen;
}

// A few at a time, so that a cancel is heard while they come from all over a file.
CsrMatrix read_cells(const MatrixSource& source, std::span<const Chosen> chosen, const Job& job) {
    constexpr std::size_t at_once = 256;
    CsrMatrix all;
    all.cols = source.genes();
    std::vector<std::uint32_t> rows;
    for (std::size_t first = 0; first < chosen.size(); first += at_once) {
        job.checkpoint();
        rows.clear();
        for (std::size_t i = first; i < std::min(chosen.size(), first + at_once); ++i)
            rows.push_back(chosen[i].row);
        const CsrMatrix part = without_zeros(source.rows(rows));
        // Once and for all, by the first cells: what grows is there twice at times.
        if (first == 0) {
            const std::size_t likely = part.stored() * chosen.size() / rows.size();
            all.columns.reserve(likely + likely / 8);
            all.values.reserve(likely + likely / 8);
        }
        for (std::size_t r = 0; r < part.rows; ++r) all.push_row(part.row_columns(r), part.row_values(r));
    }
    return all;
}

}  // namespace

std::size_t DepthSample::rows_of(std::size_t bytes) const {
    const std::size_t all = std::max<std::size_t>(1, entry * expression.stored());
    return std::max<std::size_t>(1, bytes * expression.rows / all);
}

DepthSample depth_sample(const ComparedValues& values, const CellGroups& groups, const Job& job) {
    DepthSample sample;
    const std::vector<Chosen> chosen = choose_within(
        values, cells_by_group(groups), static_cast<double>(memory_ceiling()) / 2, sample.wanted);
    for (const Chosen& one : chosen) {
        sample.groups.push_back(one.group);
        sample.of_all.push_back(one.of_all);
    }
    sample.expression = read_cells(*values.expression, chosen, job);
    sample.molecules = molecules_behind(sample.expression, job);
    return sample;
}

CsrMatrix select_rows(const CsrMatrix& m, std::span<const std::uint32_t> rows) {
    CsrMatrix some;
    some.cols = m.cols;
    for (const std::uint32_t row : rows) some.push_row(m.row_columns(row), m.row_values(row));
    return some;
}

}  // namespace regulus
