#include "app/command_line/commands/activity_output.h"

#include "app/command_line/console.h"
#include "app/command_line/options/open_files.h"
#include "core/io/anndata/h5ad_export.h"

namespace regulus {
namespace {

constexpr const char* table_name = "score_ulm";  // as decoupler calls it

}  // namespace

void write_activity(const Dataset& dataset, const CellNumbers& scores, const std::string& path,
                    Console& console, Job& job) {
    if (!ends_with(path, ".h5ad")) return write_table(dataset.obs, scores, path, job);
    PartJob scoring(job, 0, 0.7), writing(job, 0.7, 1);
    CellTable table{table_name, dataset.obs.index, scores.columns, gathered(scores, path, scoring)};
    const auto notes = write_with_results(dataset, path, {}, {}, writing, {std::move(table)});
    for (const std::string& note : notes) console.warn(note);
}

}  // namespace regulus
