#include "core/model/module_loader.h"

#include <dlfcn.h>

#include "core/base/error.h"
#include "core/base/process_settings.h"
#include "core/base/program_parts.h"
#include "core/model/device.h"
#include "core/model/regulon_predictor.h"
#include "core/model/regulon_trainer.h"

namespace regulus {
namespace {

template <class Function>
void find(void* module, const char* name, Function*& function) {
    function = reinterpret_cast<Function*>(dlsym(module, name));
    if (function == nullptr) {
        throw Error(ErrorKind::Internal, "The model module has the wrong version", name, "Reinstall Regulus");
    }
}

TorchModule open_module() {
    const std::string path = program_part("libregulus_torch.so");
    void* module = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (module == nullptr) {
        const char* reason = dlerror();
        throw Error(ErrorKind::Internal, "The model module could not be loaded",
                    reason != nullptr ? reason : path,
                    "Install Regulus again, and the LibTorch that it was built with");
    }
    TorchModule functions;
    find(module, "regulus_make_trainer", functions.make_trainer);
    find(module, "regulus_make_predictor", functions.make_predictor);
    find(module, "regulus_join_ranks", functions.join_ranks);
    find(module, "regulus_usable_gpus", functions.usable_gpus);
    void (*share_settings)(ProcessSettings*) = nullptr;
    find(module, "regulus_share_settings", share_settings);
    share_settings(&process_settings());
    return functions;
}

}  // namespace

const TorchModule& torch_module() {
    static const TorchModule functions = open_module();
    return functions;
}

std::unique_ptr<Trainer> Trainer::create(TrainingInput input, TrainingOptions options, Job& job) {
    const std::vector<std::string> problems = validate(options);
    if (!problems.empty()) throw Error(ErrorKind::Usage, problems.front());
    if (options.model.read == ReadMode::Regulons)
        return std::make_unique<RegulonTrainer>(std::move(input), options, job);
    return std::unique_ptr<Trainer>(torch_module().make_trainer(&input, &options, &job));
}

std::vector<std::string> usable_gpus() {
    std::vector<std::string> names;
    torch_module().usable_gpus(&names);
    return names;
}

std::unique_ptr<Predictor> Predictor::create(std::shared_ptr<const ModelFile> model) {
    if (model->reader) return std::make_unique<RegulonPredictor>(std::move(model));
    return std::unique_ptr<Predictor>(torch_module().make_predictor(&model));
}

}  // namespace regulus
