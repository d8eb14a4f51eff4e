// The files a command works on, opened by what they are.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/base/job.h"
#include "core/model/model_file.h"

namespace regulus {

enum class FileKind { Dataset, Model, Prior, Session };
// By content first (HDF5 begins with its own mark, a model with its header, a table of expression with names
// and numbers), else by ending; any other text is a prior. Sessions are known by their ending.
// Throws Error(Input) when the file cannot be read.
FileKind kind_of_file(const std::string& path);

// Throw what the readers throw; Error(Input) for a file of another kind.
std::shared_ptr<const ModelFile> open_model(const std::string& path);

bool ends_with(std::string_view path, std::string_view ending);  // upper and lower case are the same

}  // namespace regulus
