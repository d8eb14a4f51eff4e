// Model files: tensors and what their metadata say of them.
#include "core/model/model_file.h"
#include "tests/fuzz/fuzz_target.h"

namespace regulus::fuzz {
namespace {

void run(Bytes input) {
    const InputFile file(input);
    attempt([&] {
        const ModelFile model = load_model(file.path());
        if (model.gene_mean.size() != model.genes.size()) finding("another number of means than genes");
        for (std::size_t g = 0; g < model.mask.tokens; ++g) {
            for (const std::int32_t tf : model.mask.regulators_of(g)) {
                if (tf < 0 || static_cast<std::size_t>(tf) >= model.genes.size())
                    finding("a regulator that is no gene");
            }
        }
    });
}

const Registration target({"model", run});

}  // namespace
}  // namespace regulus::fuzz
