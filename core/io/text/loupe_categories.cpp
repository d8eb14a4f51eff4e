#include "core/io/text/loupe_categories.h"

#include "core/io/files/csv_writer.h"

namespace regulus {

void write_loupe_categories(std::span<const std::string> barcodes, const std::string& name,
                            const Categorical& groups, const std::string& path, Job& job) {
    constexpr std::size_t often = 10000;  // cells
    CsvWriter table(path, ',');
    table.names({"Barcode", name});
    for (std::size_t cell = 0; cell < barcodes.size(); ++cell) {
        if (cell % often == 0) {
            job.checkpoint();
            job.progress(static_cast<double>(cell) / static_cast<double>(barcodes.size()), "writing");
        }
        const std::int32_t code = groups.codes[cell];
        if (code < 0) continue;
        table.field(barcodes[cell]);
        table.field(groups.categories[static_cast<std::size_t>(code)]);
        table.end_row();
    }
    table.commit();
}

}  // namespace regulus
