// The records of a training that went well, pretraining first.
#pragma once

#include <cmath>
#include <vector>

#include "core/model/model_file.h"

namespace regulus::test {

inline std::vector<EpochRecord> history(int epochs) {
    std::vector<EpochRecord> all;
    for (int e = 1; e <= epochs; ++e) {
        EpochRecord record;
        record.epoch = e;
        record.pretraining = e <= 4;
        record.loss = record.pretraining ? 0.9 / e + 0.5 : 2.0 / (e - 3) + 0.1;
        record.validation_loss = record.pretraining ? std::nan("") : 2.1 / (e - 3) + 0.25;
        record.validation_macro_f1 = record.pretraining ? std::nan("") : 0.93 - 0.5 / (e - 3);
        all.push_back(record);
    }
    return all;
}

}  // namespace regulus::test
