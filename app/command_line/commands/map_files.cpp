#include "app/command_line/commands/map_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "app/command_line/console.h"
#include "app/command_line/options/open_files.h"
#include "app/command_line/options/output_files.h"
#include "core/base/error.h"
#include "core/data/matrix_rows.h"
#include "core/io/anndata/h5ad_export.h"
#include "core/io/files/csv_writer.h"

namespace regulus {
namespace {

bool of_file(const std::string& out) {
    return ends_with(out, ".h5ad");
}

// The values of some cells, missing in the others.
Column spread_column(const Column& some, const std::vector<std::uint32_t>& rows, std::size_t all) {
    Column column = some;
    if (auto* groups = std::get_if<Categorical>(&column.values)) {
        std::vector<std::int32_t> codes(all, -1);
        for (std::size_t i = 0; i < rows.size(); ++i) codes[rows[i]] = groups->codes[i];
        groups->codes = std::move(codes);
    } else if (auto* numbers = std::get_if<Numeric>(&column.values)) {
        std::vector<double> values(all, std::numeric_limits<double>::quiet_NaN());
        for (std::size_t i = 0; i < rows.size(); ++i) values[rows[i]] = numbers->values[i];
        numbers->values = std::move(values);
    }
    return column;
}

void write_field(CsvWriter& table, const Column& column, std::size_t row) {
    if (const Categorical* groups = column.categorical())
        table.field(groups->codes[row] < 0
                        ? std::string()
                        : groups->categories[static_cast<std::size_t>(groups->codes[row])]);
    else if (const Numeric* numbers = column.numeric())
        table.field(numbers->values[row]);
}

void write_table(const Dataset& part, const Embedding& map, const std::vector<Column>& columns,
                 const std::string& out) {
    CsvWriter table(out);
    std::vector<std::string> names{"cell"};
    for (std::size_t d = 0; d < map.coordinates.cols; ++d) names.push_back(fmt::format("umap{}", d + 1));
    for (const Column& column : columns) names.push_back(column.name);
    table.names(names);
    for (std::size_t c = 0; c < part.cells(); ++c) {
        table.field(part.obs.index[c]);
        for (const float x : map.coordinates.row(c)) table.field(x);
        for (const Column& column : columns) write_field(table, column, c);
        table.end_row();
    }
    table.commit();
}

}  // namespace

void check_map_output(const std::string& out) {
    check_output(out, {".csv", ".tsv", ".txt", ".h5ad"}, "Maps are written as .csv, .tsv or .h5ad");
}

void check_map_name(const Dataset& dataset, const std::string& out, const std::string& given,
                    const std::string& name) {
    if (!of_file(out) && !given.empty())
        throw Error(ErrorKind::Usage, "A table of a map has no name for it", "--name", "Leave it out");
    if (!of_file(out)) return;
    const bool taken =
        std::ranges::any_of(dataset.embeddings, [&](const Embedding& e) { return e.name == name; });
    if (taken || name.find('/') != std::string::npos)
        throw Error(ErrorKind::Usage,
                    taken ? "obsm has a '" + name + "' already" : "A map cannot be called '" + name + "'",
                    "--name", "Choose another name for the map");
}

void write_map(const Dataset& dataset, const DatasetPart& part, const Embedding& map,
               const std::vector<Column>& columns, const std::string& out, Console& console, Job& job) {
    if (!of_file(out)) return write_table(*part.dataset, map, columns, out);
    std::vector<Column> spread;
    for (const Column& column : columns) spread.push_back(spread_column(column, part.rows, dataset.cells()));
    for (const std::string& note :
         write_with_results(dataset, out, spread,
                            {{map.name, spread_rows(map.coordinates, part.rows, dataset.cells())}}, job))
        console.warn(note);
}

}  // namespace regulus
