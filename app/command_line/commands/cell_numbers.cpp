#include "app/command_line/commands/cell_numbers.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/count_text.h"
#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/io/files/csv_writer.h"

namespace regulus {

void write_table(const Table& obs, const CellNumbers& numbers, const std::string& path, Job& job) {
    CsvWriter table(path);
    std::vector<std::string> names{"cell"};
    names.insert(names.end(), numbers.columns.begin(), numbers.columns.end());
    table.names(names);
    numbers.visit(
        [&](std::size_t first, const Matrix& block) {
            for (std::size_t r = 0; r < block.rows; ++r) {
                table.field(obs.index[numbers.rows[first + r]]);
                for (const float number : block.row(r)) table.field(number);
                table.end_row();
            }
        },
        job);
    table.commit();
}

Matrix gathered(const CellNumbers& numbers, const std::string& path, Job& job) {
    const std::size_t cells = numbers.rows.size(), columns = numbers.columns.size();
    if (const std::size_t bytes = cells * columns * sizeof(float); bytes > memory_ceiling())
        throw Error(ErrorKind::Memory,
                    fmt::format("{} × {} need {} MB", count_text(cells, "cell", "cells"),
                                count_text(columns, "number", "numbers"), bytes >> 20U),
                    path, "Write a .csv, which needs no memory, or allow more with --memory");
    Matrix all(cells, columns);
    numbers.visit([&](std::size_t first,
                      const Matrix& block) { std::ranges::copy(block.values, all.row(first).begin()); },
                  job);
    return all;
}

}  // namespace regulus
