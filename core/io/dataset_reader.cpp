#include "core/io/dataset_reader.h"

#include <filesystem>
#include <new>
#include <stdexcept>

#include "core/base/error.h"
#include "core/io/file_probe.h"
#include "core/io/hdf5_readers.h"

namespace regulus {
namespace {

using h5::DatasetBuilder;
using h5::Object;

std::shared_ptr<Dataset> read_hdf5(const std::string& path, const ReadOptions& options, bool look_only,
                                   Job& job) {
    const Object root = Object::root(path);
    DatasetBuilder builder(options, look_only, job);
    if (h5::is_mudata(root)) return h5::read_mudata(root, std::move(builder));
    if (h5::is_loom(root)) return h5::read_loom(root, std::move(builder));
    if (h5::is_anndata(root)) return h5::read_anndata(root, std::move(builder));
    if (h5::is_tenx(root)) return h5::read_tenx(root, std::move(builder));
    if (root.has("barcode_info") || root.has("molecule_idx") || root.has("barcode_idx")) {
        throw Error(ErrorKind::Input, "The file holds the single molecules of a 10x run, not its cells", path,
                    "Open filtered_feature_bc_matrix.h5 from the same folder");
    }
    throw Error(ErrorKind::Input, "The file is HDF5, but holds no cells in a way Regulus knows", path,
                "Open an .h5ad, .h5mu, .loom or 10x .h5 file");
}

std::shared_ptr<Dataset> read_any(const std::string& path, const ReadOptions& options, Job& job) {
    (void)h5::open_for_reading(path);  // the ordinary faults are told apart without a child
    if (options.look_first) {
        h5::look_in_child(
            path,
            [&] {
                Job nobody;
                (void)read_hdf5(path, options, true, nobody);
            },
            job);
    }
    return read_hdf5(path, options, false, job);
}

}  // namespace

std::shared_ptr<const Dataset> read_dataset(const std::string& path, const ReadOptions& options, Job& job) {
    try {
        auto dataset = read_any(path, options, job);
        std::error_code problem;
        const auto absolute = std::filesystem::absolute(path, problem);
        dataset->path = problem ? path : absolute.lexically_normal().string();
        dataset->name = std::filesystem::path(path).filename().string();
        return dataset;
    } catch (const std::bad_alloc&) {
        throw Error(ErrorKind::Memory, "There is not enough memory to open the file", path,
                    "Close other programs, or open a part of the data");
    } catch (const std::length_error&) {
        throw Error(ErrorKind::Input, "The file asks for absurd amounts of memory", path,
                    "It is probably damaged; copy it again from where it came from");
    }
}

}  // namespace regulus
