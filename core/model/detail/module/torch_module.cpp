// What core/model finds in the module once it is open: what makes things, and the program's settings for it.
#include <c10/util/Exception.h>

#include "core/base/process_settings.h"
#include "core/model/detail/factory.h"
#include "core/model/detail/gloo_ranks.h"
#include "core/model/detail/gpus.h"

extern "C" {

void regulus_share_settings(regulus::ProcessSettings* program) {
    regulus::share_process_settings(*program);
}

regulus::Trainer* regulus_make_trainer(regulus::TrainingInput* input, const regulus::TrainingOptions* options,
                                       regulus::Job* job) {
    return regulus::detail::make_trainer(std::move(*input), *options, *job).release();
}

regulus::Ranks* regulus_join_ranks(const regulus::RankPlace* place, regulus::Job* job) {
    return regulus::detail::join_by_gloo(*place, *job).release();
}

void regulus_usable_gpus(std::vector<std::string>* names) {
    *names = regulus::detail::gpu_names();
}

regulus::Predictor* regulus_make_predictor(const std::shared_ptr<const regulus::ModelFile>* model) {
    return regulus::detail::make_predictor(*model).release();
}
}
