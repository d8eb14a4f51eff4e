#include "core/io/dataset/looker.h"

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/io/dataset/child_process.h"
#include "core/io/dataset/hdf5_readers.h"

namespace regulus::h5 {
namespace {

// What a look at a file of that size may need, annotation unpacked included.
rlim_t memory_for(rlim_t file_size) {
    return (rlim_t{512} << 20U) + std::min(rlim_t{32} << 30U, 40 * file_size);
}

// Of processor time: a sound file of some megabytes takes a hundredth of it, and the library goes round in
// circles over some that are not.
rlim_t seconds_for(rlim_t file_size) {
    return 4 + std::min(rlim_t{56}, file_size >> 23U);
}

rlim_t mapped_bytes() {
    std::ifstream file("/proc/self/statm");
    rlim_t pages = 0;
    file >> pages;
    return pages * static_cast<rlim_t>(::sysconf(_SC_PAGESIZE));
}

void limit(decltype(RLIMIT_CPU) what, rlim_t amount, rlim_t at_most) {
    const rlimit value{amount, at_most};
    (void)::setrlimit(what, &value);
}

void set_limits(const std::string& path) {
    struct stat info {};
    const rlim_t size = ::stat(path.c_str(), &info) == 0 ? static_cast<rlim_t>(info.st_size) : 0;
    const rlim_t memory = mapped_bytes() + memory_for(size), seconds = seconds_for(size);
    limit(RLIMIT_CORE, 0, 0);
    limit(RLIMIT_FSIZE, 0, 0);                // to look is not to write
    limit(RLIMIT_CPU, seconds, seconds + 5);  // SIGXCPU says why it ended, SIGKILL would not
    limit(RLIMIT_AS, memory, memory);
    set_thread_count(1);  // each thread's stack counts as memory, and none is needed to look
}

// Kind and three texts, each ended by a zero. Fits the pipe's buffer.
void answer(const Error& error) {
    constexpr std::size_t longest = 8000;
    std::string text(1, static_cast<char>(error.kind()));
    for (const std::string* part : {&error.problem(), &error.where(), &error.remedy()})
        text += part->substr(0, longest) + '\0';
    (void)!::write(answer_descriptor, text.data(), text.size());
}

}  // namespace

void look_and_answer(const std::string& path, const std::function<void()>& look) {
    set_limits(path);
    try {
        look();
    } catch (const Error& error) {
        answer(error);
    } catch (const std::exception&) {
        answer(Error(ErrorKind::Input, "The file asks for an implausible amount of memory", path,
                     "It is probably damaged; copy or download it again"));
    }
    ::_exit(0);
}

void look_at_hdf5(const std::string& path, const ReadOptions& options) {
    Job nobody;
    (void)read_hdf5(path, options, true, nobody);
}

void throw_answer(const std::string& answer) {
    if (answer.empty()) return;
    std::array<std::string, 3> parts;
    std::size_t at = 1;
    for (std::string& part : parts) {
        if (at < answer.size()) part = answer.substr(at, answer.find('\0', at) - at);
        at += part.size() + 1;
    }
    throw Error(static_cast<ErrorKind>(answer[0]), parts[0], parts[1], parts[2]);
}

}  // namespace regulus::h5
