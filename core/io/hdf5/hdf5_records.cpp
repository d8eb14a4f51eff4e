#include "core/io/hdf5/hdf5_records.h"

#include <cstdint>

#include "core/base/error.h"

namespace regulus::h5 {
namespace {

// Fields of one type, one behind another.
Handle record_of(const std::vector<std::string>& fields, hid_t field) {
    const std::size_t size = H5Tget_size(field);
    Handle record(H5Tcreate(H5T_COMPOUND, size * fields.size()));
    for (std::size_t f = 0; f < fields.size(); ++f)
        if (!record || H5Tinsert(record.get(), fields[f].c_str(), f * size, field) < 0) return Handle();
    return record;
}

// The names and types of all fields have to fit into one message of an object's header.
void check_size(hid_t record, std::size_t fields, const Place& place) {
    constexpr std::size_t most = 65000;
    std::size_t bytes = 0;
    if (H5Tencode(record, nullptr, &bytes) >= 0 && bytes <= most) return;
    throw Error(
        ErrorKind::Data,
        std::to_string(fields) + " columns with such names are more than a table of this kind can hold",
        place.text(), "Write a .csv, or choose fewer groups");
}

Handle text_field() {
    Handle type(H5Tcopy(H5T_C_S1));
    H5Tset_size(type.get(), H5T_VARIABLE);
    H5Tset_cset(type.get(), H5T_CSET_UTF8);
    return type;
}

// `values`: record after record.
Target write(const Target& parent, const std::string& name, const std::vector<std::string>& fields,
             hid_t stored, hid_t memory, std::uint64_t records, const void* values) {
    const Handle in_file = record_of(fields, stored), here = record_of(fields, memory);
    if (!in_file || !here) fail_writing(parent.place.child(name), "The file cannot be written");
    check_size(in_file.get(), fields.size(), parent.place.child(name));
    Target made = make_array(parent, name, in_file.get(), {records});
    if (records > 0 && H5Dwrite(made.id(), here.get(), H5S_ALL, H5S_ALL, H5P_DEFAULT, values) < 0)
        fail_writing(made.place, "The file cannot be written");
    return made;
}

template <class T, class From, class Convert>
std::vector<T> by_record(const std::vector<std::vector<From>>& columns, const Convert& convert) {
    const std::size_t records = columns.empty() ? 0 : columns.front().size();
    std::vector<T> values;
    values.reserve(records * columns.size());
    for (std::size_t r = 0; r < records; ++r)
        for (const auto& column : columns) values.push_back(convert(column[r]));
    return values;
}

}  // namespace

Target write_records(const Target& parent, const std::string& name, const std::vector<std::string>& fields,
                     const std::vector<std::vector<std::string>>& columns) {
    const auto values = by_record<const char*>(columns, [](const std::string& text) { return text.c_str(); });
    const Lock lock;
    const Handle text = text_field();
    return write(parent, name, fields, text.get(), text.get(), columns.empty() ? 0 : columns.front().size(),
                 values.data());
}

Target write_records(const Target& parent, const std::string& name, const std::vector<std::string>& fields,
                     const std::vector<std::vector<double>>& columns, bool wide) {
    const auto values = by_record<double>(columns, [](double value) { return value; });
    const Lock lock;
    return write(parent, name, fields, wide ? H5T_IEEE_F64LE : H5T_IEEE_F32LE, H5T_NATIVE_DOUBLE,
                 columns.empty() ? 0 : columns.front().size(), values.data());
}

}  // namespace regulus::h5
