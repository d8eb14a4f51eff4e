#include "core/data/gathered_rows.h"

#include <algorithm>
#include <cstring>
#include <string>

namespace regulus {
namespace {

// A row as its length, columns and values; all ranks run the same program on the same kind of machine.
std::string packed(const CsrMatrix& rows) {
    std::string bytes;
    const auto add = [&](const void* from, std::size_t size) {
        bytes.append(static_cast<const char*>(from), size);
    };
    for (std::size_t r = 0; r < rows.rows; ++r) {
        const std::size_t length = rows.row_values(r).size();
        add(&length, sizeof length);
        add(rows.row_columns(r).data(), rows.row_columns(r).size_bytes());
        add(rows.row_values(r).data(), rows.row_values(r).size_bytes());
    }
    return bytes;
}

void unpack(const std::string& bytes, CsrMatrix& to) {
    std::vector<std::int32_t> columns;
    std::vector<float> values;
    const char* at = bytes.data();
    const auto take = [&](void* into, std::size_t size) {
        std::memcpy(into, at, size);
        at += size;
    };
    while (at != bytes.data() + bytes.size()) {
        std::size_t length = 0;
        take(&length, sizeof length);
        columns.resize(length);
        values.resize(length);
        take(columns.data(), length * sizeof columns[0]);
        take(values.data(), length * sizeof values[0]);
        to.push_row(columns, values);
    }
}

}  // namespace

std::shared_ptr<const InMemoryMatrix> gathered_rows(const MatrixSource& source,
                                                    std::span<const std::uint32_t> rows,
                                                    const CellShare& share) {
    CsrMatrix all;
    all.cols = source.genes();
    for (const std::string& part : share.ranks().gather(packed(source.rows(share.own(rows)))))
        unpack(part, all);
    return std::make_shared<const InMemoryMatrix>(std::move(all));
}

}  // namespace regulus
