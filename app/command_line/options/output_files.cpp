#include "app/command_line/options/output_files.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>

#include "app/command_line/options/open_files.h"
#include "core/base/error.h"
#include "core/io/files/atomic_file.h"

namespace regulus {
namespace {

namespace fs = std::filesystem;

template <class Test>
bool any_of(std::initializer_list<const char*> words, const Test& test) {
    return std::any_of(words.begin(), words.end(), test);
}

bool is_output(const CLI::Option& option) {
    return any_of({"out", "genes-out", "numbers", "tests-out", "prior-out", "truth-out", "loupe", "log"},
                  [&](const char* name) { return option.check_lname(name); });
}

bool same_file(const fs::path& a, const fs::path& b) {
    std::error_code absent;
    if (fs::equivalent(a, b, absent)) return true;
    const auto whole = [&](const fs::path& path) {
        return fs::weakly_canonical(fs::absolute(path, absent), absent);
    };
    return !whole(a).empty() && whole(a) == whole(b);
}

// A matrix in several files, of which nobody names all: matrix.mtx with barcodes and features beside it, the
// names perhaps behind a prefix.
bool belongs_to(const fs::path& output, const fs::path& input) {
    std::error_code absent;
    if (!fs::exists(output, absent)) return false;
    const fs::path folder = fs::absolute(output, absent).parent_path();
    const bool inside = fs::is_directory(input, absent)
                            ? fs::equivalent(folder, input, absent)
                            : input.filename().string().find(".mtx") != std::string::npos &&
                                  fs::equivalent(folder, fs::absolute(input, absent).parent_path(), absent);
    const std::string name = output.filename().string();
    return inside && any_of({"matrix.", "barcodes.", "features.", "genes."}, [&](const char* word) {
               const auto at = name.rfind(word);
               if (at == std::string::npos) return false;
               const std::string matrix = name.substr(0, at) + "matrix.mtx";
               return fs::exists(folder / matrix, absent) || fs::exists(folder / (matrix + ".gz"), absent);
           });
}

}  // namespace

CommandFiles files_of(const CLI::App& app) {
    CommandFiles files;
    for (const CLI::Option* option : app.get_options()) {
        if (option->count() == 0 || option->get_items_expected_max() == 0) continue;
        auto& list = is_output(*option) ? files.outputs : files.inputs;
        list.insert(list.end(), option->results().begin(), option->results().end());
    }
    for (const CLI::App* command : app.get_subcommands()) {
        const CommandFiles below = files_of(*command);
        files.outputs.insert(files.outputs.end(), below.outputs.begin(), below.outputs.end());
        files.inputs.insert(files.inputs.end(), below.inputs.begin(), below.inputs.end());
    }
    return files;
}

void keep_apart(const CommandFiles& files) {
    for (const std::string& output : files.outputs) {
        for (const std::string& input : files.inputs) {
            std::error_code absent;
            if (fs::exists(input, absent) && (same_file(output, input) || belongs_to(output, input)))
                throw Error(ErrorKind::Usage, "The output file is also an input", output,
                            "Choose another name");
        }
    }
    for (std::size_t i = 0; i < files.outputs.size(); ++i) {
        for (std::size_t j = i + 1; j < files.outputs.size(); ++j) {
            if (same_file(files.outputs[i], files.outputs[j]))
                throw Error(ErrorKind::Usage, "Two outputs have the same name", files.outputs[j],
                            "Choose another name for one of them");
        }
    }
}

void check_output(const std::string& path) {
    const AtomicFile probe(path);
}

void check_output(const std::string& path, std::initializer_list<std::string_view> endings,
                  const std::string& what) {
    if (endings.size() > 0 &&
        std::ranges::none_of(endings, [&](std::string_view ending) { return ends_with(path, ending); }))
        throw Error(ErrorKind::Usage, what, path);
    check_output(path);
}

void check_table(const std::string& path) {
    check_output(path, {".csv", ".tsv", ".txt"}, "Tables are written as .csv or .tsv");
}

void make_folder(const std::string& path) {
    std::error_code failure;
    fs::create_directories(path, failure);
    if (failure) throw Error(ErrorKind::Storage, "The folder could not be created", path, failure.message());
}

}  // namespace regulus
