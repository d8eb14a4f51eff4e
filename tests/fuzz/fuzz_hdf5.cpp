// Datasets in HDF5. Each kind is a target of its own only for the sake of its seeds. The library is called
// in this process; its values are read from disk when asked, or kept, by turns.
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/whole_dataset.h"

namespace regulus::fuzz {
namespace {

void run(Bytes input) {
    const InputFile file(input);
    ReadOptions options = small_machine();
    if (choice_of(input) % 2 == 0) options.in_memory_bytes = 0;
    const InputFolder cache;
    if (choice_of(input) % 8 == 0) options.cache.folder = cache.path();
    open_and_read(file.path(), options);
}

const Registration h5ad({"h5ad", run, true});
const Registration h5ad_old({"h5ad_old", run, true});
const Registration h5mu({"h5mu", run, true});
const Registration tenx_h5({"tenx_h5", run, true});
const Registration loom({"loom", run, true});

}  // namespace
}  // namespace regulus::fuzz
