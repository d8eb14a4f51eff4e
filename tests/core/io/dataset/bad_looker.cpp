// Looks at a file as regulus-look does, and misbehaves as its second argument says.
#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <string_view>
#include <thread>
#include <vector>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/io/dataset/looker.h"

namespace {

void behave(std::string_view how, const std::string& path) {
    using regulus::Error;
    using regulus::ErrorKind;
    if (how == "segfault") (void)::raise(SIGSEGV);
    if (how == "killed") (void)::raise(SIGKILL);
    if (how == "exit") ::_exit(3);
    if (how == "refuse") throw Error(ErrorKind::Data, "No cells", "there", "Take another");
    if (how == "long") throw Error(ErrorKind::Data, std::string(100000, 'x'), "there", "Take another");
    if (how == "sleep") std::this_thread::sleep_for(std::chrono::hours(1));
    if (how == "circle") {
        volatile unsigned n = 0;
        while (true) n = n + 1;
    }
    if (how == "memory") {
        std::vector<std::vector<char>> held;
        while (true) held.emplace_back(std::size_t{64} << 20U, 'x');
    }
    if (how == "write") {
        (void)::signal(SIGXFSZ, SIG_IGN);
        std::ofstream file(path + ".written");
        file << "something" << std::flush;
        if (!file) throw Error(ErrorKind::Storage, "Not to be written");
    }
    if (how == "threads" && regulus::thread_count() != 1)
        throw Error(ErrorKind::Internal, "More than one thread");
    if (how == "inherits") {
        for (int descriptor = 4; descriptor < 1000; ++descriptor)
            if (::fcntl(descriptor, F_GETFD) >= 0) throw Error(ErrorKind::Internal, "A descriptor is open");
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) return 1;
    regulus::h5::look_and_answer(argv[1], [&] { behave(argv[2], argv[1]); });
}
