// Which cells a command works on: the same options for every command that takes a dataset.
#pragma once

#include <memory>
#include <string>

#include "core/base/job.h"
#include "core/data/dataset.h"

namespace CLI {
class App;
}

namespace regulus {

class Console;

struct DataOptions {
    std::string path, part, annotation, rows;
};

// --data (required; `flag` names another way, "path" for a plain argument), --part, --obs, --rows.
void declare_data(CLI::App& app, DataOptions& options, const char* flag = "--data");

// What was odd about the file goes to `console` as warnings; null: nowhere. Throws what read_dataset()
// throws.
std::shared_ptr<const Dataset> open_dataset(const DataOptions& options, Job& job, Console* console);

}  // namespace regulus
