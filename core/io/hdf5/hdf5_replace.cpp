// Texts in the place of others, with everything that hangs on the dataset.
#include <vector>

#include "core/io/hdf5/hdf5_write.h"

namespace regulus::h5 {
namespace {

bool holds_utf8(hid_t dataset) {
    const Handle type(H5Dget_type(dataset));
    return type && H5Tis_variable_str(type.get()) > 0 && H5Tget_cset(type.get()) == H5T_CSET_UTF8;
}

}  // namespace

void replace_texts(const Target& root, const std::string& path, const std::vector<std::string>& texts) {
    const Lock lock;
    Target old{Handle(H5Dopen2(root.id(), path.c_str(), inside_file_only())), root.place.child(path)};
    if (!old.handle) fail_writing(old.place, "The texts cannot be replaced");
    if (holds_utf8(old.id())) return rewrite_texts(old, texts);
    const Handle space(H5Dget_space(old.id()));
    const bool scalar = space && H5Sget_simple_extent_ndims(space.get()) == 0;
    remove_link(root, path);  // what is open is still there
    Target made = scalar ? write_text(root, path, texts.front()) : write_texts(root, path, texts);
    copy_attributes(old.id(), made, true);
    // Columns of anndata 0.7 find their categories by a reference.
    constexpr std::string_view kept = "__categories/";
    const auto at = path.rfind(kept);
    if (at == std::string::npos) return;
    const std::string column = path.substr(0, at) + path.substr(at + kept.size());
    const Target codes{Handle(H5Dopen2(root.id(), column.c_str(), inside_file_only())),
                       root.place.child(column)};
    if (codes.handle) set_reference(codes, "categories", made);
}

}  // namespace regulus::h5
