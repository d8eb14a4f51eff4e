#include "core/io/dataset/hdf5_readers.h"

#include "core/base/error.h"
#include "core/io/anndata/anndata_reader.h"
#include "core/io/anndata/mudata_reader.h"
#include "core/io/tenx_loom/loom_reader.h"
#include "core/io/tenx_loom/tenx_reader.h"

namespace regulus::h5 {

std::shared_ptr<Dataset> read_hdf5(const std::string& path, const ReadOptions& options, bool look_only,
                                   Job& job) {
    const Object root = Object::root(path);
    DatasetBuilder builder(options, look_only, job);
    if (is_mudata(root)) return read_mudata(root, std::move(builder));
    if (is_loom(root)) return read_loom(root, std::move(builder));
    if (is_anndata(root)) return read_anndata(root, std::move(builder));
    if (is_tenx(root)) return read_tenx(root, std::move(builder));
    if (root.has("barcode_info") || root.has("molecule_idx") || root.has("barcode_idx")) {
        throw Error(ErrorKind::Input, "The file holds molecules of a 10x run, not cells", path,
                    "Open filtered_feature_bc_matrix.h5 from the same folder");
    }
    if (root.has("assays") && (root.has("cell.names") || root.has("meta.data"))) {
        throw Error(ErrorKind::Input, "The file is of SeuratDisk (.h5seurat)", path,
                    "In R: SeuratDisk::Convert(\"" + path + "\", dest = \"h5ad\"), then open the .h5ad");
    }
    throw Error(ErrorKind::Input, "The HDF5 file has no dataset that Regulus recognises", path,
                "Open an .h5ad, .h5mu, .loom or 10x .h5 file");
}

}  // namespace regulus::h5
