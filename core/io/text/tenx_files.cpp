#include "core/io/text/tenx_files.h"

#include <algorithm>
#include <filesystem>
#include <map>

#include "core/base/error.h"

namespace regulus {
namespace {

namespace fs = std::filesystem;

enum class Role { Matrix, Barcodes, Features, Symbols };

struct Part {
    Role role;
    std::string key;  // the file's name with '*' for its role
    int rank = 0;     // which one to take of several, smallest first
    std::string path;
};

struct Sample {
    std::string key;
    std::vector<Part> parts;
    bool has(Role role) const {
        return std::ranges::any_of(parts, [&](const Part& part) { return part.role == role; });
    }
    bool complete() const { return has(Role::Matrix) && has(Role::Barcodes) && has(Role::Features); }
};

constexpr std::size_t most_files = 100'000;  // looked at in one folder
constexpr std::size_t most_folders = 2000;   // at one depth
constexpr int deepest = 3;

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    return text;
}

bool take_suffix(std::string& text, std::string_view suffix) {
    if (!text.ends_with(suffix)) return false;
    text.resize(text.size() - suffix.size());
    return true;
}

bool take_word(std::string& text, std::string_view word) {
    const auto at = text.rfind(word);
    if (at == std::string::npos) return false;
    text.replace(at, word.size(), "*");
    return true;
}

bool starts_with_any(const std::string& text, std::initializer_list<std::string_view> starts) {
    return std::ranges::any_of(starts, [&](std::string_view start) { return text.starts_with(start); });
}

// Names of other pipelines than CellRanger's, where no word says what a file is: alevin's quants_mat_rows.txt
// are cells, the rows of the Expression Atlas (X.mtx_rows) genes; Parse has cell_metadata.csv; kallisto's
// cells_x_genes.genes.names.txt are symbols of what cells_x_genes.genes.txt names.
std::optional<Role> role_elsewhere(std::string& key) {
    if (take_suffix(key, ".mtx_rows")) return Role::Features;
    if (take_suffix(key, ".mtx_cols")) return Role::Barcodes;
    std::string stem = key;
    if (!take_suffix(stem, ".txt") && !take_suffix(stem, ".csv") && !take_suffix(stem, ".tsv"))
        return std::nullopt;
    std::optional<Role> role;
    if (stem.starts_with("quants_mat") && take_suffix(stem, "_rows")) role = Role::Barcodes;
    if (stem.starts_with("quants_mat") && take_suffix(stem, "_cols")) role = Role::Features;
    if (starts_with_any(stem, {"cells_x_genes", "cells_x_tcc"})) {
        if (take_suffix(stem, ".genes.names")) role = Role::Symbols;
        if (take_suffix(stem, ".barcodes")) role = Role::Barcodes;
        if (take_suffix(stem, ".genes")) role = Role::Features;
    }
    if (stem == "cell_metadata") role = Role::Barcodes;
    if (role) key = stem;
    return role;
}

std::optional<Part> part_of(const fs::path& path) {
    Part part{Role::Matrix, lower(path.filename().string()), 0, path.string()};
    if (take_suffix(part.key, ".gz")) part.rank += 1;
    if (take_suffix(part.key, ".mtx")) {
        take_word(part.key, "matrix");
        return part;
    }
    if (const auto role = role_elsewhere(part.key)) {
        part.role = *role;
        return part;
    }
    if (!take_suffix(part.key, ".tsv") && !take_suffix(part.key, ".txt") && !take_suffix(part.key, ".csv")) {
        return std::nullopt;
    }
    if (take_word(part.key, "barcodes")) {
        part.role = Role::Barcodes;
    } else if (take_word(part.key, "features")) {
        part.role = Role::Features;
    } else if (take_word(part.key, "genes")) {
        part.role = Role::Features;
        part.rank += 2;
    } else {
        return std::nullopt;
    }
    return part;
}

// Those with a matrix; companions that have no name in common with the only matrix are taken as its own.
std::vector<Sample> samples_in(const fs::path& folder) {
    std::map<std::string, Sample> by_key;
    Sample all;
    std::error_code problem;
    std::size_t seen = 0;
    for (fs::directory_iterator at(folder, problem), end; !problem && at != end && seen < most_files;
         at.increment(problem), ++seen) {
        std::error_code unreadable;
        if (!at->is_regular_file(unreadable)) continue;
        if (auto part = part_of(at->path())) {
            by_key[part->key].key = part->key;
            by_key[part->key].parts.push_back(*part);
            all.parts.push_back(*part);
        }
    }
    std::vector<Sample> samples;
    for (auto& [key, sample] : by_key) {
        if (sample.has(Role::Matrix)) samples.push_back(std::move(sample));
    }
    if (samples.size() == 1 && !samples.front().complete() && all.parts.size() == 3 && all.complete()) {
        all.key = samples.front().key;
        samples.front() = std::move(all);
    }
    return samples;
}

// What is left of the key without its role, or the folder's name.
std::string name_of(const Sample& sample, const fs::path& folder) {
    const fs::path matrix = std::ranges::find(sample.parts, Role::Matrix, &Part::role)->path;
    std::string name =
        matrix.filename().string().substr(0, std::min(sample.key.find('*'), sample.key.size()));
    while (!name.empty() && std::string_view("_-. ").find(name.back()) != std::string_view::npos)
        name.pop_back();
    if (!name.empty()) return name;
    std::error_code problem;
    const auto absolute = fs::absolute(folder, problem).lexically_normal();
    return (absolute.has_filename() ? absolute : absolute.parent_path()).filename().string();
}

TenxFiles files_of(const Sample& sample, const fs::path& folder) {
    TenxFiles files;
    files.name = name_of(sample, folder);
    const std::pair<Role, std::string TenxFiles::*> roles[] = {{Role::Matrix, &TenxFiles::matrix},
                                                               {Role::Barcodes, &TenxFiles::barcodes},
                                                               {Role::Features, &TenxFiles::features}};
    const char* const usual[] = {"matrix.mtx", "barcodes.tsv", "features.tsv or genes.tsv"};
    for (const auto& [role, member] : roles) {
        std::vector<Part> parts;
        for (const Part& part : sample.parts) {
            if (part.role == role) parts.push_back(part);
        }
        if (parts.empty()) {
            throw Error(
                ErrorKind::Input,
                std::string("The matrix has no ") +
                    (role == Role::Barcodes ? "cell names: there is no " : "gene names: there is no ") +
                    usual[static_cast<int>(role)] + " beside it",
                sample.parts.front().path, "Put the three files of the sample into one folder");
        }
        std::ranges::stable_sort(parts, {}, [](const Part& part) { return std::pair(part.rank, part.path); });
        files.*member = parts.front().path;
        for (std::size_t i = 1; i < parts.size(); ++i) {
            files.warnings.push_back(fs::path(parts[i].path).filename().string() + " was not read, but " +
                                     fs::path(parts.front().path).filename().string() + " beside it");
        }
    }
    const auto symbols = std::ranges::find(sample.parts, Role::Symbols, &Part::role);
    if (symbols != sample.parts.end()) files.symbols = symbols->path;
    return files;
}

struct Found {
    Sample sample;
    fs::path folder;
};

[[noreturn]] void refuse_several(const std::vector<Found>& found, const std::string& path) {
    std::string names;
    for (std::size_t i = 0; i < found.size() && i < 5; ++i) {
        const fs::path matrix = std::ranges::find(found[i].sample.parts, Role::Matrix, &Part::role)->path;
        names += (i > 0 ? ", " : "") + matrix.lexically_relative(path).string();
    }
    throw Error(ErrorKind::Input,
                "The folder holds " + std::to_string(found.size()) + " matrices: " + names +
                    (found.size() > 5 ? ", ..." : ""),
                path, "Choose the file of one of them");
}

// The folders at the smallest depth that have any matrix.
std::vector<Found> search(const fs::path& top) {
    std::vector<fs::path> level{top};
    for (int depth = 0; depth <= deepest && !level.empty(); ++depth) {
        std::vector<Found> found;
        std::vector<fs::path> below;
        for (const fs::path& folder : level) {
            for (Sample& sample : samples_in(folder)) found.push_back({std::move(sample), folder});
            std::error_code problem;
            for (fs::directory_iterator at(folder, problem), end; !problem && at != end;
                 at.increment(problem)) {
                std::error_code unreadable;
                if (below.size() < most_folders && at->is_directory(unreadable)) below.push_back(at->path());
            }
        }
        if (!found.empty()) return found;
        level = std::move(below);
    }
    return {};
}

std::optional<TenxFiles> files_in_folder(const std::string& path) {
    std::vector<Found> found = search(path);
    if (found.empty()) return std::nullopt;
    if (found.size() == 1) return files_of(found.front().sample, found.front().folder);
    const auto is_filtered = [&](const Found& one) {
        return lower(one.folder.lexically_relative(path).string()).find("filtered") != std::string::npos;
    };
    if (std::ranges::count_if(found, is_filtered) != 1) refuse_several(found, path);
    const Found& filtered = *std::ranges::find_if(found, is_filtered);
    TenxFiles files = files_of(filtered.sample, filtered.folder);
    files.warnings.push_back("Of the " + std::to_string(found.size()) +
                             " matrices in the folder the filtered one was opened");
    return files;
}

}  // namespace

std::optional<TenxFiles> find_tenx_files(const std::string& path) {
    std::error_code problem;
    if (fs::is_directory(path, problem)) return files_in_folder(path);
    if (!fs::is_regular_file(path, problem)) return std::nullopt;
    const auto part = part_of(path);
    if (!part) return std::nullopt;
    const fs::path folder = fs::path(path).has_parent_path() ? fs::path(path).parent_path() : fs::path(".");
    for (const Sample& sample : samples_in(folder)) {
        if (std::ranges::any_of(sample.parts, [&](const Part& one) {
                return fs::path(one.path).filename() == fs::path(path).filename();
            })) {
            return files_of(sample, folder);
        }
    }
    return std::nullopt;
}

}  // namespace regulus
