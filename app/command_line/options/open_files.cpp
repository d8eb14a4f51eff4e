#include "app/command_line/options/open_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>

#include "core/base/error.h"
#include "core/io/files/foreign_kind.h"
#include "core/io/prior/prior_starter.h"
#include "core/io/text/mtx_reader.h"
#include "core/io/text/text_matrix_reader.h"

namespace regulus {

FileKind kind_of_file(const std::string& path) {
    if (is_starter(path)) return FileKind::Prior;
    if (const auto foreign = foreign_kind(path))
        throw Error(ErrorKind::Input, foreign->problem, path, foreign->remedy);
    if (holds_packed_hdf5(path) || is_tenx_folder(path)) return FileKind::Dataset;
    std::error_code unreadable;
    if (std::filesystem::is_directory(path, unreadable)) {
        throw Error(ErrorKind::Input, "The folder has no 10x matrix (matrix.mtx)", path,
                    "Choose a file in it");
    }
    std::ifstream file(path, std::ios::binary);
    if (!file && !std::filesystem::exists(path, unreadable) && !unreadable) {
        throw Error(ErrorKind::Input, "File not found", path, "Check the name and the folder");
    }
    if (!file) {
        throw Error(ErrorKind::Input,
                    "The file could not be read" + (unreadable ? ": " + unreadable.message() : std::string()),
                    path, "Check its name and its permissions");
    }
    if (ends_with(path, ".regulus")) return FileKind::Session;
    std::string head(9, '\0');
    file.read(head.data(), static_cast<std::streamsize>(head.size()));
    head.resize(static_cast<std::size_t>(file.gcount()));
    if (head.starts_with("\x89HDF\r\n\x1a\n")) return FileKind::Dataset;
    for (const char* ending : {".h5ad", ".h5", ".h5mu", ".loom"}) {
        if (ends_with(path, ending)) return FileKind::Dataset;
    }
    // A safetensors file begins with the length of its header, 8 bytes, and the header with a brace.
    const bool model = head.size() == 9 && head[8] == '{' && head[7] == '\0';
    if (model || ends_with(path, ".safetensors")) return FileKind::Model;
    Job job;
    return looks_like_text_matrix(path, job) ? FileKind::Dataset : FileKind::Prior;
}

std::shared_ptr<const ModelFile> open_model(const std::string& path) {
    if (kind_of_file(path) != FileKind::Model)
        throw Error(ErrorKind::Input, "The file is not a Regulus model", path,
                    "Give the .safetensors file that regulus train wrote");
    return std::make_shared<const ModelFile>(load_model(path));
}

bool ends_with(std::string_view path, std::string_view ending) {
    if (path.size() < ending.size()) return false;
    path.remove_prefix(path.size() - ending.size());
    return std::ranges::equal(
        path, ending, [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); });
}

}  // namespace regulus
