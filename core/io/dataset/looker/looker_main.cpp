// regulus-look: opens one HDF5 file as the program would, reads nothing large, and says through a pipe what
// is wrong with it. Started by core/io/dataset/file_probe.cpp, with nothing else of the program in reach.
#include <cstdlib>

#include "core/io/dataset/looker.h"

int main(int argc, char** argv) {
    using namespace regulus;
    if (argc != 5) return EXIT_FAILURE;
    const std::string path = argv[1];
    h5::look_and_answer(path, [&] {
        ReadOptions options;
        options.in_memory_bytes = std::strtoull(argv[2], nullptr, 10);
        options.max_bytes = std::strtoull(argv[3], nullptr, 10);
        options.part = argv[4];
        options.cache.folder.clear();
        h5::look_at_hdf5(path, options);
    });
}
