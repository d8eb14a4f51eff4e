#include "core/io/files/foreign_kind.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <string_view>

#include "core/base/error.h"
#include "core/io/files/gzip.h"
#include "core/io/files/name_kinds.h"

namespace regulus {
namespace {

namespace fs = std::filesystem;
using namespace std::string_view_literals;

constexpr std::size_t head_bytes = 300;  // a tar archive names itself at 257
constexpr std::string_view hdf5_signature = "\x89HDF\r\n\x1a\n"sv;

std::string name_of(const std::string& path) {
    std::string name = fs::path(path).filename().string();
    if (name.empty()) name = fs::path(path).parent_path().filename().string();  // "cells.zarr/"
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
    return name;
}

std::string head_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::string head(head_bytes, '\0');
    file.read(head.data(), static_cast<std::streamsize>(head.size()));
    head.resize(static_cast<std::size_t>(std::max<std::streamsize>(0, file.gcount())));
    return head;
}

// The beginning of what gzip packed; "" when it cannot be unpacked.
std::string unpacked_head(const std::string& path) {
    try {
        GzipReader reader(path);
        std::string head(head_bytes, '\0');
        head.resize(reader.read(head));
        return head;
    } catch (const Error&) {
        return {};
    }
}

bool is_r_object(std::string_view head) {
    return head.starts_with("X\n\0\0\0"sv) || head.starts_with("A\n2\n"sv) || head.starts_with("A\n3\n"sv) ||
           head.starts_with("B\n\2\0\0\0"sv) || head.starts_with("B\n\3\0\0\0"sv);
}

bool is_r_workspace(std::string_view head) {
    return head.starts_with("RDX") || head.starts_with("RDA") || head.starts_with("RDB");
}

bool is_tar(std::string_view head) {
    return head.size() > 262 && head.substr(257, 5) == "ustar";
}

bool ends_with_any(const std::string& name, std::initializer_list<std::string_view> endings) {
    return std::ranges::any_of(endings, [&](std::string_view ending) { return name.ends_with(ending); });
}

bool is_web_page(std::string_view head) {
    std::string start(head.substr(0, 64));
    start.erase(0, start.find_first_not_of(" \t\r\n"));
    for (char& c : start) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return start.starts_with("<!doctype html") || start.starts_with("<html");
}

// Results of tests, a gene a row, as DESeq2, edgeR, limma, Seurat and scanpy write them: by the first line, a
// fold change or statistic, a p value, and not much else beside the genes. Tests of edges may be a prior.
bool is_table_of_tests(std::string_view head) {
    constexpr std::array p_values{"pvalue",   "pval",    "pvals", "padj",   "pvaladj",
                                  "pvalsadj", "adjpval", "fdr",   "qvalue", "qval"};
    constexpr std::array effects{"log2foldchange", "logfoldchange", "logfoldchanges", "foldchange", "logfc",
                                 "log2fc",         "avglogfc",      "avglog2fc",      "lfc",        "lfcse",
                                 "basemean",       "aveexpr",       "logcpm",         "stat",       "scores"};
    std::size_t fields = 0, tests = 0, changes = 0;
    std::string_view left = head.substr(0, head.find_first_of("\r\n"));
    for (bool more = true; more; ++fields) {
        const auto end = left.find_first_of(",\t;");
        const std::string name = plain_word(left.substr(0, end));
        if (name.starts_with("tf") || name.starts_with("target") || name.starts_with("regulator"))
            return false;
        tests += std::ranges::count(p_values, name);
        changes += std::ranges::count(effects, name);
        more = end != left.npos;
        if (more) left.remove_prefix(end + 1);
    }
    return tests > 0 && changes > 0 && 2 * (tests + changes) + 1 >= fields;
}

ForeignKind r_object() {
    return {"The file is an R object (.rds)",
            "In R, with the packages Seurat and zellkonverter: "
            "zellkonverter::writeH5AD(Seurat::as.SingleCellExperiment(readRDS(\"FILE\")), \"new.h5ad\"); an "
            "object that is a SingleCellExperiment already needs writeH5AD alone"};
}

ForeignKind r_workspace() {
    return {
        "The file is an R workspace (.RData)",
        "In R, with the package zellkonverter: load(\"FILE\"), then write the object that ls() names with "
        "zellkonverter::writeH5AD(object, \"new.h5ad\") (a Seurat object through "
        "Seurat::as.SingleCellExperiment)"};
}

std::optional<ForeignKind> foreign_folder(const fs::path& folder) {
    const auto has = [&](const char* name) {
        std::error_code problem;
        return fs::exists(folder / name, problem);
    };
    if (has("zarr.json") || has(".zgroup") || has(".zattrs") || has(".zmetadata")) {
        if (has("tables") || has("shapes") || has("points")) {
            return ForeignKind{"The folder is a SpatialData zarr store",
                               "In Python: spatialdata.read_zarr(\"FOLDER\").tables[\"table\"]"
                               ".write_h5ad(\"new.h5ad\")"};
        }
        return ForeignKind{"The folder is a zarr store",
                           "In Python: anndata.read_zarr(\"FOLDER\").write_h5ad(\"new.h5ad\")"};
    }
    if (has("__group") || has("__tiledb_group.tdb")) {
        return ForeignKind{"The folder is a TileDB-SOMA experiment",
                           "In Python: tiledbsoma.io.to_h5ad(tiledbsoma.open(\"FOLDER\"), \"new.h5ad\", "
                           "measurement_name=\"RNA\")"};
    }
    if (has("assays.h5") && has("se.rds")) {
        return ForeignKind{"The folder is a SummarizedExperiment of R",
                           "In R: zellkonverter::writeH5AD(HDF5Array::loadHDF5SummarizedExperiment("
                           "\"FOLDER\"), \"new.h5ad\")"};
    }
    return std::nullopt;
}

std::optional<ForeignKind> foreign_archive(std::string_view head, const std::string& name) {
    if (head.starts_with("PK\x03\x04")) {
        if (name.ends_with(".xlsx")) {
            return ForeignKind{"The file is an Excel workbook", "Save the sheet as CSV (UTF-8) in Excel"};
        }
        if (name.find(".zarr") != std::string::npos) {
            return ForeignKind{"The file is a zarr store packed as zip",
                               "Unpack it; then, in Python: "
                               "anndata.read_zarr(\"FOLDER\").write_h5ad(\"new.h5ad\")"};
        }
        if (name.ends_with(".npz")) {
            return ForeignKind{"The file is a matrix of NumPy or SciPy, without names of cells and genes",
                               "In Python, put it into an AnnData object with its names and write_h5ad()"};
        }
        return ForeignKind{"The file is a zip archive", "Unpack it and open the file in it"};
    }
    if (is_tar(head)) return ForeignKind{"The file is a tar archive", "Unpack it: tar -xf FILE"};
    if (head.starts_with("BZh") ||
        head.starts_with("\xfd"
                         "7zXZ"sv) ||
        head.starts_with("\x28\xb5\x2f\xfd"sv)) {
        if (ends_with_any(name, {".rds", ".rdata", ".rda"})) {
            return name.ends_with(".rds") ? r_object() : r_workspace();
        }
        const char* program = head[0] == 'B' ? "bunzip2" : head[0] == '\xfd' ? "unxz" : "unzstd";
        return ForeignKind{"The file is packed", std::string("Unpack it: ") + program + " FILE"};
    }
    if (head.starts_with("7z\xbc\xaf"sv) || head.starts_with("Rar!")) {
        return ForeignKind{"The file is a packed archive", "Unpack it and open the file in it"};
    }
    return std::nullopt;
}

std::optional<ForeignKind> foreign_content(std::string_view head, const std::string& name) {
    if (head.starts_with("version https://git-lfs.github.com/spec"))
        return ForeignKind{"The file is a pointer of Git LFS, not the data",
                           "In its repository: git lfs pull"};
    if (is_web_page(head)) {
        return ForeignKind{
            "The file is a web page, not data",
            "The server answered the download with a page, perhaps one to sign in. Download it "
            "again"};
    }
    if (is_table_of_tests(head)) {
        return ForeignKind{"The table holds results of tests, a gene a row, not expression",
                           "Choose the counts that were tested"};
    }
    if (is_r_object(head)) return r_object();
    if (is_r_workspace(head)) return r_workspace();
    if (head.starts_with("PAR1") || head.starts_with("ARROW1") || head.starts_with("FEA1")) {
        return ForeignKind{"The file is a table in the Parquet or Feather format",
                           "In Python: pandas.read_parquet(\"FILE\").to_csv(\"new.csv\") (read_feather for "
                           "Feather)"};
    }
    if (head.starts_with("MATLAB 5.0 MAT-file") || head.starts_with("MATLAB 7.3 MAT-file")) {
        return ForeignKind{"The file is of MATLAB", "Write the matrix with its names as CSV, or as .h5ad"};
    }
    if (head.starts_with("\x93NUMPY")) {
        return ForeignKind{"The file is a NumPy array, without names of cells and genes",
                           "In Python, put it into an AnnData object with its names and write_h5ad()"};
    }
    if (head.size() > 1 && head[0] == '\x80' && head[1] >= 2 && head[1] <= 5 &&
        ends_with_any(name, {".pkl", ".pickle", ".p", ".pkl.gz", ".pickle.gz"})) {
        return ForeignKind{"The file is a Python pickle", "In Python, load it and write_h5ad() the AnnData"};
    }
    if (name.ends_with(".cloupe")) {
        return ForeignKind{"The file is of Loupe Browser",
                           "Open filtered_feature_bc_matrix.h5 of the same run"};
    }
    if (name.ends_with(".xls") && head.starts_with("\xd0\xcf\x11\xe0"sv)) {
        return ForeignKind{"The file is an Excel workbook", "Save the sheet as CSV (UTF-8) in Excel"};
    }
    return std::nullopt;
}

std::optional<ForeignKind> kind_of(const std::string& path) {
    std::error_code problem;
    if (fs::is_directory(path, problem)) return foreign_folder(path);
    if (!fs::is_regular_file(path, problem)) return std::nullopt;
    const std::string name = name_of(path);
    std::string head = head_of(path);
    if (is_gzip(head)) {
        head = unpacked_head(path);
        if (is_tar(head)) return ForeignKind{"The file is a packed tar archive", "Unpack it: tar -xf FILE"};
        return foreign_content(head, name);
    }
    if (auto archive = foreign_archive(head, name)) return archive;
    return foreign_content(head, name);
}

}  // namespace

std::optional<ForeignKind> foreign_kind(const std::string& path) {
    auto kind = kind_of(path);
    if (!kind) return kind;
    for (const std::string_view place : {"FILE", "FOLDER"}) {
        const auto at = kind->remedy.find(place);
        if (at != std::string::npos) kind->remedy.replace(at, place.size(), path);
    }
    return kind;
}

bool holds_packed_hdf5(const std::string& path) {
    std::error_code problem;
    return fs::is_regular_file(path, problem) && is_gzip(head_of(path)) &&
           unpacked_head(path).starts_with(hdf5_signature);
}

}  // namespace regulus
