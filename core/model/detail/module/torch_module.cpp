// What core/model finds in the module once it is open: two functions that make things.
#include <c10/util/Exception.h>

#include "core/model/detail/factory.h"

extern "C" {

regulus::Trainer* regulus_make_trainer(regulus::TrainingInput* input, const regulus::TrainingOptions* options,
                                       regulus::Job* job) {
    return regulus::detail::make_trainer(std::move(*input), *options, *job).release();
}

regulus::Predictor* regulus_make_predictor(const std::shared_ptr<const regulus::ModelFile>* model) {
    return regulus::detail::make_predictor(*model).release();
}
}
