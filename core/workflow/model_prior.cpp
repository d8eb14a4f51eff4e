#include "core/workflow/model_prior.h"

namespace regulus {

bool another_prior(const RegulatoryNetwork* prior, const TrainingRecord& record) {
    if (record.prior_checksum.empty()) return false;
    if (!prior || prior->checksum != record.prior_checksum) return true;
    return record.prior_name !=
           (prior->narrowed.empty() ? prior->name : prior->name + " (" + prior->narrowed + ")");
}

}  // namespace regulus
