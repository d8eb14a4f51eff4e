#include "app/command_line/options/choose_cells.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <numeric>

#include "core/base/count_text.h"
#include "core/base/error.h"
#include "core/data/rows_by_name.h"
#include "core/io/text/first_column.h"
#include "core/workflow/cell_groups.h"
#include "core/workflow/filtered_dataset.h"

namespace regulus {
namespace {

// `header`: the first name may be that of a column, where it is no cell and others are.
std::vector<std::uint32_t> rows_of(const Table& obs, const std::vector<std::string>& barcodes, bool header) {
    RowsByName found = rows_by_name(obs.index, barcodes);
    if (header && found.unknown.size() == 1 && !found.rows.empty() &&
        found.unknown.front() == barcodes.front())
        return std::move(found.rows);
    if (!found.unknown.empty() || found.rows.empty()) {
        const std::size_t count = found.unknown.size();
        found.unknown.resize(std::min<std::size_t>(3, count));
        const std::string like =
            fmt::format("Its cells are named like {}", obs.index.empty() ? "" : obs.index.front());
        throw Error(
            ErrorKind::Usage,
            barcodes.size() == 1 ? std::string("The cell named is not in the data")
                                 : fmt::format("{} of {} cells named {} not in the data", count_text(count),
                                               count_text(barcodes.size()), count == 1 ? "is" : "are"),
            fmt::format("{}", fmt::join(found.unknown, ", ")),
            found.ambiguous == 0 ? like
                                 : fmt::format("{}; {} of the names stand for several cells without their "
                                               "suffix: give them in full",
                                               like, count_text(found.ambiguous)));
    }
    return std::move(found.rows);
}

}  // namespace

void declare_cells(CLI::App& app, CellChoice& choice, CLI::Option* range) {
    auto* cells =
        app.add_option("--cells", choice.barcodes, "Only these cells (default: all)")->type_name("BARCODE");
    auto* file =
        app.add_option("--cells-file", choice.file, "File with one barcode per line")->type_name("FILE");
    auto* group = app.add_option("--group", choice.group, "Cells with this value in a column of obs")
                      ->type_name("COLUMN=VALUE");
    cells->excludes(file)->excludes(group);
    file->excludes(group);
    if (range != nullptr) range->excludes(cells)->excludes(file)->excludes(group);
}

std::vector<std::uint32_t> chosen_cells(const Table& obs, const CellChoice& choice) {
    if (!choice.barcodes.empty()) return rows_of(obs, choice.barcodes, false);
    if (!choice.file.empty()) {
        Job job;
        const std::vector<std::string> names = read_first_column(choice.file, job);
        if (names.empty()) throw Error(ErrorKind::Input, "The list of cells names none", choice.file);
        return rows_of(obs, names, true);
    }
    if (!choice.group.empty()) return cells_with(obs, parse_column_value(choice.group, "--group"));
    std::vector<std::uint32_t> rows(obs.size());
    std::iota(rows.begin(), rows.end(), 0U);
    return rows;
}

DatasetPart part_of(const std::shared_ptr<const Dataset>& dataset, const CellChoice& choice) {
    DatasetPart part{chosen_cells(dataset->obs, choice), dataset};
    std::ranges::sort(part.rows);
    if (part.rows.size() < dataset->cells())
        part.dataset = std::make_shared<const Dataset>(dataset_of_cells(*dataset, part.rows));
    return part;
}

}  // namespace regulus
