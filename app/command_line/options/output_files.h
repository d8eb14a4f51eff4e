// The files that a command writes: each can be made, is of a kind that is written, and takes the place of
// none that is read or written beside it.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
}

namespace regulus {

struct CommandFiles {
    std::vector<std::string> outputs;
    std::vector<std::string> inputs;  // whatever else was given: what is no file's name does no harm
};
// Of the options that were given to `app` and to the commands below it.
CommandFiles files_of(const CLI::App& app);

// Before any of them is touched. Throws Error(Usage) when an output is an input, lies among the files of an
// input that is a folder or a matrix of several files, or is another output.
void keep_apart(const CommandFiles& files);

// Makes sure that a file can be made at `path` before minutes are spent on what goes into it. Throws
// Error(Storage).
void check_output(const std::string& path);
// And that its name ends with one of `endings`, any when there are none; else Error(Usage) says `what`.
void check_output(const std::string& path, std::initializer_list<std::string_view> endings,
                  const std::string& what);
void check_table(const std::string& path);  // .csv, .tsv or .txt

// Makes the folder unless it is there. Throws Error(Storage).
void make_folder(const std::string& path);

}  // namespace regulus
