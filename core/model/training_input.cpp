#include "core/model/training_input.h"

#include <algorithm>

#include "core/base/error.h"

namespace regulus {

void check_labels(const TrainingInput& input) {
    std::vector<std::size_t> cells(input.classes.size(), 0);
    for (const std::uint32_t row : input.train.rows()) ++cells[static_cast<std::size_t>(input.labels[row])];
    const auto present = std::ranges::count_if(cells, [](std::size_t n) { return n > 0; });
    if (present >= 2) return;
    throw Error(ErrorKind::Data,
                present == 0 ? "No training cell has a label" : "All labelled cells have the same label",
                input.record.label_column, "Choose a column with at least two groups");
}

TrainingRecord record_of(const TrainingInput& input, const TrainingOptions& options,
                         const std::vector<EpochRecord>& history) {
    TrainingRecord record = input.record;
    record.device = "CPU";  // unless the trainer says otherwise
    record.seed = options.seed;
    record.mask_seed = options.mask_seed;
    if (options.model.read == ReadMode::Regulons) record.max_tfs = options.max_tfs;
    record.train_cells = input.train.count();
    record.validation_cells = input.validation.count();
    record.test_cells = input.test.count();
    record.history = history;
    return record;
}

}  // namespace regulus
