// Texts in the place of others, with everything that hangs on the data set.
#include <vector>

#include "core/io/hdf5/hdf5_write.h"

namespace regulus::h5 {
namespace {

constexpr std::size_t largest_attribute = std::size_t{16} << 20U;

herr_t copy_attribute(hid_t from, const char* name, const H5A_info_t* /*info*/, void* to) {
    const Handle attribute(H5Aopen(from, name, H5P_DEFAULT));
    const Handle type(attribute ? H5Aget_type(attribute.get()) : -1);
    const Handle space(attribute ? H5Aget_space(attribute.get()) : -1);
    if (!type || !space) return -1;
    const hssize_t elements = H5Sget_simple_extent_npoints(space.get());
    const std::size_t width = H5Tget_size(type.get());
    if (elements < 0 || width == 0 || static_cast<std::size_t>(elements) > largest_attribute / width)
        return 0;
    std::vector<char> values(static_cast<std::size_t>(elements) * width + 1);
    if (elements > 0 && H5Aread(attribute.get(), type.get(), values.data()) < 0) return -1;
    const Handle made(H5Acreate2(static_cast<const Target*>(to)->id(), name, type.get(), space.get(),
                                 H5P_DEFAULT, H5P_DEFAULT));
    const bool written = made && (elements == 0 || H5Awrite(made.get(), type.get(), values.data()) >= 0);
    if (elements > 0) H5Dvlen_reclaim(type.get(), space.get(), H5P_DEFAULT, values.data());
    return written ? 0 : -1;
}

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
    hsize_t from = 0;
    if (H5Aiterate2(old.id(), H5_INDEX_NAME, H5_ITER_NATIVE, &from, copy_attribute, &made) < 0)
        fail_writing(made.place, "The texts cannot be replaced");
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
