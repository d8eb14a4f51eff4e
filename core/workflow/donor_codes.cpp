#include "core/workflow/donor_codes.h"

#include <fmt/format.h>

#include "core/base/count_text.h"
#include "core/base/error.h"
#include "core/data/missing_label.h"

namespace regulus {

DonorCodes donor_codes(const Table& obs, const std::string& column, CellGroups& groups,
                       std::vector<std::string>& warnings) {
    const Column* const found = obs.find(column);
    const auto categories = found == nullptr ? std::nullopt : as_categorical(*found, obs.size());
    if (!categories)
        throw Error(ErrorKind::Usage,
                    found == nullptr ? "obs has no column of donors '" + column + "'"
                                     : "Column '" + column + "' has measurements, which name no donors",
                    {}, "Choose a column of text or whole numbers");
    DonorCodes donors{{}, categories->codes};
    std::vector<std::int32_t> places;
    for (const std::string& name : categories->categories) {
        const bool unknown = means_unlabelled(name);
        places.push_back(unknown ? -1 : static_cast<std::int32_t>(donors.names.size()));
        if (!unknown) donors.names.push_back(name);
    }
    std::size_t without = 0;
    for (std::size_t c = 0; c < obs.size(); ++c) {
        std::int32_t& code = donors.codes[c];
        if (code >= 0) code = places[static_cast<std::size_t>(code)];
        if (groups.codes[c] < 0 || code >= 0) continue;
        groups.codes[c] = -1;
        ++without;
    }
    count_cells(groups);
    if (without > 0)
        warnings.push_back(fmt::format("{} without a value of {} {} no part",
                                       count_text(without, "cell", "cells"), column,
                                       without == 1 ? "takes" : "take"));
    return donors;
}

}  // namespace regulus
